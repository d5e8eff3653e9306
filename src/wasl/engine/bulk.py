"""A pool of worker processes for work in parts: a part is bytes in and bytes out.

What a part gives depends on the part alone, so that it may be done again: a worker that is killed
loses the part it had, which another takes up.
"""

import signal
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from wasl.core.errors import UnavailableError

Work = Callable[[bytes], bytes]
Prepare = Callable[[], Work]
"""Called once in each worker; it travels there, so it is a function of a module, or a partial."""

MOST_TRIES = 3
_CONTEXT = get_context("spawn")


@dataclass(slots=True, kw_only=True)
class _Worker:
    """One process, the line to it, and the part it has."""

    process: SpawnProcess
    line: Connection
    part: int | None = None


@dataclass(slots=True, kw_only=True)
class _Turns:
    """The parts that wait, and how often each was given out."""

    waiting: list[int]
    tries: dict[int, int] = field(default_factory=dict)

    def next(self) -> int | None:
        """The next part; UnavailableError ``worker-lost`` for one that killed every worker."""
        if not self.waiting:
            return None
        part = self.waiting.pop(0)
        self.tries[part] = self.tries.get(part, 0) + 1
        if self.tries[part] > MOST_TRIES:
            raise UnavailableError("worker-lost", {"part": part + 1})
        return part


def in_parts(
    parts: Mapping[int, bytes], prepare: Prepare, jobs: int
) -> Generator[tuple[int, bytes], None, None]:
    """Each part with what it gives, as it is done; ``jobs`` processes share the work.

    UnavailableError ``worker-lost`` where a part loses its worker three times.
    """
    turns = _Turns(waiting=sorted(parts))
    workers = [_started(prepare) for _ in range(min(jobs, len(parts)))]
    try:
        for worker in workers:
            _give(worker, parts, turns)
        while any(worker.part is not None for worker in workers):
            ready = wait([worker.line for worker in workers if worker.part is not None])
            for at, worker in enumerate(workers):
                if worker.line not in ready:
                    continue
                found = _taken(worker)
                if found is None:
                    turns.waiting.insert(0, worker.part or 0)
                    _stop(worker)
                    workers[at] = _started(prepare)
                else:
                    yield worker.part or 0, found
                _give(workers[at], parts, turns)
    finally:
        for worker in workers:
            _stop(worker)


def _started(prepare: Prepare) -> _Worker:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_work, args=(theirs, prepare), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process=process, line=ours)


def _give(worker: _Worker, parts: Mapping[int, bytes], turns: _Turns) -> None:
    worker.part = turns.next()
    if worker.part is None:
        return
    try:
        worker.line.send_bytes(parts[worker.part])
    except OSError:
        # It died between two parts: reading from it says so.
        return


def _taken(worker: _Worker) -> bytes | None:
    """What a worker gives; None for one that is gone."""
    try:
        return worker.line.recv_bytes()
    except (EOFError, OSError):
        return None


def _stop(worker: _Worker) -> None:
    worker.line.close()
    worker.process.terminate()
    worker.process.join()


def _work(line: Connection, prepare: Prepare) -> None:
    """A worker: parts come, results go, until the line is closed."""
    # Ctrl-C is for whoever started us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    work = prepare()
    while True:
        try:
            part = line.recv_bytes()
        except (EOFError, OSError):
            return
        line.send_bytes(work(part))
