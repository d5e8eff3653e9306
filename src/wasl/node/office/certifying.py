"""Certificates for people who have no node: the file of one, the list of those revoked, the keys.

Formats: ``docs/spec/certificate.md`` and ``docs/spec/revocations.md``. What leaves is written
down in the house log in the same turn.
"""

from collections.abc import Iterator
from typing import Any

from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.trainee import TRAINERS
from wasl.core.log import inclusion_proof
from wasl.core.policy.force import recognition_of
from wasl.node.accounts import officer_of
from wasl.node.audit import house_line, open_item
from wasl.node.clock import from_micros, stamp
from wasl.node.node import Node
from wasl.node.office.extracting import checkpoint_over
from wasl.node.office.finding import find_entry
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LinkRow
from wasl.seal.body import open_body
from wasl.seal.certificate import write_certificate
from wasl.seal.cosign import read_checkpoint
from wasl.seal.note import read_note
from wasl.seal.revocations import (
    CompromisedKeys,
    Revocations,
    certificate_hash,
    write_revocations,
)

KIND = "certificate"


def certificate_file(node: Node, turn: Turn, *, entry: str, officer: str) -> Iterator[str]:
    """The file of one certificate, ours or theirs, for its holder.

    Its body is opened as any reader opens it. Refuses as ``find_entry`` and ``open_item`` do,
    ``other-kind``, ``no-receipt`` and ``too-large``.
    """
    link, row = find_entry(turn, entry)
    if (row.kind, row.move) != (KIND, "issue"):
        raise RefusedError("other-kind", {"kind": row.kind})
    reader = officer_of(turn, officer)
    purpose = read_entry(row.entry).purpose or KIND
    reading = open_item(node, turn, node.book(turn, link), row, reader, purpose)
    body = turn.body(row.link, row.index)
    log = node.own_log(turn, row.link)
    note = read_note(checkpoint_over(turn, log, row.index))
    leaves = turn.leaves(log.link, 0, read_checkpoint(note).size)
    facts = {"act": "certificate-file", "case": row.case, "item": row.leaf.hex()}
    house_line(node, turn, reader, facts)
    written = write_certificate(
        entry=row.entry,
        body=reading.body,
        salt=body.salt if body else b"",
        proof=inclusion_proof(leaves, row.index),
        note=note,
    )
    return iter([written.decode()])


def certificate_list(node: Node, turn: Turn, *, officer: str) -> Iterator[str]:
    """The list of every certificate this service revoked, under all author keys it holds.

    Refuses ``no-such-officer``, and ``role-lacking`` to whoever neither drafts nor releases
    certificates.
    """
    maker = officer_of(turn, officer)
    if not (TRAINERS.drafts | TRAINERS.releases) & set(maker.roles):
        raise RefusedError("role-lacking", {"needed": ", ".join(sorted(TRAINERS.drafts))})
    links = [link.own for link in turn.links()]
    listed = Revocations(
        as_of=stamp(node.clock.now()),
        compromised=tuple(found for link in links for found in _compromised(turn, link)),
        hashes=tuple(sorted({name for link in links for name in _revoked(turn, link)})),
        issuer=node.identity.node,
        n=sum(node.own_log(turn, link).size for link in links),
    )
    house_line(node, turn, maker, {"act": "certificate-list", "n": str(listed.n)})
    return iter([write_revocations(listed, node.authors()).decode()])


def certificate_trust(
    node: Node, turn: Turn, *, issuer: str, link: str, index: int
) -> dict[str, Any]:
    """What this node knows of an issuer, and of the log that is said to hold a certificate.

    ``statements`` are notes; ``told`` what that log says is revoked and ``grounds`` why (none
    where the log is not held); ``leaf`` the entry held at this index, or empty. Refuses
    ``issuer-unknown`` and ``not-recognised``.
    """
    ours = issuer == node.identity.node
    links = [each for each in turn.links() if ours or each.partner == issuer]
    if not ours:
        _check_recognised(node, turn, issuer, links)
    answer: dict[str, Any] = {"grounds": {}, "leaf": "", "statements": [], "told": ""}
    answer["statements"] = _statements(node, turn, issuer, links)
    found = next((each for each in links if (each.own if ours else each.theirs) == link), None)
    if found is not None:
        answer |= _told(node, turn, link, issuer)
        row = turn.entry(link, index)
        answer["leaf"] = row.leaf.hex() if row else ""
    return answer


def _check_recognised(node: Node, turn: Turn, issuer: str, links: list[LinkRow]) -> None:
    if turn.partner(issuer) is None:
        raise RefusedError("issuer-unknown", {"issuer": issuer[:64]})
    states = {recognition_of(node.book(turn, link).own) for link in links}
    if "recognised" not in states:
        raise RefusedError("not-recognised", {"issuer": issuer})


def _statements(node: Node, turn: Turn, issuer: str, links: list[LinkRow]) -> list[str]:
    """The key statements of an issuer that this node knows, as notes."""
    names = {
        sha256: None
        for link in links
        for sha256, keys in node.book(turn, link).keys.items()
        if keys.node == issuer
    }
    rows = (turn.statement(sha256) for sha256 in names)
    return [row.note.decode() for row in rows if row is not None]


def _told(node: Node, turn: Turn, link: str, issuer: str) -> dict[str, Any]:
    """The revocations that one log held here says, as of when its last entry was stored."""
    log = node.own_log(turn, link)
    last = turn.entry(link, log.size - 1)
    ours = issuer == node.identity.node
    at_us = node.now_us() if ours or last is None else last.at_us
    grounds = _revoked(turn, link)
    told = Revocations(
        as_of=stamp(from_micros(at_us)),
        compromised=tuple(_compromised(turn, link)),
        hashes=tuple(sorted(grounds)),
        issuer=issuer,
        n=log.size,
    )
    return {"grounds": grounds, "told": told.model_dump_json()}


def _revoked(look: Look, link: str) -> dict[str, dict[str, str]]:
    """The ground and instant of every revocation in a log, by the hash of its certificate."""
    rows = [row for row in look.entries_of_kinds(link, (KIND,)) if not row.rule]
    issued = {row.case: row for row in rows if row.move == "issue"}
    found = {}
    for row in rows:
        if row.move == "revoke" and row.case in issued:
            entry = read_entry(row.entry)
            name = certificate_hash(issued[row.case].leaf)
            found[name] = {"at": entry.written, "code": entry.code or ""}
    return found


def _compromised(look: Look, link: str) -> Iterator[CompromisedKeys]:
    """The key statements a log declares compromised, each from the size its author named."""
    rows = [row for row in look.entries_of_kinds(link, ("key",)) if not row.rule]
    named: dict[str, str] = {}
    for row in rows:
        named.setdefault(row.case, read_entry(row.entry).statement or "")
    for row in rows:
        if row.move == "compromise" and named[row.case]:
            yield CompromisedKeys(
                keys_sha256=named[row.case], link=link, since_size=_since(look, row)
            )


def _since(look: Look, row: EntryRow) -> int:
    """From which size on; from the first entry on, where the body that says it is gone."""
    body = look.body(row.link, row.index)
    if body is None:
        return 0
    return int(canonical.loads(open_body(body.salt, body.closed))["since_size"])
