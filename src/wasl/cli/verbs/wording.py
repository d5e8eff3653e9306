"""``wasl text``: a text of clauses in a file, before it is proposed; no node is asked."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import click
from pydantic import BaseModel, ValidationError

from wasl.cli.desk import Desk, write_file
from wasl.cli.texts import read_form
from wasl.cli.words import Verb, VerbGroup, gathered, json_option
from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.clause import (
    Change,
    Clause,
    Renders,
    Version,
    faults,
    hidden,
    next_version,
    version_hash,
    words_hash,
)
from wasl.core.errors import RefusedError
from wasl.core.redline import ClauseRedline, Mark, Redline, redlines
from wasl.core.terms import Language
from wasl.locale.speech import _

Given = Mapping[str, Any]
Model = TypeVar("Model", bound=BaseModel)

NOT_READY = 1
# Colour is never the only sign, and a line of a terminal may be printed.
SIGNS = {Mark.KEPT: "{}", Mark.ADDED: "{{+{}+}}", Mark.REMOVED: "[-{}-]"}

verb_text = VerbGroup(
    name="text",
    help=_(
        "A text of clauses in a file: is it ready, what changed, and what bound proposals make "
        "of it. A file holds the body of a plan, of minutes or of a communiqué, or a text alone."
    ),
)


def _read(path: str) -> tuple[Json, Version]:
    """The form and the text in it; refuses ``malformed``, ``bad-body``, and ``unsafe-text``."""
    form = read_form(path)
    version = _as(Version, form.get("text", form), "text")
    for fault in hidden(version):
        raise RefusedError(fault.rule, {"clause": fault.clause, "language": fault.language})
    return form, version


def _as(model: type[Model], said: Json, field: str) -> Model:
    try:
        return model.model_validate_json(canonical.dumps(said))
    except ValidationError as error:
        raise RefusedError("bad-body", {"field": field}) from error


def _write(path: str, form: Json, version: Version) -> None:
    """The form with this text in it."""
    said = version.model_dump(mode="json", exclude_none=True)
    write_file(path, canonical.dumps({**form, "text": said} if "text" in form else said))


_file = click.argument("file", metavar=_("FILE"))
_out = click.option("--out", required=True, metavar=_("FILE"), help=_("Where the text is put."))


@verb_text.command(
    cls=Verb,
    name="check",
    help=_(
        "Say what keeps a text from being signed, by clause and language; with exit status 1 "
        "where anything does."
    ),
)
@_file
@json_option
@click.pass_context
def _check(ctx: click.Context, /, *, file: str, as_json: bool) -> None:
    desk: Desk = ctx.obj
    _form, version = _read(file)
    found = [
        {"clause": fault.clause, "language": fault.language.value, "rule": fault.rule.value}
        for fault in faults(version)
    ]
    told = {"faults": found, "sha256": version_hash(version), "version": version.number}
    desk.show(told, as_json, lambda value: _tell_check(desk, value))
    if found:
        ctx.exit(NOT_READY)


def _tell_check(desk: Desk, told: Json) -> None:
    desk.say("Version: {version}", version=told["version"])
    desk.say("Hash of the text: {sha256}", sha256=told["sha256"])
    for fault in told["faults"]:
        detail = {"clause": fault["clause"], "language": fault["language"]}
        click.echo(desk.speech.refusal(fault["rule"], detail))
    if not told["faults"]:
        desk.say("Every authentic language says all of it: it can be signed.")


@verb_text.command(
    cls=Verb,
    name="redline",
    help=_("What was kept, added (+) and removed (-) between two versions, word by word."),
)
@click.argument("old", metavar=_("OLD"))
@click.argument("new", metavar=_("NEW"))
@json_option
@gathered
def _redline(desk: Desk, given: Given) -> None:
    (_, old), (_, new) = _read(given["old"]), _read(given["new"])
    found = [each for each in redlines(old, new) if any(map(_changes, each.languages.values()))]
    told = [_told(each) for each in found]
    desk.show(told, given["as_json"], lambda value: _tell_redlines(desk, value))


def _changes(runs: Redline) -> bool:
    return any(mark is not Mark.KEPT for mark, _ in runs)


def _told(said: ClauseRedline) -> dict[str, Json]:
    languages = {
        language.value: [[mark.value, words] for mark, words in runs]
        for language, runs in said.languages.items()
    }
    return {"clause": said.clause, "languages": languages}


def _tell_redlines(desk: Desk, told: Json) -> None:
    if not told:
        desk.say("Not a word differs.")
    for clause in told:
        for language, runs in clause["languages"].items():
            desk.say("Clause {clause}, {language}:", clause=clause["clause"], language=language)
            click.echo("".join(SIGNS[Mark(mark)].format(words) for mark, words in runs))


@verb_text.command(
    cls=Verb,
    name="next",
    help=_(
        "The next version: the text with every bound proposal taken in, in the order they are "
        "named; both sides name them in the order of their cases."
    ),
)
@_file
@click.argument("changes", nargs=-1, required=True, metavar=_("FILE"))
@_out
@json_option
@gathered
def _next(desk: Desk, given: Given) -> None:
    form, version = _read(given["file"])
    made = next_version(version, [_change(path) for path in given["changes"]])
    _write(given["out"], form, made)
    _tell_written(desk, given, made)


def _change(path: str) -> Change:
    form = read_form(path)
    return _as(Change, form.get("change", form), "change")


@verb_text.command(
    cls=Verb,
    name="render",
    help=_(
        "Say, on your word, that one language of a text translates what another says now: every "
        "clause, or those named."
    ),
)
@_file
@click.option("--language", required=True, metavar=_("LANGUAGE"), help=_("What translates."))
@click.option(
    "--of", "source", required=True, metavar=_("LANGUAGE"), help=_("What it translates.")
)
@click.option("--clause", "clauses", multiple=True, metavar=_("NAME"), help=_("One clause."))
@_out
@json_option
@gathered
def _render(desk: Desk, given: Given) -> None:
    form, version = _read(given["file"])
    language, source = (_language(given[name]) for name in ("language", "source"))
    named = _named(version, given["clauses"])
    clauses = tuple(
        _rendered(clause, language, source) if clause.id in named else clause
        for clause in version.clauses
    )
    made = version.model_copy(update={"clauses": clauses})
    _write(given["out"], form, made)
    _tell_written(desk, given, made)


def _language(word: str) -> Language:
    if word not in set(Language):
        raise RefusedError("wrong-language", {"languages": ", ".join(Language)})
    return Language(word)


def _named(version: Version, clauses: Sequence[str]) -> set[str]:
    """The clauses named, or all; refuses ``bad-body`` for one that is not there."""
    there = {clause.id for clause in version.clauses}
    if odd := set(clauses) - there:
        raise RefusedError("bad-body", {"clause": min(odd)})
    return set(clauses) or there


def _rendered(clause: Clause, language: Language, source: Language) -> Clause:
    """The clause, one language of it tied to another; untouched where it lacks either."""
    words = clause.texts.of(source)
    if words is None or clause.texts.of(language) is None or language is source:
        return clause
    held = clause.renders.model_dump(exclude_none=True) if clause.renders else {}
    held.pop(source.value, None)  # the source translates none
    renders = Renders.model_validate({**held, language.value: words_hash(words)})
    return clause.model_copy(update={"renders": renders})


def _tell_written(desk: Desk, given: Given, made: Version) -> None:
    told = {"file": given["out"], "sha256": version_hash(made), "version": made.number}

    def say(value: Json) -> None:
        desk.say("The text is in {file}.", file=value["file"])
        desk.say("Version: {version}", version=value["version"])

    desk.show(told, given["as_json"], say)
