"""The pages that look over: carriage by stick, partners, review dates, proofs, the house log."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium

from tests.cli.pair import Pair
from tests.web.browser import Browser, browser
from tests.web.conftest import Enters
from tests.web.test_screen import RULES, chromium
from wasl.core.log import inclusion_proof, node_hash, root_of
from wasl.web.desk import WebDesk
from wasl.web.pages.watching import _levels

__all__ = ["chromium"]


def _with_file(browser: Browser, path: str, content: bytes) -> str:
    """A form with one file, as a browser sends it."""
    mark = "a-mark-of-a-form"
    token = f'--{mark}\r\ncontent-disposition: form-data; name="form_token"\r\n\r\n'
    parts = (
        f"{token}{browser.token()}\r\n"
        f'--{mark}\r\ncontent-disposition: form-data; name="bundle"; filename="b"\r\n'
        "content-type: application/octet-stream\r\n\r\n"
    )
    body = parts.encode() + content + f"\r\n--{mark}--\r\n".encode()
    kind = f"multipart/form-data; boundary={mark}"
    return browser.ask("POST", path, body, **{"content-type": kind}).text


def test_a_bundle_is_saved_here_and_taken_in_there_by_forms_alone(
    entered: Enters, pair: Pair, tripoli: WebDesk
) -> None:
    pair.algiers.released("report", "--dossier", "borders", "--fr", "Porté à la main.")
    badr = entered("badr")
    badr.open("/roads")
    saved = badr.raw("POST", f"/roads/out/{pair.tripoli.name}")
    assert "attachment" in saved.headers["content-disposition"]
    there = browser(tripoli, pair.tripoli)
    there.enter("elias")
    there.open("/roads")
    assert "entry came" in _with_file(there, "/roads/in", saved.bytes)
    assert "nothing missing" in there.open("/roads").text
    # The same again changes nothing; another file is refused, and says so.
    assert "already" in _with_file(there, "/roads/in", saved.bytes)
    there.open("/roads")
    refused = _with_file(there, "/roads/in", b"no bundle at all")
    assert "The file is not whole" in refused


def test_what_is_looked_over_is_for_everybody_and_fits_a_narrow_screen(
    chromium: Chromium, algiers: WebDesk
) -> None:
    page = chromium.new_context(
        locale="ar-DZ", viewport={"width": 360, "height": 900}, color_scheme="dark"
    ).new_page()
    page.goto(algiers.web_link()["url"])
    page.check("input[value=elias]")
    page.click("button.main")
    for path in ("/kept", "/house", "/partners"):
        page.goto(algiers.place + path)
        wide, room = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= room, path
        assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
    page.context.close()


def test_partners_are_shown_with_the_words_of_their_keys(entered: Enters, pair: Pair) -> None:
    shown = entered("chadia").open("/partners")
    assert pair.tripoli.name in shown.text
    assert "They recognise us yes" in shown.text
    keys = pair.algiers.node.ask("partner-keys", {"partner": pair.tripoli.name})
    assert keys["office"] in shown.text


def test_review_dates_are_for_who_answers_for_them(entered: Enters) -> None:
    assert entered("amel").open("/kept").status == 403
    assert "Kept until" in entered("driss").open("/kept").text


def test_the_house_log_is_for_who_watches_and_reading_it_is_a_line(
    entered: Enters, pair: Pair
) -> None:
    assert entered("amel").open("/house").status == 403
    watcher = next(
        row["officer"]
        for row in pair.algiers.node.ask("officer-list", {})
        if {"dpo", "overseer"} & set(row["roles"])
    )
    seen = entered(watcher)
    assert '<a href="/house">' in seen.open("/").content
    shown = seen.open("/house")
    assert "read-house" in shown.text
    assert seen.open("/house/x").status == 404


def test_an_entry_is_proved_under_its_signed_head(entered: Enters, pair: Pair) -> None:
    badr = entered("badr")
    page = badr.open(f"/log/{pair.tripoli.name}/ours/0")
    path = next(link for link in page.links() if link.startswith("/proof/"))
    shown = badr.open(path)
    assert "leads to the signed head" in shown.text
    assert "<svg" in shown.content
    assert badr.open(f"/proof/{pair.tripoli.name}/ours/999999").status == 404
    assert badr.open(f"/proof/{pair.tripoli.name}/mine/0").status == 404


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 8, 13])
def test_the_tree_is_drawn_as_its_hashes_are_joined(size: int) -> None:
    leaves = [bytes([n]) * 32 for n in range(size)]
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        told = {"index": index, "size": size, "proof": [each.hex() for each in proof]}
        at = leaves[index]
        for beside, level in zip(proof, _levels(told), strict=True):
            at = node_hash(beside, at) if level["is_left"] else node_hash(at, beside)
        assert at == root_of(leaves)
