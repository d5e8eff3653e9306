"""What a page costs a node with a long past: CPU time of the server, bytes on the wire.

Two services under an arrangement; each has given the other half of the entries, reports read long
ago, and the last of Tripoli are fifty requests nobody at Algiers has answered. The desk of Algiers
is asked in this process, by its whole application: session, questions to the encrypted store, the
line of the house log, template, packing. All CPU of the process is counted, so that of the asking
too, told as `nothing`: a page that does not exist, for nobody. Each page comes twenty times, warm;
the median counts.

``--folder`` keeps the store for the next run; ``--entries`` change its size, ``--lang`` the
language. The last line is one JSON object.
"""

import argparse
import asyncio
import gzip
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.exchange import text_of
from tests.cli.pair import NAMES, PASSPHRASE, Pair, Service, make_homes
from tests.world import ALGIERS, PURPOSE, TRIPOLI
from wasl.core import canonical
from wasl.node import audit, desk
from wasl.node.act import Act, body_reference
from wasl.node.clock import case_reference, stamp
from wasl.node.erasure import mark_opened
from wasl.node.ports import Turn
from wasl.web.app import cookie_name
from wasl.web.desk import WebDesk
from wasl.wiring import Running, caught, running_at, spare_collector

ENTRIES, BATCH, OPEN, NEAR, RENDERS = 100_000, 2_000, 50, 40, 20
READY = "ready"  # the file that says a store is whole
NOTHING = "/static/nothing"
HOST = "127.0.0.1:1"
CEILING_MS, CEILING_BYTES = 50, 15_000

Headers = list[tuple[bytes, bytes]]


# ---------------------------------------------------------------------------------- the store


def made(folder: Path, entries: int) -> None:
    """Both homes with so many entries in each store, in ``folder``."""
    print(f"making a store of {entries:,} entries in {folder}", file=sys.stderr)
    make_homes(folder)
    with opened(folder) as pair:
        each = entries // 2
        for first in range(0, each, BATCH):
            size = min(BATCH, each - first)
            for one, other in ((pair.algiers, pair.tripoli), (pair.tripoli, pair.algiers)):
                asked = range(max(0, first + size - each + OPEN)) if one is pair.tripoli else ()
                numbers = range(first, first + size - len(asked))
                acts = [_report(one.node, other.name, number) for number in numbers]
                acts += [_request(one.node, other.name, number) for number in asked]
                one.node.writer.ask(lambda turn, one=one, acts=acts: _append(one.node, turn, acts))
            pair.exchange()
            _read(pair.algiers.node)
            pair.algiers.node.ask("tray", {"officer": "badr"})
            print(f"  {2 * (first + size):,}", file=sys.stderr)
        pair.exchange()
    (folder / READY).touch()


def _append(running: Running, turn: Turn, acts: Sequence[Act]) -> None:
    (link,) = turn.links()
    for outcome in desk.append(running.node, turn, running.node.book(turn, link), acts):
        if isinstance(outcome, Exception):
            raise outcome


def _report(running: Running, to: str, number: int) -> Act:
    """A report that is kept for a year at most; a few come near their review."""
    days = 5 if number < NEAR else 60 + number % 300
    grading = {"information": "4", "scale": "4x4", "source": "X"}
    fields = {"audience": [to], "grading": grading, "kind": "report", "move": "release"}
    body = {"text": {"fr": text_of(number)}, "title": {"fr": f"Rapport {number}"}}
    return _act(running, fields, body, days)


def _request(running: Running, to: str, number: int) -> Act:
    """A question nobody has answered."""
    fields = {"audience": [to], "kind": "request", "move": "ask", "urgency": "OTHER"}
    words = ("facts", "offence", "question", "why_you")
    return _act(running, fields, {word: {"fr": text_of(number)} for word in words}, 100)


