"""A tray and a list of what is due, read from the folds, are those of a walk through all."""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest

from tests.sim.party import Party
from tests.simulator import ROUNDS, Outcome, Schedule, Step, plan, run
from wasl.core.log import inclusion_proof
from wasl.node import folding
from wasl.node.folding import begin_anew, inclusion_in
from wasl.node.office.reading import tray
from wasl.node.ports import Turn
from wasl.node.retaining import dated, near
from wasl.node.rows import EntryRow

SCHEDULES = 40
EVERY = 4  # steps between two looks, in the mean
READER = "farah"  # no duty officer: looking writes nothing into a log


class Undone(Exception):
    """The walk leaves no trace: the next tray is read from what was awake before it."""


class Watched(Schedule):
    """A schedule in which officers look at their tray between the steps, and at its rest."""

    def take(self, step: Step) -> None:
        """One step, and now and then a look at both sides."""
        super().take(step)
        if random.Random(step.seed).randrange(EVERY) == 0:
            self._look()

    def come_to_rest(self, rounds: int) -> None:
        """As ever, and a last look."""
        super().come_to_rest(rounds)
        self._look()

    def _look(self) -> None:
        for one in self.parties:
            compare = partial(self._compare, one)
            one.attempt(partial(one.service.turn, compare))

    def _compare(self, one: Party, turn: Turn) -> None:
        shown = tray(one.node, turn, officer=READER)["cases"]
        kept = turn.awake_cases()
        if dated(one.node, turn) != near(one.node, turn, list(_all_held(turn))):
            self.watch.breach("retention forgets", one.name)
        walked = []
        try:
            with turn.savepoint():
                begin_anew(turn)
                walked = tray(one.node, turn, officer=READER)["cases"]
                raise Undone
        except Undone:
            pass
        self._prove(one, turn)
        if shown != walked:
            self.watch.breach("the tray forgets", one.name, len(shown), len(walked))
        self.acts["looked"] += 1
        self.acts["asleep"] += len(turn.case_references("", 10**6)) > len(kept)

    def _prove(self, one: Party, turn: Turn) -> None:
        for log in (one.link.own, one.link.theirs):
            row = turn.log(log)
            size = row.size if row else 0
            leaves = turn.leaves(log, 0, size)
            for index in {0, size // 2, size - 1} if size else ():
                if inclusion_in(turn, log, index, size) != inclusion_proof(leaves, index):
                    self.watch.breach("a proof forgets", one.name, index, size)


@pytest.fixture(autouse=True)
def small_subtrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """The logs of a simulation are short."""
    monkeypatch.setattr(folding, "SUBTREE", 4)


def _all_held(turn: Turn) -> Iterator[EntryRow]:
    for link in turn.links():
        for log in (link.own, link.theirs):
            for row in turn.entries(log, 0, 10**6):
                if turn.has_body(log, row.index):
                    yield row


def outcomes() -> dict[int, Outcome]:
    return {seed: run(plan(seed), ROUNDS, Watched) for seed in range(SCHEDULES)}


def test_no_tray_lacks_a_case_or_has_one_too_many() -> None:
    found = outcomes()
    assert {seed: one.violations for seed, one in found.items() if one.violations} == {}
    acts = sum((one.acts for one in found.values()), Counter[str]())
    assert acts["looked"] > 100
    assert acts["asleep"] > 100


def test_the_control_that_wakes_nothing_of_what_comes_breaks_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fold = folding._fold_log

    def only_ours(turn: Turn, log: str) -> None:
        if any(link.own == log for link in turn.links()):
            fold(turn, log)

    monkeypatch.setattr(folding, "_fold_log", only_ours)
    monkeypatch.setattr(sys.modules[__name__], "begin_anew", _wake_all)
    assert any(run(plan(seed), ROUNDS, Watched).violations for seed in range(SCHEDULES))


def _wake_all(turn: Turn) -> None:
    turn.wake_cases([case for case in turn.case_references("", 10**6) if case])
