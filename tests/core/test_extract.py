"""Extracts: an overseer demands alone, a service answers for itself, a gap has its indexes."""

import pytest

from wasl.core import canonical
from wasl.core.case import Carried, allowed, at_rest, check, possible_moves
from wasl.core.errors import RefusedError
from wasl.core.exchange import extract_case as extract
from wasl.core.exchange import finding, question
from wasl.core.exchange.body import Body, read_body
from wasl.core.procedure import Move, Procedure, Side
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole

Json = dict[str, object]

PAGE = """\
procedure extract
O none: demand > demanded | O demanded [produced]: verify > verified*; find_gap > gap_found*
O demanded: close > not_produced*
R none [demanded not_produced]: produce > produced*
"""
KIND = extract.PROCEDURE
KINDS = (KIND, question.PROCEDURE, finding.PROCEDURE)
OVERSEER, DPO, HEAD = OfficerRole.OVERSEER, OfficerRole.DPO, OfficerRole.HEAD
NODE = OfficerRole.NODE
LINK, HASH = "16" * 16, "ab" * 32
COUNTS = {"checkpoints": 5, "entries": 15, "erasures": 1, "refusals": 1, "statements": 7}
PRODUCED: Json = {"counts": COUNTS, "from_size": 0, "sha256": HASH, "to_size": 15}


def rule_of(model: type[Body], said: Json) -> str | None:
    """The rule a body breaks."""
    try:
        read_body(model, canonical.dumps(said))
    except RefusedError as error:
        return error.rule
    return None


def signed(kind: Procedure, move: str, drafted: OfficerRole, released: OfficerRole) -> str | None:
    """What the move says of these officers, its parts all there; one role is one officer."""
    rule = kind.moves[move]
    said = Carried(
        drafted=drafted,
        released=released,
        one_officer=drafted == released,
        parts=rule.required,
    )
    return check(rule, said)


def moves_of(side: Side) -> list[tuple[Procedure, str]]:
    """Every move of one side of the three kinds of oversight."""
    return [(kind, move) for kind in KINDS for _state, move in dict.fromkeys(kind.half(side))]


DEMANDED = (Move(index=0, seen=0, move="demand"),)


def test_the_table_is_that_of_the_page() -> None:
    assert print_table(KIND) == print_table(read_table(PAGE))


def test_every_move_of_the_table_has_a_rule_and_every_rule_a_move() -> None:
    assert {move for side in Side for _state, move in KIND.half(side)} == set(KIND.moves)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_oversight_outlives_suspension_and_the_arrangement(kind: Procedure) -> None:
    assert kind.survivor
    assert kind.marked


@pytest.mark.parametrize(("kind", "move"), moves_of(Side.ORIGINATOR))
def test_an_overseer_acts_alone_and_nobody_acts_for_him(kind: Procedure, move: str) -> None:
    assert signed(kind, move, OVERSEER, OVERSEER) is None
    for drafted, released in ((DPO, HEAD), (OVERSEER, HEAD), (HEAD, HEAD), (NODE, NODE)):
        assert signed(kind, move, drafted, released) == "bad-role"


@pytest.mark.parametrize(("kind", "move"), moves_of(Side.RECIPIENT))
def test_the_data_protection_officer_answers_and_the_head_stands_for_it(
    kind: Procedure, move: str
) -> None:
    assert signed(kind, move, DPO, HEAD) is None
    for drafted, released in ((HEAD, DPO), (DPO, DPO), (OfficerRole.HANDLER, OfficerRole.DUTY)):
        assert signed(kind, move, drafted, released) == "bad-role"


@pytest.mark.parametrize(("kind", "move"), moves_of(Side.RECIPIENT))
def test_the_other_overseer_answers_by_two_of_its_officers(kind: Procedure, move: str) -> None:
    rule = kind.moves[move]
    for one_officer in (False, True):
        said = Carried(
            drafted=OVERSEER, released=OVERSEER, one_officer=one_officer, parts=rule.required
        )
        assert check(rule, said) == ("bad-role" if one_officer else None)


def test_an_extract_is_all_that_a_node_gives_an_overseer_by_itself() -> None:
    by_node = [move for kind in KINDS for move, rule in kind.moves.items() if not rule.human]
    assert by_node == ["produce"]
    assert signed(KIND, "produce", NODE, NODE) is None


