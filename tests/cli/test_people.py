"""``wasl officer`` and ``wasl partner`` through the command."""

import pytest

from tests.cli.pair import Pair
from tests.world import TRIPOLI
from wasl.cli.main import REFUSED, USAGE


def _add(pair: Pair, officer: str, *more: str) -> tuple[int, str]:
    answer = pair.algiers.run(
        "officer", "add", officer, "--name", "Ghania", "--role", "head", *more
    )
    return answer.code, answer.err


def test_an_officer_is_listed_with_the_roles_held(alone: Pair) -> None:
    _add(alone, "ghania", "--role", "dpo")
    told = {row["officer"]: row["roles"] for row in alone.algiers.ask("officer", "list")}
    assert told["ghania"] == ["head", "dpo"]


def test_a_device_key_is_readable_by_its_owner_alone(alone: Pair) -> None:
    _add(alone, "ghania")
    key = alone.algiers.home / "devices" / "ghania.key"
    assert oct(key.stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("officer", ["Ghania", "a b", "../../x", "", "غانية", "a" * 33])
def test_an_id_that_cannot_stand_in_a_signature_is_refused_before_a_key_is_made(
    alone: Pair, officer: str
) -> None:
    held = sorted(alone.algiers.home.parent.rglob("*.key"))
    code, err = _add(alone, officer)
    assert code == REFUSED
    assert "bad-officer" in err
    assert sorted(alone.algiers.home.parent.rglob("*.key")) == held


@pytest.mark.parametrize(
    ("name", "rule"), [("A" * 129, "too-large"), ("Ghania\u202e", "unsafe-text")]
)
def test_a_name_that_cannot_be_shown_is_refused_before_a_key_is_made(
    alone: Pair, name: str, rule: str
) -> None:
    held = sorted(alone.algiers.home.parent.rglob("*.key"))
    code, err = _add(alone, "ghania", "--name", name)
    assert (code, rule in err) == (REFUSED, True)
    assert sorted(alone.algiers.home.parent.rglob("*.key")) == held


def test_an_id_is_given_once_and_the_first_key_stays(alone: Pair) -> None:
    key = alone.algiers.home / "devices" / "amel.key"
    held = key.read_bytes()
    code, err = _add(alone, "amel")
    assert code == REFUSED
    assert "officer-exists" in err
    assert key.read_bytes() == held


def test_a_key_file_that_is_there_is_not_written_over(alone: Pair) -> None:
    (alone.algiers.home / "devices" / "ghania.key").write_text("x", encoding="utf-8")
    code, err = _add(alone, "ghania")
    assert code == REFUSED
    assert "file-exists" in err
    assert "ghania" not in {row["officer"] for row in alone.algiers.ask("officer", "list")}


def test_a_role_there_is_not_is_wrong_usage_that_names_those_there_are(alone: Pair) -> None:
    answer = alone.algiers.run("officer", "add", "g", "--name", "G", "--role", "boss", lang="fr")
    assert answer.code == USAGE
    assert "--role est l’un de drafter, releaser" in answer.err


def test_an_officer_who_left_acts_no_more(fresh: Pair) -> None:
    fresh.algiers.ask("officer", "leave", "chadia")
    answer = fresh.algiers.run("recognise", TRIPOLI, "--move", "suspend", "--officer", "chadia")
    assert answer.code == REFUSED
    assert "no-such-officer" in answer.err


def test_nobody_leaves_twice(alone: Pair) -> None:
    alone.algiers.ask("officer", "leave", "amel")
    assert "no-such-officer" in alone.algiers.run("officer", "leave", "amel").err


def test_officers_are_told_in_the_language_of_the_reader(alone: Pair) -> None:
    told = {lang: alone.algiers.run("officer", "list", lang=lang).out for lang in ("ar", "fr")}
    assert "أمين المفاتيح" in told["ar"]
    assert "dépositaire des clés" in told["fr"]


def test_a_partner_is_listed_with_its_address(alone: Pair) -> None:
    alone.algiers.ask("partner", "url", TRIPOLI, "https://[2001:db8::7]:8443")
    (told,) = alone.algiers.ask("partner", "list")
    assert (told["node"], told["url"]) == (TRIPOLI, "https://[2001:db8::7]:8443")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8443",
        "https://",
        "https://user@host:1",
        "https://host:99999",
        "https://host:8443/path",
        "liaison.ly.example",
    ],
)
def test_a_partner_is_called_at_an_https_address_and_nothing_else(alone: Pair, url: str) -> None:
    answer = alone.algiers.run("partner", "url", TRIPOLI, url)
    assert answer.code == REFUSED
    assert "bad-url" in answer.err


def test_a_service_never_met_has_no_address(alone: Pair) -> None:
    answer = alone.algiers.run("partner", "url", "liaison.tn.example", "https://a.example:1")
    assert answer.code == REFUSED
    assert "no-such-partner" in answer.err
