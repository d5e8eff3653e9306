"""Duplicate keys: one object says two things, and two parsers believe each its own.

Defence: the bytes must be those the value is written as, so a second key cannot hide (trust.md
§4.1; Python's ``json`` silently takes the last).
"""

import json
from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected, rules
from tests.world import World

TWINS = {
    "the same twice": (b'"kind":"report"', b'"kind":"report","kind":"report"'),
    "another kind before": (b'"kind":"report"', b'"kind":"note","kind":"report"'),
    "another handling after": (b'"handling":["H1"]', b'"handling":["H1"],"handling":["H0"]'),
    "inside": (b'{"root":', b'{"root":"' + b"0" * 64 + b'","root":'),
}


@pytest.mark.parametrize("twin", TWINS)
def test_an_entry_that_says_a_field_twice_is_refused(
    world: World, liar: DishonestAuthor, twin: str
) -> None:
    old, new = TWINS[twin]
    forged = liar.report()
    before = kept(world.tripoli)
    outcome = liar.tell(replace(forged, written=forged.written.replace(old, new, 1)))
    assert rules(outcome) == ["not-canonical"]
    assert kept(world.tripoli) == before


def test_a_body_that_says_a_field_twice_is_destroyed(world: World, liar: DishonestAuthor) -> None:
    body = b'{"text":{"fr":"x"},"text":{"fr":"z"},"title":{"fr":"y"}}'
    assert liar.tell(liar.report(body=body)).bodies_refused == 1
    assert rejected(world.tripoli) == [("bad-body", "")]


def test_control_a_common_reader_takes_the_last_and_says_nothing(liar: DishonestAuthor) -> None:
    old, new = TWINS["another kind before"]
    twin = liar.report().written.replace(old, new, 1)
    assert json.loads(twin)["kind"] == "report"
