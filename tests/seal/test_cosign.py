"""Checkpoints and counter-signatures: whose word is needed, and what no line can stand for."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.test_note import check_folder, note_bytes, signing_key, verify_key_of
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_ROOT
from wasl.seal.cosign import (
    Checkpoint,
    Origin,
    countersign,
    read_checkpoint,
    read_origin,
    sign_checkpoint,
    verify_author,
    verify_countersignature,
)
from wasl.seal.note import (
    LINES_LIMIT,
    NOTE_LIMIT_BYTES,
    KeyKind,
    Line,
    Note,
    SigningKey,
    cosigned_structure,
    read_note,
    sign,
    tree_head,
    verify,
    write_note,
)

ALGIERS, TRIPOLI = "liaison.dz.example", "liaison.ly.example"
WHEN = 1_795_000_000
ORIGIN = Origin(node=ALGIERS, link="6f" * 16, number=18, random="9f3a6c1e22b04d57")
CHECKPOINT = Checkpoint(origin=ORIGIN, size=18_452, root=bytes(range(32)))


def key(kind: KeyKind, node: str, byte: int) -> SigningKey:
    """A key of a node's own name."""
    return signing_key(kind, f"{node}/wasl", byte)


AUTHOR = key(KeyKind.ED25519, ALGIERS, 0x11)
LONG_LIVED = key(KeyKind.LONG_LIVED, ALGIERS, 0x12)
WITNESS = key(KeyKind.WITNESS, TRIPOLI, 0x21)
THEIR_LONG_LIVED = key(KeyKind.LONG_LIVED, TRIPOLI, 0x22)
AUTHORS, LASTING = [AUTHOR.verify_key()], [LONG_LIVED.verify_key()]
WITNESSES, THEIR_LASTING = [WITNESS.verify_key()], [THEIR_LONG_LIVED.verify_key()]

Case = Mapping[str, Any]


def signed(long_lived: SigningKey | None = LONG_LIVED) -> Note:
    """The checkpoint as its author signs it."""
    return sign_checkpoint(CHECKPOINT, author=AUTHOR, long_lived=long_lived, time_seconds=WHEN)


def receipt(long_lived: SigningKey | None = THEIR_LONG_LIVED) -> Note:
    """The same checkpoint, counter-signed an hour later."""
    return countersign(signed(), WITNESS, long_lived, WHEN + 3_600)


def run_checkpoint(case: Case) -> None:
    """One file of ``vectors/checkpoint``: returns, or refuses under the name the file states."""
    note = read_note(note_bytes(case))
    checkpoint = read_checkpoint(note)
    stamp = verify_author(
        note,
        [verify_key_of(part) for part in case["author"]],
        [verify_key_of(part) for part in case["long_lived"]],
        needs_long_lived=case["needs_long_lived"],
    )
    if "size" in case:
        stated = (checkpoint.origin.text(), checkpoint.size, checkpoint.root.hex(), stamp)
        assert stated == (case["origin"], case["size"], case["root"], case["time_seconds"])


def run_cosignature(case: Case) -> None:
    """One file of ``vectors/cosignature``: returns, or refuses under the name the file states."""
    note = read_note(note_bytes(case))
    witnesses = [verify_key_of(part) for part in case["witness"]]
    stamp = verify_countersignature(
        note,
        witnesses,
        [verify_key_of(part) for part in case["long_lived"]],
        needs_long_lived=case["needs_long_lived"],
    )
    if "time_seconds" in case:
        head = tree_head(note.text)
        assert head is not None
        text = f"cosignature/v1\ntime {stamp}\n{note.text}"
        assert stamp == case["time_seconds"]
        assert text.encode().hex() == case["signed_by_ed25519"]
        structure = cosigned_structure(witnesses[0].name, head, stamp)
        assert structure.hex() == case["signed_by_mldsa44"]


def test_every_checkpoint_vector_has_the_verdict_of_its_file_name() -> None:
    check_folder("checkpoint", run_checkpoint)


def test_every_cosignature_vector_has_the_verdict_of_its_file_name() -> None:
    check_folder("cosignature", run_cosignature)


