"""The sealed dispatches of one call or bundle: our entries in slices, receipts, what they lost."""

from collections.abc import Iterator, Sequence
from enum import Enum

from wasl.core.case import SURVIVORS
from wasl.core.entry import read_entry
from wasl.core.log import Range, inclusion_proof
from wasl.core.policy.force import GOVERNING_KINDS
from wasl.node import desk
from wasl.node.ahead import chosen
from wasl.node.book import Book, root_at
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.prekeys import find_prekey
from wasl.node.rows import BodyRow, EntryRow, LogRow
from wasl.node.sent_files import parts_out
from wasl.seal.body import open_body
from wasl.seal.cosign import Checkpoint, Origin, read_checkpoint, sign_checkpoint
from wasl.seal.envelope import Prekey, seal, write_open
from wasl.seal.frames import Frame, FrameKind, Proof, body_frame, gone_frame, proof_frame
from wasl.seal.note import SigningKey, read_note, write_note

SLICE_BYTES = 4 * 1_048_576  # of frames in one dispatch: half of what a dispatch may hold
CALL_BYTES = 24 * 1_048_576  # of frames in one call: it is answered, and the next goes on


class Road(Enum):
    """How the dispatches travel; greetings go unsealed only inside the pinned line."""

    LINE = "https"
    BUNDLE = "bundle"


# Parts of attachments, of 1 MiB: a few copies of them are in memory while they are sealed.
PARTS_IN_ONE = {Road.LINE: 8, Road.BUNDLE: 16}


def sealed_out(
    node: Node, turn: Turn, book: Book, greetings: Sequence[Frame], road: Road
) -> list[bytes]:
    """The dispatches of one call or bundle, the greetings first.

    Until the partner has told a prekey that is still valid nothing can be sealed: on the line
    the greetings go alone, a bundle is empty.
    """
    prekey = find_prekey(node, turn, book)
    parcels = list(_parcels(node, turn, book, road)) if prekey is not None else []
    if road is Road.LINE:
        dispatches = [write_open(greetings)]
    else:
        # The greetings of a bundle stand before the first entry that depends on them; what is
        # signed alone says with each dispatch on what it stands.
        dispatches = []
        hello = [] if node.session(book.link.own).confirmed else _hellos(greetings)
        parcels = [list(greetings), *([*hello, *parcel] for parcel in parcels)]
    if prekey is not None:
        dispatches += [_seal(parcel, prekey, book) for parcel in parcels]
    return dispatches


def _hellos(greetings: Sequence[Frame]) -> list[Frame]:
    return [frame for frame in greetings if frame.kind is FrameKind.HELLO]


def _seal(parcel: Sequence[Frame], prekey: Prekey, book: Book) -> bytes:
    return seal(parcel, prekey=prekey, sender_link=book.link.own)


def _parcels(node: Node, turn: Turn, book: Book, road: Road) -> Iterator[list[Frame]]:
    session = node.session(book.link.own)
    own = node.own_log(turn, book.link.own)
    if session.heal_them is not None:
        start = session.heal_them.size
        session.heal_them = None
        yield from _healing(node, turn, book, start)
    if session.confirmed or (road is Road.BUNDLE and node.opened(own.link)):
        # A bundle starts from what is certain: a lost stick is healed by the next one.
        start = own.countersigned if road is Road.BUNDLE else session.their_held
        yield from _ahead(node, turn, book, start)
        yield from _slices(node, turn, book, start)
    # A run that took a bundle in may be over before another one writes the answer to it.
    unknown = road is Road.BUNDLE and not (session.confirmed or session.told_receipt)
    if session.owes_receipt or unknown:
        # Last, because the key that signed it may be announced by an entry before it.
        theirs = node.their_log(turn, book.link.theirs)
        for receipt in _receipts(turn, theirs, session.asked_again or unknown):
            yield [Frame(kind=FrameKind.RECEIPT, payload=receipt)]
        session.owes_receipt = session.asked_again = False
        session.told_receipt = True
    yield from parts_out(turn, book.link, PARTS_IN_ONE[road], ours=book.recognises())


def _ahead(node: Node, look: Look, book: Book, start: int) -> Iterator[list[Frame]]:
    """What is urgent and far behind, first: copies that are read before their turn comes."""
    own, session = node.own_log(look, book.link.own), node.session(book.link.own)
    rows = chosen(look, own, max(start, session.told_ahead)) if book.recognises() else []
    leaves = look.leaves(own.link, 0, own.size) if rows else ()
    frames: list[Frame] = []
    for row in rows:
        session.told_ahead = row.index + 1
        body = look.body(own.link, row.index)
        if body is not None:
            proof = Proof(number=row.index, hashes=inclusion_proof(leaves, row.index))
            frames += [*_frames_of(look, row, body), proof_frame(FrameKind.INCLUSION, proof)]
    if frames:
        yield [*frames, _head_frame(node, look, book, own.size, own.size)]


def _slices(node: Node, look: Look, book: Book, start: int) -> Iterator[list[Frame]]:
    """Our entries from ``start`` on, each slice under a checkpoint of its own end."""
    own = node.own_log(look, book.link.own)
    if start >= own.size:
        if own.countersigned < own.size:
            # They hold it all and we lack the receipt: the head alone asks for it again.
            yield [_head_frame(node, look, book, own.size, own.countersigned)]
        return
    sent = 0
    while start < own.size and sent < CALL_BYTES:
        frames, stop = _entry_frames(node, look, book, start, own.size)
        frames.append(_head_frame(node, look, book, stop, min(start, own.countersigned)))
        sent += sum(len(frame.payload) for frame in frames)
        yield frames
        start = stop


