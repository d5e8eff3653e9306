"""May this entry stand: the law, the officers, the marking, the dates, as its author saw them."""

import pytest

from tests.core.test_admission import NONE_YET, SHA256, force
from tests.core.test_entry import LEAF, OFFICER, SECOND_OFFICER, Fields, fields
from tests.world import ALGIERS, ARRANGEMENT_ID, OVERSIGHT, TRIPOLI, arrangement
from wasl.core.arrangement import exercise_id
from wasl.core.case import FACT, FACTS, PROCEDURES
from wasl.core.entry import entry_of
from wasl.core.policy.dates import moment
from wasl.core.policy.judge import Surroundings, judge, move_of, rule_of
from wasl.core.procedure import Cited, Move, Whose
from wasl.core.terms import Urgency

Verdict = tuple[str, int, str] | None

THEIRS = Cited(whose=Whose.THEIRS, kind="report", move="release", item=True)
OWN = Cited(whose=Whose.OWN, kind="report", move="release", item=True)
NODE = {"drafted": {"role": "node"}, "released": {"role": "node"}}


def by(drafted: str, released: str, *, one: bool = False) -> Fields:
    """Two officers in these roles, or one who holds both."""
    second = OFFICER if one else SECOND_OFFICER
    return {
        "drafted": {"role": drafted, "who": OFFICER},
        "released": {"role": released, "who": second},
    }


DUTY_ALONE = by("duty", "duty", one=True) | {"flash": True}

SENT = Move(index=0, seen=0, move="release")
"""The move of a report, alone in its author's log."""

ANSWER: Fields = {"move": "assess", "by": by("handler", "duty"), "grading": ..., "body": ...}
"""What changes a report into the assessment of one."""

GIVEN: Fields = {"kind": "feedback", "move": "give", "about": [LEAF], "code": "IDENTIFIED"}
"""What changes a report into feedback on one."""

UNMARKED: Fields = dict.fromkeys(
    "audience body dossier grading handling purpose retain_until".split(), ...
)

DELIVERED: Fields = UNMARKED | {
    "kind": "fact",
    "move": "deliver",
    "about": [LEAF],
    "by": NODE,
    "case": ...,
    "code": "handler",
}
"""What changes a report into the fact that one was delivered."""

SUSPENDED: Fields = UNMARKED | {
    "kind": "recognition",
    "move": "suspend",
    "by": by("custodian", "head"),
}
"""What changes a report into the suspension of a recognition."""

SIGNED: Fields = UNMARKED | {
    "kind": "arrangement",
    "move": "sign",
    "by": by("drafter", "head"),
    "offer_until": "2026-03-31T08:00:00Z",
    "statement": SHA256,
}
"""What changes a report into the signature under a text."""

ORDERED: Fields = {
    "kind": "recall",
    "move": "order",
    "about": [LEAF],
    "code": "ERROR",
    "due": "2026-03-04T08:00:00Z",
    "by": by("dpo", "releaser"),
    "body": ...,
    "grading": ...,
    "retain_until": ...,
}
"""What changes a report into the order to give one back."""


def verdict(changed: Fields | None = None, **around: object) -> Verdict:
    """What is said of the invented report with these changes, from this place."""
    place: dict[str, object] = {
        "arrangement_id": ARRANGEMENT_ID,
        "author": ALGIERS,
        "counterpart": TRIPOLI,
        "force": force(),
        "text": arrangement(),
        "cited": {},
    }
    entry, _ = entry_of(fields(**(changed or {})))
    objection = judge(entry, Surroundings(**(place | around)))  # type: ignore[arg-type]
    return None if objection is None else (objection.rule, objection.step, objection.clause)


def broken(rule: str) -> Verdict:
    """A rule of the second half of the judgement, which names no clause."""
    return (rule, 15, "")


# --------------------------------------------------------------------- step 14, before all others


def test_a_report_that_breaks_no_rule_stands() -> None:
    assert verdict() is None


