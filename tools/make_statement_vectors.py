"""Writes vectors/arrangement, vectors/recognition and vectors/minutes.

Run ``python -m tools.make_statement_vectors vectors`` from the project's root. Lines by ML-DSA
keys are randomised, so the files come out with other bytes each time; ``tests/test_vectors.py``
says whether they are right.
"""

import json
import sys

from tests.seal.small_log import (
    AUTHOR,
    algiers,
    arrangement,
    minutes,
    party,
    recognition,
    root_of_holder,
    stated,
    tripoli,
)
from tools.vector_files import Json, Vectors, accepted, refused, write
from wasl.core import canonical
from wasl.core.arrangement import arrangement_text
from wasl.seal.keys import keys_text
from wasl.seal.note import Note, read_note, write_note
from wasl.seal.roots import RootKey

OURS, THEIRS = algiers().roots, tripoli().roots
RIVALS = [root_of_holder(AUTHOR, number, 0xC0) for number in (1, 2)]
KEYS = [keys_text(algiers().keys), keys_text(tripoli().keys)]


def with_lines(note: bytes, start: int, stop: int) -> bytes:
    """A note with some of its lines."""
    read = read_note(note)
    return write_note(Note(text=read.text, lines=read.lines[start:stop]))


def told(text: str, change: Json, *, without: str = "") -> str:
    """A statement whose JSON has these fields instead."""
    first, _, line = text.partition("\n")
    value = json.loads(line) | change
    value.pop(without, None)
    return f"{first}\n{canonical.dumps(value).decode()}\n"


def statement(text: str, *roots: RootKey) -> Json:
    """A statement under the lines of these holders, and the keys it is checked with."""
    return {"note": stated(text, roots).decode(), "keys": KEYS}


HIDING = "national \u202eliaison office"  # turns the letters after it


def unread(text: str) -> Json:
    """A statement that is refused before its lines are looked at."""
    return {"note": stated(text, OURS[:1]).decode(), "keys": []}


def of_author(text: str, *roots: RootKey) -> Json:
    """The same, checked with the keys of the service that speaks."""
    return statement(text, *roots) | {"keys": KEYS[:1]}


def arrangement_vectors() -> Vectors:
    """The text both sides signed, by m holders of each, and texts that are none."""
    text = arrangement_text(arrangement())
    later = arrangement_text(arrangement(version=2, previous="ab" * 32))
    both = (*OURS, *THEIRS)
    yield accepted("both_parties", "all holders needed of each party", **statement(text, *both))
    yield accepted("a_later_version", "names the text before it", **statement(later, *both))
    counted = arrangement(
        deadlines={"request_other_days": 7}, working_days=("request_other_days",)
    )
    yield accepted("working_days", "a clock that stands still at weekends",
                   **statement(arrangement_text(counted), *both))  # fmt: skip
    yield accepted("holders_in_any_order", "lines have no order",
                   **statement(text, *THEIRS, OURS[1], OURS[0]))  # fmt: skip
    yield refused("m_minus_1", "one holder of two", "too-few-roots", 8,
                  **statement(text, OURS[0], *THEIRS))  # fmt: skip
    yield refused("one_party", "the other has not signed", "too-few-roots", 8,
                  **statement(text, *OURS))  # fmt: skip
    yield refused("same_holder_twice", "holders are counted", "too-few-roots", 8,
                  **statement(text, OURS[0], OURS[0], *THEIRS))  # fmt: skip
    yield refused("rival_roots", "the same names, other keys", "too-few-roots", 8,
                  **statement(text, *RIVALS, *THEIRS))  # fmt: skip
    stripped = with_lines(stated(text, (*THEIRS, *OURS)), 0, 5).decode()
    yield refused("one_line_of_a_pair", "worth nothing", "stripped-signature", 8,
                  note=stripped, keys=KEYS)  # fmt: skip
    yield refused("lines_of_another_text", "signed for version 1", "bad-signature", 8,
                  note=_moved(stated(text, both), later), keys=KEYS)  # fmt: skip
    yield from _bad_arrangements(text)


def _moved(note: bytes, text: str) -> str:
    """The lines of one note under another text."""
    return write_note(Note(text=text, lines=read_note(note).lines)).decode()


