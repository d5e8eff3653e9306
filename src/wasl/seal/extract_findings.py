"""What checking an extract, or a proof of a fork, answers: sound or not, and what was found.

The same values in JSON are printed by ``tools/verify_extract.py``; their names are in
``docs/spec/extract.md`` §6.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.seal.extract_lines import Header


class Outcome(StrEnum):
    """Whether the file can be relied on."""

    SOUND = "sound"
    UNSOUND = "unsound"
    UNREADABLE = "unreadable"

    @property
    def exit_code(self) -> int:
        """What a checker of files exits with."""
        return {Outcome.SOUND: 0, Outcome.UNSOUND: 1, Outcome.UNREADABLE: 2}[self]


class Remark(StrEnum):
    """What a reader should know although every proof holds."""

    GONE_UNEXPLAINED = "gone-unexplained"  # a body is missing and no fact says why
    ERASED_YET_PRESENT = "erased-yet-present"  # its maker said it was destroyed
    NOT_LASTING = "not-lasting"  # what governs lies under no ML-DSA line of its author
    STRANGERS = "strangers"  # lines of notes by keys that this file does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: the step that saw it, the line, the entry if it is about one."""

    step: int
    line: int
    rule: str
    why: str
    index: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasting:
    """The latest ML-DSA-44 line of one service: over how many entries, when, how old."""

    size: int
    time_seconds: int
    age_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One side shows less than it once signed: how much, and the size it signed."""

    by: str
    shown: int
    signed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two extracts of one log beside each other, without content.

    ``first_difference`` is an index; ``fork_origin`` the epoch under which both were signed.
    """

    first_difference: int | None
    cut: Cut | None
    fork_origin: str
    other_to: int
    other_complete_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an extract shows. The log is complete to ``complete_to``: its counterpart signed it.

    ``fingerprints`` are those of the first key statements, the author's and the counterpart's.
    """

    header: Header
    fingerprints: tuple[str, str]
    statements: int
    entries: int
    checkpoints: int
    epochs: tuple[str, ...]
    signed_to: int
    complete_to: int
    received_seconds: int | None
    lasting: Mapping[str, Lasting]
    gaps: tuple[tuple[int, int], ...]
    bodies: Mapping[str, int]
    erased: Mapping[str, int]
    refusals: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer, with the faults in the order of their lines."""

    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    remarks: Mapping[Remark, tuple[int, ...]] = field(default_factory=dict)
    findings: Findings | None = None
    comparison: Comparison | None = None

    def as_json(self) -> Json:
        """The answer as both programs print it."""
        return dict(_answer(self))


def judged(
    faults: list[Fault],
    *,
    remarks: Mapping[Remark, tuple[int, ...]] | None = None,
    findings: Findings | None = None,
    comparison: Comparison | None = None,
) -> Verdict:
    """The verdict these faults give: sound where there is none."""
    ordered = tuple(sorted(faults, key=lambda fault: (fault.line, fault.step)))
    return Verdict(
        outcome=Outcome.UNSOUND if ordered else Outcome.SOUND,
        faults=ordered,
        remarks=remarks or {},
        findings=findings,
        comparison=comparison,
    )


def unreadable(refused: RefusedError, *, whose: str = "") -> Verdict:
    """The verdict on a file that is not of its form; ``whose`` where it is not the one asked."""
    line = int(refused.detail.get("line", 0))
    why = " ".join(str(part) for name, part in refused.detail.items() if name != "line")
    step = {"malformed": 1, "too-large": 1, "not-canonical": 2}.get(refused.rule, 3)
    fault = Fault(step=step, line=line, rule=refused.rule, why=f"{whose}{why}")
    return Verdict(outcome=Outcome.UNREADABLE, faults=(fault,))


def _answer(verdict: Verdict) -> Iterator[tuple[str, Json]]:
    yield "verdict", verdict.outcome.value
    yield "faults", [_fault_json(fault) for fault in verdict.faults]
    yield "remarks", {name.value: list(where) for name, where in verdict.remarks.items()}
    if verdict.findings is not None:
        yield from _findings_json(verdict.findings)
    if verdict.comparison is not None:
        yield "against", _comparison_json(verdict.comparison)


def _fault_json(fault: Fault) -> Json:
    return {
        "index": fault.index,
        "line": fault.line,
        "rule": fault.rule,
        "step": fault.step,
        "why": fault.why,
    }


def _findings_json(found: Findings) -> Iterator[tuple[str, Json]]:
    header = found.header.model_dump(mode="json", by_alias=True)
    del header["extract"], header["peaks"]
    yield from header.items()
    yield "fingerprints", list(found.fingerprints)
    yield "statements", found.statements
    yield "entries", found.entries
    yield "checkpoints", found.checkpoints
    yield "epochs", list(found.epochs)
    yield "signed_to", found.signed_to
    yield "complete_to", found.complete_to
    yield "received", found.received_seconds
    yield "lasting", {node: _lasting_json(last) for node, last in found.lasting.items()}
    yield "gaps", [list(gap) for gap in found.gaps]
    yield "bodies", dict(found.bodies)
    yield "erased", dict(found.erased)
    yield "refusals", dict(found.refusals)


def _lasting_json(last: Lasting) -> Json:
    return {"age_seconds": last.age_seconds, "size": last.size, "time": last.time_seconds}


def _comparison_json(comparison: Comparison) -> Json:
    cut = comparison.cut
    return {
        "complete_to": comparison.other_complete_to,
        "cut": {"by": cut.by, "shown": cut.shown, "signed": cut.signed} if cut else None,
        "first_difference": comparison.first_difference,
        "fork_origin": comparison.fork_origin,
        "to": comparison.other_to,
    }
