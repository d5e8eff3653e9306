"""May an act leave: what is drawn from others keeps their restrictions; gates need assurances."""

from collections.abc import Sequence

from tests.world import arrangement
from wasl.core.arrangement import Arrangement, HumanRights
from wasl.core.marking import Marking
from wasl.core.policy.release import release_objection
from wasl.core.terms import Caveat, Handling

H0, H1, H2, H3 = Handling
MINOR, COERCION = Caveat.MINOR, Caveat.POSSIBLE_COERCION_OF_SOURCE
GATED = arrangement(
    human_rights=HumanRights(assurances=("NO_DEATH_PENALTY_USE",), gated=("report.release",))
)


def marked(*handling: Handling, caveats: Sequence[Caveat] = ()) -> Marking:
    """A marking of these codes and caveats."""
    return Marking(handling=frozenset(handling), caveats=frozenset(caveats))


def objection(
    marking: Marking,
    *drawn_from: Marking,
    act: str = "report.release",
    text: Arrangement | None = None,
) -> tuple[str, str] | None:
    """The rule and the clause against the release."""
    found = release_objection(act=act, marking=marking, drawn_from=drawn_from, text=text)
    if found is None:
        return None
    assert found.step == 15
    return found.rule, found.clause


def test_what_is_drawn_from_nothing_is_free_to_leave() -> None:
    assert objection(marked(H0)) is None


def test_the_marking_of_derived_work_is_the_union() -> None:
    sources = (marked(H1), marked(H2, caveats=[MINOR]))
    assert objection(marked(H1, H2, caveats=[MINOR]), *sources) is None
    assert objection(marked(H1, H2, H3, caveats=[MINOR]), *sources) is None
    for looser in (marked(H1, caveats=[MINOR]), marked(H1, H2), marked(H2, caveats=[MINOR])):
        assert objection(looser, *sources) == ("bad-handling", "union")


def test_what_a_source_may_have_been_forced_to_say_goes_no_further() -> None:
    barred = ("bad-caveat", "POSSIBLE_COERCION_OF_SOURCE")
    assert objection(marked(H1, caveats=[COERCION])) == barred
    assert objection(marked(H2, caveats=[COERCION])) is None


def test_a_gated_act_needs_one_of_the_assurances_agreed() -> None:
    missing = ("assurance-missing", "human_rights.gated")
    assured = marked(H1, caveats=[Caveat.NO_DEATH_PENALTY_USE])
    assert objection(marked(H1), text=GATED) == missing
    assert objection(marked(H1, caveats=[MINOR]), text=GATED) == missing
    assert objection(assured, text=GATED) is None


def test_an_act_that_is_not_gated_needs_none() -> None:
    assert objection(marked(H1), act="request.ask", text=GATED) is None
    assert objection(marked(H1), text=arrangement()) is None
    assert objection(marked(H1), text=None) is None
