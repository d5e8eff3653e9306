"""A key of small order: one public point under which one signature fits any text.

Defence: such keys are refused where they are introduced (trust.md §13); the library takes them.
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, next_keys, rules
from tests.world import TRIPOLI, World, signed
from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.node import ceremony
from wasl.seal.card import read_card
from wasl.seal.keys import Keys, NodeKey, keys_text
from wasl.seal.note import KeyKind, Line, Note, VerifyKey, verify, write_note

WEAK = b"\x01" + bytes(31)
EVERYBODYS_SIGNATURE = WEAK + bytes(32)


def weak_keys(world: World, place: str) -> Keys:
    """The next key statement of Algiers with a weak key in one of its lists."""
    _, keys = next_keys(world.algiers)
    held: tuple[NodeKey, ...] = getattr(keys, place)
    return keys.model_copy(update={place: (held[0].model_copy(update={"public": WEAK}),)})


@pytest.mark.parametrize("place", ["author", "witness"])
def test_a_weak_key_is_not_introduced_in_the_log(
    world: World, liar: DishonestAuthor, place: str
) -> None:
    note = signed(keys_text(weak_keys(world, place)), world.algiers.roots[:2])
    before = kept(world.tripoli)
    outcome = liar.tell(liar.act("key", "introduce", write_note(note)))
    assert rules(outcome) == ["unsafe-key"]
    assert kept(world.tripoli) == before


def test_a_weak_root_is_not_introduced(world: World, liar: DishonestAuthor) -> None:
    _, keys = next_keys(world.algiers)
    root = keys.roots[2].model_copy(update={"ed25519": WEAK})
    weak = keys.model_copy(update={"roots": (*keys.roots[:2], root)})
    note = signed(keys_text(weak), world.algiers.roots[:2])
    assert rules(liar.tell(liar.act("key", "introduce", write_note(note)))) == ["unsafe-key"]


def test_a_weak_key_in_a_key_file_is_refused_before_anybody_compares(world: World) -> None:
    card = world.algiers.turn(lambda turn: ceremony.make_card(world.algiers.node, turn, TRIPOLI))
    sheet = canonical.loads(card)
    note = signed(keys_text(weak_keys(world, "author")), world.algiers.roots[:2])
    forged = canonical.dumps({**sheet, "keys": write_note(note).decode()})
    with pytest.raises(RefusedError, match="unsafe-key"):
        read_card(forged)


@pytest.mark.parametrize("text", ["one thing\n", "another thing\n", "anything\n"])
def test_control_under_a_weak_key_one_signature_fits_any_text(text: str) -> None:
    key = VerifyKey(name="liaison.dz.example/wasl", kind=KeyKind.ED25519, public=WEAK)
    line = Line(name=key.name, key_id=key.key_id, blob=EVERYBODYS_SIGNATURE)
    assert [found.key for found in verify(Note(text=text, lines=(line,)), [key])] == [key]
