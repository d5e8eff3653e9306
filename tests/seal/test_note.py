"""Signed notes: what is read, what is signed, what is refused, and three keys anybody can use."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import shake_256
from pathlib import Path
from typing import Any, get_args

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from wasl.core.entry import NodeName
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_ROOT
from wasl.seal.note import (
    LINES_LIMIT,
    NOTE_LIMIT_BYTES,
    TIME_LIMIT_SECONDS,
    KeyKind,
    Line,
    Note,
    SigningKey,
    VerifyKey,
    check_public,
    cosigned_structure,
    is_node_name,
    plain_base64,
    read_note,
    sign,
    text_hash,
    tree_head,
    verify,
    write_note,
)

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "vectors"
NAME = "liaison.dz.example/wasl"
TEXT = "wasl-minutes/1\n{}\n"
HEAD = f"{NAME}/{'6f' * 16}/18-9f3a6c1e22b04d57\n7\n{b64encode(bytes(range(32))).decode()}\n"
WHEN = 1_795_000_000
FIELD_PRIME = 2**255 - 19

Case = Mapping[str, Any]


def signing_key(kind: KeyKind, name: str = NAME, byte: int = 1) -> SigningKey:
    """A key whose seed is one byte repeated."""
    return SigningKey(name=name, kind=kind, private=bytes([byte]) * 32)


KEYS = {kind: signing_key(kind, byte=kind.value) for kind in KeyKind}


def text_for(kind: KeyKind) -> str:
    """A text that a key of this kind signs."""
    return HEAD if kind in (KeyKind.WITNESS, KeyKind.LONG_LIVED) else TEXT


def signed_by(*kinds: KeyKind, text: str = HEAD) -> Note:
    """One text under one line of each kind."""
    return Note(
        text=text, lines=tuple(sign(text, KEYS[kind], time_seconds=WHEN) for kind in kinds)
    )


def verify_key_of(case: Case) -> VerifyKey:
    """A key as the vectors write it."""
    return VerifyKey(
        name=case["name"], kind=KeyKind(case["kind"]), public=b64decode(case["public"])
    )


def note_bytes(case: Case, name: str = "note") -> bytes:
    """The note of a vector: as text, or in base64 where the bytes are no text."""
    if f"{name}_base64" in case:
        return b64decode(case[f"{name}_base64"])
    written: str = case[name]
    return written.encode()


def run_note(case: Case) -> None:
    """One file of ``vectors/note``: returns, or refuses under the name the file states."""
    keys = [verify_key_of(key) for key in case["keys"]]
    for key in keys:
        check_public(key)
    untrusted = note_bytes(case)
    note = read_note(untrusted)
    found = verify(note, keys)
    if "signed_by" in case:
        assert write_note(note) == untrusted
        assert [[one.key.key_id.hex(), one.time_seconds] for one in found] == case["signed_by"]


def test_every_note_vector_has_the_verdict_of_its_file_name() -> None:
    check_folder("note", run_note)


def check_example(page: str, vector: str) -> None:
    """The example a page begins with is a vector, as far as the page shows it."""
    _, block, *_ = (ROOT / "docs" / "spec" / f"{page}.md").read_text(encoding="utf-8").split("```")
    case = json.loads((VECTORS / page / f"{vector}_accepted.json").read_text(encoding="utf-8"))
    shown = [line.partition("…")[0].strip() for line in block.strip().split("\n")]
    assert all(line in case["note"] for line in shown)


@pytest.mark.parametrize(
    ("page", "vector"),
    [("note", "one_line"), ("checkpoint", "author_alone"), ("cosignature", "ed25519")],
)
def test_the_example_of_a_page_is_a_vector(page: str, vector: str) -> None:
    check_example(page, vector)


def check_folder(name: str, run: Callable[[Case], None]) -> None:
    """Every file of one folder says by its name what its runner answers."""
    paths = sorted((VECTORS / name).glob("*.json"))
    assert paths
    for path in paths:
        case = json.loads(path.read_text(encoding="utf-8"))
        try:
            run(case)
        except RefusedError as refused:
            assert path.stem.endswith("_refused"), path.name
            assert refused.rule == case["rule"], path.name
        else:
            assert path.stem.endswith("_accepted"), path.name


def test_a_deterministic_line_of_the_vectors_can_be_made_again_from_its_seed() -> None:
    remade = 0
    for path in sorted((VECTORS / "note").glob("*_accepted.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        note = read_note(note_bytes(case))
        signers = {key_id for key_id, _ in case["signed_by"]}
        for key in (key for key in case["keys"] if key["kind"] == KeyKind.ED25519.value):
            private = SigningKey(
                name=key["name"], kind=KeyKind.ED25519, private=bytes.fromhex(key["seed"])
            )
            assert private.verify_key() == verify_key_of(key)
            signed = sign(note.text, private)
            assert (signed in note.lines) == (signed.key_id.hex() in signers)
            remade += 1
    assert remade > 3


@pytest.mark.parametrize("kind", KeyKind)
def test_what_a_key_signed_verifies_by_its_public_half_and_says_when(kind: KeyKind) -> None:
    note = signed_by(kind, text=text_for(kind))
    (found,) = verify(read_note(write_note(note)), [KEYS[kind].verify_key()])
    timed = kind in (KeyKind.WITNESS, KeyKind.LONG_LIVED)
    assert (found.key, found.time_seconds) == (KEYS[kind].verify_key(), WHEN if timed else 0)


@pytest.mark.parametrize("kind", KeyKind)
def test_another_text_or_another_key_does_not_verify(kind: KeyKind) -> None:
    note = signed_by(kind, text=text_for(kind))
    public = KEYS[kind].verify_key()
    other = replace(note, text=note.text.replace("7", "8").replace("{}", '{"v":1}'))
    (line,) = note.lines
    stranger = signing_key(kind, byte=99).verify_key()
    disguised = replace(note, lines=(replace(line, key_id=stranger.key_id),))
    for wrong, keys in ((other, [public]), (disguised, [stranger])):
        with pytest.raises(RefusedError, match="bad-signature"):
            verify(wrong, keys)


@pytest.mark.parametrize("kind", KeyKind)
def test_every_shorter_blob_of_a_known_key_refuses_the_note(kind: KeyKind) -> None:
    note = signed_by(kind, text=text_for(kind))
    (line,) = note.lines
    for kept in (0, 1, 7, 8, 9, 63, len(line.blob) - 1):
        with pytest.raises(RefusedError, match="bad-signature"):
            verify(
                replace(note, lines=(replace(line, blob=line.blob[:kept]),)),
                [KEYS[kind].verify_key()],
            )


def test_a_line_of_nobody_we_know_is_ignored() -> None:
    note = signed_by(KeyKind.ED25519)
    known = KEYS[KeyKind.ED25519].verify_key()
    (line,) = note.lines
    same_name = replace(line, key_id=b"\x00\x00\x00\x00")
    same_id = replace(line, name="liaison.ly.example/wasl")
    mixed = replace(note, lines=(same_name, line, same_id))
    assert [found.key for found in verify(mixed, [known])] == [known]
    assert verify(replace(note, lines=(same_name, same_id)), [known]) == ()


def test_a_bad_line_of_a_known_key_refuses_the_note_whatever_else_is_valid() -> None:
    note = signed_by(KeyKind.ED25519, KeyKind.WITNESS)
    good, bad = note.lines
    tampered = replace(bad, blob=bad.blob[:-1] + bytes([bad.blob[-1] ^ 1]))
    keys = [KEYS[kind].verify_key() for kind in (KeyKind.ED25519, KeyKind.WITNESS)]
    with pytest.raises(RefusedError, match="bad-signature"):
        verify(replace(note, lines=(good, tampered)), keys)


def test_a_key_that_signed_twice_counts_once_with_its_first_line() -> None:
    later = sign(HEAD, KEYS[KeyKind.WITNESS], time_seconds=WHEN + 60)
    note = signed_by(KeyKind.WITNESS)
    twice = replace(note, lines=(*note.lines, later))
    (found,) = verify(twice, [KEYS[KeyKind.WITNESS].verify_key()])
    assert found.time_seconds == WHEN


def test_of_two_known_keys_that_share_an_id_the_one_that_signed_is_found() -> None:
    # An id has 4 bytes: a partner finds two keys of his own that share one in seconds.
    seeds = (145_659, 146_325)
    first, second = (
        SigningKey(name=NAME, kind=KeyKind.ED25519, private=seed.to_bytes(32, "big"))
        for seed in seeds
    )
    known = [first.verify_key(), second.verify_key()]
    assert known[0].key_id == known[1].key_id
    note = Note(text=TEXT, lines=(sign(TEXT, second),))
    assert [found.key for found in verify(note, known)] == [known[1]]
    with pytest.raises(RefusedError, match="bad-signature"):
        verify(replace(note, text=HEAD), known)


@pytest.mark.parametrize("kind", [KeyKind.WITNESS, KeyKind.LONG_LIVED])
def test_a_witness_or_long_lived_key_signs_nothing_but_checkpoints(kind: KeyKind) -> None:
    with pytest.raises(ValueError, match="checkpoints"):
        sign(TEXT, KEYS[kind], time_seconds=WHEN)
    line = replace(sign(HEAD, KEYS[kind], time_seconds=WHEN))
    with pytest.raises(RefusedError, match="bad-signature"):
        verify(Note(text=TEXT, lines=(line,)), [KEYS[kind].verify_key()])


@pytest.mark.parametrize("time_seconds", [-1, TIME_LIMIT_SECONDS + 1])
def test_a_time_before_1970_or_after_9999_is_never_signed(time_seconds: int) -> None:
    with pytest.raises(ValueError, match="time"):
        sign(TEXT, KEYS[KeyKind.ED25519], time_seconds=time_seconds)


@pytest.mark.parametrize("text", ["no newline", "tab\there\n", "return\r\n", "nul\x00\n", ""])
def test_what_cannot_be_a_note_text_is_never_signed(text: str) -> None:
    with pytest.raises(ValueError, match="note text"):
        sign(text, KEYS[KeyKind.ED25519])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n", Line(name="two words", key_id=b"1234", blob=b"5")),
        ("a\n", Line(name=NAME, key_id=b"123", blob=b"")),
        ("a\n\n— x AAAAAAAA", Line(name=NAME, key_id=b"1234", blob=b"5")),
        ("a", Line(name=NAME, key_id=b"1234", blob=b"5")),
    ],
)
def test_a_note_that_would_be_read_otherwise_is_never_written(text: str, line: Line) -> None:
    with pytest.raises(ValueError, match=r"note|else"):
        write_note(Note(text=text, lines=(line,)))


def test_a_note_without_lines_is_never_written() -> None:
    with pytest.raises(ValueError, match="note"):
        write_note(Note(text="a\n", lines=()))


CONTROLS = "".join(map(chr, range(32)))
NAMES = st.text(st.characters(exclude_categories=["Zs", "Cs", "Cc", "Zl", "Zp"]), min_size=1)
LINES = st.builds(
    Line,
    name=NAMES.map(lambda name: name.replace("+", "-")),
    key_id=st.binary(min_size=4, max_size=4),
    blob=st.binary(min_size=1, max_size=80),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS))
NOTES = st.builds(
    Note,
    text=st.lists(TEXTS, min_size=1, max_size=6).map(lambda rows: "\n".join(rows) + "\n"),
    lines=st.lists(LINES, min_size=1, max_size=LINES_LIMIT).map(tuple),
)


@given(note=NOTES)
def test_a_written_note_is_read_back_as_it_was(note: Note) -> None:
    assert read_note(write_note(note)) == note


def answer_or_refusal(untrusted: bytes) -> str:
    """What came of reading the bytes; nothing but a refusal may be raised."""
    try:
        note = read_note(untrusted)
        verify(note, [key.verify_key() for key in KEYS.values()])
    except RefusedError as refused:
        return refused.rule
    assert write_note(note) == untrusted
    return "read"


@given(untrusted=st.binary(max_size=200))
def test_any_bytes_are_a_note_or_a_refusal(untrusted: bytes) -> None:
    assert answer_or_refusal(untrusted) in {"read", "malformed-note"}


WRITTEN = write_note(signed_by(*KeyKind))


@given(at=st.integers(0, len(WRITTEN) - 1), byte=st.integers(0, 255))
def test_one_changed_byte_never_leaves_every_line_valid(at: int, byte: int) -> None:
    changed = WRITTEN[:at] + bytes([byte]) + WRITTEN[at + 1 :]
    try:
        found = verify(read_note(changed), [key.verify_key() for key in KEYS.values()])
    except RefusedError as refused:
        assert refused.rule in {"malformed-note", "bad-signature"}
    else:
        assert len(found) < len(KEYS) or changed == WRITTEN


def test_every_prefix_of_a_note_is_refused_or_lacks_a_line() -> None:
    whole = len(read_note(WRITTEN).lines)
    for end in [*range(400), *range(400, len(WRITTEN), 97)]:
        try:
            assert len(read_note(WRITTEN[:end]).lines) < whole
        except RefusedError as refused:
            assert refused.rule == "malformed-note"


def test_64_kib_and_32_lines_are_read_and_one_more_is_too_large() -> None:
    line = sign(TEXT, KEYS[KeyKind.ED25519])
    full = Note(text=TEXT, lines=(line,) * LINES_LIMIT)
    written = write_note(full)
    assert read_note(written) == full
    with pytest.raises(RefusedError, match="too-large"):
        read_note(written + written.rsplit(b"\n", 2)[1] + b"\n")
    padded = b"a" * (NOTE_LIMIT_BYTES - len(written)) + written
    assert len(read_note(padded).lines) == LINES_LIMIT
    with pytest.raises(RefusedError, match="too-large"):
        read_note(b"a" + padded)


def test_text_is_split_on_newlines_only() -> None:
    text = "one\u2028two\x85three\n\n\nfour\n"
    assert (
        read_note(write_note(Note(text=text, lines=signed_by(KeyKind.ED25519).lines))).text == text
    )


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\nb", "a\x00b", "é" * 128])
def test_a_key_has_a_name_that_can_stand_in_a_line(name: str) -> None:
    with pytest.raises(ValueError, match="key name"):
        VerifyKey(name=name, kind=KeyKind.ED25519, public=bytes(32))
    with pytest.raises(ValueError, match="key name"):
        SigningKey(name=name, kind=KeyKind.ED25519, private=bytes(32))


def test_a_private_half_is_not_shown() -> None:
    assert "private" not in repr(KEYS[KeyKind.ED25519])


def small_order_encodings() -> list[bytes]:
    """Every y of small order, with either sign bit."""
    ys = [0, 1, FIELD_PRIME - 1]
    ys += [
        int.from_bytes(bytes.fromhex(half), "little")
        for half in (
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        )
    ]
    return [(y | sign_bit << 255).to_bytes(32, "little") for y in ys for sign_bit in (0, 1)]


@pytest.mark.parametrize("public", small_order_encodings())
@pytest.mark.parametrize("kind", [KeyKind.ED25519, KeyKind.WITNESS])
def test_an_ed25519_key_of_small_order_is_never_introduced(kind: KeyKind, public: bytes) -> None:
    with pytest.raises(RefusedError, match="unsafe-key"):
        check_public(VerifyKey(name=NAME, kind=kind, public=public))


def test_without_that_check_one_signature_would_sign_every_text() -> None:
    neutral = b"\x01" + bytes(31)
    key = VerifyKey(name=NAME, kind=KeyKind.ED25519, public=neutral)
    line = Line(name=NAME, key_id=key.key_id, blob=neutral + bytes(32))
    for text in (TEXT, HEAD, "anything\n"):
        assert verify(Note(text=text, lines=(line,)), [key])


def test_an_encoding_that_is_not_canonical_or_not_on_the_curve_is_never_introduced() -> None:
    not_canonical = [(FIELD_PRIME + y).to_bytes(32, "little") for y in range(19)]
    for public in (*not_canonical, (2).to_bytes(32, "little"), b"\xff" * 32):
        with pytest.raises(RefusedError, match="unsafe-key"):
            check_public(VerifyKey(name=NAME, kind=KeyKind.ED25519, public=public))


@given(seed=st.binary(min_size=32, max_size=32))
def test_every_key_made_from_a_seed_may_be_introduced(seed: bytes) -> None:
    check_public(SigningKey(name=NAME, kind=KeyKind.ED25519, private=seed).verify_key())


@given(public=st.binary(min_size=32, max_size=32))
def test_a_key_is_safe_only_if_its_y_belongs_to_a_point(public: bytes) -> None:
    try:
        check_public(VerifyKey(name=NAME, kind=KeyKind.ED25519, public=public))
    except RefusedError as refused:
        assert refused.rule == "unsafe-key"
    else:
        Ed25519PublicKey.from_public_bytes(public)
        y = int.from_bytes(public, "little") % 2**255
        assert y < FIELD_PRIME


def forged_by_nobody(key: VerifyKey, signed: bytes, context: bytes) -> bytes:
    """An ML-DSA signature made without a private key, for a public key whose t1 is zero.

    With z = 0 and no hint the verifier's w1 is zero whatever the challenge (FIPS 204 algorithm 8).
    """
    level44 = key.kind is KeyKind.LONG_LIVED
    vectors, z_bits, w1_bytes, challenge_bytes, hint_bytes = (
        (4, 18, 768, 32, 84) if level44 else (5, 20, 768, 48, 61)
    )
    tr = shake_256(key.public).digest(64)
    framed = b"\x00" + bytes([len(context)]) + context + signed
    mu = shake_256(tr + framed).digest(64)
    challenge = shake_256(mu + bytes(w1_bytes)).digest(challenge_bytes)
    zero = sum(1 << (z_bits * place + z_bits - 1) for place in range(256))
    return challenge + zero.to_bytes(32 * z_bits, "little") * vectors + bytes(hint_bytes)


@pytest.mark.parametrize(
    ("kind", "length", "context"),
    [(KeyKind.LONG_LIVED, 1_312, b""), (KeyKind.ROOT_MLDSA65, 1_952, b"wasl-statement/1")],
)
def test_an_ml_dsa_key_with_a_zero_t1_signs_for_everybody_and_is_never_introduced(
    kind: KeyKind, length: int, context: bytes
) -> None:
    key = VerifyKey(name=NAME, kind=kind, public=b"\x5a" * 32 + bytes(length - 32))
    head = tree_head(HEAD)
    assert head is not None
    level44 = kind is KeyKind.LONG_LIVED
    signed = cosigned_structure(NAME, head, 0) if level44 else TEXT.encode()
    blob = bytes(8 if level44 else 0) + forged_by_nobody(key, signed, context)
    note = Note(text=text_for(kind), lines=(Line(name=NAME, key_id=key.key_id, blob=blob),))
    assert verify(note, [key])
    with pytest.raises(RefusedError, match="unsafe-key"):
        check_public(key)


@pytest.mark.parametrize("kind", KeyKind)
def test_a_public_key_of_another_length_is_never_introduced(kind: KeyKind) -> None:
    public = KEYS[kind].verify_key().public
    check_public(VerifyKey(name=NAME, kind=kind, public=public))
    for wrong in (public[:-1], public + b"\x00", b""):
        with pytest.raises(RefusedError, match="unsafe-key"):
            check_public(VerifyKey(name=NAME, kind=kind, public=wrong))


def test_the_structure_that_ml_dsa_44_signs_is_laid_out_as_the_specification_says() -> None:
    head = tree_head(f"example.com/log\n42\n{b64encode(b'r' * 32).decode()}\n")
    assert head is not None
    assert cosigned_structure("witness.example/w1", head, 1_679_315_147) == (
        b"subtree/v1\n\x00"
        b"\x12witness.example/w1"
        b"\x00\x00\x00\x00\x64\x18\x50\xcb"
        b"\x0fexample.com/log"
        b"\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\x00\x00\x00\x2a" + b"r" * 32
    )


@pytest.mark.parametrize(
    "text",
    [
        "origin\n1\n",
        HEAD + "extension\n",
        HEAD[:-1],
        HEAD.replace("\n7\n", "\n07\n"),
        HEAD.replace("\n7\n", "\n+7\n"),
        HEAD.replace("\n7\n", "\n٧\n"),
        HEAD.replace("\n7\n", f"\n{2**53}\n"),
        HEAD.replace("\n7\n", f"\n{10**16}\n"),
        HEAD.replace("\n7\n", "\n0\n"),
        HEAD.replace("AAEC", "A EC"),
        HEAD.replace("AAEC", ""),
        "\n" + HEAD.partition("\n")[2],
        "o" * 256 + "\n" + HEAD.partition("\n")[2],
    ],
)
def test_a_text_that_is_no_checkpoint_has_no_tree_head(text: str) -> None:
    assert tree_head(HEAD) is not None
    assert tree_head(text) is None


def test_an_empty_log_has_a_tree_head_with_the_empty_root() -> None:
    head = tree_head(f"origin\n0\n{b64encode(EMPTY_ROOT).decode()}\n")
    assert head is not None
    assert head.size == 0


@pytest.mark.parametrize("untrusted", ["YR==", "YQ", "YQ==\n", " YQ==", "Y-==", "é===", "="])
def test_base64_has_one_spelling(untrusted: str) -> None:
    assert plain_base64("YQ==") == b"a"
    assert plain_base64(untrusted) is None


@given(name=st.one_of(st.text(max_size=70), st.from_regex(r"[a-z0-9.-]{1,70}", fullmatch=True)))
def test_a_node_has_the_same_names_in_notes_as_in_entries(name: str) -> None:
    assert get_args(NodeName)
    try:
        TypeAdapter(NodeName).validate_python(name)
    except ValidationError:
        assert not is_node_name(name)
    else:
        assert is_node_name(name)


def test_the_hash_of_a_statement_is_that_of_its_text_whatever_lines_are_added() -> None:
    note = signed_by(KeyKind.ED25519, text=TEXT)
    more = replace(note, lines=(*note.lines, *signed_by(KeyKind.ROOT_MLDSA65, text=TEXT).lines))
    assert text_hash(note.text) == text_hash(more.text)
    assert len(text_hash(TEXT)) == 32
