"""Values of entities: each is what it says, or is refused where it is made."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.core.entities import SOURCES, person
from wasl.core.errors import RefusedError
from wasl.core.grading import Scale
from wasl.core.matching.entities.codes import (
    Calendar,
    HomeRole,
    NameFlag,
    NameKind,
    Precision,
    role_of,
    travelling_role,
)
from wasl.core.matching.entities.kinds import Person
from wasl.core.matching.entities.values import (
    Graded,
    Name,
    Number,
    Pointer,
    Provenance,
    Said,
    Spot,
    When,
)
from wasl.core.terms import Handling, PersonRole

DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR
DECADE, RANGE = Precision.DECADE, Precision.RANGE
HIJRI = Calendar.HIJRI


@pytest.mark.parametrize(
    "given",
    [
        {"value": "1971", "precision": YEAR},
        {"value": "1971-03", "precision": MONTH},
        {"value": "1971-03-08", "precision": DAY},
        {"value": "1970", "precision": DECADE},
        {"value": "1970", "to": "1975", "precision": RANGE},
        {"value": "1970-05", "to": "1970-05", "precision": RANGE},
        {"value": "1391-09-30", "precision": DAY, "calendar": HIJRI},
        {"value": "1391", "precision": YEAR, "calendar": HIJRI},
    ],
)
def test_a_date_is_as_precise_as_it_says(given: dict[str, Any]) -> None:
    assert When(**given).value == given["value"]


@pytest.mark.parametrize(
    "given",
    [
        {"value": "1971", "precision": DAY},
        {"value": "1971-03-08", "precision": YEAR},
        {"value": "1971-13", "precision": MONTH},
        {"value": "1971-02-30", "precision": DAY},
        {"value": "1971", "precision": DECADE},
        {"value": "1970-01", "precision": DECADE},
        {"value": "1970", "precision": RANGE},
        {"value": "1970", "to": "1969", "precision": RANGE},
        {"value": "1970", "to": "1975", "precision": YEAR},
        {"value": "1391-13", "precision": MONTH, "calendar": HIJRI},
        {"value": "1391-09-31", "precision": DAY, "calendar": HIJRI},
        {"value": "2024", "precision": YEAR, "calendar": HIJRI},
    ],
)
def test_a_date_that_is_none_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        When(**given)


def test_a_grading_stands_on_its_own_scale() -> None:
    assert Graded(scale=Scale.ADMIRALTY, source="F", information="6").source == "F"
    with pytest.raises(ValidationError):
        Graded(scale=Scale.FOUR_BY_FOUR, source="F", information="6")


def test_a_script_other_than_that_of_the_letters_is_refused() -> None:
    with pytest.raises(ValidationError, match="another script"):
        Name(text="Karim Salem", script="Arab", kind=NameKind.ALIAS)


def test_flags_other_than_the_letters_show_are_refused() -> None:
    flags = (NameFlag.DAMAGED,)
    with pytest.raises(ValidationError, match="other flags"):
        Name(text="Karim Salem", script="Latn", kind=NameKind.ALIAS, flags=flags)


def test_a_text_that_is_no_name_is_none() -> None:
    with pytest.raises(ValidationError, match="empty-name"):
        Name(text="--", script="Zyyy", kind=NameKind.ALIAS)


def test_a_key_other_than_that_of_the_letters_is_refused() -> None:
    with pytest.raises(ValidationError, match="another key"):
        Number(as_written="12-34", key="12-34")


def test_one_coordinate_alone_is_no_place() -> None:
    assert Spot(as_written="Debdeb", lat_udeg=29_980_000, lon_udeg=9_420_000).lat_udeg
    with pytest.raises(ValidationError):
        Spot(as_written="Debdeb", lat_udeg=29_980_000)


def test_a_pointer_points_to_something() -> None:
    assert Pointer(as_written="a white pick-up").entity is None
    with pytest.raises(ValidationError):
        Pointer()


def test_a_value_without_its_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="without its source"):
        Person(
            kind="person",
            role=HomeRole.LISTED,
            father=(Said[str](value="Salah", by=1),),
            sources=SOURCES,
        )


def test_more_values_than_anybody_has_are_refused() -> None:
    fathers = (Said[str](value="Salah", by=0),) * 1_001
    with pytest.raises(ValidationError, match="too many"):
        Person(kind="person", role=HomeRole.LISTED, father=fathers, sources=SOURCES)


def test_two_sources_of_one_fact_are_two_values() -> None:
    told = (
        Provenance(source="un-sc:1", as_of="2026-01-02", handling=(Handling.H1,)),
        Provenance(source="csv:7"),
    )
    held = tuple(Said[str](value="Salah", by=source) for source in (0, 1))
    someone = Person(kind="person", role=HomeRole.LISTED, father=held, sources=told)
    assert [someone.sources[said.by].source for said in someone.father] == ["un-sc:1", "csv:7"]


def test_a_value_is_never_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        person("Karim Salem").ref = "csv:1"  # type: ignore[misc]  # what is tried


@pytest.mark.parametrize("role", [*HomeRole, *PersonRole])
def test_a_role_is_known_by_its_code(role: HomeRole | PersonRole) -> None:
    assert role_of(role.value) is role


def test_a_code_that_names_no_role_gives_none() -> None:
    assert role_of("BOSS") is None


def test_a_role_of_the_exchange_travels() -> None:
    assert travelling_role(PersonRole.SUSPECT) is PersonRole.SUSPECT


@pytest.mark.parametrize("role", HomeRole)
def test_a_role_of_the_house_never_travels(role: HomeRole) -> None:
    with pytest.raises(RefusedError) as refused:
        travelling_role(role)
    assert refused.value.rule == "role-missing"
