"""The key file that changes hands: it holds together, or it is refused."""

from base64 import b64encode
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.test_keys import ALGIERS, root_key, statement
from tests.seal.test_note import signing_key
from tests.seal.test_roots import ROOTS, TRIPOLI, signed
from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.seal.card import CARD_LIMIT_BYTES, read_card, write_card
from wasl.seal.keys import read_keys
from wasl.seal.note import KeyKind, Note, SigningKey, sign, write_note

AUTHOR = signing_key(KeyKind.ED25519, byte=0x11)
PREKEYS = [
    {
        "id": byte * 8,
        "mlkem768": b64encode(bytes(1_184)).decode(),
        "until": "2026-05-30T08:00:00Z",
        "x25519": b64encode(bytes(32)).decode(),
    }
    for byte in ("a1", "b2")
]
TOLD = {"by": ALGIERS, "prekeys": PREKEYS, "to": TRIPOLI}


@cache
def keys_note() -> Note:
    """The key statement of the invented service, under two of its three roots."""
    return signed(statement(), ROOTS[:2])


@cache
def card() -> bytes:
    """Its card for one partner."""
    return write_card(keys_note(), AUTHOR, to=TRIPOLI, prekeys=PREKEYS)


def changed(**parts: object) -> bytes:
    """The card with these parts instead; what is ``...`` is left out."""
    sheet = canonical.loads(card()) | parts
    return canonical.dumps({name: part for name, part in sheet.items() if part is not ...})


def told(
    fields: dict[str, object] | None = None,
    *,
    author: SigningKey = AUTHOR,
    first: str = "wasl-prekeys/1",
) -> bytes:
    """The card whose prekeys are told so instead, signed by this key."""
    text = canonical.statement_text(first, TOLD | (fields or {}))
    note = write_note(Note(text=text, lines=(sign(text, author),)))
    return changed(prekeys=note.decode())


def note_in(untrusted: bytes, part: str) -> str:
    """One of the two notes of a card."""
    note: str = canonical.loads(untrusted)[part]
    return note


def refusal(untrusted: bytes) -> tuple[str, dict[str, str | int]]:
    """The rule by which a card is refused, and its facts."""
    with pytest.raises(RefusedError) as refused:
        read_card(untrusted)
    return refused.value.rule, dict(refused.value.detail)


def test_a_card_written_is_read_back_with_its_keys_and_prekeys() -> None:
    read = read_card(card())
    assert (read.keys, read.note, read.to) == (statement(), keys_note(), TRIPOLI)
    assert [prekey.model_dump() for prekey in read.prekeys] == PREKEYS


# ------------------------------------------------------------------------------- the sheet itself


@pytest.mark.parametrize(
    "parts",
    [
        {"card": "wasl-card/2"},
        {"keys": ...},
        {"prekeys": 1},
        {"more": "parts"},
    ],
)
def test_another_sheet_is_malformed(parts: dict[str, object]) -> None:
    assert refusal(changed(**parts)) == ("malformed", {"expected": "wasl-card/1"})


def test_other_bytes_of_the_same_card_are_not_canonical() -> None:
    assert refusal(card() + b"\n")[0] == "not-canonical"


@pytest.mark.parametrize("other", [b"", b"{", b"wasl-keys/1\n", b'{"card":"wasl-card/', b"\xff"])
def test_another_file_is_told_from_a_card(other: bytes) -> None:
    assert refusal(other) == ("malformed", {"expected": "wasl-card/1"})


def test_a_card_of_more_than_256_kib_is_too_large() -> None:
    assert refusal(b"x" * CARD_LIMIT_BYTES)[0] == "malformed"
    assert refusal(b"x" * (CARD_LIMIT_BYTES + 1)) == ("too-large", {"limit": CARD_LIMIT_BYTES})


# ------------------------------------------------------------------------------ the key statement


def unsigned_statement() -> bytes:
    """The card whose statement only one root signed."""
    return changed(keys=write_note(signed(statement(), ROOTS[:1])).decode())


def foreign_roots() -> bytes:
    """The card whose statement the roots of nobody known signed."""
    strangers = [root_key(number, byte=0x10) for number in (1, 2)]
    return changed(keys=write_note(signed(statement(), strangers)).decode())


@pytest.mark.parametrize("make", [unsigned_statement, foreign_roots])
def test_a_statement_that_too_few_of_its_own_roots_signed_is_refused(
    make: Callable[[], bytes],
) -> None:
    assert refusal(make())[0] == "too-few-roots"


def test_a_statement_of_another_kind_is_malformed() -> None:
    assert refusal(changed(keys=note_in(card(), "prekeys")))[0] == "malformed-note"


# ------------------------------------------------------------------------------------ the prekeys


def test_prekeys_signed_by_no_author_key_of_the_statement_are_refused() -> None:
    stranger = signing_key(KeyKind.ED25519, byte=0x77)
    assert refusal(told(author=stranger)) == ("unknown-key", {"note": "wasl-prekeys/1"})


def test_prekeys_changed_after_they_were_signed_are_refused() -> None:
    note = note_in(card(), "prekeys").replace(TRIPOLI, "liaison.tn.example")
    assert refusal(changed(prekeys=note))[0] == "bad-signature"


def test_the_author_key_signs_under_the_first_line_of_prekeys() -> None:
    assert refusal(told(first="wasl-cursor/1"))[0] == "malformed-note"


@pytest.mark.parametrize(
    "fields",
    [
        {"by": TRIPOLI},
        {"by": "NOBODY"},
        {"to": 1},
        {"prekeys": []},
        {"prekeys": [PREKEYS[0] | {"id": "short"}]},
        {"prekeys": [PREKEYS[0] | {"until": "tomorrow"}]},
        {"prekeys": [{"id": "a1" * 8}]},
        {"more": 1},
    ],
)
def test_prekeys_told_outside_their_form_or_by_another_service_are_malformed(
    fields: dict[str, object],
) -> None:
    assert refusal(told(fields)) == ("malformed", {"expected": "wasl-prekeys/1"})


# ----------------------------------------------------------------------------- bytes from outside


@given(st.data())
def test_any_bytes_are_a_card_or_a_refusal(data: st.DataObject) -> None:
    whole = card()
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, min(len(whole), start + 64)))
    piece = data.draw(st.sampled_from([b"null", b'"', b"\\n", b"1.0"]) | st.binary(max_size=3))
    try:
        read = read_card(whole[:start] + piece + whole[stop:])
    except RefusedError:
        return
    assert read.keys == read_keys(keys_note())
