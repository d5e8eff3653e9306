"""An article from a file, read, told and written."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from wasl.cli.desk import Desk, read_file
from wasl.cli.listed import visible
from wasl.cli.telling import tell_rows
from wasl.cli.texts import shown_name
from wasl.cli.workspace import Workspace
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.core.grading import Scale
from wasl.core.matching.entities.listing import Listing
from wasl.core.matching.entities.scripts import tokens_of
from wasl.core.matching.intake.known import Known, LookUp
from wasl.core.matching.intake.page import Told
from wasl.core.matching.intake.report import Article, draft_report
from wasl.core.matching.intake.words import folded
from wasl.interop.html_text import read_html
from wasl.interop.rows import decoded
from wasl.locale.speech import Speech
from wasl.wiring import write_private

Given = Mapping[str, Any]

ARTICLE_LIMIT_BYTES = 2_097_152
HTML = frozenset({".html", ".htm", ".xhtml"})


def take_in(workspace: Workspace, given: Given) -> Json:
    """The draft of a file, with the names of a list where one is asked for."""
    listing = workspace.read(given["known"]) if given["known"] else None
    article = read_article(given["file"])
    look_up = as_written(listing) if listing else None
    draft: dict[str, Json] = draft_report(article, Scale(given["scale"]), look_up)
    if listing:
        draft["known"] = {"list": listing.head.name, "snapshot": listing.head.snapshot}
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


def as_written(listing: Listing) -> LookUp:
    """Known names as they are written, but for case and accents; names of one word never."""
    names: dict[str, Known] = {}
    for identity, entity in listing.by_id.items():
        for said in entity.names:
            text = said.value.text
            if len(tokens_of(text)) > 1:
                known = Known(entity=identity, name=text, score=1_000, why="as written")
                names.setdefault(folded(text), known)

    def look_up(spellings: Sequence[str]) -> list[Known | None]:
        return [names.get(folded(spelled)) for spelled in spellings]

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
