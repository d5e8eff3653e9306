"""Indicators: what both logs tell of how a service kept its duties, without a body."""

from datetime import date

import pytest

from tests.core.overseen_logs import ALGIERS, KINDS, START, TRIPOLI, Logs, told
from wasl.core.exchange.finding import Indicator
from wasl.core.policy.overseen import overseen
from wasl.core.policy.oversight import ROWS, SHAPES
from wasl.core.terms import RefusalCode

I = Indicator  # noqa: E741


def asked(urgency: str = "OTHER") -> tuple[Logs, str]:
    """A request of Algiers that Tripoli has received one hour later and delivered after two."""
    logs = Logs()
    leaf = logs.write(ALGIERS, "request", "ask", 0, urgency=urgency)
    logs.received(ALGIERS, 1)
    logs.write(TRIPOLI, "fact", "deliver", 2, about=(leaf,), code="duty")
    logs.write(TRIPOLI, "request", "admit", 3)
    return logs, leaf


# ---------------------------------------------------------------------------------- deadlines


def test_an_answer_before_the_clock_runs_out_is_a_deadline_met() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(TRIPOLI, "request", "reply_full", 9.9)
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_MET, "request"): 1}
    assert logs.counts(ALGIERS, 100) == {}


def test_an_answer_after_the_clock_ran_out_is_late() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(TRIPOLI, "request", "reply_nothing", 10.1)
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_LATE, "request"): 1}


def test_silence_is_missed_once_the_clock_has_run_out() -> None:
    logs, _ = asked("URGENT_DIRECT")
    assert logs.counts(TRIPOLI, 9) == {}
    assert logs.counts(TRIPOLI, 11) == {(I.DEADLINES_MISSED, "request"): 1}


def test_a_desk_cannot_stop_the_clock_by_not_delivering() -> None:
    logs = Logs()
    logs.write(ALGIERS, "request", "ask", 0, urgency="URGENT_DIRECT")
    logs.received(ALGIERS, 1)
    assert logs.counts(TRIPOLI, 20.9) == {}
    assert logs.counts(TRIPOLI, 21.1) == {(I.DEADLINES_MISSED, "request"): 1}


def test_what_never_arrived_counts_against_nobody() -> None:
    logs = Logs()
    logs.write(ALGIERS, "request", "ask", 0, urgency="URGENT_DIRECT")
    assert logs.counts(TRIPOLI, 1_000) == {}


def test_a_request_cancelled_in_time_is_not_missed() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(ALGIERS, "request", "cancel", 5)
    assert logs.counts(TRIPOLI, 1_000) == {}


def test_asking_back_stops_the_clock_until_it_is_answered() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(TRIPOLI, "request", "ask_back", 4)
    logs.write(ALGIERS, "request", "clarify", 14)
    logs.write(TRIPOLI, "request", "resume", 15)
    logs.write(TRIPOLI, "request", "reply_full", 19)
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_MET, "request"): 1}


def test_a_new_date_given_once_holds() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(TRIPOLI, "request", "hold", 5, due=told(50))
    logs.write(TRIPOLI, "request", "reply_full", 49)
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_MET, "request"): 1}


def test_the_last_urgency_is_the_clock() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(ALGIERS, "request", "regrade", 3, urgency="OTHER")
    logs.write(TRIPOLI, "request", "reply_full", 100)
    assert logs.counts(TRIPOLI, 200) == {(I.DEADLINES_MET, "request"): 1}


def test_a_request_that_names_no_urgency_has_the_longest_clock() -> None:
    logs = Logs()
    logs.write(ALGIERS, "request", "ask", 0)
    logs.received(ALGIERS, 0)
    assert logs.counts(TRIPOLI, 24 * 7) == {}
    assert logs.counts(TRIPOLI, 24 * 7 + 13) == {(I.DEADLINES_MISSED, "request"): 1}


def test_a_preliminary_notice_is_owed_its_confirmation_by_its_author() -> None:
    logs = Logs()
    logs.write(ALGIERS, "notice", "notify", 0)
    assert logs.counts(ALGIERS, 24 * 31) == {(I.DEADLINES_MISSED, "notice"): 1}
    logs.write(ALGIERS, "notice", "confirm", 24 * 32)
    assert logs.counts(ALGIERS, 24 * 33) == {(I.DEADLINES_LATE, "notice"): 1}


