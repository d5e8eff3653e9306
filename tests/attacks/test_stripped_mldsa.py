"""Stripped ML-DSA: the second, quantum-safe line is taken away where it is demanded.

Defence: a checkpoint over a governing entry needs the long-lived line, and a root holder counts
only with both halves of the pair (trust.md §2, step 8).
"""

from tests.attacks.forge import DishonestAuthor, kept, next_keys, rules
from tests.world import World, signed
from wasl.seal.keys import keys_text
from wasl.seal.note import Note, write_note


def introduction(world: World, *, stripped: bool = False) -> bytes:
    """A next key statement under two root holders, perhaps with one ML-DSA-65 line missing."""
    text = keys_text(next_keys(world.algiers)[1])
    note = signed(text, world.algiers.roots[:2])
    lines = note.lines[:-1] if stripped else note.lines
    return write_note(Note(text=text, lines=lines))


def test_a_checkpoint_over_a_key_entry_without_its_ml_dsa_line_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    forged = liar.act("key", "introduce", introduction(world))
    before = kept(world.tripoli)
    assert rules(liar.tell(forged, note=liar.sign(liar.head(forged)))) == ["stripped-signature"]
    assert kept(world.tripoli) == before


def test_a_statement_with_half_a_pair_of_root_lines_is_refused(
    world: World, liar: DishonestAuthor
) -> None:
    forged = liar.act("key", "introduce", introduction(world, stripped=True))
    assert rules(liar.tell(forged)) == ["stripped-signature"]


def test_an_ml_dsa_line_that_does_not_verify_is_not_overlooked(
    world: World, liar: DishonestAuthor
) -> None:
    forged = liar.act("key", "introduce", introduction(world))
    note = liar.sign(liar.head(forged), twice=True)
    broken = bytearray(note.lines[1].blob)
    broken[-1] ^= 1
    line = type(note.lines[1])(
        name=note.lines[1].name, key_id=note.lines[1].key_id, blob=bytes(broken)
    )
    outcome = liar.tell(forged, note=Note(text=note.text, lines=(note.lines[0], line)))
    assert rules(outcome) == ["bad-signature"]


def test_control_with_both_lines_the_same_entry_is_taken(
    world: World, liar: DishonestAuthor
) -> None:
    outcome = liar.tell(liar.act("key", "introduce", introduction(world)))
    assert (outcome.entries, outcome.void) == (1, 0)
