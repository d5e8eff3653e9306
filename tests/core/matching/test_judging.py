"""A judgement is an officer's, belongs to two contents, and the last one stands."""

from typing import Any

import pytest

from wasl.core.canonical import dumps
from wasl.core.errors import RefusedError
from wasl.core.matching.judging import Judged, plain, read_judged, standing

ONE, OTHER, CORRECTED = (f"e1:{letter * 52}" for letter in "abc")
SEEN = {"score": 871, "terms": {"names": 3_120}, "found": ["alike"], "versions": {"wasl": "1"}}


def _match(**other: Any) -> dict[str, Any]:
    match = {"pair": [ONE, OTHER], "judgement": "negative", "ground": "birth", "seen": SEEN}
    return {**match, **other}


def _line(**other: Any) -> bytes:
    said = {"act": "judge", "at": "2026-01-01T10:00:00Z", "officer": "o-1"}
    return dumps({**said, "match": _match(**other)})


def test_a_judgement_is_read_as_it_was_written() -> None:
    judged = read_judged(_match())
    assert isinstance(judged, Judged)
    assert plain(judged) == _match()


@pytest.mark.parametrize(
    ("match", "rule"),
    [
        ({}, "bad-judgement"),
        ("negative", "bad-judgement"),
        (_match(judgement="maybe"), "bad-judgement"),
        (_match(pair=[OTHER, ONE]), "bad-judgement"),
        (_match(pair=[ONE, ONE]), "bad-judgement"),
        (_match(seen={**SEEN, "score": 0.5}), "bad-judgement"),
        (_match(seen={**SEEN, "found": ["Omar Saadi"]}), "bad-judgement"),
        (_match(ground="too_little"), "ground-unfit"),
    ],
)
def test_what_is_no_judgement_is_refused(match: object, rule: str) -> None:
    with pytest.raises(RefusedError, match=rule):
        read_judged(match)


def test_unsure_may_be_for_too_little() -> None:
    assert read_judged(_match(judgement="unsure", ground="too_little")).ground == "too_little"


def test_the_last_judgement_on_two_stands_and_other_lines_are_passed_over() -> None:
    lines = [_line(), dumps({"act": "open", "officer": "o-1"}), _line(judgement="positive")]
    (last,) = standing(lines).values()
    assert (last.judged.judgement, last.officer) == ("positive", "o-1")


def test_a_judgement_stands_for_its_two_until_one_of_them_is_corrected() -> None:
    decided = standing([_line()])
    assert decided[(min(ONE, OTHER), max(ONE, OTHER))].judged.judgement == "negative"
    assert (min(ONE, CORRECTED), max(ONE, CORRECTED)) not in decided
