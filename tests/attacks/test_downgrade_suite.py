"""Downgrade: the suite byte, or what it stands for, is changed to something weaker.

Defence: one suite, no negotiation, its byte bound into the sealing; the arrangement lists what
is allowed (trust.md §5, step 0).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.world import World, arrangement, signed
from wasl.core.arrangement import arrangement_text
from wasl.seal.frames import write_frames
from wasl.seal.note import write_note


@pytest.mark.parametrize("suite", [0, 2, 255])
def test_a_dispatch_under_another_suite_is_refused(
    world: World, liar: DishonestAuthor, suite: int
) -> None:
    sealed = liar.dispatch(liar.report())
    before = kept(world.tripoli)
    outcome = liar.send(sealed[:4] + bytes([suite]) + sealed[5:])
    assert outcome.refused == [("unknown-suite", {"suite": suite})]
    assert kept(world.tripoli) == before


def test_entries_do_not_travel_unsealed_even_inside_the_line(liar: DishonestAuthor) -> None:
    outcome = liar.send(b"WSL0" + write_frames(liar.frames(liar.report())))
    assert rules(outcome) == ["unknown-frame"]


def test_greetings_do_not_travel_unsealed_outside_the_line(world: World) -> None:
    outcome = world.tripoli.take(world.algiers.out()[:1], None)
    assert rules(outcome) == ["malformed"]


@pytest.mark.parametrize("suites", [[], [0], [1, 2]])
def test_an_arrangement_cannot_allow_another_suite(
    world: World, liar: DishonestAuthor, suites: list[int]
) -> None:
    text = arrangement_text(arrangement(version=2))
    weaker = text.replace('"suite":[1]', f'"suite":{suites}'.replace(" ", ""))
    note = write_note(signed(weaker, world.algiers.roots[:2]))
    before = kept(world.tripoli)
    outcome = liar.tell(liar.act("arrangement", "propose", note))
    assert rules(outcome) == ["bad-arrangement"]
    assert kept(world.tripoli) == before


def test_control_the_same_dispatch_under_suite_one_is_taken(liar: DishonestAuthor) -> None:
    assert liar.send(liar.dispatch(liar.report())).entries == 1
