"""The two roads as an officer uses them: a call, and a file that somebody carries."""

from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service, report_file, serving
from tests.cli.test_acting import refused
from tests.world import ALGIERS, TRIPOLI
from wasl.node import desk
from wasl.node.act import node_act
from wasl.node.ports import Turn


@pytest.fixture
def cut(fresh: Pair) -> Pair:
    """Two services that had a line until now: both runs are confirmed, and nothing is owed."""
    fresh.exchange()
    return fresh


def reported(service: Service, folder: Path) -> str:
    """A report released by this service; its case."""
    case: str = service.released("report", report_file(folder), "--dossier", "terrorism")["case"]
    return case


def bundle(service: Service, partner: str, folder: Path) -> Path:
    answer = service.ask("bundle", "out", partner, "--to", str(folder))
    return Path(answer["file"])


# ------------------------------------------------------------------------------------ the bundle


def test_the_work_goes_on_by_bundle_when_the_line_is_cut(cut: Pair, settled: Path) -> None:
    case = reported(cut.algiers, settled)
    there = bundle(cut.algiers, TRIPOLI, settled)
    answer = cut.tripoli.run("bundle", "in", str(there))
    assert (answer.code, "1 entry came." in answer.out) == (0, True)
    assert "Nothing is missing from liaison.dz.example." in answer.out
    cut.algiers.ask("bundle", "in", str(bundle(cut.tripoli, ALGIERS, settled)))
    assert "received" in cut.algiers.ask("case", case)["entries"][0]["carriage"]


def test_a_bundle_taken_twice_does_nothing_more(cut: Pair, settled: Path) -> None:
    reported(cut.algiers, settled)
    file = str(bundle(cut.algiers, TRIPOLI, settled))
    cut.tripoli.ask("bundle", "in", file)
    again = cut.tripoli.ask("bundle", "in", file)
    assert (again["report"]["entries"], again["report"]["refused"]) == (0, [])


def test_a_bundle_that_was_changed_is_refused_by_name(cut: Pair, settled: Path) -> None:
    reported(cut.algiers, settled)
    file = bundle(cut.algiers, TRIPOLI, settled)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    answer = cut.tripoli.run("bundle", "in", str(file))
    assert (answer.code, "Refused:" in answer.out, "Traceback" in answer.err) == (1, True, False)


def test_a_bundle_that_was_cut_is_read_as_far_as_it_goes(cut: Pair, settled: Path) -> None:
    reported(cut.algiers, settled)
    file = bundle(cut.algiers, TRIPOLI, settled)
    file.write_bytes(file.read_bytes()[:-40])
    answer = cut.tripoli.run("bundle", "in", str(file))
    whole = cut.tripoli.run("bundle", "in", str(bundle(cut.algiers, TRIPOLI, settled)))
    assert (answer.code, "Readable up to 1 of 2." in answer.out) == (1, True)
    assert (whole.code, "Readable up to 2 of 2." in whole.out) == (0, True)


def test_a_gap_is_named(cut: Pair, settled: Path) -> None:
    _deliver_many(cut.algiers, desk.SLICE + 1)
    file = bundle(cut.algiers, TRIPOLI, settled)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1  # within the dispatch that holds the first thousand
    file.write_bytes(content)
    held = cut.tripoli.node.ask("link-state", {"partner": ALGIERS})["held"]
    answer = cut.tripoli.run("bundle", "in", str(file))
    assert f"Missing: entries {held} to {held + 999} of liaison.dz.example." in answer.out


def _deliver_many(service: Service, count: int) -> None:
    """Facts of the node about the first entry of the partner."""
    node = service.node.node

    def job(turn: Turn) -> None:
        link = node.link_with(turn, TRIPOLI)
        row = turn.entry(link.theirs, 0)
        assert row is not None
        fields = {"about": [row.leaf.hex()], "code": "duty", "kind": "fact", "move": "deliver"}
        acts = [node_act(node, fields)] * count
        desk.append(node, turn, node.book(turn, link), acts)

    service.node.writer.ask(job)


@pytest.mark.parametrize("content", [b"", b"WSLB1\n", b"\x00" * 5_000, b"WSLB1\n\xff"])
def test_a_file_that_is_no_bundle_is_refused(cut: Pair, settled: Path, content: bytes) -> None:
    path = settled / "stick.wasl"
    path.write_bytes(content)
    answer = cut.tripoli.run("bundle", "in", str(path))
    assert (answer.code, "malformed" in answer.out, "Traceback" in answer.err) == (1, True, False)


def test_a_bundle_that_is_not_there_is_asked_for_again_later(cut: Pair, settled: Path) -> None:
    answer = cut.tripoli.run("bundle", "in", str(settled / "gone.wasl"))
    assert (answer.code, "no-file" in answer.err) == (75, True)


def test_no_bundle_is_made_for_a_stranger(cut: Pair, settled: Path) -> None:
    answer = cut.tripoli.run("bundle", "out", "nobody.example", "--to", str(settled))
    refused(answer, "no-such-partner")


# -------------------------------------------------------------------------------------- the line


def test_a_call_brings_both_sides_up_to_date(fresh: Pair, settled: Path) -> None:
    with fresh.line_to(fresh.tripoli) as url:
        fresh.algiers.node.ask("partner-url", {"partner": TRIPOLI, "url": url})
        reported(fresh.algiers, settled)
        answer = fresh.algiers.run("sync")
    assert (answer.code, "Called liaison.ly.example." in answer.out) == (0, True)
    assert "1 entry of ours was receipted." in answer.out
    assert fresh.tripoli.ask("tray", "--officer", "badr")["delivered"] > 0


def test_a_call_without_news_says_that_nothing_came(fresh: Pair) -> None:
    with fresh.line_to(fresh.tripoli) as url:
        fresh.algiers.node.ask("partner-url", {"partner": TRIPOLI, "url": url})
        fresh.algiers.ask("sync", TRIPOLI)
        (answer,) = fresh.algiers.ask("sync", TRIPOLI)
    assert (answer["came"], answer["receipted"]) == (0, 0)


def test_a_line_that_is_down_leaves_everything_as_it_was(fresh: Pair, settled: Path) -> None:
    asked = {"partner": TRIPOLI, "url": "https://127.0.0.1:9"}
    fresh.algiers.node.ask("partner-url", asked)
    reported(fresh.algiers, settled)
    answer = fresh.algiers.run("sync")
    assert (answer.code, "waits for its place" in answer.out) == (75, True)


def test_a_partner_without_an_address_is_not_called(pair: Pair) -> None:
    assert "nobody was called" in pair.algiers.run("sync").out
    refused(pair.algiers.run("sync", TRIPOLI), "no-url")
    refused(pair.algiers.run("sync", "nobody.example"), "no-such-partner")


def test_a_verb_is_the_node_for_its_duration_where_none_runs(resting: Pair, settled: Path) -> None:
    case = reported(resting.algiers, settled)
    with serving(resting, resting.tripoli), resting.line_to(resting.tripoli) as url:
        resting.algiers.ask("partner", "url", TRIPOLI, url)
        (answer,) = resting.algiers.ask("sync")
        assert (answer["receipted"], answer["state"]["waiting"]) == (1, 0)
        assert resting.tripoli.ask("case", case)["states"] == ["released", "none"]
    assert "received" in resting.algiers.ask("case", case)["entries"][0]["carriage"]
