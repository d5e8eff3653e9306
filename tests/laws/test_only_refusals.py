"""From any bytes, a value or a refusal by name: nothing else comes out, and nothing half-way in.

A dishonest author with real keys changes one field of a sound entry, body, statement or greeting
and signs it anew (a byte fuzzer stalls at the signature); beside it, bytes are changed where no
signature covers them. Steps 0 to 13 of trust.md §8 store nothing; from 14 on the entry counts
and our own log answers by a ``reject`` fact. Afterwards everything can still be read and said.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.forge import (
    DishonestAuthor,
    Forged,
    deflated,
    kept,
    next_keys,
    padded,
    raw_frames,
    rejected,
    restart,
    rules,
    seal_plaintext,
    stated,
    store_of,
)
from tests.attacks.mutations import Change, changed, changes, written
from tests.memory_store import Disk, MemoryStore
from tests.world import (
    ARRANGEMENT_ID,
    PURPOSE,
    SeededDraw,
    World,
    arrangement,
    report,
    signed,
)
from wasl.core.arrangement import arrangement_text
from wasl.node.act import body_reference
from wasl.node.carriage import Report
from wasl.node.erasure import standing_of
from wasl.node.ports import Look
from wasl.node.recalls import unanswered_recalls
from wasl.seal.frames import FrameKind, write_frames
from wasl.seal.greeting import (
    AnnouncedPrekey,
    Confirm,
    Cursor,
    Epoch,
    Greeting,
    Head,
    Hello,
    Refusal,
    write_greeting,
)
from wasl.seal.keys import keys_text
from wasl.seal.note import Note, read_note, sign, text_hash, write_note
from wasl.seal.recognition import Recognition, recognition_text

PAGES = {page.stem for page in (Path(__file__).parents[2] / "docs" / "refusals").glob("*.md")}

PERSONS = [{"born": "1980", "name": {"script": "Latn", "written": "Nemo"}, "role": "SUSPECT"}]
PLACES = [
    {"lat_udeg": 36_700_000, "lon_udeg": 3_000_000, "name": {"script": "Arab", "written": "م"}}
]
SOURCE = {"date": "2026-02-01", "language": "fr", "name": "Journal", "url": "https://a.example/1"}


@cache
def template() -> World:
    """The two at rest, each with a report of the other."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.sync()
    made.arrange()
    made.algiers.release(report())
    made.tripoli.release(report(audience=[made.algiers.name]))
    made.sync()
    return made


@cache
def durable() -> Disk:
    """What Tripoli keeps at rest."""
    return store_of(template().tripoli).snapshot()


def fresh() -> DishonestAuthor:
    """Algiers in dishonest hands, before a Tripoli to which nothing has happened yet."""
    own, victim = template().algiers, template().tripoli
    store = MemoryStore()
    store.restore(durable())
    node = replace(
        victim.node,
        books=dict(victim.node.books),
        draw=SeededDraw(12),
        sessions=deepcopy(victim.node.sessions),
        store=store,
    )
    return DishonestAuthor(
        replace(own, node=replace(own.node, draw=SeededDraw(11))), replace(victim, node=node)
    )


# ------------------------------------------------------------------------- sound to begin with


def _full_report(liar: DishonestAuthor) -> Forged:
    text = {"ar": "نص", "fr": "Texte"}
    body = {"persons": PERSONS, "places": PLACES, "source": SOURCE, "text": text, "title": text}
    lang = {"authentic": "fr", "present": ["ar", "fr"]}
    file = {"handling": ["H1"], "media": "text/plain", "sha256": "1" * 64, "size": 9}
    return liar.report(
        body,
        caveats=["MINOR"],
        files=[file],
        handling=["H1", "H2"],
        lang=lang,
        persons={"SUSPECT": 1},
        tlp="AMBER",
    )


def _request(liar: DishonestAuthor) -> Forged:
    asked = {name: {"fr": "x"} for name in ("facts", "offence", "question", "why_you")}
    return liar.report(asked, kind="request", move="ask", urgency="URGENT_DIRECT", grading=None)


def _note(liar: DishonestAuthor) -> Forged:
    by = {
        "drafted": {"role": "duty", "who": "0" * 16},
        "released": {"role": "duty", "who": "1" * 16},
    }
    return liar.report({"text": {"fr": "x"}}, kind="note", move="send", by=by, grading=None)


