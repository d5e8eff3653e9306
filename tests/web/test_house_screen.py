"""The pages of the house as a person sees them: in Chromium, in three languages, by their roles.

Needs ``chromium`` as ``test_screen`` does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import ConsoleMessage, Page

from tests.cli.pair import Pair
from tests.web.browser import desk_of
from tests.web.test_screen import RULES, SCREENS, chromium
from tests.world import ALGIERS, PURPOSE, TRIPOLI
from wasl.web.desk import WebDesk

__all__ = ["chromium"]

# The letters of each text of a drawing in the order in which they lie, from left to right.
DRAWN = """() => [...document.querySelectorAll("svg.tree text")].map((text) =>
  [...text.textContent].map((letter, n) => [text.getStartPositionOfChar(n).x, letter])
    .sort((one, other) => one[0] - other[0]).map((each) => each[1]).join(""))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The desk of Algiers, an entry of its log, what came on a stick, and who opens what."""

    desk: WebDesk
    entry: str
    bundle: Path
    card: Path
    places: dict[str, list[str]]


@pytest.fixture
def house(pair: Pair, settled: Path) -> Iterator[House]:
    """A house in which something was read, recalled to somebody, and carried."""
    pair.exchange()
    case = str(pair.tripoli.released("report", "--dossier", "borders", "--fr", "Un fait.")["case"])
    own = str(pair.algiers.released("report", "--dossier", "borders", "--fr", "Un fait.")["case"])
    pair.exchange()
    pair.algiers.ask("open", case, "--officer", "farah", "--purpose", PURPOSE)
    entry = str(pair.algiers.ask("case", own)["entries"][0]["entry"])
    bundle = Path(pair.tripoli.ask("bundle", "out", ALGIERS, "--to", str(settled))["file"])
    card = settled / "theirs.card"
    card.write_text(pair.tripoli.node.ask("key-card", {"partner": ALGIERS})["card"], "utf-8")
    text = pair.algiers.node.ask("arrangements", {"partner": TRIPOLI})[0]["sha256"]
    ours = [f"/proof/{entry}", f"/heads/{TRIPOLI}/ours/0", "/bundles", "/people", f"/named/{own}"]
    places = {
        "badr": [*ours, f"/agreed/{text}", f"/c/{own}"],
        "chadia": ["/keys", f"/keys/{TRIPOLI}", "/recognition", f"/recognition/{TRIPOLI}"],
        "elias": ["/retention", "/retention/today", "/audit"],
        "hakim": ["/oversight", "/audit", "/log"],
    }
    with desk_of(pair, pair.algiers) as desk:
        yield House(desk=desk, entry=entry, bundle=bundle, card=card, places=places)


def entered(
    chromium: Chromium, house: House, officer: str, screen: tuple[str, int, str], *, script: bool
) -> Page:
    """A page of an officer who has entered by a link."""
    language, width, scheme = screen
    context = chromium.new_context(
        locale=f"{language}-DZ",
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )
    page = context.new_page()
    page.goto(house.desk.web_link()["url"])
    page.check(f"input[value={officer}]")
    page.click("button.main")
    return page


def faults(page: Page) -> list[str]:
    """What keeps somebody from using this page as it stands."""
    page.wait_for_load_state("load")
    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong = [f"{page.url}: {fault['id']} {fault['nodes'][0]['html'][:120]}" for fault in found]
    return [*wrong, *([f"{page.url} scrolls sideways: {wide} in {room}"] if wide > room else [])]


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_of_the_house_is_for_everybody_and_fits_its_screen(
    chromium: Chromium, house: House, screen: tuple[str, int, str]
) -> None:
    wrong: list[str] = []

    def said(line: ConsoleMessage) -> None:
        wrong.append(line.text)

    for officer, paths in house.places.items():
        page = entered(chromium, house, officer, screen, script=True)
        page.on("console", said)
        for path in paths:
            page.goto(house.desk.place + path)
            wrong += faults(page)
        if officer == "badr":
            page.goto(house.desk.place + "/bundles")
            page.set_input_files("#bundle", str(house.bundle))
            page.click("form.drop button")
            wrong += faults(page)
        if officer == "chadia":
            page.goto(house.desk.place + "/keys")
            page.set_input_files("#card", str(house.card))
            page.click("form.drop button")
            wrong += faults(page)
            page.click("button[value=same]")
            wrong += faults(page)
        if officer == "hakim":
            page.goto(house.desk.place + "/oversight")
            page.click("main form button.main >> nth=0")
            wrong += faults(page)
        page.context.close()
    assert wrong == []


def test_the_entries_under_a_hash_lie_in_the_order_of_the_log_in_an_arabic_page(
    chromium: Chromium, house: House
) -> None:
    page = entered(chromium, house, "badr", ("ar", 360, "light"), script=True)
    page.goto(f"{house.desk.place}/proof/{house.entry}")
    drawn = page.evaluate(DRAWN)
    written = page.locator("svg.tree text").all_text_contents()
    assert any("–" in text for text in written)
    assert drawn == written
    page.context.close()


def test_a_bundle_and_a_proof_need_no_script(
    chromium: Chromium, house: House, pair: Pair, settled: Path
) -> None:
    page = entered(chromium, house, "badr", ("fr", 1280, "light"), script=False)
    page.goto(house.desk.place + "/bundles")
    page.set_input_files("#bundle", str(house.bundle))
    page.click("form.drop button")
    assert "Rien ne manque" in page.locator("main").inner_text()
    page.goto(f"{house.desk.place}/proof/{house.entry}")
    page.click("main form button.main")
    code = page.locator(".command code").inner_text().split()[-1]
    pair.algiers.ask("officer", "confirm", code, "--yes")
    page.click("main a.button")
    with page.expect_download() as saving:
        page.click("main form button.main")
    saving.value.save_as(settled / "proof.wasl")
    assert pair.algiers.run("verify", str(settled / "proof.wasl")).code == 0
    page.context.close()


def test_a_file_dropped_on_its_form_is_in_its_field(chromium: Chromium, house: House) -> None:
    page = entered(chromium, house, "badr", ("en", 1280, "light"), script=True)
    page.goto(house.desk.place + "/bundles")
    dropped = page.evaluate_handle(
        """() => { const carried = new DataTransfer();
        carried.items.add(new File(["x"], "carried.wasl")); return carried; }"""
    )
    page.dispatch_event("form.drop", "drop", {"dataTransfer": dropped})
    assert page.evaluate("document.querySelector('#bundle').files[0].name") == "carried.wasl"
    page.context.close()


def test_the_keys_are_printed_with_lines_to_sign_on_and_nothing_to_press(
    chromium: Chromium, house: House
) -> None:
    page = entered(chromium, house, "chadia", ("fr", 1280, "light"), script=True)
    page.goto(f"{house.desk.place}/keys/{TRIPOLI}")
    assert not page.locator(".signatures").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".signatures").is_visible()
    assert page.locator(".groups").first.is_visible()
    assert not page.locator("nav").first.is_visible()
    page.context.close()


def test_a_list_is_walked_by_the_keyboard_alone(chromium: Chromium, house: House) -> None:
    page = entered(chromium, house, "badr", ("ar", 1280, "light"), script=True)
    page.goto(f"{house.desk.place}/log/{TRIPOLI}/ours/0")
    page.keyboard.press("KeyJ")
    page.keyboard.press("KeyO")
    page.wait_for_url("**/proof/*")
    page.context.close()
