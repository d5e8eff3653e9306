"""The tree of an extract and who signed its checkpoints: steps 8 to 12 of its page.

A checkpoint counts when its root is that of the entries shown and its author signed it by a key
that ruled at its size.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wasl.core.errors import RefusedError
from wasl.core.log import Range, includes
from wasl.seal.cosign import verify_author
from wasl.seal.extract_findings import Fault
from wasl.seal.extract_keys import KeyChain, Ruling, fault_of, strangers
from wasl.seal.extract_lines import Extract, Scope, ShownEntry, SignedHead
from wasl.seal.keys import Keys
from wasl.seal.note import KeyKind, VerifyKey, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who signed one checkpoint, and when by those keys that say a time."""

    line: int
    origin: str
    size: int
    by_author: bool
    author_lasting: int | None
    received: int | None
    counter_lasting: int | None
    strangers: bool


def gaps_of(extract: Extract) -> list[tuple[int, int]]:
    """First and last index of each run of entries that the stretch should hold and does not."""
    found = []
    expected, stop = extract.header.start, extract.header.stop
    within = [shown.index for shown in extract.entries if expected <= shown.index < stop]
    for index in (*within, stop):
        if index > expected:
            found.append((expected, index - 1))
        expected = index + 1
    return found


def gap_faults(extract: Extract, gaps: list[tuple[int, int]]) -> Iterator[Fault]:
    """Step 8: no entry of the stretch is missing."""
    lines = {shown.index: shown.line for shown in extract.entries}
    for first, last in gaps:
        yield Fault(
            step=8,
            line=lines.get(last + 1, extract.last_line),
            rule="gap",
            why=f"entries {first} to {last} are not here",
            index=first,
        )


def matched(extract: Extract, gaps: list[tuple[int, int]], faults: list[Fault]) -> frozenset[int]:
    """The sizes of the checkpoints whose root is that of the entries.

    Step 9: every root, every proof, and no entry that lies under no checkpoint. Only the first
    root that differs is named: the ones after it stand on it.
    """
    if extract.header.of is Scope.ENTRY:
        sizes = frozenset(head.checkpoint.size for head in extract.heads)
    else:
        sizes = _matched_by_tree(extract, gaps, faults)
    heads = {head.checkpoint.size: head for head in extract.heads if head.checkpoint.size in sizes}
    for shown in extract.entries:
        if shown.proof is not None and not _is_proved(shown, heads):
            why = "its proof does not lead to a checkpoint here"
            faults.append(
                Fault(step=9, line=shown.line, rule="wrong-root", why=why, index=shown.index)
            )
    return sizes


def _matched_by_tree(
    extract: Extract, gaps: list[tuple[int, int]], faults: list[Fault]
) -> frozenset[int]:
    start, stop = extract.header.start, gaps[0][0] if gaps else extract.header.stop
    shown = [entry for entry in extract.entries if entry.proof is None]
    grown = Range(size=start, peaks=extract.header.peaks)
    found: list[int] = []
    for head in extract.heads:
        size = head.checkpoint.size
        if size > stop:
            return frozenset(found)
        added = shown[grown.size - start : size - start]
        before, grown = grown.size, grown.extend(entry.leaf for entry in added)
        if grown.root() != head.checkpoint.root:
            why = f"the checkpoint of size {size} has another root"
            line = added[0].line if added else head.line
            faults.append(Fault(step=9, line=line, rule="wrong-root", why=why, index=before))
            return frozenset(found)
        found.append(size)
    index = max(found, default=start)
    if not gaps and index < stop:
        line, why = shown[index - start].line, "no checkpoint covers it"
        faults.append(Fault(step=9, line=line, rule="wrong-root", why=why, index=index))
    return frozenset(found)


def _is_proved(shown: ShownEntry, heads: dict[int, SignedHead]) -> bool:
    proof = shown.proof
    if proof is None or proof.size not in heads:
        return False
    return includes(
        leaf=shown.leaf,
        index=shown.index,
        size=proof.size,
        proof=proof.hashes,
        root=heads[proof.size].checkpoint.root,
    )


def signed_heads(
    extract: Extract, ruling: Ruling, counterpart: KeyChain, faults: list[Fault]
) -> list[Signed]:
    """Who signed each checkpoint (steps 10 to 12)."""
    counter_keys = counterpart.counter_keys()
    found = []
    for head in extract.heads:
        origin = head.checkpoint.origin
        if (origin.node, origin.link) != (extract.header.author, extract.header.link):
            why = "a checkpoint of another log"
            faults.append(Fault(step=10, line=head.line, rule="wrong-origin", why=why))
        keys = ruling.at(head.checkpoint.size)
        by_author, author_lasting = _author_lines(head, keys, faults)
        received, counter_lasting = _counter_lines(head, counter_keys, faults)
        known = (*keys.author_keys(), *keys.long_lived_keys(), *counter_keys)
        found.append(
            Signed(
                line=head.line,
                origin=origin.text(),
                size=head.checkpoint.size,
                by_author=by_author,
                author_lasting=author_lasting,
                received=received,
                counter_lasting=counter_lasting,
                strangers=bool(strangers(head.note, known)),
            )
        )
    return found


def _author_lines(head: SignedHead, keys: Keys, faults: list[Fault]) -> tuple[bool, int | None]:
    """Step 11: a key that rules at this size signed; and when its ML-DSA-44 line was made."""
    try:
        lasting = verify_author(
            head.note, keys.author_keys(), keys.long_lived_keys(), needs_long_lived=False
        )
    except RefusedError as refused:
        faults.append(fault_of(11, head.line, refused))
        return False, None
    return True, lasting


def _counter_lines(
    head: SignedHead, keys: Sequence[VerifyKey], faults: list[Fault]
) -> tuple[int | None, int | None]:
    """Step 12: the times of the counterpart's lines, Ed25519 and ML-DSA-44, where it signed."""
    try:
        verified = verify(head.note, keys)
    except RefusedError as refused:
        faults.append(fault_of(12, head.line, refused))
        return None, None
    times = {one.key.kind: one.time_seconds for one in reversed(verified)}
    return times.get(KeyKind.WITNESS), times.get(KeyKind.LONG_LIVED)
