"""Two services that have met, agreed and exchanged one report: every attack starts from here."""

from copy import deepcopy

import pytest

from tests.attacks.forge import DishonestAuthor
from tests.memory_store import MemoryStore
from tests.world import World, report


@pytest.fixture(scope="session")
def template() -> World:
    """Made once; nobody touches it."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.sync()
    made.arrange()
    made.algiers.release(report(title="Premier"))
    made.sync()
    return made


@pytest.fixture
def world(template: World) -> World:
    """A world of one's own, at rest: Algiers has four entries, Tripoli two."""
    return deepcopy(template)


@pytest.fixture
def liar(world: World) -> DishonestAuthor:
    """Algiers in dishonest hands: real keys, no rules; Tripoli is its victim."""
    return DishonestAuthor(world.algiers, world.tripoli)
