"""Bundles signed by runs that nobody confirmed: the guard says what left, the store goes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.memory_guard import MemoryGuard
from tests.memory_store import Crash, Fate, MemoryStore
from tests.node.histories import (
    agreed,
    apart,
    backup,
    faults_of,
    recall,
    released,
    restart,
    store_of,
    suspend,
)
from tests.sim.party import mark_of
from tests.world import Service, World, report
from wasl.core import canonical
from wasl.node.carriage import Report
from wasl.node.clock import stamp
from wasl.node.outgoing import Road
from wasl.node.rows import EntryRow, Mark, WaitingRow
from wasl.node.wish import Attached


@pytest.fixture
def world(world: World) -> World:
    """At rest; the guard of each side knows all that left."""
    for one in (world.algiers, world.tripoli):
        one.node.guard = MemoryGuard({one.link().own: mark_of(one.own())}, born=True)
        restart(one)
    return world


def guard_of(one: Service) -> MemoryGuard:
    assert isinstance(one.node.guard, MemoryGuard)
    return one.node.guard


def verb(one: Service, title: str = "Saisie") -> None:
    """A verb that is the node for as long as it lasts: it releases, and is gone."""
    one.release(report(title=title))
    restart(one)


def bundle(one: Service) -> list[bytes]:
    """Another such verb, which writes a bundle."""
    sent = one.out(Road.BUNDLE)
    restart(one)
    return sent


def take(one: Service, dispatches: list[bytes]) -> Report:
    """And one that takes a bundle in."""
    taken = one.take(dispatches, None)
    restart(one)
    return taken


def rules(report: Report) -> set[str]:
    return {rule for rule, _ in report.refused}


# ----------------------------------------------------------------------------------- a sound day


def test_acts_released_by_verbs_alone_travel_in_a_bundle(world: World) -> None:
    verb(world.algiers, "Première")
    verb(world.algiers, "Deuxième")
    assert world.algiers.own().size == 3
    assert take(world.tripoli, bundle(world.algiers)).entries == 2
    assert world.algiers.own().size == world.tripoli.theirs().size == 5


def test_the_receipt_comes_back_by_bundle_to_a_later_run(world: World) -> None:
    verb(world.algiers)
    take(world.tripoli, bundle(world.algiers))
    assert take(world.algiers, bundle(world.tripoli)).receipts == 1
    assert world.algiers.own().countersigned == 4


def test_a_bundle_that_is_lost_is_made_good_by_the_next_run(world: World) -> None:
    verb(world.algiers, "Première")
    bundle(world.algiers)
    verb(world.algiers, "Deuxième")
    bundle(world.algiers)
    verb(world.algiers, "Troisième")
    outcome = take(world.tripoli, bundle(world.algiers))
    assert (outcome.entries, outcome.refused) == (3, [])


def test_bundles_of_several_runs_may_come_in_any_order(world: World) -> None:
    verb(world.algiers, "Première")
    first = bundle(world.algiers)
    verb(world.algiers, "Deuxième")
    second = bundle(world.algiers)
    assert take(world.tripoli, second).entries == 2
    assert rules(take(world.tripoli, first)) == {"stale-epoch"}
    assert take(world.algiers, bundle(world.tripoli)).receipts == 1
    verb(world.algiers, "Troisième")
    assert take(world.tripoli, bundle(world.algiers)).entries == 1


def test_both_sides_write_to_each_other_by_bundles_alone(world: World) -> None:
    for turn in range(4):
        verb(world.algiers, f"D'Alger {turn}")
        verb(world.tripoli, f"De Tripoli {turn}")
        there, back = bundle(world.algiers), bundle(world.tripoli)
        assert take(world.tripoli, there).entries + take(world.algiers, back).entries >= 2
    take(world.tripoli, bundle(world.algiers))
    take(world.algiers, bundle(world.tripoli))
    take(world.tripoli, bundle(world.algiers))
    assert agreed(world)


def test_after_a_day_alone_the_line_takes_up_where_the_bundles_ended(world: World) -> None:
    verb(world.algiers, "Première")
    take(world.tripoli, bundle(world.algiers))
    verb(world.algiers, "Deuxième")
    bundle(world.algiers)
    verb(world.algiers, "Troisième")
    world.sync()
    assert (world.algiers.own().size, agreed(world)) == (6, True)


def test_nothing_signed_alone_leaves_on_the_line_before_the_confirm(world: World) -> None:
    verb(world.algiers)
    world.algiers.out(Road.BUNDLE)
    assert world.algiers.own().size == 4
    assert world.tripoli.take(world.algiers.out(), world.algiers.name).entries == 0


def test_a_running_node_without_a_line_gives_acts_their_place_at_once(world: World) -> None:
    world.algiers.out(Road.BUNDLE)
    world.algiers.release(report())
    assert world.algiers.own().size == 4


def test_a_recall_signed_alone_is_obeyed(world: World) -> None:
    row = released_alone(world)
    take(world.tripoli, bundle(world.algiers))
    world.algiers.release(recall(world.algiers, row))
    restart(world.algiers)
    take(world.tripoli, bundle(world.algiers))
    body = world.tripoli.look(lambda look: look.body(row.link, row.index))
    assert (body, len(waiting(world.tripoli))) == (None, 3)


def test_a_suspension_signed_alone_carries_the_lines_it_needs(world: World) -> None:
    suspend(world.algiers)
    restart(world.algiers)
    outcome = take(world.tripoli, bundle(world.algiers))
    assert (outcome.entries, outcome.refused) == (1, [])


def released_alone(world: World) -> EntryRow:
    world.algiers.out(Road.BUNDLE)
    return released(world.algiers)


# ------------------------------------------------------------------- what the guard does not know


def test_a_store_from_a_backup_signs_nothing_alone(world: World) -> None:
    old = backup(world.algiers)
    verb(world.algiers)
    bundle(world.algiers)
    restart(world.algiers, old)
    verb(world.algiers, "Après")
    take(world.tripoli, bundle(world.algiers))
    assert (world.algiers.own().size, world.tripoli.theirs().size) == (3, 3)


def test_what_was_sent_over_the_line_is_guarded_too(world: World) -> None:
    old = backup(world.algiers)
    verb(world.algiers)
    world.sync()
    restart(world.algiers, old)
    verb(world.algiers, "Après")
    bundle(world.algiers)
    assert world.algiers.own().size == 3


def test_without_a_guard_file_acts_wait_for_a_confirm(world: World) -> None:
    guard_of(world.algiers).lose()
    verb(world.algiers)
    bundle(world.algiers)
    assert world.algiers.own().size == 3
    world.sync()
    assert agreed(world)


def test_a_confirm_makes_a_lost_guard_good_again(world: World) -> None:
    guard_of(world.algiers).lose()
    verb(world.algiers, "Première")
    world.sync()
    restart(world.algiers)
    verb(world.algiers, "Deuxième")
    assert take(world.tripoli, bundle(world.algiers)).entries == 1


def test_another_history_of_the_same_length_is_not_gone_on_from(world: World) -> None:
    guard_of(world.algiers).put({world.algiers.link().own: Mark(size=3, root=b"9" * 32)})
    verb(world.algiers)
    bundle(world.algiers)
    assert world.algiers.own().size == 3


def test_a_partner_that_holds_more_of_our_log_ends_the_going_alone(world: World) -> None:
    image, marks = store_of(world.algiers).snapshot(), dict(guard_of(world.algiers).marks)
    verb(world.algiers)
    take(world.tripoli, bundle(world.algiers))
    restart(world.algiers, image)
    guard_of(world.algiers).marks = marks
    take(world.algiers, bundle(world.tripoli))
    verb(world.algiers, "Après")
    bundle(world.algiers)
    assert world.algiers.own().size == 3
    world.sync()
    assert (agreed(world), world.algiers.own().size) == (True, 5)


# -------------------------------------------------------------------------------- power is cut


def test_a_crash_between_commit_and_guard_leaves_a_store_that_goes_on(world: World) -> None:
    faults = faults_of(world.algiers)
    world.algiers.release(report())
    faults.next_commit = Fate.CRASH_AFTER
    with pytest.raises(Crash):
        world.algiers.out(Road.BUNDLE)
    restart(world.algiers)
    assert world.algiers.own().size == 4
    verb(world.algiers, "Après")
    assert take(world.tripoli, bundle(world.algiers)).entries == 2


def test_a_crash_at_any_write_of_the_bundle_loses_and_doubles_nothing(world: World) -> None:
    faults = faults_of(world.algiers)
    for place in range(1, 40):
        world.algiers.release(report(title=f"Saisie {place}"))
        faults.writes_until_crash = place
        try:
            sent = world.algiers.out(Road.BUNDLE)
        except Crash:
            restart(world.algiers)
            sent = []
        faults.writes_until_crash = None
        if place % 3 == 0:
            world.tripoli.take(sent, None)
        restart(world.algiers)
    take(world.tripoli, bundle(world.algiers))
    rows = world.tripoli.entries(ours=False)
    assert len(rows) == 3 + 39
    assert len({row.leaf for row in rows}) == len(rows)


# ----------------------------------------------------------- a machine set back, its guard with it


@pytest.fixture
def set_back(world: World) -> World:
    """Algiers signed one report that Tripoli holds; then its machine is an image from before."""
    image, marks = store_of(world.algiers).snapshot(), dict(guard_of(world.algiers).marks)
    verb(world.algiers, "Perdu")
    take(world.tripoli, bundle(world.algiers))
    restart(world.algiers, image, draw=77)
    guard_of(world.algiers).marks = marks
    return world


def test_its_bundle_is_refused_and_nobody_accused(set_back: World) -> None:
    held = set_back.tripoli.theirs()
    verb(set_back.algiers, "Autre")
    bundle(set_back.algiers)
    verb(set_back.algiers, "Encore")
    assert rules(take(set_back.tripoli, bundle(set_back.algiers))) == {"rebase"}
    assert set_back.tripoli.theirs().peaks == held.peaks
    assert not frozen(set_back.tripoli)


def test_it_heals_and_issues_its_acts_again(set_back: World) -> None:
    verb(set_back.algiers, "Autre")
    bundle(set_back.algiers)
    verb(set_back.algiers, "Encore")
    take(set_back.tripoli, bundle(set_back.algiers))
    set_back.sync()
    assert (agreed(set_back), set_back.algiers.own().size) == (True, 6)
    assert not frozen(set_back.algiers)


def test_told_by_bundle_it_signs_no_more_until_it_is_healed(set_back: World) -> None:
    verb(set_back.algiers, "Autre")
    bundle(set_back.algiers)
    verb(set_back.algiers, "Encore")
    take(set_back.tripoli, bundle(set_back.algiers))
    take(set_back.algiers, bundle(set_back.tripoli))
    before = set_back.algiers.own().size
    verb(set_back.algiers, "Après")
    bundle(set_back.algiers)
    assert set_back.algiers.own().size == before
    set_back.sync()
    assert (agreed(set_back), set_back.algiers.own().size) == (True, 7)


def test_an_attachment_of_an_act_issued_again_arrives(set_back: World) -> None:
    photo = Attached(content=b"image " * 50, media="image/png", handling=("H1",))
    set_back.algiers.release(replace(report(title="Avec photo"), attached=(photo,)))
    bundle(set_back.algiers)
    set_back.sync()
    row = set_back.tripoli.entries(ours=False)[-1]
    files = set_back.tripoli.look(lambda look: look.files_of(row.link, row.index))
    assert (agreed(set_back), len(files)) == (True, 1)


def test_acts_issued_again_keep_their_order_and_their_words(set_back: World) -> None:
    for title in ("Un", "Deux"):
        set_back.algiers.release(report(title=title))
    waited = [row.act for row in waiting(set_back.algiers)]
    bundle(set_back.algiers)
    set_back.algiers.release(report(title="Trois"))
    waited += [row.act for row in waiting(set_back.algiers)]
    set_back.sync()
    rows = set_back.tripoli.entries(ours=False)[-3:]
    assert [words(row.entry) for row in rows] == [words(act) for act in waited]


def test_an_act_that_cites_one_taken_back_is_given_back_to_an_officer(set_back: World) -> None:
    set_back.algiers.out(Road.BUNDLE)
    row = released(set_back.algiers)
    set_back.algiers.release(recall(set_back.algiers, row))
    restart(set_back.algiers)
    set_back.sync()
    refused = set_back.algiers.look(lambda look: look.refusals(100))
    assert agreed(set_back)
    assert [each.side for each in refused if each.side == "desk"] == ["desk"]


def test_control_a_guard_that_came_back_with_the_backup_lets_it_tell_two_histories(
    world: World,
) -> None:
    old, marks = backup(world.algiers), dict(guard_of(world.algiers).marks)
    verb(world.algiers, "Perdu")
    bundle(world.algiers)
    first = world.algiers.entries(ours=True)[3].leaf
    restart(world.algiers, old, draw=77)
    guard_of(world.algiers).marks = marks
    verb(world.algiers, "Autre")
    bundle(world.algiers)
    assert world.algiers.entries(ours=True)[3].leaf != first


# ------------------------------------------------------------------------------- the first contact


def test_two_services_begin_by_bundles_alone(agreed: World) -> None:
    fresh = World((MemoryStore(), MemoryStore()), seed=5)
    for one in (fresh.algiers, fresh.tripoli):
        one.node.guard = MemoryGuard(born=True)
    fresh.meet()
    for one in (fresh.algiers, fresh.tripoli):
        restart(one)
    there, back = bundle(fresh.algiers), bundle(fresh.tripoli)
    assert take(fresh.tripoli, there).entries == 1
    assert take(fresh.algiers, back).entries == 1


def test_a_link_begun_where_a_store_was_restored_waits_for_a_confirm(agreed: World) -> None:
    fresh = World((MemoryStore(), MemoryStore()), seed=5)
    for one in (fresh.algiers, fresh.tripoli):
        one.node.guard = MemoryGuard(born=False)
    fresh.meet()
    restart(fresh.algiers)
    assert take(fresh.tripoli, bundle(fresh.algiers)).entries == 0
    fresh.sync()
    assert fresh.algiers.own().size == 1


# ---------------------------------------------------------------------------- the clock, the night


def test_a_day_without_a_line_with_restarts_and_a_clock_that_jumps_ends_in_one_sync(
    world: World,
) -> None:
    apart(world)
    jumps = {5: timedelta(days=400), 11: timedelta(days=-403), 19: timedelta(days=3)}
    for hour in range(24):
        for one in (world.algiers, world.tripoli):
            one.clock.pass_(hours=1)
        if hour in jumps:
            restart(world.algiers)
            world.algiers.clock.moment += jumps[hour]
        until = stamp(world.algiers.clock.now() + timedelta(days=100))
        world.algiers.release(report(title=f"Heure {hour}", retain_until=until))
        if hour % 6 == 0:
            world.algiers.out(Road.BUNDLE)
    calls = world.sync()
    rows = world.tripoli.entries(ours=False)
    assert (calls <= 3, len(rows), len({row.leaf for row in rows})) == (True, 3 + 24, 3 + 24)
    assert agreed(world)


def frozen(one: Service) -> list[str]:
    settings = dict(one.look(lambda look: look.settings()))
    return [name for name in settings if name.startswith("frozen/")]


def waiting(one: Service) -> Sequence[WaitingRow]:
    rows: Sequence[WaitingRow] = one.look(lambda look: look.waiting(one.link_in(look).own))
    return rows


def words(written: bytes) -> str:
    """The commitment of the body: what an officer wrote, whatever its place."""
    commit: str = canonical.loads(written)["body"]["commit"]
    return commit
