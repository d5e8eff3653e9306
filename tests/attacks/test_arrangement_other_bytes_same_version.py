"""Other bytes under the same version: one side concludes a text the other never signed.

Defence: both sides sign the same bytes; a conclusion names the latest text, which is the one
that was signed (trust.md §3.2, procedures.md §1.1).
"""

from dataclasses import replace
from datetime import timedelta

from tests.attacks.forge import DishonestAuthor, book_of, rejected, rules
from tests.world import World, arrangement, signed
from wasl.core.arrangement import Arrangement, arrangement_text
from wasl.node.clock import stamp
from wasl.node.wish import Wish
from wasl.seal.note import Note, write_note

CUSTODY = ("chadia", "driss")


def text_of(retention_days: int) -> Arrangement:
    """Version 2, with this retention in every dossier."""
    text = arrangement(version=2)
    kept_for = {"retention_days": {"any": retention_days}}
    dossiers = tuple(terms.model_copy(update=kept_for) for terms in text.dossiers)
    return text.model_copy(update={"dossiers": dossiers})


def proposed(world: World, liar: DishonestAuthor, text: Arrangement) -> str:
    """The case in which the liar proposed this text and Tripoli signed it."""
    words = arrangement_text(text)
    plain = signed(words, world.algiers.roots[:1])
    draft = liar.act("arrangement", "propose", write_note(plain))
    assert liar.tell(draft).void == 0
    case = world.tripoli.entries(ours=False)[-1].case
    until = stamp(world.clock.now() + timedelta(days=30))
    world.tripoli.release(
        Wish(
            kind="arrangement",
            move="sign",
            fields={"case": case, "offer_until": until},
            statement=write_note(signed(words, world.tripoli.roots[:2])),
        ),
        by=CUSTODY,
    )
    return case


def conclusion(world: World, liar: DishonestAuthor, case: str, text: Arrangement) -> bytes:
    """The liar concludes the case on this text, by its own roots."""
    note = write_note(signed(arrangement_text(text), world.algiers.roots[:2]))
    return liar.dispatch(liar.act("arrangement", "conclude", note, case=case))


def version_in_force(world: World, liar: DishonestAuthor) -> tuple[int, str]:
    """What rules the liar's next entry, at the victim."""
    force = book_of(world.tripoli).force(
        ours=False, index=liar.log().size, seen=liar.seen()["size"]
    )
    return force.version, force.text


def test_a_conclusion_on_other_bytes_than_were_signed_is_void(
    world: World, liar: DishonestAuthor
) -> None:
    case = proposed(world, liar, text_of(30))
    before = version_in_force(world, liar)
    assert liar.send(conclusion(world, liar, case, text_of(9_000))).void == 1
    assert rejected(world.tripoli) == [("bad-reference", "")]
    assert version_in_force(world, liar) == before


def test_a_text_of_another_pair_or_arrangement_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    other = text_of(30).model_copy(update={"id": "cd" * 16})
    note = write_note(signed(arrangement_text(other), world.algiers.roots[:2]))
    assert rules(liar.tell(liar.act("arrangement", "propose", note))) == ["bad-statement"]


def test_a_statement_of_other_bytes_than_its_entry_names_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    note = write_note(signed(arrangement_text(text_of(30)), world.algiers.roots[:2]))
    other = write_note(signed(arrangement_text(text_of(31)), world.algiers.roots[:2]))
    entry = liar.act("arrangement", "propose", note)
    assert rules(liar.tell(replace(entry, statement=other))) == ["wrong-commitment"]


def test_a_line_in_the_name_of_our_own_root_is_not_slipped_under_a_proposal(
    world: World, liar: DishonestAuthor
) -> None:
    words = arrangement_text(text_of(30))
    ours = signed(words, world.tripoli.roots[:1]).lines
    false = tuple(replace(line, blob=bytes(len(line.blob))) for line in ours)
    note = Note(text=words, lines=(*signed(words, world.algiers.roots[:2]).lines, *false))
    assert rules(liar.tell(liar.act("arrangement", "propose", write_note(note)))) == [
        "bad-signature"
    ]


def test_control_a_conclusion_on_the_bytes_that_were_signed_is_in_force(
    world: World, liar: DishonestAuthor
) -> None:
    case = proposed(world, liar, text_of(30))
    assert liar.send(conclusion(world, liar, case, text_of(30))).void == 0
    assert version_in_force(world, liar)[0] == 2
