"""Lines in a file: an extract that is written whole, or not at all."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from wasl.core.canonical import Json
from wasl.core.errors import UnavailableError
from wasl.node.node import Node
from wasl.node.office.verbs import called
from wasl.node.office.written import WRITTEN
from wasl.node.turns import Writer

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def file_verbs(node: Node, writer: Writer) -> Mapping[str, Callable[..., Json]]:
    """The verbs of a node whose answer is a file, by name; each takes ``file`` beside its own."""
    return {name: partial(write_asked, node, writer, lines) for name, lines in WRITTEN.items()}


def write_asked(
    node: Node, writer: Writer, lines: Callable[..., Iterator[str]], file: Path, **asked: Json
) -> Json:
    """What a verb of the node tells a third person, in a file: all of it seen at one instant.

    Refuses as the verb does, and ``bad-arguments``.
    """
    count = writer.ask(lambda turn: write_lines(file, called(lines, (node, turn), asked)))
    return {"file": str(file), "lines": count}


def write_lines(path: Path, lines: Iterable[str]) -> int:
    """How many lines lie synced at ``path``, which only its owner reads.

    UnavailableError ``disk-full``, ``no-file``; then nothing new is there.
    """
    part = path.with_name(f".{path.name}.part")
    count = 0
    try:
        if path.exists() and not path.is_file():
            raise UnavailableError("no-file", {"file": path.name[:64]})
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            for line in lines:
                stream.write(line)
                count += 1
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        what = "disk-full" if error.errno in _FULL else "no-file"
        raise UnavailableError(what, {"file": path.name[:64]}) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return count
