"""Work for the workers of a pool: each is made in the worker, by its name."""

import os
import signal
from functools import partial
from pathlib import Path

from wasl.engine.bulk import Work


def shouting() -> Work:
    """What comes, in capitals."""
    return bytes.upper


def killed_once(folder: Path) -> Work:
    """The same, but the first worker that meets ``bad`` is killed in the middle of it."""
    return partial(_killed, folder)


def _killed(folder: Path, part: bytes) -> bytes:
    mark = folder / "killed"
    if part == b"bad" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return part.upper()


def always_killed() -> Work:
    """Whoever meets ``bad`` is killed."""
    return _always


def _always(part: bytes) -> bytes:
    if part == b"bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return part


def interrupted() -> Work:
    """Each worker sends itself what Ctrl-C sends to all."""
    return _interrupted


def _interrupted(part: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGINT)
    return part
