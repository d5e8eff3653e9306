"""An officer's word on an item: kept on once, held, destroyed now; none read too late."""

from datetime import timedelta
from typing import Any

import pytest

from tests.node.histories import MARKED, WORDS, entry_fields, opened, recall, request
from tests.node.test_retaining import due, has_body, kept_for, late, tended, told
from tests.world import Service, World, report
from wasl.core.errors import RefusedError
from wasl.core.terms import Standing
from wasl.node.clock import stamp
from wasl.node.erasure import standing_of
from wasl.node.need import set_dossiers
from wasl.node.office.reading import case
from wasl.node.rows import EntryRow
from wasl.node.wish import Wish

KEEPERS = ("farah", "elias")


def word(move: str, row: EntryRow, *more: str, **fields: Any) -> Wish:
    """What an officer says of one item."""
    body = {"reason": WORDS} if move != "destroy" else None
    about = [row.leaf.hex(), *more]
    return Wish(kind="fact", move=move, fields={"about": about, **fields}, body=body)


def renewed(one: Service, row: EntryRow, days: float) -> None:
    until = stamp(one.clock.now() + timedelta(days=days))
    one.release(word("renew", row, retain_until=until), by=KEEPERS)


def refusal(one: Service, wish: Wish, by: tuple[str, str] = KEEPERS) -> str:
    with pytest.raises(RefusedError) as refused:
        one.release(wish, by=by)
    return refused.value.rule


def asked(world: World, *items: EntryRow) -> EntryRow:
    """A request of Tripoli's, which cites these items."""
    about = {"about": [row.leaf.hex() for row in items]} if items else {}
    world.tripoli.release(request(world.tripoli, **about))
    world.sync()
    return world.tripoli.entries(ours=True)[-1]


def cancelled(world: World, ask: EntryRow) -> None:
    fields = {**MARKED, "case": ask.case}
    world.tripoli.release(Wish(kind="request", move="cancel", fields=fields, body={"text": WORDS}))
    world.sync()


def disputed(world: World, row: EntryRow) -> None:
    fields = {**MARKED, "about": [row.leaf.hex()], "code": "ACCURACY"}
    fields["retain_until"] = stamp(world.clock.now() + timedelta(days=30))
    wish = Wish(kind="challenge", move="raise", fields=fields, body={"text": WORDS})
    world.tripoli.release(wish, by=("elias", "badr"))
    world.sync()


def given(world: World, days: int = 10) -> EntryRow:
    """A report of Algiers that both hold."""
    row: EntryRow = kept_for(world.algiers, days)
    world.sync()
    return row


# --------------------------------------------------------------------- past its date, hidden


def test_an_item_past_its_date_is_read_by_nobody_on_either_side(world: World) -> None:
    row = given(world)
    opened(world.tripoli, row)
    world.clock.pass_(days=11)
    for one in (world.algiers, world.tripoli):
        for officer in ("farah", "elias"):
            with pytest.raises(RefusedError, match="item-expired"):
                opened(one, row, officer)


def test_a_corrected_item_past_its_date_is_not_read_either(world: World) -> None:
    row = given(world)
    fields = {**MARKED, "about": [row.leaf.hex()], "code": "CORRECT"}
    fields |= {"retain_until": stamp(world.clock.now() + timedelta(days=10))}
    body = {"new": WORDS, "old": WORDS, "text": WORDS}
    world.algiers.release(Wish(kind="revise", move="revise", fields=fields, body=body))
    world.sync()
    world.clock.pass_(days=11)
    with world.tripoli.node.store.look() as look:
        assert standing_of(world.tripoli.node, look, row) is Standing.CORRECTED
    with pytest.raises(RefusedError, match="item-expired"):
        opened(world.tripoli, row)


def test_nothing_is_drawn_from_an_item_past_its_date(world: World) -> None:
    row = given(world)
    world.clock.pass_(days=11)
    assert refusal(world.tripoli, report(about=[row.leaf.hex()]), ("amel", "badr")) == (
        "item-expired"
    )


def test_an_item_past_its_date_can_still_be_disputed_and_recalled(world: World) -> None:
    row = given(world)
    world.clock.pass_(days=11)
    disputed(world, row)
    world.algiers.release(recall(world.algiers, row))
    world.sync()


