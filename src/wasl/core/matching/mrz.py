"""Machine-readable zones of travel papers, after ICAO Doc 9303 parts 3 to 6: TD1, TD2 and TD3.

A wrong check digit names its field and refuses nothing; a zone that is none is refused. A letter
read for a digit, or a digit for a letter, is put right only as a proposal.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import cycle

from wasl.core.errors import RefusedError

FILLER = "<"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
ALPHABET = frozenset(DIGITS + LETTERS + FILLER)
WEIGHTS = (7, 3, 1)

FURTHEST_EXPIRY = timedelta(days=50 * 366)
"""No paper is valid for longer: what would be is of the century before."""

_LOOKS_LIKE_DIGIT = str.maketrans("OI", "01")
_LOOKS_LIKE_LETTER = str.maketrans("01", "OI")
_SWAPPED = _LOOKS_LIKE_DIGIT | _LOOKS_LIKE_LETTER


class Layout(StrEnum):
    """The three forms: cards in three lines, older papers in two, passports in two."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"


_SHAPES = {(3, 30): Layout.TD1, (2, 36): Layout.TD2, (2, 44): Layout.TD3}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """Some places of a line, from the first to before the end."""

    line: int
    first: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """Where each field of a layout stands; a check digit stands right behind its field."""

    code: _Stretch
    issuer: _Stretch
    names: _Stretch
    number: _Stretch
    birth: _Stretch
    sex: _Stretch
    expiry: _Stretch
    nationality: _Stretch
    optional: tuple[_Stretch, ...]
    optional_check: _Stretch | None
    composite: tuple[_Stretch, ...]
    composite_check: _Stretch


def _at(line: int, first: int, end: int) -> _Stretch:
    return _Stretch(line=line, first=first, end=end)


