"""Store folders for tests: made once with the tables, copied for each test."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import NoReturn

from wasl.store import engine

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


class Stopped(BaseException):
    """The process would have ended here."""


def die(line: str) -> NoReturn:
    """Stands for the end of the process."""
    raise Stopped(line)


@cache
def _template() -> Path:
    held = mkdtemp(prefix="wasl-store-")
    atexit.register(shutil.rmtree, held)
    place = Path(held) / "store"
    engine.create_store(place, KEY, reserve_bytes=0).close()
    return place


def fresh(place: Path) -> Path:
    """A folder with an empty store under ``KEY``, nobody's yet."""
    shutil.copytree(_template(), place)
    place.chmod(0o700)
    return place


def opened(place: Path) -> engine.SqlStore:
    """The store in a folder, without a reserve."""
    return engine.open_store(place, KEY, die=die, reserve_bytes=0)