def test_a_notice_that_was_confirmed_from_the_start_is_owed_nothing() -> None:
    logs = Logs()
    logs.write(ALGIERS, "notice", "notify_confirmed", 0)
    assert logs.counts(ALGIERS, 24 * 60) == {}


def test_a_consent_withdrawn_after_its_week_of_silence_was_missed() -> None:
    logs = Logs()
    logs.write(ALGIERS, "consent", "ask", 0, code="ONWARD")
    logs.received(ALGIERS, 0)
    logs.write(ALGIERS, "consent", "withdraw", 24 * 9)
    assert logs.counts(TRIPOLI, 24 * 10) == {(I.DEADLINES_MISSED, "consent"): 1}


# ----------------------------------------------------------------------------------- refusals


def test_refusals_count_by_ground_and_those_for_human_rights_apart() -> None:
    logs, _ = asked()
    logs.write(TRIPOLI, "request", "refuse", 4, code="NOT_HELD")
    logs.write(ALGIERS, "request", "ask", 0, case="B", urgency="OTHER")
    logs.write(TRIPOLI, "request", "refuse", 5, case="B", code="HUMAN_RIGHTS_RISK")
    found = logs.counts(TRIPOLI, 10)
    assert found[I.REFUSALS_BY_GROUND, "NOT_HELD"] == 1
    assert found[I.HUMAN_RIGHTS_REFUSALS, "request"] == 1
    assert (I.REFUSALS_BY_GROUND, "HUMAN_RIGHTS_RISK") not in found


def test_a_refusal_without_a_ground_of_the_list_is_not_one() -> None:
    logs, _ = asked()
    logs.write(TRIPOLI, "request", "refuse", 4, code="WHATEVER")
    assert (I.REFUSALS_BY_GROUND, "WHATEVER") not in logs.counts(TRIPOLI, 10)


def test_a_check_beyond_the_budget_is_counted_with_the_checks() -> None:
    logs = Logs()
    logs.write(ALGIERS, "check", "ask", 0, dossier="terrorism")
    logs.write(TRIPOLI, "check", "answer", 1)
    logs.write(ALGIERS, "check", "ask", 2, case="B", dossier="poaching")
    logs.write(TRIPOLI, "check", "decline", 3, case="B", code="BUDGET")
    logs.write(ALGIERS, "check", "ask", 4, case="C")
    logs.write(TRIPOLI, "check", "decline", 5, case="C", code="NOT_HELD")
    assert logs.counts(ALGIERS, 10) == {
        (I.CHECKS_AGAINST_BUDGET, "terrorism"): 1,
        (I.CHECKS_OVER_BUDGET, "other"): 1,
    }
    assert logs.counts(TRIPOLI, 10) == {(I.REFUSALS_BY_GROUND, "NOT_HELD"): 1}


# ------------------------------------------------------------------------------------ recalls


def ordered(**fields: str) -> tuple[Logs, str]:
    logs = Logs()
    item = logs.write(ALGIERS, "report", "release", 0, case="R")
    logs.write(ALGIERS, "recall", "order", 1, about=(item,), code="ERROR", **fields)
    return logs, item


def test_a_recall_counts_for_the_service_that_holds_the_items() -> None:
    logs, _ = ordered(due=told(73))
    assert logs.counts(TRIPOLI, 73) == {(I.RECALLS_OPEN, "ERROR"): 1}
    assert logs.counts(TRIPOLI, 74) == {(I.RECALLS_SILENT, "ERROR"): 1}
    assert logs.counts(ALGIERS, 74) == {}


@pytest.mark.parametrize(
    ("hours", "indicator"), [(73, I.RECALLS_ATTESTED), (74, I.RECALLS_ATTESTED_LATE)]
)
def test_an_attestation_is_in_time_by_the_day_of_the_order(
    hours: int, indicator: Indicator
) -> None:
    logs, item = ordered(due=told(73))
    logs.write(TRIPOLI, "recall", "quarantine", 2)
    logs.write(TRIPOLI, "recall", "attest", hours, about=(item,), outcomes=("DESTROYED",))
    assert logs.counts(TRIPOLI, 100) == {(indicator, "ERROR"): 1}


