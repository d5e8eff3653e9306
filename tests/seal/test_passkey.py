"""Passkeys: what a browser answers becomes a key or a line, or is refused, and nothing else."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.authenticator import ORIGIN, PRESENT, Authenticator, encoded
from wasl.core.errors import RefusedError
from wasl.seal.note import Line, Note, read_note, write_note
from wasl.seal.passkey import (
    Passkey,
    challenge_of,
    check_passkey,
    decoded,
    has_touched,
    new_passkey,
    touched_line,
)

TEXT = "wasl-act/1\n{}\n"
NAME = "liaison.dz.example/wasl/officer/amel"
CHALLENGE = b"a challenge of this page"
KEY = Authenticator()
OTHER = Authenticator(id=b"another passkey")


def refusal(reading: Callable[..., object], *given: object) -> str:
    with pytest.raises(RefusedError) as refused:
        reading(*given)
    return refused.value.rule


def _note(line: Line, text: str = TEXT) -> Note:
    return read_note(write_note(Note(text=text, lines=(line,))))


def test_a_passkey_that_was_made_here_signs_a_text_for_good() -> None:
    made = new_passkey(KEY.make(CHALLENGE), CHALLENGE, ORIGIN)
    assert made == KEY.passkey
    line = touched_line(KEY.touch(TEXT), TEXT, ORIGIN, NAME, [OTHER.passkey, made])
    assert has_touched(_note(line), NAME, [OTHER.passkey, made])


@pytest.mark.parametrize(
    "made",
    [
        KEY.make(b"another challenge"),
        KEY.but(origin="http://elsewhere.example").make(CHALLENGE),
        KEY.but(place="elsewhere.example").make(CHALLENGE),
        KEY.but(flags=PRESENT).make(CHALLENGE),
        KEY.but(id=b"").make(CHALLENGE),
        KEY.make(CHALLENGE, attestation=encoded(b"\x00")),
        KEY.make(CHALLENGE, attestation="A"),
        KEY.make(CHALLENGE, more="x"),
        "{",
    ],
)
def test_a_passkey_made_elsewhere_or_by_nobody_is_refused(made: str) -> None:
    assert refusal(new_passkey, made, CHALLENGE, ORIGIN) == "bad-passkey"


@pytest.mark.parametrize(
    "touched",
    [
        KEY.touch('wasl-act/1\n{"other":1}\n'),
        KEY.but(origin="http://localhost:9").touch(TEXT),
        KEY.but(origin="http://localhost.example").touch(TEXT),
        KEY.but(place="elsewhere.example").touch(TEXT),
        KEY.but(flags=PRESENT).touch(TEXT),
        KEY.touch(TEXT, signature=encoded(b"no signature")),
        KEY.touch(TEXT, client=encoded(b"[]")),
        KEY.touch(TEXT, signature="A"),
        KEY.touch(TEXT, more="x"),
        OTHER.touch(TEXT),
        "{",
    ],
)
def test_a_touch_of_another_text_page_or_key_signs_nothing(touched: str) -> None:
    assert refusal(touched_line, touched, TEXT, ORIGIN, NAME, [KEY.passkey]) == "bad-signature"


def test_a_line_is_of_one_text_one_name_and_one_key() -> None:
    line = touched_line(KEY.touch(TEXT), TEXT, ORIGIN, NAME, [KEY.passkey])
    assert not has_touched(_note(line, "wasl-act/1\n[]\n"), NAME, [KEY.passkey])
    assert not has_touched(_note(line), f"{NAME}x", [KEY.passkey])
    assert not has_touched(_note(line), NAME, [OTHER.passkey])
    assert not has_touched(_note(line), NAME, [])


@pytest.mark.parametrize(
    "cut", [lambda blob: blob[:-1], lambda blob: blob + b"\x00", lambda _blob: b"\x00"]
)
def test_a_line_that_was_cut_or_added_to_counts_for_nothing(
    cut: Callable[[bytes], bytes],
) -> None:
    line = touched_line(KEY.touch(TEXT), TEXT, ORIGIN, NAME, [KEY.passkey])
    broken = Line(name=line.name, key_id=line.key_id, blob=cut(line.blob))
    assert not has_touched(_note(broken), NAME, [KEY.passkey])


def test_a_page_on_another_port_of_this_machine_does_not_undo_what_was_signed() -> None:
    moved = KEY.but(origin="http://localhost:8081")
    line = touched_line(moved.touch(TEXT), TEXT, moved.origin, NAME, [KEY.passkey])
    assert has_touched(_note(line), NAME, [KEY.passkey])


@pytest.mark.parametrize(
    "passkey",
    [
        Passkey(id=b"", public=b"x"),
        Passkey(id=bytes(1024), public=b"x"),
        Passkey(id=b"x", public=b""),
        Passkey(id=b"x", public=bytes(513)),
    ],
)
def test_a_passkey_of_a_size_no_key_has_is_not_kept(passkey: Passkey) -> None:
    assert refusal(check_passkey, passkey) == "bad-passkey"


def test_what_is_no_word_of_webauthn_is_refused() -> None:
    assert decoded(encoded(b"an id")) == b"an id"
    assert refusal(decoded, "A") == "bad-passkey"


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_only_refusals_escape_from_reading_what_a_browser_says(one: bytes, other: bytes) -> None:
    made = json.dumps({"attestation": encoded(one), "client": encoded(other), "id": encoded(one)})
    mixed = KEY.make(CHALLENGE, attestation=encoded(one))
    for said in (made, mixed, one.decode("latin-1")):
        with pytest.raises(RefusedError):
            new_passkey(said, CHALLENGE, ORIGIN)
    touched = KEY.touch(TEXT, authenticator=encoded(one), signature=encoded(other))
    with pytest.raises(RefusedError):
        touched_line(touched, TEXT, ORIGIN, NAME, [KEY.passkey])
    line = Line(name=NAME, key_id=challenge_of(TEXT)[:4], blob=one or b"x")
    assert not has_touched(Note(text=TEXT, lines=(line,)), NAME, [KEY.passkey])
