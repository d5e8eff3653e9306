"""A service whose node runs in a process of its own, to be killed and started again."""

import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli.pair import NAMES, PASSPHRASE, make_homes
from tests.world import ROLES
from wasl.cli.desk import DEVICE_LABEL, DEVICES
from wasl.core.canonical import Json
from wasl.node.accounts import device_name
from wasl.node.clock import monotonic_seconds
from wasl.seal.note import KeyKind, Note, SigningKey, sign, write_note
from wasl.seal.vault import unwrap
from wasl.transport.asking import ask
from wasl.wiring import SOCKET, running_at

PATIENCE_SECONDS = 90  # how long a node may take to serve, to go on, to come to rest


class StalledError(Exception):
    """A node did not do in time what it must: serve, go on, come to rest."""


@dataclass(slots=True, kw_only=True)
class Side:
    """One service: its home, its node's process, its officers' device keys.

    ``fruit`` counts the releases acknowledged since the last start; ``run`` counts the starts.
    """

    name: str
    partner: str
    home: Path
    port: int
    devices: Mapping[str, SigningKey]
    serving: "subprocess.Popen[str] | None" = None
    run: int = 0
    fruit: int = 0
    began: float = 0.0
    to_serving_s: list[float] = field(default_factory=list)
    to_sending_s: list[float] = field(default_factory=list)
    to_serving_cpu_s: list[float] = field(default_factory=list)

    @property
    def said(self) -> Path:
        """What the node says on stderr, over all its runs."""
        return self.home.with_suffix(".stderr")

    def command(self, *words: str) -> "subprocess.Popen[str]":
        """``wasl`` with these words, as a shell of this service runs it."""
        with self.said.open("a") as stderr:
            return subprocess.Popen(
                [sys.executable, "-u", "-m", "wasl", *words],
                env=environment(self.home),
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )

    def told(self, *words: str) -> tuple[int, Json]:
        """The exit code and the JSON of one verb, run to its end."""
        running = self.command(*words, "--json")
        out, _ = running.communicate(timeout=PATIENCE_SECONDS)
        return running.returncode, json.loads(out or "null")

    def start(self) -> None:
        """The node serves when this returns; how long that took is kept."""
        self.began = monotonic_seconds()
        self.serving = self.command("serve", "--listen", f"127.0.0.1:{self.port}")
        line = self._first_line(self.serving)
        if "serves at" not in line:
            raise StalledError(f"{self.name} does not serve: {self.said.read_text()[-400:]}")
        self.to_serving_s.append(monotonic_seconds() - self.began)
        self.to_serving_cpu_s.append(cpu_of(self.serving.pid))
        self.run, self.fruit = self.run + 1, 0

    def _first_line(self, serving: "subprocess.Popen[str]") -> str:
        assert serving.stdout is not None
        ready, _, _ = select.select([serving.stdout], [], [], PATIENCE_SECONDS)
        return serving.stdout.readline() if ready else ""

    @contextmanager
    def running(self) -> Iterator[None]:
        """The node serves from here on; no process of it is left after the block."""
        self.start()
        try:
            yield
        finally:
            if self.serving is not None and self.serving.poll() is None:
                self.kill()

    def kill(self) -> None:
        """The process is gone at once, whatever it was doing (SIGKILL)."""
        assert self.serving is not None
        assert self.serving.stdout is not None
        self.serving.kill()
        self.serving.wait()
        self.serving.stdout.close()

    def stop(self) -> int:
        """The node ends as it is told to (SIGTERM); its exit code."""
        assert self.serving is not None
        assert self.serving.stdout is not None
        self.serving.terminate()
        code = self.serving.wait(PATIENCE_SECONDS)
        self.serving.stdout.close()
        return code

    def ask(self, verb: str, arguments: Mapping[str, Json]) -> Json:
        """What the running node answers through the door beside its store."""
        return ask(self.home / SOCKET, verb, arguments)

    def signed(self, text: str, officer: str) -> str:
        """A text under the line of an officer's device key."""
        return write_note(Note(text=text, lines=(sign(text, self.devices[officer]),))).decode()

    def bore_fruit(self, run: int) -> None:
        """A release was acknowledged in this run."""
        if run == self.run:
            self.fruit += 1
            if self.fruit == 1:
                self.to_sending_s.append(monotonic_seconds() - self.began)

    def await_fruit(self, count: int) -> None:
        """Returns once so many releases were acknowledged since the last start."""
        ends = monotonic_seconds() + PATIENCE_SECONDS
        while self.fruit < count:
            if monotonic_seconds() > ends:
                raise StalledError(f"{self.name} acknowledged {self.fruit} of {count} in time")
            pause(0.005)


def cpu_of(pid: int) -> float:
    """Seconds of CPU a process has taken so far, system time included (proc(5))."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


def environment(home: Path) -> dict[str, str]:
    """What a shell of the service exports."""
    return {
        "WASL_HOME": str(home),
        "WASL_KDF_MEMORY_KIB": "8192",
        "WASL_LANG": "en",
        "WASL_PASSPHRASE_FILE": str(home.with_suffix(".passphrase")),
    }


def pause(seconds: float) -> None:
    """Nothing is done for a while."""
    threading.Event().wait(seconds)


def founded(folder: Path) -> tuple[Side, Side]:
    """Both sides in ``folder``, met and under an arrangement, each told where the other is."""
    make_homes(folder)
    first, second = NAMES
    ports = free_ports()
    sides = []
    for port, name, partner in zip(ports, (first, second), (second, first), strict=True):
        home = folder / NAMES[name]
        secret = home.with_suffix(".passphrase")
        secret.touch(0o600)
        secret.write_text(PASSPHRASE)
        sides.append(
            Side(name=name, partner=partner, home=home, port=port, devices=devices(name, home))
        )
        url = f"https://127.0.0.1:{next(other for other in ports if other != port)}"
        with running_at(home, PASSPHRASE) as running:
            running.ask("partner-url", {"partner": partner, "url": url})
    return sides[0], sides[1]


def devices(node: str, home: Path) -> dict[str, SigningKey]:
    """The device keys of the officers of a home."""
    found = {}
    for officer in ROLES:
        wrapped = (home / DEVICES / f"{officer}.key").read_bytes()
        found[officer] = SigningKey(
            name=device_name(node, officer),
            kind=KeyKind.ED25519,
            private=unwrap(wrapped, PASSPHRASE, label=DEVICE_LABEL),
        )
    return found


def free_ports() -> tuple[int, int]:
    """Two ports of the loopback that nobody listens on."""
    with (
        socket.create_server(("127.0.0.1", 0)) as one,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        found: tuple[Any, Any] = one.getsockname(), other.getsockname()
    return found[0][1], found[1][1]
