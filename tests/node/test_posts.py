"""What a post holds, what goes to it and comes from it, and what is taken back from there."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.forge import rules
from tests.chain import MARKED
from tests.node.histories import opened, restart
from tests.posts import POST, Posted, posted, recalled, titled, titles_held
from tests.world import ALGIERS, PURPOSE
from wasl.core.errors import RefusedError
from wasl.node import posts, sent_files
from wasl.node.office import posting
from wasl.node.ports import Look
from wasl.node.rows import EntryRow
from wasl.node.wish import Attached, Wish
from wasl.seal.parts import PART_BYTES


@pytest.fixture
def three() -> Posted:
    """A service, its post, a partner."""
    return posted()


ACTS = st.lists(st.sampled_from(["pass", "keep", "sync", "own", "restart"]), max_size=14)


@settings(max_examples=40)
@given(acts=ACTS)
def test_whatever_a_service_holds_its_post_holds_what_was_passed_and_no_more(
    acts: list[str],
) -> None:
    three = posted()
    meant: set[str] = set()
    other: set[str] = set()
    for place, act in enumerate(acts):
        title = f"Avis {place}"
        if act in {"pass", "keep"}:
            row = three.given(title)
            (meant if act == "pass" else other).add(title)
            if act == "pass":
                three.passed(row)
        elif act == "own":
            three.out.algiers.release(titled(three.out.algiers, title))
            other.add(title)
        elif act == "restart":
            restart(three.post)
        else:
            three.sync()
    three.sync()
    assert titles_held(three.post) == meant
    assert titles_held(three.parent) >= meant | other


@settings(max_examples=20)
@given(count=st.integers(min_value=1, max_value=6))
def test_no_key_of_a_post_opens_what_its_service_exchanges_with_others(count: int) -> None:
    three = posted()
    for place in range(count):
        three.partner.release(titled(three.partner, f"Avis {place}"))
        three.out.algiers.release(titled(three.out.algiers, f"Réponse {place}"))
    for one in (three.partner, three.out.algiers):
        dispatches = [each for each in one.out() if each[:4] == b"WSL1"]
        assert dispatches
        report = three.post.take(dispatches, ALGIERS)
        assert set(rules(report)) == {"unknown-recipient"}
    assert titles_held(three.post) == set()


def test_the_copy_lies_under_the_same_reference_and_marking_and_is_kept_no_longer(
    three: Posted,
) -> None:
    row = three.given("Avis", handling=["H1", "H2"], caveats=["PROTECT_SOURCE"])
    copy = three.passed(row)
    for name in (b'"handling":["H1","H2"]', b'"caveats":["PROTECT_SOURCE"]'):
        assert name in copy.entry
    assert copy.case == row.case


@pytest.mark.parametrize(
    ("field", "said", "rule"),
    [
        ("handling", ["H1"], "bad-handling"),
        ("caveats", None, "bad-handling"),
        ("retain_until", "2026-12-31T00:00:00Z", "bad-date"),
    ],
)
def test_nothing_goes_to_a_post_more_freely_or_for_longer(
    three: Posted, field: str, said: object, rule: str
) -> None:
    row = three.given("Avis", handling=["H1", "H2"], caveats=["PROTECT_SOURCE"])
    wish = three.copy_of(row, three.parent)
    fields = {**wish.fields, field: said}
    looser = Wish(kind=wish.kind, move=wish.move, fields=fields, body=wish.body)
    with pytest.raises(RefusedError, match=rule):
        three.parent.release(looser)


def test_what_a_partner_owns_goes_under_its_reference_to_no_third_service(
    three: Posted,
) -> None:
    row = three.given("Avis")
    copy = three.passed(row)
    three.sync()
    wish = three.copy_of(row, three.parent)
    with pytest.raises(RefusedError, match="no-post"):
        three.copy_of(row, three.out.algiers)
    assert copy.case in {each.case for each in three.post.entries(ours=False)}
    with pytest.raises(RefusedError, match="move-not-allowed"):
        three.parent.release(wish)


def test_an_item_that_is_taken_back_goes_to_no_post(three: Posted) -> None:
    row = three.given("Avis")
    wish = three.copy_of(row, three.parent)
    recalled(three.partner)
    three.out.sync()
    with pytest.raises(RefusedError, match="item-recalled"):
        three.parent.release(wish)


def test_what_a_post_takes_back_is_taken_back_from_whom_it_went_on_to(three: Posted) -> None:
    three.post.release(titled(three.post, "Saisie"))
    three.up.sync()
    row = three.parent.entries(ours=False)[-1]
    three.out.algiers.release(three.copy_of(row, three.out.algiers))
    three.out.sync()
    opened(three.partner, three.partner.entries(ours=False)[-1])
    recalled(three.post)
    three.up.sync()
    order = three.parent.entries(ours=False)[-1]
    attest = Wish(
        kind="recall",
        move="attest",
        fields={
            **MARKED,
            "about": [row.leaf.hex()],
            "case": order.case,
            "outcomes": ["DESTROYED"],
        },
    )
    with pytest.raises(RefusedError, match="copies-out"):
        three.parent.release(attest, by=("amel", "elias"))
    held = three.parent.look(lambda look: posts.holding(look, [row.leaf.hex()]))
    assert held == [three.partner.name]


def test_a_correction_reaches_the_post_when_it_is_passed_on(three: Posted) -> None:
    row = three.given("Avis")
    three.passed(row)
    three.sync()
    mine = three.partner.entries(ours=True)[-1]
    words = {"fr": "Corrigé."}
    fields = {**MARKED, "about": [mine.leaf.hex()], "code": "CORRECT"}
    three.partner.release(
        Wish(
            kind="revise",
            move="revise",
            fields=fields,
            body={"new": words, "old": words, "text": words},
        )
    )
    three.out.sync()
    assert overtaken(three) == 1
    three.passed(three.out.algiers.entries(ours=False)[-1])
    assert overtaken(three) == 0


def overtaken(three: Posted) -> int:
    """How many items of the post were overtaken, as its service tells it."""
    told = three.parent.turn(lambda turn: posting.post_list(three.parent.node, turn))
    found: int = told["posts"][0]["overtaken"]
    return found


def test_to_a_post_that_is_none_nothing_is_lost_and_of_it_nothing_listed(three: Posted) -> None:
    node = three.out.algiers.node
    with pytest.raises(RefusedError, match="no-post"):
        three.parent.turn(
            lambda turn: posting.post_lost(node, turn, officer="badr", post=three.partner.name)
        )
    with pytest.raises(RefusedError, match="no-post"):
        three.parent.turn(lambda turn: posting.post_held(node, turn, post=three.partner.name))


@pytest.mark.parametrize("size", [5, 9 * PART_BYTES + 1])
def test_an_item_is_passed_with_its_file_once_that_has_come(three: Posted, size: int) -> None:
    wish = titled(three.partner, "Avis")
    file = Attached(content=b"p" * size, media="image/png", handling=("H1",))
    three.partner.release(
        Wish(kind=wish.kind, move=wish.move, fields=wish.fields, body=wish.body, attached=[file])
    )
    three.out.algiers.take(three.partner.out(), three.partner.name)
    row = three.out.algiers.entries(ours=False)[-1]
    with pytest.raises(RefusedError, match="no-such-file"):
        three.passed(row)
    for _ in range(3):
        three.out.sync()
    copy = three.passed(row)
    for _ in range(3):
        three.sync()
    assert read_file(three, copy, file.content) == file.content
    assert PURPOSE.encode() in copy.entry
    assert three.post.look(posts.parent_of) == ALGIERS
    assert three.parent.look(lambda look: posts.is_post(look, POST))


def read_file(three: Posted, copy: EntryRow, content: bytes) -> bytes:
    """The attachment of a copy, as the post reads it, stretch after stretch."""
    name, read = sha256(content).hexdigest(), b""

    def stretch(look: Look) -> bytes:
        return sent_files.read_file(look, copy, name, first=len(read))

    while len(read) < len(content):
        read += three.post.look(stretch)
    return read


def test_nothing_goes_to_a_post_that_was_lost_while_a_receipt_was_owed_to_it(
    three: Posted,
) -> None:
    three.sync()
    three.post.release(titled(three.post, "Du poste"))
    three.parent.take(three.post.out(), POST)
    three.passed(three.given("Avis"))
    node = three.parent.node
    three.parent.turn(lambda turn: posting.post_lost(node, turn, officer="badr", post=POST))
    before = titles_held(three.post)
    three.post.take(three.parent.out(), ALGIERS)
    assert titles_held(three.post) == before
    assert not three.parent.has_news()