def test_an_order_without_a_day_is_due_at_once() -> None:
    logs, _ = ordered()
    assert logs.counts(TRIPOLI, 2) == {(I.RECALLS_SILENT, "ERROR"): 1}


def test_what_is_kept_under_a_ground_and_what_was_lifted_are_told_apart() -> None:
    logs, item = ordered(due=told(73))
    logs.write(TRIPOLI, "recall", "quarantine", 2)
    logs.write(TRIPOLI, "recall", "attest_kept", 3, about=(item,), outcomes=("KEPT:COURT_HOLD",))
    logs.write(ALGIERS, "recall", "order", 4, case="B", about=(item,), code="ODD", due=told(73))
    logs.write(ALGIERS, "recall", "lift", 5, case="B")
    assert logs.counts(TRIPOLI, 100) == {
        (I.RECALLS_KEPT, "ERROR"): 1,
        (I.RECALLS_LIFTED, "other"): 1,
    }


def test_every_content_destroyed_counts_under_its_ground() -> None:
    logs, item = ordered(due=told(73))
    logs.write(TRIPOLI, "fact", "destroy", 2, about=(item, "0" * 64), code="RECALL")
    logs.write(TRIPOLI, "fact", "destroy", 3)
    assert logs.counts(TRIPOLI, 3)[I.BODIES_DESTROYED, "RECALL"] == 2


# --------------------------------------------------------------------------------------- hits


def found_here() -> Logs:
    logs = Logs()
    alert = logs.write(TRIPOLI, "alert", "issue", 0, case="T")
    logs.write(ALGIERS, "hit", "report", 1, about=(alert,))
    logs.received(ALGIERS, 1)
    return logs


def test_a_hit_is_judged_by_the_issuer_within_twelve_hours() -> None:
    logs = found_here()
    logs.write(TRIPOLI, "hit", "confirm", 20)
    assert logs.counts(TRIPOLI, 30) == {(I.HITS_JUDGED, "confirm"): 1}


def test_a_hit_that_nobody_judges_is_counted() -> None:
    logs = found_here()
    assert logs.counts(TRIPOLI, 24) == {}
    assert logs.counts(TRIPOLI, 26) == {(I.HITS_UNANSWERED, "hit"): 1}


def test_an_act_on_the_wrong_person_counts_until_it_is_reversed() -> None:
    logs = found_here()
    logs.write(TRIPOLI, "hit", "confirm", 26)
    logs.write(ALGIERS, "hit", "act", 27, code="ARRESTED")
    logs.write(TRIPOLI, "hit", "correct_identity", 28)
    assert logs.counts(ALGIERS, 30) == {(I.HITS_NOT_REVERSED, "hit"): 1}
    assert logs.counts(TRIPOLI, 30) == {(I.HITS_JUDGED_LATE, "confirm"): 1}
    logs.write(ALGIERS, "hit", "reverse", 29)
    assert logs.counts(ALGIERS, 30) == {}


# -------------------------------------------------------------------------- FLASH, challenges


def test_a_release_by_one_officer_is_reviewed_within_a_day_or_late_or_not() -> None:
    logs = Logs()
    first = logs.write(ALGIERS, "warning", "issue", 0, flash=True)
    second = logs.write(ALGIERS, "warning", "issue", 0, case="B", flash=True)
    logs.write(ALGIERS, "warning", "issue", 0, case="C", flash=True)
    assert logs.counts(ALGIERS, 24) == {}
    logs.write(TRIPOLI, "fact", "review_flash", 1, about=(second,))
    logs.write(ALGIERS, "fact", "review_flash", 23, about=(first,))
    logs.write(ALGIERS, "fact", "review_flash", 25, about=(second,))
    assert logs.counts(ALGIERS, 26) == {
        (I.FLASH_REVIEWED, "warning"): 1,
        (I.FLASH_REVIEWED_LATE, "warning"): 1,
        (I.FLASH_NOT_REVIEWED, "warning"): 1,
    }


