"""What a third person is handed: a whole log without its bodies, or one entry with its proof.

Format and checks: ``docs/spec/extract.md``. Each is written down in the house log in the same
turn, so that nobody can say it was never made.
"""

from collections.abc import Iterable, Iterator

from wasl.core.case import FACT
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_RANGE, inclusion_proof
from wasl.node.accounts import officer_of
from wasl.node.audit import house_line, open_item
from wasl.node.book import Book
from wasl.node.clock import from_micros, stamp
from wasl.node.node import Node
from wasl.node.office.finding import find_known
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow, LogRow
from wasl.seal.cosign import read_checkpoint
from wasl.seal.extract_lines import BodyState, Header, Proof, RefusalStated, Scope
from wasl.seal.extract_write import EntryToShow, write_extract
from wasl.seal.note import read_note

OURS, THEIRS = "ours", "theirs"
PIECE = 1_000
GONE_BY = frozenset({"destroy", "reject"})
KEYS_CHANGE = frozenset({"activate", "succeed"})


def extract(node: Node, turn: Turn, *, partner: str, of: str, officer: str) -> Iterator[str]:
    """The lines of an extract of our log with a partner, or of our copy of theirs.

    Refuses ``no-such-partner``, ``no-such-officer`` and ``bad-arguments``.
    """
    if of not in {OURS, THEIRS}:
        raise RefusedError("bad-arguments", {"why": "ours or theirs"})
    link = node.link_with(turn, partner)
    book = node.book(turn, link)
    log = node.own_log(turn, link.own if of == OURS else link.theirs)
    _note(node, turn, officer, {"act": "extract", "link": log.link, "partner": partner})
    return stretch_of(node, turn, book, log, (0, log.size))


def stretch_of(
    node: Node, look: Look, book: Book, log: LogRow, stretch: tuple[int, int]
) -> Iterator[str]:
    """The lines that show every entry of a stretch, and prove it under the checkpoint at its end.

    A checkpoint of the size at which it ends must be held, unless it is empty. What came before
    it stands as peaks; of its entries only those that say which keys signed what is shown.
    """
    start, stop = stretch
    before = _key_changes(look, log, start) if start < stop else []
    leaves = look.leaves(log.link, 0, stop) if start else []

    def rows() -> Iterator[EntryRow]:
        yield from before
        yield from turn_entries(look, log, stretch)

    def proof(row: EntryRow) -> Proof | None:
        if row.index >= start:
            return None
        return Proof(hashes=inclusion_proof(leaves, row.index), size=stop)

    peaks = EMPTY_RANGE.extend(leaves[:start]).peaks
    return write_extract(
        _header(node, book, log, Scope.WHOLE, stretch).model_copy(update={"peaks": peaks}),
        statements=_statements(look, book, log, rows()),
        entries=(_shown(look, row, proof=proof(row)) for row in rows()),
        checkpoints=(row.note for row in look.checkpoints(log.link, start, stop + 1)),
        refusals=list(_refusals(node, look, book, log)),
        erasures=[pair for pair in _erasures(look, book, log) if start <= pair[0] < stop],
    )


def export(
    node: Node, turn: Turn, *, entry: str, officer: str, purpose: str, with_body: bool
) -> Iterator[str]:
    """The lines that prove one entry: it, its proof, a checkpoint; its body where one is asked.

    The body is opened as any reader opens it, for a purpose and with a line of its own. Refuses
    as ``find_known`` and ``open_item`` do, and ``no-receipt`` for an entry under no checkpoint.
    """
    link, row = find_known(turn, entry, officer)
    book = node.book(turn, link)
    log = node.own_log(turn, row.link)
    salt = content = b""
    if with_body:
        reading = open_item(node, turn, book, row, officer_of(turn, officer), purpose)
        body = turn.body(row.link, row.index)
        salt, content = (body.salt, reading.body) if body else (b"", b"")
    _note(node, turn, officer, {"act": "export", "item": row.leaf.hex(), "case": row.case})
    note = checkpoint_over(turn, log, row.index)
    size = read_checkpoint(read_note(note)).size
    changes = [other for other in _key_changes(turn, log, size) if other.index != row.index]
    rows = sorted([*changes, row], key=lambda shown: shown.index)
    leaves = turn.leaves(log.link, 0, size)
    return write_extract(
        _header(node, book, log, Scope.ENTRY, (row.index, row.index + 1)),
        statements=_statements(turn, book, log, rows),
        entries=[
            _shown(
                turn,
                each,
                proof=Proof(hashes=inclusion_proof(leaves, each.index), size=size),
                opened=(salt, content) if each is row else (b"", b""),
            )
            for each in rows
        ],
        checkpoints=[note],
        erasures=[pair for pair in _erasures(turn, book, log) if pair[0] == row.index],
    )