def test_an_entry_under_another_arrangement_is_outside() -> None:
    other = fields()["arrangement"] | {"id": "ef" * 16}
    assert verdict({"arrangement": other}) == ("outside-arrangement", 14, "id")


def test_recognition_is_asked_before_the_arrangement_and_that_before_the_move() -> None:
    wrong: Fields = {"move": "no_such_move", "dossier": "drugs", "handling": []}
    unknown = force(recognises=False)
    assert verdict(wrong, force=unknown) == ("not-recognised", 14, "author")
    assert verdict(wrong) == ("outside-arrangement", 14, "dossiers")
    assert verdict(wrong | {"dossier": "terrorism"}) == broken("move-not-allowed")


def test_an_entry_under_a_superseded_version_stands_if_its_author_had_not_seen_the_new_one() -> (
    None
):
    assert verdict(force=force(version=1)) is None
    superseded = force(text="ce" * 32, version=2)
    assert verdict(force=superseded) == ("outside-arrangement", 14, "version")


def test_a_suspension_stops_business_but_not_recall() -> None:
    suspended = force(text="", version=0, suspended=True)
    quoted: Fields = {"arrangement": NONE_YET}
    stopped = verdict(quoted, force=suspended, text=None)
    assert stopped == ("outside-arrangement", 14, "suspended")
    recall = ORDERED | quoted
    assert verdict(recall, force=suspended, text=None, cited={LEAF: OWN}) is None


def test_who_may_be_sent_a_kind_may_answer_it() -> None:
    (first, *_) = arrangement().dossiers
    only_algiers = arrangement(
        dossiers=(first.model_copy(update={"kinds": {ALGIERS: ("report",), TRIPOLI: ()}}),)
    )
    answer = ANSWER | {"retain_until": ...}
    answered = {"author": TRIPOLI, "counterpart": ALGIERS, "other": (SENT,)}
    assert verdict(answer, text=only_algiers, **answered) is None
    opened: Fields = {"author": TRIPOLI, "counterpart": ALGIERS}
    refused = verdict(text=only_algiers, **opened)
    assert refused == ("outside-arrangement", 14, "dossiers.terrorism.kinds")


# ------------------------------------------------------------------------------ the move, as seen


def test_a_move_nobody_knows_is_not_allowed() -> None:
    assert verdict({"move": "conclude"}) == broken("move-not-allowed")
    assert verdict(DELIVERED | {"move": "no_such_fact"}) == broken("move-not-allowed")


def test_a_kind_nobody_knows_is_not_allowed() -> None:
    (first, *_) = arrangement().dossiers
    text = arrangement(dossiers=(first.model_copy(update={"kinds": {ALGIERS: ("course",)}}),))
    assert verdict({"kind": "course"}, text=text) == broken("move-not-allowed")


def test_a_fact_belongs_to_no_case_and_everything_else_to_one() -> None:
    assert verdict({"case": ...}) == broken("move-not-allowed")
    in_a_case = DELIVERED | {"case": "ABCDEFGHIJKLMN"}
    assert verdict(in_a_case, cited={LEAF: THEIRS}) == broken("move-not-allowed")
    assert verdict(DELIVERED, cited={LEAF: THEIRS}) is None


def test_a_case_of_one_kind_takes_no_move_of_another() -> None:
    assert verdict(case_kinds=frozenset({"request"})) == broken("case-conflict")
    answer = ANSWER | {"retain_until": ...}
    answered = {"author": TRIPOLI, "counterpart": ALGIERS, "other": (SENT,)}
    assert verdict(answer, case_kinds=frozenset({"report"}), **answered) is None


def test_a_move_the_table_does_not_allow_there_is_refused() -> None:
    assert verdict(own=(SENT,)) == broken("move-not-allowed")


def test_a_crossing_that_its_author_had_seen_is_a_conflict() -> None:
    crossed = (SENT,)
    assert verdict(own=crossed, other=crossed) == broken("case-conflict")


# ------------------------------------------------------------------------- what is cited, by whom


