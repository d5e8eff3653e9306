"""Alerts at the desk: one of ours on each subject, and of two that cannot stand, which goes first.

Rules of the SIRENE practice (docs/spec/procedures.md, alert). They are asked of our officers
before they write; what a counterpart wrote is never void by them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from wasl.core import canonical
from wasl.core.case import PROCEDURES, joint
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.alert import AlertCategory, are_compatible, goes_first
from wasl.core.policy.subjects import Subject, may_be_same
from wasl.core.terms import OfficerRole
from wasl.node.book import Book
from wasl.node.erasure import halves, kept_until, rows_of
from wasl.node.need import may_know
from wasl.node.node import Node
from wasl.node.ports import Look
from wasl.node.rows import EntryRow, LinkRow, OfficerRow
from wasl.node.subjects import Place, digested, places_of, subject_noted

STANDS = frozenset({"issued", "hidden"})
SET_ASIDE = frozenset({"flagged", "incompatible", "removed"})
LIAISON = frozenset({OfficerRole.DUTY, OfficerRole.DPO})
"""Who sees an alert that is hidden during an operation."""
BESIDE_AT_MOST = 64

Told = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAlert:
    """An alert in force: its first entry, its link, and what it asks."""

    row: EntryRow
    link: LinkRow
    category: AlertCategory
    holder: str
    """The state of the other half: of who was asked to look."""

    @property
    def ours(self) -> bool:
        """Whether our service issued it."""
        return self.row.link == self.link.own

    @property
    def carried_out(self) -> bool:
        """Whether who was asked to look has not set it aside."""
        return self.holder not in SET_ASIDE


def is_lapsed(node: Node, look: Look, rows: list[EntryRow]) -> bool:
    """Whether the review date of an alert is past and neither side has ended it: it has lapsed."""
    issue = _issue(rows)
    if issue is None or _states(rows)[0] not in STANDS:
        return False
    until = kept_until(look, issue)
    return until is not None and until < node.clock.now()


def is_hidden(rows: list[EntryRow]) -> bool:
    """Whether its issuer hides an alert during an operation."""
    return _issue(rows) is not None and _states(rows)[0] == "hidden"


def check_seen(look: Look, book: Book, row: EntryRow, reader: OfficerRow) -> None:
    """An alert of theirs that is hidden is for the liaison desk; refuses ``alert-hidden``."""
    if row.kind != "alert" or row.link != book.link.theirs or LIAISON & set(reader.roles):
        return
    if is_hidden(rows_of(look, row.case, beside=row.link)):
        raise RefusedError("alert-hidden", {"case": row.case})


def check_alert(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    """May our desk write this move of an alert? Asked at the draft and again at the release.

    Refuses ``one-alert-per-subject`` and ``alert-goes-first`` with the case that stands,
    ``alert-stands-beside`` for an answer that the two categories do not bear out, and
    ``item-expired`` for what takes up an alert that has lapsed.
    """
    match fields["kind"], fields["move"]:
        case "alert", "issue":
            _check_issue(node, look, book, fields, body)
        case "alert", "activate":
            _check_activated(node, look, book, fields["case"])
        case "alert", "incompatible":
            _check_incompatible(node, look, book, fields)
        case _:
            pass


def beside(
    node: Node, look: Look, link: LinkRow, case: str, reader: OfficerRow | None
) -> list[Told]:
    """The other alerts in force on the subject of this one, and which of two goes first.

    Those this officer may know of; all of them where the node itself is asked. At most so many
    that whoever issues hundreds on one subject does not stop the tray.
    """
    rows = rows_of(look, case, beside=link.own)
    here = _standing(node, look, link, rows)
    subject = subject_noted(look, (link.own, case))
    if here is None or subject is None:
        return []
    return [
        {
            "case": other.row.case,
            "code": other.category.value,
            "compatible": are_compatible(other.category, here.category),
            "entry": other.row.leaf.hex(),
            "goes_first": goes_first(other.category, here.category),
            "here": other.link == link,
            "ours": other.ours,
            "partner": other.link.partner,
        }
        for other in islice(_on(node, look, subject), BESIDE_AT_MOST)
        if (other.link, other.row.case) != (link, case)
        and other.carried_out
        and (reader is None or _may_know(look, other, reader))
    ]


def _may_know(look: Look, alert: StandingAlert, reader: OfficerRow) -> bool:
    """Whether an alert is this officer's to know of: by its dossier and names, and not hidden."""
    row = alert.row
    hidden = not alert.ours and is_hidden(rows_of(look, row.case, beside=row.link))
    dossier = read_entry(row.entry).dossier
    seen = not hidden or bool(LIAISON & set(reader.roles))
    return seen and may_know(look, reader, dossier=dossier, case=row.case)


