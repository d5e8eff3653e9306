"""A bad road: gaps are named and closed, doubled and old dispatches change nothing."""

from tests.attacks.forge import DishonestAuthor
from tests.node.histories import agreed, backup, released, restart, said, store_of
from tests.world import World, report
from wasl.node.outgoing import Road
from wasl.seal.envelope import is_open
from wasl.seal.frames import FrameKind
from wasl.seal.greeting import Cursor, read_greeting


def later_half(world: World) -> list[bytes]:
    """Two reports sent one by one; only the second dispatch is left."""
    released(world.algiers, title="Perdu")
    world.algiers.out()
    session = world.algiers.node.session(world.algiers.link().own)
    session.their_held = world.algiers.own().size
    released(world.algiers, title="Arrivé")
    return [each for each in world.algiers.out() if not is_open(each)]


def test_a_gap_is_named_and_closed(world: World) -> None:
    outcome = world.tripoli.take(later_half(world), world.algiers.name)
    assert (outcome.entries, outcome.waiting) == (0, [(4, 4)])
    told = said(world.tripoli.out(), FrameKind.CURSOR)
    cursor, _ = read_greeting(told[0].payload, Cursor)
    assert cursor.gaps == ((3, 3),)
    world.sync()
    assert agreed(world)
    assert store_of(world.tripoli).snapshot().pools == {}


def test_what_waited_under_an_epoch_that_is_over_is_not_waited_for(world: World) -> None:
    old = backup(world.algiers)
    world.tripoli.take(later_half(world), world.algiers.name)
    assert store_of(world.tripoli).snapshot().pools != {}
    restart(world.algiers, old)  # what closes the gap is lost
    world.sync()
    assert store_of(world.tripoli).snapshot().pools == {}
    assert agreed(world)


def test_what_waited_for_a_gap_is_taken_from_the_pool_not_from_the_road(world: World) -> None:
    later = later_half(world)
    world.tripoli.take(later, world.algiers.name)
    session = world.algiers.node.session(world.algiers.link().own)
    session.their_held = 3
    first = [each for each in world.algiers.out() if not is_open(each)]
    outcome = world.tripoli.take(first, world.algiers.name)
    assert world.tripoli.theirs().size == 5
    assert outcome.refused == []


def test_dispatches_in_the_opposite_order_end_in_the_same_log(world: World) -> None:
    released(world.algiers)
    first = world.algiers.out()
    session = world.algiers.node.session(world.algiers.link().own)
    session.their_held = world.algiers.own().size
    released(world.algiers)
    second = world.algiers.out()
    world.tripoli.take([*second[::-1], *first[::-1]], world.algiers.name)
    assert world.tripoli.theirs().size == 5
    world.sync()
    assert agreed(world)


def test_a_doubled_call_does_everything_once(world: World) -> None:
    released(world.algiers)
    sent = world.algiers.out()
    world.tripoli.take(sent, world.algiers.name)
    before = store_of(world.tripoli).snapshot().entries
    outcome = world.tripoli.take(sent, world.algiers.name)
    assert (outcome.entries, outcome.duplicates, outcome.refused) == (0, 1, [])
    assert store_of(world.tripoli).snapshot().entries == before


def test_a_lost_bundle_is_healed_by_the_next_one(world: World) -> None:
    released(world.algiers)
    world.algiers.out(Road.BUNDLE)
    released(world.algiers)
    outcome = world.tripoli.take(world.algiers.out(Road.BUNDLE), None)
    assert outcome.entries == 2
    world.algiers.take(world.tripoli.out(Road.BUNDLE), None)
    assert agreed(world)


def test_three_bundles_open_a_link_after_a_restart(world: World) -> None:
    restart(world.algiers)
    world.algiers.release(report())
    world.tripoli.take(world.algiers.out(Road.BUNDLE), None)
    world.algiers.take(world.tripoli.out(Road.BUNDLE), None)
    outcome = world.tripoli.take(world.algiers.out(Road.BUNDLE), None)
    assert outcome.entries == 1


def test_a_stale_greeting_silences_none_of_those_beside_it(world: World) -> None:
    restart(world.algiers)
    older = world.algiers.out()
    restart(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    own = world.tripoli.link().own
    world.tripoli.node.session(own).their_held = 0
    outcome = world.tripoli.take(older, world.algiers.name)
    assert [rule for rule, _ in outcome.refused] == ["stale-epoch"]
    # As the cursor beside the hello told.
    assert world.tripoli.node.session(own).their_held == 2


def test_another_entry_that_no_checkpoint_covers_accuses_nobody(world: World) -> None:
    """Whoever knows a prekey can put a signed head and invented entries in one dispatch."""
    released(world.algiers)
    world.sync()
    liar = DishonestAuthor(world.algiers, world.tripoli)
    sound = world.tripoli.theirs()
    other = liar.report(index=3)
    outcome = liar.tell(other, note=liar.sign(liar.head(size=sound.size)))
    assert [rule for rule, _ in outcome.refused] == ["wrong-root"]
    assert agreed(world)
