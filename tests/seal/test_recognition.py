"""A recognition: one service's own word about another, in one form, until a day there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.seal.note import Note
from wasl.seal.recognition import Recognition, read_recognition, recognition_text

RECOGNITION = Recognition(
    arrangement_id="ab" * 16,
    by="liaison.dz.example",
    decided_by="the head of the service",
    decided_on="2026-03-01",
    keys_sha256="cd" * 32,
    move="recognise",
    node="liaison.ly.example",
    office="مكتب الاتصال",
    until="2027-03-01",
)
VALUE = canonical.loads(recognition_text(RECOGNITION).split("\n")[1].encode())


def note(**changed: object) -> Note:
    """The recognition with these fields instead; what is ``...`` is left out."""
    value = {name: part for name, part in (VALUE | changed).items() if part is not ...}
    return Note(text=canonical.statement_text("wasl-recognition/1", value), lines=())


@given(
    st.sampled_from(["recognise", "restore", "withdraw"]),
    st.dates().map(str),
    st.sampled_from(["Liaison", "مكتب", "Alger, 2"]),
)
def test_a_recognition_written_is_read_back(move: str, until: str, office: str) -> None:
    said = RECOGNITION.model_copy(update={"move": move, "until": until, "office": office})
    assert read_recognition(Note(text=recognition_text(said), lines=())) == said


@pytest.mark.parametrize(
    "changed",
    [
        {"until": "2027-02-29"},
        {"decided_on": "2026-02-30"},
        {"until": "for ever"},
        {"until": ...},
        {"move": "suspend"},
        {"office": ""},
        {"decided_by": "x" * 513},
        {"node": "LIAISON"},
        {"arrangement_id": "ab" * 15},
        {"keys_sha256": "CD" * 32},
        {"heir": "liaison.tn.example"},
    ],
)
def test_a_recognition_outside_its_form_is_malformed(changed: dict[str, object]) -> None:
    with pytest.raises(RefusedError, match="malformed-note expected=wasl-recognition/1"):
        read_recognition(note(**changed))


@pytest.mark.parametrize("letter", ["\u202e", "\u2066", "\u200b", "\u2028", "\n"])
def test_recognition_that_would_not_be_shown_as_written_is_refused(letter: str) -> None:
    with pytest.raises(RefusedError, match="unsafe-text"):
        read_recognition(note(decided_by=f"a{letter}b"))


def test_another_statement_is_no_recognition() -> None:
    text = recognition_text(RECOGNITION).replace("wasl-recognition/1", "wasl-minutes/1")
    with pytest.raises(RefusedError, match="malformed-note expected=wasl-recognition/1"):
        read_recognition(Note(text=text, lines=()))


def test_other_bytes_of_the_same_recognition_are_not_canonical() -> None:
    text = recognition_text(RECOGNITION).replace(":", ": ", 1)
    with pytest.raises(RefusedError, match="not-canonical"):
        read_recognition(Note(text=text, lines=()))


@given(st.text(max_size=64))
def test_garbage_is_no_recognition(line: str) -> None:
    for text in (line, f"wasl-recognition/1\n{line}\n"):
        with pytest.raises(RefusedError):
            read_recognition(Note(text=text, lines=()))
