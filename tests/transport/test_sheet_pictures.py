"""A sheet printed and seen again: turned, scaled, blurred, under noise and in bad light."""

import io
import random
import re
from collections.abc import Callable
from functools import cache

import pytest
import segno
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from wasl.core.errors import RefusedError
from wasl.transport import sheet_images
from wasl.transport.sheet import PARTS_LIMIT, assemble, gather, room_in, write_parts
from wasl.transport.sheet_images import POINTS_LIMIT, look_at
from wasl.transport.sheet_pages import A4_DOTS, draw_sheet, written

Change = Callable[[Image.Image], Image.Image]


def bundle_of(size: int) -> bytes:
    """Bytes that no code packs any tighter, as sealed ones are."""
    return b"WSLB1\n" + random.Random(size).randbytes(size - 6)


SMALL, LARGE = bundle_of(3_628), bundle_of(room_in(4_296) * PARTS_LIMIT)


def file_of(picture: Image.Image, form: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **({"quality": 60} if form == "JPEG" else {}))
    return stream.getvalue()


@cache
def printed(content: bytes) -> list[bytes]:
    return written(draw_sheet(content), "png")


def pages_of(content: bytes) -> list[Image.Image]:
    """The printed pages, as a camera would see them at its best."""
    return [Image.open(io.BytesIO(file)).convert("L") for file in printed(content)]


def seen_in(*files: bytes) -> bytes:
    return assemble(gather(part for file in files for part in look_at(file).parts))


def grainy(picture: Image.Image, sigma: float) -> Image.Image:
    return ImageChops.add(picture, Image.effect_noise(picture.size, sigma), 1, -128)


