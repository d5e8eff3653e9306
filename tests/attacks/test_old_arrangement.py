"""An old arrangement: an entry quotes a text that has been replaced, because it allowed more.

Defence: the highest version in force as seen rules an entry, and the entry names its hash
(trust.md §3.2, step 14).
"""

from tests.attacks.forge import DishonestAuthor, book_of, kept, rejected
from tests.world import World, arrangement
from wasl.core.arrangement import Arrangement


def narrower() -> Arrangement:
    """Version 2 closes the dossier ``terrorism`` and keeps the others."""
    text = arrangement(version=2)
    return text.model_copy(update={"dossiers": text.dossiers[1:]})


def test_an_entry_that_quotes_the_replaced_text_is_void(
    world: World, liar: DishonestAuthor
) -> None:
    old = liar.frame()["arrangement"]
    world.arrange(narrower())
    outcome = liar.tell(liar.report(arrangement=old))
    assert (outcome.entries, outcome.void) == (1, 1)
    assert rejected(world.tripoli) == [("outside-arrangement", "version")]


def test_its_body_is_not_kept(world: World, liar: DishonestAuthor) -> None:
    old = liar.frame()["arrangement"]
    world.arrange(narrower())
    before = kept(world.tripoli).bodies
    liar.tell(liar.report(arrangement=old))
    assert kept(world.tripoli).bodies == before


def test_a_dossier_the_new_text_closed_is_closed_whatever_is_quoted(
    world: World, liar: DishonestAuthor
) -> None:
    world.arrange(narrower())
    force = book_of(world.tripoli).force(
        ours=False, index=liar.log().size, seen=liar.seen()["size"]
    )
    quoted = {"id": liar.link.arrangement_id, "sha256": force.text, "version": 2}
    assert liar.tell(liar.report(arrangement=quoted)).void == 1
    assert rejected(world.tripoli) == [("outside-arrangement", "dossiers")]


def test_a_text_that_was_never_agreed_is_not_quoted_into_being(
    world: World, liar: DishonestAuthor
) -> None:
    invented = {"id": liar.link.arrangement_id, "sha256": "5" * 64, "version": 9}
    assert liar.tell(liar.report(arrangement=invented)).void == 1


def test_control_until_the_new_text_is_seen_the_old_one_rules(
    world: World, liar: DishonestAuthor
) -> None:
    outcome = liar.tell(liar.report())
    assert (outcome.entries, outcome.void) == (1, 0)


def test_control_the_new_text_is_in_force_for_both(world: World) -> None:
    world.arrange(narrower())
    for one in (world.algiers, world.tripoli):
        ours = one is world.algiers
        assert book_of(one).force(ours=ours, index=10**6, seen=10**6).version == 2
