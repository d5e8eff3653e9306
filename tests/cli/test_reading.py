"""What officers read: the tray with its clocks, a case from both sides, an item for a purpose."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service, report_file
from tests.cli.test_acting import REQUEST, refused
from tests.world import PURPOSE
from wasl.core.canonical import Json
from wasl.node.clock import shown_reference


@dataclass(frozen=True, slots=True)
class Later:
    """A clock that is ahead of the machine's."""

    by: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by  # noqa: TID251 - the homes were made now


def set_clocks(pair: Pair, by: timedelta) -> None:
    for service in (pair.algiers, pair.tripoli):
        service.node.node.clock = Later(by)


@pytest.fixture
def case(pair: Pair, settled: Path) -> str:
    """A report of Algiers that Tripoli holds."""
    file = report_file(settled)
    words = ("report", file, "--dossier", "terrorism", "--handling", "H3")
    released = pair.algiers.released(*words, "--caveat", "NO_DETENTION_ON_THIS_ALONE")
    pair.exchange()
    return str(released["case"])


def line_of(tray: Json, case: str) -> Json:
    return next(told for told in tray["cases"] if told["case"] == case)


# ------------------------------------------------------------------------------------- the tray


def test_looking_as_the_duty_officer_delivers_what_is_new(pair: Pair, case: str) -> None:
    assert pair.tripoli.ask("tray", "--officer", "amel")["delivered"] == 0
    assert pair.tripoli.ask("tray", "--officer", "badr")["delivered"] > 0
    pair.exchange()
    carriage = pair.algiers.ask("case", case)["entries"][0]["carriage"]
    assert set(carriage) == {"released", "received", "delivered"}


def test_an_item_is_unread_until_it_is_opened(pair: Pair, case: str) -> None:
    tray = pair.tripoli.ask("tray", "--officer", "badr")
    assert line_of(tray, case)["unread"] == 1
    pair.tripoli.ask("open", case, "--officer", "farah", "--purpose", PURPOSE)
    tray = pair.tripoli.ask("tray", "--officer", "badr")
    assert case not in {told["case"] for told in tray["cases"]}


def test_an_unknown_officer_has_no_tray(pair: Pair) -> None:
    refused(pair.tripoli.run("tray", "--officer", "nobody"), "no-such-officer")


def test_carriage_is_never_charged_to_the_desk(fresh: Pair) -> None:
    fresh.exchange()
    words = (*REQUEST, "--urgency", "URGENT_DIRECT")
    case = fresh.algiers.released(*words)["case"]
    set_clocks(fresh, timedelta(hours=30))
    fresh.exchange()
    fresh.tripoli.ask("tray", "--officer", "badr")
    set_clocks(fresh, timedelta(hours=33))
    told = line_of(fresh.tripoli.ask("tray", "--officer", "badr"), case)
    hours = (round(told["carriage_seconds"] / 3600), round(told["handling_seconds"] / 3600))
    assert (hours, told["overdue"]) == ((30, 3), False)


def test_a_request_past_its_hours_is_overdue_until_it_is_answered(fresh: Pair) -> None:
    fresh.exchange()
    case = fresh.algiers.released(*REQUEST, "--urgency", "URGENT_DIRECT")["case"]
    fresh.exchange()
    fresh.tripoli.ask("tray", "--officer", "badr")
    set_clocks(fresh, timedelta(hours=9))
    assert "OVERDUE" in fresh.tripoli.run("tray", "--officer", "badr").out
    words = ("reply", case, "--hold", "--reason", "On cherche.", "--due", "3d")
    fresh.tripoli.released(*words, by=("farah", "badr"))
    assert fresh.tripoli.ask("case", case)["overdue"] is False


