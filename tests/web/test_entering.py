"""Getting in: by a link of this machine once, or by a device key; never by a password."""

from collections.abc import Iterator

import pytest

from tests.cli.pair import Pair
from tests.web.browser import Browser, browser
from tests.web.conftest import Enters
from wasl.web import sessions
from wasl.web.desk import WebDesk


@pytest.fixture
def at_door(algiers: WebDesk, pair: Pair) -> Iterator[Browser]:
    """A browser before the door."""
    made = browser(algiers, pair.algiers)
    made.open("/enter")
    yield made


def test_an_officer_enters_with_the_device_key_alone(at_door: Browser) -> None:
    waiting = at_door.send("/enter", officer="amel")
    assert "wasl officer confirm" in waiting.text
    shown = at_door.confirm()
    assert shown.path == "/"
    assert "Signed in: amel" in shown.text


def test_the_page_never_says_whether_an_officer_exists(at_door: Browser, pair: Pair) -> None:
    waiting = at_door.send("/enter", officer="nobody")
    assert waiting.status == 200
    assert "wasl officer confirm" in waiting.text
    refused = pair.algiers.run("officer", "confirm", waiting.code, "--yes")
    assert "no-such-code" in refused.err


def test_a_link_opens_the_desk_once(at_door: Browser, pair: Pair) -> None:
    link = pair.algiers.ask("officer", "link")["url"]
    path = "/enter/" + link.partition("/enter/")[2]
    at_door.open(path)
    assert at_door.send(path, officer="amel").path == "/"
    assert at_door.open(path).status == 422


def test_a_code_is_good_once_and_for_one_screen(
    at_door: Browser, pair: Pair, algiers: WebDesk
) -> None:
    waiting = at_door.send("/enter", officer="amel")
    other = browser(algiers, pair.algiers)
    assert other.open(waiting.path).status == 422
    at_door.confirm()
    assert pair.algiers.run("officer", "confirm", waiting.code, "--yes").code == 1


def test_a_link_tells_what_a_key_would_not_sign(at_door: Browser, pair: Pair) -> None:
    waiting = at_door.send("/enter", officer="amel")
    wrong = str(pair.algiers.home / "devices" / "badr.key")
    refused = pair.algiers.run("officer", "confirm", waiting.code, "--yes", "--device", wrong)
    assert "bad-signature" in refused.err
    assert at_door.open(waiting.path).path == waiting.path


def test_a_desk_left_alone_is_locked_and_opened_by_the_same_key(
    entered: Enters, algiers: WebDesk
) -> None:
    amel = entered("amel")
    amel.open("/people")
    (session,) = [each for each in algiers.site.sessions._held.values() if each.officer]
    session.seen_seconds -= sessions.IDLE_SECONDS + 1
    locked = amel.open("/people")
    assert locked.path == "/enter"
    assert "Locked" in locked.text
    amel.send("/enter")
    assert amel.confirm().path == "/people"


def test_what_was_typed_before_the_lock_is_there_after_it(
    entered: Enters, algiers: WebDesk
) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    (session,) = [each for each in algiers.site.sessions._held.values() if each.officer]
    session.seen_seconds -= sessions.IDLE_SECONDS + 1
    amel.send("/new/report", {"body.text.fr": "Rien de ceci ne se perd."}, do="check")
    amel.send("/enter")
    assert "Rien de ceci ne se perd." in amel.confirm().text


def test_a_locked_desk_is_left_to_the_next_officer_of_a_shared_screen(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/")
    locked = amel.send("/lock", back="/")
    assert 'formaction="/leave"' in locked.content
    amel.send("/leave")
    assert 'name="officer"' in amel.open("/enter").content
    amel.send("/enter", officer="badr")
    assert "Signed in: badr" in amel.confirm().text


def test_who_leaves_is_out(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/")
    amel.send("/leave")
    assert amel.open("/").path == "/enter"


@pytest.mark.parametrize(
    ("language", "word", "direction"),
    [("ar", "الوارد", "rtl"), ("fr", "Corbeille", "ltr"), ("en", "Tray", "ltr")],
)
def test_the_desk_speaks_the_language_asked_for(
    entered: Enters, language: str, word: str, direction: str
) -> None:
    shown = entered("amel", language).open("/")
    assert word in shown.text
    assert f'<html lang="{language}" dir="{direction}">' in shown.content


def test_the_language_is_changed_without_a_script_and_without_an_address(
    entered: Enters,
) -> None:
    amel = entered("amel")
    amel.open("/people")
    shown = amel.send("/language", language="ar", back="/people")
    assert shown.path == "/people"
    assert "العاملون" in shown.text
    amel.send("/language", language="ar", back="//elsewhere.example/")
    assert amel.last is not None
    assert amel.last.path == "/"


def test_what_was_typed_when_the_node_started_anew_is_there_for_its_officer_alone(
    entered: Enters, algiers: WebDesk
) -> None:
    amel = entered("amel")
    for officer, there in (("badr", False), ("amel", True)):
        amel.open("/new/report")
        typed = {"body.text.fr": "Tapé avant la panne.", "by": "amel"}
        algiers.site.sessions._held.clear()
        assert amel.send("/new/report", typed, do="check").path == "/enter"
        amel.send("/enter", officer=officer)
        assert ("Tapé avant la panne." in amel.confirm().text) is there


def test_what_one_officer_began_is_not_handed_to_the_next_at_the_same_screen(
    entered: Enters, algiers: WebDesk
) -> None:
    amel = entered("amel")
    amel.open("/me/keys")
    (session,) = [each for each in algiers.site.sessions._held.values() if each.officer]
    session.making += [{"id": "AAAA", "public": "AAAA"}, {"id": "BBBB", "public": "BBBB"}]
    assert "2 passkeys are made" in amel.open("/me/keys").text
    amel.send("/lock", back="/me/keys")
    amel.send("/enter", officer="badr")
    assert amel.confirm().path == "/"
    assert "2 passkeys are made" not in amel.open("/me/keys").text


KEYS = ({"id": "AAAA", "public": "AAAA"}, {"id": "BBBB", "public": "BBBB"})


def test_passkeys_an_officer_has_begun_anew_are_brought_in_by_no_earlier_word(
    entered: Enters, algiers: WebDesk, pair: Pair
) -> None:
    elias, amel, chadia = (entered(officer) for officer in ("elias", "amel", "chadia"))
    session = next(
        each for each in algiers.site.sessions._held.values() if each.officer == "elias"
    )
    for keys in (KEYS, ({"id": "CCCC", "public": "CCCC"}, KEYS[0])):
        elias.open("/me/keys")
        session.making += keys
        elias.send("/me/keys", do="lost")
        if keys is KEYS:
            code = algiers.site.recoveries.of("elias").code  # type: ignore[union-attr]
            for witness in (amel, chadia):
                witness.open("/people")
                witness.send(f"/people/keys/{code}")
    for witness in (amel, chadia):
        assert witness.last is not None
        refused = pair.algiers.run("officer", "confirm", witness.last.code, "--yes")
        assert "no-such-code" in refused.err
    assert pair.algiers.node.ask("passkeys", {"officer": "elias"})["ids"] == []
