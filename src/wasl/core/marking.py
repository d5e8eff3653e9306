"""Marking: the handling codes and caveats of an item, which only ever grow."""

from dataclasses import dataclass

from wasl.core.terms import Caveat, EntryRule, Handling


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """What the originator permits (`handling`) and on which conditions (`caveats`)."""

    handling: frozenset[Handling]
    caveats: frozenset[Caveat] = frozenset()


def join(one: Marking, other: Marking) -> Marking:
    """Give the marking of what was drawn from two items: every restriction of both."""
    return Marking(
        handling=one.handling | other.handling,
        caveats=one.caveats | other.caveats,
    )


def covers(strict: Marking, marking: Marking) -> bool:
    """Tell whether `strict` keeps every restriction of `marking`."""
    return strict.handling >= marking.handling and strict.caveats >= marking.caveats


def check(marking: Marking) -> EntryRule | None:
    """Answer ``bad-handling`` for a marking without a code, or with H3 and no caveat."""
    if not marking.handling:
        return EntryRule.BAD_HANDLING
    if Handling.H3 in marking.handling and not marking.caveats:
        return EntryRule.BAD_HANDLING
    return None