def test_what_was_not_produced_in_time_may_still_come() -> None:
    closed = (*DEMANDED, Move(index=1, seen=0, move="close"))
    late = Move(index=0, seen=2, move="produce")
    assert allowed(KIND, late, own=(), other_as_seen=closed) is None
    assert at_rest(KIND, "not_produced", "produced")


def test_an_extract_is_judged_only_when_it_was_seen() -> None:
    assert possible_moves(KIND, DEMANDED, ()) == ("close",)
    produced = (Move(index=0, seen=1, move="produce"),)
    assert possible_moves(KIND, DEMANDED, produced) == ("verify", "find_gap", "close")
    unseen = Move(index=1, seen=0, move="find_gap")
    assert allowed(KIND, unseen, own=DEMANDED, other_as_seen=produced) == "move-not-allowed"


@pytest.mark.parametrize("stretch", [
    {"from_size": 0},
    {"from_size": 0, "to_size": 15},
    {"from_day": "2026-11-01"},
    {"from_day": "2026-11-01", "to_day": "2026-11-30"},
    {"from_day": "2026-11-01", "to_day": "2026-11-01"},
])  # fmt: skip
def test_a_log_is_demanded_by_sizes_or_by_days(stretch: Json) -> None:
    assert rule_of(extract.Demanded, {"link": LINK, **stretch}) is None


@pytest.mark.parametrize("wrong", [
    {"from_size": None},
    {"from_day": "2026-11-01"},
    {"to_day": "2026-11-30"},
    {"from_size": None, "to_size": 15},
    {"from_size": None, "from_day": "2026-11-01", "to_size": 15},
    {"to_size": 0},
    {"from_size": None, "from_day": "2026-11-02", "to_day": "2026-11-01"},
    {"from_size": None, "from_day": "2026-02-30"},
    {"from_size": -1},
    {"link": None},
    {"link": "liaison.dz.example"},
])  # fmt: skip
def test_a_demand_without_a_log_or_a_stretch_of_it_is_refused(wrong: Json) -> None:
    whole = {"from_size": 0, "link": LINK, **wrong}
    said = {name: value for name, value in whole.items() if value is not None}
    assert rule_of(extract.Demanded, said) == "bad-body"


def test_the_words_of_a_demand_turn_no_text() -> None:
    said = {"from_size": 0, "link": LINK, "text": {"fr": "a\u202eb"}}
    assert rule_of(extract.Demanded, said) == "unsafe-text"


@pytest.mark.parametrize("lacking", PRODUCED)
def test_what_was_produced_is_named_by_hash_stretch_and_counts(lacking: str) -> None:
    assert rule_of(extract.Produced, PRODUCED) is None
    lame = {name: value for name, value in PRODUCED.items() if name != lacking}
    assert rule_of(extract.Produced, lame) == "bad-body"


@pytest.mark.parametrize("lacking", COUNTS)
def test_each_kind_of_line_is_counted(lacking: str) -> None:
    counts = {name: count for name, count in COUNTS.items() if name != lacking}
    assert rule_of(extract.Produced, {**PRODUCED, "counts": counts}) == "bad-body"


def test_an_extract_may_show_a_hole_but_no_more_than_its_stretch() -> None:
    hole, surplus = ({**COUNTS, "entries": entries} for entries in (14, 16))
    assert rule_of(extract.Produced, {**PRODUCED, "counts": hole}) is None
    assert rule_of(extract.Produced, {**PRODUCED, "counts": surplus}) == "bad-body"


@pytest.mark.parametrize(("gaps", "rule"), [
    ([{"from_index": 6, "to_index": 6}], None),
    ([{"from_index": 6, "to_index": 8}, {"from_index": 11, "to_index": 14}], None),
    ([{"from_index": 8, "to_index": 6}], "bad-body"),
    ([{"from_index": 8}], "bad-body"),
    ([], "bad-body"),
])  # fmt: skip
def test_a_gap_says_between_which_indexes(gaps: list[Json], rule: str | None) -> None:
    assert rule_of(extract.GapFound, {"gaps": gaps}) == rule
