"""What two dates of birth add to a score: start values, set by hand, in thousandths of a log-odd.

A date is known to the day, the month or the year. Where one side knows less than a day, years are
compared; a year that is only about right, or one of several, counts half.
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


def read_birth(written: str) -> Birth:
    """A date as 1971, 1971-03 or 1971-03-08; a bare 1 January is a year. Refuses ``bad-date``."""
    found = _WRITTEN.fullmatch(written.translate(_ASCII))
    year, month, day = (int(piece or 0) for piece in found.groups()) if found else (0, 0, 0)
    if not year or month > 12 or day > 31:
        raise RefusedError("bad-date", {"field": "birth"})
    return Birth(year, 0, 0) if (month, day) == (1, 1) else Birth(year, month, day)


def added(one: Birth, two: Birth) -> int:
    """What the two dates add."""
    if one.day and two.day:
        if one == two:
            return SAME_DAY
        if (one.year, one.month, one.day) == (two.year, two.day, two.month):
            return SWAPPED
    apart = abs(one.year - two.year)
    return next((adds for most, adds in YEARS if apart <= most), FAR_APART)
