"""Minutes of a meeting: what both custodians saw match, in one form, on a day there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.seal.minutes import Met, Minutes, minutes_text, read_minutes
from wasl.seal.note import Note

ALGIERS, TRIPOLI = "liaison.dz.example", "liaison.ly.example"


def met(node: str, byte: str) -> Met:
    """One side at the table."""
    return Met(
        fingerprint=byte * 16,
        keys_sha256=byte * 32,
        node=node,
        present=("custodian of keys", "head of service"),
    )


MINUTES = Minutes(
    date="2026-03-01",
    parties=(met(ALGIERS, "a1"), met(TRIPOLI, "b2")),
    place="Tunis, قاعة الاجتماعات",
    result="matches",
)
VALUE = canonical.loads(minutes_text(MINUTES).split("\n")[1].encode())


def note(**changed: object) -> Note:
    """The minutes with these fields instead; what is ``...`` is left out."""
    value = {name: part for name, part in (VALUE | changed).items() if part is not ...}
    return Note(text=canonical.statement_text("wasl-minutes/1", value), lines=())


def test_minutes_written_are_read_back_and_name_who_met() -> None:
    read = read_minutes(Note(text=minutes_text(MINUTES), lines=()))
    assert read == MINUTES
    assert read.nodes() == (ALGIERS, TRIPOLI)


@given(st.dates().map(str), st.sampled_from(["Tunis", "طرابلس", "Alger, 2"]))
def test_minutes_of_any_day_are_read_back(day: str, place: str) -> None:
    minutes = MINUTES.model_copy(update={"date": day, "place": place})
    assert read_minutes(Note(text=minutes_text(minutes), lines=())) == minutes


@pytest.mark.parametrize(
    "changed",
    [
        {"date": "2026-02-30"},
        {"date": "2026-3-1"},
        {"date": ...},
        {"place": ""},
        {"place": "x" * 513},
        {"result": "differs"},
        {"parties": VALUE["parties"][:1]},
        {"parties": VALUE["parties"] + VALUE["parties"][:1]},
        {"parties": [VALUE["parties"][0] | {"fingerprint": "A1" * 16}, VALUE["parties"][1]]},
        {"parties": [VALUE["parties"][0] | {"name": "Samir"}, VALUE["parties"][1]]},
        {"chair": "nobody"},
    ],
)
def test_minutes_outside_their_form_are_malformed(changed: dict[str, object]) -> None:
    with pytest.raises(RefusedError, match="malformed-note expected=wasl-minutes/1"):
        read_minutes(note(**changed))


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u2028", "\n"])
def test_minutes_that_would_not_be_shown_as_written_are_refused(letter: str) -> None:
    with pytest.raises(RefusedError, match="unsafe-text"):
        read_minutes(note(place=f"a{letter}b"))


def test_another_statement_is_no_minutes() -> None:
    text = minutes_text(MINUTES).replace("wasl-minutes/1", "wasl-keys/1")
    with pytest.raises(RefusedError, match="malformed-note expected=wasl-minutes/1"):
        read_minutes(Note(text=text, lines=()))


def test_other_bytes_of_the_same_minutes_are_not_canonical() -> None:
    text = minutes_text(MINUTES).replace(":", ": ", 1)
    with pytest.raises(RefusedError, match="not-canonical"):
        read_minutes(Note(text=text, lines=()))


@given(st.text(max_size=64))
def test_garbage_is_no_minutes(line: str) -> None:
    for text in (line, f"wasl-minutes/1\n{line}\n"):
        with pytest.raises(RefusedError):
            read_minutes(Note(text=text, lines=()))