def turn_entries(look: Look, log: LogRow, stretch: tuple[int, int]) -> Iterator[EntryRow]:
    """Every entry of a stretch, in order, a piece at a time."""
    for start in range(*stretch, PIECE):
        yield from look.entries(log.link, start, min(start + PIECE, stretch[1]))


def _note(node: Node, turn: Turn, officer: str, facts: dict[str, str | None]) -> None:
    """The line of the house log: by the officer, or by whoever may ask the node."""
    house_line(node, turn, officer_of(turn, officer) if officer else None, facts)


def _header(node: Node, book: Book, log: LogRow, of: Scope, stretch: tuple[int, int]) -> Header:
    return Header(
        arrangement_id=book.link.arrangement_id,
        author=log.author,
        counterpart=log.counterpart,
        held=log.size,
        link=log.link,
        made=stamp(node.clock.now()),
        made_by=node.identity.node,
        of=of,
        start=stretch[0],
        stop=stretch[1],
    )


def _shown(
    look: Look,
    row: EntryRow,
    *,
    proof: Proof | None = None,
    opened: tuple[bytes, bytes] = (b"", b""),
) -> EntryToShow:
    state = BodyState.NONE
    if b'"body":' in row.entry:
        held = look.has_body(row.link, row.index)
        state = BodyState.PRESENT if held else BodyState.GONE
    return EntryToShow(
        index=row.index,
        entry=row.entry,
        body=state,
        salt=opened[0],
        content=opened[1],
        proof=proof,
    )


def _statements(look: Look, book: Book, log: LogRow, rows: Iterable[EntryRow]) -> list[bytes]:
    """The keys of author and counterpart, then of their later versions, then what entries name."""
    ours = log.link == book.link.own
    first = [book.own_keys, book.their_keys] if ours else [book.their_keys, book.own_keys]
    later = sorted(set(book.keys) - set(first), key=lambda sha256: book.keys[sha256].version)
    named = (read_entry(row.entry).statement for row in rows if b'"statement":' in row.entry)
    wanted = dict.fromkeys((*first, *later, *(sha256 for sha256 in named if sha256)))
    found = (look.statement(sha256) for sha256 in wanted)
    return [row.note for row in found if row is not None]


def checkpoint_over(look: Look, log: LogRow, index: int) -> bytes:
    """The first checkpoint over an entry that both services signed, else one of its author."""
    rows = look.checkpoints(log.link, index + 1, log.size + 1)
    received = [row for row in rows if log.countersigned >= row.size]
    signed = [row for row in received if _both(row.note)] or list(rows)
    if not signed:
        raise RefusedError("no-receipt", {"index": index})
    return signed[0].note


def _both(note: bytes) -> bool:
    """Whether two services put a line under a checkpoint."""
    return len({line.name for line in read_note(note).lines}) > 1


def _key_changes(look: Look, log: LogRow, size: int) -> list[EntryRow]:
    """The entries below this size that changed which keys sign the log."""
    rows = look.entries_of_kinds(log.link, ("key",))
    return [row for row in rows if row.index < size and row.move in KEYS_CHANGE and not row.rule]


def _erasures(look: Look, book: Book, log: LogRow) -> list[tuple[int, bytes]]:
    """The facts of either log by which bodies of this one are gone, by index."""
    found: dict[int, bytes] = {}
    for link in (book.link.own, book.link.theirs):
        for fact in look.entries_of_kinds(link, (FACT,)):
            if fact.move in GONE_BY and not fact.rule:
                leaves = [bytes.fromhex(leaf) for leaf in read_entry(fact.entry).about or ()]
                for row in look.entries_by_leaf(leaves):
                    if row.link == log.link and not look.has_body(row.link, row.index):
                        found.setdefault(row.index, fact.entry)
    return sorted(found.items())


def _refusals(node: Node, look: Look, book: Book, log: LogRow) -> Iterator[RefusalStated]:
    """What the counterpart of this log's author refused of it, as far as it is known here."""
    ours = log.link == book.link.own
    side = "theirs" if ours else "ours"
    by = book.link.partner if ours else node.identity.node
    for row in look.refusals(PIECE):
        if row.link == book.link.own and row.side == side:
            yield RefusalStated(at=stamp(from_micros(row.at_us)), by=by, rule=row.rule)
