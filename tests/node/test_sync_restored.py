"""A restored backup heals from its counterpart, and nothing is done or told a second time."""

from dataclasses import replace

import pytest

from tests.node.histories import (
    agreed,
    backup,
    moves,
    recall,
    released,
    restart,
    store_of,
    suspend,
)
from tests.world import Service, World, report
from wasl.node import desk, tending
from wasl.node.erasure import destroy
from wasl.node.files import wanted_files
from wasl.node.ports import Turn
from wasl.node.wish import Attached, Wish

PICTURE = Attached(content=b"an invented picture", media="image/png", handling=("H1",))


def with_picture() -> Wish:
    plain = report()
    return Wish(
        kind=plain.kind,
        move=plain.move,
        fields=plain.fields,
        body=plain.body,
        attached=[PICTURE],
    )


def pictures(one: Service) -> int:
    """How many attachments lie at a service."""
    return len(store_of(one).snapshot().files)


def destroy_last(one: Service) -> None:
    """The last item of the other side is destroyed here: its time is up."""
    item = one.entries(ours=False)[-1]

    def job(turn: Turn) -> None:
        destroy(one.node, turn, one.node.book(turn, one.link_in(turn)), item, "RETENTION")

    one.turn(job)


def place_of_last(one: Service) -> tuple[str, int]:
    """Where the body of the last item of the other side lies, or lay."""
    item = one.entries(ours=False)[-1]
    return item.link, item.index


def test_a_restored_author_gets_its_entries_back_from_its_counterpart(world: World) -> None:
    old = backup(world.algiers)
    for _ in range(3):
        released(world.algiers)
    world.sync()
    signed = world.algiers.own()
    restart(world.algiers, old)
    world.sync()
    assert (world.algiers.own().size, world.algiers.own().peaks) == (signed.size, signed.peaks)
    assert agreed(world)


def test_a_restored_recipient_is_sent_again_what_it_had_receipted(world: World) -> None:
    old = backup(world.tripoli)
    for _ in range(3):
        released(world.algiers)
    world.sync()
    restart(world.tripoli, old)
    world.sync()
    assert agreed(world)


def test_two_restored_services_that_call_each_other_stale_come_together(world: World) -> None:
    old = backup(world.algiers), backup(world.tripoli)
    for _ in range(3):
        for one in (world.algiers, world.tripoli):
            restart(one)
        world.sync()
    newer = backup(world.algiers), backup(world.tripoli)
    # Each knows a later epoch of the other than the other remembers of itself.
    for one, other, mine, known in (
        (world.algiers, world.tripoli, old[0], newer[0]),
        (world.tripoli, world.algiers, old[1], newer[1]),
    ):
        own, theirs = one.link().own, one.link().theirs
        logs = {own: mine.logs[own], theirs: known.logs[theirs]}
        restart(one, replace(mine, logs=logs))
        assert other is not one
    world.sync()
    assert agreed(world)


def test_an_order_that_comes_again_after_a_restore_is_answered_once(world: World) -> None:
    old = backup(world.tripoli)
    row = released(world.algiers)
    world.algiers.release(recall(world.algiers, row))
    world.sync()
    restart(world.tripoli, old)
    world.sync()
    assert agreed(world)
    assert moves(world.tripoli, "recall") == ["quarantine", "attest"]
    assert moves(world.tripoli, "fact") == ["destroy"]


def test_an_item_destroyed_by_retention_is_not_destroyed_again_by_a_recall(world: World) -> None:
    row = released(world.algiers)
    world.sync()
    destroy_last(world.tripoli)
    world.algiers.release(recall(world.algiers, row))
    world.sync()
    assert moves(world.tripoli, "fact") == ["destroy"]


def test_what_a_fact_says_is_destroyed_does_not_come_back_with_a_backup(world: World) -> None:
    released(world.algiers)
    world.sync()
    old = backup(world.tripoli)
    destroy_last(world.tripoli)
    world.sync()
    restart(world.tripoli, old)
    assert place_of_last(world.tripoli) in store_of(world.tripoli).snapshot().bodies
    world.sync()
    assert place_of_last(world.tripoli) not in store_of(world.tripoli).snapshot().bodies


def test_a_body_that_is_sent_again_stays_destroyed(world: World) -> None:
    old = backup(world.tripoli)
    released(world.algiers)
    world.sync()
    destroy_last(world.tripoli)
    world.sync()
    assert place_of_last(world.tripoli) in store_of(world.algiers).snapshot().bodies
    restart(world.tripoli, old)
    world.sync()
    assert place_of_last(world.tripoli) not in store_of(world.tripoli).snapshot().bodies


def test_an_act_that_waited_in_the_backup_is_not_written_twice(world: World) -> None:
    restart(world.algiers)
    assert world.algiers.release(report(title="Une fois")) is None
    old = backup(world.algiers)
    world.sync()
    restart(world.algiers, old)
    world.sync()
    assert world.algiers.own().size == 4
    assert not store_of(world.algiers).snapshot().waiting
    refusals = store_of(world.algiers).snapshot().refusals.values()
    assert [row.rule for row in refusals if row.side == "desk"] == []
    assert agreed(world)


