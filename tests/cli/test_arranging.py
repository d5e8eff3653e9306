"""``wasl arrangement`` through the command: from the form to the text in force, and its end."""

import shutil
from pathlib import Path

import pytest

from tests.cli.meeting import root_files, said
from tests.cli.pair import Answer, Pair, Service, report_file
from tests.cli.test_acting import refused
from tests.tree import ROOT
from tests.world import ALGIERS, ARRANGEMENT_ID, TRIPOLI
from wasl.cli.main import REFUSED
from wasl.core.arrangement import read_arrangement
from wasl.core.canonical import Json

EXAMPLES = ROOT / "docs" / "examples"
CUSTODY = ("chadia", "driss")


@pytest.fixture(name="form")
def _form(settled: Path) -> Path:
    """The example form with its prose, in a folder of its own."""
    shutil.copytree(EXAMPLES, settled / "form")
    return settled / "form" / "arrangement.toml"


def _draft(pair: Pair, form: Path, *more: str, lang: str = "en") -> Answer:
    out = str(form.parent / "agreed")
    words = ("arrangement", "draft", str(form), "--with", TRIPOLI, "--out", out, *more)
    return pair.algiers.run(*words, lang=lang)


@pytest.fixture(name="proposed")
def _proposed(linked: Pair, form: Path) -> str:
    """Algiers has proposed the example to Tripoli; the case."""
    case = _propose(linked, form, "--id", ARRANGEMENT_ID)
    linked.exchange()
    return case


def _propose(pair: Pair, form: Path, *more: str) -> str:
    assert _draft(pair, form, *more).code == 0
    words = ("arrangement", "propose", str(form.parent / "agreed"))
    case: str = pair.algiers.released(*words, by=CUSTODY)["case"]
    return case


@pytest.fixture(name="ruling")
def _ruling(linked: Pair, settled: Path, proposed: str) -> str:
    """The example is in force between the two; the case."""
    _agree(linked, settled, proposed)
    return proposed


def _agree(linked: Pair, folder: Path, case: str) -> None:
    sign = ("arrangement", "sign", case, *root_files(folder, TRIPOLI))
    linked.tripoli.released(*sign, by=CUSTODY)
    linked.exchange()
    conclude = ("arrangement", "conclude", case, *root_files(folder, ALGIERS))
    linked.algiers.released(*conclude, by=CUSTODY)
    linked.exchange()


def _shown(service: Service) -> Json:
    return service.ask("arrangement", "show")


# ------------------------------------------------------------------------ the custodian's word


@pytest.fixture(name="unvouched")
def _unvouched(linked: Pair, form: Path) -> str:
    """The example as a drafter who is no custodian proposes it."""
    assert _draft(linked, form, "--id", ARRANGEMENT_ID).code == 0
    words = ("arrangement", "propose", str(form.parent / "agreed"), "--officer", "amel")
    return str(linked.algiers.ask(*words)["draft"])


def test_an_arrangement_is_not_released_without_the_word_of_a_custodian(
    linked: Pair, unvouched: str
) -> None:
    refused(
        linked.algiers.run("release", unvouched, "--officer", "driss", "--yes"), "word-lacking"
    )
    assert [each["also"] for each in linked.algiers.ask("release")] == [["custodian"]]
    assert "It still needs the word of: key custodian" in linked.algiers.run("release").out


def test_with_the_word_of_a_custodian_it_is_released(linked: Pair, unvouched: str) -> None:
    vouched = linked.algiers.ask("release", "vouch", unvouched, "--officer", "chadia", "--yes")
    assert vouched["also"] == []
    answer = linked.algiers.ask("release", unvouched, "--officer", "driss", "--yes")
    assert answer["state"] in {"released", "waiting"}


def test_a_word_given_twice_counts_once(linked: Pair, unvouched: str) -> None:
    words = ("release", "vouch", unvouched, "--officer", "chadia", "--yes")
    assert [linked.algiers.run(*words).code for _ in range(3)] == [0, 0, 0]
    assert linked.algiers.run("release", unvouched, "--officer", "driss", "--yes").code == 0


@pytest.mark.parametrize("officer", ["driss", "badr", "amel"])
def test_nobody_gives_the_word_of_a_role_he_does_not_hold(
    linked: Pair, unvouched: str, officer: str
) -> None:
    words = ("release", "vouch", unvouched, "--officer", officer, "--yes")
    refused(linked.algiers.run(*words), "role-lacking")


