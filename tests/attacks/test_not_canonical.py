"""Not canonical: other bytes for the same value, so that two readers hash two things.

Defence: a value has one sequence of bytes; any other is refused, or, in a body, destroyed
(trust.md §4.1, steps 9 and 16).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rejected, rules
from tests.world import World
from wasl.core import canonical
from wasl.core.entry import Entry

ENTRY_FORMS = {
    "a space": (b'"v":1', b'"v": 1'),
    "a float": (b'"v":1', b'"v":1.0'),
    "an exponent": (b'"version":1', b'"version":1e0'),
    "an escape": (b'"kind":"report"', b'"kind":"\\u0072eport"'),
    "an escaped slash": (b'"scale":"4x4"', b'"scale":"4x4\\/"'),
    "a null": (b'"v":1', b'"tlp":null,"v":1'),
    "a null inside": (b'"role":"drafter"', b'"role":"drafter","x":null'),
    "another order": (b'"link":', b'"zlink":'),
    "a newline at the end": (b'Z"}', b'Z"}\n'),
    "a mark before": (b'{"arrangement"', b'\xef\xbb\xbf{"arrangement"'),
    "a leading zero": (b'"index":4', b'"index":04'),
    "a plus": (b'"index":4', b'"index":+4'),
    "a negative zero": (b'"unsure_s":1', b'"unsure_s":-0'),
    "not a number": (b'"unsure_s":1', b'"unsure_s":NaN'),
    "a huge number": (b'"unsure_s":1', b'"unsure_s":' + b"9" * 400),
    "another digit": (b'"index":4', '"index":٤'.encode()),
    "a true for a one": (b'"v":1', b'"v":true'),
}


@pytest.mark.parametrize("form", ENTRY_FORMS)
def test_an_entry_in_another_form_is_refused(
    world: World, liar: DishonestAuthor, form: str
) -> None:
    old, new = ENTRY_FORMS[form]
    forged = liar.report()
    assert old in forged.written
    before = kept(world.tripoli)
    outcome = liar.tell(replace(forged, written=forged.written.replace(old, new, 1)))
    assert rules(outcome)[0] in {"not-canonical", "bad-entry"}
    assert kept(world.tripoli) == before


BODY_FORMS = {
    "a space": b'{"text":{"fr":"x"}, "title":{"fr":"y"}}',
    "another order": b'{"title":{"fr":"y"},"text":{"fr":"x"}}',
    "a float": b'{"n":1.0,"text":{"fr":"x"},"title":{"fr":"y"}}',
    "an escape": b'{"text":{"fr":"\\u0078"},"title":{"fr":"y"}}',
    "not NFC": '{"text":{"fr":"e\u0301"},"title":{"fr":"y"}}'.encode(),
    "a lone surrogate": b'{"text":{"fr":"\\ud800"},"title":{"fr":"y"}}',
    "not UTF-8": b'{"text":{"fr":"\xff"},"title":{"fr":"y"}}',
    "no JSON": b"\x00\x01",
    "an array": b"[]",
    "a null": b'{"source":null,"text":{"fr":"x"},"title":{"fr":"y"}}',
}


@pytest.mark.parametrize("form", BODY_FORMS)
def test_a_body_in_another_form_is_destroyed_and_named_and_its_entry_stands(
    world: World, liar: DishonestAuthor, form: str
) -> None:
    before = kept(world.tripoli).bodies
    outcome = liar.tell(liar.report(body=BODY_FORMS[form]))
    assert (outcome.entries, outcome.void, outcome.bodies_refused) == (1, 0, 1)
    assert rejected(world.tripoli) == [("bad-body", "")]
    assert kept(world.tripoli).bodies == before


def test_a_body_of_no_bytes_at_all_is_refused(liar: DishonestAuthor) -> None:
    assert rules(liar.tell(liar.report(body=b""))) == ["missing-body"]


def test_control_a_lenient_reader_takes_the_other_forms_for_the_same_entry(
    liar: DishonestAuthor,
) -> None:
    written = liar.report().written
    spaced = written.replace(b'"v":1', b'"v": 1')
    assert Entry.model_validate_json(spaced) == Entry.model_validate_json(written)
    assert canonical.loads(written)["v"] == 1
