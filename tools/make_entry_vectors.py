"""Writes vectors/canonical, vectors/leaf and vectors/entry.

Run ``python -m tools.make_entry_vectors vectors`` from the project's root; a test compares the
files with what this writes.
"""

import json
import sys

from tests.seal.small_log import AUTHOR, PARTNER, entry, fact_of_destruction, report
from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.core import canonical
from wasl.core.entry import (
    By,
    Entry,
    FileReference,
    GradingClaim,
    Languages,
    Signatory,
    Translation,
    write_entry,
)
from wasl.core.log import EMPTY_ROOT, leaf_hash, node_hash
from wasl.core.terms import Caveat, Handling, Language, Likelihood, Precedence, Tlp, Urgency

SPELLED = {
    "empty_object": (b"{}", "the smallest object"),
    "empty_array": (b"[]", "the smallest array"),
    "literals": (b"[null,true,false]", "the three words"),
    "a_string_alone": (b'"wasl"', "any value may stand alone"),
    "published_arrays": (b'[56,{"1":[],"10":null,"d":true}]', "RFC 8785 set, arrays"),
    "published_structures": (
        b'{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},'
        b'"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
        "RFC 8785 set, structures",
    ),
    "biggest_integers": (b"[9007199254740991,-9007199254740991]", "2^53 - 1, both signs"),
    "keys_by_code_unit": (b'{"A":1,"_":2,"a":3}', "capitals, underscore, small letters"),
    "arabic": ('{"ar":"نصّ مشكول","fr":"déjà"}'.encode(), "letters as they are"),
    "beyond_the_first_plane": ('["𐍈😀"]'.encode(), "four bytes a letter"),
    "short_escapes": (b'["\\b\\t\\n\\f\\r\\"\\\\"]', "those with a letter of their own"),
    "long_escapes": (b'["\\u0000\\u001f"]', "the others in lower case"),
    "no_escape_needed": (b'["/\x7f<>&"]', "solidus, delete and the letters of HTML"),
    "line_separators": ('["\u2028\u2029"]'.encode(), "not escaped"),
    "depth_16": (b"[" * 16 + b"]" * 16, "as deep as allowed"),
}
MISSPELLED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "no value"),
    "two_values": (b"{}{}", "one after the other"),
    "space": (b'{"a": 1}', "after a colon"),
    "newline": (b"{}\n", "at the end"),
    "byte_order_mark": (b"\xef\xbb\xbf{}", "before the value"),
    "keys_out_of_order": (b'{"b":1,"a":2}', "two keys"),
    "duplicate_key": (b'{"a":1,"a":1}', "json keeps the last and says nothing"),
    "key_not_ascii": ('{"é":1}'.encode(), "RFC 8785 would sort it by UTF-16"),
    "published_french": (
        '{"peach":"This sorting order","péché":"is wrong according to French"}'.encode(),
        "RFC 8785 set: its keys are not ASCII",
    ),
    "published_unicode": (
        '{"Unnormalized Unicode":"A\u030a"}'.encode(),
        "RFC 8785 set: its letter is not composed",
    ),
    "float": (b"[1.5]", "no floats"),
    "float_that_is_whole": (b"[56.0]", "RFC 8785 would write 56"),
    "exponent": (b"[1e2]", "RFC 8785 would write 100"),
    "minus_zero": (b"[-0]", "RFC 8785 would write 0"),
    "leading_zero": (b"[01]", "not JSON"),
    "plus": (b"[+1]", "not JSON"),
    "integer_2_53": (b"[9007199254740992]", "one too many"),
    "integer_minus_2_53": (b"[-9007199254740992]", "one too few"),
    "integer_64_bits": (b"[18446744073709551616]", "2^64"),
    "not_a_number": (b"[NaN]", "Python reads it"),
    "infinity": (b"[-Infinity]", "Python reads it"),
    "escaped_letter": (b'["\\u0061"]', "an a"),
    "escaped_capital_hex": (b'["\\u001F"]', "long escapes are in lower case"),
    "escaped_solidus": (b'["\\/"]', "allowed in JSON"),
    "escaped_as_ascii": (b'["\\u00e9"]', "as many writers do"),
    "lone_surrogate": (b'["\\ud800"]', "no letter"),
    "raw_tab": (b'["\t"]', "a control character"),
    "not_utf8": (b'["\xff"]', "no letter"),
    "overlong_utf8": (b'["\xc0\xaf"]', "a solidus in two bytes"),
    "single_quotes": (b"{'a':1}", "not JSON"),
    "trailing_comma": (b"[1,]", "not JSON"),
    "comment": (b"[1/**/]", "not JSON"),
    "cut": (b'{"a":[1', "in the middle"),
    "depth_17": (b"[" * 17 + b"]" * 17, "one too deep"),
    "depth_5000": (b"[" * 5_000, "deep enough for a parser to fall over"),
}


