"""Attachments of many parts: in any order, cut anywhere, refused alone, within a quota."""

import random
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.memory_store import MemoryStore
from tests.node.histories import backup, restart, store_of
from tests.world import Service, World, report
from wasl.core import canonical
from wasl.core.entry import read_entry
from wasl.core.errors import RefusedError
from wasl.node import files, quota, tending
from wasl.node.attachment import Named, Place, named_of, parts_here, put_part, split
from wasl.node.erasure import destroy
from wasl.node.files import asked_of, held_back, wanted_files
from wasl.node.outgoing import Road
from wasl.node.ports import Turn
from wasl.node.rows import EntryRow
from wasl.node.sent_files import SLICE_PARTS, read_file
from wasl.node.wish import Announced, Attached, Wish
from wasl.seal.frames import Part
from wasl.seal.parts import FILE_LIMIT_BYTES, PART_BYTES, list_parts

SALT = bytes(range(32))
LINK = "ab" * 16


def content_of(parts: int, rest: int = 17) -> bytes:
    return random.Random(parts).randbytes((parts - 1) * PART_BYTES + rest)


def named(content: bytes) -> Named:
    return Named(
        sha256=sha256(content).hexdigest(),
        size=len(content),
        media="image/png",
        parts=sha256(list_parts(split(content))).hexdigest(),
    )


def with_file(content: bytes) -> Wish:
    plain = report()
    attached = [Attached(content=content, media="image/png", handling=("H1",))]
    return Wish(
        kind=plain.kind, move=plain.move, fields=plain.fields, body=plain.body, attached=attached
    )


def announced(content: bytes, **changes: object) -> Wish:
    said = named(content)
    known = {"sha256": said.sha256, "size": said.size, "parts": said.parts}
    file = Announced(media="image/png", handling=("H1",), **(known | changes))  # type: ignore[arg-type]
    plain = report()
    return Wish(
        kind=plain.kind, move=plain.move, fields=plain.fields, body=plain.body, attached=[file]
    )


def call(world: World) -> None:
    """One call of Tripoli's and its answer."""
    algiers, tripoli = world.algiers, world.tripoli
    algiers.take(tripoli.out(), tripoli.name)
    tripoli.take(algiers.out(), algiers.name)


def last(one: Service) -> EntryRow:
    return one.entries(ours=False)[-1]


def here(one: Service) -> int:
    """How many parts of the attachments of the last item are here."""
    row = last(one)
    told = one.look(lambda look: files.progress(look, row))
    return sum(each["here"] for each in told)


def read_whole(one: Service) -> bytes:
    row = last(one)
    file = (read_entry(row.entry).files or ())[0]
    got = b""
    while len(got) < file.size:
        with one.node.store.look() as look:
            got += read_file(look, row, file.sha256, first=len(got))
    return got


# -------------------------------------------------------------------------- one attachment alone

CONTENT = content_of(5)
PARTS = split(CONTENT)
NAMED = named(CONTENT)
PLACE = Place(link=LINK, index=3, salt=SALT)


def part(number: int, content: bytes | None = None) -> Part:
    held = PARTS[number] if content is None else content
    return Part(sha256=bytes.fromhex(NAMED.sha256), offset=number * PART_BYTES, content=held)


LISTED = Part(sha256=bytes.fromhex(NAMED.parts), offset=0, content=list_parts(PARTS))


def put(store: MemoryStore, came: Part) -> bool:
    with store.turn() as turn:
        return put_part(turn, PLACE, NAMED, came)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(("right", "wrong", "cut"))), max_size=14
    ),
    st.permutations(range(5)),
    st.integers(0, 14),
)
def test_parts_in_any_order_doubled_wrong_or_cut_make_the_same_attachment(
    first: list[tuple[int, str]], order: list[int], list_comes: int
) -> None:
    store, held = MemoryStore(), set[int]()
    coming = [*first, *((number, "right") for number in order)]
    for step, (number, how) in enumerate(coming):
        if step == min(list_comes, len(first)):
            put(store, LISTED)
        listed = step >= min(list_comes, len(first))
        if how == "right" or not listed or number in held:
            put(store, part(number))
            held |= {number} if listed else set()
            continue
        wrong = bytes(len(PARTS[number])) if how == "wrong" else PARTS[number][:-1]
        with pytest.raises(RefusedError, match="wrong-commitment"):
            put(store, part(number, wrong))
        with store.look() as look:
            assert parts_here(look, PLACE, NAMED) == len(held)
    with store.look() as look:
        assert parts_here(look, PLACE, NAMED) == 5
        assert look.file_at(NAMED.sha256, LINK, 3) is not None


