"""A sheet as pages to print: the same places for SVG, PNG and PDF, and nothing that names anyone.

A page holds six codes. A code says in print which part of which sheet it is, no date and no
place; a file written here holds neither.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw, ImageFont

from wasl.core.errors import RefusedError
from wasl.transport.sheet import BUNDLE_LINE, PARTS_LIMIT, read_part, room_in, write_parts

A4_DOTS = (2_480, 3_508)  # at 300 dots an inch
DOTS_AN_INCH = 300
CODE_DOTS = 1_000

_COLUMNS, _ROWS = 2, 3
_QUIET = 4  # modules of white round a code (ISO/IEC 18004)
_LABEL_DOTS = 70
_LETTER_DOTS = 44
_GAP_DOTS = 120
# Version, error correction, letters it holds: the first that carries the sheet is taken, since
# dense codes read badly from paper.
_SIZES = ((20, "m", 970), (25, "m", 1_451), (30, "m", 1_994), (40, "m", 3_391), (40, "l", 4_296))


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code at its place: rows of dark and light modules, and the words above it."""

    left: int
    top: int
    dots: int
    label: str
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The pages of a sheet, each with its codes."""

    letters: str
    parts: int
    version: int
    pages: tuple[tuple[Code, ...], ...]


def draw_sheet(content: bytes) -> Sheet:
    """The bundle as codes on pages, in the largest modules it fits.

    Refuses ``malformed`` for what is no bundle, and ``too-large``.
    """
    if not content.startswith(BUNDLE_LINE):
        raise RefusedError("malformed", {"why": "not a bundle"})
    fitting = (size for size in _SIZES if len(content) <= room_in(size[2]) * PARTS_LIMIT)
    version, correction, letters = next(fitting, _SIZES[-1])
    texts = write_parts(content, room_in(letters))
    codes = [_code(text, place, version, correction) for place, text in enumerate(texts)]
    a_page = _COLUMNS * _ROWS
    pages = tuple(tuple(codes[at : at + a_page]) for at in range(0, len(codes), a_page))
    part = read_part(texts[0])
    return Sheet(letters=part.sheet, parts=part.count, version=version, pages=pages)


def written(sheet: Sheet, form: str) -> list[bytes]:
    """The files of a sheet as ``pdf`` (one of all pages), ``svg`` or ``png`` (one a page)."""
    if form == "svg":
        return [_svg(page).encode() for page in sheet.pages]
    images = [_image(page) for page in sheet.pages]
    if form == "png":
        return [_saved(image, "PNG") for image in images]
    stream = io.BytesIO()
    # The writer would put the moment into the file, and the name of the file as its title.
    images[0].save(
        stream,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=DOTS_AN_INCH,
        title=None,
        creationDate=None,
        modDate=None,
    )
    return [stream.getvalue()]


def _code(text: str, place: int, version: int, correction: str) -> Code:
    drawn = segno.make_qr(
        text, version=version, error=correction, mode="alphanumeric", boost_error=False
    )
    row, column = divmod(place % (_COLUMNS * _ROWS), _COLUMNS)
    across = _COLUMNS * CODE_DOTS + (_COLUMNS - 1) * _GAP_DOTS
    down = _ROWS * (CODE_DOTS + _LABEL_DOTS)
    _first, letters, number, _rest = text.split(":", 3)
    return Code(
        left=(A4_DOTS[0] - across) // 2 + column * (CODE_DOTS + _GAP_DOTS),
        top=(A4_DOTS[1] - down) // 2 + row * (CODE_DOTS + _LABEL_DOTS),
        dots=CODE_DOTS // (len(drawn.matrix) + 2 * _QUIET),
        label=f"{letters} {number}",
        rows=tuple(bytes(line) for line in drawn.matrix),
    )


def _bars(code: Code) -> Iterator[tuple[int, int, int]]:
    """The dark stretches of a code: left, top and length in dots."""
    left = code.left + _QUIET * code.dots
    top = code.top + _LABEL_DOTS + _QUIET * code.dots
    for down, row in enumerate(code.rows):
        start = None
        for across, module in enumerate((*row, 0)):
            if module and start is None:
                start = across
            elif not module and start is not None:
                yield left + start * code.dots, top + down * code.dots, across - start
                start = None


def _svg(page: Sequence[Code]) -> str:
    width, height = A4_DOTS
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" '
        f'viewBox="0 0 {width} {height}">',
        f'<path fill="#fff" d="M0 0h{width}v{height}H0z"/>',
    ]
    for code in page:
        at = f'x="{code.left + _QUIET * code.dots}" y="{code.top + _LABEL_DOTS - 8}"'
        lines.append(
            f'<text {at} font-family="monospace" font-size="{_LETTER_DOTS}">{code.label}</text>'
        )
        bars = (
            f"M{left} {top}h{length * code.dots}v{code.dots}h-{length * code.dots}z"
            for left, top, length in _bars(code)
        )
        lines.append(f'<path shape-rendering="crispEdges" d="{"".join(bars)}"/>')
    return "\n".join([*lines, "</svg>\n"])


def _image(page: Sequence[Code]) -> Image.Image:
    """The page in black and white; the letters in the font that comes with the library."""
    image = Image.new("1", A4_DOTS, 1)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(_LETTER_DOTS)
    for code in page:
        place = (code.left + _QUIET * code.dots, code.top + _LABEL_DOTS - _LETTER_DOTS - 12)
        draw.text(place, code.label, fill=0, font=font)
        for left, top, length in _bars(code):
            draw.rectangle((left, top, left + length * code.dots - 1, top + code.dots - 1), fill=0)
    return image


def _saved(image: Image.Image, form: str) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, dpi=(DOTS_AN_INCH, DOTS_AN_INCH))
    return stream.getvalue()