# ------------------------------------------------------------------------------- kept on, once


def test_a_renewal_keeps_our_copy_on_and_the_other_side_reads_it(world: World) -> None:
    row = given(world)
    renewed(world.tripoli, row, 60)
    world.sync()
    world.clock.pass_(days=31)
    opened(world.tripoli, row)
    with pytest.raises(RefusedError, match="item-expired"):
        opened(world.algiers, row)
    assert due(world.tripoli) == [("review is near", ""), ("review is near", "")]
    shown = world.algiers.turn(lambda turn: case(world.algiers.node, turn, reference=row.case))
    (kept,) = shown["entries"][0]["kept"]
    assert (kept["move"], kept["ours"], kept["code"]) == ("renew", False, "")
    assert kept["until"].startswith("2026-04-30")


def test_what_was_kept_on_is_destroyed_after_its_second_date(world: World) -> None:
    row = given(world)
    renewed(world.tripoli, row, 60)
    world.sync()
    late(world, 45)
    tended(world.tripoli)
    assert has_body(world.tripoli, row)
    late(world, 48)
    assert not has_body(world.tripoli, row)
    day_before = stamp(world.clock.now() - timedelta(days=1))[:10]
    cases = {item["case"] for item in told(world.tripoli, day_before)["done"]}
    assert cases == {row.case}  # the reason ends with the item it was given for


def test_an_item_is_kept_on_once(world: World) -> None:
    row = given(world)
    renewed(world.tripoli, row, 20)
    until = stamp(world.clock.now() + timedelta(days=60))
    assert refusal(world.tripoli, word("renew", row, retain_until=until)) == "renewed-once"


@pytest.mark.parametrize(
    ("days", "rule"), [(5, "bad-date"), (10, "bad-date"), (400, "outside-arrangement")]
)
def test_a_renewal_is_to_a_later_day_that_the_arrangement_allows(
    world: World, days: int, rule: str
) -> None:
    row = given(world)
    until = stamp(world.clock.now() + timedelta(days=days))
    assert refusal(world.tripoli, word("renew", row, retain_until=until)) == rule


def test_what_is_past_its_date_is_not_brought_back(world: World) -> None:
    row = given(world)
    world.clock.pass_(days=11)
    until = stamp(world.clock.now() + timedelta(days=60))
    assert refusal(world.tripoli, word("renew", row, retain_until=until)) == "item-expired"


def test_a_renewal_drafted_in_time_and_released_late_is_refused(world: World) -> None:
    row = given(world)
    until = stamp(world.clock.now() + timedelta(days=60))
    draft = world.tripoli.draft("farah", word("renew", row, retain_until=until))
    world.clock.pass_(days=11)
    with pytest.raises(RefusedError, match="item-expired"):
        world.tripoli.release_draft(draft, "elias")


def test_only_the_data_protection_officer_releases_it_and_one_item_at_a_time(
    world: World,
) -> None:
    row, other = given(world), given(world)
    until = stamp(world.clock.now() + timedelta(days=60))
    wish = word("renew", row, retain_until=until)
    assert refusal(world.tripoli, wish, ("farah", "badr")) == "role-lacking"
    two = word("renew", row, other.leaf.hex(), retain_until=until)
    assert refusal(world.tripoli, two) == "bad-reference"
    nothing = Wish(
        kind="fact", move="renew", fields={"retain_until": until}, body={"reason": WORDS}
    )
    assert refusal(world.tripoli, nothing) == "bad-reference"


def test_an_item_without_a_review_date_has_none_to_move(world: World) -> None:
    row = asked(world)
    fields = {**MARKED, "case": row.case}
    body = {"reason": WORDS}
    due_day = stamp(world.clock.now() + timedelta(days=7))
    for move, more in (("admit", {}), ("hold", {"due": due_day})):
        told_body = body if move == "hold" else None
        wish = Wish(kind="request", move=move, fields={**fields, **more}, body=told_body)
        world.algiers.release(wish, by=("farah", "badr"))
    held = world.algiers.entries(ours=True)[-1]
    until = stamp(world.clock.now() + timedelta(days=60))
    assert refusal(world.algiers, word("renew", held, retain_until=until)) == "bad-date"


