"""Two services that have met and agreed, for what an officer may ask of one."""

from copy import deepcopy

import pytest

from tests.memory_store import MemoryStore
from tests.world import World


@pytest.fixture(scope="session")
def agreed() -> World:
    """Made once; nobody touches it."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.sync()
    made.arrange()
    return made


@pytest.fixture
def world(agreed: World) -> World:
    """A world of one's own, at rest."""
    return deepcopy(agreed)
