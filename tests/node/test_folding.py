"""What the folds over the logs keep: which cases are awake, which dates are asked for."""

import pytest

from tests.node.histories import recall, request
from tests.node.test_retaining import due, kept_for, late, tended
from tests.world import Service, World, report
from wasl.core.canonical import Json
from wasl.node import folding
from wasl.node.erasure import halves
from wasl.node.need import name_to
from wasl.node.office.reading import tray

FAR_US = 2**60


def shown(one: Service, officer: str = "farah") -> list[Json]:
    """The cases of an officer's tray."""
    told: list[Json] = one.turn(lambda turn: tray(one.node, turn, officer=officer))["cases"]
    return told


def awake(one: Service) -> int:
    """How many cases the next tray reads, but for what comes meanwhile."""
    return len(one.look(lambda look: look.awake_cases()))


def test_a_case_at_rest_is_read_by_one_tray_and_no_more(world: World) -> None:
    world.algiers.release(report())
    assert shown(world.algiers) == []
    assert awake(world.algiers) == 0


def test_a_case_in_which_an_answer_is_owed_stays_awake(world: World) -> None:
    world.algiers.release(request(world.algiers))
    assert [told["open"] for told in shown(world.algiers)] == [True]
    assert [told["open"] for told in shown(world.algiers)] == [True]
    assert awake(world.algiers) == 1


def test_an_officer_who_may_not_see_a_case_does_not_put_it_to_rest(world: World) -> None:
    world.algiers.release(request(world.algiers))
    case = world.algiers.entries(ours=True)[-1].case
    world.algiers.turn(lambda turn: name_to(turn, case, ["amel"]))
    assert shown(world.algiers) == []
    assert [told["case"] for told in shown(world.algiers, "amel")] == [case]


def test_a_tray_of_which_nothing_is_new_commits_nothing(world: World) -> None:
    world.algiers.release(request(world.algiers))
    shown(world.algiers, "badr")
    before = world.algiers.node.store.commits
    shown(world.algiers, "badr")
    assert world.algiers.node.store.commits == before


def test_where_other_tables_say_when_a_case_rests_all_are_read_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.algiers.release(request(world.algiers))
    (told,) = shown(world.algiers)
    world.algiers.turn(lambda turn: turn.rest_cases([told["case"]]))
    assert shown(world.algiers) == []
    monkeypatch.setattr(folding, "_tables", lambda: "of another release")
    assert [again["case"] for again in shown(world.algiers)] == [told["case"]]


def test_where_the_end_of_a_log_was_taken_back_all_are_read_again(world: World) -> None:
    world.algiers.release(request(world.algiers))
    (told,) = shown(world.algiers)
    world.algiers.turn(lambda turn: turn.rest_cases([told["case"]]))
    world.algiers.turn(folding.begin_anew)
    assert [again["case"] for again in shown(world.algiers)] == [told["case"]]


def test_the_date_of_what_was_destroyed_is_asked_for_no_more(world: World) -> None:
    row = kept_for(world.algiers, 10)
    world.sync()
    late(world, 42)
    assert world.algiers.look(lambda look: look.entries_dated(FAR_US)) == [row]
    tended(world.algiers)
    assert due(world.algiers) == []
    assert world.algiers.look(lambda look: look.entries_dated(FAR_US)) == []


def test_our_answers_alone_are_read_as_answers(world: World) -> None:
    """After a restore they may be back before what they answer."""
    world.algiers.release(report())
    world.sync()
    (opening,) = world.tripoli.entries(ours=False)[-1:]
    order = recall(world.algiers, world.algiers.entries(ours=True)[-1])
    world.algiers.release(order)
    world.sync()
    answers = [row for row in world.tripoli.entries(ours=True) if row.kind == "recall"]
    assert [row.move for row in answers][:1] == ["quarantine"]
    assert [len(half) for half in halves(answers)] == [0, len(answers)]
    assert [len(half) for half in halves([opening])] == [1, 0]
