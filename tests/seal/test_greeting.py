"""The four short notes of a sync: each reads back as it was said, and only as its own kind."""

import json
from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.test_note import signing_key
from wasl.core import canonical
from wasl.core.canonical import INTEGER_LIMIT
from wasl.core.errors import RefusedError
from wasl.seal.greeting import (
    FACT_LIMIT,
    GAPS_LIMIT,
    GREETING_LIMIT_BYTES,
    WANTS_LIMIT,
    AnnouncedPrekey,
    Confirm,
    Cursor,
    Epoch,
    Greeting,
    Head,
    Hello,
    Refusal,
    check_greeting,
    read_greeting,
    told_facts,
    write_greeting,
)
from wasl.seal.note import KeyKind, Note, read_note, sign, write_note

AUTHOR = signing_key(KeyKind.ED25519)
LINK, NONCE, BOOT = "6f" * 16, "a5" * 16, "b6" * 8
HEAD = Head(root="11" * 32, size=4)
EPOCH = Epoch(n=3, r="c7" * 8)
PREKEY = AnnouncedPrekey(
    id="d8" * 8, public=b64encode(bytes(1_216)).decode(), until="2026-03-08T08:00:00Z"
)
SAID: dict[type[Greeting], Greeting] = {
    Hello: Hello(base=HEAD, boot=BOOT, epoch=EPOCH, link=LINK, nonce=NONCE, prekey=PREKEY),
    Confirm: Confirm(boot=BOOT, countersigned=4, epoch=EPOCH, held=HEAD, link=LINK, nonce=NONCE),
    Cursor: Cursor(countersigned=4, gaps=((6, 9),), held=HEAD, link=LINK, wants=("e9" * 32,)),
    Refusal: Refusal(
        at="2026-03-01T08:00:00Z",
        detail={"field": "written", "index": 7},
        link=LINK,
        rule="bad-entry",
    ),
}
KINDS = list(SAID)

sizes = st.integers(0, INTEGER_LIMIT - 1)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
heads = st.builds(Head, root=hashes, size=sizes)
cursors = st.builds(
    Cursor,
    countersigned=sizes,
    gaps=st.lists(st.tuples(sizes, sizes), max_size=4).map(tuple),
    held=heads,
    link=st.just(LINK),
    wants=st.none() | st.lists(hashes, max_size=4).map(tuple),
)
refusals = st.builds(
    Refusal,
    at=st.just("2026-03-01T08:00:00Z"),
    detail=st.dictionaries(
        st.sampled_from(["field", "index", "why"]),
        sizes | st.text(st.characters(min_codepoint=32, max_codepoint=126)),
    ),
    link=st.just(LINK),
    rule=st.sampled_from(["gap", "bad-entry"]),
)


def note_of(kind: type[Greeting], **changed: object) -> bytes:
    """The signed note of this kind with these fields instead; what is ``...`` is left out."""
    value = json.loads(SAID[kind].model_dump_json(exclude_none=True)) | changed
    return signed(kind, {name: part for name, part in value.items() if part is not ...})


def signed(kind: type[Greeting], value: object) -> bytes:
    """Any value under the first line of this kind, signed by the author."""
    text = canonical.statement_text(f"wasl-{kind.__name__.lower()}/1", value)
    return write_note(Note(text=text, lines=(sign(text, AUTHOR),)))


# --------------------------------------------------------------------------- there and back again


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_said_is_read_back_and_its_author_is_known(kind: type[Greeting]) -> None:
    said, note = read_greeting(write_greeting(SAID[kind], AUTHOR), kind)
    assert said == SAID[kind]
    check_greeting(note, [AUTHOR.verify_key()])


@given(cursors)
def test_any_cursor_is_read_back(cursor: Cursor) -> None:
    assert read_greeting(write_greeting(cursor, AUTHOR), Cursor)[0] == cursor


@given(refusals)
def test_any_refusal_is_read_back(refusal: Refusal) -> None:
    assert read_greeting(write_greeting(refusal, AUTHOR), Refusal)[0] == refusal


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_is_never_read_as_another(kind: type[Greeting]) -> None:
    written = write_greeting(SAID[kind], AUTHOR)
    for other in KINDS:
        if other is not kind:
            with pytest.raises(RefusedError, match="malformed-note expected=wasl-"):
                read_greeting(written, other)


