"""What a link admits and how far it is: what a form needs before an officer fills it in."""

from typing import Any

from wasl.core.arrangement import Arrangement, DossierTerms, exercise_of
from wasl.core.entry import read_entry
from wasl.core.policy.exercising import KEPT
from wasl.core.policy.force import recognition_of
from wasl.node.book import Book
from wasl.node.carriage import frozen_key
from wasl.node.node import Node
from wasl.node.pool import gaps
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow

PAGE = 40

Told = dict[str, Any]


def admitted(node: Node, turn: Turn) -> list[Told]:
    """Of every link: who recognises whom, and what the arrangement in force lets us send."""
    return [_admitted(node, turn, node.book(turn, link)) for link in turn.links()]


def stirred(node: Node, turn: Turn) -> Told:
    """A mark that is another one as soon as an entry, a draft or a released act came or went."""
    sizes = [
        size
        for link in turn.links()
        for size in (
            node.own_log(turn, link.own).size,
            node.own_log(turn, link.own).countersigned,
            node.their_log(turn, link.theirs).size,
            len(turn.waiting(link.own)),
        )
    ]
    drafts = [row.id for row in turn.drafts()]
    return {"mark": " ".join(map(str, (*sizes, *drafts)))}


def link_state(node: Node, turn: Turn, *, partner: str) -> Told:
    """How far both logs of a link are, and what is missing; refuses ``no-such-partner``."""
    link = node.link_with(turn, partner)
    own, theirs = node.own_log(turn, link.own), node.their_log(turn, link.theirs)
    return {
        "alone": node.session(link.own).alone,
        "confirmed": node.session(link.own).confirmed,
        "countersigned": own.countersigned,
        "frozen": (turn.setting(frozen_key(link)) or b"").decode(),
        "held": theirs.size,
        "missing": [list(gap) for gap in gaps(turn, theirs)],
        "partner": partner,
        "size": own.size,
        "waiting": len(turn.waiting(link.own)),
    }


def log_page(node: Node, turn: Turn, *, partner: str, ours: bool, before: int) -> Told:
    """Forty entries of one log of a link, the newest first, with the heads that cover them.

    ``before`` is the index the page ends before; below nought, or past the end: the newest.
    Refuses ``no-such-partner``.
    """
    link = node.link_with(turn, partner)
    log = node.own_log(turn, link.own) if ours else node.their_log(turn, link.theirs)
    stop = log.size if not 0 <= before <= log.size else before
    start = max(0, stop - PAGE)
    heads = turn.checkpoints(log.link, start, stop + 1)
    return {
        "countersigned": log.countersigned,
        "entries": [_line(row) for row in reversed(turn.entries(log.link, start, stop))],
        "heads": [row.size for row in heads],
        "link": log.link,
        "next": start,
        "partner": partner,
        "size": log.size,
    }


def _line(row: EntryRow) -> Told:
    return {
        "case": row.case,
        "index": row.index,
        "kind": row.kind,
        "leaf": row.leaf.hex(),
        "move": row.move,
        "rule": row.rule or row.body_rule,
        "seen": row.seen,
        "written": read_entry(row.entry).written,
    }


def _admitted(node: Node, turn: Turn, book: Book) -> Told:
    own = node.own_log(turn, book.link.own)
    theirs = node.their_log(turn, book.link.theirs)
    force = book.force(ours=True, index=own.size, seen=theirs.size)
    text = book.text(force.text)
    return {
        "arrangement": book.link.arrangement_id,
        "dossiers": [_terms(terms, book.node) for terms in text.dossiers] if text else [],
        "frozen": (turn.setting(frozen_key(book.link)) or b"").decode(),
        "names": _names(text, book.link.partner),
        "oversees": text is not None and text.oversees(book.link.partner),
        "parties": [party.node for party in text.parties] if text else [],
        "partner": book.link.partner,
        "recognised": force.recognised,
        "recognises": recognition_of(book.own),
        "suspended": force.suspended,
        "version": force.version,
    }


def _names(text: Arrangement | None, node: str) -> dict[str, str]:
    """What the partner is called in the arrangement."""
    party = text.party(node) if text else None
    return party.name.model_dump() if party else {}


def _terms(terms: DossierTerms, node: str) -> Told:
    played = bool(exercise_of(node))
    return {
        "code": terms.code,
        "handling": [code.value for code in terms.handling],
        "kinds": list(terms.kinds.get(node, ())),
        "purposes": list(terms.purposes),
        "retention_days": {"any": KEPT.days} if played else dict(terms.retention_days),
    }
