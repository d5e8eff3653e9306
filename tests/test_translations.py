"""Nothing is said, refused or named that a reader of Arabic, French or English cannot read."""

import ast
import gettext
import io
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import write_po

from tests.tree import ROOT
from tools.translations import (
    KEYED,
    LANGUAGES,
    LOCALE,
    SOURCE,
    Text,
    codes,
    compiled,
    facts_of,
    failures,
    faults,
    merge,
    parsed,
    po_path,
    read_catalogue,
    rules,
    said,
    update,
    wanted,
)
from wasl.locale.speech import Speech

WANTED = wanted(SOURCE)
PAGES = ROOT / "docs" / "refusals"
RULES = sorted({rule for tree in parsed(SOURCE) for rule in rules(tree)})
ENGLISH = {str(entry.id): str(entry.string) for entry in read_catalogue("en") if entry.id}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the catalogues that a test may spoil."""
    copy = tmp_path / "locale"
    shutil.copytree(LOCALE, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def _spoil(
    folder: Path, language: str, key: Text, text: str | tuple[str, ...], *flags: str
) -> None:
    catalogue = read_catalogue(language, folder)
    catalogue.delete(key)
    catalogue.add(key, text, flags=flags)
    with po_path(language, folder).open("wb") as written:
        write_po(written, catalogue, width=0)


# ------------------------------------------------------------------- what must hold


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_said_in_each_language(language: str) -> None:
    assert faults(language, WANTED) == [], "run script/translations and translate what it names"


def test_the_three_catalogues_hold_the_same_texts() -> None:
    held = [
        {str(entry.id) for entry in read_catalogue(language) if entry.id} for language in LANGUAGES
    ]
    assert held[0] == held[1] == held[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_and_failure_says_what_it_is_and_what_to_do(language: str) -> None:
    named = [entry for entry in read_catalogue(language) if str(entry.id).startswith(KEYED[:2])]
    assert [entry.id for entry in named if str(entry.string).count("\n") != 1] == []


def test_arabic_is_written_in_arabic() -> None:
    latin = [
        entry.id
        for entry in read_catalogue("ar")
        if entry.id
        and re.search("[a-z]{3}", re.sub(r"\{[a-z_]*\}", "", str(entry.id)))
        and not re.search("[\u0621-\u064a]", str(entry.string))
    ]
    assert latin == []


@pytest.mark.parametrize(
    ("n", "form"),
    [
        *[(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 4), (99, 4)],
        *[(100, 5), (101, 5), (102, 5), (103, 3)],
    ],
)
def test_arabic_counts_in_six_forms(n: int, form: int) -> None:
    catalogue = read_catalogue("ar")
    catalogue.add(("{n} sock", "{n} socks"), tuple("012345"))
    spoken = gettext.GNUTranslations(io.BytesIO(compiled(catalogue)))
    assert spoken.ngettext("{n} sock", "{n} socks", n) == str(form)


def test_what_the_catalogues_say_is_what_a_reader_hears() -> None:
    assert Speech("ar").term("SUSPECT") == "مشتبه به"


# ------------------------------------------------------------------- the pages of refusals


@pytest.mark.parametrize("rule", RULES)
def test_every_refusal_has_a_page_with_the_words_of_the_screen(rule: str) -> None:
    what, remedy = ENGLISH[f"refusal:{rule}"].split("\n")
    page = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule}\n\n{what}\n")
    assert f"- **What to do**: {remedy}\n" in page


@pytest.mark.parametrize("rule", RULES)
def test_every_page_says_who_is_at_fault_and_where(rule: str) -> None:
    page = (PAGES / f"{rule}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^- \*\*(.+?)\*\*: .", page, re.MULTILINE)
    assert headings == ["At fault", "Where", "What becomes of it", "What to do"]


def test_every_page_is_of_a_refusal_that_can_be_said() -> None:
    named = {path.stem for path in PAGES.glob("*.md")} - {"README"}
    assert [name for name in sorted(named) if f"refusal:{name}" not in ENGLISH] == []


def test_the_index_of_refusals_names_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\(([a-z0-9-]+)\.md\)", index))
    assert listed == {path.stem for path in PAGES.glob("*.md")} - {"README"}


# ------------------------------------------------------------------- how it is found


def _found(read: Callable[[ast.AST], Iterator[Text]], source: str) -> list[Text]:
    return list(read(ast.parse(source)))


def test_what_is_said_is_found_in_the_sources() -> None:
    source = """speech.say("One {n}." if n else "None.", n=n); HELP = _("Help"); say("a" "b")"""
    assert sorted(map(str, _found(said, source))) == ["Help", "None.", "One {n}.", "ab"]


def test_what_counts_is_found_with_both_its_forms() -> None:
    assert _found(said, 'speech.count("{n} entry", "{n} entries", n)') == [
        ("{n} entry", "{n} entries")
    ]


def test_counting_letters_is_not_saying_anything() -> None:
    assert _found(said, '"a-b".count("-"); lines.count(line)') == []


def test_a_rule_is_found_where_it_is_raised_and_where_it_is_listed() -> None:
    source = """