# ------------------------------------------------------------------------ held for a request


def test_an_item_is_held_for_an_open_request_that_does_not_cite_it(world: World) -> None:
    row = given(world)
    ask = asked(world)
    world.algiers.release(word("hold", row, ask.leaf.hex()), by=KEEPERS)
    world.sync()
    late(world, 42)
    tended(world.algiers)
    assert has_body(world.algiers, row)
    with pytest.raises(RefusedError, match="item-expired"):
        opened(world.algiers, row)
    assert [item["hold"] for item in told(world.algiers)["refused"]] == ["open request"]
    tended(world.tripoli)
    assert not has_body(world.tripoli, row)  # each holds its own copy
    cancelled(world, ask)
    late(world, 2)
    tended(world.algiers)
    assert not has_body(world.algiers, row)


def test_an_item_is_held_for_a_request_and_only_for_an_open_one(world: World) -> None:
    row = given(world)
    assert refusal(world.algiers, word("hold", row)) == "bad-reference"
    assert refusal(world.algiers, word("hold", row, given(world).leaf.hex())) == "bad-reference"
    assert refusal(world.algiers, word("hold", row, "0" * 64)) == "bad-reference"
    ask = asked(world)
    cancelled(world, ask)
    assert refusal(world.algiers, word("hold", row, ask.leaf.hex())) == "request-closed"


# ------------------------------------------------------------------------------- destroyed now


def test_officers_destroy_at_once_and_the_day_s_report_says_so(world: World) -> None:
    row = given(world)
    world.tripoli.release(word("destroy", row, code="NOT_RELEVANT"), by=KEEPERS)
    assert not has_body(world.tripoli, row)
    fact = world.tripoli.entries(ours=True)[-1]
    assert entry_fields(fact)["by"]["released"]["role"] == "dpo"
    (done,) = told(world.tripoli)["done"]
    assert (done["entry"], done["ground"]) == (row.leaf.hex(), "NOT_RELEVANT")
    tended(world.tripoli)
    assert [item["ground"] for item in told(world.tripoli)["done"]] == ["NOT_RELEVANT"]
    world.sync()
    with pytest.raises(RefusedError, match="item-gone"):
        opened(world.tripoli, row)
    shown = world.algiers.turn(lambda turn: case(world.algiers.node, turn, reference=row.case))
    assert [kept["code"] for kept in shown["entries"][0]["kept"]] == ["NOT_RELEVANT"]
    assert refusal(world.tripoli, word("destroy", row, code="ORDER")) == "item-gone"


def test_under_an_open_request_only_an_order_destroys(world: World) -> None:
    row = given(world)
    asked(world, row)
    assert refusal(world.algiers, word("destroy", row, code="RETENTION")) == "item-held"
    world.algiers.release(word("destroy", row, code="ORDER"), by=KEEPERS)
    assert not has_body(world.algiers, row)


def test_grounds_that_follow_from_a_case_are_not_an_officer_s_word(world: World) -> None:
    row = given(world)
    for ground in ("RECALL", "CHALLENGE", "VOID"):
        assert refusal(world.tripoli, word("destroy", row, code=ground)) == "move-not-allowed"


def test_a_disputed_or_recalled_item_has_its_own_end(world: World) -> None:
    row = given(world)
    opened(world.tripoli, row)
    disputed(world, row)
    assert refusal(world.tripoli, word("destroy", row, code="ORDER")) == "item-restricted"
    other = given(world)
    opened(world.tripoli, other)
    world.algiers.release(recall(world.algiers, other))
    world.sync()
    assert refusal(world.tripoli, word("destroy", other, code="ORDER")) == "item-recalled"
    world.algiers.release(word("destroy", other, code="ORDER"), by=KEEPERS)


def test_an_officer_says_nothing_of_what_is_not_his_to_know(world: World) -> None:
    row = given(world)
    one = world.tripoli
    one.turn(lambda turn: set_dossiers(turn, "farah", ["borders"]))
    assert refusal(one, word("destroy", row, code="ORDER")) == "need-to-know"
