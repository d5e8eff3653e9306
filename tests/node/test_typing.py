"""What an officer typed is kept in the store: theirs alone, twenty forms, thirty days."""

from typing import Any

import pytest

from tests.world import World
from wasl.core.errors import RefusedError
from wasl.node.office import typing

FORM = {"body.text.fr": ["Texte inventé."]}


def _type(world: World, place: str, filled: Any = None, officer: str = "amel") -> Any:
    service = world.algiers
    return service.turn(
        lambda turn: typing.type_in(
            service.node,
            turn,
            officer=officer,
            place=place,
            filled=FORM if filled is None else filled,
        )
    )


def _typed(world: World, officer: str = "amel") -> list[str]:
    service = world.algiers
    held = service.turn(lambda turn: typing.typed(service.node, turn, officer=officer))
    return [each["place"] for each in held]


def test_a_form_is_there_again_for_its_officer_alone(world: World) -> None:
    _type(world, "/new/report")
    _type(world, "/new/notice")
    _type(world, "/new/report", {"body.text.fr": ["Autre texte."]})
    assert _typed(world) == ["/new/report", "/new/notice"]
    assert _typed(world, "badr") == []


def test_an_empty_form_is_forgotten(world: World) -> None:
    _type(world, "/new/report")
    _type(world, "/new/report", {})
    assert _typed(world) == []


def test_twenty_forms_are_kept_and_none_longer_than_thirty_days(world: World) -> None:
    for place in range(21):
        _type(world, f"/new/{place}")
    assert len(_typed(world)) == 20
    assert "/new/0" not in _typed(world)
    world.clock.pass_(hours=30 * 24 + 1)
    assert _typed(world) == []


def test_many_long_forms_make_room_for_the_last(world: World) -> None:
    for place in range(9):
        _type(world, f"/new/{place}", {"a": ["x" * 131_000]})
    assert _typed(world)[0] == "/new/8"
    assert len(_typed(world)) == 7


@pytest.mark.parametrize(
    ("place", "filled", "rule"),
    [
        ("/" + "x" * 200, FORM, "bad-arguments"),
        ("/new/report", {"a": "text"}, "bad-arguments"),
        ("/new/report", {"a": [1]}, "bad-arguments"),
        ("/new/report", {"a": ["x" * 131_072]}, "too-large"),
    ],
)
def test_what_is_no_form_of_ours_is_not_kept(
    world: World, place: str, filled: Any, rule: str
) -> None:
    with pytest.raises(RefusedError) as refusal:
        _type(world, place, filled)
    assert refusal.value.rule == rule
