"""Who has a role may still not have to know: dossiers of an officer, names of a case."""

from functools import partial

import pytest

from tests.node.histories import opened, released
from tests.world import Service, World, report
from wasl.core.errors import RefusedError
from wasl.node.office import acting, explaining, people, reading
from wasl.node.office.given import export_given
from wasl.node.office.inclusion import proof


def knows(one: Service, officer: str, *dossiers: str) -> None:
    """The officer is limited to these dossiers."""
    one.turn(
        lambda turn: people.officer_knows(one.node, turn, officer=officer, dossiers=list(dossiers))
    )


def named(one: Service, case: str, *officers: str, by: str = "badr") -> None:
    """The case is named to these officers."""
    one.turn(
        lambda turn: people.case_named(
            one.node, turn, case=case, officers=list(officers), officer=by
        )
    )


def in_tray(one: Service, officer: str) -> list[str]:
    """The cases an officer finds in the tray."""
    told = one.turn(lambda turn: reading.tray(one.node, turn, officer=officer))
    return [line["case"] for line in told["cases"]]


def explained(one: Service, officer: str, about: str = "") -> dict[str, list[object]]:
    """How much an officer is told of what stands in the way, by what it is."""
    told = one.turn(lambda turn: explaining.explain(one.node, turn, about=about, officer=officer))
    return {name: [each["case"] for each in told[name]] for name in ("void", "waiting")} | {
        "refusals": [each["detail"].get("case") for each in told["refusals"]]
    }


def test_what_stands_in_the_way_of_a_case_is_told_to_whose_it_is(world: World) -> None:
    one, case = world.algiers, released(world.algiers).case
    one.turn(
        lambda turn: one.node.note_refusal(
            turn, "", "desk", RefusedError("suspended"), about={"case": case}
        )
    )
    one.node.sessions.clear()
    assert one.release(report()) is None
    assert [len(told) for told in explained(one, "amel").values()] == [0, 1, 1]
    knows(one, "amel", "borders")
    assert explained(one, "amel") == {"void": [], "waiting": [], "refusals": []}
    assert explained(one, "amel", case.lower()) == {"void": [], "waiting": [], "refusals": []}
    knows(one, "amel")
    named(one, case, "badr")
    assert explained(one, "amel")["refusals"] == []
    assert explained(one, "badr")["refusals"] == [case]


def test_a_case_that_never_got_an_entry_is_hidden_from_who_knows_some_dossiers(
    world: World,
) -> None:
    one = world.algiers
    one.turn(
        lambda turn: one.node.note_refusal(
            turn, "", "desk", RefusedError("suspended"), about={"case": "A" * 14}
        )
    )
    assert explained(one, "amel")["refusals"] == ["A" * 14]
    knows(one, "amel", "terrorism", "borders")
    assert explained(one, "amel")["refusals"] == []


def test_an_item_of_another_dossier_is_neither_shown_nor_read(world: World) -> None:
    row = released(world.algiers)
    world.sync()
    knows(world.tripoli, "farah", "borders")
    with pytest.raises(RefusedError, match="need-to-know"):
        opened(world.tripoli, row, "farah")
    assert in_tray(world.tripoli, "farah") == []
    knows(world.tripoli, "farah", "borders", "terrorism")
    assert in_tray(world.tripoli, "farah") == [row.case]
    opened(world.tripoli, row, "farah")


def test_a_case_named_to_one_officer_is_closed_to_another_of_the_same_role(world: World) -> None:
    row = released(world.algiers)
    world.sync()
    named(world.tripoli, row.case, "farah")
    with pytest.raises(RefusedError, match="need-to-know"):
        opened(world.tripoli, row, "amel")
    opened(world.tripoli, row, "farah")


def test_the_data_protection_officer_is_never_shut_out(world: World) -> None:
    row = released(world.algiers)
    world.sync()
    named(world.tripoli, row.case, "farah")
    knows(world.tripoli, "elias", "borders")
    opened(world.tripoli, row, "elias")


def test_nobody_drafts_or_releases_in_a_dossier_that_is_not_his(world: World) -> None:
    knows(world.algiers, "amel", "borders")
    with pytest.raises(RefusedError, match="need-to-know"):
        world.algiers.release(report())
    knows(world.algiers, "amel")
    knows(world.algiers, "badr", "borders")
    with pytest.raises(RefusedError, match="need-to-know"):
        world.algiers.release(report())


def test_only_the_desk_or_the_head_names_a_case(world: World) -> None:
    row = released(world.algiers)
    with pytest.raises(RefusedError, match="role-lacking"):
        named(world.algiers, row.case, "amel", by="amel")
    named(world.algiers, row.case, "amel", by="driss")


def test_a_draft_of_another_dossier_is_not_read_before_its_release(world: World) -> None:
    draft = world.algiers.draft("amel", report())
    knows(world.algiers, "badr", "borders")
    with pytest.raises(RefusedError, match="need-to-know"):
        world.algiers.turn(
            lambda turn: acting.read_draft(world.algiers.node, turn, draft=draft, officer="badr")
        )


def test_the_house_log_names_nobody_but_by_pseudonym(world: World) -> None:
    row = released(world.algiers)
    knows(world.algiers, "farah", "borders")
    named(world.algiers, row.case, "farah")
    size = world.algiers.look(lambda look: look.house_size())
    lines = world.algiers.look(lambda look: look.house(0, size))
    assert [line for line in lines if b"farah" in line.line] == []


def test_no_proof_of_an_entry_goes_to_an_officer_who_may_not_know_of_its_case(
    world: World,
) -> None:
    def proved(officer: str) -> str:
        told = one.turn(lambda turn: proof(one.node, turn, entry=leaf, officer=officer))
        given = one.turn(lambda turn: export_given(one.node, turn, entry=leaf, officer=officer))
        assert leaf == told["leaf"]
        return str(given["text"])

    one = world.tripoli
    row = released(world.algiers)
    world.sync()
    leaf = row.leaf.hex()
    named(one, row.case, "farah")
    assert row.case in proved("farah")
    for ask in (proof, export_given):
        with pytest.raises(RefusedError, match="need-to-know"):
            one.turn(partial(ask, one.node, entry=leaf, officer="amel"))
