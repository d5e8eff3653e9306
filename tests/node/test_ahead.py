"""Advance copies: what is urgent is read before its turn in the log comes, and enters with it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.attacks.forge import rules
from tests.memory_store import MemoryStore
from tests.node.histories import MARKED, WORDS, request, restart
from tests.world import PURPOSE, Service, World
from wasl.core.errors import RefusedError
from wasl.node import accounts, ahead, audit
from wasl.node.ahead import Copy
from wasl.node.carriage import Report
from wasl.node.clock import stamp
from wasl.node.erasure import was_opened
from wasl.node.outgoing import Road
from wasl.node.ports import Turn
from wasl.node.tending import tend
from wasl.node.wish import Wish

LONG = {"fr": "Texte inventé. " * 1_500}


@pytest.fixture
def world() -> World:
    """The two services under an arrangement, at rest."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.arrange()
    made.sync()
    return made


def bulk(one: Service, count: int = 6) -> None:
    """Reports that weigh more than what an urgent item waits for."""
    until = stamp(one.clock.now() + timedelta(days=100))
    fields = {
        **MARKED,
        "grading": {"information": "4", "scale": "4x4", "source": "X"},
        "retain_until": until,
    }
    for _ in range(count):
        wish = Wish(
            kind="report", move="release", fields=fields, body={"text": LONG, "title": WORDS}
        )
        one.release(wish)


def urgent(one: Service) -> str:
    """A request after the bulk; its leaf."""
    one.release(request(one))
    leaf: str = one.entries(ours=True)[-1].leaf.hex()
    return leaf


def held(one: Service) -> list[Copy]:
    """The advance copies a side holds."""
    found: list[Copy] = one.look(lambda look: [*ahead.copies(look, one.link_in(look).theirs)])
    return found


def read(one: Service, leaf: str, officer: str = "farah", purpose: str = PURPOSE) -> bytes:
    """The body of an advance copy, as an officer opens it."""

    def job(turn: Turn) -> bytes:
        copy = ahead.copy_named(turn, leaf)
        assert copy is not None
        book = one.node.book(turn, one.link_in(turn))
        reader = accounts.officer_of(turn, officer)
        return audit.open_ahead(one.node, turn, book, copy, reader, purpose).body

    body: bytes = one.turn(job)
    return body


def cut_short(world: World, dispatches: Sequence[bytes]) -> Report:
    """Of a call of Algiers only the greetings and the first dispatch after them arrive."""
    return world.tripoli.take(dispatches[:2], world.algiers.name)


@pytest.fixture
def leaf(world: World) -> str:
    """Much is written, then something urgent: the line is cut after the first dispatch."""
    bulk(world.algiers)
    return urgent(world.algiers)


def test_what_is_urgent_is_read_though_its_predecessors_are_missing(
    world: World, leaf: str
) -> None:
    report = cut_short(world, world.algiers.out())
    assert (report.ahead, report.entries, report.refused) == (1, 0, [])
    assert b"Texte invent" in read(world.tripoli, leaf)
    assert world.tripoli.theirs().size < world.algiers.own().size


def test_it_enters_the_copy_of_the_log_with_its_predecessors(world: World, leaf: str) -> None:
    cut_short(world, world.algiers.out())
    read(world.tripoli, leaf)
    world.sync()
    assert held(world.tripoli) == []
    row = world.tripoli.entries(ours=False)[-1]
    assert row.leaf.hex() == leaf
    assert world.tripoli.look(lambda look: was_opened(look, row))


def test_who_read_it_ahead_stands_in_the_house_log_before_it_is_returned(
    world: World, leaf: str
) -> None:
    cut_short(world, world.algiers.out())
    before = world.tripoli.look(lambda look: look.house_size())
    read(world.tripoli, leaf)
    lines = world.tripoli.look(lambda look: look.house(before, before + 1))
    assert leaf.encode() in lines[0].line


def test_it_is_not_read_without_a_purpose_or_by_whoever_may_not(world: World, leaf: str) -> None:
    cut_short(world, world.algiers.out())
    with pytest.raises(RefusedError, match="purpose-missing"):
        read(world.tripoli, leaf, purpose="")
    with pytest.raises(RefusedError, match="wrong-purpose"):
        read(world.tripoli, leaf, purpose="ANOTHER")
    with pytest.raises(RefusedError, match="role-lacking"):
        read(world.tripoli, leaf, officer="chadia")


def test_it_is_not_sent_twice_in_one_run_and_taking_it_twice_changes_nothing(
    world: World, leaf: str
) -> None:
    dispatches = world.algiers.out()
    assert cut_short(world, dispatches).ahead == 1
    assert cut_short(world, dispatches).ahead == 0
    assert len(held(world.tripoli)) == 1
    assert cut_short(world, world.algiers.out()).ahead == 0


def test_in_little_nothing_overtakes(world: World) -> None:
    bulk(world.algiers, count=1)
    urgent(world.algiers)
    report = world.tripoli.take(world.algiers.out(), world.algiers.name)
    assert (report.ahead, report.entries) == (0, 2)


def test_no_report_overtakes(world: World) -> None:
    bulk(world.algiers)
    report = cut_short(world, world.algiers.out())
    assert report.ahead == 0


def test_it_goes_by_a_stick_too(world: World, leaf: str) -> None:
    report = world.tripoli.take(world.algiers.out(Road.BUNDLE)[:2], None)
    assert report.ahead == 1


def test_it_outlives_a_restart_and_a_new_epoch(world: World, leaf: str) -> None:
    cut_short(world, world.algiers.out())
    restart(world.tripoli)
    restart(world.algiers)
    world.call(world.algiers, world.tripoli)
    assert rules(cut_short(world, world.algiers.out())) == []
    world.sync()
    assert held(world.tripoli) == []


def kept(one: Service) -> list[str]:
    """The settings that hold the content of an advance copy."""
    names = [name for name, _ in one.look(lambda look: look.settings())]
    return [name for name in names if name.startswith("ahead/") and name.count("/") == 2]


def test_a_copy_whose_place_is_never_reached_ends_with_its_term(world: World, leaf: str) -> None:
    cut_short(world, world.algiers.out())
    world.clock.pass_(days=129)
    world.tripoli.turn(lambda turn: tend(world.tripoli.node, turn))
    assert len(kept(world.tripoli)) == 1
    world.clock.pass_(days=2)
    world.tripoli.turn(lambda turn: tend(world.tripoli.node, turn))
    assert (kept(world.tripoli), held(world.tripoli)) == ([], [])


def test_a_copy_of_a_service_that_is_recognised_no_more_ends_with_its_link(
    world: World, leaf: str
) -> None:
    cut_short(world, world.algiers.out())
    world.recognise(world.tripoli, world.algiers, move="withdraw")
    world.clock.pass_(days=60)
    world.tripoli.turn(lambda turn: tend(world.tripoli.node, turn))
    assert kept(world.tripoli) == []
