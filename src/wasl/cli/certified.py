"""A certificate checked on this machine: whose keys are known, which lists are held, the answer.

Neither a node nor a network is needed. The newest list of each issuer is kept, so that an older
one is known for what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wasl.cli.desk import Desk
from wasl.cli.texts import read_bytes
from wasl.core.canonical import Json, loads
from wasl.core.errors import RefusedError, UnavailableError
from wasl.seal.card import CARD_LIMIT_BYTES, read_card
from wasl.seal.certificate import (
    CERTIFICATE_LIMIT_BYTES,
    ShownCertificate,
    check_days,
    prove_certificate,
    read_certificate,
)
from wasl.seal.keys import Keys, fingerprint, keys_text, read_keys
from wasl.seal.note import read_note
from wasl.seal.revocations import (
    REVOCATIONS_LIMIT_BYTES,
    Revocations,
    certificate_hash,
    check_revoked,
    read_revocations,
    trusted_revocations,
)
from wasl.seal.roots import check_roots
from wasl.wiring import KEYFILE, SOCKET, write_private

FOLDER = "revocations"
SUFFIX = ".note"
CANNOT_TELL = frozenset({"issuer-unknown", "list-missing", "list-too-old"})

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be checked: the file, the keys and the list brought along, on which day."""

    file: str
    keys: Sequence[str]
    revocations: str | None
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What is known here of an issuer; the last three only from a node that holds its log."""

    known: tuple[Keys, ...]
    told: tuple[Revocations, ...] = ()
    grounds: Json = None
    leaf: str = ""


def verdict_on_certificate(desk: Desk, asked: Asked) -> Json:
    """The answer, as plain values: ``answer``, ``as_of``, ``rule``, ``facts`` and what was shown.

    ``certificate`` is there where its issuer issued it. Refuses ``unreadable-file``, what the
    readers of key files refuse, and what the node does.
    """
    found: dict[str, Any] = {
        "answer": "refused",
        "as_of": "",
        "certificate": None,
        "facts": {},
        "fingerprints": [],
        "rule": "",
    }
    keys = _keys_brought(asked.keys)
    content = read_bytes(asked.file, CERTIFICATE_LIMIT_BYTES)
    try:
        shown = read_certificate(content)
        trust = Trust(known=keys) if keys else _trust_of_node(desk, shown)
        found["fingerprints"] = [_named(each) for each in trust.known if each.node == shown.issuer]
        found["as_of"] = _judge(desk, asked, shown, trust, found)
    except RefusedError as refusal:
        answers = {rule: "cannot-tell" for rule in CANNOT_TELL}
        answers |= {"expired": "expired", "revoked": "revoked"}
        answer = answers.get(refusal.rule, "refused")
        return found | {"answer": answer, "facts": refusal.detail, "rule": refusal.rule}
    return found | {"answer": "valid-as-of"}


def read_day(said: str) -> date:
    """A day somebody typed; refuses ``bad-date``."""
    try:
        if _DAY.fullmatch(said):
            return date.fromisoformat(said)
    except ValueError:
        pass
    raise RefusedError("bad-date", {"why": "no such day"})


def _judge(
    desk: Desk, asked: Asked, shown: ShownCertificate, trust: Trust, found: dict[str, Any]
) -> str:
    """The day as of which it counts; refuses as the steps of the format do."""
    proven = prove_certificate(shown, trust.known)
    if trust.leaf and trust.leaf != shown.leaf.hex():
        raise RefusedError("other-entry", {"index": proven.index})
    found["certificate"] = loads(shown.body)
    check_days(proven.certificate, asked.day)
    listed = _listed(desk, asked, shown.issuer, trust.known)
    try:
        counts = check_revoked(proven, (*trust.told, *listed), asked.day)
    except RefusedError as refusal:
        ground = (trust.grounds or {}).get(certificate_hash(shown.leaf), {})
        raise RefusedError(refusal.rule, {**refusal.detail, **ground}) from refusal
    return counts.isoformat()


def _keys_brought(paths: Sequence[str]) -> tuple[Keys, ...]:
    """The key statements of these files, each signed by enough of its own roots."""
    found = []
    for path in paths:
        content = read_bytes(path, CARD_LIMIT_BYTES)
        if content.startswith(b"{"):
            found.append(read_card(content).keys)
        else:
            note = read_note(content)
            keys = read_keys(note)
            check_roots(note, keys)
            found.append(keys)
    return tuple(found)


def _trust_of_node(desk: Desk, shown: ShownCertificate) -> Trust:
    """What the node of this home knows; nothing where there is none."""
    if not ((desk.home / KEYFILE).exists() or (desk.home / SOCKET).exists()):
        return Trust(known=())
    place = {"index": shown.entry.index, "issuer": shown.issuer, "link": shown.entry.link}
    told = desk.ask("certificate-trust", place)
    return Trust(
        known=tuple(read_keys(read_note(note.encode())) for note in told["statements"]),
        told=(Revocations.model_validate_json(told["told"]),) if told["told"] else (),
        grounds=told["grounds"],
        leaf=told["leaf"],
    )


def _listed(
    desk: Desk, asked: Asked, issuer: str, known: tuple[Keys, ...]
) -> tuple[Revocations, ...]:
    """The list brought along, or the one kept here; the newest seen is kept."""
    path = desk.home / FOLDER / f"{issuer}{SUFFIX}"
    kept = _kept(path)
    if asked.revocations is None:
        return (trusted_revocations(kept, issuer, known, held=0),) if kept else ()
    held = read_revocations(read_note(kept)).n if kept else 0
    content = read_bytes(asked.revocations, REVOCATIONS_LIMIT_BYTES)
    listed = trusted_revocations(content, issuer, known, held=held)
    if content != kept:
        _keep(path, content)
    return (listed,)


def _kept(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise UnavailableError("no-file", {"file": path.name}) from error


def _keep(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, content)
    except OSError as error:
        raise UnavailableError("no-file", {"file": path.name}) from error


def _named(keys: Keys) -> Json:
    return {"fingerprint": fingerprint(keys_text(keys)).hex(), "node": keys.node}
