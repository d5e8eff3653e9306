"""Cut and paste of a checkpoint: a valid signature is put above something else.

Defence: the root is computed from what is held and what came; the origin names node, log and
epoch; the first line of a note says what is signed (trust.md §2, steps 7 and 11).
"""

from dataclasses import replace

from tests.attacks.forge import DishonestAuthor, kept, neighbour, rules
from tests.world import World
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.note import write_note


def test_the_head_of_one_dispatch_above_the_entries_of_another_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    one, other = liar.report(), liar.report()
    before = kept(world.tripoli)
    outcome = liar.tell(one, note=liar.sign(liar.head(other)))
    assert rules(outcome) == ["wrong-root"]
    assert kept(world.tripoli) == before


def test_the_head_of_another_log_of_the_same_author_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    link = neighbour(world).tripoli.link().theirs
    forged = liar.report()
    head = liar.head(forged)
    outcome = liar.tell(
        forged, note=liar.sign(replace(head, origin=replace(head.origin, link=link)))
    )
    assert rules(outcome) == ["wrong-origin"]


def test_the_head_of_the_victims_own_log_is_no_head_of_its_counterpart(
    world: World, liar: DishonestAuthor
) -> None:
    forged = liar.report()
    own = Frame(kind=FrameKind.CHECKPOINT, payload=world.tripoli.own().head)
    outcome = liar.send(liar.seal([*forged.frames(), own]))
    assert rules(outcome) == ["wrong-origin"]


def test_a_checkpoint_is_not_read_as_a_greeting(liar: DishonestAuthor) -> None:
    head = write_note(liar.sign(liar.head()))
    for kind in (FrameKind.HELLO, FrameKind.CONFIRM, FrameKind.CURSOR, FrameKind.REFUSAL):
        outcome = liar.send(write_open([Frame(kind=kind, payload=head)]))
        assert rules(outcome) == ["malformed-note"]


def test_control_the_same_head_above_its_own_entries_is_taken(liar: DishonestAuthor) -> None:
    one = liar.report()
    assert liar.tell(one, note=liar.sign(liar.head(one))).entries == 1
