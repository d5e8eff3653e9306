"""Bidi text: letters that are shown in an order other than their own, or not at all.

Defence: identifiers are ASCII or plain lines; prose carries no override; a name from outside
that would not be shown as it is, is refused (trust.md §8 step 16, reliability.md T10).
"""

import pytest

from tests.attacks.forge import DishonestAuthor, kept, next_keys, rejected, rules
from tests.world import World, signed
from wasl.seal.keys import keys_text
from wasl.seal.note import write_note

OVERRIDES = ["\u202d", "\u202e"]
HIDDEN = ["\u200b", "\u200e", "\u2066", "\ufeff", "\u2028", "\x07"]


def body_of(**changes: object) -> dict[str, object]:
    """A report's body with these fields."""
    return {"text": {"fr": "Texte"}, "title": {"fr": "Saisie"}, **changes}


@pytest.mark.parametrize("letter", [*OVERRIDES, "\x07", "\r"])
def test_prose_that_turns_letters_round_is_destroyed(
    world: World, liar: DishonestAuthor, letter: str
) -> None:
    body = body_of(text={"fr": f"versé à {letter}4711"})
    assert liar.tell(liar.report(body=body)).bodies_refused == 1
    assert rejected(world.tripoli) == [("unsafe-text", "")]


@pytest.mark.parametrize("letter", [*OVERRIDES, *HIDDEN])
def test_a_name_that_hides_letters_is_destroyed(
    world: World, liar: DishonestAuthor, letter: str
) -> None:
    place = {"name": {"script": "Latn", "written": f"Port{letter}Saïd"}}
    assert liar.tell(liar.report(body=body_of(places=[place]))).bodies_refused == 1
    assert rejected(world.tripoli) == [("unsafe-text", "")]


@pytest.mark.parametrize("field", ["dossier", "purpose", "code", "clause"])
def test_no_identifier_of_an_entry_takes_an_override(
    world: World, liar: DishonestAuthor, field: str
) -> None:
    before = kept(world.tripoli)
    assert rules(liar.tell(liar.report(**{field: "terror\u202eism"}))) == ["bad-entry"]
    assert kept(world.tripoli) == before


@pytest.mark.parametrize("letter", [*OVERRIDES, *HIDDEN[:4]])
def test_no_office_is_introduced_under_a_name_that_hides(
    world: World, liar: DishonestAuthor, letter: str
) -> None:
    _, keys = next_keys(world.algiers, office=f"Liaison{letter}Office")
    note = write_note(signed(keys_text(keys), world.algiers.roots[:2]))
    assert rules(liar.tell(liar.act("key", "introduce", note))) == ["unsafe-text"]


def test_control_honest_arabic_with_its_joiners_is_kept(
    world: World, liar: DishonestAuthor
) -> None:
    place = {"name": {"script": "Arab", "written": "بن\u200cغازي"}}
    body = body_of(text={"fr": "Vu à بنغازي,\nle matin."}, places=[place])
    assert liar.tell(liar.report(body=body)).bodies_refused == 0
