"""Crossing acts: both sides wrote before they heard of each other, and end in the same states."""

from tests.node.histories import MARKED, WORDS, agreed, recall, released, request, suspend
from tests.world import Service, World
from wasl.core.case import PROCEDURES, joint
from wasl.core.errors import RefusedError
from wasl.node.erasure import halves
from wasl.node.wish import Wish


def states(one: Service, case: str) -> tuple[str, str]:
    """The joint state of a case as this side folds it."""
    rows = one.look(lambda look: look.entries_of_cases([case]))
    return joint(PROCEDURES[rows[0].kind], *halves(rows))


def asked(world: World) -> str:
    """A request of Algiers that Tripoli has admitted."""
    world.algiers.release(request(world.algiers))
    world.sync()
    case = world.algiers.entries(ours=True)[-1].case
    go_on(world.tripoli, case, "admit", ("farah", "badr"))
    world.sync()
    return case


def go_on(one: Service, case: str, move: str, by: tuple[str, str], **body: object) -> None:
    fields = {**MARKED, "case": case}
    one.release(Wish(kind="request", move=move, fields=fields, body=body or None), by=by)


def test_a_cancellation_and_an_answer_that_cross_are_seen_alike(world: World) -> None:
    case = asked(world)
    go_on(world.algiers, case, "cancel", ("amel", "badr"), text=WORDS)
    go_on(world.tripoli, case, "reply_nothing", ("farah", "badr"))
    world.sync()
    assert states(world.algiers, case) == states(world.tripoli, case)
    assert states(world.algiers, case) == ("cancelled", "nothing_held")
    assert agreed(world)


def test_both_suspend_and_only_one_lifts_its_own(world: World) -> None:
    for one in (world.algiers, world.tripoli):
        suspend(one)
    world.sync()
    suspend(world.algiers, "resume")
    world.sync()
    case = world.algiers.entries(ours=True)[1].case
    assert states(world.algiers, case) == states(world.tripoli, case)
    assert states(world.algiers, case) == ("concluded", "suspended")


def test_a_report_that_crosses_a_suspension_stands(world: World) -> None:
    suspend(world.tripoli)
    released(world.algiers)
    world.sync()
    assert [row.rule for row in world.tripoli.entries(ours=False)] == [""] * 4
    assert agreed(world)


def test_a_recall_that_crosses_feedback_on_its_item_stands_beside_it(world: World) -> None:
    row = released(world.algiers)
    world.sync()
    feedback = {**MARKED, "about": [row.leaf.hex()], "code": "CONFIRMED"}
    world.tripoli.release(Wish(kind="feedback", move="give", fields=feedback))
    world.algiers.release(recall(world.algiers, row))
    world.sync()
    for one in (world.algiers, world.tripoli):
        assert [r.rule for r in one.entries(ours=False) if r.rule] == []
    assert agreed(world)


def test_an_act_that_waited_and_may_stand_no_more_is_kept_as_a_refusal(world: World) -> None:
    case = asked(world)
    world.tripoli.node.session(world.tripoli.link().own).renew()
    go_on(world.algiers, case, "cancel", ("amel", "badr"), text=WORDS)
    try:
        go_on(world.tripoli, case, "reply_nothing", ("farah", "badr"))
    except RefusedError:
        return
    world.sync()
    refused = world.tripoli.look(lambda look: look.refusals(9))
    assert [row.rule for row in refused if row.side == "desk"] == ["move-not-allowed"]
    assert states(world.algiers, case) == states(world.tripoli, case) == ("cancelled", "admitted")