def photographed(picture: Image.Image) -> Image.Image:
    """Held at an angle under a lamp, on grey paper, slightly out of focus, grainy."""
    turned = picture.rotate(11, Image.Resampling.BICUBIC, expand=True, fillcolor=200)
    small = turned.resize((turned.width * 4 // 5, turned.height * 4 // 5))
    pale = ImageEnhance.Contrast(small.filter(ImageFilter.GaussianBlur(1.2))).enhance(0.5)
    lamp = (
        Image.linear_gradient("L").resize(pale.size).point(lambda value: 90 + value * 165 // 255)
    )
    return grainy(ImageChops.multiply(pale, lamp), 20)


CHANGES: dict[str, Change] = {
    "as it is": lambda picture: picture,
    "upside down": lambda picture: picture.rotate(180),
    "on its side, half the size": lambda picture: picture.rotate(90, expand=True).reduce(2),
    "turned by 37 degrees": lambda picture: picture.rotate(37, expand=True, fillcolor=255),
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "light on dark": ImageChops.invert,
    "under heavy grain": lambda picture: grainy(picture.filter(ImageFilter.GaussianBlur(2)), 60),
    "photographed": photographed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_sheet_is_read_from_pictures_of_it(change: str) -> None:
    files = [file_of(CHANGES[change](page)) for page in pages_of(SMALL)]
    assert seen_in(*reversed(files), *files) == SMALL


def test_the_largest_sheet_is_read_from_a_clean_scan() -> None:
    files = [file_of(page, "PNG") for page in pages_of(LARGE)]
    assert len(files) == 6
    assert seen_in(*files) == LARGE


def test_one_code_under_a_thumb_is_made_again_from_the_others() -> None:
    first, second = pages_of(SMALL)
    ImageDraw.Draw(first).ellipse((300, 300, 900, 900), fill=120)
    assert seen_in(file_of(first), file_of(second)) == SMALL


def test_a_page_that_was_not_photographed_is_missed_by_number() -> None:
    _first, second = pages_of(SMALL)
    with pytest.raises(RefusedError) as refused:
        seen_in(file_of(second))
    assert (refused.value.rule, refused.value.detail["missing"]) == (
        "missing-parts",
        "1, 2, 3, 4, 5, 6",
    )


# --------------------------------------------------------------------------------- what is printed


def test_what_is_printed_holds_no_date_and_no_name() -> None:
    sheet = draw_sheet(SMALL)
    (pdf,) = written(sheet, "pdf")
    assert not re.search(rb"Date|/Title|/Author|/Producer", pdf)
    png = Image.open(io.BytesIO(written(sheet, "png")[0]))
    assert set(png.info) <= {"dpi"}
    words = re.findall(r">([^<>\n]+)</text>", written(sheet, "svg")[0].decode())
    assert words == [f"{sheet.letters} {number}/6" for number in range(1, 7)]


@pytest.mark.parametrize("form", ["pdf", "png", "svg"])
def test_the_same_bundle_gives_the_same_sheet(form: str) -> None:
    small = bundle_of(600)
    assert written(draw_sheet(small), form) == written(draw_sheet(small), form)


def test_every_form_shows_the_same_codes() -> None:
    sheet = draw_sheet(SMALL)
    drawn = [file_of(_drawn(page.decode()), "PNG") for page in written(sheet, "svg")]
    assert seen_in(*drawn) == SMALL
    assert len(re.findall(rb"/Type\s*/Page\b", written(sheet, "pdf")[0])) == len(drawn) == 2


def _drawn(svg: str) -> Image.Image:
    """The dark bars of an SVG page, painted."""
    picture = Image.new("L", A4_DOTS, 255)
    draw = ImageDraw.Draw(picture)
    for bar in re.finditer(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", svg):
        left, top, width, height = map(int, bar.groups())
        draw.rectangle((left, top, left + width - 1, top + height - 1), fill=0)
    return picture


def test_a_bundle_beyond_any_sheet_is_too_large() -> None:
    for content, rule in ((LARGE + b"x", "too-large"), (b"WSLB2\n", "malformed")):
        with pytest.raises(RefusedError) as refused:
            draw_sheet(content)
        assert refused.value.rule == rule


# ------------------------------------------------------------------------ what is no sheet at all


def refusal_of(file: bytes) -> str:
    with pytest.raises(RefusedError) as refused:
        look_at(file)
    return refused.value.rule


def test_a_picture_without_codes_says_so() -> None:
    assert refusal_of(file_of(Image.new("L", (300, 300), 255))) == "no-code"
    assert refusal_of(b"\n\n") == "no-code"


def test_codes_of_other_things_are_left_out_and_counted() -> None:
    stream = io.BytesIO()
    segno.make("https://example.org/").save(stream, kind="png", scale=8)
    seen = look_at(stream.getvalue())
    assert (seen.parts, seen.refused, seen.other_codes) == ((), (), 1)


def test_a_transparent_picture_is_read_on_white() -> None:
    page = pages_of(bundle_of(600))[0]
    clear = Image.merge("LA", (page, ImageChops.invert(page)))
    assert seen_in(file_of(clear, "PNG")) == bundle_of(600)


def test_lines_a_scanner_typed_are_read_like_codes() -> None:
    lines = (
        "\ufeff"
        + "\r\n".join(["WASL1:nonsense", *write_parts(bundle_of(1_200), room_in(970))])
        + "\r\n"
    )
    seen = look_at(lines.encode())
    assert [refusal.rule for refusal in seen.refused] == ["malformed"]
    assert assemble(gather(seen.parts)) == bundle_of(1_200)


def test_a_picture_of_too_many_points_is_never_unpacked() -> None:
    wide = POINTS_LIMIT // 1_000 + 1
    stream = io.BytesIO()
    Image.new("1", (1_000, wide), 1).save(stream, "PNG")
    assert len(stream.getvalue()) < 100_000
    assert refusal_of(stream.getvalue()) == "too-large"


def test_a_file_beyond_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_images, "FILE_LIMIT_BYTES", 100)
    assert refusal_of(b"\x89PNG\r\n\x1a\n" + b"x" * 100) == "too-large"


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_from_any_damaged_picture_comes_parts_or_a_refusal(form: str) -> None:
    chance = random.Random(form)
    whole = file_of(pages_of(bundle_of(600))[0].reduce(6), form)
    rules = set()
    for _ in range(60):
        damaged = bytearray(whole[: chance.randrange(8, len(whole))])
        for _ in range(chance.randrange(4)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        try:
            look_at(bytes(damaged))
        except RefusedError as refusal:
            rules.add(refusal.rule)
    assert "damaged-image" in rules
    assert rules <= {"damaged-image", "no-code", "too-large"}
