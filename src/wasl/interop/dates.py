"""Dates as lists write them, read as far as they tell.

``1971`` · ``1971-03`` · ``1971-03-08`` · ``08/03/1971`` (day first) · ``8 Mar 1971`` ·
``Mar 1971`` · ``circa 1971`` · ``1970s`` · ``1970 to 1975`` · ``1391 AH`` or ``1391 هـ``.
A first of January that a list says nothing more of is a year: so many papers write an unknown day.
"""

import re
from collections.abc import Callable

from pydantic import ValidationError

from wasl.core.matching.entities.codes import Calendar, Precision
from wasl.core.matching.entities.folding import fold_digits
from wasl.core.matching.entities.values import When

# Before it a year of four digits is one of another calendar, which nobody named.
FIRST_YEAR = 1800

_MONTHS = {
    name: f"{number:02d}"
    for number, names in enumerate(
        (
            "jan january janv janvier يناير جانفي",
            "feb february fev fevr février fevrier فبراير فيفري",
            "mar march mars مارس",
            "apr april avr avril أبريل ابريل أفريل",
            "may mai مايو ماي",
            "jun june juin يونيو جوان",
            "jul july juil juillet يوليو جويلية",
            "aug august aout août أغسطس اغسطس أوت",
            "sep sept september septembre سبتمبر",
            "oct october octobre أكتوبر اكتوبر",
            "nov november novembre نوفمبر",
            "dec december déc décembre decembre ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})(?:er)?\s+)?([^\W\d_]+)\.?,?\s+(\d{4})")
_DECADE = re.compile(r"(\d{3}0)s|(?:années|years)\s+(\d{3}0)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:circa|ca?\.|approximately|vers|about|حوالي)\s*(.+)", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:between\s+)?(\S.*?)\s*(?:\bto\b|\band\b|–|—|/|\s-\s)\s*(\S.*)", re.IGNORECASE
)
_HIJRI = re.compile(r"(\d{4}(?:-\d{2}){0,2})\s*(?:AH|H|هـ|ه)\.?")


def read_date(text: str) -> When | None:
    """The date a text tells; None where it tells none that this house can read."""
    plain = fold_digits(text).strip()
    for reader in _READERS:
        found = reader(plain, text)
        if found is not None:
            return found
    return None


def _hijri(plain: str, text: str) -> When | None:
    found = _HIJRI.fullmatch(plain)
    if found is None:
        return None
    return _when(found[1], _PRECISIONS[len(found[1])], text, calendar=Calendar.HIJRI)


def _single(plain: str, text: str) -> When | None:
    value = _value(plain)
    if value is None:
        return None
    if value.endswith("-01-01"):
        return _when(value[:4], Precision.YEAR, text)
    return _when(value, _PRECISIONS[len(value)], text)


def _about(plain: str, text: str) -> When | None:
    found = _ABOUT.fullmatch(plain)
    value = _value(found[1]) if found else None
    return _when(value[:4], Precision.YEAR, text) if value else None


def _decade(plain: str, text: str) -> When | None:
    found = _DECADE.fullmatch(plain)
    return _when(found[1] or found[2], Precision.DECADE, text) if found else None


def _range(plain: str, text: str) -> When | None:
    found = _RANGE.fullmatch(plain)
    if found is None:
        return None
    first, last = _value(found[1]), _value(found[2])
    if first is None or last is None:
        return None
    return _when(first, Precision.RANGE, text, to=last)


_READERS: tuple[Callable[[str, str], When | None], ...] = (
    _hijri,
    _single,
    _about,
    _decade,
    _range,
)


def _value(plain: str) -> str | None:
    """Year, month and day as far as they are told, in that order; None for another form."""
    if found := _ISO.fullmatch(plain):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year = found[1].zfill(2), found[2].zfill(2), found[3]
    elif (found := _WORDED.fullmatch(plain)) and found[2].casefold() in _MONTHS:
        day = found[1].zfill(2) if found[1] else None
        month, year = _MONTHS[found[2].casefold()], found[3]
    else:
        return None
    if int(year) < FIRST_YEAR:
        return None
    return "-".join(filter(None, (year, month, day)))


def _when(
    value: str,
    precision: Precision,
    text: str,
    to: str | None = None,
    calendar: Calendar = Calendar.GREGORIAN,
) -> When | None:
    """The date, with the text where it says otherwise; None for a day no calendar has."""
    written = text if text != value else None
    try:
        return When(value=value, precision=precision, to=to, calendar=calendar, as_written=written)
    except ValidationError:
        return None
