"""How much the mechanism costs beside the primitives it is made of, in one run.

Ours: acts judged, canonical, appended, signed, durable, sealed, carried, opened, verified, judged
again, copied, counter-signed, durable, and the receipt durable at its author; both nodes are in
this process and all its CPU is counted. Raw: the same entries and bodies, canonical bytes and
hash, one FULL commit of them on each side, one signature made and verified a batch, the same
dispatches packed, sealed and opened.

The last line is one JSON object. ``--entries``, ``--batch``, ``--rounds`` change the size.
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.world import PURPOSE, Service, World, report
from wasl.core import canonical
from wasl.core.log import Range, leaf_hash
from wasl.node import desk
from wasl.node.act import Act, body_reference
from wasl.node.clock import case_reference, stamp
from wasl.node.ports import Turn
from wasl.node.wish import Wish
from wasl.seal.envelope import new_prekey, open_dispatch, seal
from wasl.seal.frames import Frame, FrameKind, body_frame
from wasl.seal.note import Note, sign, verify
from wasl.store import cipher
from wasl.store.engine import create_store
from wasl.wiring import spare_collector

# As many as one checkpoint covers at most; and as few as a batch worth the name.
ENTRIES, BATCH, SMALL_BATCH, ROUNDS = 4_000, 1_000, 100, 3

# Invented prose: sentences put together from parts, so that texts differ as texts do. Reports of
# about 1.1 kB that repeat each other would make compression, and so the raw loop, too cheap.
SUBJECTS = (
    "Une patrouille",
    "Le poste nord",
    "Un témoin",
    "Le chef de convoi",
    "Une source ouverte",
    "Le garde du puits",
    "Un commerçant",
    "L'équipe de nuit",
    "دورية",
    "مركز المراقبة",
    "سائق شاحنة",
)
VERBS = (
    "a observé",
    "signale",
    "décrit",
    "confirme",
    "n'a pas revu",
    "compare",
    "a photographié",
    "évoque",
    "شاهدت",
    "أبلغ عن",
    "وصف",
)
THINGS = (
    "deux véhicules tout-terrain",
    "un campement provisoire",
    "des bidons alignés",
    "une piste récente",
    "trois motos sans plaques",
    "un dépôt de vivres",
    "une antenne démontée",
    "des traces de pneus larges",
    "شاحنتين صغيرتين",
    "مخيما مؤقتا",
    "آثار إطارات",
)
PLACES = (
    "près du puits",
    "à l'ombre des rochers",
    "au bord de l'oued",
    "sur la route des caravanes",
    "au sud du poste",
    "derrière la dune haute",
    "قرب البئر",
    "جنوب المركز",
    "على حافة الوادي",
)
ENDS = (
    "avant le coucher du soleil",
    "sans autre précision",
    "au troisième passage",
    "selon deux personnes",
    "par temps de sable",
    "قبل الغروب",
    "دون تفاصيل أخرى",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way cost: seconds of CPU and of the clock for a number of entries."""

    cpu: float
    wall: float


