"""One word, one meaning: no name in the sources uses a word the glossary leaves out."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.tree import SOURCE, modules, parsed, place

# docs/glossary.md, "Not used": as any word of a name, as its last word, as its first (a verb).
UNUSED_WORDS = frozenset(
    """
    base common document event handler helper info intel manager message record target user util
    utils
    """.split()
)
UNUSED_LAST = "data"
UNUSED_VERB = "process"
# What a format or the outside fixes: HPKE's `info`, the hello's `base`, the officer's role.
FIXED_PARAMETERS = frozenset({"info", "base"})
FIXED_CODES = frozenset({"HANDLER"})


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and identifier of everything the tree gives a name to."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.arg(arg=name) if name not in FIXED_PARAMETERS:
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name
            case _:
                pass


def _fields(tree: ast.AST) -> set[tuple[int, str]]:
    """Line and name of every field fixed by a format, where a class declares it."""
    return {
        (field.lineno, field.target.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and field.target.id in FIXED_PARAMETERS
    }


def _words(name: str) -> list[str]:
    """The words of an identifier: `ReportData` and `_report_data` are report, data."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_")


def _misnamed(name: str) -> bool:
    """Whether a name uses a word the glossary leaves out."""
    words = _words(name)
    return name not in FIXED_CODES and (
        any(word in UNUSED_WORDS or word.removesuffix("s") in UNUSED_WORDS for word in words)
        or (len(words) > 1 and words[-1] == UNUSED_LAST)
        or (len(words) > 1 and words[0] == UNUSED_VERB)
    )


def _misnomers(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and name of every identifier that uses a word the glossary leaves out."""
    fixed = _fields(tree)
    return [found for found in _names(tree) if _misnamed(found[1]) and found not in fixed]


def test_no_name_in_the_sources_uses_a_word_the_glossary_leaves_out() -> None:
    assert [
        f"{place(path, line)} {name}"
        for path in modules(SOURCE)
        for line, name in _misnomers(parsed(path))
    ] == []


def test_no_module_is_named_with_a_word_the_glossary_leaves_out() -> None:
    named = {
        path: path.parent.name if path.stem == "__init__" else path.stem
        for path in modules(SOURCE)
    }
    assert [place(path, 1) for path, name in named.items() if _misnamed(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        "class ReportManager: ...",
        "class EntryData: ...",
        "def process_entry(): ...",
        "def seal(message): ...",
        "last_event = 1",
        "users = []",
        "import orjson as utils",
        "self.target = 1",
        "class Entry:\n    record: str",
        "info = 1",
    ],
)
def test_a_planted_misnomer_is_seen(text: str) -> None:
    assert _misnomers(ast.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "def seal(plain, info): ...",
        "class Hello:\n    base: str",
        "class Role:\n    HANDLER = 'handler'",
        "def kill(second_process): ...",
        "metadata = 1",
    ],
)
def test_a_name_fixed_by_a_format_is_no_misnomer(text: str) -> None:
    assert _misnomers(ast.parse(text)) == []
