"""A node that starts over and over: it crashes and is started again, or somebody pulls its plug.

Defence: an epoch is drawn anew at every start, a key to seal to is not. The hello brings one that
is still good for days, so that no number of starts fills the room there is for keys.
"""

from collections.abc import Sequence

import pytest

from tests.attacks.forge import restart
from tests.world import Service, World, report
from wasl.node import tending
from wasl.node.prekeys import PREKEYS_PER_LINK
from wasl.node.rows import OwnPrekeyRow

STARTS = PREKEYS_PER_LINK + 5


def started(world: World, one: Service) -> None:
    """A node starts, greets, and tends its keys as a running one does."""
    restart(one)
    world.sync()
    one.turn(lambda turn: tending.tend(one.node, turn))
    world.sync()


def own_keys(one: Service) -> Sequence[OwnPrekeyRow]:
    """The keys a service has of its own, private halves and all."""
    link = one.link().own
    rows: Sequence[OwnPrekeyRow] = one.look(lambda look: look.own_prekeys(link))
    return rows


def keys_to_seal(one: Service) -> int:
    """How many keys of the partner a service could seal to."""
    link = one.link().theirs
    return len(one.look(lambda look: look.their_prekeys(link)))


@pytest.fixture
def worn(world: World) -> World:
    """Algiers has started more often than there is room for keys."""
    for _ in range(STARTS):
        started(world, world.algiers)
    return world


def test_the_exchange_goes_on_after_any_number_of_starts(worn: World) -> None:
    worn.algiers.release(report())
    worn.tripoli.release(report(audience=[worn.algiers.name]))
    worn.sync()
    for one in (worn.algiers, worn.tripoli):
        assert one.own().countersigned == one.own().size


def test_starts_make_no_key_while_two_are_good_for_days(world: World) -> None:
    started(world, world.algiers)
    before = own_keys(world.algiers)
    for _ in range(3):
        started(world, world.algiers)
    assert own_keys(world.algiers) == before


def test_two_keys_are_ahead_after_every_start(world: World) -> None:
    for _ in range(3):
        started(world, world.algiers)
        assert keys_to_seal(world.tripoli) == 2


def test_what_was_sealed_before_a_start_opens_after_it(world: World) -> None:
    started(world, world.algiers)
    world.tripoli.release(report(audience=[world.algiers.name]))
    on_the_road = world.tripoli.out()
    restart(world.algiers)
    assert world.algiers.take(on_the_road, world.tripoli.name).entries == 1


def test_keys_that_soon_end_are_followed_by_new_ones(world: World) -> None:
    started(world, world.algiers)
    before = own_keys(world.algiers)
    world.clock.pass_(days=4)
    started(world, world.algiers)
    assert len([key for key in own_keys(world.algiers) if key not in before]) == 2
