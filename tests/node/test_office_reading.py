"""What a node tells of its cases: references, places, clocks, and what stands in the way."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import ALGIERS, Service, World, report
from wasl.core.dictation import check_characters
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.node.clock import plain_reference, shown_reference
from wasl.node.office import explaining, finding, links, reading
from wasl.node.office.carriage_line import carriage_line, citing_of, late_receipt

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
references = st.text(LETTERS, min_size=14, max_size=14)


# ----------------------------------------------------------------------------------- references


def test_the_check_characters_are_those_of_the_standard() -> None:
    assert check_characters("ISO79") == "3W"


@given(references)
def test_a_reference_is_read_as_it_is_shown(reference: str) -> None:
    assert plain_reference(shown_reference(reference)) == reference
    assert plain_reference(shown_reference(reference).lower().replace("-", " ")) == reference


@given(references, st.integers(0, 13), st.sampled_from(LETTERS))
def test_one_letter_misread_is_always_found(reference: str, place: int, letter: str) -> None:
    shown = reference + check_characters(reference)
    wrong = shown[:place] + letter + shown[place + 1 :]
    if wrong != shown:
        with pytest.raises(RefusedError, match="wrong-check"):
            plain_reference(wrong)


@given(references, st.integers(0, 12))
def test_two_neighbours_that_change_places_are_always_found(reference: str, place: int) -> None:
    shown = reference + check_characters(reference)
    wrong = shown[:place] + shown[place + 1] + shown[place] + shown[place + 2 :]
    if wrong != shown:
        with pytest.raises(RefusedError, match="wrong-check"):
            plain_reference(wrong)


@given(st.text(max_size=40))
def test_any_word_is_a_reference_or_refused(word: str) -> None:
    try:
        assert len(plain_reference(word)) == 14
    except RefusedError as refusal:
        assert refusal.rule in {"no-such-case", "wrong-check"}


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("AAAABBBBCCCCDD", True),
        ("aaaa-bbb2-cccc-dd", True),
        ("move-not-allowed", False),
        ("outside-arrangement", False),
        ("", False),
    ],
)
def test_the_name_of_a_rule_is_told_from_a_reference(word: str, is_one: bool) -> None:
    assert finding.is_reference(word) is is_one


# -------------------------------------------------------------------------------------- a case


def test_a_case_is_one_story_at_both_ends(world: World) -> None:
    case = world.algiers.release(report()).row.case
    world.sync()

    def told_by(service: Service) -> dict[str, Any]:
        answer: dict[str, Any] = service.turn(
            lambda turn: reading.case(service.node, turn, reference=shown_reference(case))
        )
        return answer

    told = [told_by(world.algiers), told_by(world.tripoli)]
    assert told[0]["states"] == told[1]["states"] == ["released", "none"]
    assert (told[0]["ours"], told[1]["ours"]) == (True, False)


def test_each_step_is_told_by_the_clock_of_who_took_it(world: World) -> None:
    row = world.algiers.release(report()).row
    world.clock.pass_(hours=5)
    world.sync()
    world.clock.pass_(hours=1)
    tripoli = world.tripoli
    tripoli.turn(lambda turn: reading.tray(tripoli.node, turn, officer="badr"))
    world.sync()
    line = world.algiers.look(lambda look: carriage_line(look, citing_of(look, [row]), row))
    assert line.received is not None
    assert line.received.claimed - line.released.claimed == timedelta(hours=5)
    assert line.delivered is not None
    assert line.delivered.claimed - line.released.claimed == timedelta(hours=6)


@pytest.mark.parametrize(
    ("precedence", "hours", "late"),
    [("FLASH", 8, False), ("FLASH", 9, True), ("IMMEDIATE", 73, True), (None, 73, False)],
)
def test_a_receipt_is_late_by_the_precedence_of_its_entry(
    world: World, precedence: str | None, hours: int, late: bool
) -> None:
    fields = {"precedence": precedence} if precedence else {}
    row = world.algiers.release(report(**fields)).row
    world.clock.pass_(hours=hours)
    line = world.algiers.look(lambda look: carriage_line(look, citing_of(look, [row]), row))
    assert late_receipt(read_entry(row.entry), line, world.clock.now()) is late


def test_nothing_is_delivered_twice(world: World) -> None:
    world.algiers.release(report())
    world.sync()
    tripoli = world.tripoli
    looks = [
        tripoli.turn(lambda turn: reading.tray(tripoli.node, turn, officer="badr"))["delivered"]
        for _ in range(2)
    ]
    assert looks[1] == 0 < looks[0]


# ----------------------------------------------------------------------------- links, and why not


def test_a_link_admits_what_its_arrangement_says(world: World) -> None:
    tripoli = world.tripoli
    (told,) = tripoli.turn(lambda turn: links.admitted(tripoli.node, turn))
    assert (told["partner"], told["recognised"], told["version"]) == (ALGIERS, True, 1)
    assert [terms["code"] for terms in told["dossiers"]] == ["terrorism", "borders", "training"]


def test_a_link_without_an_arrangement_admits_nothing(world: World) -> None:
    world.recognise(world.algiers, world.tripoli, "withdraw")
    (told,) = world.algiers.turn(lambda turn: links.admitted(world.algiers.node, turn))
    assert told["recognises"] == "withdrawn"


def test_nothing_to_explain_is_nothing(world: World) -> None:
    told = world.algiers.turn(lambda turn: explaining.explain(world.algiers.node, turn, about=""))
    assert told == {"frozen": [], "refusals": [], "void": [], "waiting": []}


def test_what_waits_for_a_confirm_is_explained(world: World) -> None:
    algiers = world.algiers
    algiers.node.sessions.clear()
    assert algiers.release(report()) is None
    told = algiers.turn(lambda turn: explaining.explain(algiers.node, turn, about=""))
    assert [(act["kind"], act["move"]) for act in told["waiting"]] == [("report", "release")]


@pytest.mark.parametrize("word", ["AAAAAAAAAAAAAA", "AAAA-AAAA-AAAA-AA22"])
def test_a_reference_that_is_none_is_not_explained(world: World, word: str) -> None:
    node = world.algiers.node
    if len(word) == 14:
        told = world.algiers.turn(lambda turn: explaining.explain(node, turn, about=word))
        assert told["void"] == []
    else:
        with pytest.raises(RefusedError, match="wrong-check"):
            world.algiers.turn(lambda turn: explaining.explain(node, turn, about=word))