def test_a_checkpoint_has_three_lines_and_the_key_name_of_its_node() -> None:
    origin, size, root = signed().text.splitlines()
    assert origin == f"{ALGIERS}/wasl/{'6f' * 16}/18-9f3a6c1e22b04d57"
    assert (size, root) == ("18452", b64encode(bytes(range(32))).decode())
    assert {line.name for line in signed().lines} == {f"{ALGIERS}/wasl"}


def test_a_checkpoint_is_read_back_as_it_was_signed() -> None:
    note = read_note(write_note(signed()))
    assert read_checkpoint(note) == CHECKPOINT
    assert verify_author(note, AUTHORS, LASTING, needs_long_lived=True) == WHEN


def test_between_two_daily_lines_the_author_signs_alone() -> None:
    assert verify_author(signed(None), AUTHORS, LASTING, needs_long_lived=False) is None


def test_an_author_who_is_not_known_is_refused_by_name() -> None:
    stranger = [key(KeyKind.ED25519, ALGIERS, 0x99).verify_key()]
    for keys in ([], stranger):
        with pytest.raises(RefusedError, match="unknown-key"):
            verify_author(signed(), keys, LASTING, needs_long_lived=False)


def test_the_author_of_one_node_cannot_sign_the_log_of_another() -> None:
    impostor = key(KeyKind.ED25519, TRIPOLI, 0x31)
    text = CHECKPOINT.text()
    note = Note(text=text, lines=(sign(text, impostor),))
    with pytest.raises(RefusedError, match="unknown-key"):
        verify_author(note, [impostor.verify_key()], [], needs_long_lived=False)


def test_a_long_lived_line_alone_is_no_checkpoint_of_the_author() -> None:
    note = replace(signed(), lines=signed().lines[1:])
    with pytest.raises(RefusedError, match="unknown-key"):
        verify_author(note, AUTHORS, LASTING, needs_long_lived=True)


def test_a_needed_long_lived_line_cannot_be_stripped() -> None:
    with pytest.raises(RefusedError, match="stripped-signature"):
        verify_author(signed(None), AUTHORS, LASTING, needs_long_lived=True)


def test_a_bad_long_lived_line_is_refused_even_where_none_is_needed() -> None:
    good, lasting = signed().lines
    note = replace(
        signed(),
        lines=(good, replace(lasting, blob=lasting.blob[:-1] + bytes([lasting.blob[-1] ^ 1]))),
    )
    with pytest.raises(RefusedError, match="bad-signature"):
        verify_author(note, AUTHORS, LASTING, needs_long_lived=False)


def test_a_receipt_says_when_the_counterpart_held_the_log() -> None:
    note = read_note(write_note(receipt()))
    stamp = verify_countersignature(note, WITNESSES, THEIR_LASTING, needs_long_lived=True)
    assert stamp == WHEN + 3_600
    assert verify_author(note, AUTHORS, LASTING, needs_long_lived=True) == WHEN


def test_a_checkpoint_without_counter_signature_is_no_receipt() -> None:
    with pytest.raises(RefusedError, match="unknown-key"):
        verify_countersignature(signed(), WITNESSES, THEIR_LASTING, needs_long_lived=False)


def test_the_long_lived_line_of_the_author_does_not_serve_for_the_counterpart() -> None:
    note = receipt(None)
    assert verify_countersignature(note, WITNESSES, [], needs_long_lived=False)
    with pytest.raises(RefusedError, match="stripped-signature"):
        verify_countersignature(note, WITNESSES, LASTING, needs_long_lived=True)


def test_a_witness_named_after_the_author_does_not_count() -> None:
    own = key(KeyKind.WITNESS, ALGIERS, 0x13)
    text = CHECKPOINT.text()
    note = Note(text=text, lines=(sign(text, own, time_seconds=WHEN),))
    with pytest.raises(RefusedError, match="unknown-key"):
        verify_countersignature(note, [own.verify_key()], [], needs_long_lived=False)


