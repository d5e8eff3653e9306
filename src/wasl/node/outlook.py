"""What an entry could see from its place: gathered once for a batch, then kept up to date."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from wasl.core.case import PROCEDURES, half_state, opener
from wasl.core.entry import Entry, read_entry
from wasl.core.policy.dates import moment
from wasl.core.policy.force import Force
from wasl.core.policy.judge import Surroundings, move_of, rule_of
from wasl.core.procedure import NONE, Cited, Move, Whose
from wasl.node.book import Book
from wasl.node.ports import Look
from wasl.node.rows import EntryRow

_NO_KINDS: frozenset[str] = frozenset()


class Outlook:
    """The cases and cited entries a batch of one author's acts touches.

    ``acts`` are the fields of entries, or of acts about to become entries.

    ``ours`` says whose log the batch belongs to. Rows accepted while the batch is judged are
    added with ``add``, so that a later entry of the batch sees an earlier one.
    """

    def __init__(
        self, look: Look, book: Book, acts: Sequence[Mapping[str, Any]], *, ours: bool
    ) -> None:
        self._book = book
        self._ours = ours
        self._author_log = book.link.own if ours else book.link.theirs
        self._cases: dict[str, list[EntryRow]] = {}
        self._cited: dict[str, EntryRow] = {}
        self._openings: dict[str, Entry] = {}
        # What is around an entry that opens a case and cites nothing: mostly the same again.
        self._alone: tuple[Force, datetime | None, Surroundings] | None = None
        cases = {act["case"] for act in acts if act.get("case")}
        leaves = sorted({leaf for act in acts for leaf in act.get("about") or ()})
        if leaves:
            for row in look.entries_by_leaf([bytes.fromhex(leaf) for leaf in leaves]):
                self._cited[row.leaf.hex()] = row
                cases |= {row.case} if row.case else set()
        for row in look.entries_of_cases(sorted(cases)) if cases else ():
            if row.link in {book.link.own, book.link.theirs}:
                self._cases.setdefault(row.case, []).append(row)

    def add(self, row: EntryRow) -> None:
        """An entry of the batch was accepted: later ones see it."""
        if row.case:
            self._cases.setdefault(row.case, []).append(row)
        self._cited[row.leaf.hex()] = row

    def around(self, entry: Entry, *, last_written: datetime | None) -> Surroundings:
        """Everything ``judge`` may ask about the place of one entry."""
        link = self._book.link
        author, counterpart = self._book.node, link.partner
        if not self._ours:
            author, counterpart = counterpart, author
        force = self._book.force(ours=self._ours, index=entry.index, seen=entry.seen.size)
        rows = self._cases.get(entry.case or "")
        alone = not rows and not entry.about
        if alone and self._alone is not None and self._alone[:2] == (force, last_written):
            return self._alone[2]
        own, other = self._standing(rows, entry) if rows else ([], [])
        surroundings = Surroundings(
            arrangement_id=link.arrangement_id,
            author=author,
            counterpart=counterpart,
            force=force,
            text=self._book.text(force.text) if force.text else None,
            own=_moves(own, entry.kind),
            other=_moves(other, entry.kind),
            case_kinds=frozenset([row.kind for row in (*own, *other)]) if rows else _NO_KINDS,
            opening=self._opening(entry, (*own, *other)),
            cited=self._visible(entry),
            last_written=last_written,
        )
        if alone:
            self._alone = (force, last_written, surroundings)
        return surroundings

    def turn_to(self, book: Book) -> None:
        """What governs the link changed within the batch."""
        self._book = book
        self._alone = None

    def _standing(
        self, rows: Sequence[EntryRow], entry: Entry
    ) -> tuple[list[EntryRow], list[EntryRow]]:
        """The rows of the case that stand before the entry, and within its ``seen``."""
        held = [row for row in rows if not row.rule]
        own = [r for r in held if r.link == self._author_log and r.index < entry.index]
        other = [r for r in held if r.link != self._author_log and r.index < entry.seen.size]
        return own, other

    def _visible(self, entry: Entry) -> dict[str, Cited]:
        """The cited entries that exist within the author's own log or its ``seen``."""
        found = {}
        rule = rule_of(entry.kind, entry.move)
        asks_state = rule is not None and bool(rule.cites.states)
        asks_term = rule is not None and rule.cites.in_term
        for leaf in entry.about or ():
            row = self._cited.get(leaf)
            if row is None or row.link not in {self._book.link.own, self._book.link.theirs}:
                continue
            own = row.link == self._author_log
            if row.index < (entry.index if own else entry.seen.size):
                found[leaf] = Cited(
                    whose=Whose.OWN if own else Whose.THEIRS,
                    kind=row.kind,
                    move=row.move,
                    state=self._state(row, entry) if asks_state else NONE,
                    item=b'"body":' in row.entry,
                    until=self._until(row, entry) if asks_term else None,
                )
        return found

    def _state(self, cited: EntryRow, entry: Entry) -> str:
        """Where the half of a cited entry's author stands, as far as the citing one could see."""
        procedure = PROCEDURES.get(cited.kind)
        if procedure is None:
            return NONE
        visible = itertools.chain(*self._standing(self._cases.get(cited.case, ()), entry))
        halves: tuple[list[EntryRow], list[EntryRow]] = ([], [])
        for row in visible:
            halves[row.link != cited.link].append(row)
        own, other = (_moves(rows, cited.kind) for rows in halves)
        side = opener(own, other)
        return NONE if side is None else half_state(procedure, own, side)

    def _until(self, cited: EntryRow, entry: Entry) -> datetime | None:
        """The review date its author gave a cited entry last, as far as the citing one saw."""
        renewals = PROCEDURES[cited.kind].renewals if cited.kind in PROCEDURES else frozenset()
        visible = itertools.chain(*self._standing(self._cases.get(cited.case, ()), entry))
        dated = [row for row in visible if row.link == cited.link and row.move in renewals]
        last = max(dated, key=lambda row: row.index, default=cited)
        return moment(read_entry(last.entry).retain_until)

    def _opening(self, entry: Entry, standing: Sequence[EntryRow]) -> Entry | None:
        """The entry that opened the case, where this one continues it."""
        if not entry.case or not standing:
            return None
        if entry.case not in self._openings:
            # The opener wrote having seen nothing of the other's half (procedures.md §1.1).
            first = min(standing, key=lambda row: (_answers(row, standing), row.index))
            self._openings[entry.case] = read_entry(first.entry)
        return self._openings[entry.case]


def _answers(row: EntryRow, standing: Sequence[EntryRow]) -> bool:
    """Whether a row had seen an entry of the other half of its case."""
    return any(other.link != row.link and other.index < row.seen for other in standing)


def _moves(rows: Sequence[EntryRow], kind: str) -> tuple[Move, ...]:
    """The moves of rows that stand, in the order they were written."""
    if not rows:
        return ()
    alike = sorted((row for row in rows if row.kind == kind), key=lambda row: row.index)
    return tuple(move_of(read_entry(row.entry)) for row in alike)


def last_written(look: Look, link: str, size: int) -> datetime | None:
    """When the entry before index ``size`` of a log claims to be written."""
    row = look.entry(link, size - 1) if size else None
    return moment(read_entry(row.entry).written) if row else None
