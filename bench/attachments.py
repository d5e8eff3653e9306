"""What a large attachment costs: time, and memory beside what both nodes had before it.

Both nodes are in this process, each on its own encrypted store: what is measured is the sum of
both. The content is made part by part and never lies anywhere whole.

The last line is one JSON object. ``--mib`` is the size of the attachment; 2,048 is the largest.
"""

import argparse
import json
import random
import resource
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from bench.exchange import made_world
from tests.world import Service, World, report
from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.node import files
from wasl.node.ports import Turn
from wasl.node.sent_files import read_file
from wasl.node.wish import Announced, Wish
from wasl.seal.frames import Part
from wasl.seal.parts import PART_BYTES


def part_of(number: int) -> bytes:
    """Bytes that nothing makes shorter, the same at every call."""
    return random.Random(number).randbytes(PART_BYTES)


def peak_kib() -> int:
    """The most memory this process ever had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def brought(one: Service, count: int) -> str:
    """A draft with an attachment of ``count`` parts, released; the hash of the whole."""
    whole, listed = sha256(), b""
    for number in range(count):
        part = part_of(number)
        whole.update(part)
        listed += sha256(part).digest()
    file = Announced(
        sha256=whole.hexdigest(),
        size=count * PART_BYTES,
        parts=sha256(listed).hexdigest(),
        media="video/mp4",
        handling=("H1",),
    )
    plain = report()
    draft = one.draft(
        "amel",
        Wish(
            kind=plain.kind,
            move=plain.move,
            fields=plain.fields,
            body=plain.body,
            attached=[file],
        ),
    )
    bring(one, draft, Part(sha256=sha256(listed).digest(), offset=0, content=listed))
    for number in range(count):
        content = part_of(number)
        bring(one, draft, Part(sha256=whole.digest(), offset=number * PART_BYTES, content=content))
    one.release_draft(draft, "badr")
    return file.sha256


def bring(one: Service, draft: str, part: Part) -> None:
    """One part handed over in a turn of its own, as through the door."""

    def job(turn: Turn) -> None:
        row = turn.draft(draft)
        if row is None:
            raise RuntimeError("no draft")
        place = files.pending_place(row.link, row.salt)
        files.bring(turn, place, canonical.loads(row.act)["files"], part)

    one.turn(job)


def carried(world: World, name: str) -> int:
    """Calls until the attachment is there; how many."""
    theirs = world.tripoli.link().theirs
    for count in range(1, 10_000):
        world.algiers.take(world.tripoli.out(), world.tripoli.name)
        world.tripoli.take(world.algiers.out(), world.algiers.name)
        if world.tripoli.look(lambda look: look.file_in(name, theirs)) is not None:
            return count
    raise RuntimeError("it never came")


def read_back(one: Service, name: str) -> None:
    """Every stretch read as an officer's ``--save-files`` does; the whole has its hash."""
    row = next(row for row in one.entries(ours=False) if read_entry(row.entry).files)
    size = (read_entry(row.entry).files or ())[0].size
    whole, first = sha256(), 0
    while first < size:
        with one.node.store.look() as look:
            stretch = read_file(look, row, name, first=first)
        whole.update(stretch)
        first += len(stretch)
    if whole.hexdigest() != name:
        raise RuntimeError("it is not what it was")


def main() -> None:
    """Draft, carriage and reading of one attachment, each with its time and the peak so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=64)
    count = parser.parse_args().mib
    with tempfile.TemporaryDirectory() as folder:
        world = made_world(Path(folder))
        world.sync()
        start = peak_kib()
        told: dict[str, float] = {"mib": count}
        name = ""
        for what in ("brought", "carried", "read"):
            cpu, wall = time.process_time(), time.perf_counter()
            if what == "brought":
                name = brought(world.algiers, count)
            elif what == "carried":
                told["calls"] = carried(world, name)
            else:
                read_back(world.tripoli, name)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            peak = (peak_kib() - start) / 1024
            told |= {f"{what}_cpu_s": round(cpu, 1), f"{what}_mib_s": round(count / wall, 1)}
            told[f"{what}_peak_mib"] = round(peak, 1)
            rates = f"{count / wall:.1f} MiB/s, {count / cpu:.1f} MiB a CPU second"
            print(f"{what}: {rates}, peak +{peak:.0f} MiB", flush=True)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
