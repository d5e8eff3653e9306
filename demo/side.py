"""One side of the story: its folder, its passphrases, its verbs run as an officer runs them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# The demo shares one machine with two nodes: passphrases are stretched less than for real.
DEMO_MEMORY_KIB = 8_192
START_SECONDS = 30

OFFICERS = {
    "amel": ("Amel B.", ("drafter", "handler")),
    "badr": ("Badr K.", ("releaser", "duty")),
    "chadia": ("Chadia M.", ("custodian",)),
    "driss": ("Driss T.", ("head",)),
    "elias": ("Elias N.", ("dpo", "duty")),
    "ghita": ("Ghita S.", ("training",)),
    "idir": ("Idir L.", ("planner",)),
    "karim": ("Karim V.", ("vetting",)),
}


class StepError(Exception):
    """A verb did not end as the story needs; what it said comes with it."""


@dataclass
class Side:
    """A service: the name of its node, its folder, the language its officers read."""

    node: str
    folder: Path
    language: str
    serving: "subprocess.Popen[str] | None" = None
    url: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """Where the node lives."""
        return self.folder / "node"

    def file(self, name: str) -> Path:
        """A file on the desk of this side, outside the node."""
        return self.folder / name

    def environment(self) -> dict[str, str]:
        """What a shell on this side would export."""
        return {
            **os.environ,
            "WASL_DEVICE_PASSPHRASE_FILE": str(self.file("device-passphrase")),
            "WASL_HOME": str(self.home),
            "WASL_KDF_MEMORY_KIB": str(DEMO_MEMORY_KIB),
            "WASL_LANG": self.language,
            "WASL_PASSPHRASE_FILE": str(self.file("passphrase")),
        }

    def prepare(self) -> None:
        """The desk: a folder of its own and two passphrases, for this machine alone."""
        self.folder.mkdir(mode=0o700, parents=True)
        for name in ("passphrase", "device-passphrase"):
            path = self.file(name)
            path.touch(0o600)
            path.write_text(f"invented {name} of {self.node}\n")

    def run(
        self, *words: str, answer: str = "", expect: tuple[int, ...] = (0,)
    ) -> "subprocess.CompletedProcess[str]":
        """One ``wasl`` command; another exit code than expected ends the story."""
        command = [sys.executable, "-m", "wasl", *words]
        done = subprocess.run(
            command,
            env=self.environment(),
            input=answer,
            capture_output=True,
            text=True,
            check=False,
        )
        self.told = [*command[2:]]
        if done.returncode not in expect:
            said = (done.stdout + done.stderr).strip()
            raise StepError(f"wasl {' '.join(words)} ended with {done.returncode}: {said}")
        return done

    def ask(self, *words: str) -> Any:  # noqa: ANN401 - as many answers as verbs
        """The JSON a verb answers."""
        return json.loads(self.run(*words, "--json").stdout)

    def hear(self, *words: str, answer: str = "", expect: tuple[int, ...] = (0,)) -> str:
        """What a verb tells an officer."""
        done = self.run(*words, answer=answer, expect=expect)
        return (done.stdout + done.stderr).strip()

    def release(self, draft: str, officer: str) -> Any:  # noqa: ANN401
        """A draft released by a second officer."""
        return self.ask("release", draft, "--officer", officer, "--yes")

    def serve(self) -> None:
        """The node runs in the background from here on, on a free port of this machine."""
        with self.file("serve.log").open("w") as log:
            self.serving = subprocess.Popen(
                [sys.executable, "-u", "-m", "wasl", "serve", "--listen", "127.0.0.1:0"],
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self.serving.stdout is not None
        line = self.serving.stdout.readline()
        found = re.search(r"https://127\.0\.0\.1:[0-9]+", line)
        if found is None:
            raise StepError(f"{self.node} does not serve: {self.file('serve.log').read_text()}")
        self.url = found[0]
        self.file("serve.pid").write_text(str(self.serving.pid))

    def stop(self) -> None:
        """The node of this side ends."""
        stop_node(self.file("serve.pid"))
        if self.serving is not None:
            self.serving.wait(START_SECONDS)
            self.serving = None


def stop_node(pid_file: Path) -> None:
    """The node a former story left running, if it still runs and is ours."""
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text())
    command = Path(f"/proc/{pid}/cmdline")
    pid_file.unlink()
    if not command.exists() or b"wasl\0serve" not in command.read_bytes():
        return
    os.kill(pid, signal.SIGTERM)
    for _ in range(START_SECONDS * 10):
        if not command.exists() or not command.read_bytes():
            return
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
