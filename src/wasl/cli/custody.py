"""Acts of the custodian: drafted here under the custodian's key, released by the head."""

from collections.abc import Mapping
from typing import Any

from wasl.cli.desk import Desk
from wasl.core.canonical import Json
from wasl.wiring import Door


def remark(desk: Desk, text: str | None) -> dict[str, Any] | None:
    """A few words beside a move, in the language of the officer."""
    return {"text": {desk.speech.language: text}} if text else None


def case_of(door: Door, reference: str) -> Json:
    """A case with both halves; refuses ``no-such-case``."""
    return door.ask("case", {"reference": reference})


def statement_of_case(door: Door, told: Json, moves: frozenset[str]) -> str:
    """The note of the latest statement that one of these moves brought; empty if none did."""
    named = [
        entry["statement"]
        for entry in told["entries"]
        if entry["move"] in moves and entry["statement"] and not entry["rule"]
    ]
    if not named:
        return ""
    note: str = door.ask("statement", {"sha256": named[-1]})["note"]
    return note


def in_case(told: Json, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The fields of a further move of this case."""
    return {"case": told["case"], **(fields or {})}
