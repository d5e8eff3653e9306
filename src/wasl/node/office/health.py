"""What may soon stop the exchange: keys that end, links that wait, roles nobody holds.

Findings as ``wasl doctor`` shows them beside those of the store; codes: ``docs/doctor.md``.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from wasl.core.policy.force import recognition_of
from wasl.core.terms import OfficerRole
from wasl.node import ceremony, posts
from wasl.node.anchoring import broken_anchors
from wasl.node.carriage import frozen_key
from wasl.node.clock import from_micros, stamp
from wasl.node.guard import goes_on
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.prekeys import PREKEYS_AHEAD
from wasl.node.rows import LinkRow
from wasl.seal.keys import Keys, read_keys
from wasl.seal.note import read_note
from wasl.seal.recognition import read_recognition

Finding = dict[str, Any]

WARN_BEFORE = timedelta(days=14)
CASES_NAMED = 8
# Without one of these an exchange stops at some step (procedures.md §2).
NEEDED_ROLES = (
    OfficerRole.DRAFTER,
    OfficerRole.RELEASER,
    OfficerRole.DUTY,
    OfficerRole.HANDLER,
    OfficerRole.CUSTODIAN,
    OfficerRole.HEAD,
    OfficerRole.DPO,
)


def health(node: Node, turn: Turn) -> list[Finding]:
    """Every check of the node, in the order of the codes; a link is named by its partner."""
    found = [*_keys(node, turn), _roles(turn)]
    for link in turn.links():
        found += _link(node, turn, link)
    return found


def _keys(node: Node, look: Look) -> Iterator[Finding]:
    """N-201: we have a statement our roots signed; N-202: none of its keys ends soon."""
    adopted = bool(look.setting("keys"))
    yield _finding("N-201", good=adopted)
    if not adopted:
        return
    keys = read_keys(ceremony.own_statement(look))
    end = min(_ends(keys))
    left = (end - node.clock.now().date()).days
    yield _finding("N-202", good=left > WARN_BEFORE.days, ends=end.isoformat(), days=left)


def _ends(keys: Keys) -> Iterator[date]:
    """The last day of each list of keys: of several in a row, that of the last."""
    for keyed in (keys.author, keys.witness, keys.long_lived, keys.line):
        if keyed:
            yield max(key.until for key in keyed)
    yield from (root.until for root in keys.roots)


def _roles(look: Look) -> Finding:
    """N-203: every role an exchange needs is held by somebody who is here."""
    held = {role for row in look.officers() if row.until_us is None for role in row.roles}
    missing = [role.value for role in NEEDED_ROLES if role not in held]
    return _finding("N-203", good=not missing, roles=", ".join(missing))


def _link(node: Node, look: Look, link: LinkRow) -> Iterator[Finding]:
    frozen = look.setting(frozen_key(link))
    yield _finding("N-211", good=not frozen, partner=link.partner, rule=(frozen or b"").decode())
    yield _epoch(node, link)
    yield _waiting(look, link)
    yield _prekeys(node, look, link)
    yield from _recognition(node, look, link)
    broken = broken_anchors(node, look, link)
    yield _finding("N-216", good=not broken, partner=link.partner, days=", ".join(broken))
    yield _guard(node, look, link)
    if posts.is_post(look, link.partner):
        yield _post(node, look, link)


def _epoch(node: Node, link: LinkRow) -> Finding:
    """N-212: the epoch this run has opened, if any, is confirmed or goes on from the guard."""
    session = node.session(link.own)
    opened = session.epoch is not None
    return _finding("N-212", good=node.opened(link.own) or not opened, partner=link.partner)


def _waiting(look: Look, link: LinkRow) -> Finding:
    """N-213: nothing released waits for its place in our log."""
    rows = look.waiting(link.own)
    since = stamp(from_micros(min(row.at_us for row in rows))) if rows else ""
    return _finding("N-213", good=not rows, partner=link.partner, acts=len(rows), since=since)


def _prekeys(node: Node, look: Look, link: LinkRow) -> Finding:
    """N-214: of the keys to seal to the partner, more than the last one is left."""
    now = node.now_us()
    valid = [row for row in look.their_prekeys(link.theirs) if row.until_us > now]
    return _finding(
        "N-214", good=len(valid) >= PREKEYS_AHEAD, partner=link.partner, left=len(valid)
    )


def _recognition(node: Node, look: Look, link: LinkRow) -> Iterator[Finding]:
    """N-215: our recognition does not end soon by its own word; the review is not past."""
    book = node.book(look, link)
    if recognition_of(book.own) != "recognised":
        return
    stated = next(e for e in reversed(book.own) if e.kind == "recognition" and e.statement)
    kept = look.statement(stated.statement)
    if kept is None:
        raise RuntimeError("a recognition without its statement")
    until = read_recognition(read_note(kept.note)).until
    left = (date.fromisoformat(until) - node.clock.now().date()).days
    good = left > WARN_BEFORE.days
    yield _finding("N-215", good=good, partner=link.partner, ends=until, days=left)


def _guard(node: Node, look: Look, link: LinkRow) -> Finding:
    """N-217: what may have left of our log is in the store, so bundles need no confirm."""
    known = goes_on(node, look, node.own_log(look, link.own))
    return _finding("N-217", good=known, partner=link.partner)


def _post(node: Node, look: Look, link: LinkRow) -> Finding:
    """N-218: what a post of ours holds is what it may still hold."""
    rows = posts.overtaken(node, look, link)
    cases = ", ".join(sorted({row.case for row in rows})[:CASES_NAMED])
    return _finding("N-218", good=not rows, partner=link.partner, items=len(rows), cases=cases)


def _finding(code: str, *, good: bool, **facts: str | int) -> Finding:
    return {"code": code, "facts": facts, "severity": "ok" if good else "warn"}
