"""Alerts and hits between two services: found by a person, answered by the issuer, acted on."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.world import PURPOSE, Service, World
from wasl.core.errors import RefusedError
from wasl.core.terms import Standing
from wasl.node.erasure import standing_of
from wasl.node.rows import EntryRow
from wasl.node.wish import Wish

FRENCH = {"fr": "Texte inventé."}
SUBJECT = {"name": {"script": "Latn", "written": "Sami Invente"}, "role": "MISSING"}
PLACED: dict[str, Any] = {
    "dossier": "borders",
    "handling": ["H1"],
    "purpose": PURPOSE,
    "retain_until": "2026-09-01T00:00:00Z",
}
REPLY, DESK = ("farah", "badr"), ("amel", "elias")


def last(one: Service) -> EntryRow:
    return one.entries(ours=True)[-1]


def alert(category: str = "MISSING", **body: Any) -> Wish:
    """An alert on an invented person."""
    parts = {"action": FRENCH, "identification": {"person": SUBJECT}, "reason": FRENCH}
    return Wish(
        kind="alert", move="issue", fields={**PLACED, "code": category}, body={**parts, **body}
    )


def issued(world: World) -> EntryRow:
    """Tripoli looks for somebody, and Algiers has seen it."""
    world.tripoli.release(alert())
    world.sync()
    return last(world.tripoli)


def move(kind: str, name: str, case: str, **more: Any) -> Wish:
    placed = {key: PLACED[key] for key in ("dossier", "handling", "purpose")}
    body = more.pop("body", None)
    return Wish(kind=kind, move=name, fields={**placed, "case": case, **more}, body=body)


def hit_on(item: EntryRow) -> Wish:
    """Somebody was found, and an officer has judged that it is the subject of this alert."""
    body = {
        "check": FRENCH,
        "judged_by": "0123456789abcdef",
        "judgement": FRENCH,
        "located": FRENCH,
        "persons": [SUBJECT],
    }
    fields = {**PLACED, "about": [item.leaf.hex()]}
    return Wish(kind="hit", move="report", fields=fields, body=body)


def reported(world: World) -> EntryRow:
    world.algiers.release(hit_on(issued(world)), by=REPLY)
    world.sync()
    return last(world.algiers)


def refusal(one: Service, wish: Wish, by: tuple[str, str]) -> str:
    with pytest.raises(RefusedError) as refused:
        one.release(wish, by=by)
    return refused.value.rule


def test_a_hit_is_reported_confirmed_and_acted_on(world: World) -> None:
    case = reported(world).case
    world.tripoli.release(move("hit", "confirm", case), by=REPLY)
    world.sync()
    world.algiers.release(move("hit", "act", case, code="PROTECTED"), by=REPLY)
    world.sync()
    held = [row for row in world.tripoli.entries(ours=False) if row.case == case]
    assert [(row.move, row.rule) for row in held] == [("report", ""), ("act", "")]


def test_nothing_is_acted_on_before_the_issuer_has_confirmed(world: World) -> None:
    case = reported(world).case
    wish = move("hit", "act", case, code="PROTECTED")
    assert refusal(world.algiers, wish, REPLY) == "move-not-allowed"


def test_what_was_done_to_the_wrong_one_is_undone(world: World) -> None:
    case = reported(world).case
    world.tripoli.release(move("hit", "confirm", case), by=REPLY)
    world.sync()
    world.algiers.release(move("hit", "act", case, code="PROTECTED"), by=REPLY)
    world.tripoli.release(move("hit", "correct_identity", case), by=REPLY)
    world.sync()
    world.algiers.release(move("hit", "reverse", case, body={"text": FRENCH}), by=REPLY)
    world.sync()
    assert world.tripoli.entries(ours=False)[-1].rule == ""


def test_a_hidden_alert_is_still_hit_at_the_desk(world: World) -> None:
    item = issued(world)
    world.tripoli.release(move("alert", "hide", item.case))
    world.sync()
    world.algiers.release(hit_on(item), by=REPLY)
    world.sync()
    assert world.tripoli.entries(ours=False)[-1].rule == ""


def test_no_hit_is_reported_on_an_alert_seen_to_be_closed(world: World) -> None:
    item = issued(world)
    world.tripoli.release(move("alert", "close", item.case))
    world.sync()
    assert refusal(world.algiers, hit_on(item), REPLY) == "bad-reference"


def test_a_hit_that_crossed_the_closing_stands_at_both_ends(world: World) -> None:
    item = issued(world)
    world.tripoli.release(move("alert", "close", item.case))
    world.algiers.release(hit_on(item), by=REPLY)
    world.sync()
    assert world.tripoli.entries(ours=False)[-1].rule == ""


def test_no_hit_is_reported_on_an_alert_of_ones_own(world: World) -> None:
    assert refusal(world.tripoli, hit_on(issued(world)), REPLY) == "bad-reference"


def test_a_node_that_found_somebody_says_nothing_by_itself(world: World) -> None:
    item = issued(world)
    assert refusal(world.algiers, hit_on(item), ("amel", "amel")) == "same-officer"


def test_an_alert_to_protect_is_heard_by_the_data_protection_officer(world: World) -> None:
    assert refusal(world.tripoli, alert("PROTECT"), ("amel", "badr")) == "word-lacking"


def test_an_arrest_without_a_title_is_not_even_drafted(world: World) -> None:
    assert refusal(world.tripoli, alert("ARREST"), ("amel", "badr")) == "bad-body"
    world.tripoli.release(alert("ARREST", judicial_reference="Tripoli 7/2026"))


def test_an_alert_is_flagged_by_who_cannot_execute_it_and_activated_later(world: World) -> None:
    case = issued(world).case
    world.algiers.release(move("alert", "flag", case, code="CAPACITY"), by=("amel", "badr"))
    world.algiers.release(move("alert", "activate", case), by=("amel", "badr"))
    world.sync()
    assert [row.rule for row in world.tripoli.entries(ours=False)[-2:]] == ["", ""]


def test_a_check_names_by_pseudonym_who_decided_it(world: World) -> None:
    bare = alert("CHECK_DISCREET")
    assert refusal(world.tripoli, bare, ("amel", "badr")) == "bad-body"
    nobody = alert("CHECK_DISCREET", decided_by="nobody")
    assert refusal(world.tripoli, nobody, ("amel", "badr")) == "no-such-officer"
    draft = world.tripoli.draft("amel", alert("CHECK_DISCREET", decided_by="driss"))
    body = world.tripoli.look(lambda look: look.draft(draft)).body
    assert b'"decided_by":"driss"' not in body
    assert re.search(rb'"decided_by":"[0-9a-f]{16}"', body)


def test_a_hit_is_told_by_one_officer_only_on_an_alert_for_arrest(world: World) -> None:
    flash = replace(hit_on(issued(world)), flash=True)
    assert refusal(world.algiers, flash, ("badr", "badr")) == "not-flash"
    world.tripoli.release(alert("ARREST", judicial_reference="Tripoli 7/2026"))
    world.sync()
    world.algiers.release(replace(hit_on(last(world.tripoli)), flash=True), by=("badr", "badr"))
    world.sync()
    assert world.tripoli.entries(ours=False)[-1].rule == ""


def test_an_extended_alert_does_not_expire_on_its_first_review_date(world: World) -> None:
    item = issued(world)
    later = move("alert", "extend", item.case, code="MISSING", body={"reason": FRENCH})
    until = {"retain_until": "2026-12-01T00:00:00Z"}
    world.tripoli.release(replace(later, fields={**later.fields, **until}))
    world.sync()
    for days, expected in ((200, Standing.LIVE), (100, Standing.EXPIRED)):
        world.clock.pass_(days=days)
        for one in (world.algiers, world.tripoli):
            with one.node.store.look() as look:
                assert standing_of(one.node, look, item) is expected
