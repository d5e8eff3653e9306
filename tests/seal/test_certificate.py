"""A certificate file and its list: what counts, what does not, and each flaw by its name."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.seal.certified import (
    BODY,
    NAME,
    SALT,
    file_of,
    head_note,
    issued,
    listed,
    signed_list,
)
from tests.seal.small_log import AUTHOR, LINK, SmallLog, algiers, tripoli
from wasl.core import canonical
from wasl.core.entry import write_entry
from wasl.core.errors import RefusedError
from wasl.core.log import node_hash
from wasl.seal.certificate import (
    CERTIFICATE_LIMIT_BYTES,
    ProvenCertificate,
    check_days,
    prove_certificate,
    read_certificate,
    write_certificate,
)
from wasl.seal.cosign import Checkpoint, Origin, countersign, sign_checkpoint
from wasl.seal.keys import Keys, read_keys
from wasl.seal.note import Note, read_note
from wasl.seal.revocations import (
    Revocations,
    certificate_hash,
    check_revoked,
    trusted_revocations,
)

DEEP = 20


def keys_of(case: Mapping[str, Any]) -> list[Keys]:
    """The key statements a vector's reader trusts."""
    return [read_keys(Note(text=text, lines=())) for text in case["keys"]]


def run_certificate(case: Mapping[str, Any]) -> None:
    """``docs/spec/certificate.md``: the certificate counts on the day of the vector."""
    known, day = keys_of(case), date.fromisoformat(case["day"])
    shown = read_certificate(case["file"].encode())
    held = prove_certificate(shown, known)
    check_days(held.certificate, day)
    issuer = shown.issuer
    lists = [case["list"]] if "list" in case else []
    told = [trusted_revocations(each.encode(), issuer, known, held=0) for each in lists]
    check_revoked(held, told, day)


def run_revocations(case: Mapping[str, Any]) -> None:
    """``docs/spec/revocations.md``: the list is this issuer's, and no older than the one held."""
    trusted_revocations(case["note"].encode(), case["issuer"], keys_of(case), held=case["held"])


def proven() -> ProvenCertificate:
    """The certificate of these tests, its log checked."""
    return prove_certificate(read_certificate(file_of()), [algiers().keys])


def rule_of(told: list[Revocations], day: str) -> str:
    """The rule by which the certificate does not count on a day, or nothing."""
    try:
        check_revoked(proven(), told, date.fromisoformat(day))
    except RefusedError as refused:
        return refused.rule
    return ""


def deep_file(**said: object) -> bytes:
    """The file of a certificate in a log of 2^20 entries, as its size would be."""
    body = canonical.dumps(BODY | said)
    issuing = write_entry(issued(body=BODY | said))
    log = SmallLog()
    log.entries.append(issuing)
    leaf = log.leaves()[0]
    proof = [bytes([place]) * 32 for place in range(DEEP)]
    root = leaf
    for at, sibling in enumerate(proof):
        above = 9 >> at & 1
        root = node_hash(sibling, root) if above else node_hash(root, sibling)
    origin = Origin(node=AUTHOR, link=LINK, number=1, random="1" * 16)
    head = Checkpoint(origin=origin, size=1 << DEEP, root=root)
    side, other = algiers(), tripoli()
    note = sign_checkpoint(head, author=side.author, long_lived=side.long_lived, time_seconds=1)
    note = countersign(note, other.witness, other.long_lived, 2)
    return write_certificate(entry=issuing, body=body, salt=SALT, proof=proof, note=note)


def test_a_certificate_in_a_log_of_a_million_entries_fits_one_code() -> None:
    file = deep_file()
    assert len(file) <= CERTIFICATE_LIMIT_BYTES
    shown = read_certificate(file)
    assert len(shown.note.lines) == 2
    assert prove_certificate(shown, [algiers().keys]).certificate.title.fr == BODY["title"]["fr"]


def test_a_file_reads_back_from_its_code() -> None:
    stream = BytesIO()
    segno.make_qr(deep_file(), error="l", boost_error=False).save(stream, kind="png", scale=4)
    stream.seek(0)
    with Image.open(stream) as image:
        [found] = zxingcpp.read_barcodes(image)
    assert bytes(found.bytes) == deep_file()


def test_a_counter_signature_without_room_is_left_out() -> None:
    title = dict(BODY["title"], en="x" * 400)
    shown = read_certificate(deep_file(title=title))
    assert [line.name for line in shown.note.lines] == [f"{AUTHOR}/wasl"]


def test_a_certificate_too_long_for_a_code_is_refused_when_it_is_written() -> None:
    with pytest.raises(RefusedError, match="too-large"):
        deep_file(title={"fr": "x" * 1_500})


def test_what_was_written_is_read() -> None:
    shown = read_certificate(file_of())
    assert canonical.loads(shown.body) == BODY
    assert shown.note == head_note()
    assert shown.issuer == AUTHOR
    assert certificate_hash(shown.leaf) == NAME


def test_the_answer_is_a_day_and_the_newest_list_says_it() -> None:
    lists = [listed(), listed(as_of="2027-03-20T08:00:00Z", n=30)]
    assert check_revoked(proven(), lists, date(2027, 3, 25)) == date(2027, 3, 20)


def test_an_old_list_that_revokes_is_believed() -> None:
    assert rule_of([listed(hashes=(NAME,), n=3)], "2029-01-01") == "revoked"


def test_one_list_that_revokes_is_enough() -> None:
    assert rule_of([listed(), listed(hashes=(NAME,))], "2027-03-02") == "revoked"


def test_keys_compromised_in_another_log_or_of_another_statement_revoke_nothing_here() -> None:
    for said in ({"link": "00" * 16}, {"keys_sha256": "00" * 32}):
        fields = {"keys_sha256": algiers().sha256(), "link": LINK, "since_size": 0} | said
        told = Revocations.model_validate(listed().model_dump() | {"compromised": (fields,)})
        assert rule_of([told], "2027-03-02") == ""


def test_a_list_of_the_newest_size_held_is_taken() -> None:
    taken = trusted_revocations(signed_list(), AUTHOR, [algiers().keys], held=20)
    assert taken == listed()


@given(st.binary(max_size=400))
def test_only_refusals_escape_from_reading_garbage(garbage: bytes) -> None:
    for read in (read_certificate, read_note):
        try:
            read(garbage)
        except RefusedError:
            continue


@given(st.data())
def test_no_byte_of_a_file_can_be_changed(data: st.DataObject) -> None:
    file = bytearray(file_of(note=Note(text=head_note().text, lines=head_note().lines[:1])))
    place = data.draw(st.integers(min_value=0, max_value=len(file) - 1))
    file[place] ^= data.draw(st.integers(min_value=1, max_value=255))
    with pytest.raises(RefusedError):
        prove_certificate(read_certificate(bytes(file)), [algiers().keys])