@pytest.mark.parametrize("place", [2, 3])
def test_a_counter_signature_with_another_time_does_not_verify(place: int) -> None:
    note = receipt()
    line = note.lines[place]
    later = (WHEN + 3_601).to_bytes(8, "big") + line.blob[8:]
    lines = [*note.lines]
    lines[place] = replace(line, blob=later)
    with pytest.raises(RefusedError, match="bad-signature"):
        verify_countersignature(
            replace(note, lines=tuple(lines)), WITNESSES, THEIR_LASTING, needs_long_lived=False
        )


def test_a_time_after_9999_is_no_time_even_if_it_was_signed() -> None:
    text = CHECKPOINT.text()
    stamp = 2**62
    private = WITNESS  # signed outside the one signing function, as a hostile partner would
    raw = sign(
        f"cosignature/v1\ntime {stamp}\n{text}", replace(private, kind=KeyKind.ED25519)
    ).blob
    line = Line(
        name=private.name, key_id=private.verify_key().key_id, blob=stamp.to_bytes(8, "big") + raw
    )
    with pytest.raises(RefusedError, match="bad-signature"):
        verify_countersignature(
            Note(text=text, lines=(line,)), WITNESSES, [], needs_long_lived=False
        )


def test_a_line_that_claimed_to_be_ours_is_replaced_by_ours() -> None:
    false = Line(name=WITNESS.name, key_id=WITNESSES[0].key_id, blob=bytes(72))
    note = replace(signed(), lines=(false, *signed().lines))
    mine = countersign(note, WITNESS, None, WHEN)
    assert verify_countersignature(mine, WITNESSES, [], needs_long_lived=False) == WHEN
    assert [line.name for line in mine.lines].count(WITNESS.name) == 1


def test_lines_of_others_that_leave_no_room_for_ours_are_refused() -> None:
    crowd = tuple(
        Line(name=f"n{number}.example", key_id=b"1234", blob=b"x") for number in range(LINES_LIMIT)
    )
    full = replace(signed(), lines=crowd)
    with pytest.raises(RefusedError, match="too-large"):
        countersign(full, WITNESS, None, WHEN)
    one_left = replace(full, lines=crowd[1:])
    assert len(countersign(one_left, WITNESS, None, WHEN).lines) == LINES_LIMIT
    assert write_note(countersign(one_left, WITNESS, None, WHEN))


@pytest.mark.parametrize("blob", [b"x", b"xx", b"xxx", b"xxxx"])
def test_a_note_is_filled_to_the_last_byte_and_not_further(blob: bytes) -> None:
    bare = Note(text=CHECKPOINT.text(), lines=())
    room = NOTE_LIMIT_BYTES - len(write_note(countersign(bare, WITNESS, None, WHEN)))
    # A line is 6 bytes of form, a name, and base64 of 4 bytes of id and the blob.
    written = len(b64encode(b"1234" + blob))
    name = "é" + "n" * (room - 6 - written - 2)
    other = Line(name=name, key_id=b"1234", blob=blob)
    full = countersign(replace(bare, lines=(other,)), WITNESS, None, WHEN)
    assert len(write_note(full)) == NOTE_LIMIT_BYTES
    longer = replace(bare, lines=(replace(other, name=name + "n"),))
    with pytest.raises(RefusedError, match="too-large"):
        countersign(longer, WITNESS, None, WHEN)


def test_nobody_counter_signs_his_own_log() -> None:
    own = key(KeyKind.WITNESS, ALGIERS, 0x13)
    with pytest.raises(ValueError, match="own log"):
        countersign(signed(), own, None, WHEN)


def test_a_log_is_signed_by_its_own_author() -> None:
    foreign = key(KeyKind.ED25519, TRIPOLI, 0x11)
    with pytest.raises(ValueError, match="own author"):
        sign_checkpoint(CHECKPOINT, author=foreign, long_lived=None, time_seconds=WHEN)