def test_a_custodian_who_has_left_is_heard_no_more(linked: Pair, unvouched: str) -> None:
    linked.algiers.ask("release", "vouch", unvouched, "--officer", "chadia", "--yes")
    linked.algiers.ask("officer", "leave", "chadia")
    refused(
        linked.algiers.run("release", unvouched, "--officer", "driss", "--yes"), "word-lacking"
    )


def test_a_draft_that_needs_nobody_else_takes_no_word(pair: Pair, settled: Path) -> None:
    words = ("report", report_file(settled), "--dossier", "terrorism", "--officer", "amel")
    draft = str(pair.algiers.ask(*words)["draft"])
    words = ("release", "vouch", draft, "--officer", "chadia", "--yes")
    refused(pair.algiers.run(*words), "role-lacking")


# ---------------------------------------------------------------------------------- the form


def test_a_form_becomes_the_text_of_both_parties(alone: Pair, form: Path) -> None:
    _draft(alone, form)
    text = read_arrangement((form.parent / "agreed").read_text(encoding="utf-8"))
    keys = alone.algiers.ask("key", "show")["sha256"]
    assert [party.node for party in text.parties] == [ALGIERS, TRIPOLI]
    assert text.parties[0].keys_sha256 == keys
    assert [terms.code for terms in text.dossiers] == ["terrorism", "borders", "training"]


def test_one_form_makes_one_text(alone: Pair, form: Path) -> None:
    _draft(alone, form, "--id", "ab" * 16)
    first = (form.parent / "agreed").read_bytes()
    _draft(alone, form, "--id", "ab" * 16)
    assert (form.parent / "agreed").read_bytes() == first


@pytest.mark.parametrize(
    ("lang", "clause"),
    [
        ("en", "Onward transfer: by consent only"),
        ("fr", "Transfert ultérieur: par consentement seulement"),
        ("ar", "الإحالة اللاحقة: بموافقة فقط"),
    ],
)
def test_its_clauses_are_read_in_the_language_of_the_officer(
    alone: Pair, form: Path, lang: str, clause: str
) -> None:
    assert clause in _draft(alone, form, lang=lang).out


@pytest.mark.parametrize(
    ("line", "changed", "rule"),
    [
        ('onward = "consent"', 'onward = "always"', "bad-arrangement"),
        ('onward = "consent"', "", "bad-arrangement"),
        ('onward = "consent"', 'onward = "consent"\nextra = 1', "bad-arrangement"),
        ("codes = 1", "codes = 1.0", "bad-arrangement"),
        ("codes = 1", "codes = 9007199254740993", "bad-arrangement"),
        ('authentic = "ar"', 'authentic = "de"', "bad-arrangement"),
        ('code = "borders"', 'code = "terrorism"', "bad-arrangement"),
        ("[calendar.theirs]", "[calendar.others]", "bad-arrangement"),
        ('ar = "arrangement.ar.txt"', 'ar = "nowhere.txt"', "unreadable-file"),
        ("[carriage]", "[carriage", "malformed"),
        ("suite = [1]", f"suite = {'[' * 4_000}", "malformed"),
    ],
)
def test_a_field_outside_its_rule_is_refused_and_no_text_is_written(
    alone: Pair, form: Path, line: str, changed: str, rule: str
) -> None:
    held = form.read_text(encoding="utf-8")
    assert line in held
    form.write_text(held.replace(line, changed), encoding="utf-8")
    answer = _draft(alone, form)
    assert answer.code == REFUSED
    assert rule in answer.err
    assert not (form.parent / "agreed").exists()


def test_a_form_that_is_not_utf8_is_refused(alone: Pair, form: Path) -> None:
    form.write_bytes(b"authentic = '\xff'")
    assert "wrong-encoding" in _draft(alone, form).err


def test_there_is_nothing_to_amend_before_a_text_is_in_force(alone: Pair, form: Path) -> None:
    answer = _draft(alone, form, "--amend")
    assert answer.code == REFUSED
    assert "nothing-in-force" in answer.err


# ---------------------------------------------------------------------------------- its life


def test_prose_that_is_not_the_one_of_the_text_is_not_proposed(linked: Pair, form: Path) -> None:
    _draft(linked, form, "--id", ARRANGEMENT_ID)
    (form.parent / "agreed.fr.txt").write_text("Un autre texte.\n", encoding="utf-8")
    agreed = str(form.parent / "agreed")
    answer = linked.algiers.run("arrangement", "propose", agreed, "--officer", "chadia")
    assert answer.code == REFUSED
    assert "wrong-prose, language=fr" in answer.err


