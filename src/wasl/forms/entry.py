"""The fields of an entry from what an officer said of it: codes, dates, gradings."""

from collections.abc import Mapping
from typing import Any

from wasl.core.errors import RefusedError
from wasl.core.grading import INFORMATION, SOURCES, Scale, lowest
from wasl.core.policy.deadline import RECALL_ATTESTED_WITHIN
from wasl.core.procedure import MoveRule, Need, Part
from wasl.core.terms import Urgency
from wasl.forms import moments
from wasl.forms.placing import Place
from wasl.node.clock import SystemClock, stamp

Given = Mapping[str, Any]


def entry_fields(
    rule: MoveRule, move: str, place: Place, given: Given, zone: str
) -> dict[str, Any]:
    """The fields of the entry that its officer chooses, absent ones left out."""
    now = SystemClock().now()
    fields: dict[str, Any] = {
        "about": [*place.about, *(given.get("about") or ())],
        "audience": list(place.audience),
        "basis": given.get("basis"),
        "case": place.case,
        "caveats": sorted({*place.caveats, *(given.get("caveats") or ())}),
        "code": given.get("code"),
        "dossier": place.dossier,
        "handling": sorted(set(given.get("handling") or place.handling)),
        "likelihood": given.get("likelihood"),
        "outcomes": list(given.get("outcomes") or ()),
        "precedence": given.get("precedence"),
        "purpose": place.purpose,
        "urgency": given.get("urgency"),
    }
    due = given.get("due")
    if due:
        fields["due"] = moments.moment_in(due, now, zone)
    elif move == "order":
        fields["due"] = stamp(now + RECALL_ATTESTED_WITHIN)
    if given.get("offer_until"):
        fields["offer_until"] = moments.moment_in(given["offer_until"], now, zone)
    if given.get("retain_until") or given.get("retain_days"):
        until = given.get("retain_until") or f"{given['retain_days']}d"
        fields["retain_until"] = moments.moment_in(until, now, zone)
    if given.get("grading") or rule.need(Part.GRADING) is Need.REQUIRED:
        fields["grading"] = grading_of(given)
    if rule.need(Part.URGENCY) is Need.REQUIRED and not fields["urgency"] and move == "ask":
        fields["urgency"] = Urgency.OTHER.value
    return {name: value for name, value in fields.items() if value}


def grading_of(given: Given) -> dict[str, str]:
    """A grading on its scale, as ``A1``; the one that claims nothing where none is given."""
    scale = Scale(given.get("scale") or Scale.FOUR_BY_FOUR)
    least = lowest(scale)
    source, information = least.source, least.information
    if given.get("grading"):
        word = given["grading"].strip().upper()
        source, information = word[:1], word[1:]
    if source not in tuple(SOURCES[scale]) or information not in tuple(INFORMATION[scale]):
        steps = f"{SOURCES[scale]} {INFORMATION[scale]}"
        raise RefusedError("bad-grading", {"scale": scale.value, "steps": steps})
    return {"information": information, "scale": scale.value, "source": source}
