"""A statement that comes with an entry: whose roots signed it, and does it say what it must."""

from wasl.core.arrangement import read_arrangement
from wasl.core.case import PROCEDURES
from wasl.core.clause import TEXT_KINDS, read_stated
from wasl.core.entry import Entry
from wasl.core.errors import RefusedError
from wasl.node.book import Book
from wasl.seal.keys import Keys, read_keys
from wasl.seal.minutes import read_minutes
from wasl.seal.note import Note, read_note, text_hash, verify
from wasl.seal.recognition import read_recognition
from wasl.seal.roots import check_roots, check_succession

BRINGS_KEYS = frozenset({"introduce", "activate", "succeed"})


def check_statement(book: Book, entry: Entry, statement: bytes, *, ours: bool) -> Keys | None:
    """The note is the one the entry names and is signed as its move demands (step 8).

    Answers the key statement it is, if it is one. Refuses ``malformed-note``,
    ``wrong-commitment`` (another text), ``too-few-roots``, ``stripped-signature``,
    ``bad-signature`` and ``bad-statement`` (it speaks of another link, service or version).
    """
    note = named_note(entry, statement)
    author_keys = book.keys_of(ours=ours, size=entry.index)
    if entry.kind == "key":
        return _check_key(book, entry, note, ours=ours)
    rule = PROCEDURES[entry.kind].moves.get(entry.move) if entry.kind in PROCEDURES else None
    if rule is not None and rule.roots:
        check_roots(note, author_keys)
    if entry.kind == "recognition":
        _check_recognition(book, entry, note, ours=ours)
    elif entry.kind == "arrangement":
        other_keys = book.keys_of(ours=not ours, size=entry.seen.size)
        _check_arrangement(book, note, author_keys, other_keys)
    elif entry.kind in TEXT_KINDS:
        other_keys = book.keys_of(ours=not ours, size=entry.seen.size)
        _check_text(book, entry, note, author_keys, other_keys)
    else:
        raise RefusedError("bad-statement", {"kind": entry.kind})
    return None


def named_note(entry: Entry, statement: bytes) -> Note:
    """The note that the entry names; refuses ``malformed-note``, ``wrong-commitment``."""
    note = read_note(statement)
    if text_hash(note.text).hex() != entry.statement:
        raise RefusedError("wrong-commitment", {"index": entry.index})
    return note


def _check_recognition(book: Book, entry: Entry, note: Note, *, ours: bool) -> None:
    said = read_recognition(note)
    author, other = book.node, book.link.partner
    if not ours:
        author, other = other, author
    if (said.by, said.node, said.move) != (author, other, entry.move):
        raise RefusedError("bad-statement", {"kind": "recognition"})
    if said.arrangement_id != book.link.arrangement_id:
        raise RefusedError("bad-statement", {"kind": "recognition"})
    # It is bound to the keys it was decided on, never to a name.
    if said.keys_sha256 != book.keys_sha256(ours=not ours, size=entry.seen.size):
        raise RefusedError("bad-statement", {"kind": "recognition"})


def _check_lines(note: Note, *parties: Keys) -> None:
    """It gathers the lines of both sides: none that names a root of either may be false."""
    roots = [(root, keys.node) for keys in parties for root in keys.roots]
    verify(note, [half for root, node in roots for half in root.verify_keys(node)])


def _check_text(book: Book, entry: Entry, note: Note, *parties: Keys) -> None:
    """A text of clauses is of the kind of its case, and between both sides of the link."""
    _check_lines(note, *parties)
    stated = read_stated(note.text)
    if stated.kind != entry.kind or not {book.node, book.link.partner} <= set(stated.parties):
        raise RefusedError("bad-statement", {"kind": entry.kind})


def _check_arrangement(book: Book, note: Note, *parties: Keys) -> None:
    _check_lines(note, *parties)
    text = read_arrangement(note.text)
    held = text.nodes().issuperset([book.node, book.link.partner])
    if text.id != book.link.arrangement_id or not held:
        raise RefusedError("bad-statement", {"kind": "arrangement"})


def _check_key(book: Book, entry: Entry, note: Note, *, ours: bool) -> Keys | None:
    """The statement in force stands on its own roots, a next one on the old, minutes on both."""
    now = book.keys_of(ours=ours, size=entry.index)
    if entry.move == "witness":
        minutes = read_minutes(note)
        if set(minutes.nodes()) != {book.node, book.link.partner}:
            raise RefusedError("bad-statement", {"kind": "minutes"})
        check_roots(note, now)
        check_roots(note, book.keys_of(ours=not ours, size=entry.seen.size))
        return None
    keys = read_keys(note)
    author = book.node if ours else book.link.partner
    if keys.node != author:
        raise RefusedError("bad-statement", {"kind": "keys"})
    if entry.statement == book.keys_sha256(ours=ours, size=entry.index):
        check_roots(note, keys)
    else:
        check_succession(now, note, keys)
    return keys