@pytest.mark.parametrize("offset", [1, PART_BYTES - 1, 5 * PART_BYTES, 2**52])
def test_a_part_that_starts_where_none_does_is_refused(offset: int) -> None:
    store = MemoryStore()
    put(store, LISTED)
    odd = Part(sha256=bytes.fromhex(NAMED.sha256), offset=offset, content=PARTS[0])
    with pytest.raises(RefusedError, match="wrong-commitment"):
        put(store, odd)


# ---------------------------------------------------------------------------- between two services


def test_an_attachment_of_many_calls_arrives_as_it_was(world: World) -> None:
    content = content_of(19)
    world.algiers.release(with_file(content))
    world.sync()
    assert read_whole(world.tripoli) == content
    theirs = world.tripoli.link().theirs
    assert world.tripoli.look(lambda look: wanted_files(look, theirs)) == []


def test_a_killed_recipient_asks_for_nothing_a_second_time(world: World) -> None:
    content = content_of(11)
    world.algiers.release(with_file(content))
    counts = []
    for _ in range(30):
        call(world)
        counts.append(here(world.tripoli) if world.tripoli.entries(ours=False) else 0)
        if 0 < counts[-1] < 11:
            restart(world.tripoli, draw=len(counts))
    assert counts == sorted(counts)
    assert any(0 < count < 11 for count in counts)
    assert read_whole(world.tripoli) == content


def test_only_the_stretch_that_is_missing_is_asked_for(world: World) -> None:
    content = content_of(11)
    world.algiers.release(with_file(content))
    while not (world.tripoli.entries(ours=False) and here(world.tripoli)):
        call(world)
    theirs, count = world.tripoli.link().theirs, here(world.tripoli)
    name = sha256(content).hexdigest()
    asked = world.tripoli.look(lambda look: asked_of(look, theirs))
    assert asked == ([name], [(name, count * PART_BYTES, len(content))])
    row = last(world.tripoli)
    case = world.tripoli.look(lambda look: files.on_the_way(look, row))
    assert case == [{"held": False, "here": count, "of": 11, "sha256": name}]


def test_bundles_carry_an_attachment_slice_by_slice(
    world: World,
) -> None:
    content = content_of(20)
    world.algiers.release(with_file(content))
    for _ in range(4):
        world.tripoli.take(world.algiers.out(Road.BUNDLE), None)
        world.algiers.take(world.tripoli.out(Road.BUNDLE), None)
    # One bundle asked for all that is missing; two answer it, one after another.
    world.tripoli.take(world.algiers.out(Road.BUNDLE), None)
    assert read_whole(world.tripoli) == content


def test_a_restored_author_gets_its_attachment_of_many_parts_back(world: World) -> None:
    old = backup(world.algiers)
    content = content_of(3)
    world.algiers.release(with_file(content))
    world.sync()
    restart(world.algiers, old)
    world.sync()
    world.sync()
    assert len(store_of(world.algiers).snapshot().parts) == 3


# ----------------------------------------------------------------------------------- the quota


def limit(one: Service, size: int) -> None:
    own = one.link().own
    one.turn(lambda turn: quota.set_day_bytes(turn, own, size))


def test_the_quota_is_asked_before_the_first_byte_and_both_sides_read_its_name(
    world: World,
) -> None:
    limit(world.tripoli, 3 * PART_BYTES)
    content = content_of(4)
    world.algiers.release(with_file(content))
    world.sync()
    assert store_of(world.tripoli).snapshot().files == {}
    assert len(held(world.tripoli)) == 1
    for one, side in ((world.tripoli, "ours"), (world.algiers, "theirs")):
        told = one.look(lambda look: look.refusals(10))
        assert [(row.side, row.rule) for row in told] == [(side, "quota")]
    assert last(world.tripoli).rule == ""


def held(one: Service) -> list[tuple[str, int]]:
    theirs = one.link().theirs
    found: list[tuple[str, int]] = one.look(lambda look: held_back(look, theirs))
    return found


def test_what_the_quota_held_back_comes_on_an_officers_word(world: World) -> None:
    limit(world.tripoli, 0)
    content = content_of(2)
    world.algiers.release(with_file(content))
    world.sync()
    tripoli = world.tripoli
    index, link = last(tripoli).index, tripoli.link()
    taken = tripoli.turn(lambda turn: files.take_held(tripoli.node, turn, link, index))
    assert taken == 1
    world.sync()
    assert read_whole(tripoli) == content
    assert held(tripoli) == []


def test_a_quota_is_of_one_day_and_small_files_count_too(world: World) -> None:
    limit(world.tripoli, 10)
    for size in (6, 5, 4):
        world.algiers.release(with_file(bytes(size)))
    world.sync()
    assert [index for _, index in held(world.tripoli)] == [last(world.tripoli).index - 1]
    world.algiers.clock.pass_(days=1)
    world.algiers.release(with_file(bytes(9)))
    world.sync()
    assert len(held(world.tripoli)) == 1


