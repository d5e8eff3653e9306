"""A stale receipt: an old answer is still on the road when a backup is restored.

Defence: only a confirm with this run's nonce and epoch opens a log (trust.md §7); a receipt for
less than is receipted changes nothing. Without the nonce 48 of 600 simulated schedules lied.
"""

from dataclasses import replace

from tests.attacks.forge import restart, store_of
from tests.world import World, report
from wasl.node.session import Session
from wasl.seal.envelope import read_open, write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Confirm, read_greeting, write_greeting


def confirm_of(answer: list[bytes]) -> Confirm:
    """The confirm an answer carries on the line."""
    found = [f for f in read_open(answer[0]) if f.kind is FrameKind.CONFIRM]
    return read_greeting(found[0].payload, Confirm)[0]


def test_a_confirm_of_an_earlier_run_opens_nothing(world: World) -> None:
    restart(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    old = world.tripoli.out()
    restart(world.algiers)
    world.algiers.out()
    world.algiers.take(old, world.tripoli.name)
    session = world.algiers.node.session(world.algiers.link().own)
    assert (session.confirmed, session.ignored) == (False, 1)


def test_a_confirm_with_the_right_epoch_and_another_nonce_opens_nothing(world: World) -> None:
    session = after_hello(world)
    world.algiers.take(answer(world, nonce="f" * 32), world.tripoli.name)
    assert not session.confirmed


def test_control_the_confirm_with_this_nonce_opens_the_log(world: World) -> None:
    session = after_hello(world)
    world.algiers.take(answer(world), world.tripoli.name)
    assert session.confirmed


def test_a_receipt_for_less_changes_nothing(world: World) -> None:
    old = world.algiers.own().receipt
    world.algiers.release(report())
    world.sync()
    held = world.algiers.own()
    store = store_of(world.algiers).snapshot()
    link = world.tripoli.link()
    row = world.tripoli.theirs()
    with world.tripoli.node.store.turn() as turn:
        turn.swap_log(replace(row, receipt=old), size=row.size, peaks=row.peaks)
    world.tripoli.node.session(link.own).owes_receipt = True
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    assert world.algiers.own() == held
    assert store_of(world.algiers).snapshot().checkpoints == store.checkpoints


def after_hello(world: World) -> Session:
    """Algiers has restarted and said hello; Tripoli has heard it."""
    restart(world.algiers)
    world.tripoli.take(world.algiers.out(), world.algiers.name)
    return world.algiers.node.session(world.algiers.link().own)


def answer(world: World, **changes: str) -> list[bytes]:
    """Tripoli's confirm, signed by Tripoli, with these fields changed."""
    said = confirm_of(world.tripoli.out()).model_copy(update=changes)
    author = next(iter(world.tripoli.node.identity.keysets.values())).author
    return [write_open([Frame(kind=FrameKind.CONFIRM, payload=write_greeting(said, author))])]