# ------------------------------------------------------------------------------- each move


def _check_issue(
    node: Node, look: Look, book: Book, fields: Mapping[str, Any], body: bytes
) -> None:
    subject = digested(node, body)
    if subject is None:
        return
    _check_waiting(look, subject, fields["case"])
    asked = AlertCategory(fields["code"])
    for other in _on(node, look, subject):
        # One alert given to several partners is one alert, under one reference.
        if other.ours and other.row.case != fields["case"]:
            raise RefusedError("one-alert-per-subject", {"case": other.row.case})
        if not other.ours and other.link == book.link:
            _refuse_second(asked, other)


def _check_waiting(look: Look, subject: Subject, case: str) -> None:
    """One that is released and waits for its place is ours already; a day without line is long."""
    for own, other in places_of(look, subject):
        noted = subject_noted(look, (own, other))
        if other == case or noted is None or not may_be_same(noted, subject):
            continue
        acts = (canonical.loads(row.act) for row in look.waiting(own))
        if any((act["move"], act.get("case")) == ("issue", other) for act in acts):
            raise RefusedError("one-alert-per-subject", {"case": other})


def _check_activated(node: Node, look: Look, book: Book, case: str) -> None:
    rows = rows_of(look, case, beside=book.link.own)
    if is_lapsed(node, look, rows):
        raise RefusedError("item-expired", {"case": case})
    here, subject = _standing(node, look, book.link, rows), _subject(look, book, case)
    if here is None or subject is None:
        return
    for other in _on(node, look, subject):
        if other.link == book.link and other.row.case != case:
            _refuse_second(here.category, other)


def _refuse_second(asked: AlertCategory, other: StandingAlert) -> None:
    """Refuses ``alert-goes-first`` where the other cannot stand beside this and goes first."""
    apart = other.carried_out and not are_compatible(asked, other.category)
    if apart and goes_first(other.category, asked):
        detail = {"case": other.row.case, "code": other.category.value}
        raise RefusedError("alert-goes-first", detail)


def _check_incompatible(node: Node, look: Look, book: Book, fields: Mapping[str, Any]) -> None:
    """It cites another alert, on the same subject as far as is known, that does go first."""
    rows = rows_of(look, fields["case"], beside=book.link.own)
    here = _standing(node, look, book.link, rows)
    cited = look.entries_by_leaf([bytes.fromhex(leaf) for leaf in fields.get("about") or ()])
    if here is None or len(cited) != 1 or cited[0].kind != "alert":
        return  # the judge of the act says so
    first = _standing(node, look, book.link, rows_of(look, cited[0].case, beside=book.link.own))
    if first is None or not first.carried_out:
        return
    subjects = [_subject(look, book, each.row.case) for each in (here, first)]
    known = [subject for subject in subjects if subject is not None]
    apart = len(known) == 2 and not may_be_same(known[0], known[1])
    together = are_compatible(here.category, first.category)
    if apart or together or not goes_first(first.category, here.category):
        raise RefusedError("alert-stands-beside", {"case": first.row.case})


# --------------------------------------------------------------------------- what is in force


def _on(node: Node, look: Look, subject: Subject) -> Iterator[StandingAlert]:
    """Every alert in force here on a subject that may be this one."""
    links = {link.own: link for link in look.links()}
    for own, case in places_of(look, subject):
        noted = subject_noted(look, (own, case))
        if noted is None or not may_be_same(noted, subject):
            continue
        rows = rows_of(look, case, beside=own)
        found = _standing(node, look, links[own], rows)
        if found is not None:
            yield found


def _standing(node: Node, look: Look, link: LinkRow, rows: list[EntryRow]) -> StandingAlert | None:
    """The alert of a case that is in force: its issuer has not ended it, nor has it lapsed."""
    issue = _issue(rows)
    if issue is None or is_lapsed(node, look, rows):
        return None
    o, r = _states(rows)
    if o not in STANDS:
        return None
    category = AlertCategory(str(read_entry(issue.entry).code))
    return StandingAlert(row=issue, link=link, category=category, holder=r)


def _subject(look: Look, book: Book, case: str) -> Subject | None:
    place: Place = (book.link.own, case)
    return subject_noted(look, place)


def _issue(rows: list[EntryRow]) -> EntryRow | None:
    return next((row for row in rows if (row.kind, row.move) == ("alert", "issue")), None)


def _states(rows: list[EntryRow]) -> tuple[str, str]:
    return joint(PROCEDURES["alert"], *halves(rows))
