"""Fifty and more ways to be somebody else: rivals, stolen keys, replays, officers, who is out.

Defence: identity is m of n roots compared in person, keys rule by position, recognition is bound
to keys and arrangement and never to a name, and who was withdrawn comes back by a meeting alone
(trust.md §2, §3.4). The tables are in ``identity/``; each attack goes through the door of a real
node, and all that an acceptance could change is compared before and after.
"""

from collections.abc import Sequence
from copy import deepcopy
from itertools import chain

import pytest

from tests.attacks.identity import inside, keys, replays, rivals, words
from tests.attacks.identity.campaign import Attack, Control, Scene, standing
from tests.world import World
from wasl.core.policy import force
from wasl.node import book, statements

TABLES = (rivals, keys, words, replays, inside)
ATTACKS = tuple(chain.from_iterable(table.ATTACKS for table in TABLES))
CONTROLS = tuple(chain.from_iterable(table.CONTROLS for table in TABLES))


def play(attack: Attack, world: World) -> tuple[list[str], bool]:
    """The names under which an attack is refused, and whether anything was accepted."""
    scene = Scene(world)
    attack.ready(scene)
    before = standing(scene)
    names = attack.deed(scene)
    return names, standing(scene) != before


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_it_is_refused_by_name_and_nothing_of_it_is_accepted(world: World, attack: Attack) -> None:
    names, accepted = play(attack, world)
    assert (set(names), accepted) == ({attack.refused}, False)


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.name)
def test_control_the_same_by_the_right_hand_is_accepted(world: World, control: Control) -> None:
    scene = Scene(world)
    control.ready(scene)
    before = standing(scene)
    said = control.deed(scene)
    assert not (isinstance(said, list) and said)
    assert standing(scene) != before


def test_control_where_roots_are_not_counted_the_rival_is_let_in(
    template: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for check in ("check_roots", "check_succession"):
        monkeypatch.setattr(statements, check, lambda *told: None)
    counted = [attack for attack in rivals.ATTACKS if attack.refused == "too-few-roots"]
    let_in = [attack for attack in counted if play(attack, deepcopy(template))[1]]
    assert len(let_in) >= 7


def test_control_where_keys_do_not_leave_force_the_thief_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (revoked,) = [each for each in keys.ATTACKS if each.name == "a revoked key signs a checkpoint"]
    first = force.keys_at

    def careless(initial: str, own: Sequence[force.Governing], size: int) -> str:
        """The first statement rules for ever."""
        return first(initial, (), size)

    scene = Scene(world)
    revoked.ready(scene)
    monkeypatch.setattr(book, "keys_at", careless)
    before = standing(scene)
    revoked.deed(scene)
    assert standing(scene) != before


def test_there_are_fifty_attacks_and_more_each_another() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 50
    assert all(table.CONTROLS for table in TABLES)
