"""``vectors/hello`` and ``vectors/confirm`` through the door for greetings."""

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.memory_store import MemoryStore
from tests.tree import ROOT
from tests.world import VirtualClock, service
from tools.make_greeting_vectors import ARRANGEMENT, HEARER, SPEAKER, text_of, vectors
from wasl.core.errors import RefusedError
from wasl.core.log import EMPTY_RANGE
from wasl.node import ceremony
from wasl.node.desk import keep_statement
from wasl.node.greetings import greet
from wasl.node.node import Node
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow, LinkRow, PartnerRow
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Confirm, Epoch, Head, read_greeting

FOLDER = ROOT / "vectors"
KEYS = json.loads((FOLDER / "keys" / "first_version_accepted.json").read_text(encoding="utf-8"))
CASES = {path: json.loads((FOLDER / path).read_text(encoding="utf-8")) for path, _ in vectors()}
KINDS = {"hello": FrameKind.HELLO, "confirm": FrameKind.CONFIRM}

Json = dict[str, Any]


def _hear(case: Json) -> tuple[Node, LinkRow, str]:
    """The hearer after it took the note of a vector; the rule it refused by, if it did."""
    hearer = service(HEARER, MemoryStore(), VirtualClock(), 1)
    node = hearer.node
    node.boot = case["state"]["boot"]
    rule = ""

    def job(turn: Turn) -> LinkRow:
        sha256 = keep_statement(turn, KEYS["note"].encode())
        turn.put_partner(PartnerRow(node=SPEAKER, keys_sha256=sha256, met_us=0, url=""))
        link = ceremony.open_link(node, turn, SPEAKER, ARRANGEMENT)
        _place(node, turn, link, case)
        return link

    link: LinkRow = hearer.turn(job)
    frame = Frame(kind=KINDS[case["kind"]], payload=case["note"].encode())
    try:
        hearer.turn(lambda turn: greet(node, turn, node.book(turn, link), frame))
    except RefusedError as refusal:
        rule = refusal.rule
    return node, link, rule


def _place(node: Node, turn: Turn, link: LinkRow, case: Json) -> None:
    """Both logs hold the leaves of the vector; the session waits as it says."""
    state = case["state"]
    spoken_of, other = (
        (link.theirs, link.own) if case["kind"] == "hello" else (link.own, link.theirs)
    )
    _grow(turn, spoken_of, state["leaves"], state)
    _grow(turn, other, state.get("their_leaves", []), {})
    session = node.session(link.own)
    session.their_boot, session.met = state["their_boot"], state.get("met", False)
    if state.get("pending"):
        session.epoch = Epoch(**state["pending"]["epoch"])
        session.nonce = state["pending"]["nonce"]
    if state.get("their_hello"):
        session.greeted_by = state["their_hello"]["boot"]
        session.their_start = Head(**state["their_hello"]["base"])


def _grow(turn: Turn, name: str, leaves: list[str], state: Json) -> None:
    log = turn.log(name)
    assert log is not None
    hashes = [bytes.fromhex(leaf) for leaf in leaves]
    turn.add_entries([_row(name, index, leaf) for index, leaf in enumerate(hashes)])
    grown = EMPTY_RANGE.extend(hashes)
    known = state.get("known", {"n": 0, "r": ""})
    held = replace(
        log,
        size=grown.size,
        peaks=grown.to_bytes(),
        countersigned=state.get("countersigned", 0),
        epoch_number=known["n"],
        epoch_random=known["r"],
    )
    turn.swap_log(held, size=log.size, peaks=log.peaks)


def _row(link: str, index: int, leaf: bytes) -> EntryRow:
    return EntryRow(
        link=link, index=index, leaf=leaf, entry=b"", case="", kind="fact", move="deliver",
        seen=0, rule="", body_rule="", at_us=0,
    )  # fmt: skip


def _outcome(node: Node, link: LinkRow) -> str:
    """What a confirm did to the epoch it answers."""
    session = node.session(link.own)
    if session.ignored:
        return "ignored"
    if session.healing:
        return "healing"
    if session.confirmed:
        return "confirmed"
    return "renewed" if session.epoch is None else "waiting"


def test_the_vectors_are_those_that_the_tool_writes() -> None:
    held = {path: (FOLDER / path).read_text(encoding="utf-8") for path in CASES}
    assert held == {path: text_of(case) for path, case in vectors()}


@pytest.mark.parametrize("path", [path for path, case in CASES.items() if "answer" in case])
def test_a_hello_is_answered_by_its_confirm(path: str) -> None:
    node, link, rule = _hear(CASES[path])
    assert rule == ""
    confirm, _ = read_greeting(node.session(link.own).owes_confirm, Confirm)
    assert confirm.model_dump() == CASES[path]["answer"]


@pytest.mark.parametrize("path", [path for path, case in CASES.items() if "outcome" in case])
def test_a_confirm_does_to_the_epoch_what_the_vector_says(path: str) -> None:
    node, link, rule = _hear(CASES[path])
    assert rule == ""
    assert _outcome(node, link) == CASES[path]["outcome"]
    assert path.endswith("_refused.json") == (CASES[path]["outcome"] == "ignored")


@pytest.mark.parametrize("path", [path for path, case in CASES.items() if "rule" in case])
def test_a_greeting_is_refused_by_the_rule_of_its_vector(path: str) -> None:
    node, link, rule = _hear(CASES[path])
    assert rule == CASES[path]["rule"]
    assert path.endswith("_refused.json")
    assert not node.session(link.own).owes_confirm
    assert not node.session(link.own).confirmed