def test_what_is_cited_lies_within_what_the_author_could_see() -> None:
    assert verdict({"about": [LEAF]}, cited={LEAF: THEIRS}) is None
    assert verdict({"about": [LEAF]}) == broken("bad-reference")
    assert verdict({"about": [LEAF, "00" * 32]}, cited={LEAF: OWN}) == broken("bad-reference")


def test_only_what_one_gave_oneself_is_recalled() -> None:
    assert verdict(ORDERED, cited={LEAF: OWN}) is None
    assert verdict(ORDERED, cited={LEAF: THEIRS}) == broken("bad-reference")


@pytest.mark.parametrize(
    "officers",
    [
        by("minister", "releaser"),
        by("drafter", "minister"),
        by("handler", "releaser"),
        by("drafter", "drafter"),
        by("drafter", "releaser", one=True),
        {"drafted": {"role": "drafter"}, "released": {"role": "releaser", "who": OFFICER}},
        {"drafted": {"role": "drafter", "who": OFFICER}, "released": {"role": "releaser"}},
        {"drafted": {"role": "node", "who": OFFICER}, "released": {"role": "node"}},
        {"drafted": {"role": "node"}, "released": {"role": "node", "who": OFFICER}},
        NODE,
        DUTY_ALONE,
    ],
)
def test_a_report_is_drafted_by_one_officer_and_released_by_another(officers: Fields) -> None:
    assert verdict({"by": officers}) == broken("bad-role")


def test_under_flash_the_duty_officer_orders_a_recall_alone() -> None:
    assert verdict(ORDERED | {"by": DUTY_ALONE}, cited={LEAF: OWN}) is None


def test_under_flash_nobody_else_does_and_no_second_officer_appears() -> None:
    for officers in (by("dpo", "dpo", one=True), by("duty", "duty"), by("dpo", "releaser")):
        changed = ORDERED | {"by": officers | {"flash": True}}
        assert verdict(changed, cited={LEAF: OWN}) == broken("bad-role")
    unmarked = ORDERED | {"by": by("duty", "duty", one=True)}
    assert verdict(unmarked, cited={LEAF: OWN}) == broken("bad-role")


def test_the_node_recalls_by_itself_on_one_ground_only() -> None:
    alone = ORDERED | {"by": NODE}
    assert verdict(alone | {"code": "DERECOGNITION"}, cited={LEAF: OWN}) is None
    assert verdict(alone, cited={LEAF: OWN}) == broken("bad-role")


# ----------------------------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"grading": ...}, "bad-grading"),
        ({"body": ...}, "move-not-allowed"),
        ({"retain_until": ...}, "bad-date"),
        ({"code": "NOT_HELD"}, "move-not-allowed"),
        ({"urgency": "OTHER"}, "move-not-allowed"),
        ({"statement": LEAF}, "move-not-allowed"),
        ({"due": "2026-03-04T08:00:00Z"}, "bad-date"),
    ],
)
def test_a_report_carries_what_its_move_asks_and_nothing_else(changed: Fields, rule: str) -> None:
    assert verdict(changed) == broken(rule)


def test_who_speaks_of_persons_says_until_when() -> None:
    about_one: Fields = {"persons": {"WITNESS": 1}}
    assert verdict(about_one) is None
    assert verdict(about_one | {"retain_until": ...}) == broken("bad-date")
    bare = GIVEN | {"retain_until": ...}
    assert verdict(bare, cited={LEAF: THEIRS}) is None
    assert verdict(bare | about_one, cited={LEAF: THEIRS}) == broken("bad-date")
    assert verdict(GIVEN | about_one, cited={LEAF: THEIRS}) is None


@pytest.mark.parametrize(
    "grading",
    [
        {"information": "5", "scale": "4x4", "source": "A"},
        {"information": "1", "scale": "4x4", "source": "F"},
        {"information": "7", "scale": "admiralty", "source": "A"},
        {"information": "1", "scale": "admiralty", "source": "X"},
    ],
)
def test_a_grading_is_a_step_of_its_own_scale(grading: Fields) -> None:
    assert verdict({"grading": grading}) == broken("bad-grading")
    steps = {"information": "4", "scale": grading["scale"], "source": "A"}
    assert verdict({"grading": steps}) is None


