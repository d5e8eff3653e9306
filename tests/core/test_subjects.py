"""Whom an alert looks for: one spelling for one subject, and a date of birth to tell two apart."""

from typing import Any

import pytest

from wasl.core import canonical
from wasl.core.exchange.alert import Identification
from wasl.core.exchange.body import read_body
from wasl.core.policy.subjects import Subject, may_be_same, subject_of


def person(name: str | None, born: str | None = None) -> Subject | None:
    said: dict[str, Any] = {"role": "MISSING"}
    if name is not None:
        said["name"] = {"script": "Latn", "written": name}
    if born is not None:
        said["born"] = born
    return read({"person": said})


def thing(**parts: Any) -> Subject | None:
    return read({"thing": {"kind": "PLATE", **parts}})


def read(said: dict[str, Any]) -> Subject | None:
    return subject_of(read_body(Identification, canonical.dumps(said)))


@pytest.mark.parametrize("written", ["Sami Invente", "INVENTE, Sami", "  sámi   INVENTE "])
def test_a_name_is_one_however_it_is_written_out(written: str) -> None:
    assert person(written) == Subject(named="invente sami")


def test_a_birth_is_a_year_and_where_known_a_day() -> None:
    assert person("Sami", "1980") == Subject(named="sami", year="1980")
    assert person("Sami", "1980-02-01") == Subject(named="sami", year="1980", day="02-01")


def test_a_thing_is_known_by_its_number() -> None:
    assert thing(number="00-AB 7") == Subject(named="PLATE 00ab7")
    assert thing(number="--") is None
    assert thing(description={"fr": "Une voiture inventée."}) is None


def test_who_has_no_name_is_no_subject_to_compare() -> None:
    assert person(None) is None
    assert person("...") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Subject(named="a"), Subject(named="a"), True),
        (Subject(named="a"), Subject(named="b"), False),
        (Subject(named="a", year="1980"), Subject(named="a"), True),
        (Subject(named="a", year="1980"), Subject(named="a", year="1981"), False),
        (
            Subject(named="a", year="1980", day="02-01"),
            Subject(named="a", year="1980", day="02-02"),
            False,
        ),
    ],
)
def test_two_are_told_apart_by_a_name_or_by_a_birth(
    one: Subject, other: Subject, same: bool
) -> None:
    assert may_be_same(one, other) is may_be_same(other, one) is same
