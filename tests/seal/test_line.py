"""The pinned line: who may speak on it, shown by real handshakes over the loopback."""

import hashlib
import socket
import ssl
import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from wasl.core.errors import RefusedError
from wasl.seal.line import (
    CERTIFICATE_LIMIT_BYTES,
    check_pin,
    client_context,
    line_certificate,
    server_context,
    spki_pin,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
ALGIERS_KEY, TRIPOLI_KEY, RIVAL_KEY = (bytes([n]) * 32 for n in (1, 2, 3))


def certificate(node: str, private: bytes, start: datetime = START) -> bytes:
    return line_certificate(
        node=node, private=private, not_before=start, not_after=start + timedelta(days=36_500)
    )


ALGIERS = certificate("liaison.dz.example", ALGIERS_KEY)
TRIPOLI = certificate("liaison.ly.example", TRIPOLI_KEY)
RIVAL = certificate("liaison.ly.example", RIVAL_KEY)


class Met:
    """What each side of one handshake saw: the other's certificate, or why it failed."""

    server: bytes | ssl.SSLError | None = None
    client: bytes | ssl.SSLError | None = None
    version: str | None = None


def meet(server: ssl.SSLContext, client: ssl.SSLContext) -> Met:
    """One handshake and one byte each way, so that TLS 1.3 refusals reach the client too."""
    met = Met()
    near, far = socket.socketpair()

    def serve() -> None:
        try:
            with server.wrap_socket(far, server_side=True) as line:
                line.sendall(line.recv(1))
                met.server = line.getpeercert(binary_form=True)
        except ssl.SSLError as error:
            met.server = error
        finally:
            far.close()

    with near:
        near.settimeout(20)
        far.settimeout(20)
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            with client.wrap_socket(near, server_hostname="liaison.example") as line:
                line.sendall(b".")
                assert line.recv(1) in (b".", b"")
                met.client, met.version = line.getpeercert(binary_form=True), line.version()
        except ssl.SSLError as error:
            met.client = error
        near.close()
        thread.join(20)
    return met


def both(
    server_partners: Sequence[bytes] = (TRIPOLI,), client_partners: Sequence[bytes] = (ALGIERS,)
) -> Met:
    return meet(
        server_context(ALGIERS, ALGIERS_KEY, server_partners),
        client_context(TRIPOLI, TRIPOLI_KEY, client_partners),
    )


def test_two_partners_see_each_others_certificate_over_tls_1_3() -> None:
    met = both()
    assert (met.server, met.client, met.version) == (TRIPOLI, ALGIERS, "TLSv1.3")


def test_a_node_with_many_partners_knows_which_one_calls() -> None:
    met = both(server_partners=(RIVAL, TRIPOLI))
    assert met.server == TRIPOLI


def test_a_rival_with_the_same_node_name_is_not_taken_by_the_server() -> None:
    met = meet(
        server_context(ALGIERS, ALGIERS_KEY, [TRIPOLI]),
        client_context(RIVAL, RIVAL_KEY, [ALGIERS]),
    )
    assert isinstance(met.server, ssl.SSLCertVerificationError)


def test_a_rival_with_the_same_node_name_is_not_taken_by_the_client() -> None:
    met = meet(
        server_context(RIVAL, RIVAL_KEY, [ALGIERS]),
        client_context(ALGIERS, ALGIERS_KEY, [TRIPOLI]),
    )
    assert isinstance(met.client, ssl.SSLCertVerificationError)


def test_a_node_without_partners_takes_nobody() -> None:
    assert isinstance(both(server_partners=()).server, ssl.SSLCertVerificationError)


def test_a_caller_without_certificate_is_not_served() -> None:
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    bare.check_hostname = False
    bare.load_verify_locations(cadata=ALGIERS)
    met = meet(server_context(ALGIERS, ALGIERS_KEY, [TRIPOLI]), bare)
    assert isinstance(met.server, ssl.SSLError)
    assert met.server.reason == "PEER_DID_NOT_RETURN_A_CERTIFICATE"


@pytest.mark.parametrize("side", ["server", "client"])
def test_tls_1_2_is_not_spoken(side: str) -> None:
    server = server_context(ALGIERS, ALGIERS_KEY, [TRIPOLI])
    client = client_context(TRIPOLI, TRIPOLI_KEY, [ALGIERS])
    old = client if side == "server" else server
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_2
    met = meet(server, client)
    assert isinstance(met.server, ssl.SSLError)
    assert isinstance(met.client, ssl.SSLError)


def test_a_leaf_cannot_vouch_for_another_certificate() -> None:
    signer = Ed25519PrivateKey.from_private_bytes(TRIPOLI_KEY)
    issuer = x509.load_der_x509_certificate(TRIPOLI)
    forged = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rival.example")]))
        .issuer_name(issuer.subject)
        .public_key(x509.load_der_x509_certificate(RIVAL).public_key())
        .serial_number(7)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=36_500))
        .sign(signer, None)
        .public_bytes(serialization.Encoding.DER)
    )
    met = meet(
        server_context(ALGIERS, ALGIERS_KEY, [TRIPOLI]),
        client_context(forged, RIVAL_KEY, [ALGIERS]),
    )
    assert isinstance(met.server, ssl.SSLCertVerificationError)


