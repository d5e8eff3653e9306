"""An exercise: two nodes founded for it, the same tables, and nothing of it near a real store."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from tests.memory_store import MemoryStore
from tests.node.histories import opened
from tests.node.test_retaining import due, has_body, tended, told
from tests.world import ALGIERS, EXERCISE, PURPOSE, TRIPOLI, World, report, service
from wasl.core.arrangement import exercise_id, exercise_of, exercise_under
from wasl.core.errors import RefusedError
from wasl.node import ceremony
from wasl.node.clock import stamp
from wasl.node.office.links import admitted
from wasl.node.wish import Wish

PLAYED_ID = exercise_id("cd" * 16, "007")
PLAYERS = (f"{EXERCISE}.{ALGIERS}", f"{EXERCISE}.{TRIPOLI}")


@pytest.fixture
def played() -> World:
    """Algiers and Tripoli in exercise 007: nodes, keys, links and an arrangement of its own."""
    made = World((MemoryStore(), MemoryStore()), nodes=PLAYERS, arrangement_id=PLAYED_ID)
    made.meet()
    made.sync()
    made.arrange()
    return made


def given(world: World, hours: float) -> Any:
    until = stamp(world.clock.now() + timedelta(hours=hours))
    world.algiers.release(report(retain_until=until))
    world.sync()
    return world.algiers.entries(ours=True)[-1]


def announced(world: World, **body: str) -> None:
    now = world.clock.now()
    fields = {
        "dossier": "borders",
        "due": stamp(now + timedelta(hours=8)),
        "handling": ["H1"],
        "purpose": PURPOSE,
        "retain_until": stamp(now + timedelta(hours=30)),
    }
    said = {"scenario": {"fr": "Un convoi inventé se perd."}, "starts": "2026-03-01T09:00:00Z"}
    wish = Wish(kind="exercise", move="announce", fields=fields, body={**said, **body})
    world.algiers.release(wish)
    world.sync()


def test_a_node_and_an_arrangement_say_by_their_names_which_exercise_they_are_of() -> None:
    assert exercise_of(PLAYERS[0]) == "007"
    assert exercise_under(PLAYED_ID) == "007"
    for real in (ALGIERS, "exercise-7.dz.example", "exercise.dz.example"):
        assert exercise_of(real) == ""
    for real in ("ab" * 16, "e0" * 16):
        assert exercise_under(real) == ""


def test_an_exercise_is_played_by_the_same_tables(played: World) -> None:
    announced(played)
    row = given(played, 20)
    opened(played.tripoli, row)
    rows = played.tripoli.entries(ours=False)
    assert [each.rule for each in rows if each.kind in {"exercise", "report"}] == ["", ""]


def test_the_number_of_an_exercise_is_that_of_its_nodes(played: World, world: World) -> None:
    with pytest.raises(RefusedError, match="exercise-mix"):
        announced(played, exercise="008")
    with pytest.raises(RefusedError, match="exercise-mix"):
        announced(world, exercise="007")


def test_what_is_played_is_kept_for_a_day_at_most(played: World) -> None:
    with pytest.raises(RefusedError) as refused:
        given(played, 25)
    assert (refused.value.rule, refused.value.detail["clause"]) == (
        "outside-arrangement",
        "exercise",
    )
    links = played.algiers.turn(lambda turn: admitted(played.algiers.node, turn))
    assert links[0]["dossiers"][0]["retention_days"] == {"any": 1}


def test_what_is_played_is_gone_after_a_day_with_no_grace(played: World) -> None:
    row = given(played, 20)
    played.clock.pass_(hours=19)
    assert ("review is near", "") in due(played.tripoli)
    played.clock.pass_(hours=2)
    with pytest.raises(RefusedError, match="item-expired"):
        opened(played.tripoli, row)
    for one in (played.algiers, played.tripoli):
        tended(one)
        assert not has_body(one, row)
        assert row.leaf.hex() in [item["entry"] for item in told(one)["done"]]


def test_a_content_that_says_no_date_ends_after_a_day_all_the_same(played: World) -> None:
    row = given(played, 20)
    place = {"dossier": "terrorism", "handling": ["H1"], "purpose": PURPOSE, "case": row.case}
    wish = Wish(kind="report", move="file", fields=place, body={"text": {"fr": "Classé."}})
    assessed = Wish(kind="report", move="assess", fields=place)
    for each in (assessed, wish):
        played.tripoli.release(each, by=("farah", "badr"))
    filed = played.tripoli.entries(ours=True)[-1]
    played.clock.pass_(hours=25)
    tended(played.tripoli)
    assert not has_body(played.tripoli, filed)


def test_a_node_of_an_exercise_and_a_real_one_do_not_meet(world: World, played: World) -> None:
    for one, other in ((world.algiers, played.tripoli), (played.tripoli, world.algiers)):
        card = other.card_for(one.name)
        with pytest.raises(RefusedError, match="exercise-mix"):
            one.meet(card)


def test_two_exercises_do_not_meet_either(played: World) -> None:
    other = service("exercise-008.liaison.tn.example", MemoryStore(), played.clock, 9)
    with pytest.raises(RefusedError, match="exercise-mix"):
        played.algiers.meet(other.card_for(played.algiers.name))


def test_a_store_opens_no_link_of_the_other_world(world: World, played: World) -> None:
    for one, other, arrangement_id in (
        (world.algiers, world.tripoli, PLAYED_ID),
        (played.algiers, played.tripoli, "ab" * 16),
        (played.algiers, played.tripoli, exercise_id("cd" * 16, "008")),
    ):
        open_link = partial(ceremony.open_link, one.node)
        with pytest.raises(RefusedError, match="exercise-mix"):
            one.turn(partial(open_link, partner=other.name, arrangement_id=arrangement_id))
