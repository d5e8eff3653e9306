"""Weekend and time zone of a territory, as CLDR has them."""

from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.core import get_global

_ELSEWHERE = frozenset({5, 6})  # Saturday and Sunday: what CLDR says of the world


@cache
def weekend_of(territory: str) -> frozenset[int]:
    """The days of rest in a territory, Monday 0; those of most where CLDR does not know it."""
    try:
        week = Locale.parse(f"und_{territory}")
    except (UnknownLocaleError, ValueError):
        return _ELSEWHERE
    length = (week.weekend_end - week.weekend_start) % 7 + 1
    return frozenset((week.weekend_start + day) % 7 for day in range(length))


@cache
def zone_of(territory: str) -> tzinfo:
    """The time zone of a territory; UTC for one with several, or unknown here."""
    zones = get_global("territory_zones").get(territory, [])
    try:
        return ZoneInfo(zones[0]) if len(zones) == 1 else UTC
    except (ZoneInfoNotFoundError, OSError):
        return UTC
