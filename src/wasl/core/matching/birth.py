"""What two dates of birth add to a score: start values, set by hand, in thousandths of a log-odd.

A date is known to the day, the month or the year, or lies within some years. Where one side knows
less than a day, years are compared, and a year that agrees or not counts half.
"""

import re
from typing import NamedTuple

from wasl.core.errors import RefusedError

SAME_DAY, SWAPPED = 3_000, 2_000
# Years apart, at most, and what that adds.
YEARS = ((0, 2_000), (1, 1_200), (2, 500), (10, -1_000))
FAR_APART = -3_000
_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class Birth(NamedTuple):
    """A date of birth; month and day are 0 where they are not known."""

    year: int
    month: int
    day: int


class Span(NamedTuple):
    """The years a birth lies within; month and day are 0 where they are not known."""

    first: int
    last: int
    month: int = 0
    day: int = 0


def read_birth(written: str) -> Birth:
    """A date as 1971, 1971-03 or 1971-03-08; a bare 1 January is a year. Refuses ``bad-date``."""
    found = _WRITTEN.fullmatch(written.translate(_ASCII))
    year, month, day = (int(piece or 0) for piece in found.groups()) if found else (0, 0, 0)
    if not year or month > 12 or day > 31:
        raise RefusedError("bad-date", {"field": "birth"})
    return Birth(year, 0, 0) if (month, day) == (1, 1) else Birth(year, month, day)


def added(one: Birth, two: Birth) -> int:
    """What the two dates add."""
    return between(span_of(one), span_of(two))


def span_of(birth: Birth) -> Span:
    """The year of a birth as the years it lies within."""
    return Span(birth.year, birth.year, birth.month, birth.day)


def between(one: Span, two: Span) -> int:
    """What the two dates add; of years that overlap none are between them."""
    apart = max(0, one.first - two.last, two.first - one.last)
    by_years = next((adds for most, adds in YEARS if apart <= most), FAR_APART)
    if not (one.day and two.day):
        return by_years // 2
    if one == two:
        return SAME_DAY
    swapped = (one.month, one.day) == (two.day, two.month)
    return SWAPPED if swapped and not apart else by_years
