"""The indicators of oversight, version 1: what is counted in both logs, and in which tables.

Every figure stands in one table only, so that what is left out of one cannot be read in another
(``suppression``). Codes: ``core/exchange/finding.py``; definitions: ``docs/oversight.md``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from wasl.core.exchange.challenge import ChallengeGround
from wasl.core.exchange.finding import Indicator
from wasl.core.policy.dates import later, moment
from wasl.core.policy.duties import CHALLENGE, DUTIES, HIT, Kept, owed
from wasl.core.policy.overseen import Deed, Overseen, OverseenCase
from wasl.core.policy.suppression import Grid
from wasl.core.procedure import NONE
from wasl.core.terms import DestroyGround, Dossier, RecallGround, RefusalCode

VERSION = 1
FLASH_REVIEWED_WITHIN = timedelta(hours=24)

REFUSING = frozenset({"decline", "deny", "refuse", "refuse_rest"})
OTHER = "other"
"""The row of what a table has no row for, so that nothing a log holds is lost."""

REFUSABLE = ("alert", "check", "consent", "hit", "report", "request", OTHER)
FLASH_KINDS = ("hit", "key", "notice", "recall", "warning", OTHER)
WRONGLY_ACTED = frozenset({("acted", "not_ours"), ("acted", "withdrawn")})


class Counts(StrEnum):
    """The tables of the report."""

    DEADLINES = "deadlines"
    REFUSALS = "refusals"
    HUMAN_RIGHTS = "human_rights"
    RECALLS = "recalls"
    CHECKS = "checks"
    ERASURES = "erasures"
    HITS = "hits"
    HITS_LEFT = "hits_left"
    FLASH = "flash"
    CHALLENGES = "challenges"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The columns of a table are indicators, its rows codes; ``total`` names the sum of a row."""

    rows: tuple[str, ...]
    columns: tuple[Indicator, ...]
    total: Indicator | None = None


SHAPES = {
    Counts.DEADLINES: Shape(
        rows=tuple(sorted(DUTIES)),
        columns=(
            Indicator.DEADLINES_MET,
            Indicator.DEADLINES_LATE,
            Indicator.DEADLINES_MISSED,
        ),
    ),
    Counts.REFUSALS: Shape(
        rows=tuple(code.value for code in RefusalCode if code != RefusalCode.HUMAN_RIGHTS_RISK),
        columns=(Indicator.REFUSALS_BY_GROUND,),
    ),
    Counts.HUMAN_RIGHTS: Shape(rows=REFUSABLE, columns=(Indicator.HUMAN_RIGHTS_REFUSALS,)),
    Counts.RECALLS: Shape(
        rows=(*(code.value for code in RecallGround), OTHER),
        columns=(
            Indicator.RECALLS_ATTESTED,
            Indicator.RECALLS_ATTESTED_LATE,
            Indicator.RECALLS_KEPT,
            Indicator.RECALLS_LIFTED,
            Indicator.RECALLS_SILENT,
            Indicator.RECALLS_OPEN,
        ),
        total=Indicator.RECALLS_ORDERED,
    ),
    Counts.CHECKS: Shape(
        rows=(*(code.value for code in Dossier), OTHER),
        columns=(Indicator.CHECKS_AGAINST_BUDGET, Indicator.CHECKS_OVER_BUDGET),
    ),
    Counts.ERASURES: Shape(
        rows=(*(code.value for code in DestroyGround), OTHER),
        columns=(Indicator.BODIES_DESTROYED,),
    ),
    Counts.HITS: Shape(
        rows=tuple(sorted(HIT.answers)),
        columns=(Indicator.HITS_JUDGED, Indicator.HITS_JUDGED_LATE),
    ),
    Counts.HITS_LEFT: Shape(
        rows=("hit",), columns=(Indicator.HITS_UNANSWERED, Indicator.HITS_NOT_REVERSED)
    ),
    Counts.FLASH: Shape(
        rows=FLASH_KINDS,
        columns=(
            Indicator.FLASH_REVIEWED,
            Indicator.FLASH_REVIEWED_LATE,
            Indicator.FLASH_NOT_REVIEWED,
        ),
    ),
    Counts.CHALLENGES: Shape(
        rows=(*(code.value for code in ChallengeGround), OTHER),
        columns=(
            Indicator.CHALLENGES_IN_TIME,
            Indicator.CHALLENGES_LATE,
            Indicator.CHALLENGES_MISSED,
        ),
    ),
}
"""Every table: an indicator is a column of one, or the total of one."""


ROWS = {column: shape.rows for shape in SHAPES.values() for column in shape.columns}
"""The rows under which an indicator counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One thing that counts: under which indicator and row, whose it is, and its day."""

    indicator: Indicator
    row: str
    by: str
    at: datetime


def counted(seen: Overseen, now: datetime) -> Iterator[Counted]:
    """Everything that counts in both logs of a link, as of an instant."""
    for case in seen.cases:
        if case.kind in DUTIES:
            yield from _duty(seen, case, now)
        of_kind = _OF_KIND.get(case.kind)
        if of_kind is not None:
            yield from of_kind(seen, case, now)
        yield from _refusals(case)
    for deed in seen.deeds():
        yield from _flash(seen, deed, now)
    for fact in seen.facts:
        if fact.entry.move == "destroy":
            row = fact.entry.code or ""
            for _ in fact.entry.about or ():
                yield _one(Indicator.BODIES_DESTROYED, row, fact.author, fact.written)


