"""Passkeys in Chromium: made in twos, signed for, touched to come in and to release."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import CDPSession, Page

from tests.cli.pair import Pair
from tests.web.browser import browser, desk_of, drafted, report_form
from tests.web.test_screen import RULES, chromium
from wasl.web.desk import WebDesk

__all__ = ["chromium"]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


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


def _plugged(page: Page) -> CDPSession:
    """A browser with one security key in it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    _plug(session)
    return session


def _plug(session: CDPSession) -> str:
    held = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return str(held["authenticatorId"])


def _made(page: Page, desk: WebDesk) -> CDPSession:
    """Two passkeys made, each in a security key of its own; the second stays plugged in."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    first = _plug(session)
    page.goto(desk.place + "/me/keys")
    page.click("form.passkey button")
    page.wait_for_selector("text=1 passkey is made")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    _plug(session)
    page.click("form.passkey button")
    page.wait_for_selector("text=2 passkeys are made")
    return session


def _confirmed(page: Page, pair: Pair) -> None:
    code = page.locator(".command code").inner_text().split()[-1]
    pair.algiers.ask("officer", "confirm", code, "--yes")


def test_two_passkeys_are_made_and_a_touch_lets_in_and_releases(
    chromium: Chromium, desk: WebDesk, pair: Pair
) -> None:
    page = _entered(chromium, desk, "badr")
    _made(page, desk)
    assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    page.click("button[value=sign]")
    _confirmed(page, pair)
    page.wait_for_url("**/me/keys")
    assert page.locator("text=2 passkeys are in use").is_visible()
    # Out, and in again by a touch alone.
    page.locator("button", has_text="Sign out").click()
    page.fill("#officer", "badr")
    page.click("main button.main")
    page.click("form.passkey button")
    page.wait_for_url(desk.place + "/")
    # A draft of another officer is released by a touch.
    amel = browser(desk, pair.algiers)
    amel.enter("amel")
    page.goto(desk.place + drafted(amel, "/new/report", report_form()).path)
    page.click("button[value=release]")
    page.wait_for_url("**/confirm/*")
    page.click("form.passkey button")
    page.wait_for_url("**/c/*")
    assert "We opened this case" in page.locator("main").inner_text()
    page.context.close()


def test_a_passkey_nobody_knows_lets_nobody_in(chromium: Chromium, desk: WebDesk) -> None:
    page = _entered(chromium, desk, "badr")
    _made(page, desk)
    page.locator("button", has_text="Sign out").click()
    page.fill("#officer", "badr")
    page.click("main button.main")
    page.click("form.passkey button")
    page.wait_for_selector("text=Not done")
    assert page.url.endswith("/touch")
    page.context.close()


def test_lost_keys_come_back_by_two_officers_at_their_own_screens(
    chromium: Chromium, desk: WebDesk, pair: Pair
) -> None:
    page = _entered(chromium, desk, "badr")
    _made(page, desk)
    page.click("button[value=lost]")
    page.wait_for_selector("text=0 of 2 officers have signed")
    code = page.locator("section.notice strong bdi").inner_text()
    for officer in ("amel", "chadia"):
        seen = browser(desk, pair.algiers)
        seen.enter(officer)
        people = seen.open("/people")
        assert code in people.text
        path = f"/people/keys/{code.replace('-', '')}"
        seen.send(path)
        assert "no earlier ones" in seen.last.text  # type: ignore[union-attr]
        seen.confirm()
    page.reload()
    assert page.locator("text=2 passkeys are in use").is_visible()
    page.context.close()


def test_without_a_script_a_page_says_what_else_there_is(
    chromium: Chromium, desk: WebDesk
) -> None:
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    page.goto(desk.web_link()["url"])
    page.check("input[value=badr]")
    page.click("button.main")
    page.goto(desk.place + "/me/keys")
    assert "needs a script" in page.inner_text("main")
    assert not page.locator("form.passkey").is_visible()
    context.close()
