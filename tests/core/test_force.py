"""What is in force at a place in two logs: what lay before it, or was seen from it, counts."""

import pytest

from wasl.core.policy.force import Force, Governing, force_at, keys_at, recognition_of

FIRST, SECOND, THIRD = "a1" * 32, "a2" * 32, "a3" * 32
KEYS, NEXT_KEYS, LAST_KEYS = "b1" * 32, "b2" * 32, "b3" * 32

Log = list[Governing]


def act(index: int, move: str, *, seen: int = 0, **other: str | int) -> Governing:
    """One move of the first arrangement case, or what else is said."""
    whole = {"kind": "arrangement", "case": "A", "statement": "", "version": 0}
    return Governing(index=index, move=move, seen=seen, **(whole | other))  # type: ignore[arg-type]


def recognise(index: int, move: str = "recognise", case: str = "R") -> Governing:
    """One move of a recognition case."""
    return act(index, move, kind="recognition", case=case)


def key(index: int, move: str, statement: str) -> Governing:
    """One move of a key case."""
    return act(index, move, kind="key", case="K", statement=statement)


def agreed(
    *, version: int = 1, text: str = FIRST, case: str = "A", at: int = 1
) -> tuple[Log, Log]:
    """O proposed at ``at`` and concluded at ``at`` + 1; R signed at ``at``, between the two."""
    named: dict[str, str | int] = {"case": case, "statement": text, "version": version}
    proposed = act(at, "propose", seen=at, **named)
    signed = act(at, "sign", seen=at + 1, **named)
    return [proposed, act(at + 1, "conclude", seen=at + 1, **named)], [signed]


def amended() -> tuple[Log, Log]:
    """The first version, then the second, both in force for whoever has seen both logs whole."""
    first, second = agreed(), agreed(version=2, text=SECOND, case="B", at=11)
    return first[0] + second[0], first[1] + second[1]


def ruling(own: Log, other: Log) -> tuple[str, int, bool]:
    """Which text rules for the author of ``own``, its version, and whether one is suspended."""
    force = force_at(own, other)
    return force.text, force.version, force.suspended


NOTHING = ("", 0, False)
SUSPENDED = ("", 0, True)

# ------------------------------------------------------------------------------------ recognition


def test_before_the_first_entry_nothing_is_in_force() -> None:
    nothing = Force(recognises=False, recognised=False, text="", version=0, suspended=False)
    assert force_at([], []) == nothing


def test_each_side_recognises_for_itself() -> None:
    one = force_at([recognise(0)], [])
    assert (one.recognises, one.recognised) == (True, False)
    other = force_at([], [recognise(0)])
    assert (other.recognises, other.recognised) == (False, True)


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ([], "none"),
        (["recognise"], "recognised"),
        (["recognise", "suspend"], "suspended"),
        (["recognise", "suspend", "restore"], "recognised"),
        (["recognise", "withdraw"], "withdrawn"),
        (["recognise", "suspend", "withdraw"], "withdrawn"),
    ],
)
def test_a_recognition_stands_as_its_author_left_it(moves: list[str], state: str) -> None:
    log = [recognise(index, move) for index, move in enumerate(moves)]
    assert recognition_of(log) == state
    assert force_at(log, []).recognises is (state == "recognised")


def test_to_note_a_recognition_is_not_to_recognise() -> None:
    assert recognition_of([recognise(3, "note", case="theirs")]) == "none"
    assert recognition_of([recognise(0), recognise(3, "note", case="theirs")]) == "recognised"


def test_the_way_back_from_a_withdrawal_is_a_new_case() -> None:
    log = [recognise(0), recognise(1, "withdraw"), recognise(2, case="S")]
    assert recognition_of(log) == "recognised"
    assert recognition_of([*log, recognise(3, "withdraw", case="S")]) == "withdrawn"


def test_a_move_in_an_old_case_changes_nothing_of_the_new_one() -> None:
    log = [recognise(0), recognise(1, case="S"), recognise(2, "suspend")]
    assert recognition_of(log) == "recognised"


# ---------------------------------------------------------------------------------- arrangements


def test_a_text_is_in_force_once_one_has_concluded_what_the_other_signed() -> None:
    originator, recipient = agreed()
    assert ruling(originator, recipient) == (FIRST, 1, False)
    assert ruling(recipient, originator) == (FIRST, 1, False)


