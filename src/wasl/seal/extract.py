"""An extract of one log: what a third person needs to check it, with no access to a node.

Format, rules and vectors: ``docs/spec/extract.md`` (trust.md §10). Here lines become a value or a
refusal; whether the log in them holds is asked in ``extract_verify``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import leaf_hash
from wasl.seal.cosign import read_checkpoint
from wasl.seal.extract_lines import (
    BodyState,
    CheckpointLine,
    EntryLine,
    Erasure,
    ErasureLine,
    ErasureStated,
    Extract,
    Header,
    RefusalLine,
    RefusalStated,
    Scope,
    ShownEntry,
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
from wasl.seal.note import read_note

if TYPE_CHECKING:
    from hashlib import _Hash

ENTRIES_LIMIT = 1_000_000
NOTES_LIMIT = 1_024  # statements that may stand in one extract

# The first key of a line names its kind: keys are sorted, and these cannot be absent.
_ORDER = ("arrangement_id", "statement", "body", "checkpoint", "refusal", "erasure", "sha256")


def read_extract(untrusted_lines: Iterable[bytes | str]) -> Extract:
    """The extract these lines are, each with its newline; no signature is verified.

    Steps 1 to 3 of ``docs/spec/extract.md``. Refuses ``too-large``, ``malformed``,
    ``not-canonical``, ``malformed-note``, ``bad-entry``, and what the readers of statements
    refuse; ``line`` in the detail says where.
    """
    reading = _Reading()
    for number, untrusted in enumerate(untrusted_lines, 1):
        try:
            reading.take(number, line_bytes(untrusted))
        except RefusedError as refused:
            raise RefusedError(refused.rule, {**refused.detail, "line": number}) from refused
    return reading.extract()


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What was read so far: the kinds of line stand in one order, and each in its own."""

    rank: int = -1
    header: Header | None = None
    statements: list[Statement] = field(default_factory=list)
    entries: list[ShownEntry] = field(default_factory=list)
    heads: list[SignedHead] = field(default_factory=list)
    refusals: list[RefusalStated] = field(default_factory=list)
    erasures: list[Erasure] = field(default_factory=list)
    whole: bool = False
    last_line: int = 0
    hashed: "_Hash" = field(default_factory=sha256)

    def take(self, number: int, line: bytes) -> None:
        """One more line; refuses as ``read_extract`` says."""
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
            self.header = read_line(line, Header)
            _check_header(self.header)
        else:
            self._take_part(key, number, line, self.header)

    def _take_part(self, key: str, number: int, line: bytes, header: Header) -> None:
        """A line between the header and the hash."""
        if key == "statement":
            self._take_statement(number, read_line(line, StatementLine).statement, header)
        elif key == "body":
            self._take_entry(number, read_line(line, EntryLine), header)
        elif key == "checkpoint":
            self._take_head(number, read_line(line, CheckpointLine).checkpoint, header)
        elif key == "refusal":
            self.refusals.append(read_line(line, RefusalLine).refusal)
            seconds_of(self.refusals[-1].at)
        else:
            self._take_erasure(number, read_line(line, ErasureLine).erasure)

    def _take_statement(self, number: int, untrusted: str, header: Header) -> None:
        statement = read_statement(untrusted, number)
        place = len(self.statements)
        if place < 2 and not is_keys_of(statement, (header.author, header.counterpart)[place]):
            raise malformed("the keys of author and counterpart come first")
        if place == NOTES_LIMIT:
            raise RefusedError("too-large", {"limit": NOTES_LIMIT})
        if any(statement.sha256 == other.sha256 for other in self.statements):
            raise malformed("one statement twice")
        self.statements.append(statement)

    def _take_entry(self, number: int, stated: EntryLine, header: Header) -> None:
        written = stated.entry.encode()
        entry = read_entry(written)
        beyond = header.of is Scope.WHOLE and entry.index >= header.stop
        if entry.index != stated.index or beyond:
            raise malformed("index of the entry")
        if self.entries and self.entries[-1].index >= entry.index:
            raise malformed("order of the entries")
        # An entry outside the stretch, or alone, is proved apart; the others by the whole tree.
        apart = header.of is Scope.ENTRY or entry.index < header.start
        if apart != (stated.proof is not None):
            raise malformed("proof of the entry")
        shown = stated.content is not None
        if shown != (stated.salt is not None) or (shown and stated.body is not BodyState.PRESENT):
            raise malformed("body of the entry")
        self.entries.append(
            ShownEntry(
                line=number,
                index=entry.index,
                entry=entry,
                leaf=leaf_hash(written),
                body=stated.body,
                salt=bytes.fromhex(stated.salt or ""),
                content=(stated.content or "").encode(),
                proof=stated.proof,
            )
        )

    def _take_head(self, number: int, untrusted: str, header: Header) -> None:
        note = read_note(untrusted.encode())
        checkpoint = read_checkpoint(note)
        if self.heads and self.heads[-1].checkpoint.size >= checkpoint.size:
            raise malformed("order of the checkpoints")
        within = header.start <= checkpoint.size <= header.stop
        if header.of is Scope.WHOLE and not within:
            raise malformed("size of the checkpoint")
        self.heads.append(SignedHead(line=number, note=note, checkpoint=checkpoint))

    def _take_erasure(self, number: int, stated: ErasureStated) -> None:
        if self.erasures and self.erasures[-1].index >= stated.index:
            raise malformed("order of the erasures")
        written = stated.fact.encode()
        fact, leaf = read_entry(written), leaf_hash(written)
        self.erasures.append(Erasure(line=number, index=stated.index, fact=fact, leaf=leaf))

    def extract(self) -> Extract:
        """The extract, if its last line is here."""
        if self.header is None or len(self.statements) < 2 or not self.last_line:
            raise malformed("cut short")
        if self.header.of is Scope.ENTRY and len(self.heads) != 1:
            raise malformed("one entry has one checkpoint")
        return Extract(
            header=self.header,
            statements=tuple(self.statements),
            entries=tuple(self.entries),
            heads=tuple(self.heads),
            refusals=tuple(self.refusals),
            erasures=tuple(self.erasures),
            whole=self.whole,
            last_line=self.last_line,
        )


def _check_header(header: Header) -> None:
    """The stretch is one, the maker is a party, and the peaks are those of what lies before."""
    if header.author == header.counterpart:
        raise malformed("one service alone")
    if header.made_by not in {header.author, header.counterpart}:
        raise malformed("maker")
    if not header.start <= header.stop <= header.held:
        raise malformed("stretch")
    if header.stop - header.start > ENTRIES_LIMIT:
        raise RefusedError("too-large", {"limit": ENTRIES_LIMIT})
    if header.of is Scope.ENTRY and header.stop - header.start != 1:
        raise malformed("stretch")
    peaks = header.start.bit_count() if header.of is Scope.WHOLE else 0
    if len(header.peaks) != peaks:
        raise malformed("peaks")
    header.made_seconds()
