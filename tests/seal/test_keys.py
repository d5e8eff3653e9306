"""The key statement: what it states, and every way in which it may not be introduced."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.utils import CryptographyDeprecationWarning
from hypothesis import given
from hypothesis import strategies as st

from tests.seal.test_note import ROOT, check_example, check_folder, note_bytes, signing_key
from wasl.core import canonical
from wasl.core.arrangement import ThreeNames
from wasl.core.errors import RefusedError
from wasl.seal.keys import (
    Keys,
    LineCertificate,
    LongLivedKey,
    NodeKey,
    Overseer,
    fingerprint,
    keys_text,
    read_keys,
)
from wasl.seal.note import NOTE_LIMIT_BYTES, KeyKind, Note, VerifyKey, read_note, text_hash
from wasl.seal.roots import RootKey, check_roots, check_succession

ALGIERS = "liaison.dz.example"
BEGINS, ENDS = date(2026, 1, 1), date(2026, 3, 31)
HOLDERS = ("custodian of keys", "head of service", "legal adviser")

Case = Mapping[str, Any]


def root_key(number: int, node: str = ALGIERS, byte: int = 0xA0) -> RootKey:
    """The pair of one invented holder; the byte tells the two services apart."""
    return RootKey(
        holder=HOLDERS[(number - 1) % 3] if number <= 3 else f"holder {number}",
        node=node,
        number=number,
        ed25519=bytes([byte + number]) * 32,
        mldsa65=bytes([byte + number]) * 32,
    )


@cache
def node_key(byte: int) -> NodeKey:
    """An author or witness key for the first quarter."""
    public = signing_key(KeyKind.ED25519, byte=byte).verify_key().public
    return NodeKey(public=public, until=ENDS, valid_from=BEGINS)


@cache
def lasting_key(byte: int) -> LongLivedKey:
    """An ML-DSA-44 key for the first quarter."""
    public = signing_key(KeyKind.LONG_LIVED, byte=byte).verify_key().public
    return LongLivedKey(public=public, until=ENDS, valid_from=BEGINS)


@cache
def certificate(byte: int) -> bytes:
    """A self-signed leaf certificate of the node, for the Ed25519 key of that seed."""
    private = Ed25519PrivateKey.from_private_bytes(bytes([byte]) * 32)
    return leaf(private.public_key()).sign(private, None).public_bytes(Encoding.DER)


def certificate_of_another_kind() -> bytes:
    """The same for a key that is not Ed25519."""
    private = ec.derive_private_key(7, ec.SECP256R1())
    return leaf(private.public_key()).sign(private, SHA256()).public_bytes(Encoding.DER)


def leaf(
    public: Ed25519PublicKey | ec.EllipticCurvePublicKey,
) -> x509.CertificateBuilder:
    """What every certificate here says, before it is signed."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, ALGIERS)])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(7)
        .not_valid_before(begins)
        .not_valid_after(begins.replace(year=2027))
    )


