"""The catalogues of the three languages: what they must hold, brought up to date, compiled.

`script/translations` adds what the sources say and nobody translated yet, drops what is said no
more and writes the `.mo` files; with `--check` it writes nothing and names what is wrong.
Refusals (`refusal:<rule>`), failures of the world (`unavailable:<what>`) and terms
(`term:<code>`) are keyed by name; their English wording is written in the English catalogue.
"""

import argparse
import ast
import io
import string
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from tools.page_texts import page_texts
from wasl.locale.senses import SENSES

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "wasl"
LOCALE = SOURCE / "locale"
LANGUAGES = ("ar", "fr", "en")
KEYED = ("refusal:", "unavailable:", "term:")
# Babel's own rule for Arabic swaps the last two forms; this is the one of GNU gettext.
PLURALS = {
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
}

Text = str | tuple[str, str]
"""A text, or the two English forms of one that counts."""

# ------------------------------------------------------------------- what the sources say


def parsed(source: Path) -> list[ast.Module]:
    """Every file under `source` as a tree, and the story of the demo, which speaks too."""
    paths = sorted(source.rglob("*.py")) + sorted((ROOT / "demo").rglob("*.py"))
    return [ast.parse(path.read_text(encoding="utf-8")) for path in paths]


def said(tree: ast.AST) -> Iterator[Text]:
    """The literals of `say("…")`, `count("…", "…", n)` and `_("…")`, plain or by `if`."""
    for call, name in _calls(tree):
        if name in {"say", "_"} and call.args:
            yield from _literals(call.args[0])
        if name == "count" and len(call.args) > 1:
            yield from zip(_literals(call.args[0]), _literals(call.args[1]), strict=False)


def rules(tree: ast.AST) -> Iterator[str]:
    """The rules a file refuses by: `RefusedError("…")`, `rule="…"` and the lists of rules."""
    for call, name in _calls(tree):
        if name == "RefusedError" and call.args:
            yield from _literals(call.args[0])
        for keyword in call.keywords:
            if keyword.arg == "rule":
                yield from filter(None, _literals(keyword.value))
    yield from (value for name, value in _members(tree) if name.endswith("Rule"))


def failures(tree: ast.AST) -> Iterator[str]:
    """What a file says of the world: `UnavailableError("…")`."""
    for call, name in _calls(tree):
        if name == "UnavailableError" and call.args:
            yield from _literals(call.args[0])


