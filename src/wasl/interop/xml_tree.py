"""XML as lists are written in, read into small trees that know their lines.

DOCTYPE and entities are refused before anything is expanded: no list needs them, and both have
been used to make a small file eat a machine or read another file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

# A declaration of entities is refused at its first word, so that nothing is ever expanded.
from xml.parsers import expat

from wasl.core.errors import RefusedError
from wasl.interop.rows import decoded

DEPTH_LIMIT = 32


@dataclass(slots=True, kw_only=True)
class Branch:
    """An element: its name, its line, its text, and the elements in it."""

    name: str
    line: int
    pieces: list[str] = field(default_factory=list)
    parts: list["Branch"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is written in it, outside the elements in it."""
        return "".join(self.pieces)

    def named(self, name: str) -> Iterator["Branch"]:
        """The elements of a name directly in it."""
        return (part for part in self.parts if part.name == name)

    def first(self, name: str) -> str:
        """The text of the first element of a name in it; empty where there is none."""
        return next((part.text for part in self.named(name)), "")


def branches(content: bytes, root: str, wanted: frozenset[str]) -> list[Branch]:
    """The elements of the wanted names, with all that is in them, however deep they stand.

    Refuses ``not-this-format`` for what is no XML, has another root, a DOCTYPE or an entity, or
    is nested too deep; ``wrong-encoding`` and ``too-large`` as ``decoded`` does.
    """
    text = decoded(content)
    grower = _Grower(root, wanted)
    parser = expat.ParserCreate("UTF-8")
    parser.buffer_text = True
    hears = {
        "StartElementHandler": lambda name, _given: grower.begin(name, parser.CurrentLineNumber),
        "EndElementHandler": grower.end,
        "CharacterDataHandler": grower.write,
        "StartDoctypeDeclHandler": _refusing("doctype"),
        "EntityDeclHandler": _refusing("entity"),
        "ExternalEntityRefHandler": _refusing("entity"),
    }
    for name, hear in hears.items():
        setattr(parser, name, hear)
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise RefusedError("not-this-format", {"why": "xml", "line": error.lineno}) from error
    return grower.found


class _Grower:
    """The trees so far, and the elements that are open."""

    def __init__(self, root: str, wanted: frozenset[str]) -> None:
        self.found: list[Branch] = []
        self._root, self._wanted = root, wanted
        self._open: list[Branch] = []
        self._depth = 0

    def begin(self, name: str, line: int) -> None:
        if self._depth == 0 and name != self._root:
            raise RefusedError("not-this-format", {"why": "root"})
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise RefusedError("not-this-format", {"why": "depth", "line": line})
        if self._open or name in self._wanted:
            branch = Branch(name=name, line=line)
            if self._open:
                self._open[-1].parts.append(branch)
            else:
                self.found.append(branch)
            self._open.append(branch)

    def end(self, _name: str) -> None:
        self._depth -= 1
        if self._open:
            self._open.pop()

    def write(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)


def _refusing(why: str) -> Callable[..., int]:
    """A door that only says no, whatever it is given."""

    def refuse(*_given: object) -> int:
        raise RefusedError("not-this-format", {"why": why})

    return refuse
