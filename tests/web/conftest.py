"""The desk of Algiers and that of Tripoli, each on a real node."""

from collections.abc import Callable, Iterator

import pytest

from tests.cli.conftest import fresh, pair, settled, shared, template
from tests.cli.pair import Pair
from tests.web.browser import Browser, browser, desk_of
from wasl.web.desk import WebDesk

__all__ = ["fresh", "pair", "settled", "shared", "template"]

Enters = Callable[..., Browser]


@pytest.fixture
def algiers(pair: Pair) -> Iterator[WebDesk]:
    """The desk of Algiers, in touch with Tripoli."""
    pair.exchange()
    with desk_of(pair, pair.algiers) as desk:
        yield desk


@pytest.fixture
def tripoli(pair: Pair) -> Iterator[WebDesk]:
    """The desk of Tripoli."""
    with desk_of(pair, pair.tripoli) as desk:
        yield desk


@pytest.fixture
def entered(pair: Pair, algiers: WebDesk) -> Enters:
    """Officers of Algiers, each in a browser of his own."""

    def enters(officer: str, language: str = "en") -> Browser:
        made = browser(algiers, pair.algiers, language)
        shown = made.enter(officer)
        assert shown.status == 200, shown.text
        return made

    return enters
