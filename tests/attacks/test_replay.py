"""Replay: dispatches that were good once are sent again, all of them, in any state of the link.

Defence: an index held is held; a true duplicate gets the same receipt, byte for byte.
"""

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World, report
from wasl.node.outgoing import Road


def test_a_dispatch_sent_again_counts_once(world: World) -> None:
    world.algiers.release(report())
    sent = world.algiers.out()
    first = world.tripoli.take(sent, world.algiers.name)
    before = kept(world.tripoli)
    second = world.tripoli.take(sent, world.algiers.name)
    assert (first.entries, second.entries, second.duplicates) == (1, 0, 1)
    assert kept(world.tripoli) == before


def test_a_duplicate_is_owed_the_same_receipt_byte_for_byte(world: World) -> None:
    world.algiers.release(report())
    sent = world.algiers.out()
    world.tripoli.take(sent, world.algiers.name)
    receipt = world.tripoli.theirs().receipt
    world.clock.pass_(days=3)
    world.tripoli.take(sent, world.algiers.name)
    again = world.tripoli.theirs().receipt
    assert again == receipt
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    assert world.algiers.own().receipt == receipt


def test_every_dispatch_ever_sent_can_be_played_again_without_effect(world: World) -> None:
    history = []
    for turn in range(4):
        world.algiers.release(report(title=f"Saisie {turn}"))
        history.append(world.algiers.out())
        world.tripoli.take(history[-1], world.algiers.name)
        world.algiers.take(world.tripoli.out(), world.tripoli.name)
    before = kept(world.tripoli)
    for sent in history:
        assert rules(world.tripoli.take(sent, world.algiers.name)) == []
    assert kept(world.tripoli) == before


def test_a_bundle_opened_twice_counts_once(world: World) -> None:
    world.algiers.release(report())
    bundle = world.algiers.out(Road.BUNDLE)
    world.tripoli.take(bundle, None)
    before = kept(world.tripoli)
    world.tripoli.take(bundle, None)
    assert kept(world.tripoli) == before


def test_control_a_copy_of_the_entry_at_the_next_index_counts_again(
    liar: DishonestAuthor,
) -> None:
    first = liar.report()
    liar.tell(first)
    again = liar.report(case="A" * 14)
    assert liar.tell(again).entries == 1
