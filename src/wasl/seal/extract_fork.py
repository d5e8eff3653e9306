"""The proof that one service signed two logs under one name: wasl-fork/1.

Two checkpoints of one origin that no single log can both have, and the keys they are signed with.
Format and vectors: ``docs/spec/extract.md`` §5. A restored backup signs under another origin, so
no honest service can be shown to have forked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal

from wasl.core.arrangement import link_id
from wasl.core.entry import ArrangementId, LinkId, NodeName, Size, Time
from wasl.core.errors import RefusedError
from wasl.core.log import includes, inclusion_proof
from wasl.seal.cosign import Origin, read_checkpoint, verify_author
from wasl.seal.extract_findings import Fault, Verdict, judged, unreadable
from wasl.seal.extract_keys import fault_of, key_chain
from wasl.seal.extract_lines import (
    CheckpointLine,
    Extract,
    Hash32,
    Hashes,
    Line,
    SignedHead,
    Statement,
    StatementLine,
    TailLine,
    is_keys_of,
    line_bytes,
    line_key,
    malformed,
    read_line,
    read_statement,
    seconds_of,
)
from wasl.seal.extract_write import hashed_lines
from wasl.seal.note import read_note, write_note

if TYPE_CHECKING:
    from hashlib import _Hash

FORMAT: Final = "wasl-fork/1"
STATEMENTS_LIMIT = 64

_ORDER = ("arrangement_id", "statement", "checkpoint", "difference", "sha256")


class ForkHeader(Line):
    """Whose log was signed twice, and who says so."""

    arrangement_id: ArrangementId
    author: NodeName
    counterpart: NodeName
    fork: Literal["wasl-fork/1"] = FORMAT
    link: LinkId
    made: Time
    made_by: NodeName


class Difference(Line):
    """That the two logs hold other leaves at one index: a leaf and a proof for each."""

    index: Size
    leaves: tuple[Hash32, Hash32]
    proofs: tuple[Hashes, Hashes]


class DifferenceLine(Line):
    """What shows the contradiction where the two checkpoints are of different sizes."""

    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Two checkpoints, the smaller first, of one log; ``difference`` unless of one size."""

    header: ForkHeader
    statements: tuple[Statement, ...]
    heads: tuple[SignedHead, SignedHead]
    difference: Difference | None
    whole: bool
    last_line: int


def fork_verdict_on(untrusted_lines: Iterable[bytes | str]) -> Verdict:
    """The verdict on a proof of a fork as it lies in a file: sound where the proof holds."""
    try:
        fork = read_fork(untrusted_lines)
    except RefusedError as refused:
        return unreadable(refused)
    return verify_fork(fork)


def read_fork(untrusted_lines: Iterable[bytes | str]) -> Fork:
    """The proof these lines are, each with its newline; no signature is verified.

    Refuses ``too-large``, ``malformed``, ``not-canonical``, ``malformed-note``, and what the
    reader of key statements refuses; ``line`` in the detail says where.
    """
    reading = _Reading()
    for number, untrusted in enumerate(untrusted_lines, 1):
        try:
            reading.take(number, line_bytes(untrusted))
        except RefusedError as refused:
            raise RefusedError(refused.rule, {**refused.detail, "line": number}) from refused
    return reading.fork()


def verify_fork(fork: Fork) -> Verdict:
    """Whether the two checkpoints prove that their author signed two logs under one origin.

    Steps 4 to 6, 10 and 11 as for an extract; step 9 is that they contradict each other.
    """
    header, (small, large) = fork.header, fork.heads
    faults = []
    if not fork.whole:
        why = "the lines are not those that were hashed"
        faults.append(Fault(step=4, line=fork.last_line, rule="malformed", why=why))
    if header.link != link_id(header.arrangement_id, header.author, header.counterpart):
        why = "not the link of this arrangement and these services"
        faults.append(Fault(step=5, line=1, rule="wrong-link", why=why))
    chain = key_chain(fork.statements, header.author, faults)
    if not contradict(fork):
        why = "one log may have both checkpoints"
        faults.append(Fault(step=9, line=large.line, rule="wrong-root", why=why))
    origin = small.checkpoint.origin
    of_log = (origin.node, origin.link) == (header.author, header.link)
    if not of_log or large.checkpoint.origin != origin:
        why = "not of one epoch of this log"
        faults.append(Fault(step=10, line=small.line, rule="wrong-origin", why=why))
    for head in fork.heads:
        try:
            verify_author(head.note, chain.author_keys(), (), needs_long_lived=False)
        except RefusedError as refused:
            faults.append(fault_of(11, head.line, refused))
    return judged(faults)


def contradict(fork: Fork) -> bool:
    """Whether no log has both: two roots at one size, or two leaves proved at one index."""
    small, large = (head.checkpoint for head in fork.heads)
    told = fork.difference
    if told is None:
        return small.root != large.root
    return told.leaves[0] != told.leaves[1] and all(
        includes(leaf=leaf, index=told.index, size=head.size, proof=proof, root=head.root)
        for leaf, head, proof in zip(told.leaves, (small, large), told.proofs, strict=True)
    )


def forked_origin(one: Extract, two: Extract, index: int) -> str:
    """The epoch under which both logs, which differ at ``index``, were signed; else empty."""
    pair = _pair(one, two, index)
    return "" if pair is None else pair[0].checkpoint.origin.text().rpartition("/")[2]