MAPS = {
    Layout.TD1: _Map(
        code=_at(0, 0, 2),
        issuer=_at(0, 2, 5),
        number=_at(0, 5, 14),
        optional=(_at(0, 15, 30), _at(1, 18, 29)),
        optional_check=None,
        birth=_at(1, 0, 6),
        sex=_at(1, 7, 8),
        expiry=_at(1, 8, 14),
        nationality=_at(1, 15, 18),
        composite=(_at(0, 5, 30), _at(1, 0, 7), _at(1, 8, 15), _at(1, 18, 29)),
        composite_check=_at(1, 29, 30),
        names=_at(2, 0, 30),
    ),
    Layout.TD2: _Map(
        code=_at(0, 0, 2),
        issuer=_at(0, 2, 5),
        names=_at(0, 5, 36),
        number=_at(1, 0, 9),
        nationality=_at(1, 10, 13),
        birth=_at(1, 13, 19),
        sex=_at(1, 20, 21),
        expiry=_at(1, 21, 27),
        optional=(_at(1, 28, 35),),
        optional_check=None,
        composite=(_at(1, 0, 10), _at(1, 13, 20), _at(1, 21, 35)),
        composite_check=_at(1, 35, 36),
    ),
    Layout.TD3: _Map(
        code=_at(0, 0, 2),
        issuer=_at(0, 2, 5),
        names=_at(0, 5, 44),
        number=_at(1, 0, 9),
        nationality=_at(1, 10, 13),
        birth=_at(1, 13, 19),
        sex=_at(1, 20, 21),
        expiry=_at(1, 21, 27),
        optional=(_at(1, 28, 42),),
        optional_check=_at(1, 42, 43),
        composite=(_at(1, 0, 10), _at(1, 13, 20), _at(1, 21, 43)),
        composite_check=_at(1, 43, 44),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """What a zone says, fillers taken away.

    ``birth`` is ``1974``, ``1974-08`` or ``1974-08-12`` as far as it is told, empty where it is
    not; ``wrong`` names each field whose check digit does not fit it (``number``, ``birth``,
    ``expiry``, ``optional``, ``composite``) or that holds what cannot stand there (a day no
    calendar has, a digit in ``issuer``, ``nationality`` or ``names``, another ``sex``).
    ``name_cut`` is whether the name may go on beyond the zone. ``proposal`` is the zone with O
    and 0, I and 1 put right, where nothing is wrong then; empty where there is no such zone.
    """

    layout: Layout
    code: str
    issuer: str
    surname: str
    given: str
    name_cut: bool
    number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional: tuple[str, ...]
    wrong: tuple[str, ...]
    proposal: tuple[str, ...]


def read_zone(untrusted_text: str, today: date) -> Zone:
    """The zone a text holds, its lines apart; refuses ``bad-mrz`` for what is none.

    ``today`` tells the century of a year of two digits: a birth is never in the future.
    """
    lines = tuple(line.strip() for line in untrusted_text.split("\n") if line.strip())
    layout = _SHAPES.get((len(lines), len(lines[0]) if lines else 0))
    if layout is None or len(set(map(len, lines))) > 1:
        raise RefusedError("bad-mrz", {"why": "shape"})
    if any(letter not in ALPHABET for line in lines for letter in line):
        raise RefusedError("bad-mrz", {"why": "letters"})
    zone = _read(lines, layout, today)
    if not zone.wrong:
        return zone
    proposals = [
        proposal
        for proposal in _put_right(lines, MAPS[layout])
        if not _read(proposal, layout, today).wrong
    ]
    # Two ways to put a zone right are none.
    return replace(zone, proposal=proposals[0]) if len(proposals) == 1 else zone


def check_digit(text: str) -> str:
    """The digit that stands behind a field: weights 7, 3, 1 over 0-9, A = 10 to Z = 35, < = 0."""
    weighed = zip(text, cycle(WEIGHTS), strict=False)
    return str(sum(_weight_of(letter) * weight for letter, weight in weighed) % 10)


def _weight_of(letter: str) -> int:
    return 0 if letter == FILLER else (DIGITS + LETTERS).index(letter)


def _read(lines: tuple[str, ...], layout: Layout, today: date) -> Zone:
    places = MAPS[layout]
    surname, given, cut = _names(_text(lines, places.names))
    number, optional, number_fits = _number(lines, places)
    birth, expiry = _text(lines, places.birth), _text(lines, places.expiry)
    born = _day(birth, latest=today)
    until = _day(expiry, latest=today + FURTHEST_EXPIRY)
    sex = _text(lines, places.sex)
    fits = {
        "number": number_fits,
        "birth": _fits(lines, places.birth) and born is not None,
        "expiry": _fits(lines, places.expiry) and until is not None,
        "sex": sex in ("F", "M", "X", FILLER),
        **{field: _worded(_text(lines, place)) for field, place in _words(places).items()},
        "optional": _optional_fits(lines, places),
        "composite": _composite_fits(lines, places),
    }
    return Zone(
        layout=layout,
        code=_plain(_text(lines, places.code)),
        issuer=_plain(_text(lines, places.issuer)),
        surname=surname,
        given=given,
        name_cut=cut,
        number=number,
        nationality=_plain(_text(lines, places.nationality)),
        birth=born or "",
        sex=_plain(sex),
        expiry=until or "",
        optional=optional,
        wrong=tuple(field for field, right in fits.items() if not right),
        proposal=(),
    )


def _text(lines: tuple[str, ...], place: _Stretch) -> str:
    return lines[place.line][place.first : place.end]


def _behind(lines: tuple[str, ...], place: _Stretch) -> str:
    return lines[place.line][place.end]


def _fits(lines: tuple[str, ...], place: _Stretch) -> bool:
    return check_digit(_text(lines, place)) == _behind(lines, place)


def _optional_fits(lines: tuple[str, ...], places: _Map) -> bool:
    """Part 4, 4.2.2: where nothing optional stands, its digit may be a filler."""
    if places.optional_check is None:
        return True
    field, stated = _text(lines, places.optional[0]), _text(lines, places.optional_check)
    return stated == check_digit(field) or (stated == FILLER and not field.strip(FILLER))


def _composite_fits(lines: tuple[str, ...], places: _Map) -> bool:
    together = "".join(_text(lines, place) for place in places.composite)
    return check_digit(together) == _text(lines, places.composite_check)


def _number(lines: tuple[str, ...], places: _Map) -> tuple[str, tuple[str, ...], bool]:
    """The number of the paper, what else is optional, and whether the number's digit fits.

    Part 5, 4.2.2 note j: a number of more than nine characters has a filler for its digit and
    goes on in the optional field, its digit last, then a filler.
    """
    head = _text(lines, places.number)
    optional = tuple(_text(lines, place) for place in places.optional)
    long = _behind(lines, places.number) == FILLER and FILLER not in head
    if places.optional_check is not None or not long:
        right = _fits(lines, places.number)
        return _plain(head), _optionals(optional), right
    tail, _filler, rest = optional[0].partition(FILLER)
    number, digit = head + tail[:-1], tail[-1:]
    return number, _optionals((rest, *optional[1:])), bool(digit) and check_digit(number) == digit


def _optionals(fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(_plain, fields)))


def _plain(field: str) -> str:
    """A field without its fillers: those inside are spaces."""
    return field.replace(FILLER, " ").strip()


def _names(field: str) -> tuple[str, str, bool]:
    """Surname and given names, and whether the field is so full that they may go on."""
    surname, _gap, given = field.partition(FILLER * 2)
    return " ".join(_plain(surname).split()), " ".join(_plain(given).split()), field[-1] != FILLER


def _day(field: str, latest: date) -> str | None:
    """The date of six digits as far as it is told, the century the last in which it can be.

    Empty for six fillers; None for what is no date.
    """
    year, month, day = field[:2], field[2:4], field[4:]
    unknown = FILLER * 2
    if year == month == day == unknown:
        return ""
    parts = [year, *([] if month == unknown else [month]), *([] if day == unknown else [day])]
    if not all(part.isdigit() for part in parts) or (month == unknown and day != unknown):
        return None
    centuries = (latest.year // 100, latest.year // 100 - 1)
    for century in centuries:
        written = "-".join((f"{century:02d}{year}", *parts[1:]))
        first = _first_day(written)
        if first is not None and first <= latest:
            return written
    return None


def _first_day(written: str) -> date | None:
    """The first day a date as far as it is told may be; None for one no calendar has."""
    try:
        return date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return None


def _words(places: _Map) -> dict[str, _Stretch]:
    """The fields in which no digit stands."""
    return {
        "issuer": places.issuer,
        "nationality": places.nationality,
        "names": places.names,
    }


def _worded(field: str) -> bool:
    return not any(letter in DIGITS for letter in field)


def _put_right(lines: tuple[str, ...], places: _Map) -> list[tuple[str, ...]]:
    """The zone with O and I read as digits where only digits stand, and 0 and 1 as letters.

    In the number of a paper both may stand: there each of the four is exchanged in turn.
    """
    for place, table in _repairs(places):
        lines = _set(lines, place, _text(lines, place).translate(table))
    number = _text(lines, places.number)
    swapped = (
        number[:at] + letter.translate(_SWAPPED) + number[at + 1 :]
        for at, letter in enumerate(number)
        if letter in "OI01"
    )
    return [lines, *(_set(lines, places.number, other) for other in swapped)]


def _set(lines: tuple[str, ...], place: _Stretch, text: str) -> tuple[str, ...]:
    """The lines with another text in a place."""
    line = lines[place.line]
    changed = line[: place.first] + text + line[place.end :]
    return (*lines[: place.line], changed, *lines[place.line + 1 :])


def _repairs(places: _Map) -> list[tuple[_Stretch, dict[int, int]]]:
    """What only digits may stand in, and what only letters may."""
    dated = [places.birth, places.expiry]
    checks = [_at(place.line, place.end, place.end + 1) for place in [places.number, *dated]]
    checks += filter(None, [places.optional_check, places.composite_check])
    digits = [(place, _LOOKS_LIKE_DIGIT) for place in [*dated, *checks]]
    return digits + [(place, _LOOKS_LIKE_LETTER) for place in _words(places).values()]