def measured(work: Callable[[], Any]) -> Cost:
    """The CPU of this process, system time included, and the wall time of some work."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Cost(time.process_time() - cpu, time.perf_counter() - wall)


@cache
def text_of(number: int) -> str:
    """A text of about 1.1 kB that differs from every other, as texts do."""
    pick = random.Random(number)
    sentences = []
    while sum(len(sentence.encode()) for sentence in sentences) < 1_050:
        parts = [pick.choice(part) for part in (SUBJECTS, VERBS, THINGS, PLACES, ENDS)]
        sentences.append(" ".join(parts) + f" ({pick.randrange(10**6)}).")
    return " ".join(sentences)


def made_world(folder: Path) -> World:
    """Two services under an arrangement in force, each on its own encrypted store."""
    stores = []
    for name in ("algiers", "tripoli"):
        home = folder / name
        home.mkdir(mode=0o700)
        stores.append(create_store(home, sha256(name.encode()).digest()))
    world = World((stores[0], stores[1]))
    world.meet()
    world.arrange()
    return world


def released(service: Service, number: int) -> Act:
    """A released report: two officers have signed, the log has not seen it yet."""
    node = service.node
    body = canonical.dumps({"text": {"fr": text_of(number)}, "title": {"fr": f"Rapport {number}"}})
    salt = node.draw.draw(32)
    who = {"role": "drafter", "who": "00" * 8}
    other = {"role": "releaser", "who": "11" * 8}
    fields = {
        "audience": ["liaison.ly.example"],
        "body": body_reference(salt, body),
        "by": {"drafted": who, "released": other},
        "case": case_reference(node.draw),
        "clock": node.clock_claim(),
        "dossier": "terrorism",
        "grading": {"information": "4", "scale": "4x4", "source": "X"},
        "handling": ["H1"],
        "kind": "report",
        "lang": {"authentic": "fr", "present": ["fr"]},
        "move": "release",
        "purpose": PURPOSE,
        "retain_until": "2026-09-01T00:00:00Z",
        "written": stamp(node.clock.now()),
    }
    return Act(fields=fields, salt=salt, body=body)


def ours(world: World, numbers: range, batch: int) -> None:
    """Every entry from its act to its durable receipt, ``batch`` of them at a time."""
    algiers, tripoli = world.algiers, world.tripoli
    for first in range(numbers.start, numbers.stop, batch):
        made = [released(algiers, n) for n in range(first, min(first + batch, numbers.stop))]
        algiers.turn(lambda turn, made=made: _append(algiers, turn, made))
        tripoli.take(algiers.out(), algiers.name)
        algiers.take(tripoli.out(), tripoli.name)


def _append(service: Service, turn: Turn, made: list[Act]) -> None:
    book = service.node.book(turn, service.link_in(turn))
    for outcome in desk.append(service.node, turn, book, made):
        if isinstance(outcome, Exception):
            raise outcome


class Raw:
    """The same primitives in a plain loop: no rules, no log, no receipts."""

    def __init__(self, world: World, folder: Path) -> None:
        self.author = next(iter(world.algiers.node.identity.keysets.values())).author
        self.prekey = new_prekey(b"\1" * 8, b"\2" * 96)
        self.public = self.prekey.public(world.clock.now())
        self.sides = [self._side(folder / f"raw-{n}") for n in (1, 2)]
        self.at = 0

    def _side(self, path: Path) -> cipher.Raw:
        path.touch(0o600)
        raw = cipher.connect(path, b"\3" * 32, cipher.STORE_SETTINGS)
        raw.execute("CREATE TABLE kept (at INTEGER PRIMARY KEY, leaf BLOB, entry BLOB, body BLOB)")
        return raw

    def run(self, batches: list[list[tuple[dict[str, Any], dict[str, Any], bytes]]]) -> None:
        """Each batch: bytes and hashes, a commit on each side, a signature, a dispatch."""
        for batch in batches:
            rows, frames = [], []
            tree = Range(size=0, peaks=())
            for fields, body, salt in batch:
                entry, content = canonical.dumps(fields), canonical.dumps(body)
                rows.append((self.at + len(rows), leaf_hash(entry), entry, salt + content))
                frames.append(Frame(kind=FrameKind.ENTRY, payload=entry))
                frames.append(body_frame(salt, content))
            tree = tree.extend(row[1] for row in rows)
            text = f"raw\n{tree.root().hex()}\n"
            note = Note(text=text, lines=(sign(text, self.author),))
            self._commit(self.sides[0], rows)
            sealed = seal(frames, prekey=self.public, sender_link="ab" * 16)
            open_dispatch(sealed, prekey=self.prekey, sender_link="ab" * 16)
            verify(note, [self.author.verify_key()])
            self._commit(self.sides[1], rows)
            self.at += len(rows)

    def _commit(self, raw: cipher.Raw, rows: list[tuple[int, bytes, bytes, bytes]]) -> None:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany("INSERT INTO kept VALUES (?, ?, ?, ?)", rows)
        raw.execute("COMMIT")


def raw_batches(
    world: World, numbers: range, batch: int
) -> list[list[tuple[dict[str, Any], dict[str, Any], bytes]]]:
    """The entries and bodies of our own run, as plain values for the raw loop."""
    link = world.algiers.link()
    with world.algiers.node.store.look() as look:
        log = look.log(link.own)
        assert log is not None
        rows = look.entries(link.own, log.size - len(numbers), log.size)
    found = []
    for row, number in zip(rows, numbers, strict=True):
        body = {"text": {"fr": text_of(number)}, "title": {"fr": f"Rapport {number}"}}
        found.append((canonical.loads(row.entry), body, sha256(row.leaf).digest()))
    return [found[at : at + batch] for at in range(0, len(found), batch)]


def lone_entry_commits(world: World) -> int:
    """Durable commits of both nodes from the draft of one report to its receipt at home."""
    stores = (world.algiers.node.store, world.tripoli.node.store)
    world.sync()
    before = sum(store.commits for store in stores)
    draft = world.algiers.draft("amel", report())
    world.algiers.release_draft(draft, "badr")
    world.call(world.algiers, world.tripoli)
    own = world.algiers.own()
    assert own.countersigned == own.size
    return sum(store.commits for store in stores) - before


def empty_sync_bytes(world: World) -> int:
    """What one call and its answer carry when neither side has news."""
    world.sync()
    there = world.algiers.out()
    world.tripoli.take(there, world.algiers.name)
    back = world.tripoli.out()
    world.algiers.take(back, world.tripoli.name)
    return sum(4 + len(dispatch) for dispatch in (*there, *back))


def request_sealed_bytes(world: World) -> int:
    """One bilingual request with its checkpoint, sealed for its recipient."""
    french = (
        "Le véhicule décrit a-t-il franchi un poste de votre côté depuis le premier du mois? "
        "Nous cherchons la date, le poste et le nom porté sur le document du conducteur."
    )
    arabic = (
        "هل عبرت المركبة الموصوفة أحد مراكزكم منذ بداية الشهر؟ نطلب التاريخ واسم المركز "
        "والاسم المدون في وثيقة السائق، ولا نحتاج إلى أي معلومة أخرى في هذه المرحلة."
    )
    both = {"ar": arabic, "fr": french}
    short = {"ar": "طلب عاجل في إطار الترتيب", "fr": "Demande urgente selon l'arrangement"}
    wish = Wish(
        kind="request",
        move="ask",
        fields={
            "dossier": "borders",
            "handling": ["H1"],
            "purpose": PURPOSE,
            "retain_until": "2026-09-01T00:00:00Z",
            "urgency": "URGENT_DIRECT",
        },
        body={
            "facts": both,
            "link_of_person": short,
            "offence": short,
            "persons": [
                {
                    "born": "1988",
                    "name": {"script": "Arab", "written": "سالم بن ناصر الورفلي"},
                    "nationality": "LY",
                    "role": "SUSPECT",
                }
            ],
            "question": both,
            "urgency_reason": short,
            "why_you": short,
        },
    )
    world.sync()
    world.algiers.release(wish)
    sealed = world.algiers.out()[1:]
    world.tripoli.take(sealed, world.algiers.name)
    return sum(len(dispatch) for dispatch in sealed)


def help_cpu_seconds() -> float:
    """CPU of ``wasl --help`` in a process of its own; the median of five."""
    found = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-m", "wasl", "--help"], check=True, stdout=subprocess.DEVNULL
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What the rounds of one size of batch came to, in the median."""

    ratio: float
    entries_per_cpu_second: float
    entries_per_second: float


