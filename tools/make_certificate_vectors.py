"""Writes vectors/certificate and vectors/revocations: files that hold, and each flaw by its name.

Run ``python -m tools.make_certificate_vectors vectors`` from the project's root; a test compares
the files with what this writes.
"""

import sys

from tests.seal.certified import (
    BODY,
    NAME,
    altered,
    file_of,
    forged,
    head_note,
    issued,
    listed,
    signed_list,
    signed_text,
)
from tests.seal.small_log import AUTHOR, BACK, LINK, PARTNER, algiers, algiers_later, tripoli
from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.core import canonical
from wasl.seal.certificate import CERTIFICATE_LIMIT_BYTES
from wasl.seal.keys import keys_text
from wasl.seal.revocations import CompromisedKeys, revocations_text

DAY = "2027-03-02"
KEYS = [keys_text(algiers().keys)]


def _case(file: bytes, **fields: object) -> Json:
    """What a reader is given: the file, whom he knows, the list, the day."""
    given = {"day": DAY, "keys": KEYS, "list": signed_list().decode()}
    return {**given, **fields, "file": file.decode()}


def _without(*names: str) -> Json:
    return {name: part for name, part in BODY.items() if name not in names}


def certificate_vectors() -> Vectors:
    """Every step of docs/spec/certificate.md, kept and broken."""
    file = file_of()
    yield accepted("counts", "listed as not revoked", **_case(file))
    bare = head_note()
    alone = file_of(note=type(bare)(text=bare.text, lines=bare.lines[:1]))
    yield accepted("not_countersigned", "signed by its issuer alone", **_case(alone))
    yield accepted(
        "first_day", "on its first day, by a later list", **_case(file, day="2027-02-05")
    )
    yield accepted(
        "later_keys_too",
        "two key statements of the issuer are known",
        **_case(file, keys=[*KEYS, keys_text(algiers_later().keys)]),
    )
    yield from _forms(file)
    yield from _proofs(file)
    yield from _standing(file)


def _forms(file: bytes) -> Vectors:
    """Step 1."""
    spaced = file.replace(b'{"body"', b'{ "body"')
    for name, about, rule, odd in (
        ("not_canonical", "a space", "not-canonical", spaced),
        ("cut", "without its end", "malformed", file[:-1]),
        ("other_format", "of another version", "malformed",
         altered(file, certificate="wasl.certificate/2")),
        ("further_member", "with a name beside it", "malformed", altered(file, name="Inventé")),
        ("half_a_hash", "a proof of another length", "malformed", altered(file, proof="AAAA")),
        ("of_a_report", "an entry that issues no certificate", "malformed",
         altered(file, entry=canonical.loads(file)["entry"] | {"move": "revoke"})),
        ("bad_entry", "an entry outside its rule", "bad-entry",
         altered(file, entry=canonical.loads(file)["entry"] | {"v": 2})),
        ("malformed_note", "no checkpoint", "malformed-note",
         altered(file, checkpoint="wasl-keys/1\n{}\n")),
        ("too_large", "more than fits one code", "too-large",
         altered(file, checkpoint="x" * CERTIFICATE_LIMIT_BYTES)),
    ):  # fmt: skip
        yield refused(name, about, rule, 1, **_case(odd))


def _proofs(file: bytes) -> Vectors:
    """Steps 2 to 7."""
    head = head_note()
    stranger = keys_text(tripoli().keys)
    yield refused(
        "issuer_unknown",
        "no key statement of the issuer is known",
        "issuer-unknown",
        2,
        **_case(file, keys=[stranger]),
    )
    later = [keys_text(algiers_later().keys)]
    yield refused(
        "unknown_key",
        "signed by a key of no known statement",
        "unknown-key",
        3,
        **_case(file, keys=later),
    )
    yield refused(
        "bad_signature",
        "under the name of a known key",
        "bad-signature",
        3,
        **_case(file_of(note=forged(head))),
    )
    other = altered(file, proof=canonical.loads(file_of(issuing=issued(3)))["proof"])
    yield refused("wrong_root", "the proof of another entry", "wrong-root", 4, **_case(other))
    astray = file_of(issuing=issued(link=BACK))
    yield refused(
        "wrong_link", "an entry of another log under this one", "wrong-link", 4, **_case(astray)
    )
    longer = altered(file, body=BODY | {"valid_until": "2040-02-04"})
    yield refused(
        "wrong_commitment",
        "another body than was issued",
        "wrong-commitment",
        5,
        **_case(longer),
    )
    claimed = BODY | {"issuer": PARTNER}
    yield refused(
        "issuer_mismatch",
        "in the name of another service, in one's own log",
        "issuer-mismatch",
        6,
        **_case(file_of(body=claimed)),
    )
    yield refused(
        "certificate_no_rights_module",
        "of a course without its rights module",
        "certificate-no-rights-module",
        7,
        **_case(file_of(body=_without("rights_module"))),
    )
    yield refused(
        "bad_body", "without a session", "bad-body", 7, **_case(file_of(body=_without("session")))
    )


