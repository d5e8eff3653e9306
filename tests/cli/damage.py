"""Bytes damaged as a carrier or a hand damages them, and what a node then still holds."""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.cli.pair import Answer, Service
from wasl.core.canonical import Json
from wasl.node.ports import Turn

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples"
OVERRIDE = "\u202e"
ACTING = ("--dossier", "borders", "--officer", "amel")
LENGTH = struct.Struct(">I")


def kept(service: Service) -> tuple[Json, ...]:
    """Everything a node holds that an act, a dispatch or a ceremony could have changed."""

    def job(turn: Turn) -> tuple[Json, ...]:
        links = turn.links()
        logs = [turn.log(name) for link in links for name in (link.own, link.theirs)]
        queues = [(turn.waiting(link.own), turn.pool(link.theirs)) for link in links]
        prekeys = [(turn.own_prekeys(link.own), turn.their_prekeys(link.theirs)) for link in links]
        people = (turn.partners(), turn.officers(), turn.drafts(), turn.house_size())
        return logs, queues, prekeys, people, turn.settings()

    answer: tuple[Json, ...] = service.node.writer.ask(job)
    return answer


def refused(answer: Answer, *, code: int = 1) -> str:
    """The name of the refusal: two lines, the second says what to do, no trace of a fault."""
    what, remedy = answer.err.rstrip("\n").split("\n")
    assert (answer.code, remedy != "", "bug " in answer.err) == (code, True, False)
    return what.rpartition("(")[2].partition(",")[0].rstrip(")")


# ------------------------------------------------------------------------------- damaged bytes

Damage = Callable[[bytes], bytes]


def changed(sound: bytes) -> bytes:
    """One letter of a name is another: what was signed is not what stands there."""
    return sound.replace(b"Liaison", b"Liaisom", 1)


def turned(sound: bytes) -> bytes:
    """The text goes the other way from its first word on."""
    place = next(at for at in range(20, len(sound)) if sound[at : at + 1].isalpha())
    return sound[:place] + OVERRIDE.encode() + sound[place:]


def cut(sound: bytes) -> bytes:
    """About the first half, cut within a quoted text if there is one, not at the end of a line."""
    end = len(sound) // 2
    if sound.count(b'"', 0, end) % 2 == 0:
        end = max(end, sound.find(b'"', end) + 2)
    return sound[:end]


DAMAGES: Mapping[str, Damage] = {
    "nothing": lambda sound: b"",
    "cut": cut,
    "changed": changed,
    "too long": lambda sound: sound + b" " * 2**21,
    "another encoding": lambda sound: sound + "é".encode("latin-1"),
    "another spelling": lambda sound: sound.replace(b'":', b'": ', 1),
    "nested": lambda sound: b'{"a":' * 5_000,
    "a field twice": lambda sound: sound.replace(b"{", b'{"v":1,"v":2,', 1),
    "turned": turned,
}