def test_a_clock_years_off_does_not_close_the_line() -> None:
    long_ago = line_certificate(
        node="liaison.ly.example",
        private=TRIPOLI_KEY,
        not_before=datetime(1990, 1, 1, tzinfo=UTC),
        not_after=datetime(1991, 1, 1, tzinfo=UTC),
    )
    met = meet(
        server_context(ALGIERS, ALGIERS_KEY, [long_ago]),
        client_context(long_ago, TRIPOLI_KEY, [ALGIERS]),
    )
    assert met.server == long_ago


def test_no_line_is_resumed_without_showing_a_certificate() -> None:
    assert server_context(ALGIERS, ALGIERS_KEY, [TRIPOLI]).num_tickets == 0


@pytest.mark.parametrize("make", [server_context, client_context])
def test_the_only_anchors_are_the_partners(make: type) -> None:
    context = make(ALGIERS, ALGIERS_KEY, [TRIPOLI])
    anchors = [context.cert_store_stats()["x509"], context.cert_store_stats()["x509_ca"]]
    assert anchors == [1, 0]


def test_opening_a_context_leaves_no_file_open() -> None:
    before = sorted(path.name for path in Path("/proc/self/fd").iterdir())
    server_context(ALGIERS, ALGIERS_KEY, [TRIPOLI])
    assert sorted(path.name for path in Path("/proc/self/fd").iterdir()) == before


def test_a_certificate_is_a_leaf_that_names_its_node() -> None:
    read = x509.load_der_x509_certificate(ALGIERS)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    limits = read.extensions.get_extension_for_class(x509.BasicConstraints)
    assert names.get_values_for_type(x509.DNSName) == ["liaison.dz.example"]
    assert limits.critical and not limits.value.ca


def test_a_certificate_verifies_under_its_own_key() -> None:
    read = x509.load_der_x509_certificate(ALGIERS)
    read.verify_directly_issued_by(read)


def test_the_same_key_and_dates_give_the_same_certificate() -> None:
    assert certificate("liaison.dz.example", ALGIERS_KEY) == ALGIERS


def test_a_renewed_certificate_has_another_serial_and_the_same_pin() -> None:
    renewed = certificate("liaison.dz.example", ALGIERS_KEY, START + timedelta(days=1))
    numbers = {x509.load_der_x509_certificate(der).serial_number for der in (renewed, ALGIERS)}
    assert len(numbers) == 2
    assert spki_pin(renewed) == spki_pin(ALGIERS)


@pytest.mark.parametrize("node", ["", "Liaison.DZ", "a b", "liaison\n", "x" * 64, "-a", "è.dz"])
def test_a_certificate_is_made_for_a_node_name_only(node: str) -> None:
    with pytest.raises(ValueError, match="node name"):
        certificate(node, ALGIERS_KEY)


def test_the_pin_is_the_hash_of_the_public_key_as_openssl_writes_it() -> None:
    spki = (
        x509.load_der_x509_certificate(ALGIERS)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert spki_pin(ALGIERS) == hashlib.sha256(spki).digest()


def test_a_pinned_peer_passes_and_is_told_by_its_pin() -> None:
    pins = {spki_pin(TRIPOLI): "link"}
    assert pins[check_pin(TRIPOLI, pins)] == "link"


def test_a_peer_whose_pin_is_not_listed_is_refused() -> None:
    with pytest.raises(RefusedError) as refusal:
        check_pin(RIVAL, [spki_pin(TRIPOLI)])
    assert refusal.value.rule == "unpinned-line"


# What the library says of a serial number that the check refuses in any case.
LENIENT_SERIAL = pytest.mark.filterwarnings("ignore:Parsed a serial number")


def elliptic() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "liaison.ly.example")])
    return (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(START)
        .not_valid_after(START + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x30",
        ALGIERS[:-1],
        ALGIERS + b"\0",
        ALGIERS.replace(bytes.fromhex("2b6570"), bytes.fromhex("2b6579")),
        ALGIERS + b"\0" * CERTIFICATE_LIMIT_BYTES,
        ALGIERS[:12] + b"\1" + ALGIERS[13:],
        ALGIERS[:15] + b"\xbc" + ALGIERS[16:],
        elliptic(),
    ],
    ids=["empty", "one byte", "cut", "longer", "OID", "huge", "version 2", "serial", "P-256"],
)
@LENIENT_SERIAL
def test_what_is_no_ed25519_certificate_has_no_pin(bad: bytes) -> None:
    with pytest.raises(RefusedError) as refusal:
        spki_pin(bad)
    assert refusal.value.rule == "malformed"


@LENIENT_SERIAL
@settings(deadline=None, max_examples=300)
@given(at=st.integers(0, len(ALGIERS) - 1), byte=st.integers(0, 255))
def test_only_refusals_escape_from_a_changed_certificate(at: int, byte: int) -> None:
    changed = ALGIERS[:at] + bytes([byte]) + ALGIERS[at + 1 :]
    try:
        assert len(spki_pin(changed)) == 32
    except RefusedError as refusal:
        assert refusal.rule == "malformed"
