"""What is said of two names compared: one sentence, in the language of the reader."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import chain

from wasl.core.matching.cleaning import NameRule
from wasl.core.matching.comparing import Verdicts
from wasl.core.matching.names import read_names
from wasl.core.matching.reasons import Found, Reason, reasons
from wasl.locale.speech import Speech, _

_SAID = {
    Reason.TWO_NAMES: _("{left} and {right} are two different given names"),
    Reason.OTHER_ENDING: _(
        "{left} and {right} differ by an ending, as a man's and a woman's name"
    ),
    Reason.GENERATIONS: _("the given name of one stands as a father's name in the other"),
    Reason.WRITTEN_ALIKE: _("both names are written alike"),
    Reason.SAME: _("{left} and {right} are the same"),
    Reason.ALIKE: _("{left} and {right} sound alike ({alike})"),
    Reason.RESEMBLE: _("{left} and {right} resemble each other ({alike})"),
    Reason.NOTHING_ALIKE: _("no word of one sounds like a word of the other"),
    Reason.WITHOUT_COUNTERPART: _("{left} has no counterpart"),
    Reason.ARTICLE: _("the article counts for nothing"),
    Reason.TITLE: _("the title {left} counts for little"),
    Reason.NOT_COMPARED: _("{left} is in a script that is compared only as it stands"),
    Reason.INVISIBLE: _("invisible characters were left out"),
    Reason.BIDI_OVERRIDE: _("characters that turn the writing direction were left out"),
    Reason.LOOK_ALIKE: _("letters of another script were read as the Latin ones they look like"),
    Reason.MIXED_SCRIPT: _("one word mixes two scripts"),
    Reason.DAMAGED: _("damaged characters were left out"),
}
_RARE = _("rare name")
_FREQUENT = _("common name")
_FIRST, _SECOND, _BOTH = _("first name"), _("second name"), _("both names")


class LineRule(StrEnum):
    """Why a line of pairs is none; the page is in docs/refusals."""

    BAD_LINE = "bad-line"


class Teller:
    """Says reasons in one language; each sentence is looked up once."""

    def __init__(self, speech: Speech) -> None:
        # Braces stay: the words are put in below, each in an isolate of its own.
        slots = {"left": "{left}", "right": "{right}", "alike": "{alike}"}
        self._said = {reason: speech.say(text, **slots) for reason, text in _SAID.items()}
        self._rarity = {True: speech.say(_RARE), False: speech.say(_FREQUENT)}
        self._which = tuple(speech.say(text) for text in (_FIRST, _SECOND, _BOTH))
        self._between = speech.say("; ")

    def why(self, found: Sequence[Found]) -> str:
        """The reasons in one sentence."""
        return self._between.join(map(self._one, found))

    def _one(self, found: Found) -> str:
        alike = f".{found.alike // 10:02d}, {self._rarity[found.rare]}"
        return self._said[found.reason].format(
            left=f"\u2068{found.left}\u2069", right=f"\u2068{found.right}\u2069", alike=alike
        )

    def refused(self, rule: str, which: int | None = None) -> str:
        """The second column of a pair that was refused; ``which`` is 0, 1, or 2 for both."""
        if which is None:
            return f"refused: {rule}"
        return f"refused: {rule}, {self._which[which]}"


def whys(
    teller: Teller,
    verdicts: Verdicts,
    texts: tuple[Sequence[str], Sequence[str]],
) -> list[str]:
    """The sentence of every pair of a block; empty for a refused one."""
    taken, refused = verdicts.taken(), verdicts.refused.tolist()
    distinct = list(dict.fromkeys(chain(*texts)))
    named = dict(zip(distinct, read_names(distinct), strict=True))
    return [
        ""
        if refused[place]
        else teller.why(reasons(verdicts, place, (named[left], named[right]), taken[place]))
        for place, (left, right) in enumerate(zip(*texts, strict=True))
    ]


def rule_of(refusals: tuple[NameRule | None, NameRule | None]) -> tuple[NameRule, int]:
    """The rule that refused a pair, and which of its names it refused: 0, 1, or 2 for both."""
    left, right = refusals
    rule = left or right
    if rule is None:
        raise ValueError("neither name is refused")
    return rule, 2 if left is right else int(left is None)