# ------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (Hello, {"link": LINK.upper()}),
        (Hello, {"nonce": NONCE[1:]}),
        (Hello, {"boot": 1}),
        (Hello, {"epoch": {"n": -1, "r": "c7" * 8}}),
        (Hello, {"base": {"root": "11" * 32, "size": INTEGER_LIMIT - 1, "more": 1}}),
        (Hello, {"prekey": {"id": "d8" * 8, "public": "AAAA", "until": "2026-03-08T08:00:00Z"}}),
        (Confirm, {"nonce": ...}),
        (Confirm, {"countersigned": True}),
        (Cursor, {"gaps": [[1, 2, 3]]}),
        (Cursor, {"gaps": [[0, 0]] * (GAPS_LIMIT + 1)}),
        (Cursor, {"wants": ["e9" * 32] * (WANTS_LIMIT + 1)}),
        (Refusal, {"rule": "Bad Entry"}),
        (Refusal, {"at": "2026-03-01"}),
        (Refusal, {"detail": {"Field": "x"}}),
        (Refusal, {"detail": {"field": "é"}}),
        (Refusal, {"detail": {"field": "x" * 257}}),
        (Refusal, {"detail": {"field": -1}}),
    ],
)
def test_a_field_outside_its_rule_is_a_bad_greeting(
    kind: type[Greeting], changed: dict[str, object]
) -> None:
    with pytest.raises(RefusedError, match=f"bad-greeting kind={kind.__name__.lower()}"):
        read_greeting(note_of(kind, **changed), kind)


def test_as_many_gaps_and_wants_as_there_may_be_are_read() -> None:
    whole = note_of(Cursor, gaps=[[0, 0]] * GAPS_LIMIT, wants=["e9" * 32] * WANTS_LIMIT)
    cursor, _ = read_greeting(whole, Cursor)
    assert (len(cursor.gaps), len(cursor.wants or ())) == (GAPS_LIMIT, WANTS_LIMIT)


@pytest.mark.parametrize(("kind", "absent"), [(Hello, "prekey"), (Cursor, "wants")])
def test_what_is_absent_is_left_out_and_never_null(kind: type[Greeting], absent: str) -> None:
    read_greeting(note_of(kind, **{absent: ...}), kind)
    with pytest.raises(RefusedError, match="not-canonical"):
        read_greeting(note_of(kind, **{absent: None}), kind)


def test_other_bytes_of_the_same_greeting_are_not_canonical() -> None:
    text = read_note(write_greeting(SAID[Cursor], AUTHOR)).text.replace(":", ": ", 1)
    spaced = write_note(Note(text=text, lines=(sign(text, AUTHOR),)))
    with pytest.raises(RefusedError, match="not-canonical"):
        read_greeting(spaced, Cursor)


def test_a_greeting_of_more_than_16_kib_is_too_large() -> None:
    written = write_greeting(SAID[Hello], AUTHOR)
    padded = written + b"x" * (GREETING_LIMIT_BYTES - len(written))
    with pytest.raises(RefusedError, match="malformed-note"):
        read_greeting(padded, Hello)
    with pytest.raises(RefusedError, match="too-large limit=16384"):
        read_greeting(padded + b"x", Hello)


@given(st.data())
def test_any_bytes_are_a_greeting_or_a_refusal(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    whole = write_greeting(SAID[kind], AUTHOR)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, len(whole)))
    piece = data.draw(st.sampled_from([b"null", b"1.0", b"NaN", b"\n"]) | st.binary(max_size=3))
    try:
        read_greeting(whole[:start] + piece + whole[stop:], kind)
    except RefusedError as refusal:
        assert refusal.rule in {"bad-greeting", "malformed-note", "not-canonical", "too-large"}


# -------------------------------------------------------------------------------- who has said it


def test_a_greeting_nobody_known_has_signed_is_of_an_unknown_key() -> None:
    _, note = read_greeting(write_greeting(SAID[Cursor], AUTHOR), Cursor)
    stranger = signing_key(KeyKind.ED25519, byte=9).verify_key()
    for keys in ([], [stranger]):
        with pytest.raises(RefusedError, match="unknown-key note=wasl-cursor/1"):
            check_greeting(note, keys)


def test_a_greeting_changed_after_it_was_signed_has_a_bad_signature() -> None:
    _, note = read_greeting(write_greeting(SAID[Cursor], AUTHOR), Cursor)
    changed = replace(note, text=note.text.replace('"countersigned":4', '"countersigned":5'))
    with pytest.raises(RefusedError, match="bad-signature"):
        check_greeting(changed, [AUTHOR.verify_key()])


# ------------------------------------------------------------------------------- what may be told


def test_the_facts_of_a_refusal_are_told_in_printable_letters_and_not_many() -> None:
    told = told_facts({"index": 7, "field": "été\n\u202e" + "x" * 999})
    assert told["index"] == 7
    assert told["field"] == "?t???" + "x" * (FACT_LIMIT - 5)


@given(st.dictionaries(st.sampled_from(["field", "why"]), st.text()))
def test_whatever_a_refusal_found_its_facts_can_be_told(found: dict[str, str]) -> None:
    refusal = Refusal(
        at="2026-03-01T08:00:00Z", detail=told_facts(found), link=LINK, rule="bad-entry"
    )
    assert read_greeting(write_greeting(refusal, AUTHOR), Refusal)[0] == refusal
