"""Cut and paste of an entry: one that was written elsewhere is put where it was not.

Defence: an entry names its log and its place, and both are in its leaf (trust.md §4.2, step 10).
"""

from tests.attacks.forge import DishonestAuthor, Forged, kept, rules
from tests.world import World
from wasl.core import canonical


def test_an_entry_of_the_victim_itself_is_no_entry_of_its_counterpart(
    world: World, liar: DishonestAuthor
) -> None:
    own = written_by_the_victim(world)
    before = kept(world.tripoli)
    assert rules(liar.tell(liar.report(), own)) == ["wrong-link"]
    assert liar.tell(own).entries == 0
    assert kept(world.tripoli) == before


def test_an_entry_moved_to_another_place_of_its_log_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    moved = liar.report(index=len(liar.leaves()) + 1)
    before = kept(world.tripoli)
    outcome = liar.tell(moved, note=liar.sign(liar.head(moved)))
    assert outcome.entries == 0
    assert kept(world.tripoli).entries == before.entries


def test_an_entry_doubled_in_one_dispatch_is_refused(liar: DishonestAuthor) -> None:
    forged = liar.report()
    assert rules(liar.tell(forged, forged)) == ["gap"]


def test_control_the_moved_entry_is_taken_at_the_place_it_names(liar: DishonestAuthor) -> None:
    first, moved = liar.report(), liar.report(index=len(liar.leaves()) + 1)
    assert liar.tell(first, moved).entries == 2


def written_by_the_victim(world: World) -> Forged:
    """The last entry of the victim's own log, with the statement it names."""
    own = world.tripoli.entries(ours=True)[-1].entry
    named = canonical.loads(own)["statement"]
    statement = world.tripoli.look(lambda look: look.statement(named))
    return Forged(written=own, statement=statement.note)
