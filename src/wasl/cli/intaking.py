"""An article from a file, read, told and written."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from wasl.cli.comparer import name_comparer
from wasl.cli.desk import Desk, read_file
from wasl.cli.indexes import index_of, opened
from wasl.cli.listed import visible
from wasl.cli.naming import Teller, whys
from wasl.cli.telling import tell_rows
from wasl.cli.texts import shown_name
from wasl.cli.workspace import Workspace
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.core.grading import Scale
from wasl.core.matching.entities.scripts import tokens_of
from wasl.core.matching.index.screening import Screener
from wasl.core.matching.index.weighing import Query
from wasl.core.matching.intake.known import Known, LookUp
from wasl.core.matching.intake.page import Told
from wasl.core.matching.intake.report import Article, draft_report
from wasl.core.matching.score import SURE
from wasl.interop.html_text import read_html
from wasl.interop.rows import decoded
from wasl.locale.speech import Speech
from wasl.wiring import write_private

Given = Mapping[str, Any]

ARTICLE_LIMIT_BYTES = 2_097_152
HTML = frozenset({".html", ".htm", ".xhtml"})


def take_in(workspace: Workspace, given: Given, speech: Speech) -> Json:
    """The draft of a file, with the names of a list where one is asked for."""
    known = given["known"]
    head = workspace.head(known) if known else None
    article = read_article(given["file"])
    look_up = known_names(workspace, known, speech) if known else None
    draft: dict[str, Json] = draft_report(article, Scale(given["scale"]), look_up)
    if head:
        draft["known"] = {"list": head.name, "snapshot": head.snapshot}
    return draft


def read_article(path: str) -> Article:
    """The article of a file: text, or a web page by its ending.

    Refuses ``unreadable-file``, ``too-large`` above 2 MiB, ``wrong-encoding``, ``text-missing``,
    and ``not-this-format`` for a page without markup.
    """
    content = read_file(path, ARTICLE_LIMIT_BYTES)
    text, told = decoded(content).replace("\r\n", "\n").replace("\r", "\n"), Told()
    if Path(path).suffix.casefold() in HTML:
        text, told = read_html(text)
    if not text.strip():
        raise RefusedError("text-missing", {"file": shown_name(path)})
    return Article(file=shown_name(path), content=content, text=text, told=told)


def known_names(workspace: Workspace, name: str, speech: Speech) -> LookUp:
    """The names of a list in whatever spelling, where they are surely like; of one word never.

    A text has many more rows of words than names: what is only like one is no name of it.
    """
    comparer, teller = name_comparer(), Teller(speech)
    screener = Screener(opened(index_of(workspace, name)), comparer.fitted)

    def look_up(spellings: Sequence[str]) -> list[Known | None]:
        queries = [Query(name=spelled) for spelled in spellings]
        found = screener.screen(queries, 1, SURE)
        matches = [own[0] if own and len(tokens_of(own[0].name)) > 1 else None for own in found]
        pairs = [
            (spelled, match.name)
            for spelled, match in zip(spellings, matches, strict=True)
            if match is not None
        ]
        texts = [spelled for spelled, _ in pairs], [listed for _, listed in pairs]
        said = iter(whys(teller, comparer.compare(*texts), texts))
        return [
            match
            and Known(
                entity=match.identity, name=match.name, score=match.score // 10, why=next(said)
            )
            for match in matches
        ]

    return look_up


def write_draft(path: str, draft: Json) -> None:
    """The draft in a file, whole or not at all; UnavailableError ``no-file``."""
    written = json.dumps(draft, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        write_private(Path(path), f"{written}\n".encode())
    except OSError as error:
        raise UnavailableError("no-file", {"file": Path(path).name}) from error


def tell_draft(desk: Desk, draft: Json) -> None:
    """The article, whom it mentions, and whom of the list it may speak of."""
    say, article, report = desk.speech.say, draft["article"], draft["report"]
    published, captured = article["published"], article["captured"]
    rows = [
        (say("Title"), article["title"]),
        (say("Published by"), article["publication"]),
        (say("Author"), article["author"]),
        (say("Published on"), _dated(published)),
        (say("Captured on"), _dated(captured)),
        (say("Language"), article["language"]),
        (say("SHA-256"), article["sha256"]),
        (say("Grading"), _graded(desk.speech, report["grading"])),
    ]
    tell_rows(desk, [(label, visible(value)) for label, value in rows if value])
    tellers: Mapping[str, tuple[str, Callable[[Speech, Json], str]]] = {
        "person": (say("Persons"), _person),
        "organization": (say("Organizations"), _plain),
        "place": (say("Places"), _plain),
    }
    for kind, (heading, told) in tellers.items():
        mentions = [mention for mention in draft["mentions"] if mention["kind"] == kind]
        if mentions:
            desk.say("{kind}:", kind=heading)
            tell_rows(desk, [(visible(m["text"]), told(desk.speech, m)) for m in mentions])
    _tell_matches(desk, draft)
    desk.say("Nothing was sent. An officer grades, edits and releases.")


def _tell_matches(desk: Desk, draft: Json) -> None:
    if "known" not in draft:
        return
    desk.say("Names of the list {list} it may speak of:", list=draft["known"]["list"])
    if not draft["matches"]:
        desk.say("None.")
    for match in draft["matches"]:
        stands = ", ".join(dict.fromkeys(stand["text"] for stand in match["stands"]))
        tell_rows(
            desk,
            [(f"{match['score'] / 1000:.4f}", f"{visible(match['name'])} ← {visible(stands)}")],
        )


def _dated(dated: Json) -> str:
    return f"{dated['day']} ({dated['text']})" if dated else ""


def _graded(speech: Speech, grading: Json) -> str:
    return f"{grading['source']}{grading['information']} ({grading['scale']})"


def _person(speech: Speech, mention: Json) -> str:
    from wasl.cli.listed import HOME_ROLES

    homely = {role.value: text for role, text in HOME_ROLES.items()}
    role = mention["role"]
    told = [speech.say(homely[role]) if role in homely else speech.term(role)]
    if mention["title"]:
        told.append(visible(mention["title"]))
    if mention["surname_only"]:
        told.append(speech.say("by surname only"))
    return speech.say("; ").join(told)


def _plain(speech: Speech, mention: Json) -> str:
    times = len(mention["stands"])
    return speech.count("{n} time", "{n} times", times)
