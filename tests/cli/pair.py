"""Two services at work for tests of the command: real homes, stores, doors and lines.

They have met, recognise each other and are under an arrangement; ``pair.algiers.run("tray", …)``
is the command itself. Nothing travels unless a test makes it: ``pair.exchange()`` is the line.
"""

import asyncio
import json
import shutil
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.world import ALGIERS, ARRANGEMENT_ID, ROLES, TRIPOLI, arrangement, signed
from wasl.cli.desk import DEVICE_LABEL, DEVICES
from wasl.cli.main import run
from wasl.core.arrangement import Party, ThreeNames, arrangement_text
from wasl.core.canonical import Json
from wasl.node import carriage
from wasl.node.carriage import Report
from wasl.node.clock import SystemDraw
from wasl.node.outgoing import Road
from wasl.node.ports import Turn
from wasl.seal.note import KeyKind, Note, SigningKey, read_note, sign, write_note
from wasl.seal.recognition import Recognition, recognition_text
from wasl.seal.roots import RootKey, new_root
from wasl.seal.vault import Stretch, unwrap, wrap
from wasl.transport.http import Listener
from wasl.transport.reception import Reception
from wasl.transport.socket_door import serve_door
from wasl.wiring import SOCKET, Progress, Running, found, name_bug, running_at, write_private

