"""Alerts and hits between two services: found by a person, answered by the issuer, acted on."""

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.world import PURPOSE, Service, World
from wasl.core.errors import RefusedError
from wasl.core.terms import Standing
from wasl.node import accounts
from wasl.node.erasure import standing_of
from wasl.node.need import name_to
from wasl.node.office.reading import case as case_of
from wasl.node.office.reading import tray
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow
from wasl.node.wish import Wish
from wasl.seal.note import sign

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


def named(name: str, born: str | None = None) -> dict[str, Any]:
    """An invented person of this name."""
    person = {**SUBJECT, "name": {"script": "Latn", "written": name}}
    return person if born is None else {**person, "born": born}


def on(person: dict[str, Any], category: str = "MISSING", **body: Any) -> Wish:
    """An alert on this person."""
    return alert(category, identification={"person": person}, **body)


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


def shown_at(one: Service, case: str) -> Any:
    """A case as it is read at one service."""
    return one.turn(lambda turn: case_of(one.node, turn, reference=case))


def vouched(one: Service, turn: Turn, draft: str) -> None:
    """The word of the data-protection officer."""
    row = accounts.draft_of(turn, draft)
    line = sign(accounts.draft_text(row), one.devices["elias"])
    accounts.vouch(one.node, turn, row, accounts.officer_of(turn, "elias"), line)


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
    other = {"identification": {"person": named("Autre Invente")}}
    world.tripoli.release(alert("ARREST", judicial_reference="Tripoli 7/2026", **other))
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


# ----------------------------------------------------------------- one on each subject, and first


def given(world: World, one: Service, wish: Wish, by: tuple[str, str] = ("amel", "badr")) -> str:
    """The case of an alert both sides hold."""
    one.release(wish, by=by)
    world.sync()
    return last(one).case


ONE = "one-alert-per-subject"
ARREST = {"judicial_reference": "Alger 7/2026"}
WHO = named("Sami Invente")


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        (named("Sami Invente"), named("INVENTE, sami"), "one-alert-per-subject"),
        (named("Sami Invente", "1980"), named("Sami Invente"), "one-alert-per-subject"),
        (
            named("Sami Invente", "1980"),
            named("Sami Invente", "1980-02-01"),
            "one-alert-per-subject",
        ),
        (named("Sami Invente", "1980"), named("Sami Invente", "1981"), ""),
        (named("Sami Invente", "1980-02-01"), named("Sami Invente", "1980-02-02"), ""),
        (named("Sami Invente"), named("Sami Autre"), ""),
    ],
)
def test_there_is_one_alert_of_ours_on_a_subject(
    world: World, first: dict[str, Any], second: dict[str, Any], rule: str
) -> None:
    given(world, world.tripoli, on(first))
    if rule:
        assert refusal(world.tripoli, on(second, "INFORMATION"), ("amel", "badr")) == rule
    else:
        given(world, world.tripoli, on(second))


def test_the_number_of_a_thing_is_compared_without_its_signs(world: World) -> None:
    def plate(number: str | None) -> Wish:
        thing = {"kind": "PLATE", "number": number, "description": FRENCH}
        known = {name: part for name, part in thing.items() if part is not None}
        return alert("OBJECT_SEIZE", identification={"thing": known})

    given(world, world.tripoli, plate("00000-000-00"))
    again = refusal(world.tripoli, plate("00000 000 00"), ("amel", "badr"))
    assert again == "one-alert-per-subject"
    given(world, world.tripoli, plate("---"))  # told apart by its description alone
    given(world, world.tripoli, plate(None))


def test_two_drafts_on_one_subject_are_not_both_released(world: World) -> None:
    drafts = [world.tripoli.draft("amel", on(WHO)) for _ in range(2)]
    world.tripoli.release_draft(drafts[0], "badr")
    with pytest.raises(RefusedError, match="one-alert-per-subject"):
        world.tripoli.release_draft(drafts[1], "badr")


