"""``wasl warning``, ``wasl notice`` and ``wasl method`` through the command."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair
from tests.cli.test_acting import refused
from wasl.cli.bodies import goods_of
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
