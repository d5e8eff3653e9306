"""Unknown key: somebody who is not the counterpart signs what is otherwise all right.

Defence: a line counts by name, id and stored key; nothing else of a note is believed, and no
word of a stranger stops a link (trust.md §13, step 8).
"""

from tests.attacks.forge import DishonestAuthor, frozen, kept, next_keys, rules
from tests.world import World, report
from wasl.node.identity import KeySet
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Cursor, Head, write_greeting
from wasl.seal.note import Note, write_note


def stranger(world: World) -> KeySet:
    """Keys under the counterpart's name that its service never stated."""
    return next_keys(world.algiers, seed=77)[0]


def test_a_checkpoint_by_a_stranger_is_refused(world: World, liar: DishonestAuthor) -> None:
    forged = liar.report()
    before = kept(world.tripoli)
    note = liar.sign(liar.head(forged), stranger(world))
    assert rules(liar.tell(forged, note=note)) == ["unknown-key"]
    assert kept(world.tripoli) == before


def test_a_line_that_only_borrows_the_name_and_id_of_a_key_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    forged = liar.report()
    real = liar.sign(liar.head(forged))
    other = liar.sign(liar.head(forged), stranger(world))
    borrowed = type(real.lines[0])(
        name=real.lines[0].name, key_id=real.lines[0].key_id, blob=other.lines[0].blob
    )
    note = Note(text=real.text, lines=(borrowed,))
    assert rules(liar.tell(forged, note=note)) == ["bad-signature"]


def test_a_cursor_by_a_stranger_is_refused(world: World, liar: DishonestAuthor) -> None:
    held = Head(root="0" * 64, size=0)
    cursor = Cursor(countersigned=0, gaps=(), held=held, link=liar.link.own)
    note = write_greeting(cursor, stranger(world).author)
    outcome = liar.send(write_open([Frame(kind=FrameKind.CURSOR, payload=note)]))
    assert rules(outcome) == ["unknown-key"]


def test_a_stranger_cannot_freeze_the_link_with_an_unsigned_fork(
    world: World, liar: DishonestAuthor
) -> None:
    other = liar.report(index=len(liar.leaves()) - 1)
    note = liar.sign(liar.head(size=len(liar.leaves())), stranger(world))
    assert rules(liar.tell(other, note=note)) == ["unknown-key"]
    assert frozen(world.tripoli) == []


def test_a_stranger_cannot_freeze_the_link_with_an_unsigned_receipt(
    world: World, liar: DishonestAuthor
) -> None:
    world.algiers.release(report())
    witness = DishonestAuthor(world.tripoli, world.algiers)
    own = world.algiers.own()
    head = liar.head(size=own.size, root=bytes(32))
    frame = Frame(kind=FrameKind.RECEIPT, payload=write_note(liar.sign(head, stranger(world))))
    assert rules(witness.send(witness.seal([frame]))) == ["unknown-key"]
    assert frozen(world.algiers) == []


def test_control_the_same_checkpoint_by_the_stated_key_is_taken(liar: DishonestAuthor) -> None:
    forged = liar.report()
    assert liar.tell(forged, note=liar.sign(liar.head(forged))).entries == 1
