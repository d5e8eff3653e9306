"""Who sits before a screen: sessions on this side alone, locked when nobody touches them.

A cookie holds 256 random bits and nothing else. A session without an officer only carries the
token its forms need. Nothing here survives the process: whoever was in signs in again.
"""

import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest

from wasl.node.ports import Draw

IDLE_SECONDS = 15 * 60
LONGEST_SECONDS = 12 * 3_600
LINK_SECONDS = 15 * 60
SESSIONS_LIMIT = 300
KEPT_LIMIT = 20  # filled forms a session holds, the oldest forgotten first
STRANGER_LETTERS = 262_144  # what is kept of one form while nobody is in
TOKEN_BYTES = 32

Filled = dict[str, list[str]]


@dataclass(slots=True, kw_only=True)
class Session:
    """One browser: its officer once one has entered, and what must not be lost meanwhile.

    ``making`` are the passkeys of a set not signed for yet, ``challenge`` what the next is made
    under.
    """

    token: str
    secret: bytes
    made_seconds: float
    seen_seconds: float
    officer: str = ""
    locked: bool = False
    language: str = ""
    shortcuts: bool = True
    back: str = ""
    notice: str = ""
    kept: dict[str, Filled] = field(default_factory=dict)
    challenge: bytes = b""
    making: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_in(self) -> bool:
        """Whether an officer may work in it now."""
        return bool(self.officer) and not self.locked

    def keep(self, place: str, filled: Filled) -> None:
        """What was typed at a place is there again when its officer comes back to it.

        While nobody is in, one form of a usual size is kept, for whoever its page was made for.
        """
        if not self.officer:
            self.kept.clear()
            if (
                sum(len(value) for values in filled.values() for value in values)
                > STRANGER_LETTERS
            ):
                return
        self.kept.pop(place, None)
        self.kept[place] = filled
        while len(self.kept) > KEPT_LIMIT:
            self.kept.pop(next(iter(self.kept)))


class Sessions:
    """Every session of this run, and the one-time links that open one."""

    def __init__(self, draw: Draw, seconds: Callable[[], float]) -> None:
        self._draw, self._seconds = draw, seconds
        self._held: dict[str, Session] = {}
        self._links: dict[str, float] = {}
        self._lock = threading.Lock()

    def of(self, token: str, *, touched: bool = True) -> Session | None:
        """The session of a cookie, locked if it was left alone; none where it has ended.

        A page that asks again by itself did not touch it.
        """
        now = self._seconds()
        session = self._held.get(token)
        if session is None:
            return None
        if now - session.made_seconds > LONGEST_SECONDS:
            self.end(session)
            return None
        if session.officer and now - session.seen_seconds > IDLE_SECONDS:
            session.locked = True
        if touched and not session.locked:
            session.seen_seconds = now
        return session

    def begin(self, language: str = "") -> Session:
        """A session nobody is in; where there are too many, the one longest untouched ends."""
        now = self._seconds()
        session = Session(
            token=self._word(),
            secret=self._draw.draw(TOKEN_BYTES),
            made_seconds=now,
            seen_seconds=now,
            language=language,
        )
        with self._lock:
            while len(self._held) >= SESSIONS_LIMIT:
                strangers = [each for each in self._held.values() if not each.officer]
                oldest = min(strangers or self._held.values(), key=lambda each: each.seen_seconds)
                self._held.pop(oldest.token)
            self._held[session.token] = session
        return session

    def enter(self, session: Session, officer: str) -> None:
        """An officer is in from now on, under a cookie nobody has seen before."""
        now = self._seconds()
        with self._lock:
            self._held.pop(session.token, None)
            session.token, session.secret = self._word(), self._draw.draw(TOKEN_BYTES)
            session.kept = {
                place: filled
                for place, filled in session.kept.items()
                if (filled.get("by") or [session.officer])[-1] == officer
            }
            if session.officer != officer:
                # Passkeys half made, and where they were, are of who was in before.
                session.making, session.challenge = [], b""
                session.back = session.back if not session.officer else ""
            session.officer, session.locked = officer, False
            session.made_seconds = session.seen_seconds = now
            self._held[session.token] = session

    def end(self, session: Session) -> None:
        """Its cookie opens nothing any more."""
        with self._lock:
            self._held.pop(session.token, None)

    # ------------------------------------------------------------------------ one-time links

    def new_link(self) -> str:
        """A word that opens a session once, within its minutes."""
        now, word = self._seconds(), self._word()
        with self._lock:
            self._links = {link: until for link, until in self._links.items() if until > now}
            self._links[word] = now + LINK_SECONDS
        return word

    def opens(self, word: str) -> bool:
        """Whether a link would open a session now; it is not used up by asking."""
        return self._links.get(word, 0.0) > self._seconds()

    def use_link(self, word: str) -> bool:
        """Whether the link was good: only once."""
        with self._lock:
            return self._links.pop(word, 0.0) > self._seconds()

    def _word(self) -> str:
        return urlsafe_b64encode(self._draw.draw(TOKEN_BYTES)).rstrip(b"=").decode()


def form_token(session: Session, draw: Draw) -> str:
    """The token of one form: the secret of its session under a mask that is new each time.

    A page that is compressed then never holds the same secret bytes twice.
    """
    mask = draw.draw(TOKEN_BYTES)
    hidden = bytes(one ^ other for one, other in zip(mask, session.secret, strict=True))
    return urlsafe_b64encode(mask + hidden).decode()


def is_of(session: Session, untrusted_token: str) -> bool:
    """Whether a form was made for this session."""
    try:
        written = urlsafe_b64decode(untrusted_token.encode())
    except (Base64Error, ValueError):
        return False
    mask, hidden = written[:TOKEN_BYTES], written[TOKEN_BYTES:]
    if len(mask) != len(hidden):
        return False
    secret = bytes(one ^ other for one, other in zip(mask, hidden, strict=True))
    return compare_digest(secret, session.secret)
