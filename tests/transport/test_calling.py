"""A running node goes on calling its partners, whatever befalls one round of calls."""

import asyncio
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from wasl.core.errors import RefusedError
from wasl.serving import call_partners
from wasl.wiring import Running


class Roads:
    """Lines of which the first round of calls fails."""

    def __init__(self, running: SimpleNamespace, stop: asyncio.Event, failure: Exception) -> None:
        self._running, self._stop, self._failure = running, stop, failure
        self.rounds = 0

    def call(self, due: object, stopped: Callable[[], bool]) -> None:
        self.rounds += 1
        self._running.news.set()
        if self.rounds == 1:
            raise self._failure
        self._stop.set()


def rounds_after(failure: Exception) -> int:
    """How many rounds a node makes that is stopped in its second."""
    stop = asyncio.Event()
    running = SimpleNamespace(news=threading.Event(), roads=None)
    running.roads = Roads(running, stop, failure)
    call_partners(cast(Running, running), stop)
    return int(running.roads.rounds)


def test_a_fault_of_ours_ends_one_round_of_calls_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert rounds_after(RuntimeError("a fault, with a value in it")) == 2
    said = capsys.readouterr().err
    assert said.startswith("bug ")
    assert "value" not in said


def test_a_refusal_of_our_own_log_ends_one_round_of_calls_only() -> None:
    assert rounds_after(RefusedError("quota")) == 2