def test_a_question_back_stops_the_clock(fresh: Pair) -> None:
    fresh.exchange()
    case = fresh.algiers.released(*REQUEST, "--urgency", "URGENT_DIRECT")["case"]
    fresh.exchange()
    fresh.tripoli.ask("tray", "--officer", "badr")
    words = ("request", "ask_back", case, "--fr", "De qui s'agit-il ?")
    fresh.tripoli.released("request", "admit", case, by=("farah", "elias"))
    fresh.tripoli.released(*words, by=("farah", "elias"))
    set_clocks(fresh, timedelta(hours=50))
    told = fresh.tripoli.ask("case", case)
    assert (told["paused"], told["overdue"]) == (True, False)


def test_a_receipt_that_does_not_come_is_told_as_overdue(fresh: Pair, settled: Path) -> None:
    fresh.exchange()
    file = report_file(settled)
    words = ("report", file, "--dossier", "borders", "--precedence", "IMMEDIATE")
    case = fresh.algiers.released(*words)["case"]
    set_clocks(fresh, timedelta(days=4))
    assert fresh.algiers.ask("case", case)["entries"][0]["late_receipt"] is True


# --------------------------------------------------------------------------------------- a case


def test_a_case_is_told_by_both_halves_and_what_may_be_done(pair: Pair, case: str) -> None:
    told = pair.tripoli.ask("case", case)
    assert (told["states"], told["moves"]) == (["released", "none"], ["assess", "refuse"])


def test_what_is_drafted_is_reckoned_with(pair: Pair, case: str) -> None:
    pair.tripoli.ask("report", "assess", case, "--officer", "farah")
    told = pair.tripoli.ask("case", case)
    assert [act["move"] for act in told["ahead"]] == ["assess"]
    assert told["moves_then"] == ["action", "file", "set_aside"]


def test_a_reference_is_read_in_groups_and_with_its_check(pair: Pair, case: str) -> None:
    shown = shown_reference(case)
    for word in (case, shown, shown.lower(), shown.replace("-", " ")):
        assert pair.tripoli.ask("case", word)["case"] == case


@pytest.mark.parametrize("swap", [0, 5, 12])
def test_a_misread_reference_is_refused(pair: Pair, case: str, swap: int) -> None:
    letters = list(shown_reference(case).replace("-", ""))
    letters[swap] = "A" if letters[swap] != "A" else "B"
    refused(pair.tripoli.run("case", "".join(letters)), "wrong-check")


@pytest.mark.parametrize("word", ["", "AAAA", "AAAAAAAAAAAAAA", "é" * 14, "x" * 500, "../.."])
def test_a_case_that_is_not_there_is_refused(pair: Pair, word: str) -> None:
    refused(pair.tripoli.run("case", word), "no-such-case")


def test_a_case_says_the_same_at_both_ends(pair: Pair, case: str) -> None:
    ends = (pair.algiers.ask("case", case), pair.tripoli.ask("case", case))
    assert ends[0]["states"] == ends[1]["states"]
    assert ends[0]["entries"][0]["entry"] == ends[1]["entries"][0]["entry"]


# --------------------------------------------------------------------------------------- an item


def test_conditions_stand_before_the_words(pair: Pair, case: str) -> None:
    out = pair.tripoli.run("open", case, "--officer", "farah", "--purpose", PURPOSE).out
    assert 0 < out.index("Conditions") < out.index("Texte inventé.")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--officer", "farah"), "purpose-missing"),
        (("--officer", "farah", "--purpose", "CURIOSITY"), "wrong-purpose"),
        (("--officer", "driss", "--purpose", PURPOSE), "role-lacking"),
        (("--officer", "nobody", "--purpose", PURPOSE), "no-such-officer"),
    ],
)
def test_nobody_reads_without_a_purpose_and_a_role(
    pair: Pair, case: str, words: tuple[str, ...], rule: str
) -> None:
    refused(pair.tripoli.run("open", case, *words), rule)


@pytest.mark.parametrize("entry", ["0" * 64, "z" * 64, "AAAAAAAAAAAAAA/1"])
def test_an_entry_that_is_not_there_is_refused(pair: Pair, entry: str) -> None:
    words = ("open", entry, "--officer", "farah", "--purpose", PURPOSE)
    answer = pair.tripoli.run(*words)
    assert (answer.code, "no-such-" in answer.err) == (1, True)