def test_a_text_of_no_link_of_ours_is_not_proposed(linked: Pair, form: Path) -> None:
    _draft(linked, form)
    agreed = str(form.parent / "agreed")
    answer = linked.algiers.run("arrangement", "propose", agreed, "--officer", "chadia")
    assert answer.code == REFUSED
    assert "bad-statement" in answer.err


def test_a_proposed_text_is_not_in_force(linked: Pair, proposed: str) -> None:
    (told,) = _shown(linked.tripoli)
    assert (told["case"], told["states"], told["in_force"]) == (
        proposed, ["proposed", "none"], False
    )  # fmt: skip


def test_signed_by_both_roots_it_is_in_force_at_both_ends(linked: Pair, ruling: str) -> None:
    assert [_shown(one)[0]["in_force"] for one in (linked.algiers, linked.tripoli)] == [True, True]
    assert "نافذ." in linked.tripoli.run("arrangement", "show", lang="ar").out


def test_fewer_roots_than_the_rule_put_nothing_in_force(
    linked: Pair, settled: Path, proposed: str
) -> None:
    drafted = linked.tripoli.ask(
        "arrangement", "sign", proposed, *root_files(settled, TRIPOLI, 1), "--officer", "chadia"
    )
    answer = linked.tripoli.run("release", drafted["draft"], "--officer", "driss", "--yes")
    assert answer.code == REFUSED
    assert "too-few-roots" in answer.err


def test_roots_of_one_side_do_not_sign_for_the_other(
    linked: Pair, settled: Path, proposed: str
) -> None:
    drafted = linked.tripoli.ask(
        "arrangement", "sign", proposed, *root_files(settled, ALGIERS), "--officer", "chadia"
    )
    answer = linked.tripoli.run("release", drafted["draft"], "--officer", "driss", "--yes")
    assert "too-few-roots" in answer.err


def test_a_proposal_is_not_concluded_before_it_is_signed(
    linked: Pair, settled: Path, proposed: str
) -> None:
    answer = linked.algiers.run(
        "arrangement", "conclude", proposed, *root_files(settled, ALGIERS), "--officer", "chadia"
    )
    assert answer.code == REFUSED
    assert "move-not-allowed" in answer.err


def test_a_counter_is_answered_by_a_further_draft(
    linked: Pair, settled: Path, form: Path, proposed: str
) -> None:
    words = settled / "words.txt"
    words.write_text("نقترح أن تحفظ المذكرات ستين يوما.\n", encoding="utf-8")
    counter = ("arrangement", "counter", proposed, "--text", str(words))
    linked.tripoli.released(*counter, by=CUSTODY)
    linked.exchange()
    redraft = ("arrangement", "redraft", proposed, str(form.parent / "agreed"))
    linked.algiers.released(*redraft, by=CUSTODY)
    linked.exchange()
    _agree(linked, settled, proposed)
    assert _shown(linked.tripoli)[0]["in_force"]


def test_each_side_suspends_and_lifts_its_own(fresh: Pair) -> None:
    case = _shown(fresh.algiers)[0]["case"]
    fresh.tripoli.released("arrangement", "suspend", case, "--reason", "تحقق", by=CUSTODY)
    fresh.exchange()
    told = _shown(fresh.algiers)[0]
    assert (told["in_force"], told["suspended"]) == (False, True)
    fresh.tripoli.released("arrangement", "resume", case, by=CUSTODY)
    fresh.exchange()
    assert _shown(fresh.algiers)[0]["in_force"]


def test_a_newer_text_takes_the_place_of_the_older(
    linked: Pair, settled: Path, form: Path, ruling: str
) -> None:
    case = _propose(linked, form, "--amend")
    linked.exchange()
    _agree(linked, settled, case)
    linked.algiers.released("arrangement", "supersede", ruling, by=CUSTODY)
    linked.exchange()
    told = {one["case"]: one for one in _shown(linked.tripoli)}
    assert (told[case]["in_force"], told[case]["text"]["version"]) == (True, 2)
    assert told[ruling]["states"] == ["superseded", "signed"]


def test_an_ended_text_rules_no_more(fresh: Pair) -> None:
    case = _shown(fresh.algiers)[0]["case"]
    fresh.algiers.released("arrangement", "end", case, "--on", "2030-01-01", by=CUSTODY)
    fresh.exchange()
    assert not _shown(fresh.tripoli)[0]["in_force"]


def test_what_is_no_arrangement_is_not_shown(settled: Path) -> None:
    path = settled / "paper"
    path.write_text("wasl-arrangement/1\n{}\n", encoding="utf-8")
    answer = said(["arrangement", "show", str(path)])
    assert answer.code == REFUSED
    assert "bad-arrangement" in answer.err