@cache
def hybrid_public() -> bytes:
    """The public key an overseer opens with: ML-KEM-768 and X25519, one after the other."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(b"\x61" * 64).public_key().public_bytes_raw()
    classic = X25519PrivateKey.from_private_bytes(b"\x62" * 32).public_key().public_bytes_raw()
    return lattice + classic


def statement(**changed: object) -> Keys:
    """The first key statement of an invented service, with what a test changes."""
    fields: dict[str, Any] = {
        "author": (node_key(0x11),),
        "line": (LineCertificate(cert=certificate(0x14), until=ENDS, valid_from=BEGINS),),
        "long_lived": (lasting_key(0x12),),
        "node": ALGIERS,
        "office": "national liaison office",
        "overseers": (
            Overseer(
                ed25519=signing_key(KeyKind.ED25519, byte=0x15).verify_key().public,
                mlkem768_x25519=hybrid_public(),
                node="oversight.dz.example",
                until=ENDS,
                valid_from=BEGINS,
            ),
        ),
        "roots": tuple(
            root_key(number).stated(BEGINS, date(2035, 12, 31)) for number in (1, 2, 3)
        ),
        "service": ThreeNames(ar="مكتب الاتصال", en="Liaison Office", fr="Bureau de liaison"),
        "threshold": 2,
        "version": 1,
        "witness": (node_key(0x13),),
    }
    return Keys(**(fields | changed))


def unsigned(keys: Keys) -> Note:
    """The statement before anybody signed it."""
    return Note(text=keys_text(keys), lines=())


def stated(**changed: object) -> Note:
    """A statement whose JSON has these fields instead, however wrong they are."""
    value = json.loads(keys_text(statement()).split("\n")[1])
    return Note(text=f"wasl-keys/1\n{canonical.dumps(value | changed).decode()}\n", lines=())


def part(name: str) -> canonical.Json:
    """The JSON of one field of the statement."""
    return json.loads(keys_text(statement()).split("\n")[1])[name]


def test_a_full_statement_of_three_roots_fits_a_note_and_one_of_nine_does_not() -> None:
    lasting = tuple(
        lasting_key(0x51 + number).model_copy(update={"valid_from": date(2026, 1, number + 1)})
        for number in range(9)
    )
    later = tuple(node_key(0x71 + number) for number in range(9))
    until = date(2035, 12, 31)
    for count, holders, fits in ((3, 4, True), (9, 9, False)):
        roots = tuple(root_key(number).stated(BEGINS, until) for number in range(1, count + 1))
        keys = statement(author=ahead(8), witness=later, long_lived=lasting, roots=roots)
        lines = holders * (127 + 1 + 4_455 + 1)
        assert (len(keys_text(keys).encode()) + 1 + lines <= NOTE_LIMIT_BYTES) is fits


def run_keys(case: Case) -> None:
    """One file of ``vectors/keys``: returns, or refuses under the name the file states."""
    note = read_note(note_bytes(case))
    keys = read_keys(note)
    if "old" in case:
        check_succession(read_keys(read_note(note_bytes(case, "old"))), note, keys)
    else:
        check_roots(note, keys)
    if "fingerprint" in case:
        assert fingerprint(note.text).hex() == case["fingerprint"]
        assert text_hash(note.text).hex() == case["sha256"]


def test_every_keys_vector_has_the_verdict_of_its_file_name() -> None:
    check_folder("keys", run_keys)


def test_the_example_of_the_page_is_a_vector() -> None:
    check_example("keys", "first_version")
    page = (ROOT / "docs" / "spec" / "keys.md").read_text(encoding="utf-8")
    assert fingerprint(keys_text(statement())).hex() in page


def test_a_statement_is_its_first_line_and_one_line_of_canonical_json() -> None:
    first, line, rest = keys_text(statement()).split("\n")
    assert (first, rest) == ("wasl-keys/1", "")
    assert canonical.dumps(json.loads(line)).decode() == line
    assert list(json.loads(line)["author"][0]) == ["from", "public", "until"]


def test_a_statement_is_read_back_as_it_was_written() -> None:
    keys = statement()
    assert read_keys(unsigned(keys)) == keys


def test_the_fingerprint_is_the_first_half_of_the_hash_of_the_text() -> None:
    text = keys_text(statement())
    assert fingerprint(text) == sha256(text.encode()).digest()[:16]


def test_each_list_gives_keys_of_its_own_kind_under_the_name_of_the_node() -> None:
    keys = statement()
    lists = (keys.author_keys(), keys.witness_keys(), keys.long_lived_keys())
    kinds = [one.kind for (one,) in lists]
    assert kinds == [KeyKind.ED25519, KeyKind.WITNESS, KeyKind.LONG_LIVED]
    assert {one.name for (one,) in lists} == {f"{ALGIERS}/wasl"}
    assert [one.name for one in keys.overseer_keys()] == ["oversight.dz.example/wasl"]


def test_the_line_is_pinned_by_the_public_key_of_its_certificate() -> None:
    public = Ed25519PrivateKey.from_private_bytes(b"\x14" * 32).public_key()
    written = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert statement().line_pins() == (sha256(written).digest(),)


def test_another_first_line_is_another_kind_of_statement() -> None:
    text = keys_text(statement())
    for wrong in (text.replace("wasl-keys/1", "wasl-keys/2"), "wasl-keys/1\n", "\n" + text):
        with pytest.raises(RefusedError, match="malformed-note"):
            read_keys(Note(text=wrong, lines=()))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ('"author":', '"author" :'),
        ('"threshold":2', '"threshold":2.0'),
        ('"threshold":2', '"threshold":2,"threshold":2'),
        ("Liaison Office", "Liaison\\u0020Office"),
        ('{"author"', '\n{"author"'),
        ('"from":"2026-01-01"', '"from":"2026-01-01T00:00:00"'),
    ],
)
def test_the_same_value_in_other_bytes_is_not_canonical(was: str, now: str) -> None:
    text = keys_text(statement())
    with pytest.raises(RefusedError, match=r"not-canonical|bad-keys field=author.0.from"):
        read_keys(Note(text=text.replace(was, now, 1), lines=()))


def test_a_field_written_by_its_name_in_the_code_is_not_canonical() -> None:
    key = part("author")[0]
    renamed = {"public": key["public"], "until": key["until"], "valid_from": key["from"]}
    with pytest.raises(RefusedError, match="not-canonical"):
        read_keys(stated(author=[renamed]))


WRONG_FIELDS: list[tuple[str, object]] = [
    ("threshold", 0),
    ("threshold", 4),
    ("threshold", "2"),
    ("version", 0),
    ("version", 2),
    ("previous", "00" * 32),
    ("previous", "short"),
    ("node", "Liaison.dz.example"),
    ("office", ""),
    ("author", []),
    ("witness", []),
    ("long_lived", []),
    ("roots", []),
    ("unknown", 1),
    ("service", {"en": "x", "fr": "x"}),
]


@pytest.mark.parametrize(("name", "value"), WRONG_FIELDS)
def test_a_field_outside_its_rule_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(RefusedError, match="bad-keys"):
        read_keys(stated(**{name: value}))


@pytest.mark.parametrize(
    "changed",
    [
        {"until": "2025-12-31"},
        {"until": "2026-02-30"},
        {"until": None},
        {"public": b64encode(bytes(31)).decode()},
        {"public": b64encode(bytes(33)).decode()},
        {"public": "not base64"},
        {"public": 7},
    ],
)
def test_a_key_outside_its_rule_is_refused_by_name(changed: dict[str, Any]) -> None:
    with pytest.raises(RefusedError, match="bad-keys"):
        read_keys(stated(author=[part("author")[0] | changed]))


def test_a_refusal_does_not_repeat_a_field_that_does_not_belong_there() -> None:
    with pytest.raises(RefusedError) as refused:
        read_keys(stated(roots=[part("roots")[0] | {"Slimane": 1}]))
    assert "Slimane" not in str(refused.value)
    assert refused.value.detail["field"] == "roots.0"


@pytest.mark.parametrize("field", ["holder", "number", "ed25519", "mldsa65"])
def test_one_holder_or_one_key_never_counts_as_two(field: str) -> None:
    roots = part("roots")
    twin = roots[1] | {field: roots[0][field]}
    with pytest.raises(RefusedError, match="bad-keys"):
        read_keys(stated(roots=[roots[0], twin, roots[2]]))


def test_author_and_witness_keys_differ() -> None:
    with pytest.raises(RefusedError, match="one key in two places"):
        read_keys(stated(witness=part("author")))


def test_an_overseer_is_named_once() -> None:
    other = part("overseers")[0] | {"ed25519": part("author")[0]["public"]}
    with pytest.raises(RefusedError, match="bad-keys"):
        read_keys(stated(author=part("witness"), overseers=[*part("overseers"), other]))


def ahead(count: int) -> tuple[NodeKey, ...]:
    """One key for now and ``count`` for the months after."""
    later = (
        node_key(0x41 + number).model_copy(update={"valid_from": date(2026, 2, number + 1)})
        for number in range(count)
    )
    return (node_key(0x11), *later)


def test_eight_future_keys_may_be_listed_and_a_ninth_may_not() -> None:
    assert len(read_keys(unsigned(statement(author=ahead(8)))).author_keys()) == 9
    with pytest.raises(ValueError, match="8 future"):
        statement(author=ahead(9))


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u2028", "\x07"])
def test_a_name_that_would_not_be_shown_as_it_is_is_refused(letter: str) -> None:
    service = part("service") | {"ar": f"مكتب{letter}"}
    for changed in (
        {"service": service},
        {"office": f"office{letter}"},
        {"roots": [part("roots")[0] | {"holder": f"a{letter}"}, *part("roots")[1:]]},
    ):
        with pytest.raises(RefusedError, match="unsafe-text"):
            read_keys(stated(**changed))


SMALL = b64encode(b"\x01" + bytes(31)).decode()


def test_a_key_under_which_anybody_signs_is_never_introduced() -> None:
    zero_t1 = b64encode(b"\x5a" * 32 + bytes(1_280)).decode()
    zero_root = b64encode(b"\x5a" * 32 + bytes(1_920)).decode()
    roots = part("roots")
    for changed in (
        {"author": [part("author")[0] | {"public": SMALL}]},
        {"witness": [part("witness")[0] | {"public": SMALL}]},
        {"long_lived": [part("long_lived")[0] | {"public": zero_t1}]},
        {"roots": [roots[0] | {"ed25519": SMALL}, *roots[1:]]},
        {"roots": [roots[0] | {"mldsa65": zero_root}, *roots[1:]]},
        {"overseers": [part("overseers")[0] | {"ed25519": SMALL}]},
    ):
        with pytest.raises(RefusedError, match="unsafe-key"):
            read_keys(stated(**changed))


@pytest.mark.parametrize(
    "hybrid",
    [
        b"\xff" * 1_184 + hybrid_public()[1_184:],  # coefficients not below the modulus
        hybrid_public()[:1_184] + bytes(32),  # a point that gives a secret everybody knows
    ],
)
def test_an_overseer_key_to_which_nothing_can_be_sealed_is_never_introduced(
    hybrid: bytes,
) -> None:
    key = part("overseers")[0] | {"mlkem768_x25519": b64encode(hybrid).decode()}
    with pytest.raises(RefusedError, match="unsafe-key"):
        read_keys(stated(overseers=[key]))


@pytest.mark.parametrize(
    "cert",
    [
        b"\x30\x00",
        certificate(0x14)[:-1],
        certificate(0x14).replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x01"),  # version 2
        certificate_of_another_kind(),
        certificate(0x11),
    ],
)
def test_a_line_certificate_holds_an_ed25519_key_of_its_own(cert: bytes) -> None:
    line = part("line")[0] | {"cert": b64encode(cert).decode()}
    with pytest.raises(RefusedError, match=r"bad-keys field=line\.0\.cert"):
        read_keys(stated(line=[line]))


def test_a_line_certificate_has_a_serial_number_above_zero() -> None:
    cert = certificate(0x14).replace(b"\x02\x01\x07", b"\x02\x01\x00", 1)
    line = part("line")[0] | {"cert": b64encode(cert).decode()}
    refused = pytest.raises(RefusedError, match=r"bad-keys field=line\.0\.cert")
    with refused, pytest.warns(CryptographyDeprecationWarning):
        read_keys(stated(line=[line]))


def test_a_line_certificate_with_a_key_of_small_order_is_never_introduced() -> None:
    good = Ed25519PrivateKey.from_private_bytes(b"\x14" * 32).public_key().public_bytes_raw()
    cert = certificate(0x14).replace(good, b"\x01" + bytes(31))
    line = part("line")[0] | {"cert": b64encode(cert).decode()}
    with pytest.raises(RefusedError, match="unsafe-key"):
        read_keys(stated(line=[line]))


def test_a_service_that_only_carries_bundles_has_no_line_and_may_have_no_overseer() -> None:
    keys = read_keys(unsigned(statement(line=(), overseers=())))
    assert keys.line_pins() == ()
    assert keys.overseer_keys() == ()


def test_what_does_not_hold_together_is_never_stated_by_us_either() -> None:
    with pytest.raises(ValueError, match="more holders"):
        statement(threshold=4)


TEXT = keys_text(statement())


@given(at=st.integers(0, len(TEXT) - 1), letter=st.characters(codec="utf-8"))
def test_one_changed_letter_is_refused_or_changes_the_fingerprint(at: int, letter: str) -> None:
    changed = TEXT[:at] + letter + TEXT[at + 1 :]
    try:
        read_keys(Note(text=changed, lines=()))
    except RefusedError:
        return
    assert changed == TEXT or fingerprint(changed) != fingerprint(TEXT)


def test_every_prefix_of_a_statement_is_refused() -> None:
    for end in [*range(64), *range(64, len(TEXT), 211)]:
        with pytest.raises(RefusedError):
            read_keys(Note(text=TEXT[:end] + "\n", lines=()))


def test_a_root_pair_stands_under_one_name_with_two_ids() -> None:
    keys = statement()
    classic, lattice = keys.roots[0].verify_keys(keys.node)
    assert classic.name == lattice.name == f"{ALGIERS}/wasl/root/1"
    assert (classic.kind, lattice.kind) == (KeyKind.ED25519, KeyKind.ROOT_MLDSA65)
    typed = b"\xffwasl-mldsa65/1"
    stated_id = sha256(lattice.name.encode() + b"\n" + typed + lattice.public).digest()[:4]
    assert lattice.key_id == stated_id
    assert classic != VerifyKey(name=classic.name, kind=lattice.kind, public=classic.public)
