"""What officers do in a simulation: any move their half table allows, its entry filled in."""

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tests.sim.bodies import body_of
from tests.sim.party import Party, entry_of
from tests.world import PURPOSE, ROLES
from wasl.core import canonical
from wasl.core.case import PROCEDURES, opener, possible_moves
from wasl.core.exchange.body import read_body
from wasl.core.policy.judge import move_of
from wasl.core.procedure import NODE, MoveRule, Part, Side, Whose
from wasl.node import accounts, acts, audit, erasure
from wasl.node.clock import stamp
from wasl.node.ports import Look, Turn
from wasl.node.rows import EntryRow
from wasl.node.wish import Attached, Wish
from wasl.seal.note import sign

BUSINESS = tuple(name for name, kind in PROCEDURES.items() if kind.marked)
OPENINGS = {name: next(iter(PROCEDURES[name].moves)) for name in BUSINESS}
# Half of what is done is what officers do every day; the rest is anything there is.
EVERY_DAY = ("report", "request", "feedback", "note", "recall")
RECENT = 12  # cases an officer may still be working on
GRADING = {"information": "4", "scale": "4x4", "source": "X"}


def act(party: Party, chance: random.Random) -> str:
    """One act of an officer, chosen among those possible here and now; what it was, in words."""
    roll = chance.random()
    done = ""
    if roll < 0.08:
        done = _open_item(party, chance)
    elif roll < 0.12:
        done = _destroy_item(party, chance)
    elif roll < 0.17:
        done = _rule_the_link(party, chance)
    elif roll < 0.70:
        done = _go_on(party, chance)
    return done or _open_case(party, chance)


def _open_case(party: Party, chance: random.Random) -> str:
    kind = chance.choice(EVERY_DAY if chance.random() < 0.5 else BUSINESS)
    rule = PROCEDURES[kind].moves[OPENINGS[kind]]
    cited: list[str] = []
    if Part.ABOUT in rule.required:
        rows = _citable(party, rule)
        if not rows:
            kind = "report"
        else:
            count = 1 if rule.cites.kinds or kind == "question" else chance.choice((1, 1, 2))
            chosen = chance.sample(rows, min(len(rows), count))
            cited = sorted(row.leaf.hex() for row in chosen)
    fields: dict[str, Any] = {"dossier": "terrorism", "purpose": PURPOSE}
    if cited:
        fields["about"] = cited
    return _release(party, kind, OPENINGS[kind], fields, chance)


def _go_on(party: Party, chance: random.Random) -> str:
    """A further move in a case that is still open to us."""
    if any(row.seen > party.service.theirs().size for row in party.service.entries(ours=True)):
        return ""  # a half of a case may still be on its way back
    found = party.service.look(lambda look: _cases(party, look))[-RECENT:]
    for rows in chance.sample(found, len(found)):
        own = [row for row in rows if row.link == party.link.own]
        other = [row for row in rows if row.link != party.link.own]
        procedure = PROCEDURES[rows[0].kind]
        moves = [
            move
            for move in possible_moves(procedure, _moves(own), _moves(other))
            if procedure.moves[move].signers.drafts - NODE
        ]
        if moves:
            ours = not other or (bool(own) and _is_ours(own, other))
            return _move_on(party, (own if ours else other)[0], chance.choice(moves), chance)
    return ""


def _move_on(party: Party, opening: EntryRow, move: str, chance: random.Random) -> str:
    entry = entry_of(opening.entry)
    fields: dict[str, Any] = {
        "case": opening.case,
        "dossier": entry.dossier,
        "purpose": entry.purpose,
    }
    rule = PROCEDURES[opening.kind].moves[move]
    if Part.ABOUT in rule.required:
        cited = [row.leaf.hex() for row in _citable(party, rule) if row.case == opening.case]
        fields["about"] = cited[-1:] if rule.cites.kinds else list(entry.about or ())
    if rule.codes and entry.code in rule.codes and Part.CODE in rule.required:
        fields["code"] = entry.code  # what a further move repeats of its opening
    return _release(party, opening.kind, move, fields, chance)


