"""Lists: one form, one snapshot, and what a new one changes."""

import orjson
import pytest

from tests.core.entities import person, vehicle
from wasl.core.errors import RefusedError
from wasl.core.matching.entities import listing as listings
from wasl.core.matching.entities.codes import HomeRole, NameKind
from wasl.core.matching.entities.kinds import AnyEntity
from wasl.core.matching.entities.listing import (
    Listing,
    changes,
    count,
    is_weak,
    may_be_listed,
    new_listing,
    read_head,
    read_listing,
    write_listing,
)
from wasl.core.matching.entities.reading import entity_id
from wasl.core.terms import PersonRole

KARIM = person("Karim Bensalem", "كريم بن سالم", ref="csv:1")
NADIA = person("Nadia Ferhat", "Nadia", ref="csv:2")
CAR = vehicle("12345-116-30")
ALL: tuple[AnyEntity, ...] = (KARIM, NADIA, CAR)


def _list(*entities: AnyEntity) -> Listing:
    return new_listing("watch", "csv", ("sanctions_screening",), "2026-02-01", entities)


def _file(*entities: AnyEntity) -> bytes:
    return write_listing(_list(*entities))


def _refused(content: bytes) -> tuple[str, object]:
    with pytest.raises(RefusedError) as refused:
        read_listing(content)
    return refused.value.rule, refused.value.detail.get("field")


def test_a_list_is_read_as_it_was_written() -> None:
    listing = read_listing(_file(*ALL))
    assert listing == _list(*ALL)
    assert set(listing.entities) == set(ALL)
    assert list(listing.by_id) == sorted(entity_id(entity) for entity in ALL)
    assert write_listing(listing) == _file(*ALL)


def test_the_beginning_of_a_file_tells_its_head() -> None:
    held = _list(KARIM, NADIA)
    assert read_head(write_listing(held)[:600]) == held.head


@pytest.mark.parametrize(
    "content", [b"", b"wasl-list/1\n{}", b"other/1\n{}\n", b"wasl-list/1\n{}\n"]
)
def test_the_beginning_of_another_file_is_none_of_a_list(content: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        read_head(content)
    assert refused.value.rule == "bad-list"


def test_an_entity_stands_in_a_list_once() -> None:
    assert _list(*ALL, KARIM) == _list(*ALL)


def test_the_order_of_rows_leaves_no_trace() -> None:
    assert _file(*ALL) == _file(*reversed(ALL))


def test_another_entity_gives_another_snapshot() -> None:
    assert _list(*ALL).head.snapshot != _list(*ALL[1:]).head.snapshot


def test_a_list_somebody_changed_is_refused() -> None:
    assert _refused(_file(*ALL).replace(b"Ferhat", b"Farhat")) == ("bad-list", "snapshot")


@pytest.mark.parametrize("content", [b"", b"wasl-list/1\n", b"wasl-list/2\n{}\n", b"x\ny\n"])
def test_another_form_is_no_list(content: bytes) -> None:
    assert _refused(content) == ("bad-list", "lines")


def test_a_list_cut_in_a_line_is_refused() -> None:
    assert _refused(_file(*ALL)[:-1]) == ("bad-list", "lines")


def test_a_head_with_another_field_is_refused() -> None:
    assert _refused(_file(CAR).replace(b'{"format"', b'{"colour":"red","format"')) == (
        "bad-list",
        "colour",
    )


def test_lines_out_of_order_are_refused() -> None:
    first, head, *lines = _file(*ALL).split(b"\n")
    turned = [*reversed(lines[:-1]), b""]
    digest = listings._snapshot(turned[:-1])
    held = {**orjson.loads(head), "snapshot": digest}
    content = b"\n".join((first, orjson.dumps(held, option=orjson.OPT_SORT_KEYS), *turned))
    assert _refused(content) == ("bad-list", "order")


def test_a_file_longer_than_any_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listings, "LIST_LIMIT_BYTES", 8)
    assert _refused(_file(CAR))[0] == "too-large"


@pytest.mark.parametrize("role", [PersonRole.VICTIM, PersonRole.WITNESS, PersonRole.BYSTANDER])
def test_who_suffered_saw_or_stood_by_is_never_listed(role: PersonRole) -> None:
    someone = person("Karim Salem", role=role)
    assert not may_be_listed(someone)
    assert _refused(_file(someone)) == ("bad-list", "role")


@pytest.mark.parametrize("entity", [CAR, KARIM, person("A B", role=PersonRole.SUSPECT)])
def test_others_may_be_listed(entity: AnyEntity) -> None:
    assert may_be_listed(entity)


def test_a_list_is_counted_by_kind_script_and_doubt() -> None:
    odd = person("Kar\u200bim Salem", role=HomeRole.MENTIONED)
    counts = count((*ALL, odd))
    assert counts.kinds == {"person": 3, "vehicle": 1}
    assert counts.scripts == {"Arab": 1, "Latn": 4}
    assert (counts.weak, counts.flagged) == (1, 1)


def test_a_name_said_to_be_weak_or_of_one_word_is_weak() -> None:
    weak = person("Abou Salem", kind=NameKind.WEAK_ALIAS).names[0].value
    assert is_weak(weak)
    assert is_weak(NADIA.names[1].value)
    assert not is_weak(KARIM.names[0].value)


def test_what_a_new_list_changes_is_told_by_reference() -> None:
    renamed = person("Karim Ben Salem", ref="csv:1")
    told = changes(_list(*ALL), _list(renamed, CAR, person("Omar Laïd", ref="csv:3")))
    assert (told.added, told.removed, told.changed, told.same) == (
        ("csv:3",),
        ("csv:2",),
        ("csv:1",),
        1,
    )
    assert told.is_great


def test_the_same_list_again_changes_nothing() -> None:
    told = changes(_list(*ALL), _list(*reversed(ALL)))
    assert (told.added, told.removed, told.changed, told.same) == ((), (), (), 3)
    assert not told.is_great


def test_one_change_in_twenty_is_not_great_and_two_are() -> None:
    many = [
        person(f"Karim Salem {letter}", ref=f"csv:{letter}") for letter in "abcdefghijklmnopqrst"
    ]
    assert not changes(_list(*many), _list(*many[1:])).is_great
    assert changes(_list(*many), _list(*many[2:])).is_great
