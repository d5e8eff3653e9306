"""A hostile prekey: one that nobody can seal to, or whose last day breaks a calendar.

Defence: it is looked at before it is kept; what cannot be used is not adopted, and the entry
that told it still counts (trust.md §8, steps 14 to 16).
"""

from base64 import b64decode, b64encode

import pytest

from tests.attacks.forge import DishonestAuthor, neighbour, rejected, rules
from tests.world import World, report
from wasl.node.ports import Look
from wasl.node.rows import TheirPrekeyRow
from wasl.seal.envelope import write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import AnnouncedPrekey, Epoch, Head, Hello, write_greeting

BAD = {
    "base64 of no length": {"x25519": "A"},
    "a short key": {"x25519": "AAAA"},
    "a point of small order": {"x25519": "A" * 43 + "="},
    "a lattice key out of range": {"mlkem768": "/" * 1_579 + "="},
    "a day no calendar has": {"until": "2026-02-30T08:00:00Z"},
    "the end of the calendar": {"until": "9999-12-31T23:59:59-14:00"},
    "the beginning of the calendar": {"until": "0001-01-01T00:00:00+14:00"},
}


@pytest.mark.parametrize("fault", BAD)
def test_the_entry_counts_and_the_log_goes_on(
    world: World, liar: DishonestAuthor, fault: str
) -> None:
    outcome = liar.tell(liar.fact("prekey", liar.told_prekeys(BAD[fault])))
    assert (rules(outcome), outcome.entries) == ([], 1)
    world.tripoli.release(report(audience=[world.algiers.name]))
    assert world.tripoli.out()


@pytest.mark.parametrize("fault", BAD)
def test_nobody_seals_to_it(liar: DishonestAuthor, fault: str) -> None:
    before = their_prekeys(liar)
    liar.tell(liar.fact("prekey", liar.told_prekeys(BAD[fault])))
    assert their_prekeys(liar) == before


@pytest.mark.parametrize("until", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_hello_cannot_break_the_calendar_either(
    world: World, liar: DishonestAuthor, until: str
) -> None:
    told = liar.told_prekeys()["prekeys"][0]
    lattice, classic = b64decode(told["mlkem768"]), b64decode(told["x25519"])
    head = liar.head()
    said = Hello(
        base=Head(root=head.root.hex(), size=head.size),
        boot="b" * 16,
        epoch=Epoch(n=2, r="e" * 16),
        link=liar.link.theirs,
        nonce="0" * 32,
        prekey=AnnouncedPrekey(
            id=told["id"], public=b64encode(lattice + classic).decode(), until=until
        ),
    )
    note = write_greeting(said, liar.keys.author)
    liar.send(write_open([Frame(kind=FrameKind.HELLO, payload=note)]))
    assert world.tripoli.out()


def test_the_prekey_of_another_partner_is_not_taken_over(
    world: World, liar: DishonestAuthor
) -> None:
    beside = neighbour(world)
    tunis = DishonestAuthor(beside.algiers, beside.tripoli)
    before = their_prekeys(liar)
    tunis.tell(tunis.fact("prekey", tunis.told_prekeys({"id": before[-1].id.hex()})))
    assert their_prekeys(liar) == before


def test_control_a_good_prekey_told_the_same_way_is_adopted(liar: DishonestAuthor) -> None:
    before = their_prekeys(liar)
    assert rejected(liar.victim) == []
    liar.tell(liar.fact("prekey", liar.told_prekeys(count=2)))
    assert len(their_prekeys(liar)) == len(before) + 2


def their_prekeys(liar: DishonestAuthor) -> list[TheirPrekeyRow]:
    """What the victim would seal to."""
    theirs = liar.link.theirs

    def ask(look: Look) -> list[TheirPrekeyRow]:
        return list(look.their_prekeys(theirs))

    found: list[TheirPrekeyRow] = liar.victim.look(ask)
    return found
