"""One writer with group commit: acts queue, one durable turn takes them, each is answered after.

reliability.md §8.4: up to 128 jobs or 5 ms share one commit and one signature a log. A job that
is refused is undone alone; a job that is our bug is told to its asker and undone alone too.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.node.clock import monotonic_seconds
from wasl.node.desk import sign_heads
from wasl.node.node import Node
from wasl.node.ports import Turn

JOBS_IN_ONE_TURN = 128
GATHER_SECONDS = 0.005

Job = Callable[[Turn], Any]


@dataclass(frozen=True, slots=True)
class _Queued:
    job: Job
    answer: "Future[Any]"


class Writer:
    """The one way to the store of a running node; ``submit`` from any thread."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._queue: queue.Queue[_Queued | None] = queue.Queue()
        self._turns = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wasl-turn")
        self._thread = threading.Thread(target=self._run, name="wasl-writer", daemon=True)

    def start(self) -> None:
        """Jobs are taken from now on."""
        self._thread.start()

    def stop(self) -> None:
        """What is queued is done; then no more is taken."""
        self._queue.put(None)
        self._thread.join()
        self._turns.shutdown()

    def submit(self, job: Job) -> "Future[Any]":
        """The answer of a job, once the turn it shared is durable."""
        queued = _Queued(job, Future())
        self._queue.put(queued)
        return queued.answer

    def ask(self, job: Job) -> Json:
        """The answer of a job, waited for."""
        return self.submit(job).result()

    def between(self, work: Callable[[], Any]) -> Json:
        """Work on the whole store, in the writer's thread, while no turn is open."""
        return self._turns.submit(work).result()

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            batch, last = self._gather(first)
            self._perform(batch)
            if last:
                return

    def _gather(self, first: _Queued) -> tuple[list[_Queued], bool]:
        """What came within the time a commit may wait; whether the end was among it."""
        batch = [first]
        ends = monotonic_seconds() + GATHER_SECONDS
        while len(batch) < JOBS_IN_ONE_TURN and not self._queue.empty():
            queued = self._queue.get()
            if queued is None:
                return batch, True
            batch.append(queued)
            if monotonic_seconds() > ends:
                break
        return batch, False

    def _perform(self, batch: list[_Queued]) -> None:
        """One turn for all; if it fails as a whole, one turn for each, to tell whose fault."""
        # In a thread of its own a failure of any kind is a value: told, never swallowed.
        jobs = [queued.job for queued in batch]
        done = self._turns.submit(self._node.perform, jobs, sign_heads)
        failure = done.exception()
        if failure is None:
            for queued, outcome in zip(batch, done.result(), strict=True):
                if isinstance(outcome, RefusedError):
                    queued.answer.set_exception(outcome)
                else:
                    queued.answer.set_result(outcome)
        elif len(batch) == 1:
            batch[0].answer.set_exception(failure)
        else:
            for queued in batch:
                self._perform([queued])
