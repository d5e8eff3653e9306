"""A passkey: a key that lives in an officer's authenticator and answers a browser's page.

It signs no text of ours by itself (WebAuthn, level 3): it signs a challenge, and the challenge is
the hash of the text. The answer stands in a note as a line of its own kind (docs/spec/note.md),
so what an officer has touched a key for stays as provable as what a device key has signed.
"""

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    RegistrationCredential,
)

from wasl.core.errors import RefusedError
from wasl.seal.note import Line, Note, text_hash

RELYING_PARTY = "localhost"  # the desk is shown on its own machine and nowhere else
ID_LIMIT_BYTES = 1_023  # WebAuthn §4
PUBLIC_LIMIT_BYTES = 512
_TYPE = b"\xffwasl-passkey/1"
# What the library lets out of a broken attestation, besides its own.
_BROKEN = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
_Encoded = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]*$", max_length=16_384)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """What is known of a passkey: the id its authenticator finds it by, its COSE public key."""

    id: bytes
    public: bytes


class _Client(BaseModel):
    """What a browser says of the page; the rest of it is for WebAuthn to judge."""

    model_config = ConfigDict(strict=True, frozen=True)

    origin: Annotated[str, StringConstraints(pattern=r"^http://localhost(?::[0-9]{1,5})?$")]


class _Created(BaseModel):
    """What a browser answers where a key was made."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    attestation: _Encoded
    client: _Encoded
    id: _Encoded


class _Touched(BaseModel):
    """What a browser answers where a key was touched."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    authenticator: _Encoded
    client: _Encoded
    id: _Encoded
    signature: _Encoded


def new_passkey(untrusted: str, challenge: bytes, origin: str) -> Passkey:
    """The passkey a browser has just had made, for this challenge and on a page of this origin.

    Refuses ``bad-passkey``; so is a key whose authenticator asked its holder for nothing.
    """

    try:
        made = verify_registration_response(
            credential=_created(untrusted),
            expected_challenge=challenge,
            expected_rp_id=RELYING_PARTY,
            expected_origin=origin,
            require_user_verification=True,
            supported_pub_key_algs=[
                COSEAlgorithmIdentifier.EDDSA,
                COSEAlgorithmIdentifier.ECDSA_SHA_256,
            ],
        )
    except (WebAuthnException, *_BROKEN) as error:
        raise RefusedError("bad-passkey", {"why": type(error).__name__}) from error
    passkey = Passkey(id=made.credential_id, public=made.credential_public_key)
    check_passkey(passkey)
    return passkey


def check_passkey(passkey: Passkey) -> None:
    """A passkey that may be kept; refuses ``bad-passkey`` for one of a size no key has."""
    if not (
        0 < len(passkey.id) <= ID_LIMIT_BYTES and 0 < len(passkey.public) <= PUBLIC_LIMIT_BYTES
    ):
        raise RefusedError("bad-passkey", {"why": "size"})


def touched_line(
    untrusted: str, text: str, origin: str, name: str, passkeys: Sequence[Passkey]
) -> Line:
    """The line by which one of these passkeys signs a text, touched on a page of this origin.

    Refuses ``bad-signature``.
    """
    try:
        said = _Touched.model_validate_json(untrusted)
        parts = [_bytes(part) for part in (said.client, said.authenticator, said.signature)]
        key_id = _bytes(said.id)
    except ValueError as error:
        raise RefusedError("bad-signature", {"officer": name}) from error
    for passkey in passkeys:
        if (
            passkey.id == key_id
            and _origin_of(parts[0]) == origin
            and _verifies(parts, text, passkey)
        ):
            return Line(
                name=name,
                key_id=passkey_key_id(name, passkey),
                blob=b"".join(struct.pack(">H", len(part)) + part for part in parts),
            )
    raise RefusedError("bad-signature", {"officer": name})


def has_touched(note: Note, name: str, passkeys: Sequence[Passkey]) -> bool:
    """Whether one of these passkeys has signed the note, on whichever port its page lay."""
    held = {passkey_key_id(name, passkey): passkey for passkey in passkeys}
    for line in note.lines:
        passkey = held.get(line.key_id) if line.name == name else None
        parts = _parts(line.blob)
        if passkey is not None and parts is not None and _verifies(parts, note.text, passkey):
            return True
    return False


def challenge_of(text: str) -> bytes:
    """What a passkey is asked to sign for a text."""
    return text_hash(text)


def passkey_key_id(name: str, passkey: Passkey) -> bytes:
    """The id of a passkey's line, by the rule of every other line."""
    return sha256(name.encode() + b"\n" + _TYPE + passkey.public).digest()[:4]


def _verifies(parts: Sequence[bytes], text: str, passkey: Passkey) -> bool:

    try:
        # A counter is not compared: keys that are kept on several machines have none, and the
        # challenge is of this text alone.
        verify_authentication_response(
            credential=_touched(parts, passkey),
            expected_challenge=challenge_of(text),
            expected_rp_id=RELYING_PARTY,
            expected_origin=_origin_of(parts[0]),
            credential_public_key=passkey.public,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except WebAuthnException:
        return False
    return True


def _created(untrusted: str) -> RegistrationCredential:

    try:
        said = _Created.model_validate_json(untrusted)
    except ValidationError as error:
        raise RefusedError("bad-passkey", {"why": "malformed"}) from error
    return RegistrationCredential(
        id=said.id,
        raw_id=_bytes(said.id),
        response=AuthenticatorAttestationResponse(
            client_data_json=_bytes(said.client), attestation_object=_bytes(said.attestation)
        ),
    )


def _touched(parts: Sequence[bytes], passkey: Passkey) -> AuthenticationCredential:

    client, authenticator, signature = parts
    return AuthenticationCredential(
        id=encoded(passkey.id),
        raw_id=passkey.id,
        response=AuthenticatorAssertionResponse(
            client_data_json=client, authenticator_data=authenticator, signature=signature
        ),
    )


def _origin_of(client: bytes) -> str:
    """The origin of the page a key was touched on, if it was one of the desk's own machine."""
    try:
        return _Client.model_validate_json(client).origin
    except ValidationError:
        return ""


def _parts(blob: bytes) -> list[bytes] | None:
    """Client data, authenticator data and signature, each behind its length."""
    parts = []
    for _ in range(3):
        size = int.from_bytes(blob[:2], "big")
        part, blob = blob[2 : 2 + size], blob[2 + size :]
        if not part or len(part) != size:
            return None
        parts.append(part)
    return None if blob else parts


def _bytes(untrusted: str) -> bytes:
    return urlsafe_b64decode(untrusted + "=" * (-len(untrusted) % 4))


def encoded(value: bytes) -> str:
    """Bytes as WebAuthn writes them: base64 for addresses, without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(untrusted: str) -> bytes:
    """The bytes of such a word; refuses ``bad-passkey``."""
    try:
        return _bytes(untrusted)
    except ValueError as error:
        raise RefusedError("bad-passkey", {"why": "malformed"}) from error
