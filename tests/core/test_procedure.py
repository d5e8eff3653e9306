"""Tables: read, printed, folded."""

from dataclasses import replace
from typing import Any

import pytest

from wasl.core.case import PROCEDURES
from wasl.core.procedure import (
    NONE,
    MoveRule,
    Need,
    Owed,
    Part,
    Procedure,
    Side,
    Signers,
    Step,
    fold,
    next_state,
    states,
)
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole

DOOR = """\
procedure door
O none: open > opened | O opened: paint > same; shut > shut*
R none [opened shut]: enter > inside | R inside: leave > outside*
owed R shut/inside: leave
"""


def door() -> Procedure:
    return read_table(DOOR)


def test_a_table_is_read_as_two_halves() -> None:
    assert door().o == {
        (NONE, "open"): Step(next_state="opened", needed=None),
        ("opened", "paint"): Step(next_state="opened", needed=None),
        ("opened", "shut"): Step(next_state="shut", needed=None),
    }
    assert door().r[NONE, "enter"] == Step(
        next_state="inside", needed=frozenset({"opened", "shut"})
    )


def test_a_star_marks_a_state_at_rest() -> None:
    assert door().rest(Side.ORIGINATOR) == {"shut"}
    assert door().rest(Side.RECIPIENT) == {"outside"}


def test_what_is_owed_is_read_with_its_joint_states() -> None:
    owed = Owed(side=Side.RECIPIENT, states=frozenset({("shut", "inside")}), move="leave")
    assert door().owed == (owed,)


def test_a_table_prints_back_in_the_form_it_was_read_in() -> None:
    assert print_table(door()) == (
        "procedure door\n"
        "O none: open > opened\n"
        "O opened: paint > same; shut > shut*\n"
        "R none [opened shut]: enter > inside\n"
        "R inside: leave > outside*\n"
        "owed R shut/inside: leave\n"
    )


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_printed_table_reads_as_the_same_table(name: str) -> None:
    kind = PROCEDURES[name]
    no_rules: dict[str, Any] = {
        "at_most": {},
        "effects": (),
        "guards": {},
        "moves": {},
        "renewals": frozenset(),
    }
    bare = replace(kind, survivor=False, oversight=False, marked=True, **no_rules)
    assert read_table(print_table(kind)) == bare


def test_a_move_from_several_states_that_leaves_each_prints_as_same() -> None:
    text = "procedure p\nO none: go > here; jump > there | O here there: stay > same\n"
    printed = print_table(read_table(text))
    assert "O here there: stay > same\n" in printed


def test_a_move_that_also_leads_to_its_own_state_prints_that_state() -> None:
    text = "procedure p\nO none: go > here; sign > signed* | O here signed: sign > signed*\n"
    assert "O none here signed: sign > signed*\n" in print_table(read_table(text))


def test_a_child_starts_from_its_parents_lines() -> None:
    child = read_table("procedure gate : door\nO shut: lock > locked*\n", {"door": door()})
    assert child.o == {**door().o, ("shut", "lock"): Step(next_state="locked", needed=None)}
    assert child.r == door().r
    assert child.o_rest == {"shut", "locked"}
    assert child.owed == door().owed


@pytest.mark.parametrize(
    "text",
    [
        "procedure\nO none: open > opened",
        "procedure Door\nO none: open > opened",
        "procedure p\nX none: open > opened",
        "procedure p\nO none: open - opened",
        "procedure p\nO none open > opened",
        "procedure p\nO none: open > opened; open > shut",
        "procedure p\nO none: open > opened\nO none: open > opened",
        "procedure p\nO none: open > opened | O closed: shut > shut",
        "procedure p\nO none: open > opened | R none [closed]: enter > inside",
        "procedure p\nO none: open > opened; break > broken* | O opened: break > broken",
        "procedure p\nO none: open > opened\nowed O opened: shut",
        "procedure p\nO none: open > opened\nowed O shut/none: shut",
        "procedure p\nO none: open > opened\nowed O opened/inside: shut",
    ],
)
def test_a_table_with_a_slip_of_the_pen_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_table(text)


def test_a_child_without_its_parent_is_not_read() -> None:
    with pytest.raises(KeyError):
        read_table("procedure gate : door\nO shut: lock > locked*\n")


def test_a_move_needs_the_other_half_as_it_was_seen() -> None:
    assert next_state(door().r, NONE, "enter", "opened") == "inside"
    assert next_state(door().r, NONE, "enter", NONE) is None


def test_a_move_without_brackets_needs_nothing_of_the_other_half() -> None:
    assert next_state(door().r, "inside", "leave", NONE) == "outside"


def test_a_move_the_state_does_not_know_leads_nowhere() -> None:
    assert next_state(door().o, "shut", "open", NONE) is None


def test_a_half_is_folded_from_its_moves() -> None:
    assert fold(door().o, ["open", "paint", "paint", "shut"]) == "shut"
    assert fold(door().o, []) == NONE


def test_folding_a_step_the_table_does_not_have_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no step shut from none"):
        fold(door().o, ["shut"])


def test_states_come_in_the_order_of_their_table() -> None:
    assert states(door().o) == (NONE, "opened", "shut")


@pytest.mark.parametrize("side", Side)
def test_each_side_is_the_opposite_of_its_opposite(side: Side) -> None:
    assert side.opposite is not side
    assert side.opposite.opposite is side


DESK = Signers(drafts=frozenset({OfficerRole.HANDLER}), releases=frozenset({OfficerRole.DUTY}))


def test_a_part_a_rule_does_not_name_is_refused() -> None:
    rule = MoveRule(signers=DESK, required=frozenset({Part.CODE}), optional=frozenset({Part.BODY}))
    assert [rule.need(part) for part in (Part.CODE, Part.BODY, Part.DUE)] == [
        Need.REQUIRED,
        Need.OPTIONAL,
        Need.REFUSED,
    ]


def test_a_move_the_node_may_write_needs_no_human() -> None:
    node = frozenset({OfficerRole.NODE})
    assert MoveRule(signers=DESK).human
    assert not MoveRule(signers=Signers(drafts=node, releases=node)).human


@pytest.mark.parametrize("name", PROCEDURES)
def test_every_move_of_a_table_has_its_rule_and_every_rule_its_move(name: str) -> None:
    kind = PROCEDURES[name]
    moves = {move for side in Side for _, move in kind.half(side)}
    assert set(kind.moves) == moves
    assert set(kind.guards) | set(kind.at_most) <= moves


@pytest.mark.parametrize("name", PROCEDURES)
def test_what_a_rule_requires_it_does_not_call_optional(name: str) -> None:
    rules = PROCEDURES[name].moves.values()
    assert not any(rule.required & rule.optional for rule in rules)


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_rule_has_a_body_form_exactly_where_it_lets_a_body_in(name: str) -> None:
    rules = PROCEDURES[name].moves
    assert [
        move
        for move, rule in rules.items()
        if (rule.body is None) != (rule.need(Part.BODY) is Need.REFUSED)
    ] == []


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_rule_has_codes_exactly_where_it_lets_codes_in(name: str) -> None:
    rules = PROCEDURES[name].moves
    assert [
        move
        for move, rule in rules.items()
        if bool(rule.codes) != bool({Part.CODE, Part.OUTCOMES} & (rule.required | rule.optional))
    ] == []
