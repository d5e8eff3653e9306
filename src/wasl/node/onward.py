"""Onward copies: under which leave an item went on, to whom, and how it is called back from there.

The lineage of an item is the ``forward`` facts that cite it in the log of who passed it on, so its
owner reads it too. A recall walks it one holder at a time: each node knows only whom it gave to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from wasl.core import canonical
from wasl.core.case import PROCEDURES, joint
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.consent import Granted, UseAsked
from wasl.core.exchange.fact import Forwarded
from wasl.core.exchange.report import Onward, Release
from wasl.core.policy.dates import moment
from wasl.node.act import SALT_BYTES, Act, body_reference, node_act
from wasl.node.audit import check_drawn
from wasl.node.book import Book
from wasl.node.clock import case_reference, stamp
from wasl.node.desk import submit
from wasl.node.erasure import halves, rows_of
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.recalls import orders_of
from wasl.node.rows import EntryRow
from wasl.seal.body import open_body

ATTEST_WITHIN = timedelta(hours=72)
ITEMS_IN_ONE_ORDER = 64  # an entry holds 8 KiB
SILENT = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """One line of lineage: which items (leaves, the grant among them) went to whom.

    ``case`` is that of the report by which a node passed them on; empty where no node did.
    """

    about: tuple[str, ...]
    recipient: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """On which ground items are taken back, and which two officers said so in the act it follows.

    No officers: the node follows a withdrawal of recognition, which m roots have signed.
    """

    ground: str
    by: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """A grant in force, with what it says of itself."""

    grant: EntryRow
    entry: Entry
    body: Granted


# ------------------------------------------------------------------------------------ the leave


def leave_of(node: Node, look: Look, book: Book, case: str) -> Leave:
    """The grant of a consent case as we see it now; refuses ``consent-missing`` without one.

    Granted and not revoked, asked by us, before its last day, and readable.
    """
    rows = [row for row in rows_of(look, case, beside=book.link.own) if row.kind == "consent"]
    state = joint(PROCEDURES["consent"], *halves(rows)) if rows else ("none", "none")
    grants = [row for row in rows if row.move == "grant" and row.link == book.link.theirs]
    if state[0] not in {"asked", "used"} or state[1] != "granted" or not grants:
        raise RefusedError("consent-missing", {"case": case})
    grant = grants[-1]
    entry = read_entry(grant.entry)
    until = moment(entry.offer_until)
    if until is None or until < node.clock.now():
        raise RefusedError("consent-missing", {"case": case, "until": entry.offer_until or ""})
    held = look.body(grant.link, grant.index)
    if held is None:
        raise RefusedError("consent-missing", {"case": case})
    said = read_body(Granted, open_body(held.salt, held.closed))
    return Leave(grant=grant, entry=entry, body=said)


def check_onward(node: Node, look: Look, fields: Mapping[str, Any], body: bytes) -> None:
    """A report passes an item on only under a leave for this recipient, already said to be used.

    Refuses ``consent-missing``, and as ``check_drawn`` an item that is taken back or disputed: a
    leave outlives neither.
    """
    said = _onward_of(fields, body)
    if said is None:
        return
    owner, leave = _leave_behind(node, look, said)
    recipients = set(fields.get("audience") or ())
    rows = rows_of(look, leave.grant.case, beside=owner.link.own)
    used = any(row.move == "use" and row.link == owner.link.own for row in rows)
    allowed = (
        leave.entry.code == UseAsked.ONWARD
        and set(said.items) <= set(leave.entry.about or ())
        and recipients <= set(leave.body.recipients)
    )
    if not (allowed and used):
        raise RefusedError("consent-missing", {"case": leave.grant.case})
    check_drawn(node, look, owner, _rows_of_leaves(look, said.items))


def check_use(node: Node, look: Look, book: Book, fields: Mapping[str, Any]) -> None:
    """A use is of items that may be drawn from; refuses as ``leave_of`` and ``check_drawn``."""
    leave = leave_of(node, look, book, fields["case"])
    about = fields.get("about") or leave.entry.about or ()
    check_drawn(node, look, book, _rows_of_leaves(look, about))


def _rows_of_leaves(look: Look, leaves: Iterable[str]) -> Sequence[EntryRow]:
    return look.entries_by_leaf([bytes.fromhex(leaf) for leaf in leaves])


def tell_onward(node: Node, turn: Turn, fields: Mapping[str, Any], body: bytes) -> None:
    """The owner reads in our log to whom its items went, by the officer who let them go."""
    said = _onward_of(fields, body)
    if said is None:
        return
    owner, leave = _leave_behind(node, turn, said)
    about = [*said.items, leave.grant.leaf.hex()]
    for recipient in fields.get("audience") or ():
        told = {"case": fields["case"], "recipient": recipient}
        _forward(node, turn, owner, about, told, fields["by"]["released"])


def tell_use(node: Node, turn: Turn, book: Book, fields: Mapping[str, Any], body: bytes) -> None:
    """A use outside the exchange (a court, another office) is lineage too, without a case."""
    leave = leave_of(node, turn, book, fields["case"])
    about = [*(fields.get("about") or leave.entry.about or ()), leave.grant.leaf.hex()]
    partners = {link.partner for link in turn.links()}
    for recipient in canonical.loads(body)["recipients"]:
        if not (leave.entry.code == UseAsked.ONWARD and recipient in partners):
            _forward(node, turn, book, about, {"recipient": recipient}, fields["by"]["released"])


def _forward(
    node: Node,
    turn: Turn,
    book: Book,
    about: Sequence[str],
    told: Mapping[str, str],
    by: Mapping[str, str],
) -> None:
    salt, body = node.draw.draw(SALT_BYTES), canonical.dumps(dict(told))
    who = {"role": "releaser", "who": by["who"]}
    fields: dict[str, Any] = {
        "about": list(about),
        "body": body_reference(salt, body),
        "by": {"drafted": who, "released": who},
        "clock": node.clock_claim(),
        "kind": "fact",
        "move": "forward",
        "written": stamp(node.clock.now()),
    }
    submit(node, turn, book, Act(fields=fields, salt=salt, body=body))
    note_forward(turn, fields["body"]["commit"], body)


def note_forward(turn: Turn, commit: str, body: bytes) -> None:
    """To whom a fact says an item went, kept apart from its body: the lineage is walked often.

    It names services and offices, never a person.
    """
    told = read_body(Forwarded, body)
    line = {"case": told.case or "", "recipient": told.recipient}
    turn.put_setting(f"forward/{commit}", canonical.dumps(line))


def _onward_of(fields: Mapping[str, Any], body: bytes) -> Onward | None:
    """What a report says it passes on; nothing in any other act."""
    if (fields["kind"], fields["move"]) != ("report", "release") or not body:
        return None
    return read_body(Release, body).onward


def _leave_behind(node: Node, look: Look, said: Onward) -> tuple[Book, Leave]:
    """The owner's link, and the leave a report names there; ``consent-missing``."""
    found = look.entries_by_leaf([bytes.fromhex(said.grant)])
    links = {link.theirs: link for link in look.links()}
    grant = next((row for row in found if row.link in links), None)
    if grant is None or links[grant.link].partner != said.owner:
        raise RefusedError("consent-missing", {"owner": said.owner})
    book = node.book(look, links[grant.link])
    leave = leave_of(node, look, book, grant.case)
    if leave.grant.leaf != grant.leaf:
        raise RefusedError("consent-missing", {"case": grant.case})
    return book, leave


