"""The bytes of entities: one form, an id of the content, and one door back."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.entities import person, vehicle
from wasl.core.canonical import sorted_bytes
from wasl.core.errors import RefusedError
from wasl.core.matching.entities import reading
from wasl.core.matching.entities.codes import Kind
from wasl.core.matching.entities.kinds import AnyEntity
from wasl.core.matching.entities.reading import entity_id, read_entity, write_entity

BY = {"by": 0}
SOURCES: list[dict[str, Any]] = [{"source": "csv:1", "as_of": "2026-02-01", "handling": ["H1"]}]
WHEN = {"value": {"precision": "day", "value": "2025-11-02"}, **BY}
WORDS = {"value": "as they stand", **BY}
NUMBER = {"value": {"as_written": "1-2", "key": "12"}, **BY}
NATION = {"value": {"as_written": "Algérie", "country": "DZ"}, **BY}
SPOT = {"value": {"as_written": "Debdeb", "country": "DZ"}, **BY}
POINTER = {"value": {"as_written": "the driver"}, **BY}
CODE = {"value": "TRUCK", **BY}

DEEP = b'{"a":' * 300 + b"1" + b"}" * 300

# One of each kind, every property filled.
FULL: dict[str, dict[str, Any]] = {
    "person": {
        "role": "SUSPECT",
        "sex": [{"value": "F", **BY}],
        "birth": [WHEN],
        "birth_place": [SPOT],
        "nationality": [NATION],
        "father": [WORDS],
        "mother": [WORDS],
        "position": [WORDS],
        "address": [SPOT],
    },
    "organization": {
        "category": [{"value": "company", **BY}],
        "country": [NATION],
        "registration_no": [NUMBER],
        "address": [SPOT],
    },
    "vehicle": {
        "plate": [{"value": {"as_written": "1-2", "country": "DZ", "key": "12"}, **BY}],
        "vin": [NUMBER],
        "make": [WORDS],
        "model": [WORDS],
        "colour": [WORDS],
        "year": [{"value": {"precision": "year", "value": "2019"}, **BY}],
        "holder": [POINTER],
    },
    "vessel": {
        "imo": [NUMBER],
        "mmsi": [NUMBER],
        "call_sign": [NUMBER],
        "flag": [NATION],
        "hull_marks": [WORDS],
    },
    "identity_paper": {
        "type": "passport",
        "number": [NUMBER],
        "country": [NATION],
        "issued": [WHEN],
        "expires": [WHEN],
        "holder": [POINTER],
        "state": [{"value": "stolen", **BY}],
    },
    "phone": {
        "number": [NUMBER],
        "e164": [{"value": "+213550000000", **BY}],
        "imei": [NUMBER],
        "imsi": [NUMBER],
        "holder": [POINTER],
    },
    "place": {"where": [SPOT]},
    "seizure": {
        "when": [WHEN],
        "place": [POINTER],
        "what": [POINTER],
        "amount": [WORDS],
        "involved": [POINTER],
        "conveyance": [CODE],
        "route": [POINTER],
    },
    "substance": {
        "code": [{"value": "CANNABIS_RESIN", **BY}],
        "as_written": [WORDS],
        "form": [{"value": "RESIN", **BY}],
        "quantity": [{"value": {"thousandths": 12_500, "unit": "KG"}, **BY}],
        "kg_equivalent": [{"value": {"factors": "kg/1", "thousandths": 12_500}, **BY}],
    },
    "firearm": {
        "make": [WORDS],
        "model": [WORDS],
        "calibre": [WORDS],
        "serial": [NUMBER],
        "marks": [WORDS],
    },
    "border_crossing": {
        "post": [POINTER],
        "direction": [{"value": "in", **BY}],
        "when": [WHEN],
        "person": [POINTER],
        "vehicle": [POINTER],
        "paper": [POINTER],
    },
}


def line_of(kind: str, **changed: Any) -> bytes:
    """The line of an entity of a kind, with the id its content gives."""
    plain = {"kind": kind, "sources": SOURCES, **FULL[kind], **changed}
    plain["notes"] = [{"value": {"label": "remark", "text": "a word"}, **BY}]
    plain["names"] = [{"value": {"kind": "alias", "script": "Latn", "text": "Karim Salem"}, **BY}]
    return sorted_bytes({**plain, "id": reading._id_of(sorted_bytes(plain))})


def _rule(line: bytes) -> tuple[str, object]:
    with pytest.raises(RefusedError) as refused:
        read_entity(line)
    return refused.value.rule, refused.value.detail.get("field")


def test_every_kind_has_a_full_example() -> None:
    assert set(FULL) == set(Kind)


@pytest.mark.parametrize("kind", FULL)
def test_an_entity_of_every_kind_is_written_as_it_was_read(kind: str) -> None:
    line = line_of(kind)
    entity = read_entity(line)
    assert entity.kind == kind
    assert write_entity(entity) == line
    assert set(entity.model_fields_set) == set(type(entity).model_fields) - {"ref", "supersedes"}


def test_an_id_is_of_the_content() -> None:
    one, other = person("Karim Salem"), person("Karim Saleme")
    assert entity_id(one) == entity_id(person("Karim Salem"))
    assert entity_id(one) != entity_id(other)
    assert entity_id(one).startswith("e1:")
    assert len(entity_id(one)) == 55


@pytest.mark.parametrize(
    "entity", [person("كريم سالم"), person("Ai\u0308t Salem"), vehicle("1-2")]
)
def test_what_is_written_is_read_again(entity: AnyEntity) -> None:
    assert read_entity(write_entity(entity)) == entity


def test_a_person_without_a_role_is_refused() -> None:
    plain = orjson.loads(line_of("person"))
    del plain["role"]
    assert _rule(sorted_bytes(plain)) == ("role-missing", "person.role")


def test_a_role_nobody_knows_is_no_role() -> None:
    assert _rule(line_of("person", role="BOSS"))[0] == "bad-entity"


def test_an_unknown_field_is_refused_and_not_named() -> None:
    assert _rule(line_of("person", wealth="great")) == ("bad-entity", "person")


def test_another_id_than_that_of_the_content_is_refused() -> None:
    line = line_of("person").replace(b"Karim", b"Kerim")
    assert _rule(line) == ("bad-entity", "id")


def test_a_default_written_out_is_refused() -> None:
    names = [{"value": {"kind": "alias", "lang": "und", "script": "Latn", "text": "A B"}, **BY}]
    plain = {"kind": "vehicle", "sources": SOURCES, "names": names}
    written = sorted_bytes({**plain, "id": reading._id_of(sorted_bytes(plain))})
    assert _rule(written) == ("bad-entity", "id")


@pytest.mark.parametrize("line", [b"", b"[]", b"{", b'{"b":1, "a":2}', b'{"b":1,"a":2}', DEEP])
def test_what_is_no_canonical_object_is_refused(line: bytes) -> None:
    assert _rule(line) == ("bad-entity", "json")


def test_a_line_longer_than_any_entity_is_refused() -> None:
    assert _rule(b" " * (reading.ENTITY_LIMIT_BYTES + 1))[0] == "too-large"


@given(st.binary(max_size=200) | st.sampled_from(list(FULL)).map(line_of), st.data())
def test_only_refusals_escape_from_reading_an_entity(line: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(line)))
    changed = line[:at] + data.draw(st.binary(max_size=4)) + line[at + 1 :]
    try:
        entity = read_entity(changed)
    except RefusedError:
        return
    assert write_entity(entity) == changed
