"""A certificate in a small log of an invented service, its file, and lists of revocations."""

from dataclasses import replace
from typing import Any

from tests.seal.small_log import AUTHOR, SmallLog, algiers, entry, report, tripoli
from wasl.core import canonical
from wasl.core.entry import BodyReference, Entry, write_entry
from wasl.core.log import inclusion_proof, leaf_hash
from wasl.seal.body import commitment
from wasl.seal.certificate import write_certificate
from wasl.seal.note import Note, SigningKey, read_note, sign, write_note
from wasl.seal.revocations import Revocations, certificate_hash, write_revocations

SALT = bytes(range(64, 96))
INDEX, SIZE = 9, 15
BODY: dict[str, Any] = {
    "course": "c0" * 32,
    "date": "2027-02-05",
    "holder": {"pseudonym": "0f" * 16, "role": "OFFICIAL"},
    "hours": 36,
    "issuer": AUTHOR,
    "level": "B",
    "rights_module": "m-2",
    "serial": "2027/014-3",
    "session": "5e" * 32,
    "title": {
        "ar": "مراقبة الوثائق عند المعابر",
        "en": "Document control at crossings",
        "fr": "Contrôle des documents aux points de passage",
    },
    "valid_from": "2027-02-05",
    "valid_until": "2030-02-04",
}


def issued(index: int = INDEX, body: object = None, **changed: object) -> Entry:
    """The entry that issues a certificate with this body."""
    content = canonical.dumps(BODY if body is None else body)
    fields: dict[str, Any] = {
        "body": BodyReference(bucket=640, commit=commitment(SALT, content).hex()),
        "dossier": "training",
    }
    return entry(index, "certificate", "issue", **(fields | changed))


def log_with(issuing: Entry) -> SmallLog:
    """A log that holds it among reports."""
    log = SmallLog()
    log.add(*(report(index) for index in range(issuing.index)), issuing)
    log.add(*(report(index) for index in range(log.size, SIZE)))
    return log


def file_of(
    *,
    body: object = None,
    issuing: Entry | None = None,
    note: Note | None = None,
    salt: bytes = SALT,
) -> bytes:
    """The file of a certificate that both services signed for, or with what a test says of it."""
    said = BODY if body is None else body
    standing = issuing or issued(body=said)
    log = log_with(standing)
    return write_certificate(
        entry=write_entry(standing),
        body=canonical.dumps(said),
        salt=salt,
        proof=inclusion_proof(log.leaves(), standing.index),
        note=note or read_note(log.head(witness=tripoli())),
    )


def altered(file: bytes, **members: object) -> bytes:
    """The file with these members in the place of its own."""
    return canonical.sorted_bytes(canonical.loads(file) | members)


def leaf() -> bytes:
    """The leaf hash of the entry that issues the certificate."""
    return leaf_hash(write_entry(issued()))


NAME = certificate_hash(leaf())


def listed(**changed: object) -> Revocations:
    """A list that revokes one other certificate, with what a test says of it."""
    fields: dict[str, Any] = {
        "as_of": "2027-03-01T08:00:00Z",
        "compromised": (),
        "hashes": ("11" * 16,),
        "issuer": AUTHOR,
        "n": 20,
    }
    return Revocations(**(fields | changed))


def signed_list(revocations: Revocations | None = None, author: SigningKey | None = None) -> bytes:
    """The list under the line of an author key."""
    return write_revocations(revocations or listed(), [author or algiers().author])


def signed_text(text: str, author: SigningKey | None = None) -> bytes:
    """A text under the line of an author key."""
    line = sign(text, author or algiers().author)
    return write_note(Note(text=text, lines=(line,)))


def forged(note: Note) -> Note:
    """The note with another signature under the name and key of its first line."""
    first, *others = note.lines
    return replace(note, lines=(replace(first, blob=bytes(64)), *others))


def head_note() -> Note:
    """The checkpoint of the log, signed by both."""
    return read_note(log_with(issued()).head(witness=tripoli()))