def codes(source: Path) -> Iterator[str]:
    """Every code, kind, move, state and fact of the tables in `core`."""
    core = source / "core"
    for path in (core / "terms.py", core / "grading.py"):
        members = _members(ast.parse(path.read_text(encoding="utf-8")))
        yield from (value for name, value in members if not name.endswith("Rule"))
    for tree in parsed(core / "exchange"):
        yield from (value for name, value in _members(tree) if not name.endswith("Rule"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from _of_table(node.value)
            if isinstance(node, ast.Assign) and _named(node, "FACTS"):
                yield from _keys(node.value)


def wanted(source: Path) -> set[Text]:
    """Everything the three catalogues must hold."""
    found: set[Text] = {f"term:{code}" for code in (*codes(source), *SENSES)}
    found |= set(page_texts(source / "web" / "templates"))
    for tree in parsed(source):
        found |= set(said(tree))
        found |= {f"refusal:{rule}" for rule in rules(tree)}
        found |= {f"unavailable:{what}" for what in failures(tree)}
    return found


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                yield node, name
            case _:
                pass


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from _literals(one)
            yield from _literals(other)
        case _:
            pass


def _members(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Class and value of each member of a `StrEnum`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and any(
            isinstance(parent, ast.Name) and parent.id == "StrEnum" for parent in node.bases
        ):
            for line in node.body:
                if isinstance(line, ast.Assign):
                    yield from ((node.name, value) for value in _literals(line.value))


def _named(node: ast.Assign, name: str) -> bool:
    return any(isinstance(goal, ast.Name) and goal.id == name for goal in node.targets)


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        for key in filter(None, node.keys):
            yield from _literals(key)


def _of_table(text: str) -> Iterator[str]:
    """Kind, moves and states of a half table, nothing of any other text."""
    head, _, lines = text.partition("\n")
    if not head.startswith("procedure "):
        return
    yield head.split()[1]
    yield "none"
    for step in lines.replace("|", ";").replace("\n", ";").split(";"):
        move, arrow, state = step.rpartition(":")[2].partition(" > ")
        if arrow:
            yield move.strip()
            yield from (end for end in [state.strip().rstrip("*")] if end != "same")


# ------------------------------------------------------------------- the catalogues


def po_path(language: str, folder: Path = LOCALE) -> Path:
    """Where a catalogue is written by people."""
    return folder / language / "LC_MESSAGES" / "wasl.po"


def read_catalogue(language: str, folder: Path = LOCALE) -> Catalog:
    """The catalogue as people wrote it."""
    with po_path(language, folder).open("rb") as written:
        # Without the language Babel forgets the plural rule in silence.
        return read_po(written, locale=language, abort_invalid=True)


def merge(catalogue: Catalog, texts: set[Text], language: str) -> None:
    """Add what is missing, untranslated; drop extracted texts that nothing says any more."""
    for entry in [entry for entry in catalogue if entry.id]:
        if _text(entry) not in texts and not str(entry.id).startswith(KEYED):
            catalogue.delete(entry.id)
    for text in texts - {_text(entry) for entry in catalogue}:
        keyed = isinstance(text, str) and text.startswith(KEYED)
        if language == "en" and not keyed:
            catalogue.add(text, text)
        elif isinstance(text, tuple):
            catalogue.add(text, ("",) * catalogue.num_plurals)
        else:
            catalogue.add(text, "")
    catalogue.obsolete.clear()


def compiled(catalogue: Catalog) -> bytes:
    """The `.mo` bytes of a catalogue, what is untranslated left out."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def _text(entry: Message) -> Text:
    return entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1])


def _forms(entry: Message) -> tuple[str, ...]:
    """The translations of an entry: one, or one for each plural form."""
    if isinstance(entry.string, str):
        return (entry.string,)
    return tuple(form or "" for form in entry.string or ())


# ------------------------------------------------------------------- what is wrong


def faults(language: str, texts: set[Text], folder: Path = LOCALE) -> list[str]:
    """What is missing, doubtful, different in its facts, or not compiled."""
    catalogue = read_catalogue(language, folder)
    found = [f"plural rule is not {PLURALS[language]}"] * (
        catalogue.plural_forms != PLURALS[language]
    )
    held = {_text(entry): entry for entry in catalogue if entry.id}
    found += [f"missing: {text!r}" for text in sorted(texts - held.keys(), key=str)]
    for text, entry in held.items():
        found += [f"{fault}: {text!r}" for fault in _faults_of(entry, catalogue.num_plurals)]
    if not _fresh(catalogue, po_path(language, folder).with_suffix(".mo")):
        found.append("wasl.mo is older than wasl.po: run script/translations")
    return [f"{language}: {fault}" for fault in found]


def _faults_of(entry: Message, plurals: int) -> Iterator[str]:
    forms = _forms(entry)
    if not all(forms) or len(forms) != (1 if isinstance(entry.id, str) else plurals):
        yield "untranslated"
    elif entry.fuzzy:
        yield "fuzzy"
    elif isinstance(entry.id, str):
        facts = set() if entry.id.startswith(KEYED) else facts_of(entry.id)
        if facts_of(forms[0]) != facts:
            yield "other facts than the English"
    else:
        # A form for none, one or two may do without the number; the last never.
        facts = facts_of(entry.id[1])
        rest = [facts_of(form) | {"n"} for form in forms]
        if any(each != facts | {"n"} for each in rest) or facts_of(forms[-1]) != facts:
            yield "other facts than the English"


def facts_of(text: str) -> set[str]:
    """The names in braces; a brace that names nothing is a fact of its own, `?`."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return {"?"}
    return {name or "?" for _, name, _, _ in parts if name is not None}


def _fresh(catalogue: Catalog, path: Path) -> bool:
    """Whether the `.mo` file says what compiling the catalogue now would say."""
    if not path.is_file():
        return False
    with path.open("rb") as held:
        old = read_mo(held)
    new = read_mo(io.BytesIO(compiled(catalogue)))
    old_texts, new_texts = (
        {_text(entry): _forms(entry) for entry in each if entry.id} for each in (old, new)
    )
    return old_texts == new_texts and old.plural_forms == new.plural_forms


def update(texts: set[Text], folder: Path = LOCALE) -> None:
    """Bring the three catalogues up to date and compile them."""
    for language in LANGUAGES:
        catalogue = read_catalogue(language, folder)
        merge(catalogue, texts, language)
        path = po_path(language, folder)
        with path.open("wb") as written:
            write_po(written, catalogue, width=0, no_location=True, sort_output=True)
        path.with_suffix(".mo").write_bytes(compiled(catalogue))


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the catalogues up to date, then say what is still wrong: exit 1 if anything."""
    parser = argparse.ArgumentParser(prog="script/translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    texts = wanted(SOURCE)
    if not parser.parse_args(arguments).check:
        update(texts)
    found = [fault for language in LANGUAGES for fault in faults(language, texts)]
    print("\n".join(found) or f"{len(texts)} texts in {', '.join(LANGUAGES)}: nothing is missing")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
