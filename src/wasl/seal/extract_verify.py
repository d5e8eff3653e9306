"""Does the log in an extract hold? Every signature, the tree, gaps, bodies and both sides' word.

The numbers are the steps of ``docs/spec/extract.md`` §4; ``tools/verify_extract.py`` takes the
same ones from that page alone. Nothing here needs a store, a clock or a network.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from wasl.core.arrangement import link_id
from wasl.core.errors import RefusedError
from wasl.core.policy.force import GOVERNING_KINDS
from wasl.seal.extract import read_extract
from wasl.seal.extract_findings import (
    Comparison,
    Cut,
    Fault,
    Findings,
    Lasting,
    Outcome,
    Remark,
    Verdict,
    judged,
    unreadable,
)
from wasl.seal.extract_fork import fork_verdict_on, forked_origin
from wasl.seal.extract_heads import Signed, gap_faults, gaps_of, matched, signed_heads
from wasl.seal.extract_keys import key_chain, ruling_of
from wasl.seal.extract_lines import BodyState, Extract, Scope
from wasl.seal.extract_said import (
    Trust,
    body_faults,
    erased_yet_present,
    erasure_faults,
    gone_unexplained,
    statement_faults,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """One extract after steps 4 to 15."""

    extract: Extract
    faults: list[Fault]
    remarks: Mapping[Remark, tuple[int, ...]]
    findings: Findings
    heads: tuple[Signed, ...]


def verdict_on(
    untrusted_lines: Iterable[bytes | str],
    *,
    untrusted_against: Iterable[bytes | str] | None = None,
) -> Verdict:
    """The verdict on a file: an extract, alone or against the other side's, or a fork's proof."""
    lines = iter(untrusted_lines)
    first = next(lines, b"")
    whole = chain([first], lines) if first else []
    if b'"fork":"' in (first.encode(errors="replace") if isinstance(first, str) else first):
        return fork_verdict_on(whole)
    try:
        extract = read_extract(whole)
    except RefusedError as refused:
        return unreadable(refused)
    if untrusted_against is None:
        return verify_extract(extract)
    try:
        against = read_extract(untrusted_against)
    except RefusedError as refused:
        return unreadable(refused, whose="the other file: ")
    return verify_extract(extract, against=against)


def verify_extract(extract: Extract, *, against: Extract | None = None) -> Verdict:
    """Whether the log in this extract holds, alone or beside another extract of the same log.

    Faults are named with the line and, where there is one, the index; a log that was restored
    from a backup and healed (several epochs, one tree) is sound.
    """
    this = _checked(extract)
    if against is None:
        return judged(this.faults, remarks=this.remarks, findings=this.findings)
    comparison, faults = _compared(this, _checked(against))
    return judged(
        [*this.faults, *faults],
        remarks=this.remarks,
        findings=this.findings,
        comparison=comparison,
    )


def checked_log(extract: Extract) -> tuple[tuple[Fault, ...], tuple[Signed, ...]]:
    """The faults of an extract in the order of their lines, and the checkpoints that hold."""
    checked = _checked(extract)
    return judged(checked.faults).faults, checked.heads


def _checked(extract: Extract) -> _Checked:
    header = extract.header
    faults = list(_file_faults(extract))
    author = key_chain(extract.statements, header.author, faults)
    counterpart = key_chain(extract.statements, header.counterpart, faults)
    trust = Trust(ruling=ruling_of(author, extract.entries), counterpart=counterpart)
    faults += _entry_faults(extract)
    gaps = gaps_of(extract)
    faults += gap_faults(extract, gaps)
    sizes = matched(extract, gaps, faults)
    heads = signed_heads(extract, trust.ruling, counterpart, faults)
    faults += statement_faults(trust, extract)
    faults += body_faults(extract)
    faults += erasure_faults(extract)
    good = [head for head in heads if head.by_author and head.size in sizes]
    findings = Findings(
        header=header,
        fingerprints=(author.fingerprint, counterpart.fingerprint),
        statements=len(extract.statements),
        entries=len(extract.entries),
        checkpoints=len(extract.heads),
        epochs=tuple(dict.fromkeys(head.origin.rpartition("/")[2] for head in good)),
        signed_to=max((head.size for head in good), default=0),
        complete_to=max((h.size for h in good if h.received is not None), default=0),
        received_seconds=next(
            (head.received for head in reversed(good) if head.received is not None), None
        ),
        lasting={
            **_lasting(extract, header.author, [(h.size, h.author_lasting) for h in good]),
            **_lasting(extract, header.counterpart, [(h.size, h.counter_lasting) for h in good]),
        },
        gaps=tuple(gaps),
        bodies=_bodies(extract),
        erased=dict(Counter(erasure.fact.code or "" for erasure in extract.erasures)),
        refusals=dict(Counter(refusal.rule for refusal in extract.refusals)),
    )
    remarks = _remarks(extract, heads, findings.lasting.get(header.author))
    return _Checked(
        extract=extract, faults=faults, remarks=remarks, findings=findings, heads=tuple(good)
    )


def _file_faults(extract: Extract) -> Iterable[Fault]:
    """Steps 4 and 5: the lines are those that were hashed, and the link is that of its parties."""
    header = extract.header
    if not extract.whole:
        why = "the lines are not those that were hashed"
        yield Fault(step=4, line=extract.last_line, rule="malformed", why=why)
    if header.link != link_id(header.arrangement_id, header.author, header.counterpart):
        why = "not the link of this arrangement and these services"
        yield Fault(step=5, line=1, rule="wrong-link", why=why)


def _entry_faults(extract: Extract) -> Iterable[Fault]:
    """Step 7: each entry is of this log, and ``seen`` never goes back or contradicts itself."""
    size, root = -1, ""
    for shown in extract.entries:
        where = {"step": 7, "line": shown.line, "index": shown.index}
        if shown.entry.link != extract.header.link:
            yield Fault(rule="wrong-link", why="an entry of another log", **where)
        seen = shown.entry.seen
        if seen.size < size or (seen.size == size and seen.root != root):
            yield Fault(rule="bad-seen", why="seen goes back, or has two roots", **where)
        size, root = seen.size, seen.root


def _lasting(
    extract: Extract, node: str, times: Sequence[tuple[int, int | None]]
) -> dict[str, Lasting]:
    """The latest ML-DSA-44 line of a service, the one over most entries, if there is one."""
    found = [(size, time) for size, time in times if time is not None]
    if not found:
        return {}
    size, time = found[-1]
    age = extract.header.made_seconds() - time
    return {node: Lasting(size=size, time_seconds=time, age_seconds=age)}


def _bodies(extract: Extract) -> dict[str, int]:
    """How many bodies are present, gone, never were, and are shown here."""
    states = Counter(shown.body for shown in extract.entries)
    shown = sum(bool(shown.salt) for shown in extract.entries)
    return {**{state.value: states[state] for state in BodyState}, "shown": shown}


def _remarks(
    extract: Extract, heads: Sequence[Signed], lasting: Lasting | None
) -> dict[Remark, tuple[int, ...]]:
    """What a reader should know although every proof holds: indexes, or lines for strangers."""
    size = lasting.size if lasting is not None else 0
    governing = (
        shown.index
        for shown in extract.entries
        if shown.entry.kind in GOVERNING_KINDS and shown.index >= size
    )
    found = {
        Remark.GONE_UNEXPLAINED: gone_unexplained(extract),
        Remark.ERASED_YET_PRESENT: erased_yet_present(extract),
        Remark.NOT_LASTING: tuple(governing) if extract.header.of is Scope.WHOLE else (),
        Remark.STRANGERS: tuple(head.line for head in heads if head.strangers),
    }
    return {remark: where for remark, where in found.items() if where}


# ------------------------------------------------------------------- one side against the other


def _compared(this: _Checked, other: _Checked) -> tuple[Comparison | None, list[Fault]]:
    """Step 16: the same log, the same entries, and neither side shows less than it signed."""
    one, two = this.extract.header, other.extract.header
    if (one.link, one.author, one.counterpart) != (two.link, two.author, two.counterpart):
        why = "the other file is of another log"
        return None, [Fault(step=16, line=1, rule="wrong-link", why=why)]
    faults = []
    verdict = judged(other.faults)
    if verdict.outcome is not Outcome.SOUND:
        first = verdict.faults[0]
        why = f"the other file is unsound at its line {first.line}: {first.why}"
        faults.append(Fault(step=16, line=1, rule=first.rule, why=why))
    if this.findings.fingerprints != other.findings.fingerprints:
        why = "the two files begin with other keys"
        faults.append(Fault(step=16, line=2, rule="bad-keys", why=why))
    difference = _first_difference(this.extract, other.extract)
    origin = ""
    if difference is not None:
        origin = forked_origin(this.extract, other.extract, difference)
        index, line = difference, _line_at(this.extract, difference)
        why = f"both signed in epoch {origin}" if origin else "signed in different epochs"
        faults.append(Fault(step=16, line=line, rule="forked-log", why=why, index=index))
    cut = _cut(this, other) or _cut(other, this)
    if cut is not None:
        why = f"{cut.by} shows {cut.shown} entries and signed {cut.signed}"
        line = this.extract.last_line
        faults.append(Fault(step=16, line=line, rule="rollback", why=why, index=cut.shown))
    return (
        Comparison(
            first_difference=difference,
            cut=cut,
            fork_origin=origin,
            other_to=two.stop,
            other_complete_to=other.findings.complete_to,
        ),
        faults,
    )


def _first_difference(one: Extract, two: Extract) -> int | None:
    """The first index at which both show an entry and it is not the same.

    Where no entry shown differs and two checkpoints of one size do, the difference lies before
    what both show: then it is the first index of the later beginning, less one.
    """
    leaves = {shown.index: shown.leaf for shown in two.entries}
    for shown in one.entries:
        if leaves.get(shown.index, shown.leaf) != shown.leaf:
            return shown.index
    roots = {head.checkpoint.size: head.checkpoint.root for head in two.heads}
    for head in one.heads:
        size, root = head.checkpoint.size, head.checkpoint.root
        if roots.get(size, root) != root:
            return max(0, max(one.header.start, two.header.start) - 1)
    return None


def _line_at(extract: Extract, index: int) -> int:
    """The line of the entry at an index, or of the header where it is not shown."""
    return next((shown.line for shown in extract.entries if shown.index == index), 1)


def _cut(short: _Checked, long: _Checked) -> Cut | None:
    """What the maker of ``short`` signed beyond what it says it holds, before it made it.

    The time of a signature is that of the receipt on it, else that of the file it stands in.
    """
    header = short.extract.header
    beyond = [
        head.size
        for head in long.heads
        if head.size > header.held
        and (header.made_by == header.author or head.received is not None)
        and _known_since(head, long) <= header.made_seconds()
    ]
    if not beyond:
        return None
    return Cut(by=header.made_by, shown=header.held, signed=max(beyond))


def _known_since(head: Signed, checked: _Checked) -> int:
    made = checked.extract.header.made_seconds()
    return made if head.received is None else head.received