def _bad_arrangements(text: str) -> Vectors:
    plain = json.loads(text.split("\n")[1])
    twice = arrangement(parties=(party(AUTHOR, "أ", algiers()), party(AUTHOR, "ب", tripoli())))
    first, *others = plain["parties"]
    turned = told(text, {"parties": [first | {"office": HIDING}, *others]})
    yield refused("office_bidi", "shown other than written", "unsafe-text", 9, **unread(turned))
    bad: dict[str, tuple[str, str, str]] = {
        "version_0": (told(text, {"version": 0}), "bad-arrangement", "versions begin at 1"),
        "version_2_alone": (told(text, {"version": 2}), "bad-arrangement", "names no text before"),
        "version_1_with_previous": (
            told(text, {"previous": "ab" * 32}), "bad-arrangement", "there is none before",
        ),
        "one_node_twice": (arrangement_text(twice), "bad-arrangement", "one party, not two"),
        "one_party_alone": (
            told(text, {"parties": plain["parties"][:1]}), "bad-arrangement", "two at least",
        ),
        "one_dossier_twice": (
            told(text, {"dossiers": plain["dossiers"] * 2}), "bad-arrangement", "which rules?",
        ),
        "no_dossier": (told(text, {"dossiers": []}), "bad-arrangement", "opens nothing"),
        "suite_2": (told(text, {"suite": [2]}), "bad-arrangement", "no such suite"),
        "authentic_spanish": (told(text, {"authentic": "es"}), "bad-arrangement", "ar, fr, en"),
        "onward_allowed": (told(text, {"onward": "always"}), "bad-arrangement", "never, consent"),
        "road_unknown": (
            told(text, {"carriage": plain["carriage"] | {"roads": ["mail"]}}),
            "bad-arrangement", "https, bundle, qr",
        ),
        "working_hours": (
            told(text, {"deadlines": {"request_other_h": 168},
                        "working_days": ["request_other_h"]}),
            "bad-arrangement", "hours are calendar hours",
        ),
        "working_days_few": (
            told(text, {"deadlines": {"request_other_days": 6},
                        "working_days": ["request_other_days"]}),
            "bad-arrangement", "less than a week",
        ),
        "field_more": (told(text, {"zone": 1}), "bad-arrangement", "an unknown field"),
        "without_review": (told(text, {}, without="review"), "bad-arrangement", "must be there"),
        "without_french_text": (
            told(text, {"texts": {"ar": "ab" * 32, "en": "ab" * 32}}),
            "bad-arrangement", "three languages",
        ),
        "other_first_line": (text.replace("/1", "/2", 1), "malformed-note", "another format"),
        "keys_out_of_order": (
            text.replace("\n{", '\n{"version":1,').replace(',"version":1}', "}"),
            "not-canonical", "the version first",
        ),
    }  # fmt: skip
    for name, (said, rule, about) in bad.items():
        step = 7 if rule == "malformed-note" else 9
        yield refused(name, about, rule, step, **unread(said))


def recognition_vectors() -> Vectors:
    """The word of one service about another, by m of its own holders."""
    text = recognition()
    yield accepted("recognise", "both holders needed", **of_author(text, *OURS))
    yield accepted("withdraw", "the way back needs a new meeting",
                   **of_author(recognition(move="withdraw"), *OURS))  # fmt: skip
    yield refused("m_minus_1", "one holder of two", "too-few-roots", 8,
                  **of_author(text, OURS[0]))  # fmt: skip
    yield refused("by_the_recognised", "nobody recognises himself for another", "too-few-roots",
                  8, **of_author(text, *THEIRS))  # fmt: skip
    yield refused("rival_roots", "the same names, other keys", "too-few-roots", 8,
                  **of_author(text, *RIVALS))  # fmt: skip
    stripped = with_lines(stated(text, OURS), 0, 3).decode()
    yield refused("one_line_of_a_pair", "worth nothing", "stripped-signature", 8,
                  note=stripped, keys=KEYS[:1])  # fmt: skip
    yield refused("lines_of_another_text", "signed for another move", "bad-signature", 8,
                  note=_moved(stated(text, OURS), recognition(move="withdraw")),
                  keys=KEYS[:1])  # fmt: skip
    bad: dict[str, Json] = {
        "move_suspend": {"move": "suspend"},
        "until_a_time": {"until": "2028-01-01T00:00:00Z"},
        "keys_by_fingerprint": {"keys_sha256": "ab" * 16},
        "office_empty": {"office": ""},
        "field_more": {"zone": 1},
    }
    for name, change in bad.items():
        yield refused(name, "a field outside its rule", "malformed-note", 7,
                      **unread(told(text, change)))  # fmt: skip
    turned = told(text, {"office": HIDING})
    yield refused("office_bidi", "shown other than written", "unsafe-text", 9, **unread(turned))
    for name in ("arrangement_id", "keys_sha256", "office"):
        lacking = told(text, {}, without=name)
        yield refused(f"without_{name}", "bound to keys, arrangement and office",
                      "malformed-note", 7, **unread(lacking))  # fmt: skip


def minutes_vectors() -> Vectors:
    """What both sides found at their meeting, signed by the holders of both."""
    text = minutes()
    both = (*OURS, *THEIRS)
    yield accepted("both_sides", "all holders needed of each side", **statement(text, *both))
    yield refused("one_side", "the other has not signed", "too-few-roots", 8,
                  **statement(text, *OURS))  # fmt: skip
    yield refused("m_minus_1", "one holder of two", "too-few-roots", 8,
                  **statement(text, OURS[0], *THEIRS))  # fmt: skip
    parties = json.loads(text.split("\n")[1])["parties"]
    turned = told(text, {"place": HIDING})
    yield refused("place_bidi", "shown other than written", "unsafe-text", 9, **unread(turned))
    bad: dict[str, Json] = {
        "result_differs": {"result": "differs"},
        "one_party": {"parties": parties[:1]},
        "three_parties": {"parties": [*parties, parties[0]]},
        "place_empty": {"place": ""},
        "fingerprint_in_words": {"parties": [parties[0] | {"fingerprint": "pelican"}, parties[1]]},
        "field_more": {"zone": 1},
    }
    for name, change in bad.items():
        yield refused(name, "a field outside its rule", "malformed-note", 7,
                      **unread(told(text, change)))  # fmt: skip


FOLDERS = {
    "arrangement": arrangement_vectors,
    "minutes": minutes_vectors,
    "recognition": recognition_vectors,
}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