def test_a_text_the_author_has_not_seen_concluded_does_not_rule_its_entries() -> None:
    originator, recipient = agreed()
    assert ruling(recipient, originator[:1]) == NOTHING
    assert ruling(originator[:1], recipient) == NOTHING
    assert ruling(originator[:1], []) == NOTHING


def test_a_text_that_was_only_signed_or_declined_rules_nothing() -> None:
    proposed = [act(0, "propose", statement=FIRST, version=1)]
    assert ruling(proposed, [act(0, "decline", seen=1)]) == NOTHING
    assert ruling(proposed, [act(0, "sign", seen=1, statement=FIRST)]) == NOTHING


def test_a_text_concluded_after_the_signature_lapsed_is_not_in_force() -> None:
    originator, recipient = agreed()
    lapsed = [*recipient, act(5, "lapse", seen=2)]
    assert ruling(originator, lapsed) == NOTHING
    assert ruling(lapsed, originator) == NOTHING


def test_a_new_version_concluded_too_late_leaves_the_old_one_in_force() -> None:
    originator, recipient = amended()
    lapsed = [*recipient, act(15, "lapse", seen=12, case="B")]
    assert ruling(originator, lapsed) == (FIRST, 1, False)


def test_a_case_both_opened_without_seeing_each_other_binds_nobody() -> None:
    crossed = [act(0, "propose", statement=FIRST, version=1)]
    assert ruling(crossed, crossed) == NOTHING


def test_of_two_texts_in_force_the_higher_version_rules() -> None:
    originator, recipient = amended()
    assert ruling(originator, recipient) == (SECOND, 2, False)
    assert ruling(recipient, originator) == (SECOND, 2, False)


def test_the_old_version_rules_an_author_that_has_not_seen_the_new_one() -> None:
    originator, recipient = amended()
    assert ruling(recipient, originator[:-1]) == (FIRST, 1, False)
    assert ruling(originator[:-1], recipient) == (FIRST, 1, False)


def test_either_may_amend_what_the_other_proposed() -> None:
    first, second = agreed(), agreed(version=2, text=SECOND, case="B", at=11)
    mine, theirs = first[0] + second[1], first[1] + second[0]
    assert ruling(mine, theirs) == ruling(theirs, mine) == (SECOND, 2, False)


# ------------------------------------------------------------------------- suspension and the end


@pytest.mark.parametrize("half", ["O", "R"])
def test_a_suspension_by_either_half_puts_the_text_out_of_force_for_both(half: str) -> None:
    originator, recipient = agreed()
    (originator if half == "O" else recipient).append(act(7, "suspend", seen=3))
    assert ruling(originator, recipient) == SUSPENDED
    assert ruling(recipient, originator) == SUSPENDED


def test_a_suspension_not_yet_seen_does_not_bind() -> None:
    originator, recipient = agreed()
    assert ruling(originator, [*recipient, act(7, "suspend", seen=3)]) == SUSPENDED
    assert ruling(originator, recipient) == (FIRST, 1, False)


def test_each_lifts_only_its_own_suspension() -> None:
    originator, recipient = agreed()
    originator += [act(7, "suspend", seen=3), act(9, "resume", seen=3)]
    recipient.append(act(8, "suspend", seen=3))
    assert ruling(originator, recipient) == SUSPENDED
    recipient.append(act(9, "resume", seen=3))
    assert ruling(originator, recipient) == (FIRST, 1, False)


def test_to_suspend_the_new_version_does_not_bring_the_old_one_back() -> None:
    originator, recipient = amended()
    recipient.append(act(20, "suspend", seen=13, case="B"))
    assert ruling(originator, recipient) == SUSPENDED


def test_to_suspend_the_old_version_does_not_touch_the_new_one() -> None:
    originator, recipient = amended()
    recipient.append(act(20, "suspend", seen=13, case="A"))
    assert ruling(originator, recipient) == (SECOND, 2, False)


def test_to_close_the_case_of_the_old_version_does_not_touch_the_new_one() -> None:
    originator, recipient = amended()
    originator.append(act(20, "supersede", seen=13, case="A"))
    assert ruling(originator, recipient) == (SECOND, 2, False)


