"""What officers write: from words and files to a draft, and every way it is turned away."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.pair import Answer, Pair, Service, report_file
from tests.world import ALGIERS, PURPOSE, TRIPOLI

REQUEST = (
    "request",
    *("--dossier", "terrorism", "--facts", "Un fait inventé", "--offence", "Un délit inventé"),
    *("--question", "Que savez-vous ?", "--why-you", "Vous êtes voisins"),
)


def refused(answer: Answer, rule: str) -> str:
    """The answer is this refusal, in two lines, and no trace of a fault."""
    assert (answer.code, f"({rule}" in answer.err, "Traceback" in answer.err) == (1, True, False)
    return answer.err


def waiting(service: Service, draft: str) -> dict[str, object]:
    """What the second officer would sign."""
    held = {each["draft"]: each["officer"] for each in service.node.ask("drafts", {})}
    asked = {"draft": draft, "officer": held[draft]}
    found: dict[str, object] = service.node.ask("read-draft", asked)
    return found


def reported(pair: Pair, folder: Path, *words: str) -> str:
    """A report of Algiers that Tripoli holds; its case."""
    file = report_file(folder)
    case = pair.algiers.released("report", file, "--dossier", "terrorism", *words)["case"]
    pair.exchange()
    return str(case)


def opened(pair: Pair, case: str) -> None:
    pair.tripoli.ask("open", case, "--officer", "farah", "--purpose", PURPOSE)


# ---------------------------------------------------------------------------------------- reports


def test_a_text_file_becomes_a_report_that_waits_for_a_second_officer(
    pair: Pair, settled: Path
) -> None:
    file = report_file(settled)
    answer = pair.algiers.run("report", file, "--dossier", "terrorism", "--officer", "amel")
    assert answer.code == 0
    assert "waits for a second officer: releaser" in answer.out


def test_what_is_not_said_of_a_report_claims_and_permits_the_least(
    pair: Pair, settled: Path
) -> None:
    file = report_file(settled)
    drafted = pair.algiers.ask("report", file, "--dossier", "terrorism", "--officer", "amel")
    fields = waiting(pair.algiers, drafted["draft"])["fields"]
    assert isinstance(fields, dict)
    assert fields["grading"] == {"information": "4", "scale": "4x4", "source": "X"}
    assert (fields["handling"], fields["purpose"]) == (["H1", "H2"], PURPOSE)


def test_a_report_is_called_by_its_first_line_unless_told(pair: Pair, settled: Path) -> None:
    words = ("report", report_file(settled), "--dossier", "borders", "--officer", "amel")
    plain = pair.algiers.ask(*words)
    told = pair.algiers.ask(*words, "--title-fr", "Un autre titre")
    bodies = [waiting(pair.algiers, each["draft"])["body"] for each in (plain, told)]
    assert [body["title"] for body in bodies if isinstance(body, dict)] == [
        {"fr": "Saisie à Maghnia"},
        {"fr": "Un autre titre"},
    ]


def test_what_an_editor_adds_to_a_file_is_no_part_of_the_text(pair: Pair, settled: Path) -> None:
    path = settled / "windows.txt"
    path.write_bytes("\ufeffUn titre\r\n\r\nCafe\u0301\tserré\r\n".encode())
    drafted = pair.algiers.ask("report", str(path), "--dossier", "borders", "--officer", "amel")
    body = waiting(pair.algiers, drafted["draft"])["body"]
    assert isinstance(body, dict)
    assert body["text"] == {"fr": "Un titre\n\nCafé serré"}


def test_a_text_in_arabic_script_counts_as_arabic(pair: Pair, settled: Path) -> None:
    path = settled / "maqal.txt"
    path.write_text("ضبط شحنة مخترعة\n\nنص مخترع.", encoding="utf-8")
    drafted = pair.algiers.ask("report", str(path), "--dossier", "borders", "--officer", "amel")
    fields = waiting(pair.algiers, drafted["draft"])["fields"]
    assert isinstance(fields, dict)
    assert fields["lang"] == {"authentic": "ar", "present": ["ar"]}


def test_persons_places_and_sources_are_told_by_options(pair: Pair, settled: Path) -> None:
    drafted = pair.algiers.ask(
        *("report", report_file(settled), "--dossier", "terrorism", "--officer", "amel"),
        *("--person", "SUSPECT:كريم المخترع", "--person", "witness", "--place", "Tin Inventé"),
        *("--source-name", "Le Journal", "--source-date", "2024-10-11"),
    )
    body = waiting(pair.algiers, drafted["draft"])["body"]
    assert isinstance(body, dict)
    assert body["persons"] == [
        {"name": {"script": "Arab", "written": "كريم المخترع"}, "role": "SUSPECT"},
        {"role": "WITNESS"},
    ]
    assert body["places"] == [{"name": {"script": "Latn", "written": "Tin Inventé"}}]
    assert body["source"] == {"date": "2024-10-11", "language": "fr", "name": "Le Journal"}


@pytest.mark.parametrize(
    ("content", "words", "rule"),
    [
        (b"", (), "text-missing"),
        (b" \n\t\n", (), "text-missing"),
        (b"caf\xe9", (), "wrong-encoding"),
        (b"\x00\xff\xfe", (), "wrong-encoding"),
        ("Un titre\n" + "a" * 60_001, (), "too-large"),
        ("a" * 300_000, (), "too-large"),
        ("Un titre \u202eretourné", (), "unsafe-text"),
        ("Un titre\x07", (), "unsafe-text"),
        ("نص مخترع بالعربية", ("--language", "fr"), "other-script"),
        ("Un texte français", ("--language", "ar"), "other-script"),
        ("这是一篇虚构的文章", (), "other-script"),
        ("Ein Text", ("--language", "de"), "wrong-language"),
        ("Un texte", ("--grading", "Z9"), "bad-grading"),
        ("Un texte", ("--grading", "F6"), "bad-grading"),
        ("Un texte", ("--title-ar", "عنوان"), "language-missing"),
        ("Un texte", ("--person", "Karim Inventé"), "role-missing"),
        ("Un texte", ("--source-name", "Le Journal"), "bad-date"),
        ("Un texte", ("--retain-until", "hier"), "bad-date"),
        ("Un texte", ("--retain-until", "9999-99-99"), "bad-date"),
        ("Un texte", ("--handling", "H3"), "bad-handling"),
        ("Un texte", ("--retain-days", "9000"), "outside-arrangement"),
        ("Un texte", ("--purpose", "CURIOSITY"), "outside-arrangement"),
        ("Un texte", ("--dossier", "drugs"), "outside-arrangement"),
        ("Un texte", ("--to", "nobody.example"), "partner-missing"),
        ("Un texte", ("--about", "AAAA-AAAA-AAAA-AA"), "no-such-case"),
        ("Un texte", ("--attach", "/nowhere/at/all"), "unreadable-file"),
    ],
)
def test_a_report_that_may_not_be_is_refused_when_it_is_drafted(
    pair: Pair, settled: Path, content: bytes | str, words: tuple[str, ...], rule: str
) -> None:
    path = settled / "article.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    placed = words if "--dossier" in words else ("--dossier", "terrorism", *words)
    before = pair.algiers.ask("release")
    refused(pair.algiers.run("report", str(path), *placed, "--officer", "amel"), rule)
    assert pair.algiers.ask("release") == before


def test_a_file_that_is_not_there_is_refused_by_its_name_alone(pair: Pair, settled: Path) -> None:
    answer = pair.algiers.run("report", str(settled / "gone.txt"), "--officer", "amel")
    assert "file=gone.txt" in refused(answer, "unreadable-file")
    assert str(settled) not in answer.err


@pytest.mark.parametrize(
    "form",
    [
        "not json",
        "[]",
        '{"text":{"fr":"a"},"text":{"fr":"b"}}',
        '{"text":' * 200 + "1" + "}" * 200,
        '{"text":1.5}',
    ],
)
def test_a_body_that_is_no_form_is_refused(pair: Pair, settled: Path, form: str) -> None:
    path = settled / "body.json"
    path.write_text(form, encoding="utf-8")
    words = ("report", "--body", str(path), "--dossier", "terrorism", "--officer", "amel")
    refused(pair.algiers.run(*words), "malformed")


def test_what_has_no_option_is_told_by_a_form(pair: Pair, settled: Path) -> None:
    path = settled / "body.json"
    form = {"places": [{"name": {"script": "Tfng", "written": "ⵜⵉⵏ"}, "radius_m": 500}]}
    path.write_text(json.dumps(form), encoding="utf-8")
    drafted = pair.algiers.ask(
        *("report", report_file(settled), "--body", str(path), "--dossier", "terrorism"),
        *("--officer", "amel"),
    )
    body = waiting(pair.algiers, drafted["draft"])["body"]
    assert isinstance(body, dict)
    assert (body["places"], body["text"]["fr"][:6]) == (form["places"], "Saisie")


def test_a_dossier_is_asked_for_where_there_are_several(pair: Pair, settled: Path) -> None:
    answer = pair.algiers.run("report", report_file(settled), "--officer", "amel")
    assert "terrorism, borders, training" in refused(answer, "dossier-missing")


@pytest.mark.parametrize(
    ("officer", "rule"), [("driss", "role-lacking"), ("nobody", "no-such-officer")]
)
def test_only_an_officer_who_may_drafts(
    pair: Pair, settled: Path, officer: str, rule: str
) -> None:
    words = ("report", report_file(settled), "--dossier", "terrorism", "--officer", officer)
    refused(pair.algiers.run(*words), rule)


def test_a_key_under_another_passphrase_does_not_sign(
    pair: Pair, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = settled / "other"
    other.write_text("une autre phrase", encoding="utf-8")
    other.chmod(0o600)
    monkeypatch.setenv("WASL_DEVICE_PASSPHRASE_FILE", str(other))
    words = ("report", report_file(settled), "--dossier", "terrorism", "--officer", "amel")
    refused(pair.algiers.run(*words), "wrong-passphrase")


# --------------------------------------------------------------------------------------- requests


def test_a_request_names_the_text_it_lacks(pair: Pair) -> None:
    words = ("request", "--dossier", "terrorism", "--question", "Quoi ?", "--officer", "amel")
    assert "option=--facts" in refused(pair.algiers.run(*words), "text-missing")


def test_a_request_may_be_told_in_two_languages(pair: Pair) -> None:
    arabic = {"facts": "واقعة", "offence": "جنحة", "question": "ماذا تعلمون؟", "why-you": "جوار"}
    both = [word for name, text in arabic.items() for word in (f"--{name}-ar", text)]
    drafted = pair.algiers.ask(*REQUEST, *both, "--officer", "amel")
    fields = waiting(pair.algiers, drafted["draft"])["fields"]
    assert isinstance(fields, dict)
    assert (fields["lang"]["present"], fields["urgency"]) == (["ar", "fr"], "OTHER")


def test_a_reply_takes_the_request_up_where_nobody_has(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    drafted = pair.tripoli.ask("reply", case, "--answer", "Ceci.", "--officer", "farah")
    assert [each["move"] for each in drafted["drafts"]] == ["admit", "reply_full"]


def test_a_reply_once_taken_up_is_one_draft(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    pair.tripoli.released("request", "admit", case, by=("farah", "badr"))
    drafted = pair.tripoli.ask("reply", case, "--answer", "Ceci.", "--officer", "farah")
    assert [each["move"] for each in drafted["drafts"]] == ["reply_full"]


@pytest.mark.parametrize(
    ("words", "move"),
    [
        (("--answer", "Tout."), "reply_full"),
        (("--partial", "--answer", "Ceci.", "--missing", "Cela."), "reply_part"),
        (("--answer", "Ceci.", "--missing", "Cela."), "reply_part"),
        (("--nothing",), "reply_nothing"),
        (("--hold", "--reason", "On cherche.", "--due", "3d"), "hold"),
    ],
)
def test_the_options_of_a_reply_say_which_it_is(
    pair: Pair, words: tuple[str, ...], move: str
) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    drafted = pair.tripoli.ask("reply", case, *words, "--officer", "farah")
    assert drafted["move"] == move


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--nothing", "--answer", "Des mots."), "bad-body"),
        (("--hold", "--reason", "On cherche."), "bad-date"),
        (("--hold", "--due", "3d"), "text-missing"),
        (("--partial", "--answer", "Ceci."), "text-missing"),
        ((), "text-missing"),
    ],
)
def test_a_reply_that_lacks_a_part_or_has_one_too_many_is_refused(
    pair: Pair, words: tuple[str, ...], rule: str
) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    refused(pair.tripoli.run("reply", case, *words, "--officer", "farah"), rule)


def test_a_request_is_refused_by_a_code(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    pair.tripoli.released("refuse", case, "--code", "NOT_HELD", by=("farah", "badr"))
    pair.exchange()
    assert pair.algiers.ask("case", case)["states"] == ["open", "refused"]


def test_what_is_left_after_a_partial_reply_is_refused_as_the_rest(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    pair.tripoli.released("request", "admit", case, by=("farah", "badr"))
    words = ("reply", case, "--answer", "Ceci.", "--missing", "Cela.")
    pair.tripoli.released(*words, by=("farah", "badr"))
    drafted = pair.tripoli.ask("refuse", case, "--code", "NOT_HELD", "--officer", "farah")
    assert drafted["move"] == "refuse_rest"


def test_a_code_that_does_not_exist_is_answered_with_those_that_do(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    answer = pair.algiers.run("refuse", case, "--code", "BECAUSE", "--officer", "farah")
    assert (answer.code, "NOT_HELD" in answer.err) == (2, True)


def test_a_move_that_is_not_open_is_refused_with_those_that_are(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    answer = pair.algiers.run("request", "accept", case, "--officer", "amel")
    assert "may=regrade, cancel, close_unanswered" in refused(answer, "move-not-allowed")


def test_a_case_is_not_moved_by_the_verb_of_another_kind(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    refused(pair.algiers.run("report", "assess", case, "--officer", "farah"), "other-kind")


def test_a_follow_up_is_a_new_request_that_cites_the_reply(pair: Pair) -> None:
    case = pair.algiers.released(*REQUEST)["case"]
    pair.exchange()
    for words in (("request", "admit", case), ("reply", case, "--answer", "Ceci.")):
        pair.tripoli.released(*words, by=("farah", "badr"))
    pair.exchange()
    reply = pair.algiers.ask("case", case)["entries"][-1]["entry"]
    further = pair.algiers.released(*REQUEST, "--about", f"{case}/3")["case"]
    assert pair.algiers.ask("case", further)["entries"][0]["about"] == [reply]


# ----------------------------------------------------------------- recalls, feedback, notes, FLASH


def test_an_item_that_was_recalled_and_attested_is_gone(pair: Pair, settled: Path) -> None:
    case = reported(pair, settled)
    opened(pair, case)
    recall = pair.algiers.released("recall", case, "--ground", "ERROR")["case"]
    pair.exchange()
    pair.tripoli.released("attest", recall, by=("farah", "elias"))
    pair.exchange()
    told = pair.algiers.ask("case", recall)
    assert (told["states"], told["entries"][-1]["outcomes"]) == (
        ["ordered", "attested"],
        ["DESTROYED"],
    )
    words = ("open", case, "--officer", "farah", "--purpose", PURPOSE)
    refused(pair.tripoli.run(*words), "item-gone")


def test_what_must_be_kept_is_attested_as_kept(pair: Pair, settled: Path) -> None:
    case = reported(pair, settled)
    opened(pair, case)
    recall = pair.algiers.released("recall", case, "--ground", "LAW")["case"]
    pair.exchange()
    pair.tripoli.released("attest", recall, "--kept", "COURT_HOLD", by=("farah", "elias"))
    told = pair.tripoli.ask("case", recall)
    assert (told["states"][1], told["entries"][-1]["outcomes"]) == (
        "part_kept",
        ["KEPT:COURT_HOLD"],
    )


def test_a_use_before_the_recall_names_its_place(pair: Pair, settled: Path) -> None:
    case = reported(pair, settled)
    opened(pair, case)
    recall = pair.algiers.released("recall", case, "--ground", "LAW")["case"]
    pair.exchange()
    words = ("attest", recall, "--outcome", "ALREADY_USED", "--officer", "farah")
    assert "option=--where" in refused(pair.tripoli.run(*words), "text-missing")
    drafted = pair.tripoli.ask(*words, "--where", "Au tribunal inventé")
    body = waiting(pair.tripoli, drafted["draft"])["body"]
    assert isinstance(body, dict)
    assert body["uses"][0]["where"] == {"fr": "Au tribunal inventé"}


def test_an_attestation_has_one_outcome_for_each_item(pair: Pair, settled: Path) -> None:
    case = reported(pair, settled)
    opened(pair, case)
    recall = pair.algiers.released("recall", case, "--ground", "LAW")["case"]
    pair.exchange()
    twice = ("--outcome", "RETURNED", "--outcome", "DESTROYED")
    answer = pair.tripoli.run("attest", recall, *twice, "--officer", "farah")
    refused(answer, "outcome-missing")


def test_items_of_two_dossiers_are_not_recalled_together(pair: Pair, settled: Path) -> None:
    one = reported(pair, settled)
    file = report_file(settled)
    other = pair.algiers.released("report", file, "--dossier", "borders")["case"]
    pair.exchange()
    answer = pair.algiers.run("recall", one, other, "--ground", "ERROR", "--officer", "amel")
    refused(answer, "not-together")


def test_a_recall_under_flash_is_released_by_the_duty_officer_alone_and_reviewed(
    pair: Pair, settled: Path
) -> None:
    case = reported(pair, settled)
    words = ("recall", case, "--ground", "SOURCE_SAFETY", "--flash", "--officer", "badr")
    answer = pair.algiers.ask(*words)
    assert answer["released"]["state"] == "released"
    pair.exchange()
    assert pair.tripoli.ask("case", answer["case"])["states"][0] == "ordered"
    assert _to_review(pair.algiers, answer["case"]) == 1
    pair.algiers.ask("release", "review", f"{answer['case']}/1", "--officer", "badr")
    assert _to_review(pair.algiers, answer["case"]) == 0


def _to_review(service: Service, case: str) -> int:
    found: int = service.ask("case", case)["to_review"]
    return found


def test_feedback_lies_under_the_marking_of_its_item(pair: Pair, settled: Path) -> None:
    case = reported(pair, settled, "--handling", "H0", "--caveat", "PROTECT_SOURCE")
    told = pair.tripoli.released("feedback", case, "--use", "CONFIRMED")
    found = pair.tripoli.ask("case", told["case"])
    assert (found["handling"], found["caveats"]) == (["H0"], ["PROTECT_SOURCE"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Appelez le 0551 23 45 67", 1),
        ("Passeport ١٢٣٤٥٦", 1),
        ("Réunion le 25/11/2026 à 14:05, salle 12", 0),
    ],
)
def test_a_note_carries_no_long_number(pair: Pair, text: str, code: int) -> None:
    words = ("note", "--fr", text, "--dossier", "training", "--officer", "badr")
    answer = pair.algiers.run(*words)
    assert (answer.code, "note-personal" in answer.err) == (code, code == 1)


def test_a_note_is_kept_no_longer_than_ninety_days(pair: Pair) -> None:
    words = ("note", "--fr", "À demain", "--dossier", "training", "--officer", "badr")
    drafted = pair.algiers.ask(*words)
    fields = waiting(pair.algiers, drafted["draft"])["fields"]
    assert isinstance(fields, dict)
    kept = datetime.fromisoformat(fields["retain_until"])
    assert kept - datetime.fromisoformat(drafted["at"]) <= timedelta(days=90, minutes=1)


def test_an_attachment_reaches_the_reader_of_the_item(pair: Pair, settled: Path) -> None:
    photo = settled / "photo.png"
    photo.write_bytes(b"\x89PNG invented")
    case = reported(pair, settled, "--attach", str(photo))
    words = ("open", case, "--officer", "farah", "--purpose", PURPOSE)
    item = pair.tripoli.ask(*words, "--save-files", str(settled / "files"))
    (saved,) = item["saved"]
    assert (Path(saved).suffix, Path(saved).read_bytes()) == (".png", b"\x89PNG invented")
    assert Path(saved).stat().st_mode & 0o077 == 0


def test_an_attachment_of_many_parts_reaches_the_reader_as_it_was(
    pair: Pair, settled: Path
) -> None:
    film = settled / "film.mp4"
    film.write_bytes(bytes(range(256)) * 36_000)  # nine parts, and two reads through the door
    case = reported(pair, settled, "--attach", str(film))
    words = ("open", case, "--officer", "farah", "--purpose", PURPOSE)
    item = pair.tripoli.ask(*words, "--save-files", str(settled / "films"))
    assert [(file["come"], file["here"], file["of"]) for file in item["files"]] == [(True, 9, 9)]
    (saved,) = item["saved"]
    assert Path(saved).read_bytes() == film.read_bytes()


def test_a_file_beyond_the_limit_is_refused_before_a_byte_of_it_is_read(
    pair: Pair, settled: Path
) -> None:
    vast = settled / "vast.bin"
    with vast.open("wb") as stream:
        stream.truncate(2**31 + 1)  # nothing but a hole
    words = ("report", report_file(settled), "--dossier", "terrorism", "--officer", "amel")
    assert "limit=2147483648" in refused(
        pair.algiers.run(*words, "--attach", str(vast)), "too-large"
    )


def test_what_the_quota_held_back_is_said_where_the_item_is_read_and_fetched_on_a_word(
    pair: Pair, settled: Path
) -> None:
    photo = settled / "photo.png"
    photo.write_bytes(bytes(2**20))
    quota = ("attachments", "quota", ALGIERS, "--officer", "chadia", "--mib")
    assert "0 MiB" in pair.tripoli.run(*quota, "0").out
    case = reported(pair, settled, "--attach", str(photo))
    reading = ("open", case, "--officer", "farah", "--purpose", PURPOSE)
    assert "held back by the quota" in pair.tripoli.run(*reading).out
    assert "held back by the quota" in pair.tripoli.run("case", case).out
    listed = pair.tripoli.run("attachments", "list").out
    assert "held back" in listed and "of 0 MiB today" in listed
    taken = pair.tripoli.run("attachments", "take", case, "--officer", "farah")
    assert "next call: 1" in taken.out
    assert "0 of 1 parts here" in pair.tripoli.run("case", case).out
    pair.exchange()
    assert "0 of 1 parts" not in pair.tripoli.run("case", case).out
    again = pair.tripoli.run("attachments", "take", case, "--officer", "farah")
    refused(again, "no-such-file")
    assert refused(pair.tripoli.run(*quota, str(2**20 + 1)), "too-large")
    pair.tripoli.run(*quota, "2048")


def test_each_kind_tells_its_moves_in_the_language_of_the_officer(pair: Pair) -> None:
    told = [pair.algiers.run("request", "--help", lang=lang).out for lang in ("ar", "en", "fr")]
    assert len(set(told)) == 3
    assert [name in text for name, text in zip(("سحب", "take", "admit"), told, strict=True)]
    assert "prendre en charge" in told[2]


def test_a_draft_may_go_to_the_only_partner_unnamed(pair: Pair, settled: Path) -> None:
    words = ("report", report_file(settled), "--dossier", "terrorism", "--officer", "amel")
    assert pair.algiers.ask(*words)["partner"] == TRIPOLI


@pytest.mark.parametrize("option", ["--purpose", "--grading", "--basis", "--title-fr", "--body"])
def test_an_option_that_is_given_nothing_is_no_default(
    pair: Pair, settled: Path, option: str
) -> None:
    words = ("report", report_file(settled), "--dossier", "borders", "--officer", "amel")
    refused(pair.algiers.run(*words, option, ""), "text-missing")


@pytest.mark.parametrize("path", ["a\0b", "\ud800", "a" * 5_000, "/dev/null/x", "."])
@pytest.mark.parametrize("option", ["--attach", "--body", "--text"])
def test_words_that_name_no_file_are_refused(
    pair: Pair, settled: Path, option: str, path: str
) -> None:
    words = ("report", report_file(settled), "--dossier", "borders", "--officer", "amel")
    answer = pair.algiers.run(*(word for word in words if word != words[1]), option, path)
    assert (answer.code, "fault of ours" in answer.err) == (1, False)
