"""A rival under the same name: another body claims to be the counterpart, with keys of its own.

Defence: a name is bound to the statement compared in person; a rival is shown beside it, and
the link that stands is untouched (trust.md §3.4).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.memory_store import MemoryStore
from tests.world import ALGIERS, TRIPOLI, Service, World, report, service
from wasl.core.errors import RefusedError
from wasl.node import ceremony
from wasl.seal.card import Card, read_card
from wasl.seal.keys import fingerprint
from wasl.seal.note import write_note


def rival_of(world: World) -> Service:
    """A body with roots, keys and officers of its own that calls itself Algiers."""
    return service(ALGIERS, MemoryStore(), world.clock, seed=99)


def card_of(one: Service) -> Card:
    """The key file it would hand to Tripoli."""
    return read_card(one.turn(lambda turn: ceremony.make_card(one.node, turn, TRIPOLI)))


def test_a_second_service_under_a_name_already_met_is_refused(world: World) -> None:
    card = card_of(rival_of(world))
    before = kept(world.tripoli)
    with pytest.raises(RefusedError, match="rival-keys"):
        world.tripoli.turn(lambda turn: ceremony.meet(world.tripoli.node, turn, card, ""))
    assert kept(world.tripoli) == before


def test_nothing_the_rival_signs_is_taken(world: World, liar: DishonestAuthor) -> None:
    rival = next(iter(rival_of(world).node.identity.keysets.values()))
    forged = liar.report()
    assert rules(liar.tell(forged, note=liar.sign(liar.head(forged), rival))) == ["unknown-key"]


def test_the_rivals_roots_cannot_bring_its_keys_into_the_log(
    world: World, liar: DishonestAuthor
) -> None:
    note = write_note(card_of(rival_of(world)).note)
    assert rules(liar.tell(liar.act("key", "introduce", note))) == ["bad-keys"]


def test_the_standing_link_goes_on(world: World) -> None:
    card = card_of(rival_of(world))
    with pytest.raises(RefusedError, match="rival-keys"):
        world.tripoli.turn(lambda turn: ceremony.meet(world.tripoli.node, turn, card, ""))
    world.algiers.release(report())
    world.sync()
    assert world.algiers.own().countersigned == 5


def test_control_the_rivals_card_is_sound_and_differs_in_its_fingerprint(world: World) -> None:
    rival, real = card_of(rival_of(world)), card_of(world.algiers)
    assert rival.keys.node == real.keys.node
    assert fingerprint(rival.note.text) != fingerprint(real.note.text)
