"""The files of the desk: every word translated, nothing inline, no side of the page named."""

import re
from pathlib import Path

import pytest

from tests.tree import SOURCE
from wasl.core.case import PROCEDURES
from wasl.web.forms.fields import ADDED, FormField, Shape, body_fields
from wasl.web.words import ident, prose

WEB = SOURCE / "wasl" / "web"
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
STYLE = (WEB / "static" / "desk.css").read_text(encoding="utf-8")
SCRIPT = (WEB / "static" / "desk.js").read_text(encoding="utf-8")
LIVE = (WEB / "static" / "live.js").read_text(encoding="utf-8")
PASSKEY = (WEB / "static" / "passkey.js").read_text(encoding="utf-8")
# What is the same in every language: the names of languages, and commands to be typed.
UNTRANSLATED = re.compile(r'<code[^>]*>.*?</code>|<svg.*?</svg>|\saria-[a-z]+="[^"]*"', re.DOTALL)
WORD = re.compile(r"[A-Za-z\u0600-\u06ff]{2,}")
SIDES = re.compile(r"(?<![-\w])(?:left|right)(?![-\w])|(?:margin|padding|border)-(?:top|bottom)")
MOVES = [
    (kind, move)
    for kind, procedure in PROCEDURES.items()
    if procedure.marked
    for move, rule in procedure.moves.items()
    if rule.body is not None
]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_page_says_nothing_that_is_not_in_the_catalogues(template: Path) -> None:
    written = template.read_text(encoding="utf-8")
    bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "\x00", written, flags=re.DOTALL)
    bare = re.sub(r"<[^<>]*>", " ", UNTRANSLATED.sub(" ", bare))
    assert WORD.findall(bare) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_page_holds_no_script_and_no_style_of_its_own(template: Path) -> None:
    written = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?! src=)", written)


def test_only_one_file_makes_markup() -> None:
    makers = [
        path.name
        for path in WEB.rglob("*.py")
        if "Markup(" in path.read_text(encoding="utf-8") and path.name != "words.py"
    ]
    safe = [path.name for path in TEMPLATES if re.search(r"\|\s*safe\b", path.read_text())]
    assert makers + safe == []


def test_the_style_names_no_side_of_the_page() -> None:
    assert SIDES.findall(STYLE) == []


def test_nothing_is_kept_in_the_browser() -> None:
    held = r"localStorage|sessionStorage|indexedDB|innerHTML|eval\("
    assert not re.search(held, SCRIPT)
    assert len(SCRIPT.encode()) <= 4_096
    # A part of a page is drawn in one place, by the one policy the browser is told of.
    assert re.findall(held, LIVE) == ["innerHTML"]
    assert not re.search(held, PASSKEY)


# ------------------------------------------------------------------------------ contrast


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))


LIGHT = _tokens(STYLE[STYLE.index(":root") : STYLE.index("@media")])
DARK = {**LIGHT, **_tokens(STYLE[STYLE.index("@media") : STYLE.index("*, ::before")])}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_every_ground_it_stands_on(tokens: dict[str, str]) -> None:
    texts = ("ink", "ink-2", "brand", "link")
    pairs = [(text, ground) for text in texts for ground in ("paper", "canvas", "sunk")]
    pairs += [(state, f"{state}-ground") for state in ("danger", "warn", "ok", "info")]
    pairs.append(("on-brand", "brand"))
    assert [p for p in pairs if _contrast(tokens[p[0]], tokens[p[1]]) < 4.5] == []
    grounds = ("paper", "canvas", "sunk")
    assert [g for g in grounds if _contrast(tokens["edge"], tokens[g]) < 3] == []


# --------------------------------------------------------------------------- identifiers


def test_an_identifier_is_isolated_and_stays_text() -> None:
    assert ident('12345-116-30"<b>') == '<bdi dir="ltr">12345-116-30&#34;&lt;b&gt;</bdi>'


@pytest.mark.parametrize("run", ["12345-116-30", "2026-03-01", "+213 550 12 34 56", "14:02"])
def test_a_number_inside_a_text_of_an_officer_is_isolated_by_itself(run: str) -> None:
    assert f'<bdi dir="ltr">{run}</bdi>' in prose(f"السيارة {run} قرب غات")


def test_a_text_of_an_officer_keeps_its_paragraphs_and_nothing_of_its_markup() -> None:
    assert prose("un\n\n<b>deux</b>") == (
        '<p dir="auto">un</p><p dir="auto">&lt;b&gt;deux&lt;/b&gt;</p>'
    )


# --------------------------------------------------------------------------------- forms


@pytest.mark.parametrize(("kind", "move"), MOVES)
def test_every_part_of_every_body_has_its_field(kind: str, move: str) -> None:
    rule = PROCEDURES[kind].moves[move]
    assert rule.body is not None
    drawn = {field.last for field in body_fields(kind, rule)}
    needed = {name for name, field in rule.body.model_fields.items() if field.is_required()}
    added = {name for of, name in ADDED if of == kind}
    assert needed - added <= drawn


def test_a_field_is_filled_in_by_what_it_holds() -> None:
    fields = {
        field.last: field for field in body_fields("notice", PROCEDURES["notice"].moves["notify"])
    }
    assert fields["date"].shape is Shape.DAY
    assert fields["goods"].shape is Shape.ROWS
    parts = {part.last: part for part in fields["goods"].parts}
    assert parts["commodity"].shape is Shape.CHOICE
    assert (parts["thousandths"].shape, parts["thousandths"].places) == (Shape.NUMBER, 3)
    assert fields["concealment"].shape is Shape.PROSE


def test_a_list_of_words_is_a_list_of_rows() -> None:
    (uses,) = [
        field
        for field in body_fields("recall", PROCEDURES["recall"].moves["attest"])
        if field.last == "uses"
    ]
    assert isinstance(uses, FormField)
    assert [part.last for part in uses.parts] == ["item", "where"]