# ---------------------------------------------------------------------------------- the lineage


def forwards(look: Look, log: str, leaves: Sequence[str]) -> list[Forward]:
    """To whom the author of a log said these items went, in the order it was said."""
    wanted = [bytes.fromhex(leaf) for leaf in leaves]
    citing = {row.index: row for _, row in look.entries_citing(wanted) if row.link == log}
    return [
        _read_forward(look, row)
        for _, row in sorted(citing.items())
        if row.move == "forward" and not row.rule
    ]


def _read_forward(look: Look, row: EntryRow) -> Forward:
    entry = read_entry(row.entry)
    noted = look.setting(f"forward/{entry.body.commit}") if entry.body else None
    told: Mapping[str, Any] = canonical.loads(noted) if noted else {}
    return Forward(about=tuple(entry.about or ()), recipient=told["recipient"], case=told["case"])


def copies_given(look: Look, case: str, *, beside: str) -> Iterator[tuple[Any, EntryRow]]:
    """Our items of a case on every link but the one beside: each with its link."""
    for link in look.links():
        if link.own == beside:
            continue
        for row in look.entries_of_cases([case]):
            if row.link == link.own and not row.rule and b'"body":' in row.entry:
                yield link, row


def unordered(look: Look, book: Book, leaves: Sequence[str]) -> list[str]:
    """The onward holders of these items, by name, toward whom no recall was ordered yet.

    Who holds them outside the exchange has to be told by other means.
    """
    return [
        forward.recipient
        for forward in forwards(look, book.link.own, leaves)
        for link, row in copies_given(look, forward.case, beside=book.link.own)
        if link.partner == forward.recipient and not orders_of(look, row)
    ]


def order_onward(node: Node, turn: Turn, book: Book, leaves: Sequence[str], order: Order) -> None:
    """A recall toward every onward holder of these items."""
    for forward in forwards(turn, book.link.own, leaves):
        for link, row in copies_given(turn, forward.case, beside=book.link.own):
            if link.partner == forward.recipient:
                take_back(node, turn, node.book(turn, link), [row], order)


def take_back(node: Node, turn: Turn, book: Book, rows: Sequence[EntryRow], order: Order) -> None:
    """Our items of one dossier are recalled, under the union of their markings."""
    entries = [read_entry(row.entry) for row in rows]
    caveats = sorted({caveat.value for entry in entries for caveat in entry.caveats or ()})
    fields = {
        "about": [row.leaf.hex() for row in rows],
        "audience": [book.link.partner],
        "case": case_reference(node.draw),
        "caveats": caveats or None,
        "code": order.ground,
        "dossier": entries[0].dossier,
        "due": stamp(node.clock.now() + ATTEST_WITHIN),
        "handling": sorted({code.value for entry in entries for code in entry.handling or ()}),
        "kind": "recall",
        "move": "order",
        "purpose": entries[0].purpose,
    }
    by = {"by": dict(order.by)} if order.by else {}
    act = node_act(node, fields)
    submit(node, turn, book, replace(act, fields={**act.fields, **by}))


def relay_outcomes(look: Look, book: Book, leaves: Sequence[str]) -> list[dict[str, str]]:
    """What became of the recall at each onward holder, as far as it has said."""
    told = []
    for forward in forwards(look, book.link.own, leaves):
        rows = [row for _, row in copies_given(look, forward.case, beside=book.link.own)]
        states = [recall_state(look, row) for row in rows] or [SILENT]
        told += [{"holder": forward.recipient, "state": state} for state in states]
    return told


def recall_state(look: Look, row: EntryRow) -> str:
    """The holder's half of the last recall of one of our items."""
    orders = orders_of(look, row)
    if not orders:
        return SILENT
    last = max(orders, key=lambda each: each.index)
    return joint(PROCEDURES["recall"], *halves(rows_of(look, last.case, beside=row.link)))[1]
