"""The core imports only what is listed, and calls on nothing outside by a builtin or a clock.

import-linter holds the forbidden imports; this list holds the allowed ones, and what no import
shows.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.tree import SOURCE, modules, parsed, place

CORE = SOURCE / "wasl" / "core"

ALLOWED_IMPORTS = frozenset(
    """
    base64 bisect collections dataclasses datetime difflib enum fractions functools hashlib heapq
    hmac itertools json math operator orjson pydantic re struct typing unicodedata
    """.split()
)
# Names are compared many at a time: nowhere else in the core is there so much to reckon.
IN_MATCHING = frozenset({"numpy", "rapidfuzz"})
FORBIDDEN_NAMES = frozenset(
    """
    __builtins__ __import__ breakpoint compile eval exec input open print
    """.split()
)
CLOCKS = re.compile(r"(datetime|date)\.(now|today|utcnow)")


def _offences(tree: ast.AST, matching: bool = False) -> Iterator[tuple[int, str]]:
    """Line and name of everything in the tree the core may not import, name or call."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    if not _allowed(alias.name, matching):
                        yield node.lineno, alias.name
            case ast.ImportFrom(module=module, level=level):
                if level or not _allowed(module or "", matching):
                    yield node.lineno, module or "."
            case ast.Name(id=name) if name in FORBIDDEN_NAMES:
                yield node.lineno, name
            case ast.Attribute() if CLOCKS.search(ast.unparse(node)):
                yield node.lineno, ast.unparse(node)
            case _:
                pass


def _allowed(module: str, matching: bool) -> bool:
    """Whether the core may import the module."""
    if matching and module.partition(".")[0] in IN_MATCHING:
        return True
    return module.partition(".")[0] in ALLOWED_IMPORTS or f"{module}.".startswith("wasl.core.")


def test_the_core_imports_and_calls_only_what_is_listed() -> None:
    assert [
        f"{place(path, line)} {name}"
        for path in modules(CORE)
        for line, name in _offences(parsed(path), CORE / "matching" in path.parents)
    ] == []


@pytest.mark.parametrize(
    "breach",
    [
        'SECRET = open("secret").read()',
        'TIME = __import__("time")',
        "said = print",
        'exec("import time")',
        "from datetime import UTC, datetime\nNOW = datetime.now(UTC)",
        "import datetime\nTODAY = datetime.date.today()",
        "import time",
        "import os.path",
        "from secrets import token_bytes",
        "from . import terms",
        "import wasl.seal.keys",
        "import numpy as np",
        "from rapidfuzz import fuzz",
        "def late():\n    import socket",
    ],
)
def test_a_planted_offence_is_seen(breach: str) -> None:
    assert list(_offences(ast.parse(breach)))


def test_what_the_core_needs_is_no_offence() -> None:
    text = "import re\nfrom wasl.core.errors import RefusedError\nNAME = re.compile('a')\n"
    assert list(_offences(ast.parse(text))) == []
