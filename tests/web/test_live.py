"""What renews itself: a form kept and checked while it is written, a tray that tells of news."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from tests.cli.pair import Pair
from tests.web.browser import browser, desk_of, drafted, report_form
from tests.web.test_screen import chromium
from tests.world import ALGIERS
from wasl.web.desk import WebDesk

__all__ = ["chromium"]


@pytest.fixture
def desk(pair: Pair) -> Iterator[WebDesk]:
    """The desk of Algiers."""
    pair.exchange()
    with desk_of(pair, pair.algiers) as opened:
        yield opened


def _entered(chromium: Chromium, desk: WebDesk, officer: str) -> Page:
    page = chromium.new_context(locale="en-GB").new_page()
    page.goto(desk.web_link()["url"])
    page.check(f"input[value={officer}]")
    page.click("button.main")
    return page


def test_who_will_get_it_is_told_while_it_is_written(chromium: Chromium, desk: WebDesk) -> None:
    page = _entered(chromium, desk, "amel")
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.goto(desk.place + "/new/report")
    page.check("input[name=place] >> nth=0")
    page.wait_for_selector("#beside .notice.warn")  # the text is missing still
    page.fill("[name='body.text.en']", "An invented text.")
    page.wait_for_selector("text=Nobody else will be able to open it.")
    assert page.locator("#beside .clauses").is_visible()
    assert page.input_value("[name='body.text.en']") == "An invented text."
    page.context.close()
    # A form that is not ready is answered 422, which Chromium writes to its console.
    assert [line for line in said if "422" not in line] == []


def test_what_was_written_is_there_again_in_another_session(
    chromium: Chromium, desk: WebDesk
) -> None:
    page = _entered(chromium, desk, "amel")
    page.goto(desk.place + "/new/note")
    page.fill("[name='body.text.en']", "Begun before the power went.")
    page.wait_for_selector("text=What you wrote is kept.")
    page.context.close()
    again = _entered(chromium, desk, "amel")
    again.goto(desk.place + "/drafts")
    again.click("a[href='/new/note']")
    assert again.input_value("[name='body.text.en']") == "Begun before the power went."
    again.goto(desk.place + "/drafts")
    again.click("form[action='/drafts/forget'] button")
    assert again.locator("a[href='/new/note']").count() == 0
    again.context.close()


def test_a_form_is_kept_without_a_script_too(desk: WebDesk, pair: Pair) -> None:
    amel = browser(desk, pair.algiers)
    amel.enter("amel")
    amel.open("/new/report")
    amel.send("/new/report", report_form("Kept by a check."), do="check")
    other = browser(desk, pair.algiers)
    other.enter("amel")
    assert "Kept by a check." in other.open("/new/report").text
    assert "Begun by you" in other.open("/drafts").text
    # Signed, it is a draft, and begun no more.
    drafted(other, "/new/report", report_form("Kept by a check."))
    assert "Begun by you" not in other.open("/drafts").text


def test_the_tray_shows_what_has_come_without_being_asked(
    chromium: Chromium, desk: WebDesk, pair: Pair
) -> None:
    page = _entered(chromium, desk, "badr")
    page.wait_for_selector("h1")
    before = page.locator("tbody tr").count()
    facts = ("--facts", "Des faits inventés.", "--offence", "Contrebande", "--question", "Qui ?")
    words = ("--why-you", "Votre poste.", "--urgency", "OTHER", "--dossier", "borders")
    pair.tripoli.released("request", "ask", "--to", ALGIERS, *facts, *words)
    pair.exchange()
    page.wait_for_function(
        "(before) => document.querySelectorAll('tbody tr').length > before", arg=before
    )
    assert page.locator("#told").inner_text() == "The tray has changed."
    assert page.locator("h1").inner_text() == "Tray"
    page.context.close()


def test_nobody_who_is_not_in_is_told_of_news(desk: WebDesk, pair: Pair) -> None:
    stranger = browser(desk, pair.algiers)
    assert stranger.open("/live").status == 204
