"""Parts shared among processes: every part is done once, whatever becomes of who does it."""

from functools import partial
from pathlib import Path

import pytest

from tests.engine import works
from wasl.core.errors import UnavailableError
from wasl.engine.bulk import in_parts

PARTS = {number: word.encode() for number, word in enumerate(("one", "bad", "three", "four"))}
SHOUTED = {number: part.upper() for number, part in PARTS.items()}


def test_every_part_comes_back_with_its_number() -> None:
    assert dict(in_parts(PARTS, works.shouting, 2)) == SHOUTED


def test_no_part_is_no_work() -> None:
    assert list(in_parts({}, works.shouting, 2)) == []


def test_more_processes_than_parts_are_not_started() -> None:
    assert dict(in_parts({7: b"one"}, works.shouting, 64)) == {7: b"ONE"}


def test_a_killed_worker_loses_its_part_to_another(tmp_path: Path) -> None:
    done = list(in_parts(PARTS, partial(works.killed_once, tmp_path), 2))
    assert (tmp_path / "killed").exists()
    assert sorted(done) == sorted(SHOUTED.items())


def test_a_part_that_kills_every_worker_is_given_up() -> None:
    with pytest.raises(UnavailableError) as failed:
        dict(in_parts(PARTS, works.always_killed, 1))
    assert (failed.value.what, failed.value.detail) == ("worker-lost", {"part": 2})


def test_an_interrupt_meant_for_the_command_stops_no_worker() -> None:
    assert dict(in_parts(PARTS, works.interrupted, 1)) == PARTS


def test_work_left_in_the_middle_leaves_no_process() -> None:
    done = in_parts(PARTS, works.shouting, 2)
    first = next(done)
    done.close()
    assert first in SHOUTED.items()