# ------------------------------------------------------------------------------------ the marking


@pytest.mark.parametrize(
    "changed",
    [
        {"handling": ...},
        {"handling": []},
        {"handling": ["H2", "H1"]},
        {"handling": ["H1", "H1"]},
        {"handling": ["H3"]},
        {"caveats": ["PROTECT_SOURCE", "MINOR"]},
        {"caveats": ["MINOR", "MINOR"]},
    ],
)
def test_a_marking_names_a_code_in_order_once_and_spells_other_restrictions_out(
    changed: Fields,
) -> None:
    assert verdict(changed) == broken("bad-handling")


def test_handling_codes_combine_and_caveats_spell_them_out() -> None:
    assert verdict({"handling": ["H1", "H2", "H3"], "caveats": ["MINOR"]}) is None


@pytest.mark.parametrize(
    "placed",
    [
        {"dossier": "terrorism"},
        {"purpose": "PREVENT_TERRORISM"},
        {"handling": ["H1"]},
        {"audience": [ALGIERS, TRIPOLI]},
        {"caveats": ["MINOR"]},
    ],
)
def test_a_fact_or_a_recognition_carries_no_marking(placed: Fields) -> None:
    cited = {LEAF: THEIRS}
    assert verdict(DELIVERED, cited=cited) is None
    assert verdict(DELIVERED | placed, cited=cited) == broken("bad-handling")
    recognised = (Move(index=0, seen=0, move="recognise"),)
    assert verdict(SUSPENDED, own=recognised) is None
    assert verdict(SUSPENDED | placed, own=recognised) == broken("bad-handling")


@pytest.mark.parametrize(
    "audience",
    [
        ...,
        [],
        [ALGIERS],
        [TRIPOLI, ALGIERS],
        [TRIPOLI, TRIPOLI],
        [ALGIERS, TRIPOLI, "liaison.tn.example"],
    ],
)
def test_an_audience_is_in_order_has_the_counterpart_and_nobody_from_outside(
    audience: object,
) -> None:
    assert verdict({"audience": audience}) == broken("bad-audience")


def test_the_counterpart_alone_is_an_audience() -> None:
    assert verdict({"audience": [TRIPOLI]}) is None


def test_where_no_text_is_in_force_nobody_knows_who_is_outside() -> None:
    recall = ORDERED | {"arrangement": NONE_YET, "audience": [TRIPOLI, "liaison.tn.example"]}
    none_yet = force(text="", version=0)
    assert verdict(recall, cited={LEAF: OWN}, force=none_yet, text=None) is None


def test_an_answer_inherits_the_purpose_and_the_dossier_of_what_it_answers() -> None:
    (first, *others) = arrangement().dossiers
    more = first.model_copy(update={"purposes": ("PREVENT_TERRORISM", "PROTECT_PERSONS")})
    text = arrangement(dossiers=(more, *others))
    opening, _ = entry_of(fields())
    answer = ANSWER | {"retain_until": ...}
    answered = {"author": TRIPOLI, "counterpart": ALGIERS, "other": (SENT,), "opening": opening}
    back: Fields = {"audience": [ALGIERS, TRIPOLI]}
    assert verdict(answer | back, text=text, **answered) is None
    for changed in ({"purpose": "PROTECT_PERSONS"}, {"dossier": "borders"}):
        drifted = verdict(answer | back | changed, text=text, **answered)
        assert drifted == broken("wrong-purpose")


# -------------------------------------------------------------------------------------- the dates


@pytest.mark.parametrize(
    "changed",
    [
        {"written": "2026-02-30T08:00:00Z"},
        {"retain_until": "2026-02-30T00:00:00Z"},
        {"written": "0000-01-01T00:00:00Z"},
        {"retain_until": "2026-02-28T08:00:00Z"},
        {"retain_until": "2026-03-01T07:59:58Z"},
    ],
)
def test_a_date_no_calendar_has_or_before_its_own_writing_is_bad(changed: Fields) -> None:
    assert verdict(changed) == broken("bad-date")