def tables(
    found: Iterable[Counted], *, of: str, since: date | None = None, until: date | None = None
) -> dict[Counts, Grid]:
    """The tables of one service: what it owed or did, of days from ``since`` to ``until``."""
    counts: Counter[tuple[Indicator, str]] = Counter()
    for one in found:
        day = one.at.date()
        early, late = since is not None and day < since, until is not None and day > until
        if one.by == of and not early and not late:
            counts[one.indicator, _row(one)] += 1
    return {
        name: Grid(
            rows=shape.rows,
            columns=tuple(column.value for column in shape.columns),
            counts={
                (row, column.value): counts[column, row]
                for row in shape.rows
                for column in shape.columns
            },
        )
        for name, shape in SHAPES.items()
    }


def _row(one: Counted) -> str:
    """Where in its table it stands."""
    return one.row if one.row in ROWS[one.indicator] else OTHER


def _one(indicator: Indicator, row: str, by: str, at: datetime) -> Counted:
    return Counted(indicator=indicator, row=row, by=by, at=at)


_DUTY = {
    Kept.IN_TIME: Indicator.DEADLINES_MET,
    Kept.LATE: Indicator.DEADLINES_LATE,
    Kept.MISSED: Indicator.DEADLINES_MISSED,
}
_CHALLENGE = {
    Kept.IN_TIME: Indicator.CHALLENGES_IN_TIME,
    Kept.LATE: Indicator.CHALLENGES_LATE,
    Kept.MISSED: Indicator.CHALLENGES_MISSED,
}
_HIT = {Kept.IN_TIME: Indicator.HITS_JUDGED, Kept.LATE: Indicator.HITS_JUDGED_LATE}


def _duty(seen: Overseen, case: OverseenCase, now: datetime) -> Iterator[Counted]:
    one = owed(seen, case, DUTIES[case.kind], now)
    if one is not None:
        yield _one(_DUTY[one.kept], case.kind, one.by, one.since.written)


def _challenge(seen: Overseen, case: OverseenCase, now: datetime) -> Iterator[Counted]:
    one = owed(seen, case, CHALLENGE, now)
    if one is not None:
        row = one.since.entry.code or ""
        yield _one(_CHALLENGE[one.kept], row, one.by, one.since.written)


def _hit(seen: Overseen, case: OverseenCase, now: datetime) -> Iterator[Counted]:
    opening = case.opening
    one = owed(seen, case, HIT, now)
    if one is not None and one.answer is not None:
        yield _one(_HIT[one.kept], one.answer.entry.move, one.by, opening.written)
    elif one is not None:
        yield _one(Indicator.HITS_UNANSWERED, "hit", one.by, opening.written)
    if (case.o, case.r) in WRONGLY_ACTED:
        yield _one(Indicator.HITS_NOT_REVERSED, "hit", opening.author, opening.written)


def _recall(_seen: Overseen, case: OverseenCase, now: datetime) -> Iterator[Counted]:
    """One order, by what became of it; it counts for the service that holds the items."""
    order = case.opening
    due = moment(order.entry.due) or order.written
    said = [deed for deed in case.by(order.counterpart) if deed.entry.move in _ATTESTS]
    if said and said[-1].entry.move == "attest_kept":
        indicator = Indicator.RECALLS_KEPT
    elif said:
        late = said[-1].written > due
        indicator = Indicator.RECALLS_ATTESTED_LATE if late else Indicator.RECALLS_ATTESTED
    elif case.o == "lifted":
        indicator = Indicator.RECALLS_LIFTED
    else:
        indicator = Indicator.RECALLS_SILENT if now > due else Indicator.RECALLS_OPEN
    yield _one(indicator, order.entry.code or "", order.counterpart, order.written)


_ATTESTS = frozenset({"attest", "attest_kept"})


def _check(_seen: Overseen, case: OverseenCase, _now: datetime) -> Iterator[Counted]:
    """A check that was answered spent of the budget; one declined for it did not."""
    asked = case.opening
    row = asked.entry.dossier or NONE
    for deed in case.by(asked.counterpart):
        if deed.entry.move == "answer":
            yield _one(Indicator.CHECKS_AGAINST_BUDGET, row, asked.author, asked.written)
        elif _over_budget(deed):
            yield _one(Indicator.CHECKS_OVER_BUDGET, row, asked.author, asked.written)


def _over_budget(deed: Deed) -> bool:
    return (deed.entry.kind, deed.entry.code) == ("check", RefusalCode.BUDGET)


_OF_KIND = {"challenge": _challenge, "check": _check, "hit": _hit, "recall": _recall}


def _refusals(case: OverseenCase) -> Iterator[Counted]:
    """Refusals by their ground; a check beyond the budget is counted with the checks."""
    for deed in case.deeds:
        code = deed.entry.code
        if deed.entry.move not in REFUSING or code not in set(RefusalCode) or _over_budget(deed):
            continue
        if code == RefusalCode.HUMAN_RIGHTS_RISK:
            yield _one(Indicator.HUMAN_RIGHTS_REFUSALS, case.kind, deed.author, deed.written)
        else:
            yield _one(Indicator.REFUSALS_BY_GROUND, code or "", deed.author, deed.written)


def _flash(seen: Overseen, deed: Deed, now: datetime) -> Iterator[Counted]:
    """What one officer let go alone, by when a second one reviewed it."""
    if not deed.entry.by.flash:
        return
    due = later(deed.written, FLASH_REVIEWED_WITHIN)
    reviews = seen.facts_about(deed, "review_flash")
    reviewed = min((fact.written for fact in reviews if fact.author == deed.author), default=None)
    if reviewed is not None:
        indicator = Indicator.FLASH_REVIEWED
        if reviewed > due:
            indicator = Indicator.FLASH_REVIEWED_LATE
    elif now > due:
        indicator = Indicator.FLASH_NOT_REVIEWED
    else:
        return
    yield _one(indicator, deed.entry.kind, deed.author, deed.written)
