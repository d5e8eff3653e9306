"""Indicators as they are read: defined in one sentence, told as text, JSON or CSV."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wasl.core.canonical import Json
from wasl.core.exchange.finding import SMALLEST_CELL, Indicator
from wasl.core.policy.oversight import OTHER, SHAPES, VERSION, Counts
from wasl.core.policy.suppression import Grid, Place, published
from wasl.locale.speech import Speech, _

LEFT_OUT = "–"
TITLES = {
    Counts.DEADLINES: _("Answers and their deadlines, by kind of case"),
    Counts.REFUSALS: _("Refusals, by ground"),
    Counts.HUMAN_RIGHTS: _("Refusals for a risk to human rights, by kind of case"),
    Counts.RECALLS: _("Recalls of what is held, by ground"),
    Counts.CHECKS: _("Private checks and their budget, by dossier"),
    Counts.ERASURES: _("Contents destroyed, by ground"),
    Counts.HITS: _("Hits judged by the issuer of the alert, by judgement"),
    Counts.HITS_LEFT: _("Hits that were left"),
    Counts.FLASH: _("Releases by one officer alone (FLASH), by kind of case"),
    Counts.CHALLENGES: _("Challenges to an item, by ground"),
}
DEFINITIONS = {
    Indicator.DEADLINES_MET: _(
        "Duties to answer, opened in the period, that this service met before the clock of the "
        "case ran out."
    ),
    Indicator.DEADLINES_LATE: _("The same duties, where the answer came after the clock ran out."),
    Indicator.DEADLINES_MISSED: _(
        "The same duties, where the clock ran out and both logs hold no answer."
    ),
    Indicator.REFUSALS_BY_GROUND: _(
        "Refusals, whole or in part, by this service, by their ground; without those for a risk "
        "to human rights and those of checks beyond the budget."
    ),
    Indicator.HUMAN_RIGHTS_REFUSALS: _(
        "Refusals, whole or in part, by this service because of a risk to human rights."
    ),
    Indicator.RECALLS_ORDERED: _(
        "Recalls that the other service ordered of this one in the period, whatever became of "
        "them."
    ),
    Indicator.RECALLS_ATTESTED: _(
        "Of those, the ones whose items this service attested as gone by the day of the order."
    ),
    Indicator.RECALLS_ATTESTED_LATE: _("Of those, the ones attested as gone after that day."),
    Indicator.RECALLS_KEPT: _(
        "Of those, the ones of which this service attests that it keeps an item, under a ground."
    ),
    Indicator.RECALLS_LIFTED: _(
        "Of those, the ones that the other service lifted before any attestation."
    ),
    Indicator.RECALLS_SILENT: _("Of those, the ones past their day without any attestation."),
    Indicator.RECALLS_OPEN: _("Of those, the ones whose day has not come yet."),
    Indicator.CHECKS_AGAINST_BUDGET: _(
        "Private checks of this service that were answered, each of which spends of its budget."
    ),
    Indicator.CHECKS_OVER_BUDGET: _(
        "Private checks of this service that were declined because its budget was spent."
    ),
    Indicator.BODIES_DESTROYED: _(
        "Contents that this service destroyed in the period while their proof remained, by ground."
    ),
    Indicator.HITS_JUDGED: _(
        "Hits on alerts of this service that it judged within twelve hours, by judgement."
    ),
    Indicator.HITS_JUDGED_LATE: _("The same hits, judged after twelve hours."),
    Indicator.HITS_UNANSWERED: _(
        "Hits on alerts of this service that it has not judged although twelve hours have passed."
    ),
    Indicator.HITS_NOT_REVERSED: _(
        "Acts of this service on a hit that was not the person sought, and not reversed."
    ),
    Indicator.FLASH_REVIEWED: _(
        "Releases by one officer alone that a second officer of this service reviewed within a "
        "day."
    ),
    Indicator.FLASH_REVIEWED_LATE: _("The same releases, reviewed after a day."),
    Indicator.FLASH_NOT_REVIEWED: _("The same releases, not reviewed although a day has passed."),
    Indicator.CHALLENGES_IN_TIME: _(
        "Challenges to an item that this service answered within thirty days."
    ),
    Indicator.CHALLENGES_LATE: _("The same challenges, answered after thirty days."),
    Indicator.CHALLENGES_MISSED: _(
        "The same challenges, unanswered although thirty days have passed."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whose figures, of which days, as of which instant."""

    of: str
    since: date | None
    until: date | None
    as_of: str


