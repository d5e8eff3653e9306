"""A node that dies without warning, again and again, while officers work on both sides.

Defence: what is acknowledged is durable before it is said, copy and effect are one turn, and the
start is the only recovery there is (reliability.md §7.1, §8). ``script/bench kill`` is the same
machinery for longer. What SIGKILL cannot show, a cut of the power, is in ``tests/store``.
"""

import random

import pytest

from bench.kill import Campaign, campaign
from bench.killing.imports import Imports, import_rounds

KILLS, SEED = 6, 7
IMPORTED, IMPORTS = 150, 2


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """Two real nodes, killed while they exchange, then left to come to rest."""
    folder = tmp_path_factory.mktemp("killed")
    return campaign(folder / "work", KILLS, SEED, lambda said: None)


@pytest.fixture(scope="module")
def imports(tmp_path_factory: pytest.TempPathFactory) -> Imports:
    """Imports of one bundle, killed on the way and begun again."""
    folder = tmp_path_factory.mktemp("imports")
    return import_rounds(folder / "imports", IMPORTED, IMPORTS, random.Random(SEED))


def test_the_nodes_were_killed_at_work(killed: Campaign) -> None:
    assert (killed.kills, killed.acknowledged > KILLS) == (KILLS, True)


def test_nothing_acknowledged_is_lost(killed: Campaign) -> None:
    assert killed.verdict.lost == 0


def test_nothing_is_there_twice(killed: Campaign) -> None:
    assert killed.verdict.doubled == 0


def test_both_sides_hold_the_same_logs_receipted_to_the_end(killed: Campaign) -> None:
    assert killed.verdict.heads_equal


def test_the_logs_verify_and_the_doctor_has_no_reason_not_to_run(killed: Campaign) -> None:
    assert killed.verdict.sound


def test_no_act_was_refused_and_no_recall_obeyed_twice_or_never(killed: Campaign) -> None:
    assert killed.verdict.faults == ()


def test_imports_were_killed_half_way(imports: Imports) -> None:
    assert imports.half_way >= 1


def test_an_import_that_was_killed_is_made_good_by_the_next(imports: Imports) -> None:
    assert (imports.lost, imports.doubled, imports.faults) == (0, 0, ())