raise RefusedError("gap" if late else "rebase", {"index": 1})
Objection(rule="bad-role", step=15)
Objection(rule="", step=15)
class EntryRule(StrEnum):
    BAD_DATE = "bad-date"
"""
    assert sorted(map(str, _found(rules, source))) == ["bad-date", "bad-role", "gap", "rebase"]


def test_a_failure_of_the_world_is_found_where_it_is_raised() -> None:
    assert _found(failures, 'raise UnavailableError("link-down")') == ["link-down"]


def test_kinds_moves_states_facts_and_codes_are_found_in_the_tables() -> None:
    assert {"report", "set_aside", "not_relevant", "review_flash", "SUSPECT", "4x4"} <= set(
        codes(SOURCE)
    )


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("{n} of {total}", {"n", "total"}),
        ("{n:03d}", {"n"}),
        ("none", set()),
        ("{{}}", set()),
        ("{}", {"?"}),
        ("{", {"?"}),
    ],
)
def test_the_facts_of_a_text_are_its_names_in_braces(text: str, facts: set[str]) -> None:
    assert facts_of(text) == facts


# ------------------------------------------------------------------- that it bites


def test_a_text_nobody_translated_is_a_fault(folder: Path) -> None:
    assert "fr: missing: 'A new sentence.'" in faults("fr", WANTED | {"A new sentence."}, folder)


def test_an_update_takes_a_new_text_in_untranslated(folder: Path) -> None:
    update(WANTED | {"A new sentence."}, folder)
    assert "ar: untranslated: 'A new sentence.'" in faults("ar", WANTED, folder)


def test_an_update_needs_nothing_for_a_new_text_in_english(folder: Path) -> None:
    update(WANTED | {"A new {sentence}.", ("{n} odd", "{n} odds")}, folder)
    assert [
        fault for fault in faults("en", WANTED, folder) if "odd" in fault or "A new" in fault
    ] == []


def test_an_update_drops_what_nothing_says_any_more() -> None:
    catalogue = read_catalogue("fr")
    catalogue.add("An old sentence.", "Une vieille phrase.")
    merge(catalogue, WANTED, "fr")
    assert catalogue.get("An old sentence.") is None


def test_a_translation_that_loses_a_fact_is_a_fault(folder: Path) -> None:
    _spoil(folder, "fr", "Due on {day}.", "Échéance.")
    assert "fr: other facts than the English: 'Due on {day}.'" in faults("fr", WANTED, folder)


def test_a_plural_form_for_two_may_do_without_its_number(folder: Path) -> None:
    forms = ("لا قيود", "قيد واحد", "قيدان", "{n} قيود", "{n} قيدًا", "{n} قيد")
    _spoil(folder, "ar", ("{n} odd", "{n} odds"), forms)
    assert [fault for fault in faults("ar", WANTED, folder) if "odd" in fault] == []


def test_a_plural_form_for_many_may_not(folder: Path) -> None:
    _spoil(folder, "fr", ("{n} odd", "{n} odds"), ("{n} fois", "plusieurs fois"))
    assert any("other facts" in fault for fault in faults("fr", WANTED, folder))


def test_a_doubtful_translation_is_a_fault(folder: Path) -> None:
    _spoil(folder, "fr", "Ready.", "Prêt.", "fuzzy")
    assert "fr: fuzzy: 'Ready.'" in faults("fr", WANTED, folder)


def test_a_catalogue_that_was_not_compiled_again_is_a_fault(folder: Path) -> None:
    _spoil(folder, "ar", "term:SUSPECT", "مشتبه فيه")
    assert any("wasl.mo is older" in fault for fault in faults("ar", WANTED, folder))


def test_a_catalogue_that_was_never_compiled_is_a_fault(folder: Path) -> None:
    po_path("ar", folder).with_suffix(".mo").unlink()
    assert any("wasl.mo is older" in fault for fault in faults("ar", WANTED, folder))


def test_another_plural_rule_is_a_fault(folder: Path) -> None:
    path = po_path("ar", folder)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("n%100>=11 ? 4 : 5", "n%100>=11 ? 5 : 4"), encoding="utf-8")
    assert any("plural rule" in fault for fault in faults("ar", WANTED, folder))
