"""The sounds of names as an index keeps them: which are looked for, by which keys, how alike."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from wasl.core.matching.alphabet import ALPHABET, skeleton
from wasl.core.matching.fitted import Fitted
from wasl.core.matching.index.holding import Hashes, Numbers, Places, hashed, stacked
from wasl.core.matching.library import Columns, Units
from wasl.core.matching.pairing import alike_voices, worth_comparing
from wasl.core.matching.table import spread
from wasl.core.matching.vocabulary import Rows
from wasl.core.matching.voices import Voices, words_of

# A skeleton this long is also found with one consonant other, or left out.
LEAST_CHANGED = 3
# Of two neighbours read as one word, the shorter has at most so many letters, or is a tie.
SHORT = 2
Ways = Callable[[str], list[str]]

_LETTERS = np.array(["", *ALPHABET])


def sought(units: Units, columns: Columns, rows: Rows) -> tuple[Places, Places]:
    """The units a name is found by, and the name of each: its parts that count, and neighbours
    as one word where one of them is short or a tie."""
    owner, unit = spread(columns.start, columns.units)
    cover, voice = units.cover[unit], units.voice[unit]
    row, after, _ = words_of(voice)
    joined = after >= 0
    tied = cover & columns.ties[owner] != 0
    brief = np.minimum(rows.length[row], np.where(joined, rows.length[after], 0)) <= SHORT
    kept = np.flatnonzero(np.where(joined, tied | brief, ~tied))
    return unit[kept], owner[kept]


def keys_of(sounds: Voices, spelt: list[str], ways: Ways) -> tuple[Hashes, Numbers]:
    """The keys of sounds, and which sound each is of.

    ``spelt`` stands for a word that has no sound here.
    """
    keys: list[int] = []
    which: list[int] = []
    met: dict[str, int] = {}
    for place, (codes, length) in enumerate(zip(sounds.codes, sounds.length, strict=True)):
        sound = "".join(_LETTERS[codes[:length]])
        for key in ways(skeleton(sound) or sound) if sound else [f"={spelt[place]}"]:
            if key not in met:
                met[key] = hashed(key)
            keys.append(met[key])
            which.append(place)
    return np.array(keys, dtype=np.uint64), np.array(which, dtype=np.int32)


def held_ways(bones: str) -> list[str]:
    """The keys a listed skeleton is found by: itself, one consonant other, one left out."""
    return [bones, *_other(bones), *(f"-{rest}" for rest in _less(bones))]


def asked_ways(bones: str) -> list[str]:
    """The keys a skeleton looks for: itself, one consonant other, one more, one less."""
    return [bones, *_other(bones), f"-{bones}", *_less(bones)]


def _other(bones: str) -> list[str]:
    if len(bones) < LEAST_CHANGED:
        return []
    return [f"{bones[:at]}?{bones[at + 1 :]}" for at in range(len(bones))]


def _less(bones: str) -> list[str]:
    if len(bones) < LEAST_CHANGED:
        return []
    return list(dict.fromkeys(bones[:at] + bones[at + 1 :] for at in range(len(bones))))


def likeness(
    left: Places, right: Places, sounds: Voices, fitted: Fitted
) -> tuple[Places, NDArray[np.int32]]:
    """Of pairs of sounds those worth comparing, and how alike they are in thousandths."""
    kept = worth_comparing(left.astype(np.int32), right.astype(np.int32), sounds)
    alike, _near, _feminine = alike_voices(left[kept], right[kept], sounds, fitted)
    # Words without a sound met by how they are spelt.
    silent = (sounds.length[left[kept]] == 0) & (sounds.length[right[kept]] == 0)
    return kept, np.where(silent, 1000, alike).astype(np.int32)


def both(one: Voices, two: Voices) -> Voices:
    """Two rows of sounds, one after the other."""
    return Voices(*stacked(one, two))