def _act(running: Running, fields: Mapping[str, Any], said: Mapping[str, Any], days: int) -> Act:
    """What two officers have signed and the log has not seen yet."""
    node = running.node
    body, salt, now = canonical.dumps(said), node.draw.draw(32), node.clock.now()
    placed = {
        "body": body_reference(salt, body),
        "by": {
            "drafted": {"role": "drafter", "who": "00" * 8},
            "released": {"role": "releaser", "who": "11" * 8},
        },
        "case": case_reference(node.draw),
        "clock": node.clock_claim(),
        "dossier": "terrorism",
        "handling": ["H1"],
        "lang": {"authentic": "fr", "present": ["fr"]},
        "purpose": PURPOSE,
        "retain_until": stamp(now + timedelta(days=days)),
        "written": stamp(now),
    }
    return Act(fields={**placed, **fields}, salt=salt, body=body)


def _read(running: Running) -> None:
    """Every report that came has been read, each with its line in the house log."""

    def job(turn: Turn) -> None:
        (link,) = turn.links()
        log = turn.log(link.theirs)
        size = log.size if log else 0
        (reader,) = [row for row in turn.officers() if row.id == "farah"]
        for row in turn.entries(link.theirs, max(0, size - BATCH), size):
            if row.kind == "report" and not audit.was_opened(turn, row):
                mark_opened(turn, row, row.at_us)
                facts = {"act": "open", "case": row.case, "purpose": PURPOSE, "role": "handler"}
                audit.house_line(running.node, turn, reader, facts)

    running.writer.ask(job)


@contextmanager
def opened(folder: Path) -> Iterator[Pair]:
    """Both services at work, without doors."""
    with (
        running_at(folder / NAMES[ALGIERS], PASSPHRASE) as algiers,
        running_at(folder / NAMES[TRIPOLI], PASSPHRASE) as tripoli,
    ):
        yield Pair(
            algiers=Service(name=ALGIERS, home=folder / NAMES[ALGIERS], running=algiers),
            tripoli=Service(name=TRIPOLI, home=folder / NAMES[TRIPOLI], running=tripoli),
        )


# ---------------------------------------------------------------------------------- the pages


class Asking:
    """One officer's browser in this process: an ASGI client that keeps its session's cookie."""

    def __init__(self, shown: WebDesk, loop: asyncio.AbstractEventLoop, officer: str) -> None:
        self._app, self._loop = shown.app(), loop
        session = shown.site.sessions.begin()
        if officer:
            shown.site.sessions.enter(session, officer)
        self._cookie = f"{cookie_name(shown.site)}={session.token}; wasl_lang="

    def get(self, path: str, language: str) -> tuple[int, Headers, bytes]:
        """The answer to one GET, its body as it goes over the wire."""
        return self._loop.run_until_complete(self._get(path, language))

    async def _get(self, path: str, language: str) -> tuple[int, Headers, bytes]:
        sent: list[Any] = []
        asked = {
            "accept-encoding": "gzip",
            "accept-language": language,
            "cookie": self._cookie,
            "host": HOST,
            "sec-fetch-site": "same-origin",
        }

        async def receive() -> Any:  # noqa: ANN401 - as ASGI has it
            return {"body": b"", "more_body": False, "type": "http.request"}

        async def send(part: Any) -> None:  # noqa: ANN401 - as ASGI has it
            sent.append(part)

        scope = {
            "headers": [(name.encode(), value.encode()) for name, value in asked.items()],
            "http_version": "1.1",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "raw_path": path.encode(),
            "scheme": "http",
            "type": "http",
        }
        await self._app(scope, receive, send)
        body = b"".join(part.get("body", b"") for part in sent[1:])
        return sent[0]["status"], sent[0]["headers"], body