def _standing(file: bytes) -> Vectors:
    """Steps 8 and 9."""
    yield refused("not_yet", "a day too early", "not-yet", 8, **_case(file, day="2027-02-04"))
    yield refused("expired", "a day too late", "expired", 8, **_case(file, day="2030-02-05"))
    told = _case(file, list=signed_list(listed(hashes=(NAME,))).decode())
    yield refused("revoked", "it is in the list", "revoked", 9, **told)
    since = CompromisedKeys(keys_sha256=algiers().sha256(), link=LINK, since_size=9)
    broken = listed(compromised=(since,))
    yield refused(
        "revoked_key",
        "at the size from which its key is compromised",
        "revoked-key",
        9,
        **_case(file, list=signed_list(broken).decode()),
    )
    before = listed(compromised=(since.model_copy(update={"since_size": 10}),))
    yield accepted(
        "before_compromise",
        "below the size from which its key is compromised",
        **_case(file, list=signed_list(before).decode()),
    )
    lacking = {name: part for name, part in _case(file).items() if name != "list"}
    yield refused("list_missing", "there is no list", "list-missing", 9, **lacking)
    yield accepted(
        "list_of_30_days", "the oldest list that counts", **_case(file, day="2027-03-31")
    )
    yield refused(
        "list_too_old", "a list of 31 days", "list-too-old", 9, **_case(file, day="2027-04-01")
    )
    short = signed_list(listed(n=9)).decode()
    yield refused(
        "list_from_before",
        "a list made before it was issued",
        "list-too-old",
        9,
        **_case(file, list=short),
    )


def revocations_vectors() -> Vectors:
    """Every step of docs/spec/revocations.md, kept and broken."""
    text = revocations_text(listed())
    given: Json = {"held": 20, "issuer": AUTHOR, "keys": KEYS}
    for name, about, note in (
        ("one", "one certificate revoked", signed_list()),
        ("none", "none revoked", signed_list(listed(hashes=()))),
        ("two", "two, in their order", signed_list(listed(hashes=("00" * 16, NAME)))),
    ):
        yield accepted(name, about, note=note.decode(), **given)
    twice = text.replace('["1111', '["' + "11" * 16 + '","1111')
    for name, about, rule, step, odd in (
        ("not_a_note", "without a line", "malformed-note", 0, text.encode()),
        ("other_format", "another first line", "malformed-note", 1,
         signed_text(text.replace("/1", "/2"))),
        ("spaced", "other bytes", "not-canonical", 1, signed_text(text.replace("{", "{ "))),
        ("null", "a member that is null", "not-canonical", 1,
         signed_text(text.replace('"compromised":[]', '"compromised":null'))),
        ("local_time", "a time that is not UTC", "malformed", 2,
         signed_text(text.replace("08:00:00Z", "08:00:00+01:00"))),
        ("no_such_day", "a day no calendar has", "malformed", 2,
         signed_text(text.replace("2027-03-01", "2027-02-30"))),
        ("unsorted", "hashes out of their order", "malformed", 2,
         signed_list(listed().model_copy(update={"hashes": (NAME, "00" * 16)}))),
        ("twice", "one certificate twice", "malformed", 2, signed_text(twice)),
        ("wrong_list_issuer", "the list of another service", "wrong-list-issuer", 3,
         signed_list(listed(issuer=PARTNER), tripoli().author)),
        ("unknown_key", "signed by a stranger", "unknown-key", 4,
         signed_list(author=tripoli().author)),
        ("bad_signature", "other words under the line", "bad-signature", 4,
         signed_list().replace(b'"n":20', b'"n":21')),
        ("list_older_than_held", "the log was longer in the list held", "list-older-than-held", 5,
         signed_list(listed(n=19))),
    ):  # fmt: skip
        yield refused(name, about, rule, step, note=odd.decode(), **given)
    yield refused(
        "issuer_unknown",
        "no key statement of the issuer is known",
        "issuer-unknown",
        4,
        note=signed_list().decode(),
        **{**given, "keys": []},
    )


FOLDERS = {"certificate": certificate_vectors, "revocations": revocations_vectors}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
