"""The head of an article: its title, who published it, its dates, its language.

Of several dates the one nearest the title is that of publication; the others are shown too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wasl.core.matching.entities.folding import fold_digits
from wasl.core.matching.entities.scripts import script_of
from wasl.core.matching.intake.vocabulary import FUNCTION_WORDS
from wasl.core.matching.intake.words import words_of

HEAD_LINES = 12
TITLE_LIMIT = 300
TITLE_WORDS = 4
PUBLICATION_WORDS = 5

_MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier يناير جانفي",
            "feb february fév févr février فبراير فيفري",
            "mar march mars مارس",
            "apr april avr avril أبريل إبريل أفريل",
            "may mai مايو ماي",
            "jun june juin يونيو جوان",
            "jul july juil juillet يوليو جويلية",
            "aug august août أغسطس أوت",
            "sep sept september septembre سبتمبر",
            "oct october octobre أكتوبر",
            "nov november novembre نوفمبر",
            "dec december déc décembre ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}(?!\d))"
    rf"|(?P<day_first>\b\d{{1,2}}/\d{{1,2}}/\d{{4}}\b)"
    rf"|\b(?P<month>{_NAMES})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<month2>{_NAMES})\b\.?,?\s+"
    rf"(?P<year2>\d{{4}})\b",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[!-~]+")
_AUTHOR = re.compile(r"(?:par|by|بقلم)\s*:?\s+(\S.{1,80})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a page says of itself in its markup; empty where it says nothing."""

    title: str = ""
    publication: str = ""
    author: str = ""
    address: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date as written, its day, its place in the text."""

    text: str
    day: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The head of an article; empty where nothing was found."""

    title: str
    publication: str
    author: str
    address: str
    language: str
    published: Dated | None
    captured: Dated | None
    dates: tuple[Dated, ...]
    body_start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line with something on it, and its place."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def read_page(text: str, told: Told) -> Page:
    """The head of an article, from what the page tells of itself and from how it is laid out."""
    lines = list(_lines(text))
    head = lines[:HEAD_LINES]
    dates = tuple(found for line in head for found in dates_in(line.text, line.start))
    title, below = _title(head, told, dates)
    published = _published(told, dates, below)
    before = [found for found in dates if found is not published and found.start < _start(below)]
    return Page(
        title=title,
        publication=told.publication or _publication(head, below, dates),
        author=told.author or _author(head),
        address=told.address or _address(text),
        language=language_of(text),
        published=published,
        captured=before[0] if before else None,
        dates=dates,
        body_start=_body_start(head, title, dates),
    )


def language_of(text: str) -> str:
    """``ar`` where most letters are Arabic, else the one of French and English it reads like."""
    if script_of(text) == "Arab":
        return "ar"
    counted = dict.fromkeys(("fr", "en"), 0)
    for word in words_of(text):
        for language in counted:
            counted[language] += word.plain.rstrip("’") in FUNCTION_WORDS[language]
    return max(counted, key=lambda language: counted[language])


def dates_in(text: str, offset: int = 0) -> Iterator[Dated]:
    """Every whole date of a text, in French, English or Arabic; days no calendar has left out."""
    for found in _DATE.finditer(fold_digits(text)):
        day = _day(found)
        if day is not None:
            start, end = found.span()
            yield Dated(text=text[start:end], day=day, start=offset + start, end=offset + end)


def _day(found: re.Match[str]) -> str | None:
    """The day a match names, as ``2024-10-11``; None where no calendar has it."""
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    elif found["day_first"]:
        day, month, year = map(int, found["day_first"].split("/"))
    else:
        name = found["month"] or found["month2"]
        month = _MONTHS[name.lower()]
        day, year = int(found["day"] or found["day2"]), int(found["year"] or found["year2"])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _lines(text: str) -> Iterator[_Line]:
    start = 0
    for line in text.split("\n"):
        written = line.strip()
        if written:
            yield _Line(text=written, start=start + line.index(written[0]))
        start += len(line) + 1


def _title(head: list[_Line], told: Told, dates: tuple[Dated, ...]) -> tuple[str, _Line | None]:
    """The title, and the line it stands on.

    A line that begins a later one is a title: pages print it twice. Else the line above a date,
    else the first of four words.
    """
    plain = [line for line in head if not _only_date(line, dates)]
    long = [line for line in plain if len(words_of(line.text)) >= TITLE_WORDS]
    if told.title:
        stands = (line for line in head if line.text.startswith(told.title))
        return told.title, next(stands, None)
    for place, line in enumerate(long):
        if not line.text.endswith(".") and any(
            other.text.startswith(line.text) for other in long[place + 1 :]
        ):
            return line.text[:TITLE_LIMIT], line
    above = [line for line in long if any(0 <= found.start - line.end <= 2 for found in dates)]
    for line in (*above, *long, *plain):
        return line.text[:TITLE_LIMIT], line
    return "", None


def _only_date(line: _Line, dates: tuple[Dated, ...]) -> bool:
    """Whether little but a date stands on a line."""
    inside = [found for found in dates if line.start <= found.start < line.end]
    return bool(inside) and len(words_of(line.text)) - len(words_of(inside[0].text)) <= 2


def _start(line: _Line | None) -> int:
    return line.start if line else 0


def _published(told: Told, dates: tuple[Dated, ...], title: _Line | None) -> Dated | None:
    """The date the page tells of itself, else the one nearest the title."""
    for found in dates_in(told.published):
        return found
    if title is None:
        return dates[0] if dates else None
    return min(dates, key=lambda found: max(found.start - title.end, title.start - found.end),
               default=None)  # fmt: skip


def _publication(head: list[_Line], title: _Line | None, dates: tuple[Dated, ...]) -> str:
    """The first short line above the title whose every word begins with a capital."""
    for line in head:
        if title is None or line.start >= title.start:
            break
        words = words_of(line.text)
        named = all(word.capital or not word.text.isascii() for word in words)
        if words and named and len(words) <= PUBLICATION_WORDS and not _only_date(line, dates):
            return line.text
    return ""


def _author(head: list[_Line]) -> str:
    found = (_AUTHOR.fullmatch(line.text) for line in head)
    return next((match[1].strip() for match in found if match), "")


def _address(text: str) -> str:
    found = _URL.search(text)
    return found[0].rstrip(".,;:)»") if found else ""


def _body_start(head: list[_Line], title: str, dates: tuple[Dated, ...]) -> int:
    """Where the article begins: after the last line of the head that is a title or a date."""
    above = [
        line.end + 1
        for line in head
        if (title and line.text.startswith(title)) or _only_date(line, dates)
    ]
    return max(above, default=0)
