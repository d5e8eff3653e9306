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
from wasl.seal.keys import keys_text
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.note import Note, read_note, write_note


@pytest.fixture
def lost(world: World) -> list[Forged]:
    """Algiers is restored to before a rotation; the two entries it lost, as they were."""
    backup = store_of(world.algiers).snapshot()
    rotate(world.algiers)
    world.sync()
    rows = world.algiers.entries(ours=True)[4:]
    note = [
        world.algiers.look(lambda look, row=row: look.statement(named(row.entry))).note
        for row in rows
    ]
    restart(world.algiers, backup)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    world.algiers.take(world.tripoli.out()[:1], world.tripoli.name)
    return [Forged(written=row.entry, statement=note[0]) for row in rows]


def named(entry: bytes) -> str:
    """The hash of the statement an entry names."""
    found: str = canonical.loads(entry)["statement"]
    return found


def give_back(world: World, entries: list[Forged]) -> list[str]:
    """The entries under the head their author signed, as Tripoli returns them."""
    healer = DishonestAuthor(world.tripoli, world.algiers)
    head = Frame(kind=FrameKind.CHECKPOINT, payload=world.tripoli.theirs().head)
    return rules(healer.send(healer.seal([*(f for e in entries for f in e.frames()), head])))


def test_another_statement_than_the_entry_names_is_refused(
    world: World, lost: list[Forged]
) -> None:
    other = write_note(signed(keys_text(next_keys(world.algiers, 88)[1]), world.algiers.roots[:2]))
    before = kept(world.algiers)
    assert give_back(world, [replace(one, statement=other) for one in lost]) == ["wrong-commitment"]
    assert kept(world.algiers) == before


def test_a_statement_without_its_root_lines_is_refused(world: World, lost: list[Forged]) -> None:
    note = read_note(lost[0].statement)
    bare = write_note(Note(text=note.text, lines=note.lines[:2]))
    before = kept(world.algiers)
    assert give_back(world, [replace(one, statement=bare) for one in lost]) == ["too-few-roots"]
    assert kept(world.algiers) == before


def test_an_entry_its_author_never_signed_is_refused(world: World, lost: list[Forged]) -> None:
    mirrored = DishonestAuthor(world.algiers, world.tripoli)
    invented = mirrored.report(index=4)
    before = kept(world.algiers)
    assert give_back(world, [invented]) == ["wrong-root"]
    assert kept(world.algiers) == before


def test_control_given_back_as_they_were_the_log_is_whole(
    world: World, lost: list[Forged]
) -> None:
    assert give_back(world, lost) == []
    assert world.algiers.own().size == 6
    world.sync()