def canonical_vectors() -> Vectors:
    """Bytes that are, and bytes that are not, the one spelling of their value."""
    for name, (written, about) in SPELLED.items():
        yield accepted(name, about, bytes=written.hex(), value=json.loads(written))
    for name, (written, about) in MISSPELLED.items():
        yield refused(name, about, "not-canonical", 9, bytes=written.hex())


# ------------------------------------------------------------------------------- leaf, entry


def leaf_vectors() -> Vectors:
    """What stands in the tree for an entry and above two hashes."""
    plain = write_entry(entry(0, "fact", "review_flash", about=("ab" * 32,))).decode()
    leaf = leaf_hash(plain.encode())
    other = leaf_hash(b"")
    yield accepted("entry", "SHA-256(00 ‖ entry)", entry=plain, leaf=leaf.hex())
    yield accepted("empty", "of no bytes, as RFC 6962 gives it", entry="", leaf=other.hex())
    above = node_hash(leaf, other).hex()
    yield accepted("node", "SHA-256(01 ‖ left ‖ right)", left=leaf.hex(), right=other.hex(),
                   node=above)  # fmt: skip
    wrong = {
        "without_prefix": (plain, EMPTY_ROOT.hex(), "the hash of nothing"),
        "other_entry": (plain, other.hex(), "the leaf of another entry"),
        "with_newline": (plain + "\n", leaf.hex(), "bytes are hashed as they are"),
        "node_prefix": (plain, above, "a node in place of a leaf"),
    }
    for name, (written, claimed, about) in wrong.items():
        yield refused(name, about, "wrong-root", 11, entry=written, leaf=claimed)
    yield refused("node_swapped", "right before left", "wrong-root", 11, left=other.hex(),
                  right=leaf.hex(), node=above)  # fmt: skip


def full_entry() -> Entry:
    """A report that carries nearly every field there is."""
    return report(
        7,
        about=("ab" * 32, "cd" * 32),
        audience=(AUTHOR, PARTNER),
        basis="art-12",
        caveats=(Caveat.PROTECT_SOURCE,),
        dossier="smuggling",
        due="2026-11-25T11:00:00+01:00",
        files=(
            FileReference(
                handling=(Handling.H1,), media="image/jpeg", sha256="ef" * 32, size=48_000
            ),
        ),
        grading=GradingClaim(information="2", scale="4x4", source="B"),
        handling=(Handling.H1,),
        lang=Languages(
            authentic=Language.AR,
            present=(Language.AR, Language.FR),
            translated=(Translation(by="engine-3", language=Language.FR, reviewed="f" * 16),),
        ),
        likelihood=next(iter(Likelihood)),
        persons={"SUSPECT": 1},
        precedence=next(iter(Precedence)),
        purpose="investigation",
        retain_until="2029-11-18T00:00:00+01:00",
        tlp=next(iter(Tlp)),
        urgency=next(iter(Urgency)),
    )


def entry_vectors() -> Vectors:
    """Entries as they are written, and what may not be read as one."""
    node = Signatory(role="node")
    good = {
        "report": (report(3), "a report with a body"),
        "fields": (full_entry(), "nearly every field"),
        "fact": (fact_of_destruction(9, leaf_hash(b"")), "a fact: no case"),
        "key": (entry(0, "key", "introduce", statement="ab" * 32), "brings a statement"),
        "flash": (
            report(
                4,
                by=By(
                    drafted=Signatory(role="duty", who="3" * 16),
                    flash=True,
                    released=Signatory(role="duty", who="3" * 16),
                ),
            ),
            "one officer alone",
        ),
        "attestation": (
            entry(5, "recall", "attest", by=By(drafted=node, released=node),
                  about=("ab" * 32,), outcomes=("DESTROYED",)),
            "by the node itself",
        ),
        "last_index": (report(2**53 - 1), "the biggest number there is"),
    }  # fmt: skip
    for name, (value, about) in good.items():
        written = write_entry(value)
        yield accepted(name, about, entry=written.decode(), leaf=leaf_hash(written).hex())
    yield accepted("8192_bytes", "as long as allowed", **_long(8_192))
    yield refused("8193_bytes", "one byte too long", "too-large", 9, **_long(8_193))
    yield from _bad_entries(json.loads(write_entry(report(3))))


