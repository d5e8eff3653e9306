"""A draft of a report from an article, and everything an officer needs to judge it by.

Nothing is sent by this. The grading is the lowest of its scale: only an officer raises it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from wasl.core.canonical import Json
from wasl.core.grading import Scale, lowest
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.scripts import script_of
from wasl.core.matching.intake.known import LookUp, Match, known_in
from wasl.core.matching.intake.mentions import Mention, mentions_in
from wasl.core.matching.intake.page import Dated, Page, Told, read_page
from wasl.core.matching.intake.spans import MentionKind
from wasl.core.terms import PersonRole

QUOTE_LIMIT = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it came: the bytes, the text read from them, what its markup tells."""

    file: str
    content: bytes
    text: str
    told: Told


def draft_report(article: Article, scale: Scale, look_up: LookUp | None) -> Json:
    """The article, the draft, the mentions, and the known names it may speak of.

    Offsets count characters of ``article.text``, which stays here: an item carries the reference
    and the quotes.
    """
    page = read_page(article.text, article.told)
    mentions = mentions_in(article.text, page.body_start)
    matches = [] if look_up is None else known_in(article.text, page.body_start, look_up)
    return {
        "article": _article(article, page),
        "report": _report(article.text, page, mentions, scale),
        "mentions": [_mention(mention) for mention in mentions],
        "matches": [_match(match) for match in matches],
    }


def _article(article: Article, page: Page) -> Json:
    return {
        "file": article.file,
        "bytes": len(article.content),
        "sha256": hashlib.sha256(article.content).hexdigest(),
        "title": page.title,
        "publication": page.publication,
        "author": page.author,
        "address": page.address,
        "language": page.language,
        "published": _dated(page.published),
        "captured": _dated(page.captured),
        "dates": [_dated(dated) for dated in page.dates],
        "text": article.text,
    }


def _report(text: str, page: Page, mentions: Sequence[Mention], scale: Scale) -> Json:
    graded = lowest(scale)
    persons = [mention for mention in mentions if mention.kind is MentionKind.PERSON]
    places = [mention for mention in mentions if mention.kind is MentionKind.PLACE]
    return {
        "kind": "report",
        "state": "draft",
        "title": page.title,
        "grading": {
            "scale": scale.value,
            "source": graded.source,
            "information": graded.information,
        },
        "source": {
            "name": page.publication,
            "date": page.published.day if page.published else "",
            "language": page.language,
            "url": page.address,
        },
        "persons": [{"name": _name(person), "role": _role(person)} for person in persons],
        "places": [{"name": _name(place), "country": place.country} for place in places],
        "quotes": [_quote(text, mention) for mention in mentions],
    }


def _mention(mention: Mention) -> Json:
    told: dict[str, Json] = {
        "kind": mention.kind.value,
        "text": mention.text,
        "spellings": list(mention.spellings),
        "stands": [list(stand) for stand in mention.stands],
    }
    if mention.kind is MentionKind.PERSON:
        told |= {
            "role": _role(mention),
            "title": mention.title,
            "surname_only": mention.surname_only,
        }
    if mention.kind is MentionKind.PLACE:
        told["country"] = mention.country
    return told


def _match(match: Match) -> Json:
    return {
        "entity": match.known.entity,
        "name": match.known.name,
        "score": match.known.score,
        "why": match.known.why,
        "stands": [
            {"start": stand.start, "end": stand.end, "text": stand.text} for stand in match.stands
        ],
    }


def _name(mention: Mention) -> Json:
    return {"script": script_of(mention.text), "written": mention.text}


def _role(mention: Mention) -> str:
    """What a title said; else no more than that the person is mentioned."""
    return PersonRole.OFFICIAL.value if mention.of_the_state else HomeRole.MENTIONED.value


def _dated(dated: Dated | None) -> Json:
    if dated is None:
        return None
    return {"day": dated.day, "text": dated.text, "start": dated.start, "end": dated.end}


def _quote(text: str, mention: Mention) -> Json:
    """The line a mention first stands on, cut to what is short, with its place."""
    first, last = mention.stands[0]
    line_start = text.rfind("\n", 0, first) + 1
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    room = max(QUOTE_LIMIT - (last - first), 0) // 2
    start, end = max(line_start, first - room), min(line_end, last + room)
    held = text[start:end]
    start += len(held) - len(held.lstrip())
    return {"start": start, "end": start + len(held.strip()), "text": held.strip()}
