"""Pictures of the desk for the README: an invented day of two services, taken in Chromium.

Everybody and everything in it is invented. With ``every`` it looks at each page in each language,
wide, narrow and dark, for whoever changes how the desk looks.
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PIL import Image
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, sync_playwright

from tests.cli.pair import PASSPHRASE, Pair, make_homes, open_pair
from tests.web.browser import browser, desk_of, drafted
from tests.world import ALGIERS, TRIPOLI
from wasl.node.clock import shown_reference
from wasl.web.desk import WebDesk

ROOT = Path(__file__).resolve().parent.parent
COLOURS = 64
# Who looks at a page that is not for the releaser.
OFFICERS = {"checked": "amel", "compose": "amel", "house": "elias", "kept": "elias", "new": "amel"}
README = (
    ("tray", "ar", 1280, "light"),
    ("tray", "fr", 1280, "light"),
    ("case", "ar", 1280, "light"),
    ("case", "fr", 1280, "dark"),
    ("item", "ar", 360, "light"),
    ("checked", "fr", 1280, "light"),
    ("tray", "ar", 360, "dark"),
    ("compose", "fr", 360, "light"),
)
SEIZED = {
    "ar": "ضُبط 12 كيلوغرامًا من القنب قرب غات يوم 2026-03-01 في السيارة 12345-116-30؛ الهاتف "
    "+213 550 12 34 56.",
    "fr": "Saisie de 12 kg de résine près de Ghat le 2026-03-01, véhicule 12345-116-30, contact "
    "+213 550 12 34 56.",
}
SCENES: tuple[tuple[str, ...], ...] = (
    (
        *("report", "--to", ALGIERS, "--dossier", "terrorism", "--fr", SEIZED["fr"]),
        *("--ar", SEIZED["ar"], "--title-fr", "Saisie près de Ghat"),
        *("--title-ar", "ضبط قرب غات", "--person", "SUSPECT:محمود الورفلي المخترع"),
        *("--handling", "H1", "--handling", "H2", "--caveat", "CONTACT_US_FIRST"),
        *("--grading", "B2"),
    ),
    (
        *("request", "ask", "--to", ALGIERS, "--dossier", "borders", "--offence", "Contrebande"),
        *("--facts", "Des faits inventés.", "--urgency", "URGENT_INDIRECT"),
        *("--question", "Qui a loué la camionnette 12345-116-30 ?", "--why-you", "Votre poste."),
    ),
    (
        *("request", "ask", "--to", ALGIERS, "--dossier", "terrorism", "--offence", "Trafic"),
        *("--facts", "Des faits inventés.", "--urgency", "URGENT_DIRECT"),
        *("--question", "Ce passage est-il connu ?", "--why-you", "Votre poste."),
    ),
)
OURS: tuple[tuple[str, ...], ...] = (
    (
        *("request", "ask", "--to", TRIPOLI, "--dossier", "borders", "--offence", "Contrebande"),
        *("--facts", "Des faits inventés.", "--urgency", "OTHER"),
        *("--question", "Ce camion est-il connu ?", "--why-you", "Votre poste."),
    ),
    ("report", "--to", TRIPOLI, "--dossier", "borders", "--fr", "Un passage à l’est de Debdeb."),
)


@dataclass(slots=True, kw_only=True)
class Said:
    """What commands said since it was last asked for, as pytest would have kept it."""

    kept: io.StringIO = field(default_factory=io.StringIO)

    def readouterr(self) -> SimpleNamespace:
        """All of it; then nothing."""
        said = self.kept.getvalue()
        self.kept.seek(0)
        self.kept.truncate(0)
        return SimpleNamespace(out=said, err="")


@contextmanager
def _day() -> Iterator[tuple[WebDesk, Mapping[str, str]]]:
    """The desk of Algiers in the middle of a day, and where each page of it lies."""
    said = Said()
    with tempfile.TemporaryDirectory() as place, redirect_stdout(said.kept):
        folder = Path(place)
        secret = folder / "passphrase"
        secret.write_text(PASSPHRASE, encoding="utf-8")
        secret.chmod(0o600)
        os.environ.update(  # noqa: TID251 - the commands of both services read them
            WASL_DEVICE_PASSPHRASE_FILE=str(secret),
            WASL_KDF_MEMORY_KIB="8192",
            WASL_PASSPHRASE_FILE=str(secret),
            WASL_ZONE="Africa/Algiers",
        )
        (folder / "homes").mkdir()
        (folder / "day").mkdir()
        make_homes(folder / "homes")
        with open_pair(folder / "homes", folder / "day") as pair:
            pair.heard_by(said)  # type: ignore[arg-type]  # it is asked for nothing else
            with desk_of(pair, pair.algiers) as desk:
                yield desk, _lived(pair, desk)


def _lived(pair: Pair, desk: WebDesk) -> Mapping[str, str]:
    """The day so far: what came, what was read and answered, what waits for release."""
    pair.exchange()
    for scene in SCENES:
        pair.tripoli.released(*scene)
    for scene in OURS:
        pair.algiers.released(*scene)
    pair.exchange()
    tray = pair.algiers.ask("tray", "--officer", "badr")["cases"]
    report = next(row["case"] for row in tray if row["kind"] == "report" and not row["ours"])
    entry = pair.algiers.ask("case", report)["entries"][0]["entry"]
    pair.algiers.ask("open", entry, "--officer", "farah", "--purpose", "PREVENT_TERRORISM")
    pair.tripoli.ask("tray", "--officer", "elias")
    pair.exchange()
    amel = browser(desk, pair.algiers)
    amel.enter("amel")
    draft = drafted(amel, "/new/report", _typed("fr")).path
    return {
        "tray": "/",
        "case": f"/c/{shown_reference(report)}",
        "item": f"/i/{entry}",
        "compose": "/new/report",
        "checked": "/new/report",
        "draft": draft,
    }


def _typed(language: str) -> dict[str, Any]:
    return {
        "place": f"{TRIPOLI} terrorism PREVENT_TERRORISM",
        f"body.text.{language}": SEIZED[language],
        f"body.title.{language}": SEIZED[language].split()[0],
    }


def _entered(chromium: Chromium, desk: WebDesk, language: str, width: int, scheme: str) -> Page:
    page = chromium.new_context(
        locale=f"{language}-DZ",
        viewport={"width": width, "height": 900 if width > 400 else 780},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    ).new_page()
    page.goto(desk.web_link()["url"])
    return page


def _go(page: Page, desk: WebDesk, places: Mapping[str, str], name: str, language: str) -> None:
    """To one of the pages, with what has to be done there before it shows what it is for."""
    officer = OFFICERS.get(name, "badr")
    page.check(f"input[value={officer}]")
    page.click("button.main")
    page.goto(desk.place + places[name])
    if name == "item":
        page.check("input[name=purpose]")
        page.click("main button.main")
    if name == "checked":
        typed = _typed(language)
        page.check(f"input[value='{typed.pop('place')}']")
        for box, text in typed.items():
            page.fill(f"[name='{box}']", text)
        page.click("button[value=check]:not(.first)")


def _take(page: Page, path: Path, *, whole: bool) -> None:
    page.screenshot(path=path, full_page=whole)
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(COLOURS).save(path, optimize=True)


OTHERS = (
    *("/new", "/new/notice", "/drafts", "/why", "/log", "/log/liaison.ly.example/ours/0"),
    *("/people", "/agreed", "/me", "/me/keys", "/no-such-page", "/bundles", "/recognition"),
    *("/keys", "/retention", "/audit", "/oversight"),
)


def main() -> int:
    """Every picture, or the words of what is missing to take one."""
    options = argparse.ArgumentParser(prog="script/screens", description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs" / "screens")
    options.add_argument("every", nargs="?", choices=["every"])
    chosen = options.parse_args()
    chromium = os.environ.get("WASL_CHROMIUM") or shutil.which("chromium")  # noqa: TID251
    if not chromium:
        sys.stderr.write("screens: chromium not found: apt-get install chromium\n")
        return 1
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, _day() as (desk, places):
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        wanted = [*README]
        where = dict(places)
        if chosen.every:
            where |= {path.strip("/").replace("/", "-"): path for path in OTHERS}
            wanted = [
                (name, *look)
                for name in where
                for look in (("ar", 1280, "light"), ("ar", 360, "dark"), ("fr", 360, "light"))
            ]
        for name, language, width, scheme in wanted:
            page = _entered(opened, desk, language, width, scheme)
            _go(page, desk, where, name, language)
            tail = "-dark" if scheme == "dark" else ""
            path = chosen.folder / f"{name}-{language}-{width}{tail}.png"
            _take(page, path, whole=bool(chosen.every) or width > 400)
            page.context.close()
        opened.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