def _long(size: int) -> Json:
    """An entry of so many bytes: citations, and a clause for the rest."""
    value = json.loads(write_entry(report(3, about=("ab" * 32,))))
    value["clause"] = "x"
    while len(canonical.dumps(value)) <= size - 67:
        value["about"].append("ab" * 32)
    value["clause"] = "x" * (1 + size - len(canonical.dumps(value)))
    return {"entry": canonical.dumps(value).decode()}


def _bad_entries(plain: Json) -> Vectors:
    """One field of a good entry outside its rule."""
    changes: dict[str, tuple[Json, str]] = {
        "version_2": ({"v": 2}, "another version"),
        "field_more": ({"zone": 1}, "an unknown field"),
        "field_null": ({"due": None}, "an absent field is left out"),
        "index_negative": ({"index": -1}, "below zero"),
        "index_2_53": ({"index": 2**53}, "more than JSON can say"),
        "index_text": ({"index": "3"}, "a number in quotes"),
        "index_true": ({"index": True}, "not a number"),
        "kind_capital": ({"kind": "Report"}, "kinds are in small letters"),
        "link_short": ({"link": "ab" * 15}, "15 bytes"),
        "link_capital": ({"link": "AB" * 16}, "hex is in small letters"),
        "case_with_0": ({"case": "ABCDEFGHIJKLM0"}, "base32 has no 0"),
        "case_short": ({"case": "ABCDEFGHIJKLM"}, "13 letters"),
        "written_without_offset": ({"written": "2026-11-18T11:00:03"}, "whose clock?"),
        "written_month_13": ({"written": "2026-13-18T11:00:03Z"}, "no such month"),
        "written_hour_24": ({"written": "2026-11-18T24:00:03Z"}, "no such hour"),
        "written_arabic_digits": ({"written": "٢٠٢٦-11-18T11:00:03Z"}, "digits are ASCII"),
        "seen_without_root": ({"seen": {"size": 0}}, "a bare number proves nothing"),
        "body_without_bucket": ({"body": {"commit": "ab" * 32}}, "a length is missing"),
        "persons_none": ({"persons": {}}, "left out where there is none"),
        "persons_zero": ({"persons": {"SUSPECT": 0}}, "left out where there is none"),
        "persons_unknown_role": ({"persons": {"PASSER_BY": 1}}, "not a role"),
        "handling_unknown": ({"handling": ["H4"]}, "not a code"),
        "clause_arabic": ({"clause": "بند"}, "an entry holds codes, no words"),
        "who_is_a_name": (
            {"by": {"drafted": {"role": "drafter", "who": "Salem"},
                    "released": {"role": "releaser", "who": "2" * 16}}},
            "a pseudonym is 16 hex digits",
        ),
        "flash_false": ({"by": plain["by"] | {"flash": False}}, "said only where it is so"),
    }  # fmt: skip
    for name, (change, about) in changes.items():
        written = json.dumps(plain | change, sort_keys=True, separators=(",", ":"),
                             ensure_ascii=False)  # fmt: skip
        rule = "not-canonical" if name == "field_null" else "bad-entry"
        yield refused(name, about, rule, 9, entry=written)
    yield from _misspelled(plain)


def _misspelled(plain: Json) -> Vectors:
    """A field that is missing, and other bytes for the same entry."""
    for name in ("seen", "written", "link", "by", "clock", "arrangement", "kind", "v"):
        lacking = {field: value for field, value in plain.items() if field != name}
        written = canonical.dumps(lacking).decode()
        yield refused(f"without_{name}", "must be there", "bad-entry", 9, entry=written)
    whole = canonical.dumps(plain).decode()
    other = {
        "twice_the_same_key": (
            whole.replace('"index":3', '"index":3,"index":3'),
            "json keeps one",
        ),
        "two_indexes": (
            whole.replace('"index":3', '"index":4,"index":3'),
            "two readers, two values",
        ),
        "spaces": (whole.replace(",", ", "), "for a reader of text"),
        "escaped": (whole.replace("report", "\\u0072eport", 1), "another spelling"),
        "newline_after": (whole + "\n", "bytes after the value"),
    }
    for name, (written, about) in other.items():
        yield refused(name, about, "not-canonical", 9, entry=written)
    yield refused("empty", "no value", "bad-entry", 9, entry="")
    yield refused("array", "not an object", "bad-entry", 9, entry="[]")
    yield refused("cut", "in the middle", "bad-entry", 9, entry=whole[:200])
    deep = whole.replace('"kind"', '"kiln":' + "[" * 5_000 + '"kind"')
    yield refused("deep", "5,000 arrays", "bad-entry", 9, entry=deep)


FOLDERS = {"canonical": canonical_vectors, "entry": entry_vectors, "leaf": leaf_vectors}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
