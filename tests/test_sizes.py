"""No file and no function grows past what one reading holds; nobody is excepted."""

import ast
from pathlib import Path

from tests.tree import ROOT, SOURCE, modules, parsed, place

FILE_LINES = 400
FUNCTION_LINES = 60
STANDALONE = ROOT / "tools" / "verify_extract.py"
STANDALONE_LINES = 250

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(path: Path) -> int:
    """The lines of a file, blank ones counted."""
    return len(path.read_text(encoding="utf-8").splitlines())


def _length(function: Function) -> int:
    """The lines of a function from ``def`` to its end, without its docstring."""
    total = (function.end_lineno or function.lineno) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return total
    said = function.body[0]
    return total - ((said.end_lineno or said.lineno) - said.lineno + 1)


def _functions(tree: ast.AST) -> list[Function]:
    """Every function of a tree, inner ones and methods too."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def test_no_file_is_longer_than_one_reading() -> None:
    sizes = {path: _lines(path) for path in modules(SOURCE, ROOT / "tools")}
    assert [f"{place(path, 1)} {size}" for path, size in sizes.items() if size > FILE_LINES] == []


def test_no_function_is_longer_than_one_screen() -> None:
    assert [
        f"{place(path, function.lineno)} {function.name} {_length(function)}"
        for path in modules(SOURCE, ROOT / "tools")
        for function in _functions(parsed(path))
        if _length(function) > FUNCTION_LINES
    ] == []


def test_the_standalone_verifier_can_be_read_in_one_sitting() -> None:
    assert _lines(STANDALONE) <= STANDALONE_LINES


def test_a_docstring_does_not_count_as_length() -> None:
    said = _functions(ast.parse('def rule():\n    """One.\n\n    Two.\n    """\n    return 1\n'))
    unsaid = _functions(ast.parse("def rule():\n    return 1\n"))
    assert _length(said[0]) == _length(unsaid[0]) == 2


def test_one_line_too_many_is_seen() -> None:
    body = "    step = 1\n" * FUNCTION_LINES
    (longest,) = _functions(ast.parse(f"def rule():\n{body}"))
    assert _length(longest) == FUNCTION_LINES + 1
