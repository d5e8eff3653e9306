"""``wasl list``: a list imported, shown, replaced and dropped, with no node anywhere."""

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from tests.cli.meeting import said
from tests.cli.pair import Answer
from tests.interop.reading import FILES, content_of
from wasl.cli import workspace as workspaces
from wasl.cli.listed import FAULTS, HOME_ROLES, KINDS, visible
from wasl.cli.main import UNAVAILABLE, USAGE
from wasl.cli.verbs.listing import FORMATS as TYPED_FORMATS
from wasl.cli.verbs.listing import STOPPED
from wasl.cli.workspace import is_list_name
from wasl.core.matching.entities.codes import HomeRole, Kind
from wasl.interop import formats
from wasl.interop.rows import Fault, Reading, Source
from wasl.locale.speech import Speech

GOOD = "name,birth_date\nKarim Bensalem,1971\nنادية فرحات,\n"
Run = Callable[..., Answer]


@pytest.fixture
def listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The verb, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Answer:
        return said(["--lang", "en", "list", *words])

    return run


def _file(name: str, content: str = GOOD) -> str:
    Path(name).write_text(content, encoding="utf-8")
    return name


def _mode(path: str) -> int:
    return stat.S_IMODE(Path(path).stat().st_mode)


def test_a_list_is_imported_where_there_is_no_node(listing: Run) -> None:
    answer = listing("import", _file("watch.csv"), "--format", "csv")
    assert answer.code == 0
    assert "List watch from watch.csv." in answer.out
    assert "Names in Arabic script" in answer.out
    assert listing("show", "watch").code == 0


def test_the_workspace_is_its_owners_alone(listing: Run) -> None:
    listing("import", _file("watch.csv"), "--format", "csv")
    assert (_mode(".wasl"), _mode(".wasl/lists")) == (0o700, 0o700)
    assert _mode(".wasl/lists/watch.wasl-list") == 0o600


def test_the_workspace_is_told_of_once(listing: Run) -> None:
    words = ("import", _file("watch.csv"), "--format", "csv")
    assert "Scratch workspace .wasl made" in listing(*words).err
    assert "Scratch workspace" not in listing(*words).err


def test_a_workspace_others_can_read_is_refused(listing: Run) -> None:
    words = ("import", _file("watch.csv"), "--format", "csv")
    listing(*words)
    Path(".wasl").chmod(0o755)
    for answer in (listing(*words), listing("show", "watch")):
        assert answer.code == 3
        assert "unsafe-mode" in answer.err


def test_another_workspace_may_be_named(listing: Run) -> None:
    listing("import", _file("watch.csv"), "--format", "csv", "--data", "other")
    assert not Path(".wasl").exists()
    assert "watch" in listing("show", "--data", "other").out


def test_rows_not_taken_are_named_with_their_lines(listing: Run) -> None:
    shutil.copy(FILES / "watch.csv", "watch.csv")
    answer = listing("import", "watch.csv", "--format", "csv")
    assert answer.code == 1
    assert "watch.csv:7: victims, witnesses and bystanders are never listed" in answer.err
    assert "watch.csv:14: the date cannot be read; it is kept as a note (birth_date)" in answer.err
    assert "Rows refused" in answer.out


def test_of_many_faults_twenty_are_shown_then_counted(listing: Run) -> None:
    rows = "".join(f"Karim Salem {n},soon\n" for n in range(25))
    answer = listing("import", _file("many.csv", f"name,birth_date\n{rows}"), "--format", "csv")
    assert answer.err.count("many.csv:") == 20
    assert "5 more faults." in answer.err


def test_strictly_it_is_all_or_nothing(listing: Run) -> None:
    shutil.copy(FILES / "watch.csv", "watch.csv")
    answer = listing("import", "watch.csv", "--format", "csv", "--strict")
    assert answer.code == 3
    assert "bad-rows" in answer.err
    assert "line=7" in answer.err
    assert listing("show", "watch").code == 4
    assert listing("import", _file("good.csv"), "--format", "csv", "--strict").code == 0


