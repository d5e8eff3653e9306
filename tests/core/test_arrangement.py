"""The arrangement: one text, one value, one sequence of bytes; two ends of a link, two names."""

import unicodedata
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import ALGIERS, ARRANGEMENT_ID, OVERSIGHT, TRIPOLI, arrangement
from wasl.core import canonical
from wasl.core.arrangement import (
    Arrangement,
    Calendar,
    HumanRights,
    Settlement,
    ThreeNames,
    arrangement_text,
    link_id,
    no_text_yet,
    read_arrangement,
    text_reference,
)
from wasl.core.entry import ZERO_HASH
from wasl.core.errors import RefusedError
from wasl.core.terms import Language

LINE = arrangement_text(arrangement()).split("\n")[1].encode()
VALUE = canonical.loads(LINE)

fragments = st.sampled_from([b"", b" ", b'"', b",", b"{", b"}", b"null", b"1.0", b"NaN"])
SHOWN = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])
texts = st.text(SHOWN, min_size=1, max_size=16).map(
    lambda text: unicodedata.normalize("NFC", text)
)
codes = st.lists(st.sampled_from(["LAW_HERE", "TREATY:7", "a.b/c-d"]), max_size=3).map(tuple)
limits = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,31}", fullmatch=True), st.integers(0, 10**6), max_size=3
)
arrangements = st.builds(
    arrangement,
    st.integers(1, 999_999),
    authentic=st.sampled_from([*Language]),
    budgets=limits,
    calendar=st.dictionaries(
        st.sampled_from([ALGIERS, TRIPOLI]),
        st.builds(
            Calendar,
            holidays=st.lists(st.dates().map(str), max_size=3).map(tuple),
            territory=st.sampled_from(["DZ", "LY", "TN"]),
        ),
    ),
    human_rights=st.builds(HumanRights, assurances=codes, gated=codes),
    onward=st.sampled_from(["never", "consent"]),
    reads=st.booleans(),
    review=st.dates().map(str),
    settlement=st.builds(Settlement, meets=texts, waiting_days=st.integers(0, 99)),
    survival=st.dictionaries(
        st.just("recall"), st.just("always") | st.integers(0, 9_999), max_size=1
    ),
)


def stated(**changed: object) -> str:
    """The text with these fields instead, however wrong; what is ``...`` is left out."""
    whole = {name: value for name, value in (VALUE | changed).items() if value is not ...}
    return canonical.statement_text("wasl-arrangement/1", whole)


def dossier(**changed: object) -> list[dict[str, Any]]:
    """The dossiers, the first of them with these fields instead."""
    first, *others = VALUE["dossiers"]
    return [first | changed, *others]


def refusal(text: str) -> tuple[str, str]:
    """The rule by which a text is refused, and the field it names."""
    with pytest.raises(RefusedError) as refused:
        read_arrangement(text)
    return refused.value.rule, str(refused.value.detail.get("field", ""))


def week(**deadlines: int) -> dict[str, object]:
    """Deadlines that are all to be counted in working days."""
    return {"deadlines": deadlines, "working_days": sorted(deadlines)}


# --------------------------------------------------------------------------- there and back again


def test_working_days_are_read_back_and_their_absence_changes_no_byte() -> None:
    agreed = arrangement(
        deadlines={"request_other_days": 7, "request_urgent_indirect_days": 366},
        working_days=("request_other_days", "request_urgent_indirect_days"),
    )
    assert read_arrangement(arrangement_text(agreed)) == agreed
    assert "working_days" not in arrangement_text(arrangement())


@given(arrangements)
def test_an_arrangement_written_is_read_back_whole(given_text: Arrangement) -> None:
    assert read_arrangement(arrangement_text(given_text)) == given_text


@given(st.data())
def test_any_changed_text_is_one_arrangement_or_a_refusal(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(LINE)))
    stop = data.draw(st.integers(start, min(len(LINE), start + 8)))
    line = LINE[:start] + data.draw(fragments | st.binary(max_size=3)) + LINE[stop:]
    text = f"wasl-arrangement/1\n{line.decode(errors='replace')}\n"
    try:
        read = read_arrangement(text)
    except RefusedError as refused:
        assert refused.rule in {"bad-arrangement", "malformed-note", "not-canonical"}
    else:
        assert arrangement_text(read) == text


@given(st.text(max_size=64))
def test_garbage_is_no_arrangement(text: str) -> None:
    with pytest.raises(RefusedError):
        read_arrangement(text)


# ------------------------------------------------------------------------------- what is refused


def test_a_text_of_another_kind_is_malformed() -> None:
    text = arrangement_text(arrangement()).replace("wasl-arrangement/1", "wasl-arrangement/2")
    assert refusal(text) == ("malformed-note", "")


def test_the_same_value_in_other_bytes_is_not_canonical() -> None:
    assert refusal(stated().replace(":", ": ", 1)) == ("not-canonical", "")


