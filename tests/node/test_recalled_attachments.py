"""Attachments of an item that is taken back: nothing more of them comes, nothing more goes."""

import pytest

from tests.node.histories import opened, recall
from tests.node.test_attachments import call, content_of, last, with_file
from tests.world import Service, World
from wasl.node import consequences, files
from wasl.node.files import asked_of, held_back
from wasl.node.office import attachments
from wasl.node.rows import EntryRow
from wasl.node.wish import Wish

CONTENT = content_of(40)


def arrived(one: Service, row: EntryRow) -> int:
    """How many parts of the attachments of an item are here."""
    return sum(each["here"] for each in one.look(lambda look: files.progress(look, row)))


def read_in_part(world: World) -> EntryRow:
    """An item that was read at Tripoli before all of its attachment had come."""
    world.algiers.release(with_file(CONTENT))
    for _ in range(3):
        call(world)
    row = last(world.tripoli)
    opened(world.tripoli, row)
    return row


def taken_back(world: World, row: EntryRow) -> str:
    world.algiers.release(recall(world.algiers, row))
    call(world)
    call(world)
    return world.algiers.entries(ours=True)[-1].case


def test_nothing_more_of_an_item_that_is_taken_back_is_asked_for(world: World) -> None:
    row = read_in_part(world)
    taken_back(world, row)
    assert world.tripoli.look(lambda look: asked_of(look, row.link)) == ([], [])
    assert [place[1] for place in world.tripoli.look(lambda look: held_back(look, row.link))] == [
        row.index
    ]


def test_nothing_more_of_it_goes_to_one_who_asks_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(consequences._OWED, ("recall", "order"), lambda *_: None)
    row = read_in_part(world)
    taken_back(world, row)
    before = arrived(world.tripoli, row)
    assert 0 < before < 40
    for _ in range(3):
        call(world)
    assert arrived(world.tripoli, row) == before


def test_what_was_lifted_comes_on_an_officers_word(world: World) -> None:
    row = read_in_part(world)
    case = taken_back(world, row)
    fields = {"dossier": "terrorism", "handling": ["H1"], "purpose": "PREVENT_TERRORISM"}
    world.algiers.release(Wish(kind="recall", move="lift", fields={**fields, "case": case}))
    call(world)
    node = world.tripoli.node
    world.tripoli.turn(
        lambda turn: attachments.attachment_take(node, turn, entry=row.leaf.hex(), officer="farah")
    )
    for _ in range(8):
        call(world)
    assert arrived(world.tripoli, row) == 40


def test_the_same_attachment_of_the_item_that_takes_its_place_still_goes(world: World) -> None:
    row = read_in_part(world)
    taken_back(world, row)
    world.algiers.release(with_file(CONTENT))
    for _ in range(10):
        call(world)
    assert arrived(world.tripoli, world.tripoli.entries(ours=False)[-1]) == 40
