"""The pinned line between two nodes: mutual TLS 1.3 with self-signed leaf certificates.

TLS is privacy, not identity: who wrote is in the checkpoint, and post-quantum secrecy is in the
sealing. A line is trusted because the SHA-256 of its public key (SPKI) is listed in the partner's
key statement; no authority, no name and no date of a certificate decides (trust.md §2, §6.3).
"""

import hashlib
import os
import ssl
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from wasl.core.errors import RefusedError
from wasl.seal.note import is_node_name

CERTIFICATE_LIMIT_BYTES: Final = 4_096

# X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which ``ssl`` does not name. Keys are valid by position in
# a log, and a post whose clock is years off must still be reached (trust.md §2: "Dates only raise
# alarms").
_NO_CHECK_TIME: Final = ssl.VerifyFlags(0x20_0000)


def line_certificate(
    *, node: str, private: bytes, not_before: datetime, not_after: datetime
) -> bytes:
    """The DER of a node's self-signed Ed25519 leaf certificate (RFC 5280, RFC 8410).

    ``private`` is the 32-byte Ed25519 key, ``node`` the node name, times are aware. It is no CA
    (a CA certificate used as a leaf is refused by rustls peers). Equal arguments give equal bytes.
    """
    if not is_node_name(node):
        raise ValueError("not a node name")
    key = Ed25519PrivateKey.from_private_bytes(private)
    public = key.public_key()
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, node)])
    uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    builder = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(public)
        .serial_number(_serial(public, not_before, not_after))
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(node)]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    return builder.sign(key, None).public_bytes(Encoding.DER)


def spki_pin(untrusted_certificate_der: bytes) -> bytes:
    """The 32-byte SHA-256 of a line certificate's SubjectPublicKeyInfo (RFC 7469 §2.4).

    Refuses ``malformed``: no DER certificate, a serial number below 1, or a key other
    than Ed25519.
    """
    try:
        if len(untrusted_certificate_der) > CERTIFICATE_LIMIT_BYTES:
            raise ValueError("certificate too large")
        read = x509.load_der_x509_certificate(untrusted_certificate_der)
        public = read.public_key()
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm) as error:
        raise RefusedError("malformed", {"why": "not a certificate"}) from error
    if not isinstance(public, Ed25519PublicKey) or read.serial_number < 1:
        raise RefusedError("malformed", {"why": "not an Ed25519 certificate of RFC 5280"})
    return hashlib.sha256(_spki(public)).digest()


def check_pin(untrusted_certificate_der: bytes, pins: Collection[bytes]) -> bytes:
    """The pin of this peer, one of ``pins`` (32 bytes each); else ``unpinned-line``.

    Refuses ``malformed`` as ``spki_pin`` does. The pin tells which link the line is for.
    """
    pin = spki_pin(untrusted_certificate_der)
    if pin not in pins:
        raise RefusedError("unpinned-line", {"spki_sha256": pin.hex()})
    return pin


def server_context(
    certificate: bytes, private: bytes, partners: Sequence[bytes]
) -> ssl.SSLContext:
    """A TLS 1.3 server side that takes only callers presenting one of the partners' certificates.

    All certificates are DER, ``private`` is the 32-byte key of ``certificate``. The pin is still
    to be checked (``check_pin``). No session is resumed, so every line shows its certificate.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.num_tickets = 0
    return _pinned(context, certificate, private, partners)


def client_context(
    certificate: bytes, private: bytes, partners: Sequence[bytes]
) -> ssl.SSLContext:
    """A TLS 1.3 client side that takes only servers presenting one of the partners' certificates.

    As ``server_context``. Host names are not compared: the pin decides.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    return _pinned(context, certificate, private, partners)


def _pinned(
    context: ssl.SSLContext, certificate: bytes, private: bytes, partners: Sequence[bytes]
) -> ssl.SSLContext:
    """``context`` with what both sides share: one version, one key, the partners as anchors."""
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.maximum_version = ssl.TLSVersion.TLSv1_3
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    _load_key(context, certificate, private)
    for partner in partners:
        context.load_verify_locations(cadata=partner)
    return context


def _load_key(context: ssl.SSLContext, certificate: bytes, private: bytes) -> None:
    """``context`` presents ``certificate``; the key touches no disk.

    ``ssl`` takes a key only from a file. This one lives in memory and has no name, and, since
    memory may be swapped out, its key is encrypted under a password only its holder can compute.
    """
    password = hashlib.sha256(b"wasl-line-pem/1\0" + private).hexdigest().encode()
    key = Ed25519PrivateKey.from_private_bytes(private).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password)
    )
    shown = x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)
    descriptor = os.memfd_create("wasl-line")
    with os.fdopen(descriptor, "wb") as memory:
        memory.write(shown + key)
        memory.flush()
        context.load_cert_chain(f"/proc/self/fd/{descriptor}", password=password)


def _serial(public: Ed25519PublicKey, not_before: datetime, not_after: datetime) -> int:
    """A positive serial number of 20 bytes that differs for another key or other dates."""
    dates = f"{int(not_before.timestamp())} {int(not_after.timestamp())}".encode()
    digest = hashlib.sha256(b"wasl-line/1\0" + _spki(public) + dates).digest()
    return int.from_bytes(digest[:20], "big") >> 1 | 1


def _spki(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