def test_a_first_version_that_says_nothing_came_before_it_in_a_null_is_not_canonical() -> None:
    assert refusal(stated(previous=None)) == ("not-canonical", "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"authentic": "de"}, "authentic"),
        ({"review": "2026-02-30"}, "review"),
        ({"review": "2026-2-3"}, "review"),
        (
            {"calendar": {ALGIERS: {"holidays": ["2026-13-01"], "territory": "DZ"}}},
            f"calendar.{ALGIERS}.holidays.0",
        ),
        ({"codes": 2}, "codes"),
        ({"working_days": []}, "working_days"),
        ({"working_days": ["request_other_days"]}, "working_days"),
        (week(request_other_days=6), "working_days"),
        (week(request_other_days=367), "working_days"),
        (week(request_other_h=168), "working_days"),
        (
            week(request_other_days=7) | {"working_days": ["request_other_days"] * 2},
            "working_days",
        ),
        ({"suite": [1, 1]}, "suite"),
        ({"suite": [2]}, "suite.0"),
        ({"suite": [True]}, "suite.0"),
        ({"reads": 1}, "reads"),
        ({"onward": "always"}, "onward"),
        ({"parties": VALUE["parties"][:1]}, "parties"),
        ({"dossiers": []}, "dossiers"),
        ({"dossiers": dossier(handling=["H9"])}, "dossiers.0.handling.0"),
        ({"dossiers": dossier(retention_days={"any": -1})}, "dossiers.0.retention_days.any"),
        ({"version": 0}, "version"),
        ({"version": 1_000_000}, "version"),
        ({"texts": ...}, "texts"),
        ({"toll": 5}, "?"),
        ({"dossiers": dossier(toll=5)}, "dossiers.0"),
    ],
)
def test_a_field_outside_its_rule_is_named(changed: dict[str, object], field: str) -> None:
    assert refusal(stated(**changed)) == ("bad-arrangement", field)


def test_one_node_or_one_dossier_named_twice_is_refused() -> None:
    party, _ = VALUE["parties"]
    assert refusal(stated(parties=[party, party])) == ("bad-arrangement", "named twice")
    one = VALUE["dossiers"][0]
    assert refusal(stated(dossiers=[one, one])) == ("bad-arrangement", "named twice")


def test_only_a_first_version_names_none_before_it() -> None:
    assert refusal(stated(previous="aa" * 32)) == ("bad-arrangement", "previous")
    assert refusal(stated(version=2)) == ("bad-arrangement", "previous")
    assert read_arrangement(stated(version=2, previous="aa" * 32)).version == 2


# ------------------------------------------------------------------------ what is asked of a text


def test_a_dossier_is_found_by_its_code_and_no_other_is_open() -> None:
    text = arrangement()
    found = text.dossier("borders")
    assert found is not None
    assert found.code == "borders"
    assert text.dossier("drugs") is None
    assert text.dossier(None) is None


def test_a_party_is_found_by_its_node() -> None:
    text = arrangement()
    found = text.party(TRIPOLI)
    assert found is not None
    assert found.name == ThreeNames(ar="مكتب", en="Office", fr="Bureau")
    assert text.party("liaison.tn.example") is None


def test_an_overseer_is_held_to_the_text_and_is_no_party() -> None:
    text = arrangement()
    assert text.nodes() == {ALGIERS, TRIPOLI, OVERSIGHT}
    assert text.oversees(OVERSIGHT)
    assert not text.oversees(ALGIERS)  # named as overseer too, and a party first
    assert not text.oversees("liaison.tn.example")


def test_an_entry_quotes_the_version_and_the_hash_of_the_whole_text() -> None:
    text = arrangement_text(arrangement(version=3))
    quoted = text_reference(read_arrangement(text), text)
    assert (quoted.id, quoted.version) == (ARRANGEMENT_ID, 3)
    assert quoted.sha256 == sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u2028", "\n"])
def test_a_text_that_would_not_be_shown_as_it_is_is_not_signed(letter: str) -> None:
    party = VALUE["parties"][0]
    for changed in (
        {"settlement": VALUE["settlement"] | {"meets": f"both{letter} heads"}},
        {"parties": [party | {"office": f"Liaison{letter}"}, *VALUE["parties"][1:]]},
        {"parties": [party | {"name": party["name"] | {"ar": letter}}, *VALUE["parties"][1:]]},
        {"dossiers": dossier(desks=[letter])},
    ):
        assert refusal(stated(**changed))[0] == "unsafe-text"


def test_before_the_first_text_an_entry_quotes_version_0_and_64_zeros() -> None:
    quoted = no_text_yet(ARRANGEMENT_ID)
    assert (quoted.id, quoted.version, quoted.sha256) == (ARRANGEMENT_ID, 0, ZERO_HASH)


def test_each_direction_of_a_link_has_a_name_of_its_own() -> None:
    there, back = (
        link_id(ARRANGEMENT_ID, ALGIERS, TRIPOLI),
        link_id(ARRANGEMENT_ID, TRIPOLI, ALGIERS),
    )
    assert there == link_id(ARRANGEMENT_ID, ALGIERS, TRIPOLI)
    assert len({there, back, link_id("cd" * 16, ALGIERS, TRIPOLI)}) == 3
    assert len(there) == 32
    assert set(there) <= set("0123456789abcdef")
