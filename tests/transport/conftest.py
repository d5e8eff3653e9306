"""Algiers listens, for one test."""

from collections.abc import Iterator

import pytest

from tests.transport.nodes import Desk, Open, listening


@pytest.fixture(name="desk")
def _desk() -> Desk:
    return Desk()


@pytest.fixture(name="algiers")
def _algiers(desk: Desk) -> Iterator[Open]:
    with listening(desk) as opened:
        yield opened
