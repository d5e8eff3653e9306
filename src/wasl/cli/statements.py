"""Root keys in files, and the statements their holders sign: read, told, signed, kept in a file.

The private pair of a holder lies wrapped under a passphrase (``docs/spec/vault.md``, label
``wasl-root``); its public half, in ``<file>.pub``, is what the key statement lists. Nothing here
asks a node: a holder signs on a machine of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from wasl.cli.desk import Desk, read_text, write_file
from wasl.core import canonical
from wasl.core.arrangement import FIRST_LINE as ARRANGEMENT
from wasl.core.arrangement import read_arrangement
from wasl.core.clause import FIRST_LINE as TEXT
from wasl.core.clause import read_stated
from wasl.core.errors import RefusedError
from wasl.seal.keys import FIRST_LINE as KEYS
from wasl.seal.keys import Root, read_keys
from wasl.seal.minutes import FIRST_LINE as MINUTES
from wasl.seal.minutes import read_minutes
from wasl.seal.note import (
    NOTE_LIMIT_BYTES,
    Line,
    Note,
    check_public,
    read_note,
    verify,
    write_note,
)
from wasl.seal.recognition import FIRST_LINE as RECOGNITION
from wasl.seal.recognition import read_recognition
from wasl.seal.roots import RootKey, root_lines

ROOT_LABEL = "wasl-root"
ROOT_LIFE = timedelta(days=3_652)  # ten years
PUBLIC_SUFFIX = ".pub"


def keep_root(desk: Desk, path: Path, root: RootKey, today: date) -> Path:
    """A root key in its wrapped file, and its public half beside it; where that lies."""
    public = path.with_name(path.name + PUBLIC_SUFFIX)
    if public.exists():
        raise RefusedError("file-exists", {"file": public.name})
    secret = canonical.dumps(
        {
            "ed25519": root.ed25519.hex(),
            "holder": root.holder,
            "mldsa65": root.mldsa65.hex(),
            "node": root.node,
            "number": root.number,
        }
    )
    stated = root.stated(today, today + ROOT_LIFE)
    desk.keep_secret(path, secret, ROOT_LABEL)
    write_file(str(public), canonical.dumps(stated.model_dump(mode="json", by_alias=True)))
    return public


def read_root(desk: Desk, path: str) -> RootKey:
    """The root key of a wrapped file; its passphrase is asked for by the name of the file."""
    held: Mapping[str, Any] = canonical.loads(desk.secret_in(Path(path), ROOT_LABEL))
    return RootKey(
        holder=held["holder"],
        node=held["node"],
        number=held["number"],
        ed25519=bytes.fromhex(held["ed25519"]),
        mldsa65=bytes.fromhex(held["mldsa65"]),
    )


def read_public_root(path: str, node: str) -> Root:
    """The public half of a holder's pair; refuses ``malformed`` and ``unsafe-key``."""
    untrusted = read_text(path).encode()
    canonical.loads(untrusted)
    try:
        root = Root.model_validate_json(untrusted)
    except ValidationError as error:
        raise RefusedError("malformed", {"file": Path(path).name}) from error
    for half in root.verify_keys(node):
        check_public(half)
    return root


def read_statement(path: str) -> Note:
    """A statement from a file, with the lines it has or with none yet.

    Refuses what ``read_note`` and the reader of its kind refuse, and ``malformed-note`` for what
    root holders do not sign.
    """
    untrusted = read_text(path)
    if len(untrusted.encode()) > NOTE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": NOTE_LIMIT_BYTES})
    # A text without lines is no note yet: two lines, a first one and its JSON.
    bare = untrusted.count("\n") == 2 and untrusted.endswith("\n")
    note = Note(text=untrusted, lines=()) if bare else read_note(untrusted.encode())
    checked(note)
    return note


