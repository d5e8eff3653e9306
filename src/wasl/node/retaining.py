"""Review dates in one node: what is due, what is warned of, and the end of what nobody reviewed.

The daily round destroys what has been past its review date for thirty days and is held by
nothing, each item with its tombstone in our log, and keeps what it did for the report of the day.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wasl.core import canonical
from wasl.core.case import PROCEDURES, at_rest, joint
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.policy.dates import later, moment
from wasl.core.policy.retention import (
    WARNED_BEFORE,
    Hold,
    Term,
    destroyed_after,
    hold,
    review_date,
    term,
)
from wasl.core.terms import DestroyGround
from wasl.node.book import Book
from wasl.node.clock import stamp
from wasl.node.erasure import (
    destroy,
    halves,
    kept_under,
    kept_until,
    rows_of,
    standing_under,
)
from wasl.node.folding import dated_by, let_go
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.receipts import countersigned_at
from wasl.node.rows import EntryRow, LinkRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An item whose content is held, by its review date."""

    row: EntryRow
    link: LinkRow
    until: datetime
    term: Term
    hold: Hold | None
    case: str
    """Of a fact, which has none, the case of what it speaks of."""

    def told(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "case": self.case,
            "entry": self.row.leaf.hex(),
            "hold": self.hold.value if self.hold else "",
            "kind": self.row.kind,
            "move": self.row.move,
            "ours": self.row.link == self.link.own,
            "partner": self.link.partner,
            "term": self.term.value,
            "until": stamp(self.until),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """An item whose content is held, near its review date or past it; ``after`` that it ends."""

    row: EntryRow
    cited_by: Sequence[EntryRow]
    until: datetime
    term: Term
    after: timedelta


def dated(node: Node, turn: Turn) -> list[Dated]:
    """Every item here that is near its review date or past it, the oldest date first."""
    return near(node, turn, _held_rows(node, turn))


def near(node: Node, look: Look, rows: Sequence[EntryRow]) -> list[Dated]:
    """Which of these items are near their review date or past it, the oldest date first."""
    found = []
    for link in look.links():
        vouched = _vouched(look, link)
        found += [
            Dated(
                row=one.row,
                link=link,
                until=one.until,
                term=one.term,
                hold=_hold(node, look, one, vouched),
                case=_case_of(look, one.row),
            )
            for one in _near_in(node, look, link, rows)
        ]
    return sorted(found, key=lambda one: (one.until, one.row.link, one.row.index))


def counts(node: Node, turn: Turn) -> dict[str, int]:
    """How many items there are of each term that asks something of the data-protection officer."""
    rows = _held_rows(node, turn)
    terms: Counter[Term] = Counter()
    held = 0
    for link in turn.links():
        vouched = _vouched(turn, link)
        for one in _near_in(node, turn, link, rows):
            terms[one.term] += 1
            # What holds an item is asked once it is due: of the others nothing hangs on it.
            if one.term is Term.DUE and _hold(node, turn, one, vouched) is not None:
                held += 1
    return {
        "due": terms[Term.DUE] - held,
        "expired": terms[Term.EXPIRED],
        "held": held,
        "soon": terms[Term.SOON],
    }


def _held_rows(node: Node, turn: Turn) -> list[EntryRow]:
    """The items that may be near their date and whose content is held; the others are let go."""
    rows = dated_by(turn, later(node.clock.now(), WARNED_BEFORE))
    held = [turn.has_body(row.link, row.index) for row in rows]
    let_go(turn, [row for row, here in zip(rows, held, strict=True) if not here])
    return [row for row, here in zip(rows, held, strict=True) if here]


def _near_in(node: Node, look: Look, link: LinkRow, rows: Sequence[EntryRow]) -> Iterator[_Near]:
    now = node.clock.now()
    here = [row for row in rows if row.link in {link.own, link.theirs}]
    cited_by: dict[bytes, list[EntryRow]] = {row.leaf: [] for row in here}
    for leaf, found in look.entries_citing(list(cited_by)):
        cited_by[leaf].append(found)
    for row in here:
        until, after = _nearing(look, row, cited_by[row.leaf], now)
        where = term(until, now, after) if until is not None else Term.KEPT
        if until is not None and where is not Term.KEPT:
            citing = cited_by[row.leaf]
            yield _Near(row=row, cited_by=citing, until=until, term=where, after=after)


def _hold(node: Node, look: Look, one: _Near, vouched: datetime | None) -> Hold | None:
    """What keeps an item beyond its date; nobody needs what was only played."""
    if not one.after:
        return None
    held = hold(
        standing_under(node, look, one.row, one.cited_by),
        asked_for=_is_asked_for(look, one.row, one.cited_by),
        until=one.until,
        vouched=vouched,
    )
    return held if one.term is Term.DUE or held is not Hold.TIME_UNSURE else None


def _case_of(look: Look, row: EntryRow) -> str:
    if row.case:
        return row.case
    leaves = [bytes.fromhex(leaf) for leaf in read_entry(row.entry).about or ()]
    return next((cited.case for cited in look.entries_by_leaf(leaves)), "")


def _nearing(
    look: Look, row: EntryRow, cited_by: Sequence[EntryRow], now: datetime
) -> tuple[datetime | None, timedelta]:
    """The review date of an item, which renewals only put off, and how long after it it ends."""
    entry = read_entry(row.entry)
    first = review_date(entry)
    after = destroyed_after(entry)
    if first is None or term(first, now, after) is Term.KEPT:
        return first, after
    return kept_under(look, row, cited_by), after


def _vouched(look: Look, link: LinkRow) -> datetime | None:
    """The last instant the partner has claimed: of its entries, or of its receipt for ours."""
    theirs, own = look.log(link.theirs), look.log(link.own)
    last = look.entry(link.theirs, theirs.size - 1) if theirs and theirs.size else None
    claimed = [moment(read_entry(last.entry).written)] if last is not None else []
    if own is not None and own.receipt:
        claimed.append(countersigned_at(own.receipt))
    return max((instant for instant in claimed if instant is not None), default=None)


def is_asked_for(look: Look, row: EntryRow) -> bool:
    """Whether a request that is not at rest has the item, cites it, or has us hold it."""
    return _is_asked_for(look, row, [found for _, found in look.entries_citing([row.leaf])])


def _is_asked_for(look: Look, row: EntryRow, cited_by: Sequence[EntryRow]) -> bool:
    cases = {row.case}
    for found in cited_by:
        cases |= {found.case} if found.case else _held_for(look, found)
    return any(is_open_request(rows_of(look, case, beside=row.link)) for case in cases - {""})


def is_open_request(rows: Sequence[EntryRow]) -> bool:
    """Whether these entries of a case are a request in which something is still owed."""
    procedure = PROCEDURES["request"]
    asked = bool(rows) and rows[0].kind == "request"
    return asked and not at_rest(procedure, *joint(procedure, *halves(rows)))


def _held_for(look: Look, fact: EntryRow) -> set[str]:
    """The cases for which a fact of ours has an item held."""
    if fact.move != "hold" or fact.rule or fact.link not in {link.own for link in look.links()}:
        return set()
    leaves = [bytes.fromhex(leaf) for leaf in read_entry(fact.entry).about or ()]
    return {cited.case for cited in look.entries_by_leaf(leaves)}


# ----------------------------------------------------------------------------- the daily round


def round_of_the_day(node: Node, turn: Turn, books: Sequence[Book]) -> bool:
    """What is due on these links is destroyed, once a day; whether it was the first of the day.

    What cannot be is kept with its reason, and comes again on the next day.
    """
    day = stamp(node.clock.now())[:10]
    by_link = {book.link.own: book for book in books}
    done, refused = [], []
    said = _round(turn, day)
    if set(said["links"]) >= set(by_link):
        return False
    for one in dated(node, turn):
        book = by_link.get(one.link.own)
        if one.term is not Term.DUE or book is None or one.link.own in said["links"]:
            continue
        if one.hold is not None:
            refused.append({**one.told(), "rule": ""})
            continue
        try:
            with node.apart(turn):
                destroy(node, turn, book, one.row, DestroyGround.RETENTION.value)
            done.append({**one.told(), "ground": DestroyGround.RETENTION.value})
        except RefusedError as refusal:
            refused.append({**one.told(), "rule": refusal.rule})
    kept = {
        "done": [*said["done"], *done],
        "links": sorted({*said["links"], *by_link}),
        "refused": [*said["refused"], *refused],
    }
    turn.put_setting(_key(day), canonical.dumps(kept))
    return True


def note_destroyed(node: Node, turn: Turn, link: LinkRow, row: EntryRow, ground: str) -> None:
    """What officers destroyed stands in the report of the day beside what the round did."""
    day = stamp(node.clock.now())[:10]
    said = _round(turn, day)
    until = kept_until(turn, row)
    told = {
        "case": _case_of(turn, row),
        "entry": row.leaf.hex(),
        "ground": ground,
        "hold": "",
        "kind": row.kind,
        "move": row.move,
        "ours": row.link == link.own,
        "partner": link.partner,
        "term": term(until, node.clock.now()).value if until else Term.KEPT.value,
        "until": stamp(until) if until else "",
    }
    turn.put_setting(_key(day), canonical.dumps({**said, "done": [*said["done"], told]}))


def report_of(node: Node, turn: Turn, day: str) -> dict[str, Any]:
    """What was destroyed on a day and what was held back, and what is due now."""
    said = _round(turn, day)
    due = [one.told() for one in dated(node, turn) if one.term is Term.DUE]
    return {
        "day": day,
        "done": said["done"],
        "due": due,
        "ran": bool(said["links"]),
        "refused": said["refused"],
    }


def _round(look: Look, day: str) -> dict[str, Any]:
    stored = look.setting(_key(day))
    if stored is None:
        return {"done": [], "links": [], "refused": []}
    found: dict[str, Any] = canonical.loads(stored)
    return found


def _key(day: str) -> str:
    return f"retention/{day}"
