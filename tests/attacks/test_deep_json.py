"""Deep JSON: brackets within brackets until a reader falls over.

Defence: depth 16, asked before anything walks the value; what a parser cannot hold is refused by
name (trust.md §4.1, §11).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected, rules
from tests.world import World
from wasl.core import canonical

DEPTHS = [17, 200, 1_100, 3_000]


def nested(depth: int, opening: bytes = b"[", closing: bytes = b"]") -> bytes:
    """So many brackets within each other."""
    return opening * depth + closing * depth


@pytest.mark.parametrize("depth", [*DEPTHS, 100_000])
def test_a_deep_body_is_destroyed_and_named(
    world: World, liar: DishonestAuthor, depth: int
) -> None:
    body = b'{"text":{"fr":"x"},"title":{"fr":"y"},"z":' + nested(depth) + b"}"
    outcome = liar.tell(liar.report(body=body))
    assert (outcome.entries, outcome.bodies_refused) == (1, 1)
    assert rejected(world.tripoli) == [("bad-body", "")]


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_deep_entry_is_refused(world: World, liar: DishonestAuthor, depth: int) -> None:
    forged = liar.report()
    deep = forged.written[:-1] + b',"z":' + nested(depth) + b"}"
    before = kept(world.tripoli)
    outcome = liar.tell(replace(forged, written=deep))
    assert rules(outcome)[0] in {"bad-entry", "too-large"}
    assert kept(world.tripoli) == before


def test_a_body_of_deep_objects_is_destroyed(world: World, liar: DishonestAuthor) -> None:
    body = nested(20_000, b'{"a":', b"}").replace(b":}", b":1}", 1)
    assert liar.tell(liar.report(body=body)).bodies_refused == 1


def test_control_the_depth_that_is_allowed_is_read(world: World, liar: DishonestAuthor) -> None:
    body = canonical.dumps(
        {"text": {"fr": "x"}, "title": {"fr": "y"}, "z": canonical.loads(nested(15))}
    )
    assert liar.tell(liar.report(body=body)).bodies_refused == 0
