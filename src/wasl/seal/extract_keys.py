"""Which keys an extract or a proof of a fork may be checked with: chains of key statements.

A chain begins with the statement whose fingerprint was read aloud at the meeting; every later one
was signed by the roots of the one before it (``docs/spec/keys.md``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wasl.core.errors import RefusedError
from wasl.core.policy.force import Governing, keys_at
from wasl.seal.extract_findings import Fault
from wasl.seal.extract_lines import ShownEntry, Statement
from wasl.seal.keys import Keys, fingerprint
from wasl.seal.note import Line, Note, VerifyKey
from wasl.seal.roots import check_roots, check_succession

STEP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChain:
    """The key statements of one service, by hash; ``first`` is the one the meeting compared."""

    first: str
    fingerprint: str
    proven: Mapping[str, Keys]

    def known(self) -> tuple[VerifyKey, ...]:
        """Every key under which a service signs statements: its roots, its author keys."""
        chain = self.proven.values()
        roots = (half for keys in chain for r in keys.roots for half in r.verify_keys(keys.node))
        return tuple(dict.fromkeys((*roots, *self.author_keys())))

    def author_keys(self) -> tuple[VerifyKey, ...]:
        """The author keys of every version."""
        return tuple(key for keys in self.proven.values() for key in keys.author_keys())

    def counter_keys(self) -> tuple[VerifyKey, ...]:
        """What may counter-sign for this service: witness and long-lived keys of every version."""
        chain = self.proven.values()
        witnesses = [key for keys in chain for key in keys.witness_keys()]
        lasting = [key for keys in chain for key in keys.long_lived_keys()]
        return tuple(dict.fromkeys((*witnesses, *lasting)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Which statement of its chain rules a log at each size, by the entries that say so."""

    chain: KeyChain
    changes: tuple[Governing, ...]

    def at(self, size: int) -> Keys:
        """The statement whose keys sign a checkpoint of this size."""
        return self.chain.proven[keys_at(self.chain.first, self.changes, size)]


def ruling_of(chain: KeyChain, entries: Iterable[ShownEntry]) -> Ruling:
    """The ruling that these entries of the author give; a statement not proven changes nothing."""
    changes = [
        Governing(
            index=shown.index,
            seen=shown.entry.seen.size,
            kind=shown.entry.kind,
            move=shown.entry.move,
            case=shown.entry.case or "",
            statement=shown.entry.statement or "",
            version=0,
        )
        for shown in entries
        if shown.entry.kind == "key" and shown.entry.statement in chain.proven
    ]
    return Ruling(chain=chain, changes=tuple(changes))


def key_chain(statements: Iterable[Statement], node: str, faults: list[Fault]) -> KeyChain:
    """The chain of the key statements of ``node``, of which there is at least one.

    Step 6: a statement that does not follow, or that too few roots signed, is a fault and is in
    no chain (the first alone is, so that more may be found).
    """
    (head, first), *later = [
        (statement, statement.value)
        for statement in statements
        if isinstance(statement.value, Keys) and statement.value.node == node
    ]
    proven = {head.sha256: first}
    try:
        check_roots(head.note, first)
    except RefusedError as refused:
        faults.append(fault_of(STEP, head.line, refused))
    for statement, keys in later:
        before = proven.get(keys.previous or "")
        if before is None:
            why = "follows no statement before it"
            faults.append(Fault(step=STEP, line=statement.line, rule="bad-keys", why=why))
            continue
        try:
            check_succession(before, statement.note, keys)
        except RefusedError as refused:
            faults.append(fault_of(STEP, statement.line, refused))
        else:
            proven[statement.sha256] = keys
    named = fingerprint(head.note.text).hex()
    return KeyChain(first=head.sha256, fingerprint=named, proven=proven)


def fault_of(step: int, line: int, refused: RefusedError, index: int | None = None) -> Fault:
    """The fault that a refusal by a reader of notes is."""
    why = " ".join(f"{name}={part}" for name, part in sorted(refused.detail.items()))
    return Fault(step=step, line=line, rule=refused.rule, why=why, index=index)


def strangers(note: Note, keys: Iterable[VerifyKey]) -> list[Line]:
    """The lines of a note that none of these keys says are its own."""
    known = {(key.name, key.key_id) for key in keys}
    return [line for line in note.lines if (line.name, line.key_id) not in known]
