"""Endless data: more of everything than anybody would send, to fill memory or disk.

Defence: every count and length has a limit that is asked before it is held (trust.md §11).
"""

import json
from hashlib import sha256

import pytest

from tests.attacks.forge import DishonestAuthor, kept, rules
from tests.attacks.raw import seal_plaintext
from tests.world import World, arrangement, signed
from wasl.core.arrangement import arrangement_text
from wasl.core.canonical import BODY_LIMIT_BYTES
from wasl.core.entry import ENTRY_LIMIT_BYTES
from wasl.core.errors import RefusedError
from wasl.node.greetings import REFUSALS_OWED
from wasl.node.parcel import GREETINGS_LIMIT
from wasl.node.prekeys import PREKEYS_PER_LINK
from wasl.seal.envelope import DISPATCH_LIMIT_BYTES, PLAINTEXT_LIMIT_BYTES, write_open
from wasl.seal.frames import FRAMES_LIMIT, Frame, FrameKind, Part, part_frame, write_frames
from wasl.seal.greeting import WANTS_LIMIT, Cursor, Head, write_greeting
from wasl.seal.note import write_note

DIGEST = sha256(bytes(10)).hexdigest()


def test_a_dispatch_beyond_the_limit_is_refused_unopened(
    world: World, liar: DishonestAuthor
) -> None:
    sealed = liar.dispatch(liar.report())
    before = kept(world.tripoli)
    long = sealed + bytes(DISPATCH_LIMIT_BYTES + 1 - len(sealed))
    assert rules(liar.send(long)) == ["too-large"]
    assert kept(world.tripoli) == before


def test_a_plaintext_beyond_the_limit_is_refused(liar: DishonestAuthor) -> None:
    vast = seal_plaintext(bytes(PLAINTEXT_LIMIT_BYTES + 65_536), liar.prekey(), liar.link.theirs)
    assert rules(liar.send(vast)) == ["too-large"]


@pytest.mark.parametrize("count", [GREETINGS_LIMIT + 1, FRAMES_LIMIT, FRAMES_LIMIT + 1])
def test_greetings_are_counted_before_one_is_read(liar: DishonestAuthor, count: int) -> None:
    frame = b"\x09\x00\x00\x00\x01x"
    assert rules(liar.send(b"WSL0" + frame * count)) == ["too-large"]
    assert set(rules(liar.send(b"WSL0" + frame * GREETINGS_LIMIT))) == {"malformed-note"}


