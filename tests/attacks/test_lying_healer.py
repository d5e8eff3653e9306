"""A lying healer: a restored node is given its own entries back, with something else beside.

Defence: only what its own signature covers is appended, and a statement must be the one the
entry names, under the lines its move demands (trust.md §7).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import (
    DishonestAuthor,
    Forged,
    kept,
    next_keys,
    restart,
    rotate,
    rules,
    store_of,
)
from tests.world import World, signed
from wasl.core import canonical
from wasl.core.log import root_of
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.keys import keys_text
from wasl.seal.note import Note, read_note, write_note


@pytest.fixture
def lost(world: World) -> list[Forged]:
    """Algiers is restored to before a rotation; the two entries it lost, as they were."""
    backup = store_of(world.algiers).snapshot()
    rotate(world.algiers)
    world.sync()
    rows = world.algiers.entries(ours=True)[4:]
    sha256 = canonical.loads(rows[0].entry)["statement"]
    note = world.algiers.look(lambda look: look.statement(sha256)).note
    restart(world.algiers, backup)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    world.algiers.take(world.tripoli.out()[:1], world.tripoli.name)
    return [Forged(written=row.entry, statement=note) for row in rows]


def give_back(world: World, entries: list[Forged], note: Note | None = None) -> list[str]:
    """The entries as Tripoli returns them, under the head their author signed or this one."""
    healer = DishonestAuthor(world.tripoli, world.algiers)
    head = write_note(note) if note else world.tripoli.theirs().head
    frames = [frame for entry in entries for frame in entry.frames()]
    frames.append(Frame(kind=FrameKind.CHECKPOINT, payload=head))
    return rules(healer.send(healer.seal(frames)))


def test_another_statement_than_the_entry_names_is_refused(
    world: World, lost: list[Forged]
) -> None:
    other = write_note(signed(keys_text(next_keys(world.algiers, 88)[1]), world.algiers.roots[:2]))
    before = kept(world.algiers)
    refused = give_back(world, [replace(one, statement=other) for one in lost])
    assert refused == ["wrong-commitment"]
    assert kept(world.algiers) == before


def test_a_statement_without_its_root_lines_is_refused(world: World, lost: list[Forged]) -> None:
    note = read_note(lost[0].statement)
    bare = write_note(Note(text=note.text, lines=note.lines[:2]))
    before = kept(world.algiers)
    refused = give_back(world, [replace(one, statement=bare) for one in lost])
    assert refused == ["too-few-roots"]
    assert kept(world.algiers) == before


def test_an_entry_its_author_never_signed_is_refused(world: World, lost: list[Forged]) -> None:
    mirrored = DishonestAuthor(world.algiers, world.tripoli)
    invented = mirrored.report(index=4)
    before = kept(world.algiers)
    assert give_back(world, [invented]) == ["wrong-root"]
    assert kept(world.algiers) == before


def test_keys_the_healer_made_up_do_not_sign_our_log(world: World, lost: list[Forged]) -> None:
    keyset, keys = next_keys(world.algiers, 88)
    note = write_note(signed(keys_text(keys), world.tripoli.roots[:2]))
    mirrored = DishonestAuthor(world.algiers, world.tripoli)
    entry = mirrored.act("key", "succeed", note, index=4)
    leaves = [*mirrored.leaves()[:4], entry.leaf]
    head = mirrored.sign(mirrored.head(size=5, root=root_of(leaves)), keyset)
    before = kept(world.algiers)
    assert give_back(world, [entry], head) == ["too-few-roots"]
    assert kept(world.algiers) == before


def test_control_given_back_as_they_were_the_log_is_whole(
    world: World, lost: list[Forged]
) -> None:
    assert give_back(world, lost) == []
    assert world.algiers.own().size == 6
    world.sync()
