"""Replay to another link: what was sealed, signed and written for one log is sent as of another.

Defence: a prekey belongs to one link, HPKE ``info`` binds the sender's log, every entry and
every origin names its log (trust.md §6.1, steps 1, 3, 7 and 10).
"""

from tests.attacks.forge import DishonestAuthor, Forged, kept, neighbour, rules
from tests.world import World, report
from wasl.core import canonical


def test_a_dispatch_of_one_partner_is_not_taken_from_another(world: World) -> None:
    beside = neighbour(world)
    world.algiers.release(report())
    sent = world.algiers.out()[1:]
    before = kept(world.tripoli)
    outcome = world.tripoli.take(sent, beside.algiers.name)
    assert set(rules(outcome)) == {"unknown-recipient"}
    assert kept(world.tripoli) == before


def test_an_entry_of_one_log_under_a_checkpoint_of_another_is_refused(world: World) -> None:
    beside = neighbour(world)
    tunis = DishonestAuthor(beside.algiers, beside.tripoli)
    first = world.algiers.entries(ours=True)[0]
    stolen = Forged(written=first.entry)
    before = kept(world.tripoli)
    outcome = tunis.tell(stolen)
    assert rules(outcome) != []
    assert kept(world.tripoli) == before


def test_a_report_that_names_another_log_is_refused(world: World, liar: DishonestAuthor) -> None:
    other = neighbour(world).tripoli.link().theirs
    assert rules(liar.tell(liar.report(link=other))) == ["wrong-link"]


def test_a_dispatch_sealed_as_from_another_log_does_not_open(
    world: World, liar: DishonestAuthor
) -> None:
    other = neighbour(world).tripoli.link().theirs
    outcome = liar.send(liar.seal(liar.frames(liar.report()), link=other))
    assert rules(outcome) == ["cannot-open"]


def test_control_the_entry_itself_is_canonical_and_right_where_it_belongs(
    liar: DishonestAuthor,
) -> None:
    forged = liar.report()
    assert canonical.loads(forged.written)["link"] == liar.link.theirs
    assert liar.tell(forged).entries == 1