def places(running: Running) -> list[tuple[str, str, str]]:
    """Each page by its name, an officer who may open it, and its path."""

    def job(turn: Turn) -> tuple[str, str, str]:
        (link,) = turn.links()
        log = turn.log(link.theirs)
        last = turn.entry(link.theirs, log.size - 1) if log else None
        middle = turn.entry(link.theirs, log.size // 2) if log else None
        if last is None or middle is None:
            raise RuntimeError("a store without entries")
        return last.case, last.leaf.hex(), middle.leaf.hex()

    case, last, middle = running.writer.ask(job)
    partner = TRIPOLI
    return [
        ("nothing", "", NOTHING),
        ("tray", "badr", "/"),
        ("tray, dpo", "elias", "/"),
        ("case", "badr", f"/c/{case}"),
        ("item", "farah", f"/i/{last}"),
        ("compose", "amel", "/new"),
        ("compose report", "amel", "/new/report"),
        ("drafts", "badr", "/drafts"),
        ("why not", "badr", "/why"),
        ("log", "badr", f"/log/{partner}/theirs/0"),
        ("heads", "badr", f"/heads/{partner}/theirs/0"),
        ("proof", "badr", f"/proof/{middle}"),
        ("agreed", "badr", "/agreed"),
        ("people", "badr", "/people"),
        ("keys", "chadia", "/keys"),
        ("recognition", "chadia", "/recognition"),
        ("bundles", "badr", "/bundles"),
        ("retention", "elias", "/retention"),
        ("audit", "elias", "/audit"),
        ("audit of a case", "elias", f"/audit/{case}/0"),
        ("oversight", "hakim", "/oversight"),
    ]


def measured(asking: Asking, path: str, language: str, renders: int) -> dict[str, int | float]:
    """The median CPU of a page that is warm, and its size packed and not."""
    status, headers, body = asking.get(path, language)
    spent = []
    for _ in range(renders):
        before = time.process_time()
        status, headers, body = asking.get(path, language)
        spent.append(time.process_time() - before)
    if status != (200 if path != NOTHING else 404):
        raise RuntimeError(f"{path} answers {status}")
    packed = (b"content-encoding", b"gzip") in headers
    return {
        "bytes": len(body),
        "cpu_ms": round(1_000 * statistics.median(spent), 1),
        "plain_bytes": len(gzip.decompress(body)) if packed else len(body),
    }


def profiled(asking: Asking, running: Running, path: str, language: str) -> str:
    """Where the time of a page goes: the questions it asks the node, and what each costs."""
    told: list[str] = []
    ask: Callable[..., Any] = running.ask

    def noted(verb: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the door has it
        before = time.process_time()
        answer = ask(verb, arguments)
        told.append(f"{verb} {1_000 * (time.process_time() - before):.1f}")
        return answer

    running.ask = noted  # type: ignore[method-assign,assignment]  # this process is the bench's
    asking.get(path, language)
    running.ask = ask  # type: ignore[method-assign]
    return ", ".join(told)


def told(running: Running, options: argparse.Namespace) -> dict[str, Any]:
    """A line a page, as it is measured; all of them by name."""
    shown = WebDesk(running, ALGIERS, "Africa/Algiers", caught)
    loop = asyncio.new_event_loop()
    spare_collector()
    found = {}
    print(f"{'page':<16} {'ms CPU':>8} {'packed':>8} {'plain':>8}  the questions, ms CPU each")
    for name, officer, path in places(running):
        if options.page and name not in options.page:
            continue
        asking = Asking(shown, loop, officer)
        one = found[name] = measured(asking, path, options.lang, options.renders)
        over = one["cpu_ms"] > CEILING_MS or one["bytes"] > CEILING_BYTES
        asks = profiled(asking, running, path, options.lang)
        print(
            f"{name:<16} {one['cpu_ms']:8.1f} {one['bytes']:8,} {one['plain_bytes']:8,} "
            f"{'!' if over else ' '} {asks}",
            flush=True,
        )
    loop.close()
    shown.close()
    return found


def main() -> int:
    """Make the store where it is missing, measure, and end with one JSON object."""
    options = argparse.ArgumentParser(prog="script/bench web", description=__doc__)
    options.add_argument("--entries", type=int, default=ENTRIES)
    options.add_argument("--folder", type=Path)
    options.add_argument("--lang", default="ar")
    options.add_argument("--page", action="append", help="only this page; may be repeated")
    options.add_argument("--renders", type=int, default=RENDERS)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / READY).exists():
            made(folder, chosen.entries)
        with running_at(folder / NAMES[ALGIERS], PASSPHRASE) as running:
            found = told(running, chosen)
    print(json.dumps({"entries": chosen.entries, "lang": chosen.lang, "pages": found}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
