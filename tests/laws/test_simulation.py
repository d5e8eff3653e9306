"""Schedules of the simulator: no law breaks, every fault comes about, the same seed runs alike."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.simulator import FAULTS, SHRINK_ROUNDS, Outcome, plan, run, shrink
from wasl.node import epochs
from wasl.node.book import Book
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.seal.greeting import Confirm

SCHEDULES = 150
AGAIN = 12  # schedules that are run a second time
CONTROLLED = 120  # schedules within which the control must break a law
REGRESSIONS = Path(__file__).parent / "seeds.txt"


def regressions() -> list[int]:
    """The seeds that once broke a law."""
    lines = REGRESSIONS.read_text(encoding="utf-8").splitlines()
    return [int(line) for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def outcomes() -> Mapping[int, Outcome]:
    return {seed: run(plan(seed)) for seed in (*range(SCHEDULES), *regressions())}


def test_no_schedule_breaks_a_law(outcomes: Mapping[int, Outcome]) -> None:
    broken = {seed: one.violations for seed, one in outcomes.items() if one.violations}
    assert broken == {}


def test_every_fault_comes_about(outcomes: Mapping[int, Outcome]) -> None:
    fired = sum((one.fired for one in outcomes.values()), Counter[str]())
    assert [fault for fault in FAULTS if not fired[fault]] == []


@pytest.mark.parametrize(
    "act",
    [
        "arrangement.resume",
        "destroy",
        "feedback.retract",
        "note.send",
        "open",
        "recall.attest",
        "recall.attest_kept",
        "recall.lift",
        "report.file_use",
        "request.cancel",
        "request.reply_part",
    ],
)
def test_officers_come_to_act(outcomes: Mapping[int, Outcome], act: str) -> None:
    assert sum(one.acts[act] for one in outcomes.values()) > 0


def test_the_same_seed_runs_the_same_way_in_any_order(outcomes: Mapping[int, Outcome]) -> None:
    again = {seed: run(plan(seed)).trace for seed in reversed(range(AGAIN))}
    assert again == {seed: outcomes[seed].trace for seed in again}


def test_another_seed_runs_another_way(outcomes: Mapping[int, Outcome]) -> None:
    assert len({one.trace for one in outcomes.values()}) == len(outcomes)


def test_control_a_confirm_that_is_taken_without_its_nonce_breaks_a_law(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sound = epochs.receive_confirm

    def careless(node: Node, turn: Turn, book: Book, confirm: Confirm) -> None:
        """Any confirm opens the epoch that is pending."""
        session = node.session(book.link.own)
        if session.epoch is not None:
            pending = {"nonce": session.nonce, "epoch": session.epoch}
            confirm = confirm.model_copy(update=pending)
        sound(node, turn, book, confirm)

    monkeypatch.setattr(epochs, "receive_confirm", careless)
    plans = (plan(seed) for seed in range(CONTROLLED))
    broken = next(one for one in plans if run(one, SHRINK_ROUNDS).violations)
    shorter = shrink(broken)
    assert len(shorter.steps) < len(broken.steps)
    assert any("I6" in law for law in run(shorter, SHRINK_ROUNDS).violations)
