"""What can be typed, set, held or refused stands on a page."""

import re
from collections.abc import Iterator

import click
import pytest

from tests.tree import ROOT, SOURCE
from tools.translations import parsed, rules
from wasl.cli.findings import FINDINGS
from wasl.cli.main import VERBS, Verbs
from wasl.core.exchange.finding import Indicator
from wasl.core.terms import OfficerRole
from wasl.forms.figures import DEFINITIONS
from wasl.locale.speech import LANGUAGES, Speech
from wasl.wiring import Settings

PAGE = (ROOT / "docs" / "verbs.md").read_text(encoding="utf-8")
OVERSIGHT = (ROOT / "docs" / "oversight.md").read_text(encoding="utf-8")
DOCTOR = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
INDEX = (ROOT / "docs" / "refusals" / "README.md").read_text(encoding="utf-8")
SHARED = re.compile(r"--(?P<part>[a-z-]+?)-(?:ar|fr|en)$")
CODE = re.compile(r"`([^`]*)`")
SAID = {word for code in CODE.findall(PAGE) for word in code.split()}


def _commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every verb and every move, by the words that name it."""
    group = Verbs(name="wasl")
    for verb in VERBS:
        command = group.get_command(click.Context(group), verb)
        assert command is not None
        yield from _within((verb,), command)


def _within(
    path: tuple[str, ...], command: click.Command
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            move = command.get_command(ctx, name)
            assert move is not None
            yield from _within((*path, name), move)


COMMANDS = dict(_commands())


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_stands_on_the_page_of_verbs(verb: str) -> None:
    assert re.search(rf"`wasl {verb}\b", PAGE)


@pytest.mark.parametrize("path", [path for path in COMMANDS if len(path) > 1], ids=" ".join)
def test_every_move_of_a_verb_stands_on_the_page_of_verbs(path: tuple[str, ...]) -> None:
    assert path[-1] in SAID


def test_every_option_stands_on_the_page_of_verbs() -> None:
    options = {
        option
        for command in COMMANDS.values()
        for param in command.get_params(click.Context(command))
        if isinstance(param, click.Option) and not param.hidden
        for option in param.opts
        if option.startswith("--")
    }
    # A text in one language is told with the text itself.
    whole = {SHARED.sub(r"--\g<part>", option) for option in options}
    assert sorted(option for option in whole if option not in SAID and option not in PAGE) == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_stands_on_the_page_of_verbs(name: str) -> None:
    variable = "LANG" if name == "environment_lang" else f"WASL_{name.upper()}"
    assert f"`{variable}`" in PAGE


@pytest.mark.parametrize("role", OfficerRole)
def test_every_office_role_stands_on_the_page_of_verbs(role: OfficerRole) -> None:
    assert f"| `{role.value}` |" in PAGE


@pytest.mark.parametrize("rule", sorted({r for tree in parsed(SOURCE) for r in rules(tree)}))
def test_every_refusal_stands_in_the_index(rule: str) -> None:
    assert f"[`{rule}`]({rule}.md)" in INDEX


@pytest.mark.parametrize("code", FINDINGS)
def test_every_finding_of_the_doctor_has_its_remedy(code: str) -> None:
    assert re.search(rf"^## {code} .+(?:\n.*)*?What to do:", DOCTOR, re.MULTILINE)


def test_nothing_stands_on_the_page_that_cannot_be_typed() -> None:
    typed = {word for path in COMMANDS for word in path}
    named = set(re.findall(r"`wasl ([a-z]+)", PAGE))
    assert named - typed - {"serve"} == set()


@pytest.mark.parametrize("indicator", Indicator)
def test_every_indicator_is_defined_in_three_languages_on_the_page_of_the_overseer(
    indicator: Indicator,
) -> None:
    line = next(each for each in OVERSIGHT.splitlines() if each.startswith(f"| `{indicator}`"))
    for language in LANGUAGES:
        assert f"| {Speech(language).say(DEFINITIONS[indicator])} |" in line
