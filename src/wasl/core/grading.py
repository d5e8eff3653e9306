"""Grading: source and information on a named scale, stored as given and never converted.

``4x4`` is that of Regulation (EU) 2016/794 art. 29, ``admiralty`` the NATO 6x6. X is not F, and
C is not C.
"""

from dataclasses import dataclass
from enum import StrEnum

from wasl.core.terms import EntryRule


class Scale(StrEnum):
    """Which table the two values of a grading are read in."""

    FOUR_BY_FOUR = "4x4"
    ADMIRALTY = "admiralty"


SOURCES = {Scale.FOUR_BY_FOUR: "ABCX", Scale.ADMIRALTY: "ABCDEF"}
INFORMATION = {Scale.FOUR_BY_FOUR: "1234", Scale.ADMIRALTY: "123456"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """How far the source and, apart from it, the information may be relied on."""

    scale: Scale = Scale.FOUR_BY_FOUR
    source: str
    information: str


def check_grading(grading: Grading) -> EntryRule | None:
    """Answer ``bad-grading`` for a value that is no step of its own scale."""
    # Tuples, because "AB" and "" are found in a string.
    if grading.source not in tuple(SOURCES[grading.scale]):
        return EntryRule.BAD_GRADING
    if grading.information not in tuple(INFORMATION[grading.scale]):
        return EntryRule.BAD_GRADING
    return None


def lowest(scale: Scale) -> Grading:
    """Give the grading that claims nothing: X4, or F6."""
    return Grading(scale=scale, source=SOURCES[scale][-1], information=INFORMATION[scale][-1])