def test_a_file_of_another_format_is_refused_whole(listing: Run) -> None:
    for format_name in ("un-sc-xml", "ofac-csv", "ftm-json"):
        answer = listing("import", _file("watch.csv"), "--format", format_name)
        assert answer.code == 3
        assert "not-this-format" in answer.err
    assert listing("show").out == "There is no list yet.\n"


def test_a_file_that_is_not_there_is_refused(listing: Run) -> None:
    answer = listing("import", "nothing.csv", "--format", "csv")
    assert answer.code == 3
    assert "unreadable-file" in answer.err


def test_a_second_import_takes_the_place_and_says_what_changed(listing: Run) -> None:
    head = "id,name,birth_date\n"
    listing(
        "import", _file("a.csv", f"{head}1,Karim Salem,\n2,Nadia Ferhat,\n"), "--format", "csv"
    )
    words = ("--format", "csv", "--name", "a", "--json")
    listing("import", _file("b.csv", f"{head}1,Karim Salem,1971\n3,Omar Laïd,\n"), *words)
    answer = listing("import", _file("c.csv", f"{head}1,Karim Salem,\n3,Omar Laïd,\n"), *words)
    assert json.loads(answer.out)["changes"] == {
        "added": [],
        "changed": ["csv:1"],
        "removed": [],
        "same": 1,
        "great": True,
    }
    answer = listing("import", "a.csv", "--format", "csv")
    assert "It takes the place of the list of this name:" in answer.out
    assert "New" in answer.out
    assert "look at it again" in answer.err


def test_the_same_file_again_gives_the_same_snapshot(listing: Run) -> None:
    words = ("import", _file("watch.csv"), "--format", "csv", "--json")
    first, second = (json.loads(listing(*words).out) for _ in range(2))
    assert first["snapshot"] == second["snapshot"]
    assert second["changes"]["same"] == 2
    assert not second["changes"]["great"]


def test_a_damaged_list_is_refused_until_it_is_imported_again(listing: Run) -> None:
    words = ("import", _file("watch.csv"), "--format", "csv")
    listing(*words)
    held = Path(".wasl/lists/watch.wasl-list")
    held.write_bytes(held.read_bytes().replace(b"Karim", b"Kerim"))
    assert listing("show", "watch").code == 3
    assert "bad-list" in listing("show", "watch").err
    assert "damaged" in listing(*words).err
    assert listing("show", "watch").code == 0


def test_a_list_there_is_not_is_unknown_and_those_there_are_are_named(listing: Run) -> None:
    listing("import", _file("watch.csv"), "--format", "csv")
    for words in (("show", "other"), ("drop", "other"), ("show", "../watch")):
        answer = listing(*words)
        assert answer.code == 4
        assert "known=watch" in answer.err


def test_a_list_is_dropped(listing: Run) -> None:
    listing("import", _file("watch.csv"), "--format", "csv")
    assert listing("drop", "watch").out == "List watch is gone.\n"
    assert listing("show", "watch").code == 4


def test_a_list_is_shown_with_its_first_entries(listing: Run) -> None:
    listing("import", _file("watch.csv"), "--format", "csv", "--role", "CONTACT")
    answer = listing("show", "watch", "--limit", "2")
    assert "Karim Bensalem" in answer.out
    assert "contact" in answer.out
    assert "1971" in answer.out
    assert "Karim" not in listing("show", "watch", "--limit", "0").out
    assert json.loads(listing("show", "--json").out)[0]["kinds"] == {"person": 2}


def test_organizations_ranges_and_roles_of_the_house_are_shown(listing: Run) -> None:
    rows = "name,kind,birth_date\nInvented Trading,organization,\nKarim Salem,,1970 to 1975\n"
    listing("import", _file("watch.csv", rows), "--format", "csv")
    out = listing("show", "watch").out
    assert "1970 – 1975" in out
    assert "listed" in out


def test_a_letter_that_hides_is_shown(listing: Run) -> None:
    listing("import", _file("watch.csv", "name\nKarim \u202eSa\u200blem\n"), "--format", "csv")
    assert "Karim \\u202eSa\\u200blem" in listing("show", "watch").out
    assert visible("كـريم") == "ك\\u0640ريم"


