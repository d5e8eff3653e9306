"""Hello, confirm, cursor and refusal: what we say of both logs, and what we make of theirs."""

from wasl.core.errors import RefusedError
from wasl.node import epochs
from wasl.node.book import Book, root_at
from wasl.node.clock import stamp
from wasl.node.files import asked_of, is_awaited, wanted_files
from wasl.node.node import Node
from wasl.node.pool import gaps
from wasl.node.ports import Look, Turn
from wasl.node.rows import LogRow
from wasl.node.sent_files import give_up, holds_file, is_held_back, is_theirs, note_asked
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import (
    GAPS_LIMIT,
    Confirm,
    Cursor,
    Head,
    Hello,
    Refusal,
    check_greeting,
    read_greeting,
    told_facts,
    write_greeting,
)
from wasl.seal.note import Note

REFUSALS_OWED = 16  # the partner is told the first ones; the rest is in our own list
ENDING = frozenset({"rebase", "unconfirmed-epoch"})  # the epoch they were said of, and no other
FILE_GONE = "item-gone"  # an attachment was asked for that is here no more


def greetings_out(node: Node, look: Look, book: Book) -> list[Frame]:
    """What the next call must say: hello until it is confirmed, what is owed, and a cursor."""
    session = node.session(book.link.own)
    frames = []
    if not session.confirmed and session.hello:
        frames.append(Frame(kind=FrameKind.HELLO, payload=session.hello))
    if session.owes_confirm:
        frames.append(Frame(kind=FrameKind.CONFIRM, payload=session.owes_confirm))
    frames += [Frame(kind=FrameKind.REFUSAL, payload=note) for note in session.owes_refusals]
    own, theirs = (node.own_log(look, log) for log in (book.link.own, book.link.theirs))
    frames.append(_cursor(node, look, book, theirs))
    if session.healing or wanted_files(look, own.link):
        frames.append(_cursor(node, look, book, own))
    session.owes_confirm = b""
    session.owes_refusals = []
    return frames


def _cursor(node: Node, look: Look, book: Book, log: LogRow) -> Frame:
    """How much we hold of their log; or, after a restore, how much is left of our own."""
    wants, ranges = asked_of(look, log.link)
    cursor = Cursor(
        countersigned=log.countersigned,
        gaps=tuple(gaps(look, log))[:GAPS_LIMIT],
        held=Head(root=root_at(look, log, log.size).hex(), size=log.size),
        link=log.link,
        ranges=tuple(ranges) or None,
        wants=tuple(wants) or None,
    )
    return Frame(kind=FrameKind.CURSOR, payload=write_greeting(cursor, *node.authors()))


def owe_refusal(node: Node, look: Look, book: Book, log: str, refusal: RefusedError) -> None:
    """The partner is told with the next call what was refused of this log; the first ones are."""
    session = node.session(book.link.own)
    if len(session.owes_refusals) < REFUSALS_OWED:
        said = Refusal(
            at=stamp(node.clock.now()),
            detail=told_facts(refusal.detail),
            link=log,
            rule=refusal.rule,
        )
        session.owes_refusals.append(write_greeting(said, *node.authors()))


def greet(node: Node, turn: Turn, book: Book, frame: Frame, *, carried: bool = False) -> None:
    """One greeting, its signature checked by a key in force, given to whom it concerns.

    ``carried`` says that it came sealed, in a bundle: on the line none is.

    Refuses as ``read_greeting`` and ``check_greeting`` do, ``wrong-link``, and what ``epochs``
    refuses of a hello or confirm.
    """
    if frame.kind is FrameKind.HELLO:
        hello, note = read_greeting(frame.payload, Hello)
        _of_link(hello.link, book.link.theirs)
        _check(node, turn, book, note)
        epochs.receive_hello(node, turn, book, hello, carried=carried)
    elif frame.kind is FrameKind.CONFIRM:
        confirm, note = read_greeting(frame.payload, Confirm)
        _of_link(confirm.link, book.link.own)
        _check(node, turn, book, note)
        epochs.receive_confirm(node, turn, book, confirm)
    elif frame.kind is FrameKind.CURSOR:
        cursor, note = read_greeting(frame.payload, Cursor)
        _check(node, turn, book, note)
        _receive_cursor(node, turn, book, cursor)
    else:
        refusal, note = read_greeting(frame.payload, Refusal)
        _check(node, turn, book, note)
        _receive_refusal(node, turn, book, refusal)


