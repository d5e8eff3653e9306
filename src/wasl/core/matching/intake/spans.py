"""A stretch of words that may be a name, and what is mentioned by it."""

from dataclasses import dataclass
from enum import StrEnum

from wasl.core.matching.intake.words import Word


class MentionKind(StrEnum):
    """What is mentioned."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of a text, from the first to before the end, and what they are taken for.

    ``title`` is what stood before the name of a person; ``of_the_state`` whether it is one of an
    office; ``country`` and ``place`` are those of the gazetteer.
    """

    first: int
    end: int
    kind: MentionKind
    title: str = ""
    of_the_state: bool = False
    country: str = ""
    place: str = ""


def joined(word: Word) -> bool:
    """Whether a word belongs to the one before it: nothing but a space or a hyphen between."""
    return not word.first and word.gap in (" ", "-", "\u00a0", "")
