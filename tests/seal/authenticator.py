"""An authenticator in software, for tests: makes passkeys and touches them as a browser would."""

import json
import struct
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from wasl.seal.passkey import Passkey, challenge_of

ORIGIN = "http://localhost:8080"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """One passkey, and what may be wrong with it."""

    id: bytes = b"an id of a passkey"
    place: str = "localhost"
    origin: str = ORIGIN
    flags: int = PRESENT | VERIFIED
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def passkey(self) -> Passkey:
        return Passkey(id=self.id, public=self._public())

    def but(self, **wrong: object) -> "Authenticator":
        return replace(self, **wrong)  # type: ignore[arg-type]  # a test says what is wrong

    def make(self, challenge: bytes, **more: object) -> str:
        """What a browser answers to ``navigator.credentials.create``."""
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + self._public()
        held = self._held(self.flags | ATTESTED) + attested
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": held})
        said = {
            "attestation": encoded(attestation),
            "client": encoded(self._client("webauthn.create", challenge)),
            "id": encoded(self.id),
        }
        return json.dumps({**said, **more})

    def touch(self, text: str, **more: object) -> str:
        """What a browser answers to ``navigator.credentials.get`` for a text."""
        client, held = self._client("webauthn.get", challenge_of(text)), self._held(self.flags)
        signature = self.private.sign(held + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        said = {
            "authenticator": encoded(held),
            "client": encoded(client),
            "id": encoded(self.id),
            "signature": encoded(signature),
        }
        return json.dumps({**said, **more})

    def _client(self, kind: str, challenge: bytes) -> bytes:
        said = {"challenge": encoded(challenge), "origin": self.origin, "type": kind}
        return json.dumps(said).encode()

    def _held(self, flags: int) -> bytes:
        return sha256(self.place.encode()).digest() + bytes([flags]) + struct.pack(">I", 1)

    def _public(self) -> bytes:
        point = self.private.public_key().public_numbers()
        key = {
            1: 2,
            3: -7,
            -1: 1,
            -2: point.x.to_bytes(32, "big"),
            -3: point.y.to_bytes(32, "big"),
        }
        return cbor2.dumps(key)