def told(grids: Mapping[Counts, Grid], period: Period, speech: Speech, *, public: bool) -> Json:
    """The figures as plain values; for the public, small numbers and their neighbours as null."""
    return {
        "as_of": period.as_of,
        "definitions": {code.value: speech.say(text) for code, text in DEFINITIONS.items()},
        "from": period.since.isoformat() if period.since else "",
        "language": speech.language,
        "of": period.of,
        "smallest": SMALLEST_CELL if public else 0,
        "tables": [_table(name, grid, public=public) for name, grid in grids.items()],
        "to": period.until.isoformat() if period.until else "",
        "version": VERSION,
    }


def _table(name: Counts, grid: Grid, *, public: bool) -> Json:
    figures: Mapping[Place, int | None] = (
        published(grid, SMALLEST_CELL) if public else grid.figures()
    )
    total = SHAPES[name].total
    return {
        "columns": list(grid.columns),
        "rows": [
            {
                "counts": {column: figures[row, column] for column in grid.columns},
                "row": row,
                "total": figures[row, None],
            }
            for row in grid.rows
        ],
        "table": name.value,
        "total": figures[None, None],
        "total_is": total.value if total else "",
        "totals": {column: figures[None, column] for column in grid.columns},
    }


def as_csv(value: Json) -> str:
    """One figure a line: an empty row or indicator is a total, an empty count is left out."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(("version", "of", "from", "to", "table", "row", "indicator", "count"))
    head = (value["version"], value["of"], value["from"], value["to"])
    for table in value["tables"]:
        for row, indicator, count in _figures(table):
            told_count = "" if count is None else count
            lines.writerow((*head, table["table"], row, indicator, told_count))
    return written.getvalue()


def _figures(table: Json) -> Iterator[tuple[str, str, int | None]]:
    for row in table["rows"]:
        for column in table["columns"]:
            yield row["row"], column, row["counts"][column]
        yield row["row"], table["total_is"], row["total"]
    for column in table["columns"]:
        yield "", column, table["totals"][column]
    yield "", table["total_is"], table["total"]


def as_text(value: Json, speech: Speech) -> str:
    """The report as a person reads it; every indicator with its definition."""
    return "\n".join(_lines(value, speech))


def _lines(value: Json, speech: Speech) -> Iterator[str]:
    say = speech.say
    yield say("Oversight of {service}", service=value["of"])
    yield say("Indicators, version {version}", version=value["version"])
    if value["from"]:
        yield say("From {day}", day=value["from"])
    if value["to"]:
        yield say("To {day}", day=value["to"])
    yield say("As both logs stood on {day}", day=value["as_of"])
    if value["smallest"]:
        yield say(
            "{dash} stands for a number below {smallest}, and for others by which it could be "
            "computed; a row without any number is not listed.",
            dash=LEFT_OUT,
            smallest=value["smallest"],
        )
    for table in value["tables"]:
        yield ""
        yield say(TITLES[Counts(table["table"])])
        for column in table["columns"]:
            yield from _indicator(table, column, value["definitions"][column], speech)
        if table["total_is"]:
            definition = value["definitions"][table["total_is"]]
            yield f"  {table['total_is']}: {_shown(table['total'])}"
            yield f"    {definition}"


def _indicator(table: Json, column: str, definition: str, speech: Speech) -> Iterator[str]:
    """One indicator: its total, what it means, and the rows that have something to tell."""
    yield f"  {column}: {_shown(table['totals'][column])}"
    yield f"    {definition}"
    for row in table["rows"]:
        count = row["counts"][column]
        if count:
            name = speech.say("other") if row["row"] == OTHER else speech.term(row["row"])
            yield f"    {name}: {count}"


def _shown(count: int | None) -> str:
    return LEFT_OUT if count is None else str(count)
