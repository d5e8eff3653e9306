"""Root holders: m of n people must sign, each twice, and a successor needs those before it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.seal.test_keys import ALGIERS, BEGINS, root_key, statement, unsigned
from wasl.core.errors import RefusedError
from wasl.seal.keys import Keys, keys_text, read_keys
from wasl.seal.note import KeyKind, Note, read_note, text_hash, write_note
from wasl.seal.roots import RootKey, check_roots, check_succession, new_root, root_lines

UNTIL = date(2035, 12, 31)
TRIPOLI = "liaison.ly.example"
ROOTS = (root_key(1), root_key(2), root_key(3))
FIRST = statement()


def signed(keys: Keys, roots: Sequence[RootKey]) -> Note:
    """The statement under both lines of each of these holders."""
    return signed_text(keys_text(keys), roots)


def signed_text(text: str, roots: Sequence[RootKey]) -> Note:
    """Any statement under both lines of each of these holders."""
    return Note(text=text, lines=tuple(line for root in roots for line in root_lines(text, root)))


def second(**changed: object) -> Keys:
    """The version after the first one."""
    previous = text_hash(keys_text(FIRST)).hex()
    return statement(**({"version": 2, "previous": previous} | changed))


@pytest.mark.parametrize("holders", [ROOTS[:2], ROOTS[1:], ROOTS])
def test_two_of_three_holders_bind_a_service(holders: Sequence[RootKey]) -> None:
    note = read_note(write_note(signed(FIRST, holders)))
    check_roots(note, read_keys(note))


def test_one_holder_too_few_does_not() -> None:
    for holders in (ROOTS[:1], ROOTS[2:]):
        with pytest.raises(RefusedError, match="too-few-roots needed=2 signed=1"):
            check_roots(signed(FIRST, holders), FIRST)
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_roots(unsigned(FIRST), FIRST)


def test_one_holder_who_signs_twice_is_still_one_holder() -> None:
    note = signed(FIRST, (ROOTS[0], ROOTS[0]))
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_roots(note, FIRST)


@pytest.mark.parametrize("half", [0, 1])
def test_one_line_of_a_pair_is_worth_nothing(half: int) -> None:
    whole = signed(FIRST, ROOTS)
    stripped = replace(whole, lines=(*whole.lines[:4], whole.lines[4 + half]))
    with pytest.raises(RefusedError, match="stripped-signature root=3"):
        check_roots(stripped, FIRST)


@pytest.mark.parametrize("place", range(6))
def test_a_bad_line_of_a_holder_refuses_the_statement(place: int) -> None:
    lines = list(signed(FIRST, ROOTS).lines)
    blob = lines[place].blob
    lines[place] = replace(lines[place], blob=blob[:-1] + bytes([blob[-1] ^ 1]))
    with pytest.raises(RefusedError, match="bad-signature"):
        check_roots(Note(text=keys_text(FIRST), lines=tuple(lines)), FIRST)


def test_roots_of_another_service_are_not_counted() -> None:
    theirs = tuple(root_key(number, TRIPOLI, 0xB0) for number in (1, 2))
    text = "wasl-arrangement/1\n{}\n"
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_roots(signed_text(text, (ROOTS[0], *theirs)), FIRST)
    check_roots(signed_text(text, (*ROOTS[:2], *theirs)), FIRST)


def test_other_roots_under_the_same_names_are_strangers() -> None:
    rivals = [root_key(number, byte=0xC0) for number in (1, 2, 3)]
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_roots(signed(FIRST, rivals), FIRST)


def test_a_new_root_draws_both_seeds_and_shows_neither() -> None:
    drawn = iter((b"\x01" * 32, b"\x02" * 32))
    root = new_root("custodian of keys", ALGIERS, 1, lambda length: next(drawn)[:length])
    assert (root.ed25519, root.mldsa65) == (b"\x01" * 32, b"\x02" * 32)
    assert "x01" not in repr(root)
    classic, lattice = root_lines("wasl-minutes/1\n{}\n", root)
    assert classic.name == lattice.name == f"{ALGIERS}/wasl/root/1"
    assert (len(classic.blob), len(lattice.blob)) == (64, 3_309)


def test_a_root_is_stated_by_its_public_pair() -> None:
    root = ROOTS[0].stated(BEGINS, UNTIL)
    halves = [key.verify_key() for key in ROOTS[0].signing_keys()]
    assert list(root.verify_keys(ALGIERS)) == halves
    assert [half.kind for half in halves] == [KeyKind.ED25519, KeyKind.ROOT_MLDSA65]


def test_a_successor_with_the_same_roots_needs_m_of_them() -> None:
    keys = second()
    check_succession(FIRST, signed(keys, ROOTS[:2]), keys)
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_succession(FIRST, signed(keys, ROOTS[:1]), keys)


def test_a_successor_takes_the_next_version_of_the_same_node_after_the_same_text() -> None:
    wrong = {
        "version": second(version=3),
        "previous": second(previous="ab" * 32),
        "node": second(node=TRIPOLI),
    }
    for field, keys in wrong.items():
        with pytest.raises(RefusedError, match=f"bad-keys field={field}"):
            check_succession(FIRST, signed(keys, ROOTS), keys)


def replaced_roots() -> Iterator[tuple[Keys, RootKey]]:
    """The third holder hands over; so, in the other case, do two of three."""
    fourth, fifth = root_key(4), root_key(5)
    public = [root.stated(BEGINS, UNTIL) for root in (*ROOTS, fourth, fifth)]
    yield second(roots=(public[0], public[1], public[3])), fourth
    yield second(roots=(public[0], public[3], public[4])), fourth


def test_changed_roots_need_m_of_the_old_and_m_of_the_new() -> None:
    for keys, fourth in replaced_roots():
        check_succession(FIRST, signed(keys, (*ROOTS[:2], fourth)), keys)
        with pytest.raises(RefusedError, match="too-few-roots"):
            check_succession(FIRST, signed(keys, (ROOTS[0], fourth)), keys)


def test_m_of_the_old_roots_alone_cannot_name_new_ones() -> None:
    _, (keys, _) = replaced_roots()
    with pytest.raises(RefusedError, match="too-few-roots"):
        check_succession(FIRST, signed(keys, ROOTS[:2]), keys)


def test_a_lower_threshold_is_a_change_of_roots() -> None:
    keys = second(threshold=1)
    check_succession(FIRST, signed(keys, ROOTS[:2]), keys)
    with pytest.raises(RefusedError, match="too-few-roots needed=2"):
        check_succession(FIRST, signed(keys, ROOTS[:1]), keys)


def test_a_higher_threshold_must_be_met_at_once() -> None:
    keys = second(threshold=3)
    check_succession(FIRST, signed(keys, ROOTS), keys)
    with pytest.raises(RefusedError, match="too-few-roots needed=3"):
        check_succession(FIRST, signed(keys, ROOTS[:2]), keys)


def test_a_statement_read_from_another_note_is_our_own_bug() -> None:
    with pytest.raises(ValueError, match="this note"):
        check_succession(FIRST, signed(FIRST, ROOTS), second())


def test_two_parties_sign_one_text_with_two_holders_each_in_about_18_kb() -> None:
    theirs = tuple(root_key(number, TRIPOLI, 0xB0) for number in (1, 2))
    note = signed_text("wasl-arrangement/1\n{}\n", (*ROOTS[:2], *theirs))
    assert len(note.lines) == 8
    assert 18_000 < len(write_note(note)) < 19_000
