"""Why a score is what it is: what was found in two names, contradictions first.

Reasons are values; ``wasl.cli`` says them in the reader's language.
"""

from enum import Enum
from typing import NamedTuple

from wasl.core.matching.comparing import Taken, Verdicts, feature
from wasl.core.matching.names import Name
from wasl.core.matching.words import Kind


class Reason(Enum):
    """What can be said of two names."""

    TWO_NAMES = "two_names"
    OTHER_ENDING = "other_ending"
    GENERATIONS = "generations"
    WRITTEN_ALIKE = "written_alike"
    SAME = "same"
    ALIKE = "alike"
    RESEMBLE = "resemble"
    NOTHING_ALIKE = "nothing_alike"
    WITHOUT_COUNTERPART = "without_counterpart"
    ARTICLE = "article"
    TITLE = "title"
    NOT_COMPARED = "not_compared"
    INVISIBLE = "invisible"
    BIDI_OVERRIDE = "bidi_override"
    LOOK_ALIKE = "look_alike"
    MIXED_SCRIPT = "mixed_script"
    DAMAGED = "damaged"


class Found(NamedTuple):
    """One reason, the words it speaks of, how alike they sound, and whether the rarer is rare."""

    reason: Reason
    left: str = ""
    right: str = ""
    alike: int = 0
    rare: bool = False


RARE = 750
CLEARLY = 800


def reasons(
    verdicts: Verdicts, place: int, names: tuple[Name, Name], taken: list[Taken]
) -> list[Found]:
    """What was found in the pair at a place of a block that was compared, strongest first.

    ``taken`` is what ``Verdicts.taken`` says of the pair.
    """
    turned = bool(verdicts.turned[place])
    lefts, rights = names[::-1] if turned else names
    words = [lefts.shown, rights.shown]
    aligned, covered = _aligned(taken, (lefts, rights), words)
    against: list[Found] = [found for found in aligned if found.reason in _AGAINST]
    if feature(verdicts, place, "shifted"):
        against.append(Found(Reason.GENERATIONS))
    sounding = [found for found in aligned if found.reason not in _AGAINST]
    if verdicts.alike[place]:
        sounding.insert(0, Found(Reason.WRITTEN_ALIKE))
    if not aligned:
        sounding.append(Found(Reason.NOTHING_ALIKE))
    found = [*against, *sounding]
    for name, mask, said in zip((lefts, rights), covered, words, strict=True):
        found += _left_over(name, mask, said)
        found += [Found(Reason.NOT_COMPARED, word, word) for word in name.other]
    found = [_turned(one) if turned else one for one in found]
    if lefts.articles or rights.articles:
        found.append(Found(Reason.ARTICLE))
    flags = dict.fromkeys((*lefts.flags, *rights.flags))
    return [*found, *(Found(Reason(flag)) for flag in flags)]


_AGAINST = frozenset({Reason.TWO_NAMES, Reason.OTHER_ENDING})


def _turned(found: Found) -> Found:
    return found._replace(left=found.right, right=found.left)


def _aligned(
    pieces: list[Taken],
    names: tuple[Name, Name],
    words: list[tuple[str, ...]],
) -> tuple[list[Found], tuple[int, int]]:
    found: list[Found] = []
    covered = [0, 0]
    for taken in pieces:
        shown = []
        for side, cover in enumerate((taken.left, taken.right)):
            covered[side] |= cover
            shown.append(_shown(names[side], cover, words[side]))
        rare = taken.weight >= RARE
        if taken.near:
            reason = Reason.TWO_NAMES
        elif taken.feminine:
            reason = Reason.OTHER_ENDING
        elif taken.alike == 1000:
            reason = Reason.SAME
        else:
            reason = Reason.ALIKE if taken.alike >= CLEARLY else Reason.RESEMBLE
        found.append(Found(reason, shown[0], shown[1], taken.alike, rare))
    return found, (covered[0], covered[1])


def _shown(name: Name, cover: int, words: tuple[str, ...]) -> str:
    """The words a unit covers; a part of a compound as it is spelt by itself."""
    homes = [name.homes[place] for place in range(len(name.pieces)) if cover >> place & 1]
    if len(homes) == 1 and name.homes.count(homes[0]) > 1:
        place = cover.bit_length() - 1
        return name.pieces[place].spelt
    return " ".join(words[home] for home in dict.fromkeys(homes))


def _left_over(name: Name, covered: int, words: tuple[str, ...]) -> list[Found]:
    found = []
    for place, piece in enumerate(name.pieces):
        if covered >> place & 1:
            continue
        word = words[name.homes[place]]
        if piece.kind is Kind.TITLE:
            found.append(Found(Reason.TITLE, word, word))
        elif piece.counts:
            found.append(Found(Reason.WITHOUT_COUNTERPART, word, word))
    return found
