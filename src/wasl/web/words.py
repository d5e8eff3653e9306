"""How a fact stands in a page: every identifier isolated, every text of an officer only text.

Measured in Chromium: in an Arabic paragraph a bare plate, date or telephone shows its groups in
another order. So whatever is not prose of this house goes through one of these filters, and this
is the one file that makes mark-up.
"""

import re
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from wasl.core.terms import Language

RIGHT_TO_LEFT = frozenset({"ar"})
# A run of digits and what joins them: 2026-03-01, +213 550 12 34 56, 12345-116-30.
_RUN = re.compile(
    r"[+]?[0-9\u0660-\u0669][0-9\u0660-\u0669 \u00a0\u202f./:\-\u2011]*[0-9\u0660-\u0669]"
)


def environment() -> Environment:
    """The templates of the desk; a name that is not given is a fault, never an empty place."""
    made = Environment(
        loader=PackageLoader("wasl.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.tests["prose"] = is_prose
    return made


def ident(value: object) -> Markup:
    """An identifier: shown in its own order, whatever stands around it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(str(value))


def name(value: object) -> Markup:
    """A name as somebody wrote it, in the direction of its own letters."""
    return Markup('<bdi dir="auto">{}</bdi>').format(str(value))


def prose(value: object) -> Markup:
    """A text of an officer in its paragraphs, the numbers in it isolated one by one."""
    paragraphs = [part for part in re.split(r"\n\s*\n", str(value)) if part.strip()]
    return Markup("").join(Markup('<p dir="auto">{}</p>').format(_runs(p)) for p in paragraphs)


def lines(value: object) -> Markup:
    """What the house says in several lines, each on its own."""
    said = [escape(line) for line in str(value).split("\n")]
    return Markup("<br>").join(said)


def _runs(text: str) -> Markup:
    found, last = [], 0
    for run in _RUN.finditer(text):
        found += [_broken(text[last : run.start()]), ident(run.group())]
        last = run.end()
    return Markup("").join([*found, _broken(text[last:])])


def _broken(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def is_prose(value: object) -> bool:
    """Whether a part of a body is a text in languages."""
    return isinstance(value, dict) and bool(value) and set(value) <= set(Language)


def direction(language: str) -> str:
    """Where a language begins its lines."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


FILTERS: dict[str, Callable[..., Any]] = {
    "direction": direction,
    "ident": ident,
    "lines": lines,
    "name": name,
    "prose": prose,
}
