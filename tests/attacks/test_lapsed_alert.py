"""A lapsed alert brought back: somebody is reported, or held, on an alert whose date has passed.

Defence: a hit cites an alert before its review date, by the dates of the two logs as its author
had seen them and its own claimed hour; a later one is void (``bad-date``) at both ends, whatever
the clock of who receives it says.
"""

from typing import Any

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, rejected
from tests.world import PURPOSE, World
from wasl.core.canonical import Json
from wasl.node.wish import Wish

FRENCH = {"fr": "Texte inventé."}
PERSON = {"name": {"script": "Latn", "written": "Sami Invente"}, "role": "MISSING"}
PLACED: dict[str, Any] = {"dossier": "borders", "handling": ["H1"], "purpose": PURPOSE}


@pytest.fixture
def alert(world: World) -> str:
    """Tripoli looks for somebody until September; Algiers has seen it."""
    parts = {"action": FRENCH, "identification": {"person": PERSON}, "reason": FRENCH}
    fields = {**PLACED, "code": "MISSING", "retain_until": "2026-09-01T00:00:00Z"}
    world.tripoli.release(Wish(kind="alert", move="issue", fields=fields, body=parts))
    world.sync()
    return str(world.tripoli.entries(ours=True)[-1].leaf.hex())


def hit(liar: DishonestAuthor, alert: str, written: str) -> Forged:
    """A hit on the alert, written when its author says."""
    body: Json = {
        "check": FRENCH,
        "judged_by": "0" * 16,
        "judgement": FRENCH,
        "located": FRENCH,
    }
    return liar.report(
        body,
        about=[alert],
        by={
            "drafted": {"role": "handler", "who": "0" * 16},
            "released": {"role": "releaser", "who": "1" * 16},
        },
        grading=None,
        kind="hit",
        move="report",
        retain_until="2027-01-01T00:00:00Z",
        written=written,
        **PLACED,
    )


def test_a_hit_written_after_the_review_date_is_void(
    world: World, liar: DishonestAuthor, alert: str
) -> None:
    outcome = liar.tell(hit(liar, alert, "2026-09-01T00:00:01Z"))
    assert (outcome.entries, outcome.void) == (1, 1)
    assert rejected(world.tripoli)[-1][0] == "bad-date"


def test_control_a_hit_written_on_the_day_stands(
    world: World, liar: DishonestAuthor, alert: str
) -> None:
    outcome = liar.tell(hit(liar, alert, "2026-09-01T00:00:00Z"))
    assert (outcome.entries, outcome.void) == (1, 0)


def test_control_a_hit_that_arrives_late_and_was_written_in_time_stands(
    world: World, liar: DishonestAuthor, alert: str
) -> None:
    in_time = hit(liar, alert, "2026-08-31T00:00:00Z")
    world.clock.pass_(days=200)
    assert liar.tell(in_time).void == 0
