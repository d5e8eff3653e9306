"""A part of a screening: queries as bytes in, rows of the answer as bytes out.

The same part gives the same rows in whatever process it is done.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import orjson

from wasl.cli.comparer import name_comparer
from wasl.cli.indexes import opened
from wasl.cli.naming import Teller, whys
from wasl.core.matching.birth import Birth
from wasl.core.matching.index.screening import Match, Screener
from wasl.core.matching.index.weighing import Query
from wasl.core.matching.subject import PAPER, PHONE, PLATE
from wasl.engine.bulk import Work
from wasl.interop.queries_csv import Asked
from wasl.locale.speech import Speech, _

HEADER = ("query", "rank", "score", "entity_id", "name_matched", "why")
BLOCK = 64
PART_ROWS = 1_024
# What a table program would take for a formula.
FORMULA = ("=", "+", "-", "@")

_NUMBERS = {
    PAPER: _("the number of an identity paper agrees"),
    PLATE: _("the plate agrees"),
    PHONE: _("the phone number agrees"),
}
_SAME_DAY = _("born on the same day")
_SWAPPED = _("born on the same day, with day and month in the other order")
_SAME_YEAR = _("born in the same year")
_ONE_NATION, _OTHER_NATION = _("one nationality"), _("other nationalities")
_ONE_PLACE = _("born in the same place")
_WEAK = _("the listed name alone says too little")


def parts_of(asked: Sequence[Asked]) -> dict[int, bytes]:
    """The queries in parts, by their numbers."""
    starts = range(0, len(asked), PART_ROWS)
    return {at: _written(asked[start : start + PART_ROWS]) for at, start in enumerate(starts)}


def rows_in(part: bytes) -> int:
    """How many queries a part holds."""
    return len(orjson.loads(part))


def _written(asked: Iterable[Asked]) -> bytes:
    return orjson.dumps(
        [
            [
                one.label,
                one.query.name,
                list(one.query.birth) if one.query.birth else None,
                one.query.nation,
                sorted(one.query.places),
                one.query.numbers,
            ]
            for one in asked
        ]
    )


def _read(part: bytes) -> Iterator[Asked]:
    for label, name, birth, nation, places, numbers in orjson.loads(part):
        yield Asked(
            label=label,
            query=Query(
                name=name,
                birth=Birth(*birth) if birth else None,
                nation=nation,
                places=frozenset(places),
                numbers=tuple((kind, key) for kind, key in numbers),
            ),
        )


def header() -> bytes:
    """The first line of an answer."""
    return (",".join(HEADER) + "\n").encode()


def prepared(index: Path, lang: str, limit: int, least: int) -> Work:
    """The work of one process: the index of a file is open, and answers are in a language."""
    return _Part(index, lang, limit, least).done


class _Part:
    """What every part needs, opened once."""

    def __init__(self, index: Path, lang: str, limit: int, least: int) -> None:
        self._comparer = name_comparer()
        self._screener = Screener(opened(index), self._comparer.fitted)
        self._speech = Speech(lang)
        self._teller = Teller(self._speech)
        self._limit, self._least = limit, least

    def done(self, part: bytes) -> bytes:
        """The rows of a part."""
        asked = list(_read(part))
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\n")
        for start in range(0, len(asked), BLOCK):
            rows.writerows(self._rows(asked[start : start + BLOCK]))
        return out.getvalue().encode()

    def _rows(self, asked: Sequence[Asked]) -> Iterator[tuple[str, ...]]:
        found = self._screener.screen([one.query for one in asked], self._limit, self._least)
        names = [one.query.name for one, own in zip(asked, found, strict=True) for _match in own]
        texts = names, [match.name for own in found for match in own]
        said = iter(whys(self._teller, self._comparer.compare(*texts), texts))
        for one, own in zip(asked, found, strict=True):
            for rank, match in enumerate(own, 1):
                yield (
                    _plain(one.label),
                    str(rank),
                    f"{match.score // 10_000}.{match.score % 10_000:04d}",
                    match.identity,
                    _plain(match.name),
                    self._why(one.query, match, next(said)),
                )

    def _why(self, query: Query, match: Match, names: str) -> str:
        """What speaks against first, then for, then what the names say."""
        against, beside = self._beside(query, match)
        return self._speech.say("; ").join(filter(None, (*against, *beside, names)))

    def _beside(self, query: Query, match: Match) -> tuple[list[str], list[str]]:
        say = self._speech.say
        against, beside = [], []
        if match.number >= 0:
            beside.append(say(_NUMBERS[query.numbers[match.number][0]]))
        if match.weak:
            against.append(say(_WEAK))
        if match.day == 2:
            beside.append(say(_SAME_DAY))
        elif match.day == 1:
            beside.append(say(_SWAPPED))
        elif match.apart == 0:
            beside.append(say(_SAME_YEAR))
        elif match.apart > 0:
            apart = self._speech.count("born {n} year apart", "born {n} years apart", match.apart)
            (beside if match.birth > 0 else against).append(apart)
        if match.nation:
            agrees = match.nation > 0
            (beside if agrees else against).append(say(_ONE_NATION if agrees else _OTHER_NATION))
        if match.place:
            beside.append(say(_ONE_PLACE))
        return against, beside


def _plain(cell: str) -> str:
    """A cell that no table program takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
