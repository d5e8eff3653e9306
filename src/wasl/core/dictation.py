"""A form read aloud, line by line, each with two check characters that tell a misheard value.

Format and rules: ``docs/spec/dictation.md``. The check is ISO 7064 MOD 1271-36, as of a case
reference, over what can be heard of a line: its number, its field and its value without case,
vowel signs or spaces in a row. It finds slips of tongue and ear; it is no seal.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError

LINES_LIMIT = 2_000
LINE_LETTERS = 60  # of a text in one line: a breath
END = "end"

_VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TATWEEL = "\u0640"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_STEP = r"(?:[a-z][a-z0-9_]{0,63}|[1-9][0-9]{0,3})"
_FIELD = re.compile(rf"({_STEP}(?:\.{_STEP}){{0,7}})([#?+/]?)")
_LINE = re.compile(r"([1-9][0-9]{0,3}) +(\S+) +([0-9A-Za-z]{2})(?: +(.*))?")
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,15}")
_TRUTHS = {"yes": True, "no": False}
# How a line goes on from the one before: after a space, or in a new paragraph.
_JOINED = {"+": " ", "/": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One line: its number, a field (with the mark of its type), and the value that is heard."""

    number: int
    field: str
    value: str

    @property
    def code(self) -> str:
        """The two characters that are read behind the field."""
        return check_characters(heard(f"{self.number} {self.field} {self.value}"))

    def __str__(self) -> str:
        return f"{self.number} {self.field} {self.code} {self.value}".rstrip()