def _order(liar: DishonestAuthor) -> Forged:
    item = liar.victim.entries(ours=False)[-1].leaf.hex()
    return liar.bare(
        about=[item],
        audience=[liar.victim.name],
        code="ERROR",
        dossier="terrorism",
        due="2026-03-04T08:00:00Z",
        handling=["H1"],
        kind="recall",
        move="order",
        purpose=PURPOSE,
    )


def _feedback(liar: DishonestAuthor) -> Forged:
    item = liar.victim.entries(ours=True)[-1].leaf.hex()
    told = {"text": {"fr": "x"}}
    return liar.report(
        told, kind="feedback", move="give", about=[item], code="CONFIRMED", retain_until=None
    )


def _destroyed(liar: DishonestAuthor) -> Forged:
    item = liar.victim.entries(ours=True)[-1].leaf.hex()
    return liar.fact("destroy", about=[item], code="RETENTION")


SOUND: Mapping[str, Callable[[DishonestAuthor], Forged]] = {
    "report": _full_report,
    "request": _request,
    "note": _note,
    "recall": _order,
    "feedback": _feedback,
    "destroyed": _destroyed,
    "prekey": lambda liar: liar.fact("prekey", liar.told_prekeys()),
    "suspension": lambda liar: liar.act(
        "recognition", "suspend", case=liar.victim.entries(ours=False)[0].case
    ),
}


ACTS = (
    "arrangement propose",
    "arrangement sign",
    "key introduce",
    "key succeed",
    "recognition recognise",
)


@cache
def statements() -> Mapping[str, str]:
    """The text a dishonest author could bring with each of these acts."""
    world = template()
    recognition = Recognition(
        arrangement_id=ARRANGEMENT_ID,
        by=world.algiers.name,
        decided_by="the head of the service",
        decided_on="2026-03-01",
        keys_sha256=text_hash(keys_text(stated(world.tripoli))).hex(),
        move="recognise",
        node=world.tripoli.name,
        office="Liaison",
        until="2027-03-01",
    )
    agreed = arrangement_text(arrangement(version=2))
    keys = keys_text(next_keys(world.algiers)[1])
    return dict(
        zip(ACTS, (agreed, agreed, keys, keys, recognition_text(recognition)), strict=True)
    )


@cache
def greetings() -> list[tuple[int, bytes]]:
    """A hello, a confirm, a cursor and a refusal of the liar, each as it would be said now."""
    liar = fresh()
    head = Head(root=liar.head().root.hex(), size=liar.head().size)
    seen = Head(**liar.seen())
    epoch, own, theirs = Epoch(n=2, r="e" * 16), liar.link.own, liar.link.theirs
    prekey = liar.told_prekeys()["prekeys"][0]
    public = b64encode(b64decode(prekey["mlkem768"]) + b64decode(prekey["x25519"])).decode()
    told = AnnouncedPrekey(id=prekey["id"], public=public, until=prekey["until"])
    confirmed = Epoch(n=1, r=liar.victim.own().epoch_random)
    said: tuple[Greeting, ...] = (
        Hello(base=head, boot="b" * 16, epoch=epoch, link=theirs, nonce="0" * 32, prekey=told),
        Confirm(
            boot="b" * 16, countersigned=1, epoch=confirmed, held=seen, link=own, nonce="0" * 32
        ),
        Cursor(countersigned=1, gaps=((1, 2),), held=seen, link=own, wants=("0" * 64,)),
        Refusal(at="2026-03-01T08:00:00Z", detail={"known": 3}, link=own, rule="stale-epoch"),
    )
    return [
        (FrameKind.HELLO.value + place, write_greeting(each, liar.keys.author))
        for place, each in enumerate(said)
    ]


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
    sound = [frame.payload for frame in liar.frames(_full_report(liar))]
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
    frames = write_frames(liar.frames(_full_report(liar)))
    link = liar.link.theirs
    match form:
        case "sealed":
            return damage(liar.dispatch(_full_report(liar)))
        case "plaintext":
            return seal_plaintext(damage(padded(deflated(frames))), liar.prekey(), link)
        case "frames":
            return seal_plaintext(padded(deflated(damage(frames))), liar.prekey(), link)
        case _:
            return b"WSL0" + damage(raw_frames(greetings()[2:3]))
