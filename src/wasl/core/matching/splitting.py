"""Many names cleaned at once: what is written plainly in one go, the rest one by one."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from wasl.core.matching.cleaning import (
    LETTERS,
    MOST_CODE_POINTS,
    WORD,
    NameRule,
    clean,
)

# Stands behind the words of each name; no word is it.
END = "\n"

# Letters whose marks are one with them, as French and the romanisations write them, and the
# everyday Arabic letters, which stay as they are. Without the comma, which may turn a name.
_MARKED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöùúûüýÿĀāĪīŪūŠšŽž‘’"
_ARABIC = "\u0621-\u063a\u0641-\u064aپچژڤکگی"
_WIDTH = f"{{0,{MOST_CODE_POINTS}}}"
_PLAIN = re.compile(f"[ -+\\--~{_MARKED}]{_WIDTH}|[ .\\-{_ARABIC}]{_WIDTH}")
_TO_FOLD = re.compile(f"[{_MARKED}]")
_TOKEN = re.compile(f"{END}|{WORD}")


class Split(NamedTuple):
    """The words of names one after another, ``END`` behind each name; and what refuses some.

    A name refused here has no words; of a name without words, or with too many, the count tells.
    """

    words: list[str]
    refused: dict[int, NameRule]


def split_names(texts: Sequence[str]) -> Split:
    """What ``clean`` says of each name, for all of them."""
    plain = list(map(_PLAIN.fullmatch, texts))
    if None not in plain:
        return Split(_TOKEN.findall(_folded(texts) + END), {})
    folded = iter(_folded([found[0] for found in plain if found]).split(END))
    refused: dict[int, NameRule] = {}
    lines = []
    for place, found in enumerate(plain):
        if found:
            lines.append(next(folded))
            continue
        cleaned = clean(texts[place])
        if cleaned.refusal:
            refused[place] = cleaned.refusal
        lines.append(" ".join(cleaned.words))
    return Split(_TOKEN.findall(END.join(lines) + END), refused)


def _folded(plain: Sequence[str]) -> str:
    text = END.join(plain).lower()
    return text.translate(LETTERS) if _TO_FOLD.search(text) else text
