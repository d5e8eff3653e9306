"""Every verb tells about itself in Arabic, French and English, and so does wrong usage."""

import re
from collections.abc import Iterator

import click
import pytest

from tests.cli.meeting import said
from wasl.cli.main import REFUSED, USAGE, VERBS, Verbs
from wasl.locale.speech import LANGUAGES

# What stands in a help as it is typed: options, verbs, codes and places, never words.
TYPED = re.compile(
    r"--?[a-z-]+|https://…|\bwasl\b[a-z ]*|\{[^}]*\}|\[[a-z0-9_|+-]+\]|[A-Za-z_-]*\|[A-Za-z_|-]*"
)


def _paths() -> Iterator[tuple[str, ...]]:
    """Every verb and every move of a verb."""
    group = Verbs(name="wasl")
    ctx = click.Context(group)
    for verb in VERBS:
        yield (verb,)
        command = group.get_command(ctx, verb)
        yield from _moves((verb,), command)


def _moves(path: tuple[str, ...], command: click.Command | None) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            yield (*path, name)
            yield from _moves((*path, name), command.get_command(ctx, name))


PATHS = [(), *_paths()]


def _help(path: tuple[str, ...], lang: str) -> str:
    answer = said(["--lang", lang, *path, "--help"])
    assert answer.code == 0, answer.err
    return answer.out


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_a_verb_tells_about_itself_differently_in_each_language(path: tuple[str, ...]) -> None:
    assert len({_help(path, lang) for lang in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_no_english_is_left_in_the_help_of_a_reader_of_arabic(path: tuple[str, ...]) -> None:
    told = _help(path, "ar")
    names = {word for other in PATHS for word in other}
    sentences = [
        line
        for line in told.splitlines()
        # Three Latin words in a row are a sentence nobody translated.
        if re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", TYPED.sub("", line))
        and not set(line.split()) <= names
        and not line.strip().startswith("الصيغة")
    ]
    assert sentences == []


def test_a_help_fits_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wide = [line for path in PATHS for line in _help(path, "en").splitlines() if len(line) > 80]
    assert wide == []


@pytest.mark.parametrize(
    ("lang", "said_so"),
    [("en", "There is no verb bla."), ("fr", "Le verbe bla n’existe pas."), ("ar", "لا يوجد")],
)
def test_a_verb_there_is_not_is_wrong_usage(lang: str, said_so: str) -> None:
    answer = said(["--lang", lang, "bla"])
    assert answer.code == USAGE
    assert said_so in answer.err


@pytest.mark.parametrize(
    ("words", "said_so"),
    [
        (("--bla",), "There is no option --bla here."),
        (("key", "show", "--bla"), "There is no option --bla here."),
        (("key", "card"), "PARTNER is missing."),
        (("key", "card", "x"), "--out is missing."),
        (("key", "show", "x"), "The command has words it does not take, or lacks some."),
        (("key", "card", "x", "--out"), "The option --out needs a value."),
        (("backup", "x", "--days", "0"), "--days does not take this value."),
    ],
)
def test_wrong_usage_is_named(words: tuple[str, ...], said_so: str) -> None:
    answer = said(["--lang", "en", *words])
    assert answer.code == USAGE
    assert said_so in answer.err
    assert "--help" in answer.err


def test_a_verb_without_its_move_shows_its_moves() -> None:
    answer = said(["--lang", "fr", "key"])
    assert answer.code == USAGE
    assert "Actes" in answer.err


@pytest.mark.parametrize("words", [("--lang", "de", "tray"), ("--lang=de", "--help")])
def test_a_language_nobody_here_speaks_is_refused(words: tuple[str, ...]) -> None:
    answer = said(list(words))
    assert answer.code == REFUSED
    assert "wrong-language" in answer.err


def test_the_language_of_the_environment_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "ar_LY.UTF-8")
    assert "الصيغة" in said(["--help"]).out


def test_the_version_is_said() -> None:
    assert said(["--version"]).out.startswith("wasl ")
