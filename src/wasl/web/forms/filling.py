"""From what stands in a form to a body: nothing is dropped in silence, nothing is guessed.

Names of fields in the page are their paths in the body (``body.persons.0.name``), so a refusal
that names a path finds its field again.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wasl.core.errors import RefusedError
from wasl.core.terms import Language
from wasl.forms import wording
from wasl.web.forms.fields import FormField, Shape

ROWS_LIMIT = 200
BODY = "body"
TITLE_LETTERS = 200
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")

Filled = Mapping[str, Sequence[str]]


def body_of(fields: Sequence[FormField], filled: Filled) -> dict[str, Any]:
    """The body these fields hold; an empty field is left out.

    Refuses ``bad-body`` with the path of what cannot be read, ``other-script``.
    """
    return dict(_parts(fields, filled, BODY))


def titled(body: dict[str, Any], fields: Sequence[FormField]) -> dict[str, Any]:
    """The body, called by the first line of its text where it may have a title and has none."""
    text = body.get("text")
    if not text or body.get("title") or not any(field.last == "title" for field in fields):
        return body
    title = {language: wording.first_line(said)[:TITLE_LETTERS] for language, said in text.items()}
    return {**body, "title": title}


def refuse_lacking(fields: Sequence[FormField], body: Mapping[str, Any]) -> None:
    """Refuses ``text-missing`` with the first field that must be there and is not."""
    for field in fields:
        if field.required and body.get(field.last) in (None, "", {}, []):
            raise RefusedError("text-missing", {"field": field.last})


def _parts(
    fields: Sequence[FormField], filled: Filled, before: str
) -> Iterator[tuple[str, object]]:
    for field in fields:
        value = _value(field, filled, f"{before}.{field.last}")
        if value not in (None, "", {}, [], ()):
            yield field.last, value


def _value(field: FormField, filled: Filled, name: str) -> object:
    match field.shape:
        case Shape.PROSE:
            return dict(_prose(filled, name))
        case Shape.NAME:
            return wording.name_of(one) if (one := said(filled, name)) else None
        case Shape.NUMBER:
            return _number(said(filled, name), field, name)
        case Shape.FLAG:
            return _flag(field, said(filled, name))
        case Shape.CHOICES:
            return [code for code in filled.get(name, ()) if code]
        case Shape.GROUP:
            return dict(_parts(field.parts, filled, name))
        case Shape.ROWS:
            return list(_rows(field, filled, name))
        case _:
            return said(filled, name)


def _prose(filled: Filled, name: str) -> Iterator[tuple[str, str]]:
    for language in Language:
        if text := said(filled, f"{name}.{language}"):
            yield wording.language_of(text, language, name.removeprefix(f"{BODY}.")), text


def _number(text: str, field: FormField, name: str) -> int | None:
    """A number as written, Arabic-Indic digits too, in the whole units of the format."""
    if not text:
        return None
    whole, _point, rest = text.translate(_DIGITS).replace(",", ".").partition(".")
    rest = rest.rstrip("0")
    plain = whole.removeprefix("-") + rest
    if not plain.isascii() or not plain.isdigit() or len(rest) > field.places:
        raise RefusedError("bad-body", {"field": name.removeprefix(f"{BODY}.")})
    return int(whole + rest.ljust(field.places, "0"))


def _flag(field: FormField, text: str) -> object:
    if not text:
        return None
    return True if field.choices == ("true",) else field.choices[0]


def _rows(field: FormField, filled: Filled, name: str) -> Iterator[object]:
    for place in range(row_count(filled, name)):
        row = f"{name}.{place}"
        if len(field.parts) == 1 and field.parts[0].last == "*":
            value = _value(field.parts[0], filled, row)
        else:
            value = dict(_parts(field.parts, filled, row))
        if value not in (None, "", {}, []):
            yield value


def row_count(filled: Filled, name: str) -> int:
    """How many rows of a list a form holds, whatever stands in them."""
    places = [
        int(part)
        for key in filled
        if key.startswith(f"{name}.")
        and (part := key[len(name) + 1 :].partition(".")[0]).isdecimal()
        and len(part) <= 3
    ]
    return min(max(places, default=-1) + 1, ROWS_LIMIT)


def said(filled: Filled, name: str) -> str:
    """The one value of a field in NFC, without what editors add; empty where there is none."""
    values = filled.get(name) or ("",)
    return wording.plain(values[-1]).strip()