def checked(note: Note) -> str:
    """The first line of a statement that root holders sign, the rest read by its own rules."""
    first = note.text.partition("\n")[0]
    readers: dict[str, Callable[[Note], object]] = {
        ARRANGEMENT: lambda one: read_arrangement(one.text),
        KEYS: read_keys,
        MINUTES: read_minutes,
        RECOGNITION: read_recognition,
        TEXT: lambda one: read_stated(one.text),
    }
    if first not in readers:
        raise RefusedError("malformed-note", {"expected": ", ".join(sorted(readers))})
    readers[first](note)
    return first


def signed(note: Note, roots: Sequence[RootKey]) -> Note:
    """The statement with the two lines of each holder that has not signed it yet."""
    lines = list(note.lines)
    for root in roots:
        halves = [key.verify_key() for key in root.signing_keys()]
        if not note.lines or len(verify(note, halves)) < len(halves):
            lines += root_lines(note.text, root)
    return Note(text=note.text, lines=tuple(lines))


def signed_by(desk: Desk, text: str, keyfiles: Sequence[str], lines: Sequence[Line] = ()) -> str:
    """The text under the lines it has and those of these root key files, as a note."""
    note = Note(text=text, lines=tuple(lines))
    return write_note(signed(note, [read_root(desk, file) for file in keyfiles])).decode()


def tell(desk: Desk, note: Note) -> None:
    """The main facts of a statement, for the person about to sign it."""
    desk.say("Statement: {kind}", kind=checked(note))
    _TELLERS[note.text.partition("\n")[0]](desk, note)


def _tell_keys(desk: Desk, note: Note) -> None:
    keys = read_keys(note)
    desk.say("Service: {name}", name=getattr(keys.service, desk.speech.language))
    desk.say("Node: {node}", node=keys.node)
    desk.say("Office: {office}", office=keys.office)
    desk.say("Version: {version}", version=keys.version)
    desk.say(
        "Signed by {threshold} of: {holders}",
        threshold=keys.threshold,
        holders="; ".join(root.holder for root in keys.roots),
    )


def _tell_arrangement(desk: Desk, note: Note) -> None:
    text = read_arrangement(note.text)
    desk.say("Arrangement: {id}", id=text.id)
    desk.say("Version: {version}", version=text.version)
    desk.say("Parties: {parties}", parties=", ".join(party.node for party in text.parties))
    dossiers = ", ".join(desk.speech.term(terms.code) for terms in text.dossiers)
    desk.say("Dossiers: {dossiers}", dossiers=dossiers)
    desk.say("To be reviewed on: {day}", day=text.review)


def _tell_minutes(desk: Desk, note: Note) -> None:
    minutes = read_minutes(note)
    desk.say("Place: {place}", place=minutes.place)
    desk.say("Day: {day}", day=minutes.date)
    for met in minutes.parties:
        desk.say("{node}: {present}", node=met.node, present="; ".join(met.present))


def _tell_recognition(desk: Desk, note: Note) -> None:
    said = read_recognition(note)
    desk.say("Move: {move}", move=desk.speech.term(said.move))
    desk.say("By: {node}", node=said.by)
    desk.say("Counterpart: {node}, {office}", node=said.node, office=said.office)
    desk.say("Arrangement: {id}", id=said.arrangement_id)
    desk.say("Decided by: {who}, on {day}", who=said.decided_by, day=said.decided_on)
    desk.say("Until: {day}", day=said.until)


def _tell_text(desk: Desk, note: Note) -> None:
    stated = read_stated(note.text)
    desk.say("Kind: {kind}", kind=desk.speech.term(stated.kind))
    desk.say("Parties: {parties}", parties=", ".join(stated.parties))
    desk.say("Hash of the body: {sha256}", sha256=stated.sha256)


_TELLERS: Mapping[str, Callable[[Desk, Note], None]] = {
    ARRANGEMENT: _tell_arrangement,
    KEYS: _tell_keys,
    MINUTES: _tell_minutes,
    RECOGNITION: _tell_recognition,
    TEXT: _tell_text,
}
