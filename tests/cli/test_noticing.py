"""``wasl warning``, ``wasl notice`` and ``wasl method`` through the command."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair
from tests.cli.test_acting import refused
from wasl.cli.goods import goods_of
from wasl.core.errors import RefusedError

SEIZED = (
    "notice",
    *("--number", "12/2026", "--date", "2026-03-01", "--agency", "Brigade inventée"),
    *("--place", "Puits du Nord", "--dossier", "borders", "--officer", "badr"),
)
RESIN = ("--code", "SEIZURE", "--goods", "CANNABIS_RESIN:12.5:KG")


def test_a_seizure_is_told_in_the_units_it_was_counted_in(pair: Pair, settled: Path) -> None:
    pair.exchange()
    draft = pair.algiers.ask(*SEIZED, *RESIN, "--goods", "TRAMADOL:4000:TABLET:ESTIMATED")["draft"]
    shown = pair.algiers.node.ask("read-draft", {"draft": draft, "officer": "badr"})["body"][
        "goods"
    ]
    assert [(one["thousandths"], one["unit"], one["basis"]) for one in shown] == [
        (12_500, "KG", "NET"),
        (4_000_000, "TABLET", "ESTIMATED"),
    ]
    assert pair.algiers.run("release", draft, "--officer", "elias", "--yes").code == 0


def test_the_code_says_what_the_notice_holds(pair: Pair, settled: Path) -> None:
    refused(pair.algiers.run(*SEIZED, "--code", "INCIDENT", *RESIN[2:]), "bad-body")
    refused(pair.algiers.run(*SEIZED, "--code", "SEIZURE"), "bad-body")
    assert pair.algiers.run(*SEIZED, "--code", "INCIDENT", "--incident", "CROSSING").code == 0


@pytest.mark.parametrize("word", ["FUEL", "FUEL:1", "FUEL:1,5:L", "FUEL:1.2345:L", "FUEL:-1:L"])
def test_goods_that_cannot_be_read_are_refused(word: str) -> None:
    with pytest.raises(RefusedError, match="bad-body"):
        goods_of(word)


def test_a_quantity_keeps_every_place(pair: Pair) -> None:
    assert goods_of("gold:0.075:kg:gross") == {
        "basis": "GROSS",
        "commodity": "GOLD",
        "thousandths": 75,
        "unit": "KG",
    }


def test_a_warning_leaves_at_once_under_flash(pair: Pair, settled: Path) -> None:
    pair.exchange()
    words = ("warning", "--threat", "Convoi armé sur la piste.", "--dossier", "borders")
    told = pair.algiers.ask(*words, "--officer", "badr", "--flash")
    assert told["released"]["state"] == "released"


def test_a_method_is_shared_without_a_person(pair: Pair, settled: Path) -> None:
    assert "--person" not in pair.algiers.run("method", "share", "--help").out
    told = ("method", "--title", "Double fond.", "--fr", "Sous le plancher.")
    assert pair.algiers.run(*told, "--dossier", "borders", "--officer", "amel").code == 0


def test_a_notice_has_an_option_for_all_that_a_seizure_form_asks(
    pair: Pair, settled: Path
) -> None:
    pair.exchange()
    more = (
        *("--time", "04:30", "--precision-days", "1", "--place-type", "TRACK"),
        *("--admin1", "Wilaya inventée", "--admin2", "Daïra inventée"),
        *("--concealment", "Sous le plancher.", "--concealment-place", "double fond"),
        *("--transport", "TRUCK", "--vehicle", "camion inventé", "--departure", "Puits du Sud"),
        *("--transit", "Puits de l'Est", "--destination", "Ville inventée", "--sample-kept"),
        *("--destruction-reference", "PV 7", "--involved", "SUSPECT:2:DZ", "--retain-days", "90"),
    )
    goods = ("--goods", "CANNABIS_RESIN:12.5:KG:GROSS;form=resin;name=zatla;packages=3;lab=L 12;"
             "purity=120;logo=étoile;price=100 par plaque")  # fmt: skip
    told = pair.algiers.released(
        *SEIZED[:-2], "--code", "SEIZURE", *goods, *more, by=("badr", "elias")
    )
    pair.exchange()
    words = ("open", told["case"], "--purpose", "PREVENT_TERRORISM", "--officer", "amel")
    opened = pair.tripoli.ask(*words)
    assert opened["body"]["goods"] == [
        {
            "basis": "GROSS",
            "commodity": "CANNABIS_RESIN",
            "form": "RESIN",
            "lab_reference": "L 12",
            "logo": "étoile",
            "name": "zatla",
            "packages": 3,
            "price_claimed": "100 par plaque",
            "purity_permille": 120,
            "thousandths": 12_500,
            "unit": "KG",
        }
    ]
    assert opened["body"]["involved"] == [{"count": 2, "nationality": "DZ", "role": "SUSPECT"}]
    assert opened["body"]["place"]["admin2"]["written"] == "Daïra inventée"
    assert opened["body"]["transit"][0]["name"]["written"] == "Puits de l'Est"
    assert opened["masses"] == [
        {"commodity": "CANNABIS_RESIN", "factors": "kg/1", "kg_millionths": 12_500_000}
    ]
    assert "by the table kg/1: cannabis resin 12.5" in pair.tripoli.run(*words).out


@pytest.mark.parametrize("word", ["FUEL:1:L;colour=red", "FUEL:1:L;packages=some", "FUEL:1:L;"])
def test_what_else_is_said_of_goods_is_known_or_refused(word: str) -> None:
    with pytest.raises(RefusedError, match="bad-body"):
        goods_of(word)
