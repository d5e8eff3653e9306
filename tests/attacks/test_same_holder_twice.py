"""The same holder twice: one person makes up a threshold of two.

Defence: holders are counted, never lines, and no statement may list one holder, number or key
in two places (trust.md §2).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, next_keys, rules
from tests.world import World, signed
from wasl.core.errors import RefusedError
from wasl.seal.keys import Keys, keys_text, read_keys
from wasl.seal.note import Note, write_note
from wasl.seal.roots import check_roots


def test_the_lines_of_one_holder_repeated_count_once(world: World, liar: DishonestAuthor) -> None:
    text = keys_text(next_keys(world.algiers)[1])
    holder = world.algiers.roots[0]
    note = write_note(signed(text, [holder, holder]))
    assert rules(liar.tell(liar.act("key", "introduce", note))) == ["too-few-roots"]


@pytest.mark.parametrize("twin", ["holder", "number", "ed25519", "mldsa65"])
def test_a_statement_that_lists_one_holder_in_two_places_is_refused(
    world: World, liar: DishonestAuthor, twin: str
) -> None:
    keys = with_twin(next_keys(world.algiers)[1], twin)
    note = write_note(signed(keys_text(keys), world.algiers.roots[:2]))
    assert rules(liar.tell(liar.act("key", "introduce", note))) == ["bad-keys"]


def test_control_two_lines_of_one_holder_are_each_valid(world: World) -> None:
    text = keys_text(next_keys(world.algiers)[1])
    one, other = signed(text, world.algiers.roots[:1]), signed(text, world.algiers.roots[1:2])
    keys = read_keys(one)
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_roots(one, keys)
    check_roots(Note(text=text, lines=(*one.lines, *other.lines)), keys)


def with_twin(keys: Keys, field: str) -> Keys:
    """The statement with one field of its first root also in its second."""
    first, second, *rest = keys.roots
    twin = second.model_copy(update={field: getattr(first, field)})
    return keys.model_copy(update={"roots": (first, twin, *rest)})