def test_an_alert_that_ended_lapsed_or_was_destroyed_makes_room_for_another(world: World) -> None:
    case = given(world, world.tripoli, on(WHO))
    world.tripoli.release(move("alert", "close", case))
    given(world, world.tripoli, on(WHO))
    world.clock.pass_(days=190)
    later = replace(on(WHO), fields={**PLACED, "code": "MISSING", "retain_until": LATER})
    given(world, world.tripoli, later)
    row = last(world.tripoli)
    fields = {"about": [row.leaf.hex()], "code": "ORDER"}
    world.tripoli.release(Wish(kind="fact", move="destroy", fields=fields), by=("farah", "elias"))
    world.tripoli.release(later)


def test_both_services_may_look_for_one_subject_and_read_of_each_other(world: World) -> None:
    theirs = given(world, world.algiers, on(WHO, "ARREST", **ARREST))
    ours = given(world, world.tripoli, on(WHO))
    for one in (world.algiers, world.tripoli):
        (other,) = shown_at(one, ours)["beside"]
        assert (other["case"], other["compatible"]) == (theirs, True)


def test_no_alert_is_issued_beside_one_of_theirs_that_goes_first(world: World) -> None:
    given(world, world.algiers, on(WHO, "ARREST", **ARREST))
    check = on(WHO, "CHECK_DISCREET", decided_by="driss")
    assert refusal(world.tripoli, check, ("amel", "badr")) == "alert-goes-first"


def test_what_goes_first_is_issued_all_the_same_and_answers_the_other(world: World) -> None:
    check = world.algiers.draft("amel", on(WHO, "CHECK_DISCREET", decided_by="driss"))
    world.algiers.turn(lambda turn: vouched(world.algiers, turn, check))
    world.algiers.release_draft(check, "badr")
    world.sync()
    later = last(world.algiers).case
    first = given(world, world.tripoli, on(WHO, "ARREST", **ARREST))
    assert refusal(world.tripoli, move("alert", "activate", later), DESK) == "alert-goes-first"
    about = {"about": [last(world.tripoli).leaf.hex()]}
    world.tripoli.release(move("alert", "incompatible", later, **about), by=DESK)
    world.algiers.release(move("alert", "activate", first), by=DESK)
    world.sync()
    assert world.algiers.entries(ours=False)[-1].rule == ""


@pytest.mark.parametrize("other", [on(WHO, "INFORMATION"), on(named("Autre"), "ARREST", **ARREST)])
def test_an_alert_is_not_turned_away_for_one_that_may_stand_beside_it(
    world: World, other: Wish
) -> None:
    given(world, world.algiers, other)
    beside = last(world.algiers).leaf.hex()
    case = given(world, world.algiers, on(named("Troisieme"), "MISSING"))
    wish = move("alert", "incompatible", case, about=[beside])
    assert refusal(world.tripoli, wish, DESK) == "alert-stands-beside"


def test_what_the_answer_cites_is_left_to_the_judge_where_it_is_no_standing_alert(
    world: World,
) -> None:
    case = given(world, world.algiers, on(WHO))
    item = last(world.algiers).leaf.hex()
    closed = given(world, world.algiers, on(named("Autre")))
    ended = last(world.algiers).leaf.hex()
    world.algiers.release(move("alert", "close", closed))
    world.sync()
    for about in ([ended], [item, ended], ["0" * 64]):
        wish = move("alert", "incompatible", case, about=about)
        assert refusal(world.tripoli, wish, DESK) == "bad-reference"


def test_a_flagged_alert_bars_no_other(world: World) -> None:
    case = given(world, world.algiers, on(WHO, "ARREST", **ARREST))
    world.tripoli.release(move("alert", "flag", case, code="OWN_NATIONAL"), by=DESK)
    given(world, world.tripoli, on(WHO, "JUDICIAL_WHEREABOUTS"))


# -------------------------------------------------------------------------- past its review date

LATER = "2027-01-01T00:00:00Z"


def test_a_hit_after_the_review_date_of_its_alert_is_refused(world: World) -> None:
    item = issued(world)
    world.clock.pass_(days=190)
    wish = hit_on(item)
    wish = replace(wish, fields={**wish.fields, "retain_until": LATER})
    assert refusal(world.algiers, wish, REPLY) == "item-expired"


