"""Recognised twice: a counterpart opens a second recognition, then moves in the first again.

Defence: its newest case rules, whatever is written in an older one, and nothing a counterpart
may write makes a reader of both logs fall over (trust.md §3.4).
"""

from typing import Literal

import pytest

from tests.attacks.forge import DishonestAuthor, Forged, rules, stated
from tests.world import ARRANGEMENT_ID, World, signed
from wasl.seal.keys import keys_text
from wasl.seal.note import text_hash, write_note
from wasl.seal.recognition import Recognition, recognition_text

Stated = Literal["recognise", "restore", "withdraw"]


def recognition(world: World, liar: DishonestAuthor, move: Stated, case: str) -> Forged:
    """The liar's own word about Tripoli, by its own roots."""
    said = Recognition(
        arrangement_id=ARRANGEMENT_ID,
        by=world.algiers.name,
        decided_by="the head of the service",
        decided_on="2026-03-01",
        keys_sha256=text_hash(keys_text(stated(world.tripoli))).hex(),
        move=move,
        node=world.tripoli.name,
        office="Liaison",
        until="2027-03-01",
    )
    note = write_note(signed(recognition_text(said), world.algiers.roots[:2]))
    return liar.act("recognition", move, note, case=case)


@pytest.mark.parametrize("later", ["suspend", "withdraw"])
def test_a_move_in_the_older_case_changes_nothing_and_breaks_nothing(
    world: World, liar: DishonestAuthor, later: str
) -> None:
    first = world.tripoli.entries(ours=False)[0].case
    liar.tell(recognition(world, liar, "recognise", "B" * 14))
    old = (
        liar.act("recognition", "suspend", case=first)
        if later == "suspend"
        else recognition(world, liar, "withdraw", first)
    )
    outcome = liar.tell(old)
    assert (rules(outcome), outcome.entries, outcome.void) == ([], 1, 0)
    assert liar.tell(liar.report()).void == 0


def test_a_withdrawal_in_the_newest_case_rules(world: World, liar: DishonestAuthor) -> None:
    liar.tell(recognition(world, liar, "recognise", "B" * 14))
    liar.tell(recognition(world, liar, "withdraw", "B" * 14))
    assert liar.tell(liar.report()).void == 1


def test_control_one_recognition_is_enough(liar: DishonestAuthor) -> None:
    assert liar.tell(liar.report()).void == 0
