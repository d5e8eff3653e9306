"""One entry proved: the way from its leaf to a signed root, drawn; and the heads of a log."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.node.clock import shown_reference
from wasl.web.handing import File, hand_over
from wasl.web.menu import ALL
from wasl.web.telling import case_path, told_act
from wasl.web.visit import Page, Visit

SIDES = ("ours", "theirs")
SHORT = 8  # hex digits under which a hash is drawn; the list beside holds it whole
WIDTH, BOX, TALL, RISE = 330, 104, 40, 74
NAME_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One hash of the tree where it stands: the middle of its box, and what it covers."""

    x: int
    y: int
    hash: str
    covers: str
    sort: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The drawing: hashes, and the lines from each to the one above it."""

    width: int
    height: int
    hashes: tuple[Drawn, ...]
    lines: tuple[tuple[int, int, int, int], ...]


def tree_of(told: Json) -> Tree:
    """The leaf below, the signed root above; what is given stands on the side it is hashed from.

    It runs in the order of the log, earlier entries to the left, in every language.
    """
    steps, index = told["steps"], told["index"]
    bottom = RISE * len(steps) + TALL
    middle = WIDTH // 2
    hashes = [_drawn((middle, bottom), told["leaf"], (index, index + 1), "leaf")]
    lines: list[tuple[int, int, int, int]] = []
    start, stop = index, index + 1
    for level, step in enumerate(steps, 1):
        below, above = bottom - RISE * (level - 1), bottom - RISE * level
        beside = BOX // 2 + 4 if step["before"] else WIDTH - BOX // 2 - 4
        covers = (step["start"], start) if step["before"] else (stop, step["stop"])
        hashes.append(_drawn((beside, below), step["given"], covers, "given"))
        start, stop = step["start"], step["stop"]
        sort = "root" if level == len(steps) else "computed"
        hashes.append(_drawn((middle, above), step["computed"], (start, stop), sort))
        for x in (middle, beside):
            lines.append((x, below - TALL // 2, middle, above + TALL // 2))
    return Tree(width=WIDTH, height=bottom + TALL, hashes=tuple(hashes), lines=tuple(lines))


def _drawn(at: tuple[int, int], digits: str, covers: tuple[int, int], sort: str) -> Drawn:
    first, last = covers[0], covers[1] - 1
    return Drawn(
        x=at[0],
        y=at[1],
        hash=digits[:SHORT],
        covers=str(first) if first == last else f"{first}–{last}",
        sort=sort,
    )


def _proof(visit: Visit) -> Response:
    """How one entry is proved, to be read here or taken away as a file."""
    entry = visit.places["entry"]
    told = visit.ask("proof", entry=entry, officer=visit.officer)
    if visit.posted:
        return hand_over(visit, "proof", told["leaf"][:NAME_DIGITS], lambda: _file(visit, told))
    known = told["kind"] != "fact"
    side = SIDES[0] if told["ours"] else SIDES[1]
    return visit.page(
        "proof.html",
        visit.speech.say("Proof of entry {index}", index=told["index"]),
        proof=told,
        head=told_head(visit, told["head"]),
        tree=tree_of(told),
        word=told_act(visit.speech, told["kind"], told["move"]),
        reference=shown_reference(told["case"]) if told["case"] and known else "",
        case_path=case_path(told["case"], told["partner"]) if told["case"] and known else "",
        side=side,
    )


def _file(visit: Visit, told: Json) -> File:
    made = visit.ask("export-given", entry=told["leaf"], officer=visit.officer)
    name = f"proof-{told['leaf'][:NAME_DIGITS]}.wasl"
    return File(name=name, content=made["text"].encode())


def told_head(visit: Visit, head: Json) -> dict[str, Any]:
    """A signed head with its receipt by the clock of whoever gave it."""
    return {**head, "received": visit.when(head["received"]) if head["received"] else ""}


def _heads(visit: Visit) -> Response:
    """The signed heads of one log, the newest first, with the receipt of the other side."""
    partner, side, before = (visit.places[name] for name in ("partner", "side", "before"))
    if side not in SIDES or not before.isdecimal() or len(before) > 12:
        raise RefusedError("no-such-page")
    told = visit.ask("log-heads", partner=partner, ours=side == "ours", before=int(before) or -1)
    title = visit.speech.say("Signed heads of the log of {partner}", partner=partner)
    if side == "ours":
        title = visit.speech.say("Signed heads of our log with {partner}", partner=partner)
    heads = [told_head(visit, head) for head in told["heads"]]
    return visit.page("heads.html", title, log=told, heads=heads, side=side)


PAGES = (
    Page(path="/proof/{entry}", show=_proof, posts=True, roles=ALL),
    Page(path="/heads/{partner}/{side}/{before}", show=_heads, roles=ALL),
)
