"""Several names written in one field, as the list of the United Nations has them."""

import re
from collections.abc import Iterator

from wasl.core.matching.cleaning import name_fault
from wasl.core.matching.entities.scripts import (
    UNDETERMINED,
    script_of,
    script_of_letter,
)
from wasl.interop.draft import flowed

_LABEL = re.compile(
    r"\(?\b(?:original script|in arabic script|in arabic|arabic)\b\s*[:)]\s*", re.IGNORECASE
)
_BULLET = re.compile(r"(?:^|(?<=\s)|(?<=;))[a-z]\)\s*")
_OTHER_SCRIPTS = frozenset({"Arab", "Cyrl", "Hani", "Hang", "Jpan"})
# Words of another script with what may stand between them.
_BETWEEN = " .-–'’\u200c\u200d"


def several(text: str) -> list[str]:
    """The names of a field: ``A; B``, ``a) A b) B``, and ``(…)`` in another script or of many."""
    plain = _LABEL.sub(lambda found: "(" if found[0].startswith("(") and ":" in found[0] else "",
                       flowed(text))  # fmt: skip
    outside, inside = _apart(plain)
    pieces = [piece for part in (outside, *inside) for piece in _split(part)]
    return [piece for piece in (piece.strip(' ,;"“”') for piece in pieces) if piece]


def _split(text: str) -> Iterator[str]:
    for piece in text.split(";"):
        yield from _BULLET.split(piece)


def _apart(text: str) -> tuple[str, list[str]]:
    """The text without the parentheses that hold names of their own, and what those hold."""
    # Too long for one name: what stands in parentheses is another.
    long = name_fault(text) is not None
    outside, inside, rest = "", [], text
    while (start := rest.find("(")) >= 0:
        end = _closing(rest, start)
        held = rest[start + 1 : end]
        before = rest[:start]
        if long or ";" in held or _other(held, outside + before):
            inside.append(held)
            outside += before
        else:
            outside += rest[: end + 1]
        rest = rest[end + 1 :]
    return outside + rest, inside


def _closing(text: str, start: int) -> int:
    """The place of the parenthesis that closes the one at ``start``; the end where none does."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return len(text)


def _other(held: str, outside: str) -> bool:
    """Whether what is held is in another script than what stands before it."""
    scripts = {script_of(held), script_of(outside)}
    return len(scripts) == 2 and UNDETERMINED not in scripts


def in_other_scripts(text: str) -> list[str]:
    """The names that stand in a remark in a script other than its own: two letters or more."""
    found, run = [], ""
    for letter in f"{flowed(text)}\n":
        if script_of_letter(letter) in _OTHER_SCRIPTS or (run and letter in _BETWEEN):
            run += letter
            continue
        found.append(run.strip(_BETWEEN))
        run = ""
    own = script_of(text)
    return [run for run in found if len(run) > 1 and script_of(run) != own]
