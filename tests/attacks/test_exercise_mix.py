"""An exercise and real work mixed: a played alarm taken for real, a real name left in a game.

Defence: an exercise has nodes, keys, links and an arrangement of its own, all marked by name, and
an entry quotes the arrangement it is under. Whatever software wrote it, an entry of the other
world is void in this log (``exercise-mix``) and its body destroyed unread.
"""

from copy import deepcopy

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected
from tests.memory_store import MemoryStore
from tests.node.test_exercising import PLAYED_ID, PLAYERS
from tests.world import ALGIERS, ARRANGEMENT_ID, TRIPOLI, World, report
from wasl.core.arrangement import exercise_id, link_id
from wasl.core.canonical import Json


@pytest.fixture(scope="module")
def playing() -> World:
    """Exercise 007, made once."""
    made = World((MemoryStore(), MemoryStore()), nodes=PLAYERS, arrangement_id=PLAYED_ID)
    made.meet()
    made.sync()
    made.arrange()
    made.algiers.release(report(retain_until="2026-03-01T20:00:00Z"))
    made.sync()
    return made


@pytest.fixture
def played(playing: World) -> World:
    """Exercise 007, for one test."""
    return deepcopy(playing)


@pytest.fixture
def player(played: World) -> DishonestAuthor:
    """Algiers in the exercise, in dishonest hands."""
    return DishonestAuthor(played.algiers, played.tripoli)


def quoting(liar: DishonestAuthor, arrangement_id: str) -> Json:
    """The arrangement a sound entry would quote, under another id."""
    return {**liar.frame()["arrangement"], "id": arrangement_id}


def test_a_played_report_in_a_real_log_is_void_and_unread(
    world: World, liar: DishonestAuthor
) -> None:
    before = kept(world.tripoli).bodies
    outcome = liar.tell(liar.report(arrangement=quoting(liar, PLAYED_ID)))
    assert (outcome.entries, outcome.void) == (1, 1)
    assert rejected(world.tripoli) == [("exercise-mix", "arrangement")]
    assert kept(world.tripoli).bodies == before


def test_an_exercise_is_not_announced_in_a_real_log(world: World, liar: DishonestAuthor) -> None:
    assert liar.tell(liar.report(kind="exercise", move="announce")).void == 1
    assert rejected(world.tripoli) == [("exercise-mix", "kind")]


def test_a_real_item_is_not_given_to_a_node_of_an_exercise(
    world: World, liar: DishonestAuthor
) -> None:
    assert liar.tell(liar.report(audience=sorted([PLAYERS[0], TRIPOLI]))).void == 1
    assert rejected(world.tripoli) == [("exercise-mix", "audience")]


def test_a_real_report_in_the_log_of_an_exercise_is_void(
    played: World, player: DishonestAuthor
) -> None:
    outcome = player.tell(player.report(arrangement=quoting(player, ARRANGEMENT_ID)))
    assert (outcome.entries, outcome.void) == (1, 1)
    assert rejected(played.tripoli) == [("exercise-mix", "arrangement")]


def test_an_entry_of_another_exercise_is_void_too(played: World, player: DishonestAuthor) -> None:
    other = exercise_id("cd" * 16, "008")
    assert player.tell(player.report(arrangement=quoting(player, other))).void == 1
    assert rejected(played.tripoli) == [("exercise-mix", "arrangement")]


def test_a_played_item_is_not_given_to_a_real_service(
    played: World, player: DishonestAuthor
) -> None:
    assert player.tell(player.report(audience=sorted([ALGIERS, PLAYERS[1]]))).void == 1
    assert rejected(played.tripoli) == [("exercise-mix", "audience")]


def test_facts_and_survivors_are_no_way_round(world: World, liar: DishonestAuthor) -> None:
    item = world.algiers.entries(ours=True)[-1].leaf.hex()
    fact = liar.fact(
        "destroy", about=[item], code="RETENTION", arrangement=quoting(liar, PLAYED_ID)
    )
    assert liar.tell(fact).void == 1
    assert rejected(world.tripoli) == [("exercise-mix", "arrangement")]


def test_the_two_worlds_have_no_log_in_common(played: World) -> None:
    real = {link_id(ARRANGEMENT_ID, *pair) for pair in ((ALGIERS, TRIPOLI), (TRIPOLI, ALGIERS))}
    link = played.algiers.link()
    assert not {link.own, link.theirs} & real


def test_control_a_played_report_in_the_log_of_its_exercise_stands(
    player: DishonestAuthor,
) -> None:
    outcome = player.tell(player.report(retain_until="2026-03-01T20:00:00Z"))
    assert (outcome.entries, outcome.void) == (1, 0)


def test_control_a_real_report_in_a_real_log_stands(liar: DishonestAuthor) -> None:
    outcome = liar.tell(liar.report())
    assert (outcome.entries, outcome.void) == (1, 0)
