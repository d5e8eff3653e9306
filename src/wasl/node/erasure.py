"""A body is destroyed and every proof still holds: trust.md §9.

Salt, body and attachments end in one turn with the fact that says so; one 32-byte secret opens
commitment and content, and without it the entry tells nothing. Before anything leaves again the
store's own log is emptied too.
"""

from collections.abc import Sequence
from datetime import datetime

from wasl.core.case import PROCEDURES, case_standing, fact_standing, joint, opener, standing
from wasl.core.entry import read_entry
from wasl.core.policy.dates import moment
from wasl.core.policy.judge import move_of
from wasl.core.policy.retention import kept_on, review_date
from wasl.core.procedure import NONE, Move, Side
from wasl.core.terms import Standing
from wasl.node import files
from wasl.node.act import node_act
from wasl.node.book import Book
from wasl.node.desk import submit
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow


def destroy(node: Node, turn: Turn, book: Book, row: EntryRow, ground: str) -> None:
    """Salt, body and attachments of one item are gone, and our log says on which ground."""
    files.destroy(node, turn, row)
    fields = {"kind": "fact", "move": "destroy", "about": [row.leaf.hex()], "code": ground}
    submit(node, turn, book, node_act(node, fields))


def mark_opened(turn: Turn, row: EntryRow, at_us: int) -> None:
    """An officer has read this item: a recall of it needs a person's answer."""
    turn.put_setting(opened_key(row), str(at_us).encode())


def was_opened(look: Look, row: EntryRow) -> bool:
    """Whether an officer has ever read this item here."""
    return look.setting(opened_key(row)) is not None


def opened_key(row: EntryRow) -> str:
    """The setting that says when an item was first read here."""
    return f"opened/{row.leaf.hex()}"


def standing_of(node: Node, look: Look, row: EntryRow) -> Standing:
    """How this item may be used here now: a fold over every case and fact that cites it."""
    return standing_under(node, look, row, [found for _, found in look.entries_citing([row.leaf])])


def standing_under(
    node: Node, look: Look, row: EntryRow, cited_by: Sequence[EntryRow]
) -> Standing:
    """The same where what cites the item is known."""
    if row.body_rule:
        return Standing.BODY_REFUSED
    citing = [found for found in cited_by if not found.rule]
    found = [
        fact_standing(entry.move)
        for entry in citing
        if entry.kind == "fact" and entry.link != row.link
    ]
    if not look.has_body(row.link, row.index):
        found.append(Standing.DESTROYED)
    for case in sorted({entry.case for entry in citing if entry.case}):
        rows = rows_of(look, case, beside=row.link)
        kind = rows[0].kind
        if kind in PROCEDURES and PROCEDURES[kind].effects:
            o, r = halves(rows)
            joint_state = joint(PROCEDURES[kind], o, r)
            found.append(case_standing(PROCEDURES[kind], *joint_state, _our_side(look, rows)))
    return standing(found, retain_until=kept_under(look, row, citing), now=node.clock.now())


def _our_side(look: Look, rows: Sequence[EntryRow]) -> Side:
    """Whether this node opened the case whose standing entries these are, or answers in it."""
    own_logs = {link.own for link in look.links()}
    logs = _moves_by_log(rows)
    own = next((moves for log, moves in logs.items() if log in own_logs), [])
    other = next((moves for log, moves in logs.items() if log not in own_logs), [])
    return opener(own, other) or Side.RECIPIENT


def kept_until(look: Look, row: EntryRow) -> datetime | None:
    """The review date of an item here: its author's last, or that to which we kept it on."""
    return kept_under(look, row, [found for _, found in look.entries_citing([row.leaf])])


def kept_under(look: Look, row: EntryRow, cited_by: Sequence[EntryRow]) -> datetime | None:
    """The same where what cites the item is known."""
    until = _dated_by_author(look, row)
    facts = [
        fact for fact in cited_by if (fact.kind, fact.move, fact.rule) == ("fact", "renew", "")
    ]
    if until is None or not facts:
        return until
    own_logs = {link.own for link in look.links()}
    ours = sorted((fact for fact in facts if fact.link in own_logs), key=lambda fact: fact.index)
    said = [read_entry(fact.entry) for fact in ours]
    dates = [(moment(fact.written), moment(fact.retain_until)) for fact in said]
    return kept_on(until, [(written, later) for written, later in dates if written and later])


def _dated_by_author(look: Look, row: EntryRow) -> datetime | None:
    """The review date of an item, or that which its author's last renewal set."""
    until = review_date(read_entry(row.entry))
    renewals = PROCEDURES[row.kind].renewals if row.kind in PROCEDURES else ()
    if not renewals:
        return until
    renewed = [
        review_date(read_entry(later.entry))
        for later in rows_of(look, row.case, beside=row.link)
        if later.link == row.link and later.move in renewals
    ]
    return renewed[-1] if renewed else until


def rows_of(look: Look, case: str, *, beside: str) -> list[EntryRow]:
    """The entries of a case that stand, in the two logs of the link one of which is ``beside``.

    An item given to two partners has one reference in both links.
    """
    pairs = ({link.own, link.theirs} for link in look.links())
    both = next((pair for pair in pairs if beside in pair), set())
    rows = look.entries_of_cases([case])
    return [row for row in rows if row.link in both and not row.rule]


def halves(rows: Sequence[EntryRow]) -> tuple[list[Move], list[Move]]:
    """The moves of O and of R in a case, from the rows of both logs of a link that stand.

    None at all where both sides opened it, neither having seen the other: the case is dead.
    """
    if len({row.kind for row in rows}) > 1:
        return [], []
    sides = list(_moves_by_log(rows).values())
    if len(sides) < 2:
        return _alone(rows[0].kind, sides[0]) if sides else ([], [])
    first, second = sides[0], sides[1]
    side = opener(first, second)
    if side is None:
        return [], []
    return (first, second) if side is Side.ORIGINATOR else (second, first)


def _alone(kind: str, moves: list[Move]) -> tuple[list[Move], list[Move]]:
    """The halves where one log alone speaks of a case: mostly its opener's.

    After a restore our answers may be back before what they answer.
    """
    procedure = PROCEDURES.get(kind)
    answers = procedure is not None and (NONE, moves[0].move) not in procedure.o
    return ([], moves) if answers else (moves, [])


def _moves_by_log(rows: Sequence[EntryRow]) -> dict[str, list[Move]]:
    """The moves of each log, as they were written."""
    by_log: dict[str, list[Move]] = {}
    for row in sorted(rows, key=lambda row: (row.link, row.index)):
        by_log.setdefault(row.link, []).append(move_of(read_entry(row.entry)))
    return by_log