def test_a_date_a_second_early_is_within_the_doubt_of_a_clock_of_one_second() -> None:
    assert verdict({"retain_until": "2026-03-01T07:59:59Z"}) is None


@pytest.mark.parametrize("date", ["2026-02-30T08:00:00Z", "2026-02-01T08:00:00Z"])
def test_every_other_date_an_entry_claims_is_a_day_after_its_writing(date: str) -> None:
    assert verdict(ORDERED | {"due": date}, cited={LEAF: OWN}) == broken("bad-date")
    proposed = (Move(index=0, seen=0, move="propose", statement=SHA256),)
    assert verdict(SIGNED, other=proposed) is None
    assert verdict(SIGNED | {"offer_until": date}, other=proposed) == broken("bad-date")


def test_a_log_does_not_run_backwards_by_more_than_its_clock_may_be_off() -> None:
    before = moment("2026-03-01T08:00:01Z")
    assert verdict(last_written=before) is None
    assert verdict(last_written=moment("2026-03-01T08:00:02Z")) == broken("bad-date")


def test_a_clock_that_fell_back_by_a_century_may_say_so() -> None:
    fallen: Fields = {"clock": {"source": "manual", "unsure_s": 100 * 366 * 86_400}}
    ahead = moment("2126-03-01T08:00:00Z")
    assert verdict(last_written=ahead) == broken("bad-date")
    assert verdict(fallen, last_written=ahead) is None


@pytest.mark.parametrize("unsure_s", [0, 86_400, 2**53 - 1])
@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_the_ends_of_the_calendar_are_judged_like_any_day(unsure_s: int, written: str) -> None:
    clock = {"source": "manual", "unsure_s": unsure_s}
    at_the_end: Fields = {"written": written, "retain_until": written, "clock": clock}
    assert verdict(at_the_end) is None
    later = moment("9999-12-31T23:59:59Z")
    early = written.startswith("0001") and unsure_s < 2**53 - 1
    assert verdict(at_the_end, last_written=later) == (broken("bad-date") if early else None)


# ------------------------------------------------------------------------------- what guards read


def test_a_move_is_its_entry_as_the_guards_of_a_procedure_read_it() -> None:
    entry, _ = entry_of(
        fields(
            about=[LEAF],
            code="ERROR",
            due="2026-03-04T08:00:00Z",
            offer_until="2026-04-01T00:00:00Z",
            outcomes=["DESTROYED"],
            statement=SHA256,
            urgency="OTHER",
        )
    )
    assert move_of(entry) == Move(
        index=5,
        seen=4,
        move="release",
        about=(LEAF,),
        outcomes=("DESTROYED",),
        statement=SHA256,
        code="ERROR",
        urgency=Urgency.OTHER,
        written=moment("2026-03-01T08:00:00Z"),
        due=moment("2026-03-04T08:00:00Z"),
        offer_until=moment("2026-04-01T00:00:00Z"),
        retain_until=moment("2026-09-01T00:00:00Z"),
        body=True,
    )
    bare = move_of(entry_of(fields(body=...))[0])
    assert (bare.about, bare.outcomes, bare.offer_until, bare.body) == ((), (), None, False)


def test_every_move_and_every_fact_has_its_rule_and_nothing_else_has_one() -> None:
    for kind, procedure in PROCEDURES.items():
        assert all(rule_of(kind, move) is rule for move, rule in procedure.moves.items())
    assert all(rule_of(FACT, move) is rule for move, rule in FACTS.items())
    assert rule_of("report", "deliver") is None
    assert rule_of(FACT, "release") is None
    assert rule_of("harvest", "reap") is None


# ------------------------------------------------------------------------- within a review date

HIT: Fields = {
    "kind": "hit",
    "move": "report",
    "about": [LEAF],
    "by": by("handler", "releaser"),
    "grading": ...,
    "written": "2026-03-01T08:00:00Z",
}
"""What changes a report into a hit on an alert."""


