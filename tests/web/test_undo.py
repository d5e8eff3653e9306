"""A release can be undone for its minute: before it is over, nothing is in the log."""

import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium

from tests.cli.pair import Pair
from tests.web.browser import Browser, browser, desk_of, drafted, report_form
from tests.web.test_screen import RULES, chromium
from wasl.web.desk import WebDesk

__all__ = ["chromium"]

Enters = Callable[[str], Browser]


@pytest.fixture
def desk(pair: Pair) -> Iterator[WebDesk]:
    """The desk of Algiers, where a release can be undone for a minute."""
    pair.exchange()
    with desk_of(pair, pair.algiers, undo_seconds=60) as opened:
        yield opened


def _enters(desk: WebDesk, pair: Pair) -> Enters:
    def enters(officer: str) -> Browser:
        made = browser(desk, pair.algiers)
        made.enter(officer)
        return made

    return enters


@pytest.fixture
def entered(desk: WebDesk, pair: Pair) -> Enters:
    return _enters(desk, pair)


def _signed(entered: Enters, **form: str) -> tuple[Browser, str]:
    """A draft of amel's, signed for release by badr; where it waits."""
    draft = drafted(entered("amel"), "/new/report", report_form(**form)).path
    badr = entered("badr")
    badr.open(draft)
    badr.send(draft, do="release")
    badr.confirm()
    return badr, draft


def _size(pair: Pair) -> int:
    told = pair.algiers.node.ask("link-state", {"partner": pair.tripoli.name})
    return int(told["size"])


def test_a_release_that_is_undone_leaves_its_draft_and_nothing_in_the_log(
    entered: Enters, pair: Pair
) -> None:
    before = _size(pair)
    badr, draft = _signed(entered)
    assert "Being released" in badr.last.text  # type: ignore[union-attr]
    assert badr.open(draft).path == f"{draft}/leaving"
    assert badr.open(f"{draft}/leaving/done").status == 204
    seen = entered("amel").open(draft)
    assert "Another officer has signed it" in seen.text
    badr.open(f"{draft}/leaving")
    undone = badr.send(f"{draft}/leaving")
    assert "the draft waits as before" in undone.text
    assert undone.path == draft
    assert _size(pair) == before


def test_a_release_that_is_held_is_not_taken_over_by_a_second_signature(
    entered: Enters, pair: Pair
) -> None:
    pair.algiers.ask("officer", "add", "dalila", "--name", "Dalila", "--role", "releaser")
    draft = drafted(entered("amel"), "/new/report", report_form()).path
    badr, dalila = entered("badr"), entered("dalila")
    for officer in (badr, dalila):
        officer.open(draft)
        officer.send(draft, do="release")
    badr.confirm()
    assert dalila.confirm().path == draft
    dalila.send(f"{draft}/leaving")
    assert badr.open(draft).path == f"{draft}/leaving"
    assert "Being released" in badr.open(f"{draft}/leaving").text


def test_what_a_script_asks_of_a_locked_desk_is_no_way_back(entered: Enters) -> None:
    badr, draft = _signed(entered)
    badr.open(f"{draft}/leaving")
    badr.send("/lock", back=f"{draft}/leaving")
    assert badr.open(f"{draft}/leaving/done").status == 204
    badr.open("/enter")
    badr.send("/enter")
    assert badr.confirm().path == f"{draft}/leaving"


def test_whether_a_draft_is_held_is_told_to_who_signed_it(entered: Enters) -> None:
    _badr, draft = _signed(entered)
    assert entered("amel").open(f"{draft}/leaving/done").status == 200


def test_a_release_that_is_let_be_goes_when_its_time_is_over(
    pair: Pair,
) -> None:
    pair.exchange()
    with desk_of(pair, pair.algiers, undo_seconds=1) as desk:
        enters = _enters(desk, pair)
        badr, draft = _signed(enters)
        while badr.open(f"{draft}/leaving/done").status == 204:
            time.sleep(0.1)
        released = badr.open(f"{draft}/leaving")
        assert released.path.startswith("/c/")
        assert "We opened this case" in released.text
        late = badr.open(draft)
        assert late.status == 404


def test_a_desk_that_closes_before_has_released_nothing(pair: Pair) -> None:
    pair.exchange()
    before = _size(pair)
    with desk_of(pair, pair.algiers, undo_seconds=60) as desk:
        enters = _enters(desk, pair)
        _badr, draft = _signed(enters)
    assert _size(pair) == before
    assert draft.removeprefix("/d/") in {
        each["draft"] for each in pair.algiers.node.ask("drafts", {})
    }


def test_what_was_refused_when_its_time_was_over_is_told(pair: Pair) -> None:
    pair.exchange()
    with desk_of(pair, pair.algiers, undo_seconds=1) as desk:
        enters = _enters(desk, pair)
        badr, draft = _signed(enters)
        amel = enters("amel")
        amel.open(draft)
        amel.send(draft, do="drop")
        while badr.open(f"{draft}/leaving/done").status == 204:
            time.sleep(0.1)
        assert badr.open(f"{draft}/leaving").status == 404


def test_a_release_is_undone_by_one_key(chromium: Chromium, desk: WebDesk, pair: Pair) -> None:
    amel = browser(desk, pair.algiers)
    amel.enter("amel")
    draft = drafted(amel, "/new/report", report_form()).path
    page = chromium.new_context(locale="ar-DZ").new_page()
    page.goto(desk.web_link()["url"])
    page.check("input[value=badr]")
    page.click("button.main")
    page.goto(desk.place + draft)
    page.click("button[value=release]")
    code = page.locator(".command code").inner_text().split()[-1]
    pair.algiers.ask("officer", "confirm", code, "--yes")
    page.wait_for_url("**/leaving")
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    page.keyboard.press("KeyU")
    page.wait_for_url(desk.place + draft)
    page.context.close()
