"""Files of proof as they lie on a disk: read line by line, checked, and made where two differ."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from wasl.cli.texts import shown_name
from wasl.core.errors import RefusedError
from wasl.node.clock import SystemClock, stamp
from wasl.seal.extract import read_extract
from wasl.seal.extract_findings import Verdict
from wasl.seal.extract_fork import fork_verdict_on, write_fork
from wasl.seal.extract_lines import LINE_LIMIT_BYTES
from wasl.seal.extract_verify import verdict_on
from wasl.transport.extract_file import write_lines

FORK = b'"fork":'


def verdict_on_file(path: str, against: str | None) -> tuple[Verdict, bool]:
    """The verdict on a file, alone or beside the other side's; whether it is a proof of a fork.

    Refuses ``unreadable-file`` for what the system cannot read.
    """
    with ExitStack() as stack:
        stream = stack.enter_context(opened(path))
        first = stream.readline(LINE_LIMIT_BYTES + 1)
        stream.seek(0)
        if FORK in first and against is None:
            return fork_verdict_on(lines_of(stream)), True
        others = lines_of(stack.enter_context(opened(against))) if against else None
        return verdict_on(lines_of(stream), untrusted_against=others), False


def write_proof(verdict: Verdict, files: tuple[str, str], place: str) -> bool:
    """The proof that one service signed two logs under one name; whether there was one to make."""
    told = verdict.comparison
    if told is None or told.first_difference is None or not told.fork_origin:
        return False
    with opened(files[0]) as one, opened(files[1]) as two:
        first, second = read_extract(lines_of(one)), read_extract(lines_of(two))
    lines = write_fork(
        first,
        second,
        told.first_difference,
        made=stamp(SystemClock().now()),
        made_by=first.header.made_by,
    )
    write_lines(Path(place), lines)
    return True


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file an officer names, to be read; refuses ``unreadable-file``."""
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except (OSError, ValueError) as error:
        raise RefusedError("unreadable-file", {"file": shown_name(path)}) from error


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, none longer than a line may be by more than a byte."""
    while line := stream.readline(LINE_LIMIT_BYTES + 1):
        yield line
