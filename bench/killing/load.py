"""Officers at work while nodes die: drafts and releases through the door, each answer kept.

An answer that was lost with its node is asked for again: a draft that is gone was released, so it
counts as acknowledged; a draft that is gone without its release having been asked for was lost.
"""

import random
import threading
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bench.killing.sides import PATIENCE_SECONDS, Side, StalledError, pause
from tests.world import PURPOSE
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.clock import SystemClock, monotonic_seconds, stamp

DRAFTER, RELEASER = "amel", "badr"
AGAIN_SECONDS = 0.05
MARKING = {"dossier": "terrorism", "handling": ["H1"], "purpose": PURPOSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A release the node said yes to: its case, and its place where the answer told one."""

    kind: str
    case: str
    leaf: str = ""
    index: int = -1


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What the officers of one side were told, as they keep it on paper."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    unanswered: int = 0
    faults: list[str] = field(default_factory=list)
    recallable: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, told: Acknowledged) -> None:
        """One more release was acknowledged."""
        with self.lock:
            self.acknowledged.append(told)
            if told.kind == "report" and told.leaf:
                self.recallable.append(told.leaf)

    def one_to_recall(self, chance: random.Random) -> str:
        """The leaf of a report that nobody has recalled yet, or nothing."""
        with self.lock:
            if not self.recallable:
                return ""
            return self.recallable.pop(chance.randrange(len(self.recallable)))

    def fault(self, said: str) -> None:
        """What must not happen."""
        with self.lock:
            self.faults.append(said)


def wish(ledger: Ledger, chance: random.Random) -> dict[str, Any]:
    """What an officer fills in next: mostly a report, at times with a file; a note; a recall."""
    now = SystemClock().now()
    roll = chance.random()
    text = f"Texte inventé numéro {chance.getrandbits(48)}. " * chance.randint(1, 12)
    retained = {**MARKING, "retain_until": stamp(now + timedelta(days=90))}
    leaf = ledger.one_to_recall(chance) if roll < 0.06 else ""
    if leaf:
        fields = {
            **MARKING,
            "about": [leaf],
            "code": "ERROR",
            "due": stamp(now + timedelta(days=3)),
        }
        return {"kind": "recall", "move": "order", "fields": fields}
    if roll < 0.2:
        said = {"fr": "Merci de rappeler la permanence demain. " * chance.randint(1, 9)}
        return {"kind": "note", "move": "send", "fields": retained, "body": {"text": said}}
    asked: dict[str, Any] = {
        "kind": "report",
        "move": "release",
        "fields": {**retained, "grading": {"information": "4", "scale": "4x4", "source": "X"}},
        "body": {"text": {"fr": text}, "title": {"fr": "Rapport"}},
    }
    if roll > 0.95:
        content = b64encode(chance.randbytes(chance.randint(1, 60_000))).decode()
        file = {"content": content, "handling": ["H1"], "media": "application/octet-stream"}
        asked["attached"] = [file]
    return asked


def drafted(side: Side, wished: Mapping[str, Json], ledger: Ledger) -> tuple[str, str]:
    """A draft by its id, and its case; both empty where the node died over it."""
    asked = {"officer": DRAFTER, "partner": side.partner, "wish": dict(wished)}
    try:
        prepared = side.ask("prepare", asked)
        signed = side.signed(prepared.pop("text"), DRAFTER)
        kept = side.ask("draft", {"officer": DRAFTER, "prepared": prepared, "signed": signed})
    except UnavailableError:
        pause(AGAIN_SECONDS)
        return "", ""
    except (RefusedError, RuntimeError) as fault:
        ledger.fault(f"{side.name} drafts {wished['kind']}: {fault}")
        return "", ""
    return kept["draft"], prepared["fields"]["case"]


def released(side: Side, draft: str, told: Acknowledged, ledger: Ledger) -> None:
    """The draft is released, asked for again until the node has said whether it was."""
    asked = False
    ends = monotonic_seconds() + PATIENCE_SECONDS
    while True:
        run = side.run
        try:
            shown = side.ask("release-text", {"draft": draft})
            signed = side.signed(shown["text"], RELEASER)
            asked = True
            answer = side.ask("release", {"draft": draft, "officer": RELEASER, "signed": signed})
        except UnavailableError as lost:
            if monotonic_seconds() > ends:
                raise StalledError(f"{side.name} did not answer a release in time") from lost
            pause(AGAIN_SECONDS)
        except (RefusedError, RuntimeError) as fault:
            if asked and isinstance(fault, RefusedError) and fault.rule == "no-such-draft":
                ledger.unanswered += 1
                ledger.keep(told)
            else:
                ledger.fault(f"{side.name} releases {told.kind}: {fault}")
            return
        else:
            _keep(side, run, told, answer, ledger)
            return


def _keep(side: Side, run: int, told: Acknowledged, answer: Json, ledger: Ledger) -> None:
    """The node's yes, with the place it told: an act that waits for its epoch has none yet."""
    if answer["state"] == "released":
        side.bore_fruit(run)
        told = replace(told, leaf=answer["leaf"], index=answer["index"])
    ledger.keep(told)


def work(side: Side, ledger: Ledger, chance: random.Random, enough: threading.Event) -> None:
    """One drafter and one releaser at their desks: small batches, until it is enough."""
    while not enough.is_set():
        wishes = [wish(ledger, chance) for _ in range(chance.randint(1, 6))]
        drafts = [(each["kind"], *drafted(side, each, ledger)) for each in wishes]
        for kind, draft, case in drafts:
            if draft:
                released(side, draft, Acknowledged(kind=kind, case=case), ledger)
        enough.wait(chance.uniform(0, 0.02))


@contextmanager
def at_work(
    sides: Sequence[Side], desks: int, chance: random.Random
) -> Iterator[dict[str, Ledger]]:
    """``desks`` pairs of officers work on each side inside the block; what they were told."""
    ledgers = {side.name: Ledger() for side in sides}
    enough = threading.Event()
    officers = [
        threading.Thread(
            target=_watched,
            args=(side, ledgers[side.name], random.Random(chance.getrandbits(64)), enough),
        )
        for side in sides
        for _ in range(desks)
    ]
    for officer in officers:
        officer.start()
    try:
        yield ledgers
    finally:
        enough.set()
        for officer in officers:
            officer.join()


def _watched(side: Side, ledger: Ledger, chance: random.Random, enough: threading.Event) -> None:
    try:
        work(side, ledger, chance, enough)
    except StalledError as stalled:
        ledger.fault(str(stalled))
