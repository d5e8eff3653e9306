"""The one place that reads the time and draws randomness."""

import secrets
import time
from base64 import b32encode
from datetime import UTC, datetime, timedelta

from wasl.core.dictation import check_characters
from wasl.core.errors import RefusedError
from wasl.node.ports import Draw

CASE_LETTERS = 14
_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


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
    """The instant, in UTC, a ``Time`` claims; one no calendar has is refused ``bad-date``."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
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
    return b32encode(draw.draw(10)).decode()[:CASE_LETTERS]


def shown_reference(reference: str) -> str:
    """A case reference as it is read aloud: four groups of four, the last two letters a check."""
    whole = reference + check_characters(reference)
    return "-".join(whole[place : place + 4] for place in range(0, len(whole), 4))


def plain_reference(untrusted: str) -> str:
    """The fourteen letters of a case reference, written in groups or not, in any case of letter.

    Refuses ``wrong-check`` where check characters stand behind it that are not its own, and
    ``no-such-case`` for what cannot be a reference.
    """
    letters = "".join(letter for letter in untrusted.upper() if letter not in " -\u2011\u00a0")
    reference, check = letters[:CASE_LETTERS], letters[CASE_LETTERS:]
    if len(letters) not in {CASE_LETTERS, CASE_LETTERS + 2} or not set(letters) <= set(_VALUES):
        raise RefusedError("no-such-case", {"case": untrusted[:32]})
    if check and check != check_characters(reference):
        raise RefusedError("wrong-check", {"case": untrusted[:32]})
    return reference


def short_id(draw: Draw) -> str:
    """Eight random bytes in hex, for drafts, boots and epochs."""
    return draw.draw(8).hex()
