"""The passkeys of an officer: a set of two or more, brought in under the word of who may vouch.

A set replaces the one before. Its text is signed by the officer's own device key or passkey; of an
officer who has lost both, by two others. The note stays beside the keys as the evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.node.ports import Look, Turn
from wasl.seal.passkey import Passkey, check_passkey, decoded, encoded

FIRST_LINE = "wasl-passkeys/1"
FEWEST = 2
MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeySet:
    """An officer's passkeys, and the note that brought them in."""

    passkeys: tuple[Passkey, ...] = ()
    note: str = ""
    at: str = ""


def passkeys_of(look: Look, officer: str) -> tuple[Passkey, ...]:
    """The passkeys an officer may sign with; none where no set was brought in."""
    return held_set(look, officer).passkeys


def held_set(look: Look, officer: str) -> PasskeySet:
    """The set of an officer with its evidence; an empty one where there is none."""
    held = look.setting(_place(officer))
    if held is None:
        return PasskeySet()
    told = canonical.loads(held)
    return PasskeySet(
        passkeys=tuple(
            Passkey(id=decoded(each["id"]), public=decoded(each["public"]))
            for each in told["keys"]
        ),
        note=told["note"],
        at=told["at"],
    )


def put_set(turn: Turn, officer: str, made: PasskeySet) -> None:
    """From now on the officer signs with these and no earlier ones."""
    told = {"at": made.at, "keys": _told(made.passkeys), "note": made.note}
    turn.put_setting(_place(officer), canonical.dumps(told))


def set_text(node: str, officer: str, passkeys: Sequence[Passkey]) -> str:
    """What is signed to bring a set in: whose keys, of which service.

    Refuses ``one-passkey`` for fewer than two or one twice, ``too-large`` for more than eight.
    """
    for passkey in passkeys:
        check_passkey(passkey)
    if len({passkey.id for passkey in passkeys}) < max(FEWEST, len(passkeys)):
        raise RefusedError("one-passkey")
    if len(passkeys) > MOST:
        raise RefusedError("too-large", {"limit": MOST})
    return canonical.statement_text(
        FIRST_LINE, {"keys": _told(passkeys), "node": node, "officer": officer}
    )


def _told(passkeys: Sequence[Passkey]) -> list[dict[str, str]]:
    return [{"id": encoded(each.id), "public": encoded(each.public)} for each in passkeys]


def _place(officer: str) -> str:
    return f"passkeys/{officer}"
