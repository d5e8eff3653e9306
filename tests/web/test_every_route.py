"""Every route of the desk, with the store watched: no word of an item without its line first.

The same trace as over every verb of the door (``tests/cli/test_every_read.py``), over every page
of the desk and every form on it. A route that is added has to be walked here.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import compile_path

from tests.cli.pair import Pair
from tests.cli.test_every_read import CANARY, Watched, is_whole, tracing
from tests.web.browser import Browser, Shown, browser, desk_of, drafted, report_form
from tests.web.test_journeys import _in_parts
from tests.world import ALGIERS, PURPOSE, TRIPOLI
from wasl.web.desk import WebDesk
from wasl.web.map import PAGES

ISOLATE = re.compile(r"</?bdi[^>]*>")
ROUTES = [(page, compile_path(page.path)[0]) for page in PAGES]
WALKED = {(page.path, method) for page in PAGES for method in ("GET", "POST")[: 1 + page.posts]}

# The words an officer has just read under a line, or written himself, once more above the code.
SHOWN_AGAIN = {"GET /confirm/{code}"}


def turns_of(watched: Watched) -> Iterator[list[tuple[str, Any]]]:
    """What the store did for a page, a turn at a time: a page asks the node more than once."""
    turn: list[tuple[str, Any]] = []
    for step in watched.steps:
        if step[0] == "commit":
            yield turn
            turn = []
        turn.append(step)
    yield turn


def reads_unnoted(watched: Watched) -> bool:
    """Whether a turn read an item and ended without a line of its own."""
    turns = list(turns_of(watched))
    return any(any(step == "item" for step, _ in turn) and not _has_line(turn) for turn in turns)


def is_noted(watched: Watched) -> bool:
    """Whether a turn that read an item or an act wrote a whole line before it ended."""
    read = [turn for turn in turns_of(watched) if any(step in {"act", "item"} for step, _ in turn)]
    return any(map(_has_line, read))


def _has_line(turn: list[tuple[str, Any]]) -> bool:
    return any(step == "line" and is_whole(line) for step, line in turn)


def route_of(path: str) -> str:
    """The page that answers a path: the first that fits."""
    bare = path.partition("?")[0]
    return next(page.path for page, pattern in ROUTES if pattern.match(bare))


class Walker(Browser):
    """A browser whose every request is watched, under the name of its route."""

    seen: list[Watched]
    now: list[Watched]

    def _asked(self, method: str, path: str, body: bytes, headers: object) -> Shown:
        watched = Watched(verb=f"{method} {route_of(path)}")
        self.seen.append(watched)
        self.now.append(watched)
        try:
            shown = super()._asked(method, path, body, headers)  # type: ignore[arg-type]
        finally:
            self.now.pop()
        watched.answer = ISOLATE.sub("", shown.content)  # digits in a text stand apart
        return shown


@contextmanager
def walking(pair: Pair, desk: WebDesk, seen: list[Watched]) -> Iterator[dict[str, Walker]]:
    """Officers of Algiers, each in a browser, their requests watched in the store."""
    now: list[Watched] = []
    found = {}
    with tracing(pair.algiers, now):
        for officer in ("amel", "badr", "chadia", "elias", "farah", "hakim"):
            made = browser(desk, pair.algiers)
            walker = Walker(place=made.place, service=made.service, headers=made.headers)
            walker.seen, walker.now = seen, now
            walker.enter(officer)
            found[officer] = walker
        yield found


@pytest.fixture
def walked(fresh: Pair, settled: Path) -> list[Watched]:
    """A day at the desk of Algiers: every page opened, every form sent."""
    seen: list[Watched] = []
    attached = settled / "photo.png"
    attached.write_bytes(CANARY.encode())
    fresh.exchange()
    words = ("--dossier", "terrorism", "--fr", f"Un fait {CANARY}.", "--attach", str(attached))
    case = str(fresh.tripoli.released("report", *words)["case"])
    fresh.exchange()
    with desk_of(fresh, fresh.algiers) as desk, walking(fresh, desk, seen) as officers:
        _door(officers["farah"])
        _case(fresh, officers, case)
        _acts(fresh, officers, case)
        _house(officers, case)
        _bundles(fresh, officers["badr"], settled)
    return seen


def _door(farah: Walker) -> None:
    for path in ("/lock", "/leave", "/language", "/enter", "/me"):
        farah.open(path)
    farah.send("/me", shortcuts="off")
    farah.send("/language", language="fr", back="/me")
    farah.open("/")
    farah.send("/lock")
    waiting = farah.send("/enter")
    farah.open(f"{waiting.path}/done")
    farah.open(waiting.path)
    farah.confirm()
    farah.open("/")
    farah.send("/leave")
    farah.enter("farah")
    for path in ("/me/keys", "/people/keys/NOBODY", "/confirm/NOTHING/touch"):
        farah.open(path)
        farah.send(path, do="forget")


def _case(pair: Pair, officers: dict[str, Walker], case: str) -> None:
    """The item is looked for, and read for a purpose, its attachment saved."""
    farah, entry = officers["farah"], pair.algiers.ask("case", case)["entries"][0]["entry"]
    for path in ("/", f"/c/{case}", "/c", "/why", f"/why/{case}", "/why/wrong-purpose"):
        farah.open(path)
    farah.open("/")
    farah.send("/c", case=case)
    farah.open(f"/i/{entry}")
    read = farah.send(f"/i/{entry}", purpose=PURPOSE)
    assert farah.seen[-1].shows_content()
    saved = read.content.partition(f'action="/i/{entry}/')[2].partition('"')[0]
    farah.open(f"/i/{entry}/{saved}")
    farah.open(f"/i/{entry}")
    assert CANARY in farah.send(f"/i/{entry}/{saved}", purpose=PURPOSE).content


def _acts(pair: Pair, officers: dict[str, Walker], case: str) -> None:
    """Acts are written, read and released by a second officer."""
    words = ("report", "--dossier", "borders", "--fr", f"Un projet {CANARY}.", "--officer", "amel")
    held = pair.algiers.ask(*words)["drafts"][0]["draft"]
    amel, badr, elias = officers["amel"], officers["badr"], officers["elias"]
    amel.open("/new")
    draft = drafted(amel, "/new/report", report_form("Ni nom ni fait."))
    badr.open("/drafts")
    badr.open(f"/d/{held}")
    badr.send(f"/d/{held}", do="release")
    for path in (f"/d/{held}/leaving", f"/d/{held}/leaving/done"):
        badr.open(path)
    badr.open("/me")
    badr.send(f"/d/{held}/leaving")
    badr.open("/drafts/forget")
    badr.open("/drafts")
    badr.send("/drafts/forget", place="/new/report")
    badr.open(f"/d/{held}")
    badr.open(draft.path)
    badr.send(draft.path, do="release")
    badr.confirm()
    about = next(path for path in amel.open(f"/c/{case}").links() if re.match("/new/.*/", path))
    amel.open(about)
    amel.send(about, do="check")
    amel.open(f"/c/{case}/assess")
    amel.send(f"/c/{case}/assess", do="check")
    form = {
        "place": f"{TRIPOLI} terrorism PREVENT_TERRORISM",
        "body.threat.fr": "Une menace inventée.",
        "flash": "true",
    }
    elias.open("/new/warning")
    elias.send("/new/warning", form, do="hand-in")
    left = elias.confirm()
    badr.open(left.path)
    review = "/review/" + left.content.partition('action="/review/')[2].partition('"')[0]
    badr.open(review)
    badr.send(review)


def _house(officers: dict[str, Walker], case: str) -> None:
    badr, chadia, elias, hakim = (officers[each] for each in ("badr", "chadia", "elias", "hakim"))
    for path in ("/log", "/people", "/agreed", "/keys", f"/keys/{TRIPOLI}", f"/named/{case}"):
        badr.open(path)
    badr.send(f"/named/{case}")
    badr.open(next(path for path in badr.open("/agreed").links() if path.startswith("/agreed/")))
    badr.open(f"/heads/{TRIPOLI}/ours/0")
    log = badr.open(f"/log/{TRIPOLI}/theirs/0")
    proof = badr.open(next(path for path in log.links() if path.startswith("/proof/")))
    badr.send(proof.path)
    ready = badr.confirm()
    badr.send(ready.path)
    for path in ("/recognition", f"/recognition/{TRIPOLI}", "/keys/meet", "/keys/card"):
        chadia.open(path)
    chadia.send("/keys/card", partner="liaison.tn.example")
    chadia.open("/keys")
    chadia.send("/keys/meet")
    for path in ("/retention", "/retention/today"):
        elias.open(path)
    elias.open("/retention")
    elias.send("/retention/day", day="2026-03-01")
    for path in ("/oversight", "/oversight/extract", "/audit/all/0", "/audit"):
        hakim.open(path)
    hakim.send("/audit", case=case)
    asked = {"partner": TRIPOLI, "of": ALGIERS, "since": "", "until": ""}
    hakim.open("/oversight")
    hakim.send("/oversight/figures", asked)
    hakim.send("/oversight/extract", partner=TRIPOLI, of="ours")
    hakim.confirm()


def _bundles(pair: Pair, badr: Walker, folder: Path) -> None:
    badr.open("/bundles")
    badr.send(f"/bundles/for/{TRIPOLI}")
    badr.confirm()
    badr.open(f"/bundles/for/{TRIPOLI}")
    file = Path(pair.tripoli.ask("bundle", "out", ALGIERS, "--to", str(folder))["file"])
    kind, body = _in_parts({"form_token": badr.token()}, "application/wasl", file.read_bytes())
    badr.ask("POST", "/bundles", body, **{"content-type": kind})


def test_every_route_was_walked(walked: list[Watched]) -> None:
    seen = {tuple(reversed(each.verb.split(" ", 1))) for each in walked}
    assert WALKED - seen == set()


def test_every_page_that_shows_an_item_or_an_act_has_its_line_before_it_is_sent(
    walked: list[Watched],
) -> None:
    showing = [each for each in walked if each.shows_content()]
    shown = {each.verb for each in showing}
    expected = {"GET /d/{draft}", "POST /i/{entry}", "POST /i/{entry}/{sha256}", *SHOWN_AGAIN}
    assert shown == expected
    assert {each.verb for each in showing if not is_noted(each)} <= SHOWN_AGAIN


def test_every_route_that_reads_an_item_writes_its_line_in_the_same_turn(
    walked: list[Watched],
) -> None:
    assert any(each.read("item") for each in walked)
    assert {each.verb for each in walked if reads_unnoted(each)} == set()


def test_a_page_that_read_without_a_line_would_be_seen(fresh: Pair) -> None:
    fresh.exchange()
    fresh.tripoli.released("report", "--dossier", "borders", "--fr", CANARY)
    fresh.exchange()
    watched = Watched(verb="GET /")
    with tracing(fresh.algiers, [watched]):
        fresh.algiers.node.ask("log-verify", {})
    assert reads_unnoted(watched)
