"""What no page of the desk would ever send is turned away, and a browser is told to be careful."""

import pytest

from tests.cli.pair import Pair
from tests.web.browser import Browser, browser, report_form
from tests.web.conftest import Enters
from wasl.core.errors import UnavailableError
from wasl.web.desk import WebDesk
from wasl.wiring import Running


@pytest.fixture
def stranger(algiers: WebDesk, pair: Pair) -> Browser:
    """A browser nobody is in."""
    return browser(algiers, pair.algiers)


@pytest.mark.parametrize(
    ("fault", "status"), [(UnavailableError("node-lost"), 503), (ZeroDivisionError(), 500)]
)
def test_a_node_that_answers_nothing_is_told_on_a_page(
    entered: Enters, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def gone(*_asked: object) -> None:
        raise fault

    amel = entered("amel")
    monkeypatch.setattr(Running, "ask", gone)
    shown = amel.open("/people")
    assert shown.status == status
    assert "What to do:" in shown.text


def test_without_a_session_every_page_leads_to_the_door(stranger: Browser) -> None:
    for path in ("/", "/new", "/drafts", "/log", "/people", "/agreed", "/why"):
        assert stranger.open(path).path == "/enter"


def test_a_form_from_another_origin_does_nothing(entered: Enters) -> None:
    amel = entered("amel")
    shown = amel.open("/")
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}
    body = f"form_token={amel.token()}".encode()
    refused = amel.ask("POST", "/lock", body, **foreign)
    assert refused.status == 403
    assert "foreign-form" in refused.text
    assert amel.open("/").text == shown.text


def test_a_page_of_another_site_that_leads_here_puts_no_officer_out(
    entered: Enters, algiers: WebDesk
) -> None:
    amel = entered("amel")
    amel.open("/")
    kept, held = dict(amel.cookies), set(algiers.site.sessions._held)
    amel.cookies = {}  # SameSite=Strict: a browser sends none, and would keep what it is sent
    amel.headers["sec-fetch-site"] = "cross-site"
    for method, path in (("GET", "/"), ("GET", "/enter"), ("POST", "/lock")):
        amel.ask(method, path)
    assert amel.cookies == {}
    assert set(algiers.site.sessions._held) == held
    amel.headers["sec-fetch-site"], amel.cookies = "same-origin", kept
    assert amel.open("/people").path == "/people"


def test_a_form_without_its_token_does_nothing(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/")
    assert amel.ask("POST", "/lock", b"form_token=AAAA").status == 403
    assert amel.ask("POST", "/lock", b"").status == 403
    assert amel.open("/").path == "/"


def test_a_browser_that_only_says_its_origin_is_believed(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/")
    body = f"form_token={amel.token()}".encode()
    headers = {"sec-fetch-site": "", "origin": amel.place}
    assert amel.ask("POST", "/lock", body, **headers).path == "/enter"


def test_the_same_token_never_stands_twice_in_the_same_bytes(entered: Enters) -> None:
    amel = entered("amel")
    tokens = set()
    for _ in range(3):
        amel.open("/")
        tokens.add(amel.token())
    assert len(tokens) == 3


def test_another_name_for_this_machine_is_turned_away(stranger: Browser) -> None:
    stranger.headers["host"] = "rebound.example:80"
    assert stranger.ask("GET", "/").status == 421


def test_a_page_tells_a_browser_to_load_nothing_from_elsewhere(stranger: Browser) -> None:
    shown = stranger.open("/enter")
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"


def test_the_cookie_is_for_this_service_and_for_no_script(stranger: Browser) -> None:
    cookie = stranger.open("/enter").headers["set-cookie"]
    assert cookie.startswith("__Host-wasl-liaison.dz.example=")
    for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert part in cookie


def test_a_form_that_is_too_large_is_not_read(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    body = f"form_token={amel.token()}&body.text.fr={'a' * 1_100_000}".encode()
    assert amel.ask("POST", "/new/report", body).status == 413


def test_a_case_there_is_not_and_one_not_yours_look_alike(entered: Enters, pair: Pair) -> None:
    report = ("report", "--to", "liaison.ly.example", "--dossier", "borders", "--fr", "Inventé.")
    case = pair.algiers.released(*report)["case"]
    amel = entered("amel")
    assert amel.open(f"/c/{case}").status == 200
    pair.algiers.ask("officer", "knows", "amel", "--dossier", "terrorism")
    hidden, missing = amel.open(f"/c/{case}"), amel.open("/c/AAAAAAAAAAAAAA")
    pair.algiers.ask("officer", "knows", "amel")
    assert hidden.status == missing.status == 404
    assert hidden.text == missing.text


def test_no_name_stands_in_a_path_or_a_title(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    form = report_form("Un texte.", **{"body.persons.0.name": "Zohra Inventée"})
    shown = amel.send("/new/report", {**form, "body.persons.0.role": "WITNESS"}, do="hand-in")
    title = shown.content.partition("<title>")[2].partition("</title>")[0]
    assert "Zohra" not in shown.path + title


@pytest.mark.parametrize("path", ["/static/nothing.css", "/nowhere", "/d/%2e%2e", "/c/../d"])
def test_what_is_not_there_is_said_to_be_missing(entered: Enters, path: str) -> None:
    assert entered("amel").open(path).status == 404
