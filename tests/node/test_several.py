"""Several services: one text of three parties, each pair on a link of its own, nothing shared."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.forge import rules
from tests.chain import between, in_case, report_of
from tests.memory_store import MemoryStore
from tests.world import (
    ALGIERS,
    TRIPOLI,
    TUNIS,
    Service,
    VirtualClock,
    World,
    arrangement,
    service,
)
from wasl.core.errors import RefusedError
from wasl.node.erasure import standing_of
from wasl.node.rows import EntryRow

NODES = (ALGIERS, TRIPOLI, TUNIS)


class Triangle:
    """Three services, each linked with each, under one text that names them all."""

    def __init__(self) -> None:
        clock = VirtualClock()
        self.services = {
            node: service(node, MemoryStore(), clock, place) for place, node in enumerate(NODES)
        }
        self.pairs = {
            (one, other): between(clock, self.services[one], self.services[other])
            for one, other in combinations(NODES, 2)
        }
        for world in self.pairs.values():
            world.meet()
            world.arrange(arrangement(nodes=NODES))

    def view(self, node: str, toward: str) -> Service:
        """One service as it speaks with another."""
        return replace(self.services[node], toward=toward)

    def world(self, one: str, other: str) -> World:
        """The pair of two services."""
        return self.pairs.get((one, other)) or self.pairs[other, one]

    def given(self, author: str, to: tuple[str, ...]) -> list[EntryRow]:
        """One report under one reference on each of these links; its entry on each."""
        case, rows = "", []
        for partner in to:
            giver = self.view(author, partner)
            fields = {"audience": sorted(to), **({"case": case} if case else {})}
            giver.release(report_of(giver, **fields))
            rows.append(giver.entries(ours=True)[-1])
            case = rows[0].case
        return rows

    def sync(self) -> None:
        """Everything said reaches whom it is for."""
        for world in self.pairs.values():
            world.sync()


@pytest.fixture(scope="module")
def triangle() -> Triangle:
    """Three services, settled."""
    return Triangle()


def test_each_is_given_its_own_copy_and_told_who_else_was(triangle: Triangle) -> None:
    rows = triangle.given(ALGIERS, (TRIPOLI, TUNIS))
    triangle.sync()
    for node, row in zip((TRIPOLI, TUNIS), rows, strict=True):
        held = triangle.view(node, ALGIERS).entries(ours=False)[-1]
        assert held.leaf == row.leaf
        assert f'"audience":["{TRIPOLI}","{TUNIS}"]'.encode() in held.entry
    assert rows[0].case == rows[1].case
    assert rows[0].leaf != rows[1].leaf


def test_who_is_in_no_audience_is_refused(triangle: Triangle) -> None:
    giver = triangle.view(ALGIERS, TRIPOLI)
    for audience in ([], [TUNIS], ["liaison.xx.example", TRIPOLI]):
        with pytest.raises(RefusedError, match="bad-audience"):
            giver.release(report_of(giver, audience=sorted(audience)))


@settings(max_examples=12, deadline=None)
@given(
    author=st.sampled_from(NODES),
    count=st.integers(min_value=1, max_value=2),
    reader=st.sampled_from(NODES),
)
def test_no_key_but_the_audiences_opens_an_entry(author: str, count: int, reader: str) -> None:
    triangle = Triangle()
    to = tuple(node for node in NODES if node != author)[:count]
    triangle.given(author, to)
    for partner in to:
        dispatches = triangle.view(author, partner).out()
        if reader in (author, partner):
            continue
        report = triangle.view(reader, author).take(dispatches, None)
        assert rules(report)
        assert not [
            row
            for row in triangle.view(reader, author).entries(ours=False)
            if row.kind == "report"
        ]


def test_an_erasure_after_a_challenge_by_one_reaches_the_other(triangle: Triangle) -> None:
    rows = triangle.given(ALGIERS, (TRIPOLI, TUNIS))
    triangle.sync()
    challenger, owner = triangle.view(TRIPOLI, ALGIERS), triangle.view(ALGIERS, TRIPOLI)
    raised = in_case(
        challenger,
        "challenge.raise",
        about=[rows[0]],
        code="LAWFULNESS",
        body={"text": {"fr": "Sans base légale."}},
    )
    challenger.release(raised, by=("elias", "badr"))
    case = challenger.entries(ours=True)[-1].case
    triangle.sync()
    owner.release(in_case(owner, "challenge.erase", case), by=("elias", "badr"))
    triangle.sync()
    other = triangle.view(TUNIS, ALGIERS)
    held = other.entries(ours=False)
    order = [row for row in held if row.move == "order"][-1]
    assert rows[1].leaf.hex().encode() in order.entry
    standing = other.look(lambda look: standing_of(other.node, look, rows[1]).value)
    assert standing == "destroyed"