def test_an_entry_of_more_than_8_kib_does_not_fit_its_frame(liar: DishonestAuthor) -> None:
    forged = liar.report(about=["0" * 64] * (ENTRY_LIMIT_BYTES // 64))
    assert len(forged.written) > ENTRY_LIMIT_BYTES
    with pytest.raises(RefusedError, match="too-large"):
        write_frames(forged.frames())


@pytest.mark.parametrize("over", [0, 1])
def test_a_body_of_more_than_256_kib_is_refused(liar: DishonestAuthor, over: int) -> None:
    size = BODY_LIMIT_BYTES - len(b'{"text":{"fr":"x"},"title":{"fr":"y"},"z":[]}') + over
    filler = b",".join([b'"' + b"z" * 60_000 + b'"'] * 4)
    filler += b',"' + b"z" * (size - len(filler) - 3) + b'"'
    body = b'{"text":{"fr":"x"},"title":{"fr":"y"},"z":[' + filler + b"]}"
    assert len(body) == BODY_LIMIT_BYTES + over
    forged = liar.report(body=body)
    if over:
        with pytest.raises(RefusedError, match="too-large"):
            liar.dispatch(forged)
    else:
        assert liar.tell(forged).bodies_refused == 0


@pytest.mark.parametrize("name", ["A" * 300, "A" * 7_000, "a\n\tb"])
def test_a_field_name_of_any_length_or_letters_is_told_in_a_few(
    world: World, liar: DishonestAuthor, name: str
) -> None:
    assert rules(liar.tell(liar.report(persons={name: 0}))) == ["bad-entry"]
    text = arrangement_text(arrangement(version=2)).replace('"checks":', f"{json.dumps(name)}:")
    note = write_note(signed(text, world.algiers.roots[:1]))
    assert rules(liar.tell(liar.act("arrangement", "propose", note))) == ["bad-arrangement"]
    world.algiers.take(world.tripoli.out(), world.tripoli.name)
    told = world.algiers.look(lambda look: look.refusals(10))
    assert sorted(row.rule for row in told) == ["bad-arrangement", "bad-entry"]
    assert all(len(row.detail) < 400 for row in told)


@pytest.mark.parametrize("count", [WANTS_LIMIT, WANTS_LIMIT + 1])
def test_a_cursor_may_not_ask_for_everything(liar: DishonestAuthor, count: int) -> None:
    wants = tuple(f"{n:064x}" for n in range(count))
    held = Head(root="0" * 64, size=0)
    said = Cursor.model_construct(
        countersigned=0, gaps=(), held=held, link=liar.link.own, wants=wants
    )
    note = write_greeting(said, liar.keys.author)
    outcome = liar.send(write_open([Frame(kind=FrameKind.CURSOR, payload=note)]))
    assert rules(outcome) == ([] if count <= WANTS_LIMIT else ["bad-greeting"])


def test_parts_of_an_attachment_nobody_asked_for_are_dropped(
    world: World, liar: DishonestAuthor
) -> None:
    part = part_frame(Part(sha256=bytes(32), offset=0, content=bytes(2**20)))
    before = kept(world.tripoli)
    assert rules(liar.send(liar.seal([part] * 4))) == []
    assert kept(world.tripoli) == before
    assert kept(world.tripoli).parts == {}


def test_an_attachment_is_never_gathered_beyond_the_size_its_entry_names(
    world: World, liar: DishonestAuthor
) -> None:
    name = "ab" * 32
    file = {"handling": ["H1"], "media": "text/plain", "sha256": name, "size": 10}
    assert liar.tell(liar.report(files=[file])).void == 0
    for offset, size in ((0, 11), (0, 2**20), (2**52, 1), (5, 5)):
        part = part_frame(Part(sha256=bytes.fromhex(name), offset=offset, content=bytes(size)))
        assert rules(liar.send(liar.seal([part]))) == ["wrong-commitment"]
    assert kept(world.tripoli).files == {}


@pytest.mark.parametrize("size", [2**20 + 1, 2**31 + 1, 2**52])
def test_an_attachment_said_to_be_vast_or_in_parts_without_their_list_is_never_asked_for(
    world: World, liar: DishonestAuthor, size: int
) -> None:
    name = "cd" * 32
    file = {"handling": ["H1"], "media": "text/plain", "sha256": name, "size": size}
    assert liar.tell(liar.report(files=[file])).void == 0
    told = world.tripoli.look(lambda look: look.refusals(1))
    assert [row.rule for row in told] == ["too-large"]
    part = part_frame(Part(sha256=bytes.fromhex(name), offset=0, content=b"x"))
    assert rules(liar.send(liar.seal([part]))) == []
    assert (kept(world.tripoli).files, kept(world.tripoli).parts) == ({}, {})


def test_a_wrong_part_is_refused_alone_and_those_beside_it_stay(
    world: World, liar: DishonestAuthor
) -> None:
    contents = [bytes([n]) * 2**20 for n in range(3)]
    listed = b"".join(sha256(content).digest() for content in contents)
    whole = sha256(b"".join(contents)).digest()
    named = {"parts": sha256(listed).hexdigest(), "sha256": whole.hex(), "size": 3 * 2**20}
    file = {"handling": ["H1"], "media": "text/plain", **named}
    liar.tell(liar.report(files=[file]))
    parts = [part_frame(Part(sha256=sha256(listed).digest(), offset=0, content=listed))]
    for number, content in enumerate((contents[0], contents[0], contents[2])):
        parts.append(part_frame(Part(sha256=whole, offset=number * 2**20, content=content)))
    assert rules(liar.send(liar.seal(parts))) == ["wrong-commitment"]
    assert sorted(key[3] for key in kept(world.tripoli).parts) == [0, 2 * 2**20]


def test_refusals_are_not_owed_without_end(world: World, liar: DishonestAuthor) -> None:
    outcome = liar.send(*[b"WSL0\xff"] * 200)
    assert len(outcome.refused) == 200
    owed = world.tripoli.node.session(liar.link.own).owes_refusals
    assert len(owed) == REFUSALS_OWED


def test_a_partner_cannot_leave_more_than_a_hundred_prekeys(
    world: World, liar: DishonestAuthor
) -> None:
    for _ in range(3):
        assert rules(liar.tell(liar.fact("prekey", liar.told_prekeys(count=60)))) == []
    theirs = liar.link.theirs
    held = world.tripoli.look(lambda look: look.their_prekeys(theirs))
    assert len(held) <= PREKEYS_PER_LINK


def test_control_within_the_limits_the_same_things_are_taken(
    world: World, liar: DishonestAuthor
) -> None:
    file = {"handling": ["H1"], "media": "text/plain", "sha256": DIGEST, "size": 10}
    liar.tell(liar.report(files=[file]))
    part = part_frame(Part(sha256=bytes.fromhex(DIGEST), offset=0, content=bytes(10)))
    assert rules(liar.send(liar.seal([part]))) == []
    assert len(kept(world.tripoli).files) == 1
