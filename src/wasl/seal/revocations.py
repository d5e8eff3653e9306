"""Which certificates of an issuer no longer count: a signed list, complete at each making.

Format, rules and vectors: ``docs/spec/revocations.md`` (training.md §6). A partner that holds the
issuer's log needs no list: it makes the same value from the entries it holds.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from wasl.core import canonical
from wasl.core.entry import Hash, LinkId, NodeName, Size, Time
from wasl.core.errors import RefusedError
from wasl.seal.certificate import ProvenCertificate, author_keys_of
from wasl.seal.keys import Keys
from wasl.seal.note import NOTE_LIMIT_BYTES, Note, SigningKey, read_note, sign, verify, write_note

FIRST_LINE: Final = "wasl-revocations/1"
REVOCATIONS_LIMIT_BYTES = NOTE_LIMIT_BYTES
HASH_BYTES = 16
OLDEST_DAYS = 30

CertificateHash = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class CompromisedKeys(_Model):
    """What the keys of a statement signed in one log from this size on counts for nothing."""

    keys_sha256: Hash
    link: LinkId
    since_size: Size


class Revocations(_Model):
    """Every certificate that an issuer revoked, up to size ``n`` of its logs together."""

    as_of: Annotated[Time, Field(pattern="Z$")]
    compromised: Annotated[tuple[CompromisedKeys, ...], Field(max_length=64)]
    hashes: Annotated[tuple[CertificateHash, ...], Field(max_length=1_800)]
    issuer: NodeName
    n: Size

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        date.fromisoformat(self.as_of[:10])
        if any(one >= other for one, other in zip(self.hashes, self.hashes[1:], strict=False)):
            raise ValueError("hashes are sorted, each once")
        return self

    def day(self) -> date:
        """The day as of which it is complete."""
        return date.fromisoformat(self.as_of[:10])


def certificate_hash(leaf: bytes) -> str:
    """The name of a certificate in a list: SHA-256 of the leaf hash of its entry, 16 bytes."""
    return sha256(leaf).digest()[:HASH_BYTES].hex()


def revocations_text(revocations: Revocations) -> str:
    """The note text that is signed: its first line, then one line of canonical JSON."""
    return canonical.statement_text(FIRST_LINE, revocations.model_dump(mode="json"))


def write_revocations(revocations: Revocations, authors: Sequence[SigningKey]) -> bytes:
    """The list under the lines of its issuer's author keys."""
    text = revocations_text(revocations)
    return write_note(Note(text=text, lines=tuple(sign(text, author) for author in authors)))


def read_revocations(note: Note) -> Revocations:
    """The list a note states; no signature is verified.

    Refuses ``malformed-note``, ``not-canonical`` and, for a field outside its rule,
    ``malformed``.
    """
    line = canonical.statement_line(note.text, FIRST_LINE)
    try:
        return Revocations.model_validate_json(line)
    except ValidationError as error:
        raise RefusedError("malformed", {"expected": FIRST_LINE}) from error


def trusted_revocations(
    untrusted: bytes, issuer: str, known: Iterable[Keys], *, held: int
) -> Revocations:
    """The list, signed by this issuer, and no older than the one held, which had ``n`` = held.

    Refuses as ``read_note`` and ``read_revocations`` do, ``wrong-list-issuer``,
    ``issuer-unknown``, ``unknown-key``, ``bad-signature``, ``list-older-than-held``.
    """
    note = read_note(untrusted)
    stated = read_revocations(note)
    if stated.issuer != issuer:
        raise RefusedError("wrong-list-issuer", {"list": stated.issuer})
    if not verify(note, tuple(author_keys_of(issuer, known))):
        raise RefusedError("unknown-key", {"note": FIRST_LINE})
    if stated.n < held:
        raise RefusedError("list-older-than-held", {"held": held, "n": stated.n})
    return stated


def check_revoked(proven: ProvenCertificate, told: Sequence[Revocations], day: date) -> date:
    """The certificate counts as of the day answered: that of the newest that covers it (step 9).

    Refuses ``list-missing`` where nothing is told, ``revoked``, ``revoked-key``, and
    ``list-too-old`` where none covers the entry, or none of the last 30 days before ``day``.
    """
    name = certificate_hash(proven.leaf)
    for each in told:
        if name in each.hashes:
            raise RefusedError("revoked", {"as_of": each.as_of})
        for keys in each.compromised:
            signed = keys.keys_sha256 in proven.statements and keys.link == proven.link
            if signed and proven.index >= keys.since_size:
                raise RefusedError("revoked-key", {"since_size": keys.since_size})
    if not told:
        raise RefusedError("list-missing")
    covering = [each.day() for each in told if each.n > proven.index]
    if not covering or max(covering) + timedelta(days=OLDEST_DAYS) < day:
        newest = max(each.as_of for each in told)
        raise RefusedError("list-too-old", {"as_of": newest, "days": OLDEST_DAYS})
    return max(covering)