@pytest.mark.parametrize("half", ["O", "R"])
def test_the_end_by_either_half_ends_the_text_and_brings_no_older_one_back(half: str) -> None:
    originator, recipient = amended()
    (originator if half == "O" else recipient).append(act(20, "end", seen=13, case="B"))
    assert ruling(originator, recipient) == NOTHING
    assert ruling(recipient, originator) == NOTHING


def test_the_end_of_what_the_other_proposed_brings_no_older_one_back() -> None:
    first, second = agreed(), agreed(version=2, text=SECOND, case="B", at=11)
    mine, theirs = first[0] + second[1], first[1] + second[0]
    theirs.append(act(20, "end", seen=13, case="B"))
    assert ruling(mine, theirs) == ruling(theirs, mine) == NOTHING


@pytest.mark.parametrize("move", ["end", "supersede"])
def test_after_an_end_the_two_may_begin_anew_at_the_first_version(move: str) -> None:
    originator, recipient = amended()
    originator.append(act(20, move, seen=12, case="B"))
    anew = agreed(text=THIRD, case="C", at=21)
    assert ruling(originator + anew[0], recipient + anew[1]) == (THIRD, 1, False)


def test_an_older_text_is_followed_however_short_the_other_log_is() -> None:
    old: dict[str, str | int] = {"statement": FIRST, "version": 1}
    new: dict[str, str | int] = {"statement": SECOND, "version": 2, "case": "B"}
    originator = [
        act(10, "propose", seen=0, **old),
        act(12, "conclude", seen=1, **old),
        act(13, "propose", seen=1, **new),
        act(14, "conclude", seen=2, **new),
        act(15, "end", seen=2, case="B"),
    ]
    recipient = [act(0, "sign", seen=11, **old), act(1, "sign", seen=14, **new)]
    assert ruling(originator, recipient) == ruling(recipient, originator) == NOTHING


def test_a_text_concluded_where_the_higher_one_could_not_see_it_outlives_that_one() -> None:
    old: dict[str, str | int] = {"statement": FIRST, "version": 1}
    new: dict[str, str | int] = {"statement": SECOND, "version": 2, "case": "B"}
    mine = [
        act(0, "sign", seen=1, **old),
        act(1, "propose", seen=1, **new),
        act(50, "conclude", seen=2, **new),
    ]
    theirs = [
        act(0, "propose", seen=0, **old),
        act(1, "sign", seen=2, **new),
        act(2, "conclude", seen=2, **old),
    ]
    assert ruling(mine, theirs) == ruling(theirs, mine) == (SECOND, 2, False)
    mine.append(act(51, "end", seen=3, case="B"))
    assert ruling(mine, theirs) == ruling(theirs, mine) == (FIRST, 1, False)


def test_what_was_suspended_and_then_ended_is_no_longer_suspended() -> None:
    originator, recipient = agreed()
    originator.append(act(7, "suspend", seen=3))
    recipient.append(act(8, "end", seen=8))
    assert ruling(originator, recipient) == NOTHING


# ------------------------------------------------------------------------------------------- keys


def test_the_statement_of_the_meeting_rules_from_the_first_entry() -> None:
    assert keys_at(KEYS, [], 0) == KEYS
    assert keys_at(KEYS, [recognise(0), key(1, "introduce", NEXT_KEYS)], 9) == KEYS


@pytest.mark.parametrize("move", ["activate", "succeed"])
def test_a_new_statement_rules_the_checkpoint_that_covers_its_own_entry(move: str) -> None:
    log = [key(4, move, NEXT_KEYS)]
    assert keys_at(KEYS, log, 4) == KEYS
    assert keys_at(KEYS, log, 5) == NEXT_KEYS


def test_the_newest_statement_rules() -> None:
    log = [key(4, "activate", NEXT_KEYS), key(8, "succeed", LAST_KEYS), key(9, "revoke", "")]
    assert [keys_at(KEYS, log, size) for size in (4, 8, 9, 99)] == [
        KEYS,
        NEXT_KEYS,
        LAST_KEYS,
        LAST_KEYS,
    ]


def test_an_entry_that_names_no_statement_puts_none_in_force() -> None:
    assert keys_at(KEYS, [key(4, "activate", "")], 5) == KEYS
