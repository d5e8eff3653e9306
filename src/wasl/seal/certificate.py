"""A certificate in a file: what a third person needs to check it, with no node and no network.

Format, rules and vectors: ``docs/spec/certificate.md`` (training.md §6). The file holds no name of
a person. Whether the certificate still counts is asked in ``revocations``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.certificate import Certificate
from wasl.core.log import HASH_BYTES, PROOF_LIMIT, includes, leaf_hash
from wasl.seal.body import SALT_BYTES, check_commitment
from wasl.seal.cosign import Checkpoint, read_checkpoint
from wasl.seal.keys import Base64, Keys, keys_text
from wasl.seal.note import Note, VerifyKey, read_note, text_hash, verify, write_note

FORMAT: Final = "wasl.certificate/1"
CERTIFICATE_LIMIT_BYTES = 2_900  # one QR code of the largest size holds 2,953

# An Ed25519 line, with the time of a counter-signature; an ML-DSA line alone would fill the file.
_SHORT_LINE_BYTES = 72


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    body: dict[str, Any]
    certificate: Literal["wasl.certificate/1"]
    checkpoint: str
    entry: dict[str, Any]
    proof: Annotated[Base64, Field(max_length=PROOF_LIMIT * HASH_BYTES)]
    salt: Annotated[Base64, Field(min_length=SALT_BYTES, max_length=SALT_BYTES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCertificate:
    """A certificate file that is of its form; nothing in it is verified yet.

    ``body`` is the canonical body, ``leaf`` the 32-byte leaf hash of the entry.
    """

    body: bytes
    salt: bytes
    entry: Entry
    leaf: bytes
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    @property
    def issuer(self) -> str:
        """The node in whose log the entry is said to lie."""
        return self.checkpoint.origin.node


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenCertificate:
    """A certificate that its issuer issued; whether it still counts is another question.

    ``statements`` are the hashes of the known key statements that list the key which signed.
    """

    certificate: Certificate
    leaf: bytes
    link: str
    index: int
    statements: frozenset[str]


def write_certificate(
    *, entry: bytes, body: bytes, salt: bytes, proof: Iterable[bytes], note: Note
) -> bytes:
    """The bytes of a certificate file, of its checkpoint the short lines only.

    Without room for the counter-signature that line is left out. Refuses ``too-large``.
    """
    short = tuple(line for line in note.lines if len(line.blob) <= _SHORT_LINE_BYTES)
    author = read_checkpoint(note).origin.node
    signed = tuple(line for line in short if line.name.partition("/")[0] == author)
    for lines in (short, signed):
        file = _File(
            body=canonical.loads(body),
            certificate=FORMAT,
            checkpoint=write_note(replace(note, lines=lines)).decode(),
            entry=canonical.loads(entry),
            proof=b"".join(proof := tuple(proof)),
            salt=salt,
        )
        written = canonical.dumps(file.model_dump(mode="json"))
        if len(written) <= CERTIFICATE_LIMIT_BYTES:
            return written
    raise RefusedError("too-large", {"limit": CERTIFICATE_LIMIT_BYTES})


def read_certificate(untrusted: bytes) -> ShownCertificate:
    """The certificate file these bytes are (step 1 of ``docs/spec/certificate.md``).

    Refuses ``too-large``, ``not-canonical``, ``malformed`` for other members or an entry that
    issues no certificate, ``bad-entry`` and ``malformed-note``.
    """
    try:
        value = canonical.loads(untrusted, CERTIFICATE_LIMIT_BYTES)
    except RefusedError as refusal:
        if refusal.detail.get("why") == "not JSON":  # cut, or another file
            raise _malformed() from refusal
        raise
    try:
        file = _File.model_validate(value)
    except ValidationError as error:
        raise _malformed() from error
    written = canonical.sorted_bytes(file.entry)
    entry = read_entry(written)
    if (entry.kind, entry.move) != ("certificate", "issue") or entry.body is None:
        raise _malformed()
    if len(file.proof) % HASH_BYTES:
        raise _malformed()
    note = read_note(file.checkpoint.encode())
    steps = range(0, len(file.proof), HASH_BYTES)
    return ShownCertificate(
        body=canonical.sorted_bytes(file.body),
        salt=file.salt,
        entry=entry,
        leaf=leaf_hash(written),
        proof=tuple(file.proof[at : at + HASH_BYTES] for at in steps),
        note=note,
        checkpoint=read_checkpoint(note),
    )


def prove_certificate(shown: ShownCertificate, known: Iterable[Keys]) -> ProvenCertificate:
    """The certificate, if the issuer it names signed the log that holds it (steps 2 to 7).

    ``known`` are key statements that the reader trusts. Refuses ``issuer-unknown``,
    ``unknown-key``, ``bad-signature``, ``wrong-root``, ``wrong-commitment``, ``wrong-link``,
    ``issuer-mismatch``, ``certificate-no-rights-module``, and what ``read_body`` refuses.
    """
    listed = _listing_key(shown, known)
    entry, checkpoint = shown.entry, shown.checkpoint
    held = includes(
        leaf=shown.leaf,
        index=entry.index,
        size=checkpoint.size,
        proof=shown.proof,
        root=checkpoint.root,
    )
    if not held:
        raise RefusedError("wrong-root", {"index": entry.index})
    if entry.link != checkpoint.origin.link:
        raise RefusedError("wrong-link")
    commit = entry.body.commit if entry.body else ""
    check_commitment(shown.salt, shown.body, commit=bytes.fromhex(commit))
    # The body is looked into only now: it is what the entry committed to.
    said = canonical.loads(shown.body)
    if said.get("issuer") != shown.issuer:
        raise RefusedError("issuer-mismatch")
    if "rights_module" not in said:
        raise RefusedError("certificate-no-rights-module")
    return ProvenCertificate(
        certificate=read_body(Certificate, shown.body),
        leaf=shown.leaf,
        link=entry.link,
        index=entry.index,
        statements=listed,
    )


def check_days(certificate: Certificate, day: date) -> None:
    """The certificate is for this day (step 8); refuses ``not-yet`` and ``expired``."""
    if day < date.fromisoformat(certificate.valid_from):
        raise RefusedError("not-yet", {"from": certificate.valid_from})
    if day > date.fromisoformat(certificate.valid_until):
        raise RefusedError("expired", {"until": certificate.valid_until})


def author_keys_of(node: str, known: Iterable[Keys]) -> dict[VerifyKey, frozenset[str]]:
    """The author keys known of a node, each with the hashes of the statements that list it.

    Refuses ``issuer-unknown`` where no statement is of this node.
    """
    found: dict[VerifyKey, frozenset[str]] = {}
    for keys in known:
        if keys.node == node:
            sha256 = text_hash(keys_text(keys)).hex()
            for key in keys.author_keys():
                found[key] = found.get(key, frozenset()) | {sha256}
    if not found:
        raise RefusedError("issuer-unknown", {"issuer": node})
    return found


def _listing_key(shown: ShownCertificate, known: Iterable[Keys]) -> frozenset[str]:
    """The statements that list the author key under the checkpoint (steps 2 and 3)."""
    keys = author_keys_of(shown.issuer, known)
    signed = verify(shown.note, tuple(keys))
    if not signed:
        raise RefusedError("unknown-key", {"kind": "author"})
    return frozenset().union(*(keys[found.key] for found in signed))


def _malformed() -> RefusedError:
    return RefusedError("malformed", {"expected": FORMAT})
