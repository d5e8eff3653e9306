"""What a person sees: every page looked at by Chromium, in three languages, narrow and dark.

Needs ``chromium`` (or ``WASL_CHROMIUM``); without it these are left out, but not in CI.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from tests.cli.pair import Pair
from tests.web.browser import browser, desk_of, drafted, report_form
from wasl.web.desk import WebDesk

ENVIRONMENT = os.environ  # noqa: TID251 - where Chromium is, and whether it may be missing
CHROMIUM = ENVIRONMENT.get("WASL_CHROMIUM") or shutil.which("chromium") or ""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PLATE, DAY, PHONE = "12345-116-30", "2026-03-01", "+213 550 12 34 56"
TEXT = f"ضُبطت السيارة {PLATE} يوم {DAY} والهاتف {PHONE} قرب غات."
SCREENS = [("ar", 360, "light"), ("ar", 1280, "dark"), ("fr", 360, "dark"), ("en", 360, "light")]

# The order in which the digits and signs of an identifier lie on the screen, from left to right.
LEFT_TO_RIGHT = """(wanted) => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const at = text.data.indexOf(wanted);
    if (at < 0) continue;
    const placed = [...wanted].map((letter, n) => {
      const range = document.createRange();
      range.setStart(text, at + n);
      range.setEnd(text, at + n + 1);
      return [range.getBoundingClientRect().left, letter];
    });
    return placed.sort((one, other) => one[0] - other[0]).map((each) => each[1]).join("");
  }
  return "";
}"""

if not CHROMIUM and not ENVIRONMENT.get("CI"):
    pytest.skip("chromium not found: apt-get install chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One Chromium for all of these."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield opened
        opened.close()


@pytest.fixture
def desk(pair: Pair) -> Iterator[tuple[WebDesk, dict[str, str]]]:
    """The desk of Algiers with one act of each sort, and where each is read."""
    pair.exchange()
    with desk_of(pair, pair.algiers) as opened:
        report = ("report", "--to", "liaison.dz.example", "--dossier", "borders", "--ar", TEXT)
        pair.tripoli.released(*report, "--handling", "H1", "--caveat", "MINOR")
        pair.exchange()
        pair.algiers.ask("tray", "--officer", "badr")
        (case,) = [
            row["case"]
            for row in pair.algiers.ask("tray", "--officer", "badr")["cases"]
            if row["kind"] == "report" and row["unread"] and not row["ours"]
        ][-1:]
        amel = browser(opened, pair.algiers)
        amel.enter("amel")
        draft = drafted(amel, "/new/report", report_form()).path
        entry = pair.algiers.ask("case", case)["entries"][0]["entry"]
        places = {"case": f"/c/{case}", "draft": draft, "item": f"/i/{entry}"}
        yield opened, places


def _enter(chromium: Chromium, desk: WebDesk, language: str, width: int, scheme: str) -> Page:
    """A page of an officer who has entered by a link; what the console says is kept."""
    context = chromium.new_context(
        locale=f"{language}-DZ",
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(desk.web_link()["url"])
    page.check("input[value=badr]")
    page.click("button.main")
    return page


@pytest.mark.parametrize(("language", "width", "scheme"), SCREENS)
def test_every_page_is_for_everybody_and_fits_its_screen(
    chromium: Chromium,
    desk: tuple[WebDesk, dict[str, str]],
    language: str,
    width: int,
    scheme: str,
) -> None:
    opened, places = desk
    page = _enter(chromium, opened, language, width, scheme)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    wrong: list[str] = []
    paths = ["/", "/new", "/new/report", "/new/notice", "/drafts", "/why", "/log", "/people"]
    paths += ["/agreed", "/me", "/me/keys", "/log/liaison.ly.example/ours/0", *places.values()]
    for path in paths:
        page.goto(opened.place + path)
        wide, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        wrong += [f"{path} scrolls sideways: {wide} in {room}"] if wide > room else []
        found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
        wrong += [f"{path}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in found]
    page.context.close()
    assert wrong + said == []


def test_identifiers_lie_in_their_own_order_in_an_arabic_text(
    chromium: Chromium, desk: tuple[WebDesk, dict[str, str]]
) -> None:
    opened, places = desk
    page = _enter(chromium, opened, "ar", 1280, "light")
    page.goto(opened.place + places["item"])
    page.check("input[name=purpose]")
    page.click("main button.main")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        for wanted in (PLATE, DAY, PHONE):
            assert page.evaluate(LEFT_TO_RIGHT, wanted) == wanted
    page.context.close()


def test_a_first_load_and_a_further_page_are_light(
    chromium: Chromium, desk: tuple[WebDesk, dict[str, str]]
) -> None:
    opened, places = desk
    context = chromium.new_context(locale="ar-DZ")
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    loaded: list[float] = []
    network.on("Network.loadingFinished", lambda done: loaded.append(done["encodedDataLength"]))
    page.goto(opened.web_link()["url"], wait_until="networkidle")
    page.check("input[value=badr]")
    page.click("button.main")
    page.wait_for_load_state("networkidle")
    assert sum(loaded) <= 100_000
    for path in ("/new/notice", *places.values()):
        loaded.clear()
        page.goto(opened.place + path, wait_until="networkidle")
        assert sum(loaded) <= 15_000, path
    context.close()


def test_shortcuts_go_by_the_place_of_the_key_and_can_be_turned_off(
    chromium: Chromium, desk: tuple[WebDesk, dict[str, str]]
) -> None:
    opened, _places = desk
    page = _enter(chromium, opened, "ar", 1280, "light")
    page.goto(opened.place + "/people")
    page.keyboard.press("KeyN")
    page.wait_for_url("**/new")
    page.goto(opened.place + "/me")
    page.click("button[name=shortcuts]")
    page.keyboard.press("KeyN")
    page.wait_for_timeout(200)
    assert page.url.endswith("/me")
    page.context.close()


def test_the_pages_are_printed_with_what_they_mark(
    chromium: Chromium, desk: tuple[WebDesk, dict[str, str]]
) -> None:
    opened, places = desk
    page = _enter(chromium, opened, "fr", 1280, "light")
    page.goto(opened.place + places["case"])
    page.emulate_media(media="print")
    assert page.locator(".marking").first.is_visible()
    assert not page.locator("nav").first.is_visible()
    page.context.close()


def test_a_page_that_waits_for_a_key_goes_on_by_itself(
    chromium: Chromium, desk: tuple[WebDesk, dict[str, str]], pair: Pair
) -> None:
    opened, _places = desk
    page = chromium.new_context(locale="fr-DZ").new_page()
    page.goto(opened.place + "/")
    page.fill("#officer", "badr")
    page.click("main button.main")
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert found == []
    code = page.locator(".command code").inner_text().split()[-1]
    pair.algiers.ask("officer", "confirm", code, "--yes")
    page.wait_for_url(opened.place + "/")
    assert page.locator("h1").inner_text() == "Corbeille"
    page.context.close()
