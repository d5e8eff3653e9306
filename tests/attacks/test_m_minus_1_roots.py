"""One root too few: what needs m root holders comes with m - 1.

Defence: m holders, both halves each, before the bytes are taken (trust.md §2, step 8).
"""

from collections.abc import Sequence

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, kept, next_keys, rules, stated
from tests.world import ARRANGEMENT_ID, TRIPOLI, World, arrangement, signed
from wasl.core.arrangement import arrangement_text
from wasl.core.errors import RefusedError
from wasl.node import ceremony
from wasl.seal.card import read_card, write_card
from wasl.seal.keys import keys_text
from wasl.seal.note import text_hash, write_note
from wasl.seal.recognition import Recognition, recognition_text
from wasl.seal.roots import RootKey


def statements(world: World, roots: Sequence[RootKey]) -> dict[str, bytes]:
    """A statement of each kind that needs roots, under these holders' lines, by its act."""
    tripoli = stated(world.tripoli)
    recognition = Recognition(
        arrangement_id=ARRANGEMENT_ID,
        by=world.algiers.name,
        decided_by="the head of the service",
        decided_on="2026-03-01",
        keys_sha256=text_hash(keys_text(tripoli)).hex(),
        move="recognise",
        node=TRIPOLI,
        office="Liaison",
        until="2027-03-01",
    )
    texts = {
        "arrangement sign": arrangement_text(arrangement()),
        "key introduce": keys_text(next_keys(world.algiers)[1]),
        "recognition recognise": recognition_text(recognition),
    }
    return {act: write_note(signed(text, roots)) for act, text in texts.items()}


def act_of(liar: DishonestAuthor, named: str, note: bytes) -> Forged:
    """The act of this kind and move that brings a statement."""
    kind, move = named.split()
    return liar.act(kind, move, note)


ACTS = ["arrangement sign", "key introduce", "recognition recognise"]


@pytest.mark.parametrize("act", ACTS)
def test_a_statement_with_one_holder_too_few_is_refused(
    world: World, liar: DishonestAuthor, act: str
) -> None:
    before = kept(world.tripoli)
    note = statements(world, world.algiers.roots[:1])[act]
    assert rules(liar.tell(act_of(liar, act, note))) == ["too-few-roots"]
    assert kept(world.tripoli) == before


@pytest.mark.parametrize("act", ACTS)
def test_the_roots_of_somebody_else_do_not_count(
    world: World, liar: DishonestAuthor, act: str
) -> None:
    roots = [world.algiers.roots[0], *world.tripoli.roots]
    note = statements(world, roots)[act]
    assert rules(liar.tell(act_of(liar, act, note))) == ["too-few-roots"]


def test_a_key_file_with_one_holder_too_few_is_refused(world: World) -> None:
    note = signed(keys_text(stated(world.algiers)), world.algiers.roots[:1])
    author = next(iter(world.algiers.node.identity.keysets.values())).author
    told = world.algiers.turn(lambda turn: ceremony.make_card(world.algiers.node, turn, TRIPOLI))
    prekeys = [prekey.model_dump() for prekey in read_card(told).prekeys]
    with pytest.raises(RefusedError, match="too-few-roots"):
        read_card(write_card(note, author, to=TRIPOLI, prekeys=prekeys))


@pytest.mark.parametrize("act", ACTS)
def test_control_with_m_holders_the_same_bytes_are_taken(
    world: World, liar: DishonestAuthor, act: str
) -> None:
    note = statements(world, world.algiers.roots[:2])[act]
    assert liar.tell(act_of(liar, act, note)).entries == 1
