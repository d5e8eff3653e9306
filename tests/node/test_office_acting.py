"""An act is rehearsed while it is drafted: what would be refused later is refused now."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.world import PURPOSE, TRIPOLI, Service, World
from wasl.core.errors import RefusedError
from wasl.node.accounts import act_text
from wasl.node.office import acting
from wasl.node.office.wording import refuse_numbers
from wasl.seal.note import Note, sign, write_note
from wasl.seal.vault import pseudonym

FIELDS = {
    "dossier": "terrorism",
    "grading": {"information": "4", "scale": "4x4", "source": "X"},
    "handling": ["H1"],
    "purpose": PURPOSE,
    "retain_until": "2026-09-01T00:00:00Z",
}
BODY = {"text": {"fr": "Texte inventé."}, "title": {"fr": "Titre"}}


def wish(**fields: object) -> dict[str, Any]:
    return {"body": BODY, "fields": {**FIELDS, **fields}, "kind": "report", "move": "release"}


def prepared(service: Service, wished: Mapping[str, Any], officer: str = "amel") -> dict[str, Any]:
    answer: dict[str, Any] = service.turn(
        lambda turn: acting.prepare(
            service.node, turn, officer=officer, partner=TRIPOLI, wish=wished
        )
    )
    return answer


def drafted(service: Service, wished: Mapping[str, Any], officer: str = "amel") -> dict[str, Any]:
    told = prepared(service, wished, officer)
    text = told.pop("text")
    note = write_note(Note(text=text, lines=(sign(text, service.devices[officer]),))).decode()
    answer: dict[str, Any] = service.turn(
        lambda turn: acting.draft(service.node, turn, officer=officer, prepared=told, signed=note)
    )
    return answer


@pytest.mark.parametrize(
    ("fields", "rule", "clause"),
    [
        ({"dossier": "drugs"}, "outside-arrangement", "dossiers"),
        ({"purpose": "OTHER"}, "outside-arrangement", "dossiers.terrorism.purposes"),
        (
            {"retain_until": "2029-01-01T00:00:00Z"},
            "outside-arrangement",
            "dossiers.terrorism.retention_days",
        ),
        ({"handling": ["H3"]}, "bad-handling", None),
        ({"grading": {"information": "9", "scale": "4x4", "source": "X"}}, "bad-grading", None),
        ({"about": ["0" * 64]}, "bad-reference", None),
        ({"retain_until": "2020-01-01T00:00:00Z"}, "bad-date", None),
    ],
)
def test_what_the_arrangement_forbids_is_refused_before_anybody_signs(
    world: World, fields: dict[str, Any], rule: str, clause: str | None
) -> None:
    with pytest.raises(RefusedError) as refused:
        prepared(world.algiers, wish(**fields))
    assert (refused.value.rule, refused.value.detail.get("clause")) == (rule, clause)


def test_a_rehearsal_leaves_nothing_behind(world: World) -> None:
    before = (world.algiers.own(), world.algiers.entries(ours=True))
    prepared(world.algiers, wish())
    assert (world.algiers.own(), world.algiers.entries(ours=True)) == before


def test_a_move_that_the_table_does_not_have_is_refused_when_it_is_drafted(world: World) -> None:
    released = world.algiers.release_draft(drafted(world.algiers, wish())["draft"], "badr")
    marked = {name: FIELDS[name] for name in ("dossier", "handling", "purpose")}
    own = {"fields": {**marked, "case": released.row.case}, "kind": "report", "move": "assess"}
    with pytest.raises(RefusedError, match="move-not-allowed"):
        prepared(world.algiers, own, "farah")


def test_a_draft_is_reckoned_with_by_the_next_of_its_case(world: World) -> None:
    case = world.algiers.release_draft(drafted(world.algiers, wish())["draft"], "badr").row.case
    world.sync()
    marked = {name: FIELDS[name] for name in ("dossier", "handling", "purpose")}
    assess = {"fields": {**marked, "case": case}, "kind": "report", "move": "assess"}
    tripoli = world.tripoli

    def prepare(move: str) -> None:
        tripoli.turn(
            lambda turn: acting.prepare(
                tripoli.node,
                turn,
                officer="farah",
                partner=world.algiers.name,
                wish={**assess, "move": move},
            )
        )

    with pytest.raises(RefusedError, match="move-not-allowed"):
        prepare("file")
    told = tripoli.turn(
        lambda turn: acting.prepare(
            tripoli.node, turn, officer="farah", partner=world.algiers.name, wish=assess
        )
    )
    text = told.pop("text")
    note = write_note(Note(text=text, lines=(sign(text, tripoli.devices["farah"]),))).decode()
    tripoli.turn(
        lambda turn: acting.draft(tripoli.node, turn, officer="farah", prepared=told, signed=note)
    )
    prepare("file")


def test_who_may_release_is_told_with_the_draft(world: World) -> None:
    told = drafted(world.algiers, wish())
    assert (told["by"], told["alone"], told["partner"]) == (["releaser"], False, TRIPOLI)


@pytest.mark.parametrize(
    "text",
    [
        "0551234567",
        "0551 23 45 67",
        "(021) 23-45-67",
        "A 123456 B",
        "١٢٣٤٥٦",
        "۱۲۳ ۴۵۶",
        "1 2 3 4 5 6",
    ],
)
def test_a_long_number_is_found_however_it_is_written(text: str) -> None:
    with pytest.raises(RefusedError, match="note-personal"):
        refuse_numbers({"text": {"fr": f"Voir {text}, merci."}})


@pytest.mark.parametrize(
    "text", ["le 25/11/2026", "2026-11-25 à 14:05", "salle 12, étage 3", "25.11.2026", "12345"]
)
def test_days_hours_and_short_numbers_are_left_alone(text: str) -> None:
    refuse_numbers({"text": {"fr": f"Réunion {text}."}})


@pytest.mark.parametrize(
    ("officer", "role", "of", "more"),
    [
        ("karim", "drafter", "karim", {}),  # a role he has not
        ("karim", "duty", "karim", {"flash": True}),  # and under which he would need nobody else
        ("karim", "vetting", "karim", {}),  # his own, which drafts no report
        ("amel", "drafter", "badr", {}),  # another's name
    ],
)
def test_an_act_changed_before_it_was_signed_is_not_kept_under_a_false_drafter(
    world: World, officer: str, role: str, of: str, more: dict[str, Any]
) -> None:
    one = world.algiers
    told = prepared(one, wish())
    who = pseudonym(one.node.identity.house_key, of)
    told["fields"]["by"] = {"drafted": {"role": role, "who": who}, **more}
    text = act_text(told["link"], told["fields"])
    del told["text"]
    note = write_note(Note(text=text, lines=(sign(text, one.devices[officer]),))).decode()
    with pytest.raises(RefusedError, match="role-lacking"):
        one.turn(
            lambda turn: acting.draft(one.node, turn, officer=officer, prepared=told, signed=note)
        )


@pytest.mark.parametrize("changed", ["body", "salt", "none", "short", "statement"])
def test_an_act_that_came_with_another_body_than_was_signed_is_not_kept(
    world: World, changed: str
) -> None:
    """It would stand in our log, and the partner could never take that log past it."""
    one = world.algiers
    told = prepared(one, wish())
    text = told.pop("text")
    other = prepared(one, {**wish(), "body": {**BODY, "title": {"fr": "Autre"}}})
    line = sign(text, one.devices["amel"])
    statement = write_note(Note(text=text, lines=(line,))).decode()
    more = {
        "none": {"body": ""},
        "short": {"salt": "00"},
        "statement": {"statement": statement},
    }
    told |= more.get(changed, {changed: other.get(changed)})
    note = write_note(Note(text=text, lines=(sign(text, one.devices["amel"]),))).decode()
    with pytest.raises(RefusedError, match="wrong-commitment"):
        one.turn(
            lambda turn: acting.draft(one.node, turn, officer="amel", prepared=told, signed=note)
        )
