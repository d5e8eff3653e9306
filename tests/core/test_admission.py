"""What the arrangement in force admits, and the clause it names when it does not."""

import pytest

from tests.core.test_entry import fields
from tests.world import ALGIERS, KINDS, PURPOSE, TRIPOLI, arrangement
from wasl.core.arrangement import Arrangement, DossierTerms, Subjects
from wasl.core.entry import ZERO_HASH, entry_of
from wasl.core.policy.admission import (
    admission_objection,
    recognition_objection,
    retention_objection,
)
from wasl.core.policy.force import Force
from wasl.core.terms import Handling, PersonRole

SHA256 = "cd" * 32
NONE_YET = {"id": "ab" * 16, "sha256": ZERO_HASH, "version": 0}
SURVIVORS = ("recall", "key", "recognition", "arrangement", "fact")


def force(**changed: bool | str | int) -> Force:
    """Both recognise each other, and the first version rules."""
    ruling = {"recognises": True, "recognised": True, "suspended": False}
    return Force(**({"text": SHA256, "version": 1} | ruling | changed))  # type: ignore[arg-type]


def terms(**changed: object) -> Arrangement:
    """An arrangement of one dossier, with these terms instead."""
    whole: dict[str, object] = {
        "code": "terrorism",
        "desks": ("Liaison",),
        "handling": (Handling.H0, Handling.H1),
        "kinds": {ALGIERS: KINDS, TRIPOLI: ("note",)},
        "purposes": (PURPOSE,),
        "retention_days": {"any": 100, "report": 200},
        "subjects": Subjects(minimum_age=18, roles=(PersonRole.SUSPECT, PersonRole.WITNESS)),
    }
    return arrangement(dossiers=(DossierTerms(**(whole | changed)),))  # type: ignore[arg-type]


def clause(
    text: Arrangement | None = None,
    ruling: Force | None = None,
    opened_by: str = ALGIERS,
    **changed: object,
) -> str | None:
    """The clause that forbids the invented report with these changes; None if it is admitted."""
    objection = admission_objection(
        entry_of(fields(**changed))[0], ruling or force(), text or terms(), opened_by=opened_by
    )
    if objection is None:
        return None
    assert (objection.rule, objection.step) == ("outside-arrangement", 14)
    return objection.clause


# ---------------------------------------------------------------------------------- recognition


def not_recognised(ruling: Force, kind: str) -> str | None:
    """Whose recognition is missing."""
    entry, _ = entry_of(fields(kind=kind))
    objection = recognition_objection(entry, ruling)
    if objection is None:
        return None
    assert (objection.rule, objection.step) == ("not-recognised", 14)
    return objection.clause


def test_who_recognise_each_other_exchange() -> None:
    assert not_recognised(force(), "report") is None


def test_an_author_who_does_not_recognise_its_counterpart_writes_nothing_to_it() -> None:
    assert not_recognised(force(recognises=False), "report") == "author"
    assert not_recognised(force(recognises=False, recognised=False), "report") == "author"


def test_an_author_who_knows_it_is_not_recognised_writes_nothing() -> None:
    assert not_recognised(force(recognised=False), "report") == "counterpart"


@pytest.mark.parametrize("kind", SURVIVORS)
def test_what_survives_needs_no_recognition(kind: str) -> None:
    assert not_recognised(force(recognises=False, recognised=False), kind) is None


# -------------------------------------------------------------------------- the version in force


def test_a_report_within_every_clause_is_admitted() -> None:
    assert clause() is None


@pytest.mark.parametrize("quoted", [{"version": 2}, {"sha256": "ce" * 32}, {"sha256": ZERO_HASH}])
def test_an_entry_quotes_the_very_text_in_force(quoted: dict[str, object]) -> None:
    assert clause(arrangement=fields()["arrangement"] | quoted) == "version"


@pytest.mark.parametrize("quoted", [{"version": 1}, {"sha256": SHA256}])
def test_before_a_text_is_in_force_only_zeros_are_quoted(quoted: dict[str, object]) -> None:
    before = force(text="", version=0)
    assert clause(ruling=before, kind="recall", arrangement=NONE_YET) is None
    assert clause(ruling=before, kind="recall", arrangement=NONE_YET | quoted) == "version"


