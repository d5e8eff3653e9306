"""The parts put together, once: settings, the node on its store, the doors it is asked through.

Each part is imported where it is put in place: a verb that only tells about itself needs none.
"""

import gc
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from wasl.core.arrangement import ThreeNames
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.clock import SystemClock, SystemDraw, from_micros, short_id, stamp

if TYPE_CHECKING:
    from wasl.node.identity import KeySet
    from wasl.node.node import Node
    from wasl.seal.vault import Stretch
    from wasl.store.engine import SqlStore

Arguments = Mapping[str, Any]
Given = TypeVar("Given")

KEYFILE = "node.key"
STATEMENT = "statement"
SOCKET = "wasl.sock"
POLL_SECONDS = 20


class Settings(BaseSettings):
    """Read once from the environment (``WASL_HOME``, ``WASL_LANG`` …), nowhere else."""

    model_config = SettingsConfigDict(env_prefix="WASL_", extra="ignore")

    home: Path = Field(default_factory=lambda: Path.home() / ".local" / "share" / "wasl")
    lang: str = ""
    passphrase_file: Path | None = None
    device_passphrase_file: Path | None = None
    zone: str = "UTC"
    kdf_memory_kib: int = 262_144  # as ``seal.vault.DEFAULT``; a test compares
    environment_lang: str = Field(default="", validation_alias="LANG")

    def stretch(self) -> "Stretch":
        """How hard a passphrase is to guess on this node; a weaker choice is told by doctor."""
        from wasl.seal.vault import DEFAULT, Stretch

        return Stretch(memory_kib=self.kdf_memory_kib, passes=DEFAULT.passes, lanes=DEFAULT.lanes)


def found(
    home: Path, names: ThreeNames, founding: Mapping[str, Any], passphrase: str, stretch: "Stretch"
) -> str:
    """A new node in ``home``: its keys, its empty store, its statement for the roots to sign.

    ``founding`` holds node, office, roots (``Root``) and threshold. Answers the statement text.
    Refuses ``already-initialised``.
    """
    from wasl.node import ceremony
    from wasl.node.identity import Identity
    from wasl.node.keyfile import write_keyfile
    from wasl.seal.keys import keys_text
    from wasl.seal.line import line_certificate
    from wasl.seal.note import text_hash
    from wasl.store.guard import create_guarded_store

    if (home / KEYFILE).exists():
        raise RefusedError("already-initialised", {"node": founding["node"]})
    draw, now = SystemDraw(), SystemClock().now()
    node = str(founding["node"])
    line_private, keyset = draw.draw(32), ceremony.new_keyset(node, draw)
    certificate = line_certificate(
        node=node,
        private=line_private,
        not_before=now - timedelta(days=1),
        not_after=now + ceremony.LINE_LIFE,
    )
    begun = ceremony.Founding(
        node=node,
        office=founding["office"],
        service=names,
        roots=tuple(founding["roots"]),
        threshold=founding["threshold"],
        certificate=certificate,
    )
    keys = ceremony.statement_of(begun, keyset, now.date())
    text = keys_text(keys)
    identity = Identity(
        node=node,
        keysets={text_hash(text).hex(): keyset},
        house_key=draw.draw(32),
        line_private=line_private,
        line_certificate=certificate,
    )
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.chmod(0o700)
    store_key = draw.draw(32)
    create_guarded_store(home, store_key, node)
    write_private(home / KEYFILE, write_keyfile(identity, store_key, passphrase, stretch, draw))
    write_private(home / STATEMENT, text.encode())
    return text


@contextmanager
def running_at(home: Path, passphrase: str) -> "Iterator[Running]":
    """The node of ``home``, for as long as the block lasts; one process at a time.

    Refuses ``not-initialised``, ``unsafe-mode``, ``wrong-passphrase``, ``second-process`` and
    what the store refuses of its build and settings.
    """
    from wasl.node.keyfile import read_keyfile
    from wasl.node.node import Node
    from wasl.store.engine import open_store
    from wasl.store.guard import FileGuard

    harden()
    identity, store_key = read_keyfile(read_private(home / KEYFILE), passphrase)
    store = open_store(home, store_key)
    clock, draw, guard = SystemClock(), SystemDraw(), FileGuard(home, identity.node)
    node = Node(identity=identity, store=store, clock=clock, draw=draw, guard=guard)
    running = Running(node, store, home)
    running.writer.start()
    try:
        yield running
    finally:
        running.roads.close()
        running.writer.stop()
        store.close()


def add_keyset(
    home: Path, passphrase: str, stretch: "Stretch", sha256: str, keys: "KeySet"
) -> None:
    """The key file also holds the halves of a new key statement, for a rotation."""
    from wasl.node.keyfile import read_keyfile, with_keyset, write_keyfile

    identity, store_key = read_keyfile(read_private(home / KEYFILE), passphrase)
    written = write_keyfile(
        with_keyset(identity, sha256, keys), store_key, passphrase, stretch, SystemDraw()
    )
    write_private(home / KEYFILE, written)