def test_an_entry_of_a_case_is_named_by_its_number(pair: Pair, case: str) -> None:
    words = ("--officer", "farah", "--purpose", PURPOSE)
    pair.tripoli.ask("open", f"{case}/1", *words)
    refused(pair.tripoli.run("open", f"{case}/9", *words), "no-such-entry")


def test_files_are_not_put_where_no_folder_can_be(pair: Pair, settled: Path) -> None:
    (settled / "photo.png").write_bytes(b"\x89PNG")
    file = report_file(settled)
    words = ("report", file, "--dossier", "borders", "--attach", str(settled / "photo.png"))
    case = pair.algiers.released(*words)["case"]
    pair.exchange()
    asked = ("open", case, "--officer", "farah", "--purpose", PURPOSE)
    answer = pair.tripoli.run(*asked, "--save-files", str(settled / "photo.png" / "x"))
    assert (answer.code, "no-file" in answer.err) == (75, True)


# ------------------------------------------------------------------------------------ why it is so


def test_a_rule_is_explained_by_its_name(pair: Pair) -> None:
    assert "second officer" in pair.algiers.run("explain", "same-officer").out


def test_an_act_that_could_not_stand_is_explained_with_its_clause(
    resting: Pair, settled: Path
) -> None:
    file = report_file(settled)
    case = resting.algiers.released("report", file, "--dossier", "terrorism")["case"]
    assert resting.algiers.run("explain", case).out.startswith("Waiting since")


def test_what_never_happened_is_explained_as_nothing(fresh: Pair) -> None:
    assert fresh.algiers.run("explain").out == "Nothing was refused, and nothing waits.\n"


# --------------------------------------------------------------------------------- three languages


@pytest.mark.parametrize("words", [("tray", "--officer", "badr"), ("release",), ("explain",)])
def test_each_language_says_it_in_its_own_words(
    pair: Pair, case: str, words: tuple[str, ...]
) -> None:
    said = {lang: pair.tripoli.run(*words, lang=lang).out for lang in ("ar", "fr", "en")}
    assert len(set(said.values())) == 3


@pytest.mark.parametrize(
    ("lang", "foreign"),
    [
        ("fr", ("Dossier  t", "Purpose", "Permitted", "released", "You may", "Grading")),
        ("ar", ("Dossier", "Purpose", "Permitted", "released", "You may", "Grading")),
    ],
)
def test_no_english_is_left_in_another_language(
    pair: Pair, case: str, lang: str, foreign: tuple[str, ...]
) -> None:
    out = pair.tripoli.run("case", case, lang=lang).out
    assert [word for word in foreign if word in out] == []


def test_a_case_fits_eighty_columns(pair: Pair, case: str) -> None:
    for lang in ("fr", "en"):
        lines = pair.tripoli.run("case", case, lang=lang).out.split("\n")
        assert max(map(len, lines)) <= 80


def test_a_service_reads_its_own_items_too(pair: Pair, case: str) -> None:
    item = _opened(pair.algiers, case)
    assert item["body"]["title"] == {"fr": "Saisie à Maghnia"}


def test_a_service_still_reads_what_it_has_taken_back(pair: Pair, case: str) -> None:
    pair.tripoli.ask("open", case, "--officer", "farah", "--purpose", PURPOSE)
    words = ("recall", case, "--ground", "SOURCE_SAFETY")
    recall = pair.algiers.released(*words)["case"]
    pair.exchange()
    pair.tripoli.released("attest", recall, by=("farah", "elias"))
    pair.exchange()
    assert _opened(pair.algiers, case)["body"]["text"] != {}
    refused(
        pair.tripoli.run("open", case, "--officer", "farah", "--purpose", PURPOSE), "item-gone"
    )


def _opened(service: Service, case: str) -> Json:
    return service.ask("open", case, "--officer", "amel", "--purpose", PURPOSE)
