"""Kinds, moves, states and gradings as an officer reads them, in the sense of their kind."""

from collections.abc import Iterable, Mapping

from wasl.locale.speech import Speech

NOTHING = "–"
# What comes first is read first; the rest follows in the order of the alphabet.
ORDER = ("title", "question", "answer", "missing", "reason", "text")


def shown(speech: Speech, fact: str) -> str:
    """A name or text from outside, as it may stand in a line of this language."""
    return speech.say("{fact}", fact=fact)


def told_kind(speech: Speech, kind: str) -> str:
    """What a kind of case is called."""
    return speech.term(kind)


def told_move(speech: Speech, kind: str, move: str) -> str:
    """What a move of a kind is called; ``note`` alone is also a kind."""
    return speech.term("move.note" if move == "note" else f"{kind}.{move}")


def told_word(speech: Speech, kind: str, word: str) -> str:
    """What a state or code is called in a kind of case."""
    return speech.term(f"{kind}.{word}")


def told_codes(speech: Speech, codes: Iterable[str]) -> str:
    """Codes by what they mean, one after the other; a dash for none."""
    return speech.say("; ").join(speech.term(code) for code in codes) or NOTHING


def told_grading(speech: Speech, grading: Mapping[str, str] | None) -> str:
    """A grading in words, with its scale; never converted."""
    if not grading:
        return NOTHING
    scale = grading["scale"]
    return speech.say("; ").join(
        (
            speech.term(f"{scale}.source.{grading['source']}"),
            speech.term(f"{scale}.information.{grading['information']}"),
            speech.term(scale),
        )
    )