def test_the_other_names_of_a_list_are_found_beside_it(listing: Run) -> None:
    shutil.copy(FILES / "sdn.csv", "SDN.CSV")
    assert "name it by --alt" in listing("import", "SDN.CSV", "--format", "ofac-csv").err
    shutil.copy(FILES / "alt.csv", "ALT.CSV")
    answer = listing("import", "SDN.CSV", "--format", "ofac-csv")
    assert "With the other names of ALT.CSV." in answer.err
    assert "alt:4: the other name belongs to no entry of the list" in answer.err
    shutil.copy(FILES / "alt.csv", "names.csv")
    named = listing("import", "SDN.CSV", "--format", "ofac-csv", "--alt", "names.csv")
    assert "With the other names of names.csv." in named.err


def test_a_purpose_is_taken_for_granted_aloud(listing: Run) -> None:
    answer = listing("import", _file("watch.csv"), "--format", "csv")
    assert "may be looked up for sanctions_screening" in answer.err
    words = ("--format", "csv", "--purpose", "border_check", "--json")
    told = json.loads(listing("import", "watch.csv", *words).out)
    assert told["purposes"] == ["border_check"]
    Path("un.xml").write_bytes(content_of("un-sc-xml"))
    assert "No purpose" not in listing("import", "un.xml", "--format", "un-sc-xml").err


def test_an_unknown_column_is_told(listing: Run) -> None:
    answer = listing("import", _file("w.csv", "name,desk\nKarim Salem,north\n"), "--format", "csv")
    assert answer.code == 0
    assert "desk (1)" in answer.out


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "xlsx"),
        ("--format", "csv", "--role", "VICTIM"),
        ("--format", "csv", "--alt", "alt.csv"),
        ("--format", "un-sc-xml", "--role", "SUSPECT"),
        ("--format", "csv", "--purpose", "Border check"),
        ("--format", "csv", "--name", "../watch"),
        (),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(listing: Run, words: tuple[str, ...]) -> None:
    assert listing("import", _file("watch.csv"), *words).code == USAGE


@pytest.mark.parametrize("name", ["", ".x", "a/b", "a ", "x" * 65, "ق" * 65, "a\nb"])
def test_a_list_cannot_be_called_anything(name: str) -> None:
    assert not is_list_name(name)
    assert is_list_name("قائمة 2026-02.1")


def test_a_workspace_that_cannot_be_made_is_unavailable(listing: Run) -> None:
    _file("taken", "")
    answer = listing("import", _file("watch.csv"), "--format", "csv", "--data", "taken")
    assert answer.code == UNAVAILABLE


def test_a_list_longer_than_any_is_refused(listing: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listing("import", _file("watch.csv"), "--format", "csv")
    monkeypatch.setattr(workspaces, "LIST_LIMIT_BYTES", 10)
    assert listing("show", "watch").code == 3


def test_a_file_of_a_list_that_cannot_be_put_down_leaves_the_old_one(listing: Run) -> None:
    words = ("import", _file("watch.csv"), "--format", "csv")
    listing(*words)
    Path(".wasl/lists/.watch.wasl-list.part").mkdir()
    assert listing(*words).code == UNAVAILABLE
    assert listing("show", "watch").code == 0


def test_an_import_stopped_from_the_keyboard_leaves_nothing(
    listing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_source: Source) -> Reading:
        raise KeyboardInterrupt

    monkeypatch.setitem(cast(dict[str, object], formats.FORMATS), "csv", stop)
    answer = listing("import", _file("watch.csv"), "--format", "csv")
    assert answer.code == STOPPED
    assert not Path(".wasl").exists()


def test_everything_that_can_be_told_is_told_in_arabic_too() -> None:
    assert set(FAULTS) == set(Fault)
    assert set(KINDS) == set(Kind)
    assert set(HOME_ROLES) == set(HomeRole)
    assert set(TYPED_FORMATS) == set(formats.FORMATS)
    for text in (*FAULTS.values(), *KINDS.values(), *HOME_ROLES.values()):
        assert Speech("ar").say(text) != text