def _rule_the_link(party: Party, chance: random.Random) -> str:
    """The arrangement is suspended by one side, or its own suspension lifted."""
    rows = party.service.look(
        lambda look: [
            row
            for log in (party.link.own, party.link.theirs)
            for row in look.entries_of_kinds(log, ("arrangement",))
        ]
    )
    own = [row for row in rows if row.link == party.link.own]
    moves = possible_moves(
        PROCEDURES["arrangement"],
        _moves(own),
        _moves([row for row in rows if row.link != party.link.own]),
    )
    wanted = "resume" if "resume" in moves else "suspend" if chance.random() < 0.2 else ""
    if wanted not in moves:
        return ""
    return _release(party, "arrangement", wanted, {"case": rows[0].case}, chance)


def _release(
    party: Party, kind: str, move: str, fields: Mapping[str, Any], chance: random.Random
) -> str:
    """The act drafted, signed by two officers and released, in one turn."""
    rule = PROCEDURES[kind].moves[move]
    filled = dict(fields)
    if PROCEDURES[kind].marked:
        filled["handling"] = ["H1"]
    body = body_of(rule) if Part.BODY in rule.required or chance.random() < 0.3 else None
    wanted = rule.required | _wished(rule, chance)
    if body is not None and b'"role"' in canonical.dumps(body):
        wanted |= {Part.RETAIN_UNTIL}
    for part in sorted(wanted):
        filled.update(_filled(party, part, rule, filled, chance))
    if Part.CODE in wanted and not filled.get("code"):
        filled["code"] = chance.choice(_codes(rule, body))
    flash = rule.signers.flash and kind == "recall" and chance.random() < 0.3
    wish = Wish(
        kind=kind,
        move=move,
        fields=filled,
        body=body,
        attached=_attached(rule, chance),
        flash=flash,
    )
    by = ("badr", "badr") if flash else _officers(rule, last=move == "validate")
    party.service.turn(lambda turn: _write(party, turn, wish, by))
    return f"{kind}.{move}"


def _write(party: Party, turn: Turn, wish: Wish, by: tuple[str, str]) -> None:
    node, devices = party.node, party.service.devices
    book = node.book(turn, turn.links()[-1])
    drafter, releaser = (accounts.officer_of(turn, officer) for officer in by)
    prepared = acts.prepare(node, turn, book, drafter, wish)
    text = acts.text_to_sign(prepared)
    draft = accounts.keep_draft(node, turn, prepared, drafter, sign(text, devices[by[0]]))
    rule = accounts.move_rule(wish.kind, wish.move)
    for role in sorted(rule.also(prepared.fields.get("code"))):
        who = next(officer for officer, held in ROLES.items() if role in held)
        vouching = accounts.officer_of(turn, who)
        draft = accounts.vouch(node, turn, draft, vouching, sign(text, devices[who]))
    lines = [] if by[0] == by[1] else [sign(text, devices[by[1]])]
    acts.release(node, turn, book, draft.id, releaser, lines)


def _officers(rule: MoveRule, *, last: bool = False) -> tuple[str, str]:
    """The first two officers who may draft and release the move; the last drafter, if asked."""
    roles = list(ROLES.items())
    return next(
        (drafter, releaser)
        for drafter, held in (reversed(roles) if last else roles)
        for releaser, other in ROLES.items()
        if (drafter == releaser) == rule.signers.solo
        and set(held) & rule.signers.drafts
        and set(other) & rule.signers.releases
    )


def _wished(rule: MoveRule, chance: random.Random) -> set[Part]:
    """Some of the parts the move may carry; those that cite need more thought than that."""
    free = sorted(rule.optional - {Part.ABOUT, Part.BODY, Part.STATEMENT, Part.OFFER_UNTIL})
    return {part for part in free if chance.random() < 0.3}


def _codes(rule: MoveRule, body: Mapping[str, Any] | None) -> list[str]:
    """The codes of a move that a body is one for."""
    codes = sorted(rule.codes)
    if rule.fits is None or rule.body is None or body is None:
        return codes
    said = read_body(rule.body, canonical.dumps(dict(body)))
    return [code for code in codes if rule.fits(code, said)]