def check_characters(letters: str) -> str:
    """Two letters that tell a wrong letter, or two that changed place (ISO 7064 MOD 1271-36)."""
    held = 0
    for letter in letters:
        held = (held + _VALUES.index(letter)) * 36 % 1271
    check = (1 - held * 36) % 1271
    return _VALUES[check // 36] + _VALUES[check % 36]


def heard(text: str) -> str:
    """What can be heard of a text, in the 36 letters of the check.

    Latin letters and digits stand for themselves, any other letter for its number in Unicode
    (four letters of base 36): a wrong letter, or two neighbours that changed places, is found
    unless their numbers are 1,271 apart, or a multiple of it.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    return "".join(_letters_of(letter) for letter in plain)


def _letters_of(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    if digit is not None:
        return str(digit)
    if letter in _VALUES:
        return letter
    if letter == _TATWEEL or unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    number = ord(letter)
    return "".join(_VALUES[number // 36**place % 36] for place in (3, 2, 1, 0))


# ------------------------------------------------------------------------------------ read aloud


def dictated(form: Mapping[str, Json]) -> list[Spoken]:
    """The lines of a form, the last of which says how many there are.

    Refuses ``not-dictated`` for a field whose name no line may have, and ``too-large``.
    """
    lines = [
        Spoken(number=number, field=field, value=value)
        for number, (field, value) in enumerate(_fields(form, ""), 1)
    ]
    if len(lines) >= LINES_LIMIT:
        raise RefusedError("too-large", {"limit": LINES_LIMIT, "what": "lines"})
    return [*lines, Spoken(number=len(lines) + 1, field=END, value=str(len(lines)))]


def _fields(value: Json, path: str) -> Iterator[tuple[str, str]]:
    """Every field that holds something, with its value as it is read out."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not _NAME.fullmatch(name):
                raise RefusedError("not-dictated", {"field": "name"})
            yield from _fields(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, part in enumerate(value, 1):
            yield from _fields(part, f"{path}.{place}")
    else:
        if not _FIELD.fullmatch(path) or path == END:
            raise RefusedError("not-dictated", {"field": "name"})
        if isinstance(value, bool):
            yield f"{path}?", "yes" if value else "no"
        elif isinstance(value, int):
            yield f"{path}#", str(value)
        else:
            yield from _breaths(path, value)


def _breaths(path: str, text: str) -> Iterator[tuple[str, str]]:
    """A text in lines that are read in one breath, each marked with how it goes on."""
    mark = ""
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > LINE_LETTERS:
                yield path + mark, line
                mark, line = "+", word
            else:
                line = f"{line} {word}".strip()
        yield path + mark, line
        mark = "/"


# ------------------------------------------------------------------------------------ written down


def taken(untrusted_text: str) -> dict[str, Json]:
    """The form somebody wrote down as it was dictated.

    A later line of the same number replaces an earlier one: it was asked for again. Refuses
    ``malformed`` with the line, ``misheard`` with every field whose code is wrong, and
    ``line-missing`` with the numbers.
    """
    lines: dict[int, tuple[Spoken, str]] = {}
    for place, line in enumerate(untrusted_text.split("\n"), 1):
        if line.strip():
            spoken, code = _read_line(line, place)
            lines[spoken.number] = (spoken, code)
    wrong = [each for each, code in lines.values() if each.code != code]
    if wrong:
        named = sorted((each.number, each.field[:40]) for each in wrong)
        fields = ", ".join(f"{number} {field}" for number, field in named[:20])
        raise RefusedError("misheard", {"fields": fields, "step": 3})
    return _form([lines[number][0] for number in _all_numbers(lines)])


def _read_line(untrusted_line: str, place: int) -> tuple[Spoken, str]:
    """A line and the code that was heard with it."""
    found = _LINE.fullmatch(" ".join(_latin_digits(untrusted_line).split()))
    if found is None:
        raise RefusedError("malformed", {"line": place, "step": 1})
    number, field, code, value = found.groups()
    spoken = Spoken(number=int(number), field=field.lower(), value=value or "")
    if not _FIELD.fullmatch(spoken.field) or spoken.number > LINES_LIMIT:
        raise RefusedError("malformed", {"line": place, "step": 1})
    return spoken, code.upper()


def _latin_digits(text: str) -> str:
    """The text with the digits of every script written as 0 to 9."""
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _all_numbers(lines: Mapping[int, tuple[Spoken, str]]) -> Sequence[int]:
    """The numbers of a whole form, without its end; refuses ``line-missing``."""
    last = max(lines, default=0)
    missing = [number for number in range(1, last + 1) if number not in lines]
    if not lines or lines[last][0].field != END or lines[last][0].value != str(last - 1):
        missing.append(last + 1)
    if missing:
        raise RefusedError("line-missing", {"lines": ", ".join(map(str, missing[:20])), "step": 4})
    return range(1, last)


def _form(lines: Sequence[Spoken]) -> dict[str, Json]:
    """The fields put together again; refuses ``malformed`` for two that cannot stand together."""
    held: dict[str, Json] = {}
    for spoken in lines:
        path, mark = spoken.field.rstrip("#?+/"), spoken.field[-1]
        value = _value(spoken, mark)
        if path == END:
            raise RefusedError("malformed", {"line": spoken.number, "step": 5})
        if mark in _JOINED:
            if not isinstance(held.get(path), str):
                raise RefusedError("malformed", {"line": spoken.number, "step": 5})
            held[path] += _JOINED[mark] + spoken.value
        elif path in held:
            raise RefusedError("malformed", {"line": spoken.number, "step": 5})
        else:
            held[path] = value
    tree: dict[str, Json] = {}
    for path, value in held.items():
        _place(tree, path, value)
    whole: dict[str, Json] = _lists(tree)
    return whole


def _value(spoken: Spoken, mark: str) -> str | int | bool:
    if mark == "#" and _NUMBER.fullmatch(spoken.value):
        return int(spoken.value)
    if mark == "?" and spoken.value.lower() in _TRUTHS:
        return _TRUTHS[spoken.value.lower()]
    if mark in "#?":
        raise RefusedError("malformed", {"line": spoken.number, "step": 5})
    return spoken.value


def _place(tree: dict[str, Json], path: str, value: Json) -> None:
    """The value at its place in the tree; refuses ``malformed`` where another stands."""
    *steps, last = path.split(".")
    for step in steps:
        tree = tree.setdefault(step, {})
        if not isinstance(tree, dict):
            raise RefusedError("malformed", {"field": path, "step": 5})
    if last in tree:
        raise RefusedError("malformed", {"field": path, "step": 5})
    tree[last] = value


def _lists(value: Json) -> Json:
    """The tree with every table of places 1, 2, 3 … as the list it was."""
    if not isinstance(value, dict):
        return value
    parts = {name: _lists(part) for name, part in value.items()}
    if not any(name.isdigit() for name in parts):
        return parts
    places = [str(place) for place in range(1, len(parts) + 1)]
    if set(places) != set(parts):
        raise RefusedError("malformed", {"step": 5, "why": "a place in a list is missing"})
    return [parts[place] for place in places]
