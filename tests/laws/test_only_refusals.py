"""From any bytes, a value or a refusal by name: nothing else comes out, and nothing half-way in.

A dishonest author with real keys changes one field of a sound entry, body, statement or greeting
and signs it anew (a byte fuzzer stalls at the signature); beside it, bytes are changed where no
signature covers them. Steps 0 to 13 of trust.md §8 store nothing; from 14 on the entry counts
and our own log answers by a ``reject`` fact. Afterwards everything can still be read and said.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.forge import DishonestAuthor, Forged, kept, rejected, restart, rules
from tests.attacks.mutations import Change, changed, changes, written
from tests.attacks.raw import deflated, padded, raw_frames, seal_plaintext
from tests.attacks.sound import (
    ACTS,
    SOUND,
    fresh,
    full_report,
    greetings,
    statements,
    template,
)
from tests.world import signed
from wasl.node.act import body_reference
from wasl.node.carriage import Report
from wasl.node.erasure import standing_of
from wasl.node.ports import Look
from wasl.node.recalls import unanswered_recalls
from wasl.seal.frames import FrameKind, write_frames
from wasl.seal.note import Note, read_note, sign, write_note

PAGES = {page.stem for page in (Path(__file__).parents[2] / "docs" / "refusals").glob("*.md")}

# ------------------------------------------------------------------------------ what must hold


def seal_freely(liar: DishonestAuthor, frames: list[tuple[int, bytes]]) -> bytes:
    """These frames, whatever they are, sealed for the victim."""
    plaintext = padded(deflated(raw_frames(frames)))
    return seal_plaintext(plaintext, liar.prekey(), liar.link.theirs)


def tell(liar: DishonestAuthor, forged: Forged) -> Report:
    """The entry under a checkpoint that covers it, whatever size it has grown to."""
    frames = [(FrameKind.ENTRY.value, forged.written)]
    if forged.salt:
        frames.append((FrameKind.BODY.value, forged.salt + forged.body))
    if forged.statement:
        frames.append((FrameKind.STATEMENT.value, forged.statement))
    head = liar.sign(liar.head(forged), twice=True)
    return liar.send(seal_freely(liar, [*frames, (FrameKind.CHECKPOINT.value, write_note(head))]))


def assert_refused_or_answered(liar: DishonestAuthor, forged: Forged) -> None:
    """Nothing was kept; or the entry counts, and what is wrong with it is answered."""
    victim = liar.victim
    before, answered = kept(victim), len(rejected(victim))
    outcome = tell(liar, forged)
    if outcome.refused:
        assert set(rules(outcome)) <= PAGES
        assert outcome.entries == 0
        assert kept(victim) == before
    else:
        assert outcome.entries + outcome.duplicates + len(outcome.waiting) == 1
        wrong = outcome.void + outcome.bodies_refused
        assert len(rejected(victim)) - answered == wrong
        assert_all_can_be_read(liar)


def assert_all_can_be_read(liar: DishonestAuthor) -> None:
    """Every item has a standing, every recall a state; there is something to say, also anew."""
    victim, link = liar.victim, liar.link

    def ask(look: Look) -> int:
        rows = [*look.entries(link.own, 0, 100), *look.entries(link.theirs, 0, 100)]
        standings = [standing_of(victim.node, look, row) for row in rows]
        return len(standings) + len(unanswered_recalls(look, victim.node.book(look, link)))

    assert victim.look(ask)
    assert victim.out()
    restart(victim)
    assert victim.out()


# ----------------------------------------------------------------------------------- the laws


@settings(max_examples=1_200)
@given(st.sampled_from(sorted(SOUND)), changes())
def test_an_entry_with_a_field_changed_is_refused_or_answered(kind: str, change: Change) -> None:
    liar = fresh()
    sound = SOUND[kind](liar)
    entry = changed(json.loads(sound.written), change)
    assert_refused_or_answered(liar, replace(sound, written=written(entry)))


@settings(max_examples=600)
@given(st.sampled_from(["report", "request", "note", "feedback", "prekey"]), changes())
def test_a_body_with_a_field_changed_is_refused_or_answered(kind: str, change: Change) -> None:
    liar = fresh()
    sound = SOUND[kind](liar)
    body = written(changed(json.loads(sound.body), change))
    entry = json.loads(sound.written) | {"body": body_reference(sound.salt, body)}
    assert_refused_or_answered(liar, replace(sound, written=written(entry), body=body))


@settings(max_examples=200)
@given(st.sampled_from(ACTS), changes())
def test_a_statement_with_a_field_changed_is_refused_or_answered(act: str, change: Change) -> None:
    liar = fresh()
    kind, move = act.split()
    first, line, _ = statements()[act].split("\n")
    text = f"{first}\n{written(changed(json.loads(line), change)).decode('utf-8', 'replace')}\n"
    note = signed(text, liar.own.roots[:2])
    try:
        statement = write_note(note)
    except ValueError:
        return  # too large for a note
    assert_refused_or_answered(liar, liar.act(kind, move, statement))


@settings(max_examples=500)
@given(st.sampled_from(range(4)), changes())
def test_a_greeting_with_a_field_changed_leaves_the_link_able_to_speak(
    number: int, change: Change
) -> None:
    liar = fresh()
    kind, payload = greetings()[number]
    first, line, _ = read_note(payload).text.split("\n")
    said = written(changed(json.loads(line), change)).decode("utf-8", "replace")
    text = f"{first}\n{said}\n"
    try:
        note = write_note(Note(text=text, lines=(sign(text, liar.keys.author),)))
    except ValueError:
        return  # too large for a note
    before = kept(liar.victim)
    outcome = liar.send(b"WSL0" + raw_frames([(kind, note)]))
    assert set(rules(outcome)) <= PAGES
    if outcome.refused:
        assert kept(liar.victim) == before
    assert_all_can_be_read(liar)


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, 17), st.integers(0, 40)), max_size=8))
def test_sound_frames_in_any_order_under_any_kind_are_only_refused(
    order: list[tuple[int, int]],
) -> None:
    liar = fresh()
    sound = [frame.payload for frame in liar.frames(full_report(liar))]
    sound += [payload for _, payload in greetings()]
    sound += [bytes(8), bytes(9), bytes(40), bytes(41), template().tripoli.own().receipt, b""]
    frames = [(kind, sound[place % len(sound)]) for kind, place in order]
    before = kept(liar.victim)
    outcome = liar.send(seal_freely(liar, frames))
    assert set(rules(outcome)) <= PAGES
    if outcome.refused and not outcome.entries:
        assert kept(liar.victim).entries == before.entries
    assert_all_can_be_read(liar)


@settings(max_examples=600)
@given(
    st.sampled_from(["sealed", "plaintext", "frames", "greeting"]),
    st.integers(0, 10**6),
    st.integers(1, 255),
    st.sampled_from(["flip", "cut", "insert", "double", "end"]),
)
def test_changed_bytes_are_only_refused(form: str, place: int, mask: int, doing: str) -> None:
    liar = fresh()
    before = kept(liar.victim)
    outcome = liar.send(damaged_in(liar, form, lambda whole: damaged(whole, place, mask, doing)))
    assert set(rules(outcome)) <= PAGES
    assert outcome.entries == 0
    assert kept(liar.victim) == before


def damaged(whole: bytes, place: int, mask: int, doing: str) -> bytes:
    """The bytes with one damage at one place."""
    at = place % len(whole)
    match doing:
        case "flip":
            return whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :]
        case "cut":
            return whole[:at] + whole[at + mask :]
        case "insert":
            return whole[:at] + bytes([mask]) * mask + whole[at:]
        case "double":
            return whole[:at] + whole[max(0, at - mask) : at] + bytes([mask]) + whole[at:]
        case _:
            return whole[:at]


def damaged_in(liar: DishonestAuthor, form: str, damage: Callable[[bytes], bytes]) -> bytes:
    """A sound dispatch, damaged in one of the forms it goes through."""
    frames = write_frames(liar.frames(full_report(liar)))
    link = liar.link.theirs
    match form:
        case "sealed":
            return damage(liar.dispatch(full_report(liar)))
        case "plaintext":
            return seal_plaintext(damage(padded(deflated(frames))), liar.prekey(), link)
        case "frames":
            return seal_plaintext(padded(deflated(damage(frames))), liar.prekey(), link)
        case _:
            return b"WSL0" + damage(raw_frames(greetings()[2:3]))
