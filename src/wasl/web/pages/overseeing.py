"""Oversight: figures by fixed indicators, the report for the public, extracts; never content.

Whoever reads here is independent of the desk: the figures are those of both logs of a link, the
same that anybody counts from extracts with ``wasl oversight``.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.policy.oversight import OTHER, SHAPES, Counts
from wasl.core.policy.suppression import Grid
from wasl.forms.figures import TITLES, Period, as_csv, as_text, told
from wasl.web.handing import File, hand_over
from wasl.web.menu import AUDITORS
from wasl.web.visit import Page, Visit

DAYS = ("since", "until")
ASKED = ("partner", "of", *DAYS)
PLACE = "/oversight/figures"
FORMS = frozenset({"report-text", "report-csv", "figures"})
SIDES = ("ours", "theirs")


def _oversight(visit: Visit) -> Response:
    """Every link: whose figures, of which days; and extracts of both logs."""
    partners = [row["node"] for row in visit.ask("partner-list") if row["arrangements"]]
    return visit.page(
        "oversight.html",
        visit.speech.say("Oversight"),
        partners=partners,
    )


def _figures(visit: Visit) -> Response:
    """The figures that were asked for: the question is kept in the session, not in the path."""
    if visit.posted:
        asked = {name: visit.said(name) for name in ASKED}
        if visit.said("do") in FORMS:
            return _report(visit, visit.said("do"), asked)
        visit.session.keep(PLACE, {name: [value] for name, value in asked.items()})
        return visit.go(PLACE)
    kept = visit.session.kept.get(PLACE)
    if kept is None:
        return visit.go("/oversight")
    asked = {name: values[0] for name, values in kept.items()}
    counted = _counted(visit, asked)
    value = told(*counted, visit.speech, public=False)
    public = told(*counted, visit.speech, public=True)
    pairs = zip(value["tables"], public["tables"], strict=True)
    return visit.page(
        "figures.html",
        visit.speech.say("Figures of {service}", service=value["of"]),
        value=value,
        asked=asked,
        tables=[_table(visit, value["definitions"], *both) for both in pairs],
    )


def _counted(visit: Visit, asked: Mapping[str, str]) -> tuple[dict[Counts, Grid], Period]:
    """The figures of one service on one link, and of which days."""
    found = visit.ask(
        "figures",
        days=[asked[name] for name in DAYS],
        of=asked["of"],
        officer=visit.officer,
        partner=asked["partner"],
    )
    grids = {
        Counts(name): Grid(
            rows=SHAPES[Counts(name)].rows,
            columns=tuple(column.value for column in SHAPES[Counts(name)].columns),
            counts={(row, column): n for row, column, n in cells},
        )
        for name, cells in found["tables"].items()
    }
    since, until = (date.fromisoformat(asked[name]) if asked[name] else None for name in DAYS)
    return grids, Period(of=found["of"], since=since, until=until, as_of=found["as_of"])


def _table(visit: Visit, definitions: Json, table: Json, public: Json) -> dict[str, Any]:
    """One table as it is read: its rows that have something to tell, and what is published."""
    rows = [
        (
            visit.speech.say("other") if row["row"] == OTHER else visit.speech.term(row["row"]),
            [(row["counts"][one], beside["counts"][one]) for one in table["columns"]],
        )
        for row, beside in zip(table["rows"], public["rows"], strict=True)
        if any(row["counts"].values())
    ]
    return {
        "columns": [(one, definitions[one]) for one in table["columns"]],
        "rows": rows,
        "title": visit.speech.say(TITLES[Counts(table["table"])]),
        "totals": [(table["totals"][one], public["totals"][one]) for one in table["columns"]],
    }


def _report(visit: Visit, form: str, asked: Mapping[str, str]) -> Response:
    """The report for the public, or every figure for the overseer, as a file."""
    what = "figures" if form == "figures" else "report"
    made = partial(_report_file, visit, form, asked)
    visit.ask("link-state", partner=asked["partner"])
    return hand_over(visit, what, asked["of"], made)


def _report_file(visit: Visit, form: str, asked: Mapping[str, str]) -> File:
    value = told(*_counted(visit, asked), visit.speech, public=form != "figures")
    written = as_text(value, visit.speech) if form == "report-text" else as_csv(value)
    ending = "txt" if form == "report-text" else "csv"
    return File(
        name=f"{form.partition('-')[0]}-{value['as_of']}.{ending}", content=written.encode()
    )


def _extract(visit: Visit) -> Response:
    """A whole log without its bodies, for whoever counts and checks away from this node."""
    partner, of = visit.said("partner"), visit.said("of")
    if not visit.posted or of not in SIDES:
        return visit.go("/oversight")
    visit.ask("link-state", partner=partner)
    return hand_over(visit, f"extract-{of}", partner, lambda: _extract_file(visit, partner, of))


def _extract_file(visit: Visit, partner: str, of: str) -> File:
    made = visit.ask("extract-given", partner=partner, of=of, officer=visit.officer)
    return File(name=f"extract-{of}-{partner}.wasl", content=made["text"].encode())


PAGES = (
    Page(path="/oversight", show=_oversight, roles=AUDITORS),
    Page(path=PLACE, show=_figures, posts=True, roles=AUDITORS),
    Page(path="/oversight/extract", show=_extract, posts=True, roles=AUDITORS),
)