@pytest.mark.parametrize("kind", SURVIVORS)
def test_what_survives_needs_no_text(kind: str) -> None:
    suspended = force(text="", version=0, suspended=True)
    entry, _ = entry_of(fields(kind=kind, arrangement=NONE_YET))
    assert admission_objection(entry, suspended, None, opened_by=ALGIERS) is None


@pytest.mark.parametrize(("suspended", "named"), [(True, "suspended"), (False, "none in force")])
def test_business_needs_a_text_in_force(suspended: bool, named: str) -> None:
    entry, _ = entry_of(fields(arrangement=NONE_YET))
    ruling = force(text="", version=0, suspended=suspended)
    objection = admission_objection(entry, ruling, None, opened_by=ALGIERS)
    assert objection is not None
    assert objection.clause == named


# ----------------------------------------------------------------------------- clause by clause


@pytest.mark.parametrize("dossier", ["drugs", ...])
def test_a_dossier_that_is_not_open_is_outside(dossier: object) -> None:
    assert clause(dossier=dossier) == "dossiers"


def test_a_kind_the_opener_may_not_send_is_outside() -> None:
    assert clause(opened_by=TRIPOLI) == "dossiers.terrorism.kinds"
    assert clause(opened_by=TRIPOLI, kind="note", retain_until=...) is None
    assert clause(opened_by="liaison.tn.example") == "dossiers.terrorism.kinds"


@pytest.mark.parametrize("purpose", ["CURIOSITY", ...])
def test_a_purpose_that_was_not_agreed_is_outside(purpose: object) -> None:
    assert clause(purpose=purpose) == "dossiers.terrorism.purposes"


def test_a_handling_code_that_was_not_agreed_is_outside() -> None:
    assert clause(handling=["H0", "H2"]) == "dossiers.terrorism.handling"
    assert clause(handling=...) is None


def test_a_role_of_a_person_that_was_not_agreed_is_outside() -> None:
    assert clause(persons={"SUSPECT": 1, "WITNESS": 2}) is None
    assert clause(persons={"SUSPECT": 1, "VICTIM": 1}) == "dossiers.terrorism.subjects"


# ------------------------------------------------------------------------------------ retention


def test_a_review_date_on_the_last_day_agreed_is_admitted_and_a_second_later_is_not() -> None:
    assert clause(retain_until="2026-09-17T08:00:00Z") is None
    assert clause(retain_until="2026-09-17T08:00:01Z") == "dossiers.terrorism.retention_days"


def test_the_offset_of_a_claimed_time_counts() -> None:
    assert clause(retain_until="2026-09-17T09:00:00+01:00") is None
    assert clause(retain_until="2026-09-17T08:00:00-00:01") is not None


def test_what_no_kind_names_is_kept_as_long_as_any_and_otherwise_not_at_all() -> None:
    assert clause(kind="request", retain_until="2026-06-09T08:00:00Z") is None
    assert clause(kind="request", retain_until="2026-06-09T08:00:01Z") is not None
    unsaid = terms(retention_days={"note": 100})
    assert clause(text=unsaid, retain_until="2026-03-01T08:00:01Z") is not None


def test_an_entry_without_a_review_date_is_not_measured_by_it() -> None:
    assert clause(retain_until=...) is None


def test_a_day_no_calendar_has_is_left_to_the_step_that_judges_dates() -> None:
    assert clause(retain_until="2026-02-30T00:00:00Z") is None
    assert clause(written="2026-02-30T00:00:00Z") is None


@pytest.mark.parametrize("agreed", [10**9, 2**53 - 1])
def test_a_retention_longer_than_any_calendar_admits_every_day(agreed: int) -> None:
    for_ever = terms(retention_days={"any": agreed})
    assert clause(text=for_ever, retain_until="9999-12-31T23:59:59Z") is None


def test_a_report_written_on_the_last_day_of_the_calendar_is_judged() -> None:
    last = "9999-12-31T23:59:59Z"
    assert clause(written=last, retain_until=last) is None


def test_how_long_is_asked_only_of_a_dossier_that_is_open() -> None:
    entry, _ = entry_of(fields(dossier="migration"))
    assert retention_objection(entry, terms()) is None
