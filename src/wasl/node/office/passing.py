"""An item of theirs passed on under their leave: what the onward report says, and what proves it.

The words are those the owner was shown when it was asked, and nothing else. Whoever is given the
report finds the proofs of item and grant beside it and can check them with no help of ours.
"""

from base64 import b64encode
from collections.abc import Iterable
from itertools import chain
from typing import Any

from wasl.core import canonical
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.consent import UseAsked
from wasl.core.exchange.report import Onward, Release
from wasl.core.policy.dates import moment
from wasl.node import audit
from wasl.node.accounts import officer_of
from wasl.node.audit import Reading
from wasl.node.node import Node
from wasl.node.office.extracting import export
from wasl.node.office.finding import rows_of
from wasl.node.onward import leave_of
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow
from wasl.node.sent_files import read_file
from wasl.seal.extract import read_extract
from wasl.seal.extract_findings import Outcome
from wasl.seal.extract_lines import Extract, Statement
from wasl.seal.extract_verify import verdict_on
from wasl.seal.keys import Keys

PROOF_MEDIA = "application/vnd.wasl.extract"

Told = dict[str, Any]


def onward(node: Node, turn: Turn, *, case: str, officer: str, partner: str) -> Told:
    """The report by which a granted item goes on to ``partner``: its body, marking and proofs.

    ``case`` is that of the leave. Refuses ``consent-missing`` where it is none for this partner,
    as ``open_item`` does for what was asked, and as ``check_drawn`` for the items.
    """
    link, rows = rows_of(turn, case)
    book = node.book(turn, link)
    leave = leave_of(node, turn, book, rows[0].case)
    if leave.entry.code != UseAsked.ONWARD or partner not in leave.body.recipients:
        raise RefusedError("consent-missing", {"case": rows[0].case, "recipient": partner})
    ask = next(row for row in rows if row.move == "ask" and row.link == link.own)
    asked = read_entry(ask.entry)
    reader = officer_of(turn, officer)
    reading = audit.open_item(node, turn, book, ask, reader, asked.purpose or "")
    about = leave.entry.about or ()
    items = turn.entries_by_leaf([bytes.fromhex(leaf) for leaf in about])
    audit.check_drawn(node, turn, book, items)
    body = canonical.loads(reading.body)
    passed_on = {"grant": leave.grant.leaf.hex(), "items": list(about), "owner": link.partner}
    kept = ("persons", "places", "text")
    return {
        "body": {**{name: body[name] for name in kept if name in body}, "onward": passed_on},
        "proofs": [
            _proof(node, turn, row, officer) for row in [*_held(items, about), leave.grant]
        ],
        **_marking([read_entry(row.entry) for row in _held(items, about)], leave.entry),
    }


def _held(rows: Iterable[EntryRow], about: Iterable[str]) -> list[EntryRow]:
    by_leaf = {row.leaf.hex(): row for row in rows}
    return [by_leaf[leaf] for leaf in about]


def _proof(node: Node, turn: Turn, row: EntryRow, officer: str) -> str:
    lines = export(node, turn, entry=row.leaf.hex(), officer=officer, purpose="", with_body=False)
    return b64encode("".join(lines).encode()).decode()


def _marking(entries: list[Entry], grant: Entry) -> Told:
    """The union of what the items and the grant forbid; the grading of the first that has one."""
    of = [*entries, grant]
    ends = [entry.retain_until for entry in entries if entry.retain_until]
    graded = next((entry.grading for entry in entries if entry.grading), None)
    return {
        "caveats": sorted({caveat.value for each in of for caveat in each.caveats or ()}),
        "grading": graded.model_dump() if graded else None,
        "handling": sorted({code.value for each in of for code in each.handling or ()}),
        "retain_until": min(ends, key=lambda end: (moment(end) is None, end)) if ends else "",
    }


# ------------------------------------------------------------------------- at the next holder


def checked_onward(turn: Turn, row: EntryRow, reading: Reading) -> Told | None:
    """Whether the leave beside an onward report holds, as far as this node can tell.

    ``holds`` is false with a ``why``: ``not-here`` (the proofs have not come), ``unsound``,
    ``other`` (they prove another thing). ``known`` says that the owner's keys are those of a
    partner we met; otherwise it is the passing service's word that they are the owner's.
    """
    if (row.kind, row.move) != ("report", "release"):
        return None
    said = read_body(Release, reading.body).onward
    if said is None:
        return None
    proofs = [
        read_file(turn, row, file.sha256)
        for file in reading.entry.files or ()
        if file.media == PROOF_MEDIA and turn.file_at(file.sha256, row.link, row.index)
    ]
    told: Told = {"owner": said.owner, "holds": False, "known": False, "why": "not-here"}
    if len(proofs) <= len(said.items):
        return told
    if any(
        verdict_on(proof.splitlines(keepends=True)).outcome is not Outcome.SOUND
        for proof in proofs
    ):
        return {**told, "why": "unsound"}
    extracts = [read_extract(proof.splitlines(keepends=True)) for proof in proofs]
    if not _proves(extracts, said, reading.entry):
        return {**told, "why": "other"}
    return {**told, "holds": True, "known": _is_known(turn, extracts, said.owner), "why": ""}


def _proves(extracts: list[Extract], said: Onward, report: Entry) -> bool:
    """Grant and items are the owner's, and the grant covers this report on its day."""
    shown = list(chain.from_iterable(each.entries for each in extracts))
    theirs = all(each.header.author == said.owner for each in extracts)
    leaves = {each.leaf.hex(): each.entry for each in shown}
    grant = leaves.get(said.grant)
    if grant is None or not theirs or not set(said.items) <= set(leaves):
        return False
    until, written = moment(grant.offer_until), moment(report.written)
    return (
        (grant.kind, grant.move, grant.code) == ("consent", "grant", UseAsked.ONWARD)
        and set(said.items) <= set(grant.about or ())
        and until is not None
        and written is not None
        and written <= until
    )


def _is_known(look: Look, extracts: list[Extract], owner: str) -> bool:
    """Whether each proof rests on the key statement of the owner that we met in person."""
    partner = look.partner(owner)
    if partner is None:
        return False
    rests_on = {
        next((each.sha256 for each in extract.statements if _of(each, owner)), "")
        for extract in extracts
    }
    return rests_on == {partner.keys_sha256}


def _of(statement: Statement, owner: str) -> bool:
    """Whether a statement is the owner's, of its keys."""
    return isinstance(statement.value, Keys) and statement.value.node == owner
