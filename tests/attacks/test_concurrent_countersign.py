"""Concurrent counter-signing: two different heads of one size arrive at the same moment.

Defence: check and store are one turn of one writer, and the head moves by compare-and-swap; the
second is judged against the first (trust.md §4.4).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, frozen, rules
from tests.world import World
from wasl.node.carriage import Report, absorb
from wasl.node.desk import sign_heads
from wasl.node.ports import Turn
from wasl.seal.cosign import read_checkpoint
from wasl.seal.note import read_note


def two_heads(liar: DishonestAuthor) -> list[bytes]:
    """Two dispatches, each sound, for the same place of the same log."""
    return [liar.dispatch(liar.report()), liar.dispatch(liar.report())]


def test_two_heads_in_one_call_get_one_receipt(world: World, liar: DishonestAuthor) -> None:
    outcome = liar.send(*two_heads(liar))
    assert (outcome.entries, rules(outcome)) == (1, ["duplicate-conflict"])
    assert liar.log().countersigned == 5
    assert frozen(world.tripoli) == [b"duplicate-conflict"]


def test_two_jobs_of_one_group_commit_get_one_receipt(world: World, liar: DishonestAuthor) -> None:
    node = world.tripoli.node
    reports = [Report(), Report()]
    jobs = [
        lambda turn, sent=sent, made=made: absorb(
            node, turn, [sent], partner=world.algiers.name, report=made
        )
        for sent, made in zip(two_heads(liar), reports, strict=True)
    ]
    node.perform(jobs, sign_heads)
    assert [made.entries for made in reports] == [1, 0]
    link = liar.link.theirs
    kept = world.tripoli.look(lambda look: look.checkpoints(link, 5, 6))
    assert len(kept) == 1
    assert read_checkpoint(read_note(kept[0].note)).root == liar.head().root


def test_a_head_that_moved_meanwhile_is_not_moved_again(
    world: World, liar: DishonestAuthor
) -> None:
    stale = liar.log()
    liar.tell(liar.report())

    def swap(turn: Turn) -> None:
        turn.swap_log(replace(stale, countersigned=9), size=stale.size, peaks=stale.peaks)

    with pytest.raises(RuntimeError):
        world.tripoli.turn(swap)
    assert liar.log().countersigned == 5


def test_control_each_of_the_two_alone_is_taken(world: World, liar: DishonestAuthor) -> None:
    first, _ = two_heads(liar)
    assert liar.send(first).entries == 1
