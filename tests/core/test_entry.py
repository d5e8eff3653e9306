"""Entries: codes become a value and back; all else is refused by the name of its field."""

from collections.abc import Callable
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from wasl.core.canonical import INTEGER_LIMIT
from wasl.core.entry import (
    ENTRY_LIMIT_BYTES,
    ZERO_HASH,
    Entry,
    Hash,
    Name,
    NodeName,
    Time,
    entry_of,
    read_entry,
    write_entry,
)
from wasl.core.errors import RefusedError
from wasl.core.terms import (
    Caveat,
    ClockSource,
    Handling,
    Language,
    Likelihood,
    PersonRole,
    Precedence,
    Tlp,
    Urgency,
)

Fields = dict[str, Any]

OFFICER, SECOND_OFFICER = "0123456789abcdef", "fedcba9876543210"
LEAF = "5e" * 32


def fields(**changed: object) -> Fields:
    """The fields of an invented report; what is changed to ``...`` is left out."""
    whole: Fields = {
        "arrangement": {"id": "ab" * 16, "sha256": "cd" * 32, "version": 1},
        "audience": ["liaison.dz.example", "liaison.ly.example"],
        "body": {"bucket": 512, "commit": "77" * 32},
        "by": {
            "drafted": {"role": "drafter", "who": OFFICER},
            "released": {"role": "releaser", "who": SECOND_OFFICER},
        },
        "case": "ABCDEFGHIJKLMN",
        "clock": {"source": "ntp", "unsure_s": 1},
        "dossier": "terrorism",
        "grading": {"information": "4", "scale": "4x4", "source": "X"},
        "handling": ["H1"],
        "index": 5,
        "kind": "report",
        "link": "6f" * 16,
        "move": "release",
        "purpose": "PREVENT_TERRORISM",
        "retain_until": "2026-09-01T00:00:00Z",
        "seen": {"root": "11" * 32, "size": 4},
        "v": 1,
        "written": "2026-03-01T08:00:00Z",
    }
    return {name: value for name, value in (whole | changed).items() if value is not ...}


def entry(**changed: object) -> Entry:
    """The entry with these fields."""
    return entry_of(fields(**changed))[0]


def written(**changed: object) -> bytes:
    """Its canonical bytes, however wrong the fields are."""
    return orjson.dumps(fields(**changed), option=orjson.OPT_SORT_KEYS)


# --------------------------------------------------------------------------- there and back again


def text_of(kind: object) -> st.SearchStrategy[str]:
    """Texts that fit the pattern of a field."""
    (rule,) = [part for part in get_args(kind)[1:] if hasattr(part, "metadata")]
    patterns = [part.pattern for part in rule.metadata if hasattr(part, "pattern")]
    return st.from_regex(patterns[0].replace("$", r"\Z"))


hashes, words, times, nodes = (text_of(kind) for kind in (Hash, Name, Time, NodeName))
sizes = st.integers(0, INTEGER_LIMIT - 1)
printed = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=32)
signatories = st.fixed_dictionaries(
    {"role": words}, optional={"who": st.sampled_from([OFFICER, SECOND_OFFICER])}
)
entries = st.fixed_dictionaries(
    {
        "by": st.fixed_dictionaries(
            {"drafted": signatories, "released": signatories}, optional={"flash": st.just(True)}
        ),
        "clock": st.fixed_dictionaries(
            {"source": st.sampled_from([*ClockSource]), "unsure_s": sizes}
        ),
        "index": sizes,
        "written": times,
    },
    optional={
        "about": st.lists(hashes, max_size=3),
        "audience": st.lists(nodes, max_size=3),
        "caveats": st.lists(st.sampled_from([*Caveat]), max_size=3),
        "clause": printed,
        "due": times,
        "files": st.lists(
            st.fixed_dictionaries(
                {
                    "handling": st.lists(st.sampled_from([*Handling]), max_size=2),
                    "media": printed,
                    "sha256": hashes,
                    "size": sizes,
                }
            ),
            max_size=2,
        ),
        "lang": st.fixed_dictionaries(
            {
                "authentic": st.sampled_from([*Language]),
                "present": st.lists(st.sampled_from([*Language]), max_size=3),
            },
            optional={
                "translated": st.lists(
                    st.fixed_dictionaries(
                        {"by": printed, "language": st.sampled_from([*Language])},
                        optional={"reviewed": printed},
                    ),
                    max_size=2,
                )
            },
        ),
        "likelihood": st.sampled_from([*Likelihood]),
        "persons": st.dictionaries(
            st.sampled_from([role.value for role in PersonRole]),
            st.integers(1, 10_000),
            min_size=1,
        ),
        "precedence": st.sampled_from([*Precedence]),
        "tlp": st.sampled_from([*Tlp]),
        "urgency": st.sampled_from([*Urgency]),
    },
).map(lambda drawn: fields(**drawn))


@given(entries)
def test_an_entry_written_is_read_back_whole(given_fields: Fields) -> None:
    made, made_bytes = entry_of(given_fields)
    assert read_entry(made_bytes) == made
    assert write_entry(made) == made_bytes


