"""What the pages of the desk say: the literals of `say("…")` and `count("…", "…", n)` in them."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

Text = str | tuple[str, str]


def page_texts(folder: Path) -> Iterator[Text]:
    """Every text of every template under a folder."""
    reader = Environment(autoescape=True)
    for path in sorted(folder.rglob("*.html")):
        tree = reader.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            yield from _said(call)


def _said(call: nodes.Call) -> Iterator[Text]:
    if not isinstance(call.node, nodes.Name):
        return
    literals = [
        argument.value
        for argument in call.args
        if isinstance(argument, nodes.Const) and isinstance(argument.value, str)
    ]
    if call.node.name == "say" and literals:
        yield literals[0]
    if call.node.name == "count" and len(literals) > 1:
        yield literals[0], literals[1]