PASSPHRASE = "une phrase de passe inventée"
STRETCH = Stretch(memory_kib=8_192, passes=1, lanes=1)
NAMES = {ALGIERS: "Alger", TRIPOLI: "Tripoli"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one command did: its exit code and what it said."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Json:
        """What it said, as JSON."""
        return json.loads(self.out)


@dataclass(slots=True, kw_only=True)
class Service:
    """One service: its home, its node while the test lasts, its root holders."""

    name: str
    home: Path
    capture: pytest.CaptureFixture[str] | None = None
    running: Running | None = None

    @property
    def node(self) -> Running:
        assert self.running is not None
        return self.running

    def run(self, *words: str, lang: str = "en") -> Answer:
        """The command, as an officer of this service types it."""
        assert self.capture is not None
        self.capture.readouterr()
        code = run(["--home", str(self.home), "--lang", lang, *words])
        said = self.capture.readouterr()
        return Answer(code=code, out=said.out, err=said.err)

    def ask(self, *words: str) -> Json:
        """The same with ``--json``; it must succeed."""
        answer = self.run(*words, "--json")
        assert answer.code == 0, answer.err
        return answer.value

    def released(
        self, *words: str, by: tuple[str, str] = ("amel", "badr"), heard: str = ""
    ) -> Json:
        """An act drafted by one officer and released by another; what the release answered.

        ``heard`` is an officer who gives the word it needs besides.
        """
        drafted = self.ask(*words, "--officer", by[0])
        for each in drafted["drafts"] if heard else ():
            self.ask("release", "vouch", each["draft"], "--officer", heard, "--yes")
        answers = [
            self.ask("release", each["draft"], "--officer", by[1], "--yes")
            for each in drafted["drafts"]
        ]
        return answers[-1]


@dataclass(slots=True, kw_only=True)
class Pair:
    """Algiers and Tripoli; ``loop`` is where their doors and lines live."""

    algiers: Service
    tripoli: Service
    loop: asyncio.AbstractEventLoop | None = None

    def heard_by(self, capture: pytest.CaptureFixture[str]) -> "Pair":
        """The pair, what its commands say read from here."""
        self.algiers.capture = self.tripoli.capture = capture
        return self

    @contextmanager
    def line_to(self, service: Service) -> Iterator[str]:
        """The address at which a service is called, inside the block."""
        assert self.loop is not None
        roads = service.node.roads

        async def answer(partner: str, body: bytes) -> bytes:
            return await asyncio.to_thread(roads.answer, partner, body)

        listener = Listener(
            Reception(partner_of=roads.partner_of, answer=answer, name_bug=name_bug),
            roads.server_context(),
            host="127.0.0.1",
            port=0,
        )
        _in(self.loop, listener.start())
        try:
            yield f"https://127.0.0.1:{listener.port}"
        finally:
            _in(self.loop, listener.stop())

    def exchange(self, rounds: int = 12) -> None:
        """Calls between the two until neither has news."""
        exchange_between(self.algiers, self.tripoli, rounds)


def report_file(folder: Path, text: str = "Saisie à Maghnia\n\nTexte inventé.\n") -> str:
    """A press article somebody saved."""
    path = folder / "article.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def exchange_between(one: Service, other: Service, rounds: int = 12) -> None:
    """Calls between two services until neither has news for the other."""
    for _ in range(rounds):
        _carry(one, other)
        _carry(other, one)
        if not (_has_news(one, other) or _has_news(other, one)):
            return
    raise AssertionError("the two never came to rest")


def _carry(one: Service, other: Service) -> None:
    def out(turn: Turn) -> list[bytes]:
        node = one.node.node
        link = node.link_with(turn, other.name)
        return carriage.compose(node, turn, node.book(turn, link), Road.LINE)

    dispatches = one.node.writer.ask(out)

    def take(turn: Turn) -> None:
        carriage.absorb(other.node.node, turn, dispatches, partner=one.name, report=Report())

    other.node.writer.ask(take)


def _has_news(service: Service, other: Service) -> bool:
    def job(turn: Turn) -> bool:
        node = service.node.node
        links = [link for link in turn.links() if link.partner == other.name]
        return any(carriage.has_news(node, turn, node.book(turn, link)) for link in links)

    answer: bool = service.node.writer.ask(job)
    return answer


# ------------------------------------------------------------------------------ made once, copied


def make_homes(folder: Path) -> None:
    """Both homes in ``folder``, met and under an arrangement."""
    roots = {node: _found(folder / NAMES[node], node) for node in NAMES}
    with ExitStack() as stack:
        running = {
            node: stack.enter_context(running_at(folder / NAMES[node], PASSPHRASE))
            for node in NAMES
        }
        for node, one in running.items():
            statement = (folder / NAMES[node] / "statement").read_text(encoding="utf-8")
            note = write_note(signed(statement, roots[node][:2]))
            one.ask("key-adopt", {"statement": note.decode()})
            _officers(folder / NAMES[node], one)
        _meet(running)
        pair = Pair(
            algiers=_service(running, ALGIERS, folder), tripoli=_service(running, TRIPOLI, folder)
        )
        for node, other in ((ALGIERS, TRIPOLI), (TRIPOLI, ALGIERS)):
            _recognise(running[node], other, roots[node])
        pair.exchange()
        _arrange(pair, running, roots)


def _service(running: Mapping[str, Running], node: str, folder: Path) -> Service:
    return Service(name=node, home=folder / NAMES[node], running=running[node])


def _found(home: Path, node: str) -> list[RootKey]:
    draw = SystemDraw()
    roots = [new_root(f"holder {n}", node, n, draw.draw) for n in (1, 2, 3)]
    today = datetime.now(UTC).date()  # noqa: TID251 - the homes are used now
    founding = {
        "node": node,
        "office": f"Liaison office of {node}",
        "roots": tuple(root.stated(today, today + timedelta(days=3650)) for root in roots),
        "threshold": 2,
    }
    names = ThreeNames(ar="مكتب الاتصال", en="Liaison office", fr="Bureau de liaison")
    found(home, names, founding, PASSPHRASE, STRETCH)
    return roots


def _officers(home: Path, one: Running) -> None:
    draw = SystemDraw()
    (home / DEVICES).mkdir(mode=0o700)
    for officer, roles in ROLES.items():
        private = draw.draw(32)
        wrapped = wrap(private, PASSPHRASE, STRETCH, label=DEVICE_LABEL, draw=draw.draw)
        write_private(home / DEVICES / f"{officer}.key", wrapped)
        key = SigningKey(name=officer, kind=KeyKind.ED25519, private=private)
        one.ask(
            "officer-add",
            {
                "key": key.verify_key().public.hex(),
                "name": officer.title(),
                "officer": officer,
                "roles": list(roles),
            },
        )


def _meet(running: Mapping[str, Running]) -> None:
    cards = {
        node: one.ask("key-card", {"partner": other})["card"]
        for (node, one), other in zip(running.items(), (TRIPOLI, ALGIERS), strict=True)
    }
    for node, one in running.items():
        card = cards[TRIPOLI if node == ALGIERS else ALGIERS]
        read = one.ask("key-read", {"card": card})
        one.ask("key-meet", {"card": card, "fingerprint": read["fingerprint"], "url": ""})


def _act(one: Running, partner: str, wish: Json) -> None:
    """An act of the custodian, released by the head, both keys signing here."""
    prepared = one.ask("prepare", {"officer": "chadia", "partner": partner, "wish": wish})
    text = prepared.pop("text")
    signed_text = device_signed(one, text, "chadia")
    draft = one.ask("draft", {"officer": "chadia", "prepared": prepared, "signed": signed_text})
    text = one.ask("release-text", {"draft": draft["draft"]})["text"]
    asked = {
        "draft": draft["draft"],
        "officer": "driss",
        "signed": device_signed(one, text, "driss"),
    }
    one.ask("release", asked)


def device_signed(one: Running, text: str, officer: str) -> str:
    """A text under an officer's device key, as the command signs it."""
    wrapped = (one.home / DEVICES / f"{officer}.key").read_bytes()
    key = SigningKey(
        name=f"{one.node.identity.node}/wasl/officer/{officer}",
        kind=KeyKind.ED25519,
        private=unwrap(wrapped, PASSPHRASE, label=DEVICE_LABEL),
    )
    return write_note(Note(text=text, lines=(sign(text, key),))).decode()


def _recognise(one: Running, other: str, roots: Sequence[RootKey]) -> None:
    one.ask("open-link", {"partner": other, "arrangement_id": ARRANGEMENT_ID})
    text = recognition_text(
        Recognition(
            arrangement_id=ARRANGEMENT_ID,
            by=one.node.identity.node,
            decided_by="the head of the service",
            decided_on=date.today().isoformat(),  # noqa: DTZ011, TID251 - the homes are used now
            keys_sha256=one.ask("partner-keys", {"partner": other})["keys_sha256"],
            move="recognise",
            node=other,
            office="Liaison",
            until="2030-03-01",
        )
    )
    note = write_note(signed(text, roots[:2])).decode()
    _act(one, other, {"kind": "recognition", "move": "recognise", "statement": note})


def _arrange(
    pair: Pair, running: Mapping[str, Running], roots: Mapping[str, Sequence[RootKey]]
) -> None:
    """Algiers proposes, Tripoli signs, Algiers concludes."""
    names = ThreeNames(ar="مكتب", en="Office", fr="Bureau")
    keys = {
        ALGIERS: running[TRIPOLI].ask("partner-keys", {"partner": ALGIERS})["keys_sha256"],
        TRIPOLI: running[ALGIERS].ask("partner-keys", {"partner": TRIPOLI})["keys_sha256"],
    }
    parties = tuple(
        Party(keys_sha256=keys[node], name=names, node=node, office="Liaison") for node in NAMES
    )
    text = arrangement_text(arrangement(parties=parties, review="2030-03-01"))
    author = next(iter(running[ALGIERS].node.identity.keysets.values())).author
    proposed = write_note(Note(text=text, lines=(sign(text, author),))).decode()
    words = {"text": {language: "Texte inventé." for language in ("ar", "en", "fr")}}
    _act(
        running[ALGIERS],
        TRIPOLI,
        {"kind": "arrangement", "move": "propose", "statement": proposed, "body": words},
    )
    pair.exchange()
    case = running[ALGIERS].ask("arrangements", {"partner": TRIPOLI})[0]["case"]
    until = (datetime.now(UTC) + timedelta(days=30)).isoformat()[:19] + "Z"  # noqa: TID251
    agreed = signed(text, roots[TRIPOLI][:2])
    _act(
        running[TRIPOLI],
        ALGIERS,
        {
            "kind": "arrangement",
            "move": "sign",
            "fields": {"case": case, "offer_until": until},
            "statement": write_note(agreed).decode(),
        },
    )
    pair.exchange()
    both = signed(text, roots[ALGIERS][:2], read_note(write_note(agreed)))
    _act(
        running[ALGIERS],
        TRIPOLI,
        {
            "kind": "arrangement",
            "move": "conclude",
            "fields": {"case": case},
            "statement": write_note(both).decode(),
        },
    )
    pair.exchange()


# ------------------------------------------------------------------------------- open for a test


@contextmanager
def open_pair(template: Path, folder: Path) -> Iterator[Pair]:
    """The pair, copied into ``folder`` and running, with the door of each home open."""
    pair = copied_pair(template, folder)
    with serving(pair, pair.algiers, pair.tripoli):
        yield pair


@contextmanager
def serving(pair: Pair, *services: Service) -> Iterator[None]:
    """These services run for as long as the block lasts."""
    loop = pair.loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    with ExitStack() as stack:
        doors = AsyncExitStack()
        for service in services:
            service.running = stack.enter_context(running_at(service.home, PASSPHRASE))
            _in(loop, doors.enter_async_context(_door(service.node)))
        yield
        _in(loop, doors.aclose())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def copied_pair(template: Path, folder: Path) -> Pair:
    """The pair, copied into ``folder``: no node runs, a verb is the node for its duration."""
    for name in NAMES.values():
        # The reserve of 64 MiB is made anew where it is missing, faster than it is copied.
        without = shutil.ignore_patterns("wasl.reserve")
        shutil.copytree(template / name, folder / name, ignore=without)
    return Pair(
        algiers=Service(name=ALGIERS, home=folder / NAMES[ALGIERS]),
        tripoli=Service(name=TRIPOLI, home=folder / NAMES[TRIPOLI]),
    )


def _door(running: Running) -> AbstractAsyncContextManager[None]:
    async def perform(verb: str, arguments: dict[str, Json], progress: Progress) -> Json:
        return await asyncio.to_thread(running.ask, verb, arguments, progress)

    return serve_door(running.home / SOCKET, perform, name_bug=name_bug)


def _in(loop: asyncio.AbstractEventLoop, work: Coroutine[None, None, None]) -> None:
    asyncio.run_coroutine_threadsafe(work, loop).result(timeout=30)
