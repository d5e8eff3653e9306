"""Days and hours as an officer writes them, and as he reads them."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from wasl.core.errors import RefusedError
from wasl.locale.speech import Speech
from wasl.node.clock import stamp

_SPAN = re.compile(r"\+?([1-9][0-9]{0,3})([hdHD])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAST_SECOND = time(23, 59, 59)
SECONDS_IN = {"minute": 60, "hour": 3_600, "day": 86_400}


def moment_in(text: str, now: datetime, zone: str) -> str:
    """The instant a word means: ``72h``, ``30d``, a day (its end, in ``zone``), or RFC 3339.

    Refuses ``bad-date`` for anything else, and ``bad-setting`` for a zone there is not.
    """
    span = _SPAN.fullmatch(text)
    if span:
        unit = "hours" if span[2] in "hH" else "days"
        return stamp(now + timedelta(**{unit: int(span[1])}))
    if _DAY.fullmatch(text):
        day = _read(text).replace(tzinfo=zone_of(zone))
        return stamp(datetime.combine(day, _LAST_SECOND, day.tzinfo).astimezone(UTC))
    moment = _read(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone_of(zone))
    return stamp(moment.astimezone(UTC))


def zone_of(zone: str) -> ZoneInfo:
    """The zone of this name; refuses ``bad-setting``."""
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise RefusedError("bad-setting", {"setting": "zone"}) from error


def told_span(speech: Speech, seconds: int) -> str:
    """How long, in the largest unit that says it well."""
    if seconds >= 2 * SECONDS_IN["day"]:
        return speech.count("{n} day", "{n} days", seconds // SECONDS_IN["day"])
    if seconds >= 2 * SECONDS_IN["hour"]:
        return speech.count("{n} hour", "{n} hours", seconds // SECONDS_IN["hour"])
    return speech.count("{n} minute", "{n} minutes", seconds // SECONDS_IN["minute"])


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise RefusedError("bad-date", {"why": "not a day, not an hour"}) from error