def test_an_absent_field_is_left_out_of_the_bytes() -> None:
    assert b"null" not in write_entry(entry(about=..., persons=...))


# ----------------------------------------------------------------------------- bytes from outside

fragments = st.sampled_from(
    [b"", b" ", b'"', b",", b"{", b"}", b"null", b"1.0", b"-0", b"NaN", b'"v":1,', b'"v":1e9,']
) | st.binary(max_size=3)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The bytes of an entry with one short stretch replaced."""
    whole = written(about=[LEAF], persons={"WITNESS": 1})
    start = draw(st.integers(0, len(whole)))
    stop = draw(st.integers(start, min(len(whole), start + 8)))
    return whole[:start] + draw(fragments) + whole[stop:]


@given(mutated() | st.binary(max_size=64))
def test_any_bytes_are_one_entry_written_in_one_way_or_a_refusal(untrusted: bytes) -> None:
    try:
        read = read_entry(untrusted)
    except RefusedError as refusal:
        assert refusal.rule in {"bad-entry", "not-canonical"}
    else:
        assert write_entry(read) == untrusted


OWN = [
    b'"body":{"bucket":192,"commit":"' + b"c3" * 32 + b'"},',
    b'"case":"ABCDEFGHIJKLMN",',
    b'"index":7,',
    b'"index":8,',
    b'"index":007,',
    b'"index":1.0,',
    b'"index":9007199254740992,',
    b'"index":99999999999999999,',
    b'"case":"ABCDEFGHIJKLM8",',
]


@st.composite
def misplaced(draw: st.DrawFn) -> bytes:
    """An entry without its own members, and some of them put back anywhere between two members."""
    bare = written(body=..., case=..., index=...)
    pieces = bare.replace(b',"', b',\n"').split(b"\n")
    for member in draw(st.lists(st.sampled_from(OWN), max_size=4)):
        pieces.insert(draw(st.integers(1, len(pieces) - 1)), member)
    return b"".join(pieces)


@given(misplaced())
def test_a_member_that_differs_in_each_entry_is_read_only_in_its_place(untrusted: bytes) -> None:
    def verdict(read: Callable[[], Entry]) -> Entry | str:
        try:
            return read()
        except RefusedError as refusal:
            return refusal.rule

    def whole() -> Entry:
        try:
            made = Entry.model_validate_json(untrusted)
        except ValidationError as error:
            raise RefusedError("bad-entry") from error
        if write_entry(made) != untrusted:
            raise RefusedError("not-canonical")
        return made

    assert verdict(lambda: read_entry(untrusted)) == verdict(whole)


def test_what_entries_share_is_not_mixed_up_between_them() -> None:
    read = [
        read_entry(written(index=index, case=case, dossier=dossier))
        for index in (3, 4)
        for case in ("A" * 14, "B" * 14)
        for dossier in ("terrorism", "borders")
    ]
    assert [(one.index, one.case, one.dossier) for one in read[:3]] == [
        (3, "A" * 14, "terrorism"),
        (3, "A" * 14, "borders"),
        (3, "B" * 14, "terrorism"),
    ]
    assert len({write_entry(one) for one in read}) == 8


@pytest.mark.parametrize(
    "first", [b"NaN", b"-Infinity", b"1e999", b"9" * 400, b"[[[]]]", b'"x"', b"1", b"null"]
)
def test_a_field_given_twice_is_not_canonical_whatever_the_first_holds(first: bytes) -> None:
    twice = written().replace(b'"v":1', b'"v":' + first + b',"v":1')
    with pytest.raises(RefusedError, match="not-canonical"):
        read_entry(twice)


@pytest.mark.parametrize(
    "other",
    [
        written().replace(b'"index":5', b'"index": 5'),
        written() + b"\n",
        written().replace(b'"H1"', b'"\\u00481"'),
        written(basis=None),
        written(by=fields()["by"] | {"flash": None}),
        orjson.dumps(dict(reversed(fields().items()))),
    ],
)
def test_other_bytes_of_the_same_entry_are_not_canonical(other: bytes) -> None:
    with pytest.raises(RefusedError, match="not-canonical"):
        read_entry(other)


def test_we_never_write_a_null() -> None:
    with pytest.raises(RefusedError, match="not-canonical"):
        entry_of(fields(basis=None))


# ----------------------------------------------------------------------------- the 8 KiB of codes


def sized(size: int) -> Fields:
    """The fields of an entry of so many bytes."""
    spare = size - len(written(about=[], clause=""))
    cited = (spare - 1) // 67  # a hash, its quotes, a comma; the first has none
    whole = fields(about=[LEAF] * cited, clause="c" * (spare - cited * 67 + 1))
    assert len(orjson.dumps(whole)) == size
    return whole


def test_an_entry_of_8_kib_is_read() -> None:
    made, made_bytes = entry_of(sized(ENTRY_LIMIT_BYTES))
    assert read_entry(made_bytes) == made


def test_an_entry_of_one_byte_more_is_neither_read_nor_written() -> None:
    beyond = sized(ENTRY_LIMIT_BYTES + 1)
    with pytest.raises(RefusedError, match="too-large limit=8192"):
        read_entry(orjson.dumps(beyond, option=orjson.OPT_SORT_KEYS))
    with pytest.raises(RefusedError, match="too-large limit=8192"):
        entry_of(beyond)
    grown = entry_of(sized(ENTRY_LIMIT_BYTES))[0]
    with pytest.raises(RefusedError, match="too-large limit=8192"):
        write_entry(grown.model_copy(update={"basis": "X"}))


# ----------------------------------------------------------------------------- a field's own rule

OUTSIDE: dict[str, tuple[Fields, str]] = {
    "a version to come": ({"v": 2}, "v"),
    "a version that is true": ({"v": True}, "v"),
    "a version that is a float": ({"v": 1.0}, "v"),
    "an index below zero": ({"index": -1}, "index"),
    "an index no double holds": ({"index": INTEGER_LIMIT}, "index"),
    "an index in letters": ({"index": "5"}, "index"),
    "a link in capitals": ({"link": "AB" * 16}, "link"),
    "a hash cut short": ({"about": [LEAF[1:]]}, "about.0"),
    "a hash with a newline": ({"statement": LEAF + "\n"}, "statement"),
    "a case of another alphabet": ({"case": "ABCDEFGHIJKLM1"}, "case"),
    "a kind in Arabic": ({"kind": "تقرير"}, "kind"),
    "a node in capitals": ({"audience": ["LIAISON"]}, "audience.0"),
    "a clause of no length": ({"clause": ""}, "clause"),
    "a purpose with a space": ({"purpose": "ANY PURPOSE"}, "purpose"),
    "a name for a pseudonym": (
        {"by": {"drafted": {"role": "drafter", "who": "amel"}, "released": {"role": "node"}}},
        "by.drafted.who",
    ),
    "a flash that is none": ({"by": fields()["by"] | {"flash": False}}, "by.flash"),
    "a caveat nobody knows": ({"caveats": ["SOME_CAVEAT"]}, "caveats.0"),
    "a handling code nobody knows": ({"handling": ["H4"]}, "handling.0"),
    "a scale nobody knows": (
        {"grading": {"information": "1", "scale": "5x5x5", "source": "A"}},
        "grading.scale",
    ),
    "a language nobody writes": ({"lang": {"authentic": "de", "present": []}}, "lang.authentic"),
    "a likelihood in words": ({"likelihood": "perhaps"}, "likelihood"),
    "the old white of TLP": ({"tlp": "WHITE"}, "tlp"),
    "an urgency nobody knows": ({"urgency": "SOON"}, "urgency"),
    "a precedence nobody knows": ({"precedence": "FLASH_OVERRIDE"}, "precedence"),
    "a clock by the sun": ({"clock": {"source": "sun", "unsure_s": 1}}, "clock.source"),
    "a clock that tells no doubt": ({"clock": {"source": "ntp"}}, "clock.unsure_s"),
    "persons of no role": ({"persons": {"NEIGHBOUR": 1}}, "persons"),
    "persons of a role, but none": ({"persons": {"WITNESS": 0}}, "persons.WITNESS"),
    "persons, but nobody": ({"persons": {}}, "persons"),
    "a time without its offset": ({"written": "2026-03-01T08:00:00"}, "written"),
    "a time with fractions": ({"written": "2026-03-01T08:00:00.5Z"}, "written"),
    "a leap second": ({"due": "2026-12-31T23:59:60Z"}, "due"),
    "midnight twice": ({"due": "2026-12-31T24:00:00Z"}, "due"),
    "an offset of no place": ({"due": "2026-12-31T12:00:00+15:00"}, "due"),
    "no time of writing": ({"written": ...}, "written"),
}


@pytest.mark.parametrize("fault", OUTSIDE)
def test_a_field_outside_its_rule_is_named_and_neither_read_nor_written(fault: str) -> None:
    changed, field = OUTSIDE[fault]
    with pytest.raises(RefusedError) as refused:
        read_entry(written(**changed))
    assert (refused.value.rule, refused.value.detail) == ("bad-entry", {"field": field})
    with pytest.raises(RefusedError, match="bad-entry"):
        entry_of(fields(**changed))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"samir_al_mithal": 1}, "?"),
        ({"seen": {"root": ZERO_HASH, "size": 0, "samir": 1}}, "seen"),
        ({"persons": {"سمير": "x"}}, "?"),
    ],
)
def test_a_name_that_does_not_belong_there_is_not_repeated(changed: Fields, field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_entry(written(**changed))
    assert refused.value.detail == {"field": field}


def test_a_day_no_calendar_has_is_read_for_the_log_to_keep() -> None:
    assert read_entry(written(due="2026-02-30T00:00:00Z")).due == "2026-02-30T00:00:00Z"