def _filled(
    party: Party,
    part: Part,
    rule: MoveRule,
    filled: Mapping[str, Any],
    chance: random.Random,
) -> dict[str, Any]:
    now = party.clock.now()
    match part:
        case Part.OUTCOMES:
            codes = sorted(code for code in rule.codes if code != "DESTROYED_UNOPENED")
            return {"outcomes": [chance.choice(codes) for _ in filled["about"]]}
        case Part.DUE:
            return {"due": stamp(now + timedelta(days=3))}
        case Part.RETAIN_UNTIL:
            return {"retain_until": stamp(now + timedelta(days=100))}
        case Part.OFFER_UNTIL:
            return {"offer_until": stamp(now + timedelta(days=30))}
        case Part.GRADING:
            return {"grading": GRADING}
        case Part.LIKELIHOOD:
            return {"likelihood": "LIKELY"}
        case Part.URGENCY:
            return {"urgency": "OTHER"}
        case _:
            return {}


MANY_PARTS = bytes(2 * 2**20 + 5)  # packed to nothing on the way, three parts all the same


def _attached(rule: MoveRule, chance: random.Random) -> Sequence[Attached]:
    if Part.BODY not in rule.required or chance.random() > 0.1:
        return ()
    size = chance.choice((0, 10, 3_000))
    # Now and then one of several parts: a dispatch of it is a thousand times a small one.
    content = MANY_PARTS if chance.random() < 0.05 else chance.randbytes(size)
    return (Attached(content=content, media="image/png", handling=("H1",)),)


# ------------------------------------------------------------------- what is there to act upon


def _citable(party: Party, rule: MoveRule) -> list[EntryRow]:
    """The items a move may cite, but for the state they must be in."""
    cites = rule.cites
    sides = [ours for ours in (True, False) if cites.whose in {Whose.EITHER, _whose(ours)}]
    return [
        row
        for ours in sides
        for row in _items(party, ours=ours)
        if (not cites.kinds or row.kind in cites.kinds)
        and (not cites.moves or row.move in cites.moves)
    ]


def _whose(ours: bool) -> Whose:
    return Whose.OWN if ours else Whose.THEIRS


def _items(party: Party, *, ours: bool) -> list[EntryRow]:
    """Entries with a body, of business kinds, that are still here."""
    link = party.link.own if ours else party.link.theirs

    def ask(look: Look) -> list[EntryRow]:
        found = []
        for body in look.bodies(link, 0, 10**6):
            row = look.entry(link, body.index)
            if row is not None and row.kind in BUSINESS:
                found.append(row)
        return found

    rows: list[EntryRow] = party.service.look(ask)
    return rows


def _open_item(party: Party, chance: random.Random) -> str:
    rows = _items(party, ours=False)
    if not rows:
        return ""
    row = chance.choice(rows)

    def job(turn: Turn) -> None:
        book = party.node.book(turn, turn.links()[-1])
        reader = accounts.officer_of(turn, "farah")
        audit.open_item(party.node, turn, book, row, reader, PURPOSE)

    party.service.turn(job)
    return "open"


def _destroy_item(party: Party, chance: random.Random) -> str:
    """Retention: the node destroys an item of theirs by itself."""
    rows = _items(party, ours=False)
    if not rows:
        return ""
    row = chance.choice(rows)

    def job(turn: Turn) -> None:
        book = party.node.book(turn, turn.links()[-1])
        erasure.destroy(party.node, turn, book, row, "RETENTION")

    party.service.turn(job)
    return "destroy"


def _cases(party: Party, look: Look) -> list[list[EntryRow]]:
    """The business cases of the link, the one that moved last last."""
    by_case: dict[str, list[EntryRow]] = {}
    for reference in look.case_references("", 10**6):
        rows = [r for r in look.entries_of_cases([reference]) if r.kind in BUSINESS and not r.rule]
        if rows:
            by_case[reference] = rows
    return sorted(by_case.values(), key=lambda rows: max((r.index, r.link) for r in rows))


def _moves(rows: Sequence[EntryRow]) -> list[Any]:
    return [move_of(entry_of(row.entry)) for row in sorted(rows, key=lambda row: row.index)]


def _is_ours(own: Sequence[EntryRow], other: Sequence[EntryRow]) -> bool:
    return opener(_moves(own), _moves(other)) is Side.ORIGINATOR
