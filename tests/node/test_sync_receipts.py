"""Lost receipts are asked for again and come as the same bytes, with every line they need."""

from tests.node.histories import agreed, backup, released, restart, store_of, suspend
from tests.world import World
from wasl.seal.note import read_note


def lines(note: bytes) -> int:
    """How many signatures stand under a note."""
    return len(read_note(note).lines)


def test_a_lost_receipt_is_asked_for_again(world: World) -> None:
    released(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    world.tripoli.out()  # lost on the road
    assert world.algiers.own().countersigned == 3
    world.sync()
    assert world.algiers.own().countersigned == 4


def test_a_receipt_asked_for_again_comes_as_the_same_bytes(world: World) -> None:
    released(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    given = world.tripoli.theirs().receipt
    world.tripoli.out()
    world.clock.pass_(days=2)
    world.sync()
    assert world.tripoli.theirs().receipt == given
    assert world.algiers.own().receipt == given


def test_a_receipt_lost_before_another_one_is_not_needed(world: World) -> None:
    for _ in range(2):
        released(world.algiers)
        world.tripoli.take(world.algiers.out(), world.algiers.name)
        world.tripoli.out()
    world.sync()
    assert agreed(world)


def test_a_lost_receipt_over_a_suspension_comes_with_its_long_lived_line(world: World) -> None:
    suspend(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    world.tripoli.out()
    suspend(world.algiers, "resume")
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    world.tripoli.out()
    released(world.algiers)
    world.sync()
    assert agreed(world)


def test_an_author_that_lost_only_its_receipts_gets_all_it_can_verify(world: World) -> None:
    for done in ("suspend", "resume", "release"):
        if done == "release":
            released(world.algiers)
        else:
            suspend(world.algiers, done)
        world.tripoli.take(world.algiers.out(), world.algiers.name)
        receipt = world.tripoli.out()
    old = backup(world.algiers)
    world.algiers.take(receipt, world.tripoli.name)
    world.sync()
    restart(world.algiers, old)
    assert world.algiers.own().countersigned == 3
    world.sync()
    assert agreed(world)


def test_the_receipt_over_governing_entries_has_four_lines(world: World) -> None:
    suspend(world.algiers)
    world.sync()
    size = world.algiers.own().size
    kept = store_of(world.algiers).snapshot().checkpoints[world.algiers.own().link, size]
    assert lines(kept.note) == 4
