"""The codes a camera or a scanner saw: texts from outside, nothing more.

Only PNG and JPEG are opened, within limits on bytes and points; what the readers of images say
of a bad one becomes a refusal. A file that is no image is a list of lines a scanner typed.
"""

import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image, ImageFilter

from wasl.core.errors import RefusedError
from wasl.transport.sheet import Part, is_part, read_part, read_typed

FILE_LIMIT_BYTES = 64 * 2**20
POINTS_LIMIT = 64_000_000
CODES_LIMIT = 256  # in one file; a page holds six

_FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one file showed: parts, those turned away by name, and codes of other things."""

    parts: tuple[Part, ...]
    refused: tuple[RefusedError, ...]
    other_codes: int


def look_at(untrusted_file: bytes) -> Seen:
    """The parts in an image, or in lines that a scanner typed.

    Refuses ``too-large``, ``damaged-image`` and ``no-code`` for a file without any code.
    """
    if len(untrusted_file) > FILE_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": FILE_LIMIT_BYTES})
    pictured = untrusted_file.startswith(_IMAGES)
    texts = _texts_in(_opened(untrusted_file)) if pictured else _lines_of(untrusted_file)
    if not texts:
        raise RefusedError("no-code")
    parts: list[Part] = []
    refused: list[RefusedError] = []
    other = 0
    for text in texts[:CODES_LIMIT]:
        if pictured and not is_part(text):
            other += 1
            continue
        try:
            parts.append(read_part(text) if pictured else read_typed(text))
        except RefusedError as refusal:
            refused.append(refusal)
    return Seen(parts=tuple(parts), refused=tuple(refused), other_codes=other)


def _lines_of(untrusted_file: bytes) -> list[str]:
    """Each line that is not empty; spaces count, since base45 has one."""
    text = untrusted_file.decode("utf-8", "replace")
    lines = (line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n"))
    return [line for line in lines if line.strip()]


def _opened(untrusted_file: bytes) -> Image.Image:
    """The image in shades of grey, what is transparent white."""
    try:
        with warnings.catch_warnings():
            # Our own limit is lower than the one it warns of.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(untrusted_file), formats=("PNG", "JPEG")) as image:
                width, height = image.size
                if width * height > POINTS_LIMIT:
                    raise RefusedError("too-large", {"limit": POINTS_LIMIT, "what": "points"})
                return _grey(image)
    except (
        OSError,
        ValueError,
        TypeError,
        SyntaxError,
        EOFError,
        struct.error,
        OverflowError,
        MemoryError,
        Image.DecompressionBombError,
    ) as error:
        raise RefusedError("damaged-image", {"why": type(error).__name__}) from error


def _grey(image: Image.Image) -> Image.Image:
    image.load()
    if image.mode in {"LA", "PA", "RGBA"} or "transparency" in image.info:
        whole = image.convert("RGBA")
        white = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(white, whole).convert("L")
    return image.convert("L")


def _texts_in(image: Image.Image) -> list[str]:
    """Every text found, each once, in the order of their first sight."""
    found: dict[str, None] = {}
    for seen in _views(image):
        found.update(dict.fromkeys(seen))
    return list(found)


def _views(image: Image.Image) -> Iterator[list[str]]:
    """The codes seen in the image as it is, blurred, and in another size.

    Paper has a grain and cameras shake: what one view misses another shows.
    """

    def seen(view: Image.Image) -> list[str]:
        codes = zxingcpp.read_barcodes(view, formats=_FORMATS)
        return [code.text for code in codes]

    yield seen(image)
    yield seen(image.filter(ImageFilter.GaussianBlur(1.5)))
    width, height = image.size
    half = (max(width // 2, 1), max(height // 2, 1))
    yield seen(image.resize(half, Image.Resampling.BOX))
    if 4 * width * height <= POINTS_LIMIT:
        yield seen(image.resize((2 * width, 2 * height), Image.Resampling.BICUBIC))