# ------------------------------------------------------------------------------ an officer's draft


def bring_all(one: Service, draft: str, content: bytes, *, upto: int) -> None:
    def job(turn: Turn) -> None:
        row = turn.draft(draft)
        assert row is not None
        place = files.pending_place(row.link, row.salt)
        references = canonical.loads(row.act)["files"]
        said = named(content)
        listed = list_parts(split(content))
        files.bring(
            turn,
            place,
            references,
            Part(sha256=bytes.fromhex(said.parts), offset=0, content=listed),
        )
        for number, each in enumerate(split(content)[:upto]):
            came = Part(
                sha256=bytes.fromhex(said.sha256), offset=number * PART_BYTES, content=each
            )
            assert files.bring(turn, place, references, came)[0] > number

    one.turn(job)


def test_a_draft_is_released_only_with_every_part_of_what_it_announces(world: World) -> None:
    content = content_of(3)
    draft = world.algiers.draft("amel", announced(content))
    bring_all(world.algiers, draft, content, upto=2)
    with pytest.raises(RefusedError, match="no-such-file"):
        world.algiers.release_draft(draft, "badr")
    bring_all(world.algiers, draft, content, upto=3)
    world.algiers.release_draft(draft, "badr")
    world.sync()
    assert read_whole(world.tripoli) == content


def test_a_part_of_a_file_the_draft_does_not_name_is_refused(world: World) -> None:
    draft = world.algiers.draft("amel", announced(content_of(3)))
    with pytest.raises(RefusedError, match="no-such-file"):
        bring_all(world.algiers, draft, b"another" * PART_BYTES, upto=1)


def test_a_draft_thrown_away_leaves_no_part(world: World) -> None:
    content = content_of(3)
    draft = world.algiers.draft("amel", announced(content))
    bring_all(world.algiers, draft, content, upto=3)

    def job(turn: Turn) -> None:
        row = turn.draft(draft)
        assert row is not None
        files.drop_pending(turn, row.link, row.salt)

    world.algiers.turn(job)
    disk = store_of(world.algiers).snapshot()
    assert (disk.parts, disk.files) == ({}, {})


def test_what_is_larger_than_the_limit_is_refused_before_a_byte_of_it(world: World) -> None:
    with pytest.raises(RefusedError, match="too-large"):
        world.algiers.draft("amel", announced(content_of(2), size=FILE_LIMIT_BYTES + 1))
    world.algiers.draft("amel", announced(content_of(2), size=FILE_LIMIT_BYTES))


# ------------------------------------------------------------------------------------- erasure


def test_with_an_item_every_part_goes_the_last_of_many_in_later_turns(world: World) -> None:
    world.algiers.release(with_file(content_of(files.DROPPED_AT_ONCE + 2)))
    world.sync()
    tripoli = world.tripoli

    item, link = last(tripoli), tripoli.link()

    def job(turn: Turn) -> None:
        destroy(tripoli.node, turn, tripoli.node.book(turn, link), item, "RETENTION")

    tripoli.turn(job)
    disk = store_of(tripoli).snapshot()
    assert (len(disk.parts), disk.files) == (2, {})
    tripoli.turn(lambda turn: tending.tend(tripoli.node, turn))
    assert store_of(tripoli).snapshot().parts == {}
    assert SLICE_PARTS * PART_BYTES <= 8 * 2**20


def test_control_an_attachment_of_one_part_needs_no_list(world: World) -> None:
    world.algiers.release(with_file(bytes(PART_BYTES)))
    world.sync()
    file = (read_entry(last(world.tripoli).entry).files or ())[0]
    assert named_of(file).parts == ""
    assert read_whole(world.tripoli) == bytes(PART_BYTES)


def test_an_attachment_that_lost_a_part_stops_nothing_beside_it(world: World) -> None:
    """As where an author drew one salt for two items, and one of them was destroyed."""

    def lose(turn: Turn) -> None:
        body = turn.body(row.link, row.index)
        assert body is not None
        turn.drop_parts(row.link, Place(link=row.link, index=row.index, salt=body.salt).tag, 1)

    world.algiers.release(with_file(content_of(3)))
    row = world.algiers.entries(ours=True)[-1]
    world.algiers.turn(lose)
    world.algiers.release(with_file(content_of(2)))
    for _ in range(4):
        call(world)
    assert read_whole(world.tripoli) == content_of(2)
    with pytest.raises(RefusedError, match="no-such-file"):
        world.algiers.look(lambda look: read_file(look, row, named(content_of(3)).sha256))