@pytest.mark.parametrize(
    ("until", "rule"),
    [
        ("2026-03-01T08:00:01Z", None),
        ("2026-03-01T08:00:00Z", None),
        ("2026-03-01T07:59:59Z", "bad-date"),
        (None, "bad-date"),
    ],
)
def test_a_hit_is_written_before_the_review_date_of_its_alert(
    until: str | None, rule: str | None
) -> None:
    alert = Cited(
        whose=Whose.THEIRS,
        kind="alert",
        move="issue",
        state="issued",
        item=True,
        until=moment(until),
    )
    said = None if rule is None else broken(rule)
    assert verdict(HIT, cited={LEAF: alert}) == said


# ------------------------------------------------------------------------------- an exercise


def test_an_exercise_and_real_work_are_told_apart_before_anything_else() -> None:
    played = exercise_id("cd" * 16, "007")
    other = fields()["arrangement"] | {"id": played}
    assert verdict({"arrangement": other}) == ("exercise-mix", 15, "arrangement")
    assert verdict(arrangement_id=played) == ("exercise-mix", 15, "arrangement")
    mixed: Fields = {"audience": ["exercise-007.dz.example"], "move": "no_such_move"}
    assert verdict(mixed) == ("exercise-mix", 15, "audience")
    assert verdict({"kind": "exercise", "move": "announce"}) == ("exercise-mix", 15, "kind")
    as_played = {"arrangement": other, "audience": [f"exercise-007.{TRIPOLI}"]}
    long = as_played | {"retain_until": "2026-03-02T08:00:01Z"}
    names = {"arrangement_id": played, "counterpart": f"exercise-007.{TRIPOLI}"}
    assert verdict(long, **names) == ("outside-arrangement", 14, "exercise")
    in_time = as_played | {"retain_until": "2026-03-02T08:00:00Z"}
    assert verdict(in_time, **names) != ("outside-arrangement", 14, "exercise")


# --------------------------------------------------------------------------- what an overseer gets

DEMANDED: Fields = {
    "audience": [ALGIERS],
    "by": by("overseer", "overseer", one=True),
    "grading": ...,
    "kind": "extract",
    "move": "demand",
    "retain_until": ...,
}
"""What changes a report into the demand for an extract."""

PRODUCED: Fields = DEMANDED | {
    "audience": [OVERSIGHT],
    "by": by("dpo", "head"),
    "move": "produce",
}
"""What changes a report into the answer to it."""

DEMAND = Move(index=0, seen=0, move="demand")


def test_an_overseer_the_text_names_demands_and_is_answered() -> None:
    assert verdict(DEMANDED, author=OVERSIGHT, counterpart=ALGIERS) is None
    assert verdict(PRODUCED, counterpart=OVERSIGHT, other=(DEMAND,)) is None


def test_who_is_no_overseer_of_the_text_demands_nothing() -> None:
    nobody = arrangement(overseers=())
    outside = ("outside-arrangement", 14, "overseers")
    assert verdict(DEMANDED, author=OVERSIGHT, counterpart=ALGIERS, text=nobody) == outside
    by_a_party = verdict(DEMANDED, author=TRIPOLI, counterpart=ALGIERS, text=nobody)
    assert by_a_party == outside
    answered = verdict(PRODUCED, counterpart=OVERSIGHT, other=(DEMAND,), text=nobody)
    assert answered == outside


def test_an_overseer_is_never_in_the_audience_of_a_report_or_of_its_recall() -> None:
    audience: Fields = {"audience": [TRIPOLI, OVERSIGHT]}
    assert verdict(audience) == broken("bad-audience")
    assert verdict(ORDERED | audience, cited={LEAF: OWN}) == broken("bad-audience")
    assert verdict({"audience": [OVERSIGHT]}, counterpart=OVERSIGHT) == broken("bad-audience")


def test_an_overseer_may_tell_another_what_it_demands() -> None:
    both: Fields = {"audience": [ALGIERS, OVERSIGHT]}
    assert verdict(DEMANDED | both, author=OVERSIGHT, counterpart=ALGIERS) is None