def rate(world: World, raw: Raw, numbers: Sequence[range], batch: int) -> Rate:
    """Each stretch of numbers once by our way and once by the raw loop, next to each other."""
    ratios, rates, walls = [], [], []
    for number, stretch in enumerate(numbers, 1):
        for text in stretch:
            text_of(text)  # an officer wrote it: not ours to pay for
        mine = measured(lambda stretch=stretch: ours(world, stretch, batch))
        batches = raw_batches(world, stretch, batch)
        plain = measured(lambda batches=batches: raw.run(batches))
        ratios.append(plain.cpu / mine.cpu)
        rates.append(len(stretch) / mine.cpu)
        walls.append(len(stretch) / mine.wall)
        print(
            f"batches of {batch:5}, round {number}: ours {mine.cpu / len(stretch) * 1e6:6.1f} µs "
            f"CPU an entry, raw {plain.cpu / len(stretch) * 1e6:6.1f}, ratio {ratios[-1]:.3f}, "
            f"{rates[-1]:,.0f} entries a CPU second, {walls[-1]:,.0f} a second"
        )
    return Rate(
        ratio=statistics.median(ratios),
        entries_per_cpu_second=statistics.median(rates),
        entries_per_second=statistics.median(walls),
    )


def main() -> int:
    """Print the table and the JSON line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=ENTRIES)
    options.add_argument("--batch", type=int, default=BATCH)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args()
    spare_collector()
    # The first warms: caches, first pages. Every text is written once.
    starts = range(0, (chosen.rounds + 1) * chosen.entries, chosen.entries)
    numbers = [range(start, start + chosen.entries) for start in starts]
    small = [range(stretch.start + 10**6, stretch.stop + 10**6) for stretch in numbers[1:]]
    with tempfile.TemporaryDirectory() as folder:
        world = made_world(Path(folder))
        raw = Raw(world, Path(folder))
        ours(world, numbers[0][: chosen.batch], chosen.batch)
        large = rate(world, raw, numbers[1:], chosen.batch)
        found = {
            "batch": chosen.batch,
            "empty_sync_bytes": empty_sync_bytes(world),
            "entries_per_cpu_second": round(large.entries_per_cpu_second),
            "entries_per_second": round(large.entries_per_second),
            "help_cpu_seconds": round(help_cpu_seconds(), 3),
            "lone_entry_commits": lone_entry_commits(world),
            "ratio_to_raw": round(large.ratio, 3),
            "ratio_to_raw_batch_100": round(rate(world, raw, small, SMALL_BATCH).ratio, 3),
            "request_sealed_bytes": request_sealed_bytes(world),
        }
    for name, value in found.items():
        print(f"{name:28} {value}")
    print(json.dumps(found, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
