"""The one place that reads the time and draws randomness."""

import secrets
import time
from base64 import b32encode
from datetime import UTC, datetime, timedelta

from wasl.core.errors import RefusedError
from wasl.node.ports import Draw


class SystemClock:
    """The clock of the machine, in UTC."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


class SystemDraw:
    """The randomness of the operating system."""

    def draw(self, size: int) -> bytes:
        """``size`` unpredictable bytes."""
        return secrets.token_bytes(size)


def stamp(moment: datetime) -> str:
    """The instant as an entry claims it: RFC 3339, whole seconds, with its offset."""
    text = moment.replace(microsecond=0).isoformat()
    return text.replace("+00:00", "Z")


def read_stamp(text: str) -> datetime:
    """The instant a ``Time`` claims; a day no calendar has is refused ``bad-date``."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise RefusedError("bad-date", {"why": "no such day"}) from error


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def from_micros(value: int) -> datetime:
    """The instant ``micros`` made this of."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)


def monotonic_seconds() -> float:
    """Seconds of a clock that never jumps, for waiting only."""
    return time.monotonic()


def case_reference(draw: Draw) -> str:
    """Fourteen random base32 letters: tells nothing of how many cases there are."""
    return b32encode(draw.draw(10)).decode()[:14]


def short_id(draw: Draw) -> str:
    """Eight random bytes in hex, for drafts, boots and epochs."""
    return draw.draw(8).hex()