def _entry_frames(
    node: Node, look: Look, book: Book, start: int, stop: int
) -> tuple[list[Frame], int]:
    """The frames of the entries from ``start`` on that fit one dispatch, and where they end."""
    frames: list[Frame] = []
    weight = 0
    link, end = book.link.own, min(stop, start + desk.SLICE)
    fresh = node.fresh.take(link, start, end)
    stored = _stored if book.recognises() else _surviving
    each = (book.recognises() and fresh) or stored(look, link, start, end)
    for index, added in enumerate(each, start):
        weight += sum([len(frame.payload) for frame in added])
        if frames and weight > SLICE_BYTES:
            return frames, index
        frames += added
    return frames, end


def _stored(look: Look, link: str, start: int, stop: int) -> Iterator[list[Frame]]:
    """The frames of each entry of a stretch of a log, with the body that is left of it."""
    bodies = {row.index: row for row in look.bodies(link, start, stop)}
    for row in look.entries(link, start, stop):
        yield _frames_of(look, row, bodies.get(row.index))


def _surviving(look: Look, link: str, start: int, stop: int) -> Iterator[list[Frame]]:
    """The same to one we do not recognise: the log is told whole, the bodies of survivors alone.

    What was written before a suspension or withdrawal may not have left yet (trust.md §3.4).
    """
    bodies = {row.index: row for row in look.bodies(link, start, stop)}
    for row in look.entries(link, start, stop):
        yield _frames_of(look, row, bodies.get(row.index) if row.kind in SURVIVORS else None)


def _frames_of(look: Look, row: EntryRow, body: BodyRow | None) -> list[Frame]:
    frames = [Frame(kind=FrameKind.ENTRY, payload=row.entry)]
    if body is not None:
        frames.append(body_frame(body.salt, open_body(body.salt, body.closed)))
    elif b'"body":' in row.entry:
        frames.append(gone_frame(row.index))
    if b'"statement":' in row.entry:
        sha256 = read_entry(row.entry).statement or ""
        statement = look.statement(sha256)
        if statement is None:
            raise RuntimeError("an entry without the statement it names")
        frames.append(Frame(kind=FrameKind.STATEMENT, payload=statement.note))
    return frames


def _head_frame(node: Node, look: Look, book: Book, size: int, since: int) -> Frame:
    """The checkpoint of this size in the epoch of this run: the stored one, or a fresh one.

    A log is append-only, so signing a size that was committed before says nothing new.
    """
    own = node.own_log(look, book.link.own)
    session = node.session(own.link)
    if session.epoch is None or not node.opened(own.link):
        raise RuntimeError("a checkpoint leaves only in an open epoch")
    origin = Origin(
        node=node.identity.node, link=own.link, number=session.epoch.n, random=session.epoch.r
    )
    signers = node.signers(book, size)
    governs = book.governs(ours=True, start=since, stop=size)
    if size == desk.head_size(own) and _serves(own.head, origin, signers.long_lived, governs):
        return Frame(kind=FrameKind.CHECKPOINT, payload=own.head)
    root = (
        Range.from_bytes(own.size, own.peaks).root()
        if size == own.size
        else root_at(look, own, size)
    )
    note = sign_checkpoint(
        Checkpoint(origin=origin, size=size, root=root),
        author=signers.author,
        long_lived=signers.long_lived if governs else None,
        time_seconds=int(node.clock.now().timestamp()),
    )
    return Frame(kind=FrameKind.CHECKPOINT, payload=write_note(note))


def _receipts(look: Look, theirs: LogRow, asked_again: bool) -> Iterator[bytes]:
    """The last receipt; one who asks again may also lack the last that needed an ML-DSA line."""
    governing = look.entries_of_kinds(theirs.link, GOVERNING_KINDS) if asked_again else ()
    if governing:
        first = governing[-1].index + 1
        covering = look.checkpoints(theirs.link, first, theirs.size)[:1]
        yield from (checkpoint.note for checkpoint in covering)
    if theirs.receipt:
        yield theirs.receipt


def _serves(head: bytes, origin: Origin, long_lived: SigningKey, governs: bool) -> bool:
    """Whether the stored head is of this epoch, with the ML-DSA line its entries may ask for."""
    note = read_note(head)
    lines = {line.key_id for line in note.lines}
    complete = not governs or long_lived.verify_key().key_id in lines
    return complete and read_checkpoint(note).origin == origin


def _healing(node: Node, look: Look, book: Book, start: int) -> Iterator[list[Frame]]:
    """Their own entries back to them, under the heads they signed and we counter-signed."""
    theirs = node.their_log(look, book.link.theirs)
    sent = 0
    for checkpoint in look.checkpoints(theirs.link, start + 1, theirs.size + 1):
        if sent >= CALL_BYTES:
            return
        # What came in one dispatch goes back in one, however much we send of ours in one.
        frames = [
            frame
            for added in _stored(look, theirs.link, start, checkpoint.size)
            for frame in added
        ]
        frames.append(Frame(kind=FrameKind.CHECKPOINT, payload=checkpoint.note))
        frames.append(Frame(kind=FrameKind.RECEIPT, payload=checkpoint.note))
        sent += sum(len(frame.payload) for frame in frames)
        yield frames
        start = checkpoint.size
