"""A draft read aloud at a post and written down at the desk; a form for pen and paper."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair, report_file
from tests.cli.test_acting import refused
from tests.tree import ROOT
from tests.world import PURPOSE
from wasl.cli.forms import blanks
from wasl.core.case import PROCEDURES
from wasl.core.procedure import NODE

MOVES = [
    (kind, move)
    for kind, procedure in PROCEDURES.items()
    for move, rule in procedure.moves.items()
    if rule.signers.drafts - NODE
]
ASKED = (
    *(
        "request",
        "--dossier",
        "terrorism",
        "--language",
        "fr",
        "--person",
        "SUSPECT:Karim Inventé",
    ),
    *("--facts", "Un véhicule blanc a été vu deux fois au poste, de nuit, tous feux éteints."),
    *("--link-of-person", "Le conducteur.", "--offence", "Trafic supposé de fuel."),
    *("--question", "Est-il connu ?", "--why-you", "Il venait de chez vous."),
)


def dictated(pair: Pair, *words: str) -> list[str]:
    """The lines of a draft, as the post reads them out."""
    drafted = pair.algiers.ask(*words, "--officer", "amel")
    lines: list[str] = pair.algiers.ask("draft", "dictate", drafted["draft"], "--officer", "amel")[
        "lines"
    ]
    pair.algiers.ask("release", "drop", drafted["draft"], "--officer", "amel")
    return lines


def typed(folder: Path, lines: list[str]) -> str:
    path = folder / "dictated.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_dictated_draft_is_written_down_as_the_same_act(pair: Pair, settled: Path) -> None:
    lines = dictated(pair, *ASKED)
    taken = pair.algiers.ask("draft", "take", typed(settled, lines), "--officer", "amel")
    again = pair.algiers.ask("draft", "dictate", taken["draft"], "--officer", "amel")["lines"]
    assert again == lines
    shown = pair.algiers.ask("release", taken["draft"], "--officer", "badr", "--yes")
    assert (shown["kind"], shown["move"]) == ("request", "ask")


def test_what_was_misheard_is_named_and_nothing_is_drafted(pair: Pair, settled: Path) -> None:
    lines = dictated(pair, *ASKED)
    before = len(pair.algiers.ask("release", "list"))
    heard = [line.replace("blanc", "bleu").replace("Karim", "Karima") for line in lines]
    answer = pair.algiers.run("draft", "take", typed(settled, heard), "--officer", "amel")
    said = refused(answer, "misheard")
    assert ("body.facts.fr" in said, "body.persons.1.name.written" in said) == (True, True)
    assert ("body.offence" in said, len(pair.algiers.ask("release", "list"))) == (False, before)


def test_a_line_nobody_heard_is_named(pair: Pair, settled: Path) -> None:
    lines = dictated(pair, *ASKED)
    answer = pair.algiers.run("draft", "take", typed(settled, lines[:-1]), "--officer", "amel")
    assert f"lines={len(lines)}" in refused(answer, "line-missing")


def test_a_move_in_a_case_is_dictated_with_its_reference(pair: Pair, settled: Path) -> None:
    pair.exchange()
    case = pair.algiers.released(*ASKED)["case"]
    lines = dictated(pair, "request", "cancel", case, "--fr", "La question est réglée.")
    (named,) = (line for line in lines if line.split()[1] == "case")
    assert named.split()[3].replace("-", "").startswith(case)
    taken = pair.algiers.ask("draft", "take", typed(settled, lines), "--officer", "amel")
    assert (taken["case"], taken["move"]) == (case, "cancel")
    pair.algiers.ask("release", "drop", taken["draft"], "--officer", "amel")


def test_an_attachment_is_not_dictated(pair: Pair, settled: Path) -> None:
    file = report_file(settled)
    words = ("report", file, "--dossier", "terrorism", "--attach", file, "--officer", "amel")
    draft = pair.algiers.ask(*words)["draft"]
    refused(pair.algiers.run("draft", "dictate", draft, "--officer", "amel"), "not-dictated")
    pair.algiers.ask("release", "drop", draft, "--officer", "amel")


@pytest.mark.parametrize(
    "line", ["1 colour 9Z red", "nonsense", "1 body AX text"], ids=["code", "form", "body"]
)
def test_lines_that_are_no_draft_are_refused(pair: Pair, settled: Path, line: str) -> None:
    answer = pair.algiers.run("draft", "take", typed(settled, [line]), "--officer", "amel")
    assert (answer.code, "Traceback" in answer.err) == (1, False)


# ------------------------------------------------------------------------------- the printed form


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_a_form_is_printed_in_the_language_of_the_officer(pair: Pair, lang: str) -> None:
    answer = pair.algiers.run("draft", "form", "request", "ask", lang=lang)
    assert (answer.code, f"body.question.{lang}*" in answer.out) == (0, True)
    assert "SUSPECT" in answer.out


@pytest.mark.parametrize(("kind", "move"), MOVES)
def test_every_move_an_officer_writes_has_a_form(kind: str, move: str) -> None:
    rule = PROCEDURES[kind].moves[move]
    named = [blank.field.rstrip("#?").split(".") for blank in blanks(kind, move, "fr")]
    fields = rule.body.model_fields if rule.body else {}
    assert {names[1] for names in named if names[0] == "body"} == set(fields)
    for blank in blanks(kind, move, "fr"):
        name = blank.field.rstrip("#?").split(".")[1] if blank.field.startswith("body.") else ""
        assert not (name and blank.required) or fields[name].is_required()


def test_what_stands_on_a_form_can_be_read_out(pair: Pair) -> None:
    fields = {blank.field for blank in blanks("request", "ask", "fr")}
    lines = dictated(pair, *ASKED, "--purpose", PURPOSE)
    spoken = {line.split()[1].rstrip("+/").replace(".2", ".1") for line in lines}
    assert spoken - {"kind", "move", "end"} <= fields


def test_a_form_goes_to_a_file(pair: Pair, settled: Path) -> None:
    place = settled / "form.txt"
    answer = pair.algiers.run("draft", "form", "hit", "report", "--out", str(place))
    assert (answer.code, answer.out) == (0, "")
    assert "body.located.en" in place.read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "move"), [("request", "dance"), ("dance", "ask")])
def test_a_move_nobody_writes_has_no_form(pair: Pair, kind: str, move: str) -> None:
    refused(pair.algiers.run("draft", "form", kind, move), "move-not-allowed")


def test_the_page_of_verbs_says_where_the_lines_are_explained() -> None:
    assert "dictation.md" in (ROOT / "docs" / "verbs.md").read_text(encoding="utf-8")
