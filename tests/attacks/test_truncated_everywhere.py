"""Truncated everywhere: every form is cut at every place, as a torn stick or a dropped line does.

Defence: each form says how long it is, or ends in a way that can be told; a beginning is never
read as a whole (trust.md §6, §11).
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.attacks.forge import DishonestAuthor, kept, next_keys, rules
from tests.world import TRIPOLI, World, arrangement, signed
from wasl.core.arrangement import arrangement_text, read_arrangement
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.node import ceremony
from wasl.seal.card import read_card
from wasl.seal.envelope import pack, read_open, unpack
from wasl.seal.frames import read_frames, write_frames
from wasl.seal.greeting import Cursor, read_greeting
from wasl.seal.keys import keys_text, read_keys
from wasl.seal.note import read_note, write_note
from wasl.transport.bundle import read_bundle, write_bundle


def cuts(whole: bytes, most: int = 400) -> Iterable[bytes]:
    """The beginnings of these bytes: all, or so many spread over them, and the last ones."""
    step = max(1, len(whole) // most)
    lengths = {*range(0, len(whole), step), *range(max(0, len(whole) - 40), len(whole))}
    return (whole[:length] for length in sorted(lengths))


def never_read(read: Callable[[bytes], object], whole: bytes) -> None:
    """The whole is read, and each of its beginnings refused."""
    read(whole)
    for cut in cuts(whole):
        with pytest.raises(RefusedError):
            read(cut)


def test_a_cut_dispatch_is_not_taken(world: World, liar: DishonestAuthor) -> None:
    sealed = liar.dispatch(liar.report())
    before = kept(world.tripoli)
    for cut in cuts(sealed, 60):
        assert len(rules(liar.send(cut))) == 1
    assert kept(world.tripoli) == before
    assert liar.send(sealed).entries == 1


def test_cut_frames_sealed_anew_are_not_taken(world: World, liar: DishonestAuthor) -> None:
    frames = liar.frames(liar.report())
    before = kept(world.tripoli)
    for count in range(len(frames)):
        assert liar.send(liar.seal(frames[:count])).entries == 0
    assert kept(world.tripoli) == before
    assert liar.send(liar.seal(frames)).entries == 1


def test_a_plaintext_is_never_read_from_its_beginning(liar: DishonestAuthor) -> None:
    never_read(unpack, pack(liar.frames(liar.report())))


def test_frames_are_read_only_to_the_end_of_one(liar: DishonestAuthor) -> None:
    frames = liar.frames(liar.report())
    whole = write_frames(frames)
    ends = {len(write_frames(frames[:count])) for count in range(len(frames) + 1)}
    for cut in cuts(whole, len(whole)):
        if len(cut) in ends:
            assert len(read_frames(cut)) < len(frames)
        else:
            with pytest.raises(RefusedError):
                read_frames(cut)


def test_an_entry_is_never_read_from_its_beginning(liar: DishonestAuthor) -> None:
    never_read(read_entry, liar.report().written)


def test_a_note_loses_whole_lines_or_is_refused(liar: DishonestAuthor) -> None:
    note = liar.sign(liar.head(), twice=True)
    whole = write_note(note)
    for cut in cuts(whole):
        if cut.endswith(b"\n") and b"\n\n" in cut and not cut.endswith(b"\n\n"):
            assert len(read_note(cut).lines) < len(note.lines)
        else:
            with pytest.raises(RefusedError):
                read_note(cut)


def test_a_greeting_is_never_read_from_its_beginning(world: World) -> None:
    cursor = read_open(world.algiers.out()[0])[-1].payload
    never_read(lambda cut: read_greeting(cut, Cursor), cursor)


def test_a_key_statement_is_never_read_from_its_beginning(world: World) -> None:
    whole = write_note(signed(keys_text(next_keys(world.algiers)[1]), world.algiers.roots[:1]))
    text_bytes = whole.index(b"\n\n")
    for cut in cuts(whole[:text_bytes], 200):
        with pytest.raises(RefusedError):
            read_keys(read_note(cut + whole[text_bytes:]))


def test_an_arrangement_is_never_read_from_its_beginning() -> None:
    text = arrangement_text(arrangement())
    read_arrangement(text)
    for length in range(0, len(text), 7):
        with pytest.raises(RefusedError):
            read_arrangement(text[:length])


def test_a_key_file_is_never_read_from_its_beginning(world: World) -> None:
    node = world.algiers.node
    card = world.algiers.turn(lambda turn: ceremony.make_card(node, turn, TRIPOLI))
    read_card(card)
    for cut in cuts(card, 100):
        with pytest.raises(RefusedError):
            read_card(cut)


def test_a_bundle_says_how_far_it_could_be_read(tmp_path: Path, liar: DishonestAuthor) -> None:
    file = tmp_path / "whole.wasl"
    write_bundle(liar.chain(4), file, draw=liar.own.node.draw.draw)
    readable = []
    for cut in cuts(file.read_bytes(), 80):
        torn = tmp_path / "torn.wasl"
        torn.write_bytes(cut)
        bundle = read_bundle(torn)
        assert len(list(bundle)) == bundle.reading.readable
        assert not bundle.reading.whole
        readable.append(bundle.reading.readable)
    assert readable == sorted(readable)
    assert set(readable) == {0, 1, 2, 3, 4}
