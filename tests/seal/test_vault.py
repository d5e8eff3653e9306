"""Secrets at rest: what opens them, what does not, and what is not even tried."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Callable
from functools import partial

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from wasl.core.errors import RefusedError
from wasl.seal.vault import (
    DEFAULT,
    MEMORY_FLOOR_KIB,
    SECRET_LIMIT_BYTES,
    Stretch,
    pseudonym,
    subject_digest,
    unwrap,
    wrap,
)

QUICK = Stretch(memory_kib=MEMORY_FLOOR_KIB, passes=1, lanes=1)
SECRET = bytes(range(96))
PHRASE = "trois palmiers et un puits"


def counting() -> Callable[[int], bytes]:
    """Bytes that differ from draw to draw and are the same at every run."""
    drawn = iter(range(256))
    return lambda size: bytes([next(drawn)]) * size


WRAPPED = wrap(SECRET, PHRASE, QUICK, label="author", draw=counting())


def refused(reading: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as refusal:
        reading()
    return refusal.value.rule


def changed(**fields: object) -> bytes:
    """The wrapped file with other fields, in canonical form."""
    held = json.loads(WRAPPED.split(b"\n")[1]) | fields
    line = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return b"wasl-wrapped/1\n" + line.encode() + b"\n"


def test_whoever_knows_the_passphrase_gets_the_secret_back() -> None:
    assert unwrap(WRAPPED, PHRASE, label="author") == SECRET


def test_another_passphrase_opens_nothing() -> None:
    assert refused(partial(unwrap, WRAPPED, PHRASE + " ", label="author")) == "wrong-passphrase"


def test_a_file_names_its_format_in_its_first_line() -> None:
    assert WRAPPED.startswith(b'wasl-wrapped/1\n{"cipher":"aes-256-gcm","kdf":"argon2id"')


def test_a_file_can_be_opened_from_its_specification() -> None:
    held = json.loads(WRAPPED.split(b"\n")[1])
    sealed = bytes.fromhex(held.pop("sealed"))
    head = b"wasl-wrapped/1\n" + json.dumps(held, sort_keys=True, separators=(",", ":")).encode()
    key = Argon2id(
        salt=bytes.fromhex(held["salt"]), length=32, iterations=1, lanes=1, memory_cost=8_192
    ).derive(PHRASE.encode())
    assert AESGCM(key).decrypt(bytes.fromhex(held["nonce"]), sealed, head) == SECRET


def test_the_example_of_the_specification_opens() -> None:
    page = (ROOT / "docs" / "spec" / "vault.md").read_text(encoding="utf-8")
    example = page.split("```\n")[1].encode()
    assert unwrap(example, PHRASE, label="database") == b"\x07" * 32


def test_the_same_secret_wrapped_twice_gives_other_bytes() -> None:
    draw = counting()
    one, other = (wrap(SECRET, PHRASE, QUICK, label="author", draw=draw) for _ in range(2))
    assert one != other


def test_an_accent_typed_in_two_ways_is_one_passphrase() -> None:
    composed, decomposed = (
        unicodedata.normalize(form, "été à Ghardaïa") for form in ("NFC", "NFD")
    )
    wrapped = wrap(SECRET, composed, QUICK, label="author", draw=counting())
    assert composed != decomposed
    assert unwrap(wrapped, decomposed, label="author") == SECRET


@pytest.mark.parametrize("phrase", ["", "\ud800"])
def test_nothing_is_wrapped_under_what_is_no_passphrase(phrase: str) -> None:
    making = partial(wrap, SECRET, phrase, QUICK, label="author", draw=counting())
    assert refused(making) == "wrong-passphrase"
    assert refused(partial(unwrap, WRAPPED, phrase, label="author")) == "wrong-passphrase"


def test_a_secret_wrapped_as_one_thing_is_not_taken_for_another() -> None:
    assert refused(partial(unwrap, WRAPPED, PHRASE, label="root")) == "malformed"


@pytest.mark.parametrize(
    "fields",
    [
        {"label": "author2"},
        {"passes": 2},
        {"lanes": 2},
        {"memory_kib": 8_200},
        {"salt": "00" * 16},
        {"nonce": "ff" * 12},
        {"sealed": "00" * 112},
        {"sealed": "00" * 16},
    ],
    ids=" ".join,
)
def test_a_changed_field_opens_nothing(fields: dict[str, object]) -> None:
    label = str(fields.get("label", "author"))
    assert refused(partial(unwrap, changed(**fields), PHRASE, label=label)) == "wrong-passphrase"


@pytest.mark.parametrize(
    "fields",
    [
        {"memory_kib": 2_097_153},
        {"memory_kib": 2**52},
        {"passes": 11},
        {"lanes": 17},
    ],
    ids=" ".join,
)
def test_a_dearer_stretch_than_the_limits_is_not_even_tried(fields: dict[str, object]) -> None:
    assert refused(partial(unwrap, changed(**fields), PHRASE, label="author")) == "too-large"


@pytest.mark.parametrize(
    "fields",
    [
        {"memory_kib": 8_191},
        {"memory_kib": 2**53},
        {"memory_kib": "8192"},
        {"memory_kib": 8_192.0},
        {"memory_kib": True},
        {"passes": 0},
        {"lanes": -1},
        {"salt": "00" * 15},
        {"salt": "0G" * 16},
        {"nonce": "AA" * 12},
        {"sealed": "00" * 15},
        {"sealed": "0" * 33},
        {"sealed": "00" * (SECRET_LIMIT_BYTES + 17)},
        {"label": "Author"},
        {"label": ""},
        {"cipher": "aes-128-gcm"},
        {"kdf": "argon2i"},
        {"more": 1},
    ],
    ids=lambda fields: str(fields)[:24],
)
def test_a_field_outside_its_rule_is_malformed(fields: dict[str, object]) -> None:
    assert refused(partial(unwrap, changed(**fields), PHRASE, label="author")) == "malformed"


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        WRAPPED[:-1],
        WRAPPED + b"\n",
        WRAPPED[1:],
        WRAPPED.replace(b"wrapped/1", b"wrapped/2"),
        WRAPPED.replace(b":1,", b": 1,"),
        WRAPPED.replace(b'{"cipher"', b'{"lanes":9,"cipher"'),
        WRAPPED.replace(b"author", b"\xff"),
        WRAPPED.replace(b"author", b"\\u0061uthor"),
        WRAPPED.replace(b'"lanes":1', b'"lanes":' + b"1" * 5_000),
        b"wasl-wrapped/1\n" + b"[" * 60_000 + b"\n",
    ],
    ids=[
        "empty",
        "no newline",
        "two newlines",
        "no magic",
        "version 2",
        "space",
        "duplicate key",
        "not UTF-8",
        "escaped",
        "huge number",
        "deep",
    ],
)
def test_what_is_no_wrapped_secret_is_malformed(untrusted: bytes) -> None:
    assert refused(partial(unwrap, untrusted, PHRASE, label="author")) == "malformed"


def test_a_file_above_64_kib_is_not_read() -> None:
    longest = WRAPPED.ljust(65_536, b"\n")
    assert refused(partial(unwrap, longest, PHRASE, label="author")) == "malformed"
    assert refused(partial(unwrap, longest + b"\n", PHRASE, label="author")) == "too-large"


@given(tail=st.binary(max_size=60))
def test_only_refusals_escape_from_any_bytes(tail: bytes) -> None:
    for untrusted in (tail, b"wasl-wrapped/1\n" + tail + b"\n"):
        assert refused(partial(unwrap, untrusted, PHRASE, label="author")) == "malformed"


def test_the_longest_secret_comes_back_and_a_longer_one_is_not_taken() -> None:
    longest = bytes(SECRET_LIMIT_BYTES)
    wrapped = wrap(longest, PHRASE, QUICK, label="author", draw=counting())
    assert unwrap(wrapped, PHRASE, label="author") == longest
    with pytest.raises(ValueError, match="16 KiB"):
        wrap(longest + b"\0", PHRASE, QUICK, label="author", draw=counting())


def test_an_empty_secret_comes_back() -> None:
    wrapped = wrap(b"", PHRASE, QUICK, label="author", draw=counting())
    assert unwrap(wrapped, PHRASE, label="author") == b""


@pytest.mark.parametrize("label", ["", "Root", "a b", "-a", "a\n", "a" * 65])
def test_a_label_outside_its_rule_is_a_bug(label: str) -> None:
    with pytest.raises(ValueError, match="lower case"):
        wrap(SECRET, PHRASE, QUICK, label=label, draw=counting())


def test_a_guess_costs_what_the_design_asks_by_default() -> None:
    assert Stretch(memory_kib=262_144, passes=3, lanes=2) == DEFAULT


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [
        (8_191, 3, 2),
        (2_097_153, 3, 2),
        (8_192, 0, 2),
        (8_192, 11, 2),
        (8_192, 3, 0),
        (8_192, 3, 17),
    ],
)
def test_a_stretch_no_reader_takes_is_a_bug(memory_kib: int, passes: int, lanes: int) -> None:
    with pytest.raises(ValueError, match="limits"):
        Stretch(memory_kib=memory_kib, passes=passes, lanes=lanes)


def test_a_pseudonym_is_a_cut_hmac_under_the_house_key() -> None:
    whole = hmac.new(bytes(32), b"wasl-officer/1\x00officer-7", hashlib.sha256).hexdigest()
    assert pseudonym(bytes(32), "officer-7") == whole[:16]


def test_two_services_give_one_officer_two_pseudonyms() -> None:
    assert pseudonym(bytes(32), "officer-7") != pseudonym(b"\1" * 32, "officer-7")


def test_a_house_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        pseudonym(b"short", "officer-7")


def test_a_subject_and_an_officer_of_the_same_words_have_nothing_in_common() -> None:
    key = b"k" * 32
    digest = subject_digest(key, "amel")
    assert (len(digest), int(digest, 16) >= 0) == (16, True)
    assert digest == subject_digest(key, "amel")
    assert digest not in {pseudonym(key, "amel"), subject_digest(b"j" * 32, "amel")}
