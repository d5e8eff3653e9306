"""Stale epoch: a checkpoint or a hello of an epoch that is over is played again.

Defence: an epoch number never comes back with another random part (trust.md §7, step 6).
"""

from dataclasses import replace

from tests.attacks.forge import DishonestAuthor, kept, restart, rules
from tests.world import World
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Epoch, Head, Hello, write_greeting


def test_entries_under_the_origin_of_an_epoch_that_is_over_are_refused(
    world: World, liar: DishonestAuthor
) -> None:
    old = liar.origin()
    restart(world.algiers)
    world.sync()
    before = kept(world.tripoli)
    forged = liar.report()
    outcome = liar.tell(forged, note=liar.sign(liar.head(forged, origin=old)))
    assert outcome.refused == [("stale-epoch", {"known": 2})]
    assert kept(world.tripoli) == before


def test_entries_under_an_epoch_nobody_confirmed_are_refused(liar: DishonestAuthor) -> None:
    forged = liar.report()
    later = replace(liar.origin(), number=2, random="0" * 16)
    outcome = liar.tell(forged, note=liar.sign(liar.head(forged, origin=later)))
    assert rules(outcome) == ["unconfirmed-epoch"]


def test_a_hello_with_a_used_number_and_another_random_part_is_refused(
    liar: DishonestAuthor,
) -> None:
    assert rules(liar.send(hello(liar, number=1))) == ["stale-epoch"]
    assert rules(liar.send(hello(liar, number=0))) == ["stale-epoch"]


def test_control_the_same_entries_under_the_epoch_that_runs_are_taken(
    world: World, liar: DishonestAuthor
) -> None:
    restart(world.algiers)
    world.sync()
    assert liar.tell(liar.report()).entries == 1


def test_control_the_same_hello_with_the_next_number_opens_an_epoch(liar: DishonestAuthor) -> None:
    assert rules(liar.send(hello(liar, number=2))) == []
    assert liar.log().epoch_number == 2


def hello(liar: DishonestAuthor, number: int) -> bytes:
    """A hello of the liar's log, its random part its own."""
    said = Hello(
        base=Head(root=liar.head().root.hex(), size=liar.head().size),
        boot="b" * 16,
        epoch=Epoch(n=number, r="e" * 16),
        link=liar.link.theirs,
        nonce="0" * 32,
    )
    return write_open(
        [Frame(kind=FrameKind.HELLO, payload=write_greeting(said, liar.keys.author))]
    )
