"""What waits for an officer's device key: the page shows a code, the command signs its text.

A key never comes near a browser. The text that is signed is made here; what follows from the
signature is done at once when it comes, so that command and page tell the same.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.node.ports import Draw

CONFIRM_SECONDS = 5 * 60
WAITING_LIMIT = 200
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
CODE_LENGTH = 8
ENTER_FIRST_LINE = "wasl-enter/1"

Then = Callable[[str], str]
"""What is done with the signed text; answers the page to go on to."""


@dataclass(slots=True, kw_only=True)
class Waiting:
    """One text under a code, until its key has signed it or its time is over.

    ``act`` is enter, draft, release, vouch, passkeys or hand-over, ``shown`` what the command
    tells first. ``goes_to`` is set once it is done, ``refusal`` where what follows was refused.
    """

    code: str
    session: str
    officer: str
    act: str
    text: str
    shown: Json
    then: Then
    until_seconds: float
    goes_to: str = ""
    refusal: RefusedError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a page wants signed, and what becomes of it."""

    officer: str
    act: str
    text: str
    shown: Json
    then: Then


class Confirming:
    """Every text that waits for a key in this run."""

    def __init__(self, draw: Draw, seconds: Callable[[], float]) -> None:
        self._draw, self._seconds = draw, seconds
        self._held: dict[str, Waiting] = {}
        self._lock = threading.Lock()

    def ask(self, session: str, wanted: Wanted) -> Waiting:
        """The text waits under a fresh code, for one session's page."""
        return self.ask_for(session, lambda _code: wanted)

    def ask_for(self, session: str, wanted_under: Callable[[str], Wanted]) -> Waiting:
        """The same for a text that names its own code."""
        now, code = self._seconds(), self._code()
        wanted = wanted_under(code)
        waiting = Waiting(
            code=code,
            session=session,
            officer=wanted.officer,
            act=wanted.act,
            text=wanted.text,
            shown=wanted.shown,
            then=wanted.then,
            until_seconds=now + CONFIRM_SECONDS,
        )
        with self._lock:
            self._held = {
                each: held for each, held in self._held.items() if held.until_seconds > now
            }
            if len(self._held) >= WAITING_LIMIT:
                raise RefusedError("too-many-waiting", {"limit": WAITING_LIMIT})
            self._held[code] = waiting
        return waiting

    def of(self, code: str, session: str) -> Waiting | None:
        """What waits under a code, for the page that asked; none for any other page."""
        waiting = self._alive(code)
        return waiting if waiting is not None and waiting.session == session else None

    def text(self, code: str) -> Waiting:
        """What is to be signed under a code; refuses ``no-such-code``."""
        waiting = self._alive(code)
        if waiting is None or not waiting.text or waiting.goes_to or waiting.refusal:
            raise RefusedError("no-such-code", {"code": code[:16]})
        return waiting

    def finish(self, code: str, signed: str) -> Waiting:
        """The signature has come and holds: what follows is done, once.

        Refuses ``no-such-code``, and what follows.
        """
        with self._lock:
            waiting = self.text(code)
            waiting.text = ""
        try:
            waiting.goes_to = waiting.then(signed)
        except RefusedError as refusal:
            waiting.refusal = refusal
            raise
        return waiting

    def _alive(self, code: str) -> Waiting | None:
        waiting = self._held.get(plain_code(code))
        alive = waiting is not None and waiting.until_seconds > self._seconds()
        return waiting if alive else None

    def _code(self) -> str:
        return new_code(self._draw)


def new_code(draw: Draw) -> str:
    """A code nobody can guess while it is good."""
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in draw.draw(CODE_LENGTH))


def plain_code(untrusted: str) -> str:
    """A code as it is held, whatever stands between its letters."""
    letters = untrusted.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(letter for letter in letters if letter in CODE_LETTERS)[:CODE_LENGTH]


def shown_code(code: str) -> str:
    """A code as it is read from a screen: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def enter_text(node: str, officer: str, code: str) -> str:
    """What an officer signs to enter: where, who, and which screen."""
    return canonical.statement_text(
        ENTER_FIRST_LINE, {"code": code, "node": node, "officer": officer}
    )