def test_a_lapsed_alert_is_read_as_such_and_not_taken_up(world: World) -> None:
    item = issued(world)
    world.clock.pass_(days=190)
    assert refusal(world.algiers, move("alert", "activate", item.case), DESK) == "item-expired"
    shown = shown_at(world.algiers, item.case)
    assert (shown["lapsed"], shown["states"]) == (True, ["issued", "none"])
    world.tripoli.release(move("alert", "lapse", item.case))
    world.sync()
    shown = shown_at(world.algiers, item.case)
    assert (shown["lapsed"], shown["states"]) == (False, ["lapsed", "none"])


def test_an_extended_alert_is_hit_after_its_first_review_date(world: World) -> None:
    item = issued(world)
    later = move("alert", "extend", item.case, code="MISSING", body={"reason": FRENCH})
    world.tripoli.release(replace(later, fields={**later.fields, "retain_until": LATER}))
    world.sync()
    world.clock.pass_(days=190)
    wish = hit_on(item)
    world.algiers.release(replace(wish, fields={**wish.fields, "retain_until": LATER}), by=REPLY)
    world.sync()
    assert world.tripoli.entries(ours=False)[-1].rule == ""


def test_a_closed_alert_is_taken_down_within_a_day_by_who_acted_on_it(world: World) -> None:
    item = issued(world)
    world.algiers.release(move("alert", "activate", item.case), by=DESK)
    world.sync()
    assert shown_at(world.algiers, item.case)["due"] == ""
    world.tripoli.release(move("alert", "close", item.case))
    world.sync()
    assert shown_at(world.algiers, item.case)["due"].startswith("2026-03-02")
    world.clock.pass_(days=2)
    assert shown_at(world.algiers, item.case)["overdue"]
    world.algiers.release(move("alert", "remove", item.case), by=DESK)
    world.sync()
    assert not shown_at(world.tripoli, item.case)["overdue"]


def test_a_closed_alert_that_nobody_acted_on_owes_nothing(world: World) -> None:
    item = issued(world)
    world.tripoli.release(move("alert", "close", item.case))
    world.sync()
    assert shown_at(world.algiers, item.case)["due"] == ""


def test_a_hit_is_answered_within_half_a_day(world: World) -> None:
    case = reported(world).case
    world.clock.pass_(hours=25)
    assert shown_at(world.tripoli, case)["overdue"]


def test_of_another_alert_on_its_subject_an_officer_reads_what_is_his_to_know(
    world: World,
) -> None:
    def beside(officer: str) -> list[str]:
        told = one.turn(lambda turn: tray(one.node, turn, officer=officer))
        (line,) = [line for line in told["cases"] if line["case"] == ours]
        shown = one.turn(lambda turn: case_of(one.node, turn, reference=ours, officer=officer))
        assert line["beside"] == shown["beside"]
        return [other["case"] for other in line["beside"]]

    one = world.tripoli
    theirs = given(world, world.algiers, on(WHO, "ARREST", **ARREST))
    ours = given(world, one, on(WHO))
    assert beside("badr") == beside("farah") == [theirs]
    world.algiers.release(move("alert", "hide", theirs))
    world.sync()
    assert (beside("badr"), beside("farah")) == ([theirs], [])
    world.algiers.release(move("alert", "unhide", theirs))
    world.sync()
    one.turn(lambda turn: name_to(turn, theirs, ["farah"]))
    assert (beside("badr"), beside("farah")) == ([], [theirs])


def test_of_a_destroyed_alert_nothing_tells_any_more_whom_it_looked_for(world: World) -> None:
    def noted() -> list[str]:
        settings = world.tripoli.look(lambda look: look.settings())
        return [name for name, _ in settings if name.startswith(("alerts-on/", "subject/"))]

    given(world, world.tripoli, on(WHO))
    assert len(noted()) == 2
    fields = {"about": [last(world.tripoli).leaf.hex()], "code": "ORDER"}
    world.tripoli.release(Wish(kind="fact", move="destroy", fields=fields), by=("farah", "elias"))
    assert noted() == []


def test_an_alert_that_waits_for_its_place_bars_another_on_its_subject(world: World) -> None:
    one = world.tripoli
    one.node.session(one.link().own).renew()  # a new run that nobody has confirmed yet
    assert one.release(on(WHO)) is None
    assert refusal(one, on(WHO, "INFORMATION"), ("amel", "badr")) == "one-alert-per-subject"
    assert one.release(on(named("Sami Autre"))) is None