def test_a_challenge_is_answered_within_thirty_days() -> None:
    logs = Logs()
    item = logs.write(TRIPOLI, "report", "release", 0, case="R")
    for case, days in (("A", 1), ("B", 40), ("C", 0)):
        logs.write(ALGIERS, "challenge", "raise", 1, case=case, about=(item,), code="ACCURACY")
        logs.received(ALGIERS, 1)
        if days:
            logs.write(TRIPOLI, "challenge", "uphold", 24 * days, case=case)
    assert logs.counts(TRIPOLI, 24) == {(I.CHALLENGES_IN_TIME, "ACCURACY"): 1} | {
        (I.CHALLENGES_LATE, "ACCURACY"): 1
    }
    assert logs.counts(TRIPOLI, 24 * 50)[I.CHALLENGES_MISSED, "ACCURACY"] == 1


# --------------------------------------------------------------------------- what stands at all


def test_the_period_is_that_of_what_opened_a_duty() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(TRIPOLI, "request", "reply_full", 9)
    day = START.date()
    assert logs.counts(TRIPOLI, 100, since=day, until=day)
    assert not logs.counts(TRIPOLI, 100, since=date(2026, 3, 2))
    assert not logs.counts(TRIPOLI, 100, until=date(2026, 2, 28))


def test_an_answer_that_the_other_side_refused_as_void_is_none() -> None:
    logs, _ = asked("URGENT_DIRECT")
    answer = logs.write(TRIPOLI, "request", "reply_full", 9)
    logs.write(ALGIERS, "fact", "reject", 10, about=(answer,), code="bad-role")
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_MISSED, "request"): 1}


def test_an_answer_whose_body_alone_was_refused_is_one() -> None:
    logs, _ = asked("URGENT_DIRECT")
    answer = logs.write(TRIPOLI, "request", "reply_full", 9)
    logs.write(ALGIERS, "fact", "reject", 10, about=(answer,), code="bad-body")
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_MET, "request"): 1}


def test_a_move_that_the_table_does_not_allow_counts_nowhere() -> None:
    logs, _ = asked("URGENT_DIRECT")
    logs.write(TRIPOLI, "request", "resume", 9)
    logs.write(TRIPOLI, "report", "refuse", 9, code="NOT_HELD")
    assert logs.counts(TRIPOLI, 100) == {(I.DEADLINES_MISSED, "request"): 1}


def test_a_case_of_a_kind_that_is_not_known_or_without_a_move_that_stands_counts_nowhere() -> None:
    logs = Logs()
    logs.write(ALGIERS, "unheard", "ask", 0)
    logs.write(ALGIERS, "request", "accept", 0, case="B")
    assert logs.seen().cases == ()


def test_a_case_that_both_opened_unseen_is_dead() -> None:
    logs = Logs()
    logs.write(ALGIERS, "request", "ask", 0, urgency="OTHER", seen=0)
    logs.write(TRIPOLI, "request", "ask", 0, urgency="OTHER", seen=0)
    assert logs.seen().cases == ()


def test_an_entry_of_a_day_no_calendar_has_is_left_out() -> None:
    logs = Logs()
    logs.write(ALGIERS, "request", "ask", 0, written="2026-02-31T08:00:00Z")
    assert logs.seen().cases == ()


def test_two_logs_that_claim_to_have_seen_the_unwritten_are_read_all_the_same() -> None:
    logs = Logs()
    logs.write(ALGIERS, "request", "ask", 0, seen=9)
    logs.write(TRIPOLI, "request", "admit", 0, seen=9)
    logs.write(TRIPOLI, "report", "release", 0, case="B", seen=9)
    assert {case.kind for case in logs.seen().cases} >= {"report"}


def test_it_does_not_matter_which_log_is_named_first() -> None:
    logs, _ = asked()
    logs.write(TRIPOLI, "request", "reply_part", 9)
    logs.write(ALGIERS, "request", "accept", 10)
    one, other = logs.log(ALGIERS), logs.log(TRIPOLI)
    assert overseen(one, other, KINDS) == overseen(other, one, KINDS)


# -------------------------------------------------------------------------------- the tables


def test_every_indicator_stands_in_one_table_and_in_one_only() -> None:
    columns = [column for shape in SHAPES.values() for column in shape.columns]
    totals = [shape.total for shape in SHAPES.values() if shape.total]
    assert sorted([*columns, *totals]) == sorted(Indicator)


def test_every_ground_of_refusal_has_a_row() -> None:
    apart = {RefusalCode.HUMAN_RIGHTS_RISK}
    assert set(ROWS[I.REFUSALS_BY_GROUND]) == set(RefusalCode) - apart