def harden() -> None:
    """No core file, no file for others: what is in memory stays there (reliability.md §11.5)."""
    import resource

    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def spare_collector() -> None:
    """What is loaded stays loaded: a busy node does not walk it again at each batch of entries.

    A batch makes tens of thousands of short-lived values without cycles; with the default
    thresholds the collector took a fifth of the time of receiving it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def read_private(path: Path) -> bytes:
    """A file of secrets; refuses ``not-initialised`` where there is none, ``unsafe-mode``."""
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise RefusedError("not-initialised", {"missing": path.name}) from error
    except OSError as error:
        raise UnavailableError("no-file", {"file": path.name}) from error
    if mode & 0o077:
        raise RefusedError("unsafe-mode", {"file": path.name})
    return content


def write_private(path: Path, content: bytes) -> None:
    """A file only its owner reads, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


Progress = Callable[[int, int], None]


class Door(Protocol):
    """Where a verb is asked: of a node that runs, or of one that lives for this verb."""

    def ask(self, verb: str, arguments: Arguments, on_progress: Progress = ...) -> Json:
        """The answer of the node, as plain values; its refusal as an exception."""


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


class Running:
    """A node in this process: its writer, its roads, and every verb it answers."""

    def __init__(self, node: "Node", store: "SqlStore", home: Path) -> None:
        from wasl.node.turns import Writer
        from wasl.transport.roads import Roads

        self.node = node
        self.store = store
        self.home = home
        self.writer = Writer(node)
        self.roads = Roads(node, self.writer)
        self.news = threading.Event()
        self.further: dict[str, Callable[..., Any]] = {}  # what only a node that serves answers

    def ask(self, verb: str, arguments: Arguments, on_progress: Progress = _silent) -> Json:
        """The answer of a verb; refuses ``no-such-verb`` and arguments it does not take."""
        from wasl.node.office.verbs import VERBS, called
        from wasl.transport.extract_file import file_verbs

        if verb in VERBS:
            answer = self.writer.ask(
                lambda turn: called(VERBS[verb], (self.node, turn), arguments)
            )
            self.news.set()
            return answer
        upkeep: dict[str, Callable[..., Any]] = {
            "backup": self._backup,
            "bundle-given": self._bundle_given,
            "bundle-in": self._bundle_in,
            "bundle-out": self._bundle_out,
            "bundle-taken": self._bundle_taken,
            "doctor": self._doctor,
            "log-verify": partial(self._log_verify, on_progress),
            "sync": self._sync,
            **self.further,
            **file_verbs(self.node, self.writer),
        }
        if verb not in upkeep:
            raise RefusedError("no-such-verb", {"verb": verb[:32]})
        return called(upkeep[verb], (), arguments)

    def _sync(self, partner: str) -> Json:
        from wasl.transport.roads import told

        return told(self.roads.sync(partner))

    def _bundle_in(self, file: Path) -> Json:
        return self.roads.bundle_in(file)

    def _bundle_out(self, partner: str, place: Path) -> Json:
        return self.roads.bundle_out(partner, place)

    def _bundle_given(self, partner: str) -> Json:
        return self.roads.bundle_given(partner)

    def _bundle_taken(self, content: bytes) -> Json:
        return self.roads.bundle_taken(content)

    def _log_verify(self, on_progress: Progress) -> Json:
        from wasl.node.office import proving

        return self.writer.ask(lambda turn: proving.log_verify(self.node, turn, on_progress))

    def _backup(self, file: Path, key: bytes) -> Json:
        from wasl.store.backup import backup_store

        made = self.writer.between(
            lambda: backup_store(self.store, file, key, made_us=self.node.now_us())
        )
        return {
            "file": str(file),
            "made": stamp(from_micros(made.made_us)),
            "revision": made.revision,
        }

    def _doctor(self) -> Json:
        from wasl.store.soundness import examine

        found = self.writer.between(lambda: examine(self.store))
        told = [
            {"code": one.code, "facts": dict(one.facts), "severity": one.severity.value}
            for one in found
        ]
        return told + self.ask("health", {})


@contextmanager
def door_to(home: Path, passphrase: Callable[[], str]) -> Iterator[Door]:
    """The running node of ``home`` if there is one; else the node, for this verb alone."""
    remote = _Remote(home / SOCKET)
    if remote.answers():
        yield remote
        return
    with running_at(home, passphrase()) as running:
        yield running


def is_served(home: Path) -> bool:
    """Whether a node of this folder runs in another process."""
    return _Remote(home / SOCKET).answers()


class _Remote:
    """A node in another process, behind the socket beside its store."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def ask(self, verb: str, arguments: Arguments, on_progress: Progress = _silent) -> Json:
        from wasl.transport.asking import ask

        return ask(self._path, verb, dict(arguments), on_progress)

    def answers(self) -> bool:
        """Whether a node listens there; a socket a killed node left behind does not."""
        if not self._path.exists():
            return False
        try:
            self.ask("no-such-verb", {})
        except UnavailableError as error:
            return error.what != "no-node"
        except RefusedError:
            return True
        return True


def caught(work: Callable[[], Given], told: Callable[[str], Given]) -> Given:
    """What the work gives; after a fault of ours, what is told under its reference instead."""
    try:
        return work()
    except Exception as error:
        return told(name_bug(error))


def name_bug(error: BaseException) -> str:
    """A reference for a fault of ours, with its trace on stderr: no values, no personal data."""
    reference = short_id(SystemDraw())
    places = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{place.name}:{place.lineno}" for place in reversed(places[-6:]))
    sys.stderr.write(f"bug {reference} {type(error).__name__} {where}\n")
    return reference
