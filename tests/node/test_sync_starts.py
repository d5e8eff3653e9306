"""Starts, clocks and full disks: what a turn that failed had taught is forgotten with it."""

from datetime import timedelta
from functools import partial

import pytest

from tests.memory_store import Crash, Fate
from tests.node.histories import (
    agreed,
    apart,
    backup,
    entry_fields,
    faults_of,
    moves,
    recall,
    released,
    restart,
    said,
    store_of,
)
from tests.world import Service, World, report
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node import tending
from wasl.node.clock import micros, stamp
from wasl.node.session import Session
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Hello, Refusal, read_greeting, write_greeting


def session(one: Service) -> Session:
    return one.node.session(one.link().own)


# -------------------------------------------------------------------- turns that failed


def test_an_epoch_whose_turn_found_the_disk_full_was_never_opened(world: World) -> None:
    restart(world.algiers)
    faults = faults_of(world.algiers)
    faults.next_commit = Fate.FULL
    with pytest.raises(UnavailableError, match="disk-full"):
        world.algiers.out()
    assert session(world.algiers).epoch is None
    hello, _ = read_greeting(said(world.algiers.out(), FrameKind.HELLO)[0].payload, Hello)
    assert hello.prekey is not None
    assert bytes.fromhex(hello.prekey.id) in store_of(world.algiers).snapshot().own_prekeys
    world.sync()
    assert agreed(world)


def test_what_was_owed_is_owed_again_when_the_turn_that_said_it_failed(world: World) -> None:
    released(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    faults = faults_of(world.tripoli)
    faults.next_commit = Fate.FULL
    with pytest.raises(UnavailableError):
        world.tripoli.out()
    assert session(world.tripoli).owes_receipt


def test_a_job_that_is_refused_leaves_the_session_as_it_was(world: World) -> None:
    running = session(world.algiers)
    before = running.copy()

    def job(turn: object) -> None:
        running.renew()
        raise RefusedError("invented")

    with pytest.raises(RefusedError, match="invented"):
        world.algiers.turn(job)
    assert session(world.algiers) == before


def test_a_commit_that_fails_ends_the_run_and_loses_nothing_receipted(world: World) -> None:
    released(world.algiers)
    world.sync()
    faults = faults_of(world.tripoli)
    released(world.algiers)
    faults.next_commit = Fate.CRASH
    with pytest.raises(Crash):
        world.tripoli.take(world.algiers.out(), world.algiers.name)
    restart(world.tripoli)
    world.sync()
    assert agreed(world)


# ------------------------------------------------------------------------------- clocks


def test_an_act_after_the_clock_fell_back_says_how_unsure_it_is(world: World) -> None:
    released(world.algiers)
    world.clock.pass_(hours=-2)
    row = released(world.algiers)
    assert entry_fields(row)["clock"]["unsure_s"] == 2 * 3_600
    world.sync()
    assert [row.rule for row in world.tripoli.entries(ours=False)] == [""] * 5


def test_what_the_node_owes_is_written_though_its_clock_fell_back(world: World) -> None:
    apart(world)
    row = released(world.algiers)
    released(world.tripoli)
    world.sync()
    world.tripoli.clock.pass_(days=-3650)
    world.algiers.release(recall(world.algiers, row))
    world.sync()
    assert moves(world.tripoli, "recall") == ["quarantine", "attest"]
    assert agreed(world)


def test_a_prekey_past_its_day_is_sealed_to_where_there_is_no_other(world: World) -> None:
    apart(world)
    world.tripoli.clock.pass_(days=3650)
    released(world.tripoli)
    world.sync()
    assert agreed(world)


def test_a_hello_whose_prekey_is_destroyed_is_said_anew(world: World) -> None:
    old = backup(world.algiers)
    released(world.algiers)
    world.sync()
    restart(world.algiers, old)
    first, _ = read_greeting(said(world.algiers.out(), FrameKind.HELLO)[0].payload, Hello)
    world.clock.pass_(days=60)
    world.algiers.turn(lambda turn: tending.tend(world.algiers.node, turn))
    second, _ = read_greeting(said(world.algiers.out(), FrameKind.HELLO)[0].payload, Hello)
    assert first.prekey is not None
    assert second.prekey is not None
    assert first.prekey.id != second.prekey.id
    world.sync()
    assert agreed(world)


def test_acts_that_waited_come_before_what_follows_from_what_just_arrived(world: World) -> None:
    apart(world)
    old = backup(world.tripoli)
    row = released(world.algiers)
    world.sync()
    released(world.tripoli)
    world.sync()
    restart(world.tripoli, old)
    world.algiers.release(recall(world.algiers, row))
    while world.tripoli.own().size < 3:
        world.algiers.take(world.tripoli.out(), world.tripoli.name)
        world.tripoli.take(world.algiers.out()[:2], world.algiers.name)
    assert world.tripoli.theirs().size == 3
    assert world.tripoli.release(report(title="En attente")) is None
    world.tripoli.clock.pass_(hours=5)
    # The confirm and what was missing come in one call.
    world.call(world.tripoli, world.algiers)
    world.sync()
    own = world.tripoli.entries(ours=True)[3:]
    assert [row.kind for row in own] == ["report", "recall", "fact", "recall"]
    assert [entry_fields(row)["clock"]["unsure_s"] for row in own] == [1] * 4


# -------------------------------------------------------------------------- old words


def refusal_of(world: World, epoch: int) -> bytes:
    """Tripoli does not know this epoch of Algiers' log."""
    said_so = Refusal(
        at=stamp(world.clock.now()),
        detail={"epoch": epoch, "known": 0},
        link=world.algiers.link().own,
        rule="unconfirmed-epoch",
    )
    author = next(iter(world.tripoli.node.identity.keysets.values())).author
    return write_open([Frame(kind=FrameKind.REFUSAL, payload=write_greeting(said_so, author))])


def test_a_refusal_of_an_epoch_that_is_over_ends_nothing(world: World) -> None:
    epoch = session(world.algiers).epoch
    assert epoch is not None
    world.algiers.take([refusal_of(world, epoch.n - 1)], world.tripoli.name)
    assert session(world.algiers).confirmed


def test_control_a_refusal_of_the_epoch_that_runs_ends_it(world: World) -> None:
    epoch = session(world.algiers).epoch
    assert epoch is not None
    world.algiers.take([refusal_of(world, epoch.n)], world.tripoli.name)
    assert not session(world.algiers).confirmed


def test_time_alone_ends_no_link(world: World) -> None:
    for _ in range(4):
        world.clock.moment += timedelta(days=20)
        for one in (world.algiers, world.tripoli):
            one.turn(partial(tending.tend, one.node))
        released(world.algiers)
        world.sync()
    assert agreed(world)


def test_a_link_that_was_silent_longer_than_any_carriage_goes_on(world: World) -> None:
    for _ in range(5):
        world.clock.moment += timedelta(days=20)
        for one in (world.algiers, world.tripoli):
            one.turn(partial(tending.tend, one.node))
    released(world.algiers)
    released(world.tripoli)
    world.sync()
    assert agreed(world)


def test_a_clock_set_right_again_does_not_wait_years_for_a_long_lived_line(world: World) -> None:
    world.clock.pass_(days=3650)
    released(world.algiers)
    world.sync()
    world.clock.pass_(days=-3650)
    released(world.algiers)
    world.sync()
    for log in (world.algiers.own(), world.tripoli.theirs()):
        assert log.long_lived_us == micros(world.clock.now())