def _of_link(said: str, expected: str) -> None:
    if said != expected:
        raise RefusedError("wrong-link")


def _check(node: Node, look: Look, book: Book, note: Note) -> None:
    """Greetings are said now, so the latest keys we hold of the partner rule (step 8)."""
    size = node.their_log(look, book.link.theirs).size
    check_greeting(note, book.keys_of(ours=False, size=size).author_keys())


def _receive_cursor(node: Node, turn: Turn, book: Book, cursor: Cursor) -> None:
    """How much of our log they hold; or, of their own log, from where they lost it."""
    session = node.session(book.link.own)
    if cursor.link == book.link.own:
        # An old cursor, replayed, tells too little or too much: a later one mends it, and no
        # root in it can accuse anybody, for it is bound to no epoch.
        own = node.own_log(turn, book.link.own)
        _doubt_by(node, turn, own, cursor.held)
        session.their_held = min(cursor.held.size, own.size)
        session.their_countersigned = min(cursor.countersigned, own.size)
    elif cursor.link == book.link.theirs:
        theirs = node.their_log(turn, book.link.theirs)
        if cursor.held.size < theirs.size:
            session.heal_them = cursor.held
    else:
        raise RefusedError("wrong-link")
    wants = list(dict.fromkeys(cursor.wants or ()))
    held = [
        name
        for name in wants
        if holds_file(turn, book.link, name)
        and (book.recognises() or is_theirs(turn, book.link, name))
    ]
    note_asked(turn, cursor, held)
    for name in wants:
        if name in held or is_held_back(turn, book.link, name):
            continue
        if cursor.link == book.link.theirs or not _may_come_back(node, turn, book, name):
            owe_refusal(node, turn, book, cursor.link, RefusedError(FILE_GONE, {"sha256": name}))


def _doubt_by(node: Node, look: Look, own: LogRow, held: Head) -> None:
    """They hold what we have not: it accuses nobody, but we may have lost something."""
    if node.session(own.link).confirmed:
        return
    if held.size > own.size or root_at(look, own, held.size).hex() != held.root:
        node.doubt(own.link)


def _may_come_back(node: Node, look: Look, book: Book, name: str) -> bool:
    """Whether an attachment of ours may return with what a restored node gets back."""
    own = book.link.own
    return not node.session(own).confirmed or is_awaited(look, own, name)


def _receive_refusal(node: Node, turn: Turn, book: Book, refusal: Refusal) -> None:
    """They did not take what we sent: kept for an officer, and mended where we can."""
    session = node.session(book.link.own)
    node.note_refusal(
        turn, book.link.own, "theirs", RefusedError(refusal.rule, dict(refusal.detail)), about={}
    )
    if refusal.rule == FILE_GONE:
        give_up(turn, book.link, str(refusal.detail.get("sha256")))
    if refusal.link != book.link.own:
        return
    known = refusal.detail.get("known", 0)
    said = node.own_log(turn, book.link.own).epoch_number
    last = session.epoch.n if session.epoch else said + 1
    if refusal.rule == "rebase":
        node.doubt(book.link.own)
    if refusal.rule == "stale-epoch" and isinstance(known, int) and known >= last:
        if known > said:
            # Our own store would know of it.
            node.doubt(book.link.own)
        epochs.skip_to_epoch(node, turn, book, known)
    elif session.epoch and refusal.rule in ENDING and refusal.detail.get("epoch") == last:
        session.renew()