def test_a_fact_that_waited_in_the_backup_is_not_written_twice(world: World) -> None:
    row = released(world.algiers)
    world.algiers.release(recall(world.algiers, row))
    restart(world.tripoli)
    world.tripoli.out()
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    old = backup(world.tripoli)
    assert old.waiting
    world.sync()
    restart(world.tripoli, old)
    world.sync()
    assert moves(world.tripoli, "fact") == ["destroy"]


def test_a_restored_author_gets_its_attachments_back(world: World) -> None:
    old = backup(world.algiers)
    world.algiers.release(with_picture())
    world.sync()
    restart(world.algiers, old)
    assert pictures(world.algiers) == 0
    world.sync()
    assert pictures(world.algiers) == 1


def test_an_attachment_that_nobody_has_any_more_is_not_asked_for_for_ever(world: World) -> None:
    old = backup(world.algiers)
    world.algiers.release(with_picture())
    world.call(world.algiers, world.tripoli)
    assert world.tripoli.theirs().size == 4
    assert pictures(world.tripoli) == 0
    restart(world.algiers, old)
    world.sync()
    assert agreed(world)
    link = world.tripoli.link().theirs
    assert world.tripoli.look(lambda look: wanted_files(look, link)) == []


def test_an_attachment_of_a_waiting_act_outlives_the_restore(world: World) -> None:
    restart(world.algiers)
    world.algiers.release(with_picture())
    old = backup(world.algiers)
    for _ in range(2):
        world.call(world.algiers, world.tripoli)
    assert world.tripoli.theirs().size == 4
    restart(world.algiers, old)
    world.sync()
    assert (pictures(world.algiers), pictures(world.tripoli)) == (1, 1)


def test_a_head_sent_again_has_the_line_its_governing_entries_need(world: World) -> None:
    old = backup(world.tripoli)
    suspend(world.algiers)
    suspend(world.algiers, "resume")
    world.sync()
    restart(world.tripoli, old)
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    released(world.algiers)  # its head covers nothing that governs and is not receipted
    outcome = world.tripoli.take(world.algiers.out(), world.algiers.name)
    assert (outcome.entries, outcome.refused) == (3, [])


def test_a_prekey_told_before_the_run_that_greeted_us_is_not_sealed_to(world: World) -> None:
    world.algiers.turn(lambda turn: tending.tend(world.algiers.node, turn))
    old = backup(world.algiers), backup(world.tripoli)
    world.sync()
    restart(world.algiers, old[0])
    restart(world.tripoli, old[1])
    world.clock.pass_(days=-365)
    world.sync()
    released(world.tripoli)
    world.sync()
    assert agreed(world)


def test_an_old_hello_accuses_nobody_after_both_were_restored(world: World) -> None:
    old = backup(world.algiers), backup(world.tripoli)
    released(world.algiers, title="Perdu")
    for _ in range(4):
        restart(world.algiers)
        hello = world.algiers.out()
    restart(world.algiers, old[0], draw=5)
    restart(world.tripoli, old[1], draw=6)
    world.sync()
    released(world.algiers, title="Nouveau")
    world.sync()
    restart(world.tripoli)
    outcome = world.tripoli.take(hello, world.algiers.name)
    assert outcome.refused == []
    world.sync()
    assert agreed(world)


def test_a_receipt_for_what_both_have_lost_accuses_nobody(world: World) -> None:
    image, old = store_of(world.algiers).snapshot(), backup(world.tripoli)
    released(world.algiers, title="Perdu")
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    receipt = world.tripoli.out()
    restart(world.algiers, image, draw=5)
    restart(world.tripoli, old, draw=6)
    world.sync()
    released(world.algiers, title="Nouveau")
    outcome = world.algiers.take(receipt, world.tripoli.name)
    assert ("stale-epoch", {"size": 4}) in outcome.refused
    world.sync()
    assert agreed(world)


def test_a_healed_log_keeps_the_order_of_what_was_released(world: World) -> None:
    old = backup(world.algiers)
    released(world.algiers, title="Avant")
    world.sync()
    restart(world.algiers, old)
    for _ in range(2):
        assert world.algiers.release(report()) is None
        world.clock.pass_(minutes=5)
    world.sync()
    assert [row.rule for row in world.tripoli.entries(ours=False)] == [""] * 6
    assert agreed(world)


def test_an_item_destroyed_again_before_the_log_is_healed_is_told_once(world: World) -> None:
    released(world.algiers)
    world.sync()
    old = backup(world.tripoli)
    for disk in (None, old):
        restart(world.tripoli, disk)
        destroy_last(world.tripoli)
        world.sync()
    assert moves(world.tripoli, "fact") == ["destroy"]


def test_what_came_in_one_dispatch_goes_back_in_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = backup(world.algiers)
    for _ in range(5):
        released(world.algiers)
    world.sync()
    monkeypatch.setattr(desk, "SLICE", 2)  # of a later release
    restart(world.algiers, old)
    world.sync()
    assert world.algiers.own().size == 8
    assert agreed(world)


def test_an_attachment_that_lies_beside_another_entry_is_not_lost(world: World) -> None:
    old = backup(world.algiers)
    for _ in range(2):
        world.algiers.release(with_picture())
    world.sync()
    restart(world.algiers, old)
    world.sync()
    assert pictures(world.algiers) == pictures(world.tripoli) == 2
