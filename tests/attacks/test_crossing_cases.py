"""Crossing cases: the counterpart opens, under a reference it has just read, another case.

It says it had seen nothing yet, so its entry stands (judged as seen). Defence: a case that both
opened is dead, and no reading, no recall and no log stops because of it (procedures.md §1.1).
"""

from typing import Any

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, rules
from tests.world import PURPOSE, World, report
from wasl.node.erasure import standing_of
from wasl.node.ports import Look
from wasl.node.recalls import unanswered_recalls
from wasl.node.wish import Wish


def order(liar: DishonestAuthor, case: str, about: str, seen: dict[str, Any]) -> Forged:
    """A recall order of the liar in this case, of an item of its own."""
    return liar.bare(
        about=[about],
        audience=[liar.victim.name],
        case=case,
        code="ERROR",
        dossier="terrorism",
        due="2026-03-04T08:00:00Z",
        handling=["H1"],
        kind="recall",
        move="order",
        purpose=PURPOSE,
        seen=seen,
    )


@pytest.fixture
def crossed(world: World, liar: DishonestAuthor) -> Forged:
    """Tripoli has reported; the liar orders a recall under the same reference, unseeing."""
    seen = liar.seen()
    world.tripoli.release(report(audience=[world.algiers.name]))
    case = world.tripoli.entries(ours=True)[-1].case
    item = world.tripoli.entries(ours=False)[-1].leaf.hex()
    return order(liar, case, item, seen)


def test_the_entry_counts_and_the_log_goes_on(liar: DishonestAuthor, crossed: Forged) -> None:
    outcome = liar.tell(crossed)
    assert (rules(outcome), outcome.entries) == ([], 1)
    assert liar.tell(liar.report()).entries == 1


def test_items_and_recalls_can_still_be_read(
    world: World, liar: DishonestAuthor, crossed: Forged
) -> None:
    liar.tell(crossed)
    assert readable(world, liar)


def test_two_recalls_that_cross_under_one_reference_are_dead(
    world: World, liar: DishonestAuthor
) -> None:
    world.tripoli.release(report(audience=[world.algiers.name]))
    world.sync()
    seen = liar.seen()
    fields = {
        "about": [world.tripoli.entries(ours=True)[-1].leaf.hex()],
        "audience": [world.algiers.name],
        "code": "ERROR",
        "dossier": "terrorism",
        "due": "2026-03-04T08:00:00Z",
        "handling": ["H1"],
        "purpose": PURPOSE,
    }
    world.tripoli.release(Wish(kind="recall", move="order", fields=fields))
    case = world.tripoli.entries(ours=True)[-1].case
    item = world.tripoli.entries(ours=False)[3].leaf.hex()
    outcome = liar.tell(order(liar, case, item, seen))
    assert (rules(outcome), outcome.entries) == ([], 1)
    assert readable(world, liar)


def test_control_under_a_reference_of_its_own_the_order_is_obeyed(
    world: World, liar: DishonestAuthor
) -> None:
    item = world.tripoli.entries(ours=False)[-1].leaf.hex()
    liar.tell(order(liar, "A" * 14, item, liar.seen()))
    moves = [row.move for row in world.tripoli.entries(ours=True)]
    assert moves[-3:] == ["quarantine", "destroy", "attest"]


def readable(world: World, liar: DishonestAuthor) -> bool:
    """Whether the standing of every item, and the list of recalls, can be told at the victim."""
    link = liar.link

    def ask(look: Look) -> bool:
        node = world.tripoli.node
        rows = [*look.entries(link.own, 0, 100), *look.entries(link.theirs, 0, 100)]
        standings = [standing_of(node, look, row) for row in rows]
        return bool(standings) and unanswered_recalls(look, node.book(look, link)) is not None

    told: bool = world.tripoli.look(ask)
    return told
