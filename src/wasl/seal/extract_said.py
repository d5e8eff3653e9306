"""What entries bring and what became of their bodies: steps 13 to 15 of ``docs/spec/extract.md``.

Statements named by entries are here and signed as their moves demand; bodies shown are those the
entries committed to; bodies gone are accounted for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wasl.core.arrangement import Arrangement, link_id
from wasl.core.case import PROCEDURES
from wasl.core.clause import Stated
from wasl.core.errors import RefusedError
from wasl.seal.body import check_commitment
from wasl.seal.extract_findings import Fault
from wasl.seal.extract_keys import KeyChain, Ruling, fault_of
from wasl.seal.extract_lines import BodyState, Extract, Header, ShownEntry, Statement
from wasl.seal.keys import Keys
from wasl.seal.minutes import Minutes
from wasl.seal.note import Note, verify
from wasl.seal.roots import check_roots


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """The keys of both services: those of the author by position, the others by their chain."""

    ruling: Ruling
    counterpart: KeyChain


def statement_faults(trust: Trust, extract: Extract) -> Iterator[Fault]:
    """Step 13: each statement an entry names is here, says what it must, has the roots it needs.

    A line by a root or author key of either service is valid wherever it stands, and no statement
    is here that neither an entry names nor a chain of keys holds.
    """
    by_hash = {statement.sha256: statement for statement in extract.statements}
    named = {shown.entry.statement for shown in extract.entries}
    known = (*trust.ruling.chain.known(), *trust.counterpart.known())
    for statement in extract.statements:
        if isinstance(statement.value, Keys):
            continue  # step 6 has judged it
        try:
            verify(statement.note, known)
        except RefusedError as refused:
            yield fault_of(13, statement.line, refused)
        if statement.sha256 not in named:
            why = "no entry names it"
            yield Fault(step=13, line=statement.line, rule="bad-statement", why=why)
    for shown in extract.entries:
        if shown.entry.statement is not None:
            try:
                _check(trust, extract, shown, by_hash.get(shown.entry.statement))
            except RefusedError as refused:
                yield fault_of(13, shown.line, refused, shown.index)


def body_faults(extract: Extract) -> Iterator[Fault]:
    """Step 14: what is said of a body fits its entry; a body shown is the one committed to."""
    for shown in extract.entries:
        commits = shown.entry.body
        if (commits is None) != (shown.body is BodyState.NONE):
            why = "its entry says otherwise"
            yield Fault(step=14, line=shown.line, rule="missing-body", why=why, index=shown.index)
        elif commits is not None and shown.salt:
            try:
                check_commitment(shown.salt, shown.content, commit=bytes.fromhex(commits.commit))
            except RefusedError as refused:
                yield fault_of(14, shown.line, refused, shown.index)


def erasure_faults(extract: Extract) -> Iterator[Fault]:
    """Step 15: an erasure cites the entry whose body is gone, in one of the two logs."""
    header = extract.header
    leaves = {shown.index: shown.leaf for shown in extract.entries}
    other = link_id(header.arrangement_id, header.counterpart, header.author)
    for erasure in extract.erasures:
        fact, leaf = erasure.fact, leaves.get(erasure.index)
        faults = (
            (fact.kind != "fact" or fact.move not in {"destroy", "reject"}, "no such fact"),
            (fact.link not in {header.link, other}, "of another link"),
            (leaf is None or leaf.hex() not in (fact.about or ()), "cites another entry"),
            (
                fact.link == header.link and leaves.get(fact.index, erasure.leaf) != erasure.leaf,
                "not the entry of this log",
            ),
        )
        why = next((why for wrong, why in faults if wrong), None)
        if why:
            yield Fault(
                step=15, line=erasure.line, rule="bad-reference", why=why, index=erasure.index
            )


def gone_unexplained(extract: Extract) -> tuple[int, ...]:
    """The entries whose body is gone and that no erasure accounts for."""
    explained = {erasure.index for erasure in extract.erasures}
    return tuple(
        shown.index
        for shown in extract.entries
        if shown.body is BodyState.GONE and shown.index not in explained
    )


def erased_yet_present(extract: Extract) -> tuple[int, ...]:
    """The entries whose body its maker holds although its own log says it was destroyed."""
    header = extract.header
    others = {header.author: header.counterpart, header.counterpart: header.author}
    own = link_id(header.arrangement_id, header.made_by, others[header.made_by])
    facts = [erasure.fact for erasure in extract.erasures]
    facts += [shown.entry for shown in extract.entries]
    destroyed = {
        leaf
        for fact in facts
        if (fact.kind, fact.move, fact.link) == ("fact", "destroy", own)
        for leaf in fact.about or ()
    }
    return tuple(
        shown.index
        for shown in extract.entries
        if shown.body is BodyState.PRESENT and shown.leaf.hex() in destroyed
    )


def _check(trust: Trust, extract: Extract, shown: ShownEntry, statement: Statement | None) -> None:
    """One entry and the statement it names; refuses ``bad-statement`` and what roots refuse."""
    if statement is None:
        raise RefusedError("bad-statement", {"why": "not in this file"})
    if not _says(trust, extract.header, shown, statement):
        raise RefusedError("bad-statement", {"why": "it says something else"})
    entry, keys = shown.entry, trust.ruling.at(shown.index)
    rule = PROCEDURES[entry.kind].moves.get(entry.move)
    if entry.kind == "key":
        if entry.move == "witness":
            check_roots(statement.note, keys)
            _check_any(statement.note, list(trust.counterpart.proven.values()))
    elif rule is not None and rule.roots:
        check_roots(statement.note, keys)


def _says(trust: Trust, header: Header, shown: ShownEntry, statement: Statement) -> bool:
    """Whether the statement is of the kind the entry is, and about this link."""
    kind, move, value = shown.entry.kind, shown.entry.move, statement.value
    parties = {header.author, header.counterpart}
    if isinstance(value, Keys):
        chains = [trust.ruling.chain, trust.counterpart] if move == "pin" else [trust.ruling.chain]
        return kind == "key" and any(statement.sha256 in chain.proven for chain in chains)
    if isinstance(value, Minutes):
        return (kind, move) == ("key", "witness") and set(value.nodes()) == parties
    if isinstance(value, Arrangement):
        of_link = value.id == header.arrangement_id and parties <= value.nodes()
        return kind == "arrangement" and of_link
    if isinstance(value, Stated):
        return kind == value.kind and parties <= set(value.parties)
    said = (value.by, value.node, value.arrangement_id, value.move)
    wanted = (header.author, header.counterpart, header.arrangement_id, move)
    known = value.keys_sha256 in trust.counterpart.proven
    return kind == "recognition" and said == wanted and known


def _check_any(note: Note, chain: Sequence[Keys]) -> None:
    """Enough roots of one version signed; which one, only the other log could tell."""
    *earlier, last = chain
    for keys in earlier:
        try:
            check_roots(note, keys)
        except RefusedError:
            continue
        return
    check_roots(note, last)
