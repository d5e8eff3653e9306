"""A bundle on paper as an officer uses it: printed, photographed, read, taken in."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from tests.cli.pair import Answer, Pair, Service
from tests.cli.test_acting import refused
from tests.cli.test_carrying import bundle, cut
from tests.world import ALGIERS, TRIPOLI

__all__ = ["cut"]

WORDS = {
    "facts": "Un véhicule blanc a été vu deux fois au poste, de nuit.",
    "link-of-person": "Le conducteur du véhicule.",
    "offence": "Trafic supposé de fuel.",
    "question": "Ce véhicule est-il connu de vos services ?",
    "why-you": "Il venait de votre territoire.",
}


def asked(service: Service) -> str:
    """A request released by this service; its case."""
    words = [word for name, text in WORDS.items() for word in (f"--{name}", text)]
    released = service.released("request", "--dossier", "terrorism", *words)
    return str(released["case"])


def printed(service: Service, partner: str, folder: Path) -> list[Path]:
    """The pages of what goes to a partner now."""
    place = folder / f"{service.home.name}.png"
    answer = service.ask(
        "sheet", "write", str(bundle(service, partner, folder)), "--out", str(place)
    )
    return [Path(name) for name in answer["files"]]


def photographed(page: Path, degrees: int) -> Path:
    """A picture of a page from the hand: turned, smaller, out of focus, grainy."""
    picture = Image.open(page).convert("L").rotate(degrees, expand=True, fillcolor=210)
    blurred = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4)).filter(
        ImageFilter.GaussianBlur(1)
    )
    seen = ImageChops.add(blurred, Image.effect_noise(blurred.size, 25), 1, -128)
    path = page.with_suffix(".jpg")
    seen.save(path, quality=50)
    return path


def taken(service: Service, folder: Path, *pictures: Path) -> Answer:
    """The pictures read, and the bundle they hold taken in."""
    read = service.ask("sheet", "read", *map(str, pictures), "--out", str(folder))
    return service.run("bundle", "in", read["file"])


def test_a_request_goes_by_paper_and_its_receipt_comes_back_by_paper(
    cut: Pair, settled: Path
) -> None:
    case = asked(cut.algiers)
    pages = printed(cut.algiers, TRIPOLI, settled)
    pictures = [photographed(page, degrees) for page, degrees in zip(pages, (7, 95), strict=True)]
    answer = taken(cut.tripoli, settled, *reversed(pictures))
    assert (answer.code, "1 entry came." in answer.out) == (0, True)
    assert cut.tripoli.ask("case", case)["kind"] == "request"
    back = [photographed(page, -4) for page in printed(cut.tripoli, ALGIERS, settled)]
    answer = taken(cut.algiers, settled, *back)
    assert (answer.code, "1 receipt came." in answer.out) == (0, True)
    assert "received" in cut.algiers.ask("case", case)["entries"][0]["carriage"]


def test_what_is_missing_is_named_and_nothing_is_written(cut: Pair, settled: Path) -> None:
    asked(cut.algiers)
    pages = printed(cut.algiers, TRIPOLI, settled)
    place = settled / "read.wasl"
    answer = cut.tripoli.run("sheet", "read", str(pages[1]), "--out", str(place))
    refused(answer, "missing-parts")
    assert ("missing=1, 2, 3, 4, 5, 6" in answer.err, place.exists()) == (True, False)


def test_a_page_of_another_sheet_is_named_and_the_sheet_is_whole(cut: Pair, settled: Path) -> None:
    asked(cut.algiers)
    pages = printed(cut.algiers, TRIPOLI, settled)
    other = printed(cut.tripoli, ALGIERS, settled)
    blank = settled / "blank.png"
    Image.new("L", (200, 200), 255).save(blank)
    pictures = [str(path) for path in (*pages, other[-1], blank)]
    answer = cut.tripoli.run("sheet", "read", *pictures, "--out", str(settled / "read.wasl"))
    assert (answer.code, "is whole" in answer.out) == (0, True)
    assert ("foreign-part" in answer.err, "no-code, file=blank.png" in answer.err) == (True, True)


@pytest.mark.parametrize("ending", ["pdf", "svg"])
def test_a_sheet_is_printed_in_the_form_its_name_asks_for(
    cut: Pair, settled: Path, ending: str
) -> None:
    file = bundle(cut.algiers, TRIPOLI, settled)
    answer = cut.algiers.run("sheet", "write", str(file), "--out", str(settled / f"out.{ending}"))
    assert (answer.code, "and a spare one" in answer.out) == (0, True)
    (made,) = settled.glob(f"out*.{ending}")
    begins = {"pdf": b"%PDF-", "svg": b"<svg "}[ending]
    assert (made.read_bytes()[:5], made.stat().st_mode & 0o077) == (begins, 0)
    again = cut.algiers.run("sheet", "write", str(file), "--out", str(made))
    refused(again, "file-exists")


def test_a_form_nobody_prints_is_wrong_usage(pair: Pair, settled: Path) -> None:
    answer = pair.algiers.run("sheet", "write", "x.wasl", "--out", str(settled / "out.docx"))
    assert (answer.code, "--out does not take this value" in answer.err) == (2, True)


def test_what_is_no_bundle_is_not_printed(pair: Pair, settled: Path) -> None:
    path = settled / "x.wasl"
    path.write_bytes(b"nothing")
    refused(
        pair.algiers.run("sheet", "write", str(path), "--out", str(settled / "out.pdf")),
        "malformed",
    )


def test_a_bundle_is_never_written_over(cut: Pair, settled: Path) -> None:
    pages = printed(cut.algiers, TRIPOLI, settled)
    place = settled / "kept.wasl"
    place.write_bytes(b"kept")
    answer = cut.tripoli.run("sheet", "read", *map(str, pages), "--out", str(place))
    refused(answer, "file-exists")
    assert place.read_bytes() == b"kept"
