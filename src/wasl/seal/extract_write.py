"""Writing an extract: the lines of ``docs/spec/extract.md``, from plain values.

The caller says which entries, notes and bodies; nothing is verified here but what would make the
file unreadable, and that is our bug (ValueError).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from wasl.seal.extract_lines import (
    BodyState,
    CheckpointLine,
    EntryLine,
    ErasureLine,
    ErasureStated,
    Header,
    Line,
    Proof,
    RefusalLine,
    RefusalStated,
    StatementLine,
    TailLine,
    line_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryToShow:
    """An entry as it goes into an extract.

    ``entry`` is its canonical bytes. ``salt`` and ``content`` (the canonical body) on warrant or
    in an export of this entry; ``proof`` for an entry outside the stretch, or alone.
    """

    index: int
    entry: bytes
    body: BodyState
    salt: bytes = b""
    content: bytes = b""
    proof: Proof | None = None


def write_extract(
    header: Header,
    *,
    statements: Iterable[bytes],
    entries: Iterable[EntryToShow],
    checkpoints: Iterable[bytes],
    refusals: Iterable[RefusalStated] = (),
    erasures: Iterable[tuple[int, bytes]] = (),
) -> Iterator[str]:
    """The lines of an extract, each with its newline, one at a time.

    ``statements`` are notes, the first key statements of author and counterpart before all
    others, each later key statement after the one it follows; ``checkpoints`` are notes in the
    order of their sizes; ``erasures`` pairs of an index and the canonical fact that destroyed or
    rejected its body, in the order of the index.
    """

    def lines() -> Iterator[Line]:
        yield header
        for note in statements:
            yield StatementLine(statement=note.decode())
        for shown in entries:
            yield _entry_line(shown)
        for note in checkpoints:
            yield CheckpointLine(checkpoint=note.decode())
        for refusal in refusals:
            yield RefusalLine(refusal=refusal)
        for index, fact in erasures:
            yield ErasureLine(erasure=ErasureStated(fact=fact.decode(), index=index))

    yield from hashed_lines(lines())


def hashed_lines(lines: Iterable[Line]) -> Iterator[str]:
    """These lines, and after them the one with their SHA-256."""
    digest = sha256()
    for line in lines:
        written = line_of(line)
        digest.update(written)
        yield written.decode()
    yield line_of(TailLine(sha256=digest.hexdigest())).decode()


def _entry_line(shown: EntryToShow) -> EntryLine:
    if bool(shown.salt) != bool(shown.content):
        raise ValueError("a body is shown with its salt")
    return EntryLine(
        body=shown.body,
        content=shown.content.decode() if shown.content else None,
        entry=shown.entry.decode(),
        index=shown.index,
        proof=shown.proof,
        salt=shown.salt.hex() if shown.salt else None,
    )