def test_each_place_takes_one_kind_of_key() -> None:
    with pytest.raises(ValueError, match="ED25519"):
        sign_checkpoint(CHECKPOINT, author=WITNESS, long_lived=None, time_seconds=WHEN)
    with pytest.raises(ValueError, match="LONG_LIVED"):
        sign_checkpoint(CHECKPOINT, author=AUTHOR, long_lived=AUTHOR, time_seconds=WHEN)
    with pytest.raises(ValueError, match="WITNESS"):
        countersign(signed(), key(KeyKind.ED25519, TRIPOLI, 1), None, WHEN)
    with pytest.raises(ValueError, match="ED25519"):
        verify_author(signed(), WITNESSES, LASTING, needs_long_lived=False)
    with pytest.raises(ValueError, match="WITNESS"):
        verify_countersignature(receipt(), AUTHORS, [], needs_long_lived=False)


@pytest.mark.parametrize(
    "text",
    [
        "wasl-keys/1\n{}\n",
        CHECKPOINT.text() + "extension\n",
        CHECKPOINT.text().replace(ALGIERS, "Liaison.dz.example"),
        CHECKPOINT.text().replace(ALGIERS, "-dz"),
        CHECKPOINT.text().replace("6f6f", "6F6F"),
        CHECKPOINT.text().replace("/18-", "/018-"),
        CHECKPOINT.text().replace("/18-", f"/{2**53}-"),
        CHECKPOINT.text().replace("4d57\n", "4d5\n"),
        CHECKPOINT.text().replace("/18-9f3a6c1e22b04d57", ""),
        CHECKPOINT.text().replace("/wasl/", "/other/"),
    ],
)
def test_a_note_that_is_no_checkpoint_of_ours_is_refused_everywhere(text: str) -> None:
    note = Note(text=text, lines=signed().lines)
    with pytest.raises(RefusedError, match="malformed-note"):
        read_checkpoint(note)
    with pytest.raises(RefusedError, match="malformed-note"):
        verify_author(note, AUTHORS, LASTING, needs_long_lived=False)
    with pytest.raises(RefusedError, match="malformed-note"):
        verify_countersignature(note, WITNESSES, THEIR_LASTING, needs_long_lived=False)
    with pytest.raises(RefusedError, match="malformed-note"):
        countersign(note, WITNESS, None, WHEN)


@pytest.mark.parametrize(
    "fields",
    [
        {"node": "Liaison.example"},
        {"link": "6f" * 15},
        {"link": "6F" * 16},
        {"number": -1},
        {"number": 2**53},
        {"random": "9f3a6c1e22b04d5"},
    ],
)
def test_an_origin_that_no_line_can_name_is_never_built(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="an origin"):
        replace(ORIGIN, **fields)


@pytest.mark.parametrize("fields", [{"size": -1}, {"size": 2**53}, {"root": b"x"}, {"size": 0}])
def test_a_checkpoint_that_could_not_be_read_is_never_built(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"root|size"):
        replace(CHECKPOINT, **fields)


@given(
    number=st.integers(0, 2**53 - 1),
    size=st.integers(1, 2**53 - 1),
    root=st.binary(min_size=32, max_size=32),
    node=st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?", fullmatch=True),
)
def test_every_checkpoint_is_read_back_as_it_was_written(
    number: int, size: int, root: bytes, node: str
) -> None:
    origin = replace(ORIGIN, number=number, node=node)
    checkpoint = Checkpoint(origin=origin, size=size, root=root)
    assert read_checkpoint(Note(text=checkpoint.text(), lines=())) == checkpoint
    assert read_origin(origin.text()) == origin


def test_an_empty_log_has_a_checkpoint_too() -> None:
    empty = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)
    assert read_checkpoint(Note(text=empty.text(), lines=())) == empty


def test_the_lines_of_one_epoch_do_not_verify_under_another() -> None:
    other = replace(CHECKPOINT, origin=replace(ORIGIN, number=19)).text()
    for place, public in enumerate((AUTHORS[0], LASTING[0], WITNESSES[0], THEIR_LASTING[0])):
        note = Note(text=other, lines=(receipt().lines[place],))
        with pytest.raises(RefusedError, match="bad-signature"):
            verify(note, [public])