def write_fork(
    one: Extract, two: Extract, index: int, *, made: str, made_by: str
) -> Iterator[str]:
    """The lines of the proof that two extracts of one log, which differ at ``index``, contain.

    Both were signed under one origin beyond ``index``, at one size or else in extracts that begin
    at the first entry; anything else proves nothing, and the caller knew (ValueError).
    """
    pair = _pair(one, two, index)
    if pair is None:
        raise ValueError("these extracts prove no fork")
    mine, theirs = pair
    header = ForkHeader(
        arrangement_id=one.header.arrangement_id,
        author=one.header.author,
        counterpart=one.header.counterpart,
        link=one.header.link,
        made=made,
        made_by=made_by,
    )
    lines: list[Line] = [header]
    statements = {s.sha256: s for s in (*one.statements, *two.statements)}
    for statement in statements.values():
        if is_keys_of(statement, header.author):
            lines.append(StatementLine(statement=write_note(statement.note).decode()))
    sides = sorted(((mine, one), (theirs, two)), key=lambda side: side[0].checkpoint.size)
    for head, _ in sides:
        lines.append(CheckpointLine(checkpoint=write_note(head.note).decode()))
    if mine.checkpoint.size != theirs.checkpoint.size:
        lines.append(DifferenceLine(difference=_difference(sides, index)))
    yield from hashed_lines(lines)


def _difference(sides: Sequence[tuple[SignedHead, Extract]], index: int) -> Difference:
    """The leaf that each side holds at ``index``, proved under its checkpoint."""
    if any(extract.header.start for _, extract in sides):
        raise ValueError("an extract does not begin at the first entry")
    logs = [
        [shown.leaf for shown in extract.entries[: head.checkpoint.size]]
        for head, extract in sides
    ]
    small, large = logs
    return Difference(
        index=index,
        leaves=(small[index], large[index]),
        proofs=(inclusion_proof(small, index), inclusion_proof(large, index)),
    )


def _pair(one: Extract, two: Extract, index: int) -> tuple[SignedHead, SignedHead] | None:
    """Two checkpoints of one origin beyond ``index``, of one size where there are such."""
    mine, theirs = _beyond(one, index), _beyond(two, index)
    shared = [
        (mine[origin][size], theirs[origin][size])
        for origin in mine.keys() & theirs.keys()
        for size in mine[origin].keys() & theirs[origin].keys()
    ]
    apart = [
        (mine[origin][min(mine[origin])], theirs[origin][min(theirs[origin])])
        for origin in mine.keys() & theirs.keys()
    ]
    return min(shared or apart, key=lambda pair: pair[0].checkpoint.size, default=None)


def _beyond(extract: Extract, index: int) -> dict[Origin, dict[int, SignedHead]]:
    """The checkpoints that cover the entry at ``index``, by origin and size."""
    found: dict[Origin, dict[int, SignedHead]] = {}
    for head in extract.heads:
        if head.checkpoint.size > index:
            found.setdefault(head.checkpoint.origin, {})[head.checkpoint.size] = head
    return found


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What was read so far: the kinds of line stand in one order."""

    rank: int = -1
    header: ForkHeader | None = None
    statements: list[Statement] = field(default_factory=list)
    heads: list[SignedHead] = field(default_factory=list)
    difference: Difference | None = None
    whole: bool = False
    last_line: int = 0
    hashed: "_Hash" = field(default_factory=sha256)

    def take(self, number: int, line: bytes) -> None:
        """One more line; refuses as ``read_fork`` says."""
        key = line_key(line)
        rank = _ORDER.index(key) if key in _ORDER else -1
        if self.last_line or rank < self.rank or (rank == 0) != (number == 1):
            raise malformed("order of the lines")
        self.rank = rank
        if key == "sha256":
            self.whole = read_line(line, TailLine).sha256 == self.hashed.hexdigest()
            self.last_line = number
            return
        self.hashed.update(line)
        if self.header is None:
            self.header = read_line(line, ForkHeader)
            seconds_of(self.header.made)
        else:
            self._take_part(key, number, line, self.header)

    def _take_part(self, key: str, number: int, line: bytes, header: ForkHeader) -> None:
        """A line between the header and the hash."""
        if key == "statement":
            statement = read_statement(read_line(line, StatementLine).statement, number)
            if not is_keys_of(statement, header.author):
                raise malformed("only key statements of the author")
            if len(self.statements) == STATEMENTS_LIMIT:
                raise RefusedError("too-large", {"limit": STATEMENTS_LIMIT})
            self.statements.append(statement)
        elif key == "checkpoint":
            note = read_note(read_line(line, CheckpointLine).checkpoint.encode())
            head = SignedHead(line=number, note=note, checkpoint=read_checkpoint(note))
            if len(self.heads) == 2:
                raise malformed("two checkpoints")
            self.heads.append(head)
        else:
            if self.difference is not None:
                raise malformed("one difference")
            self.difference = read_line(line, DifferenceLine).difference

    def fork(self) -> Fork:
        """The proof, if its last line is here and its parts fit."""
        if self.header is None or not self.last_line or not self.statements:
            raise malformed("cut short")
        if len(self.heads) != 2:
            raise malformed("two checkpoints")
        sizes = [head.checkpoint.size for head in self.heads]
        if sizes != sorted(sizes) or (sizes[0] == sizes[1]) != (self.difference is None):
            raise malformed("sizes of the checkpoints")
        return Fork(
            header=self.header,
            statements=tuple(self.statements),
            heads=(self.heads[0], self.heads[1]),
            difference=self.difference,
            whole=self.whole,
            last_line=self.last_line,
        )
