"""Hits: a person judged, the nine fields, and a measure of one's own that names its end."""

from datetime import UTC, datetime, timedelta

import pytest

from wasl.core import canonical
from wasl.core.case import allowed
from wasl.core.errors import RefusedError
from wasl.core.exchange import hit, namesake
from wasl.core.exchange.body import read_body
from wasl.core.procedure import Move
from wasl.core.terms import OfficerRole

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FRENCH = {"fr": "Texte inventé."}
NEEDED = {
    "check": FRENCH,
    "judged_by": "0123456789abcdef",
    "judgement": FRENCH,
    "located": FRENCH,
}


@pytest.mark.parametrize("lacking", sorted(NEEDED))
def test_a_hit_is_not_told_without_its_first_fields_and_a_judgement(lacking: str) -> None:
    assert read_body(hit.Found, canonical.dumps(NEEDED)).judged_by == NEEDED["judged_by"]
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(hit.Found, canonical.dumps({k: v for k, v in NEEDED.items() if k != lacking}))


def test_who_judged_is_a_pseudonym_and_never_a_name() -> None:
    with pytest.raises(RefusedError, match="bad-body"):
        read_body(hit.Found, canonical.dumps(NEEDED | {"judged_by": "Amel"}))


def test_no_node_tells_a_hit() -> None:
    assert all(rule.human for rule in hit.MOVES.values())


def test_those_beside_the_subject_have_a_role_each() -> None:
    beside = {"accompanying": [{"name": {"script": "Latn", "written": "Un Inconnu"}}]}
    with pytest.raises(RefusedError, match="role-missing"):
        read_body(hit.Found, canonical.dumps(NEEDED | beside))


@pytest.mark.parametrize(("due", "rule"), [(1, None), (0, "bad-date"), (None, "bad-date")])
def test_a_provisional_measure_names_its_end(due: int | None, rule: str | None) -> None:
    reported = Move(index=0, seen=1, move="report")
    end = None if due is None else NOW + timedelta(hours=due)
    asked = Move(index=1, seen=1, move="hold_provisionally", written=NOW, due=end)
    assert allowed(hit.PROCEDURE, asked, own=(reported,), other_as_seen=()) == rule


def test_a_block_for_a_namesake_has_one_person_and_his_consent() -> None:
    person = {"name": {"script": "Latn", "written": "Sami Autre"}, "role": "BYSTANDER"}
    offered = {"consent": "given", "differs_by": FRENCH, "persons": [person]}
    assert len(read_body(namesake.Offered, canonical.dumps(offered)).persons) == 1
    wrongs: list[dict[str, object]] = [
        {"persons": []},
        {"persons": [person, person]},
        {"consent": "assumed"},
    ]
    for wrong in wrongs:
        with pytest.raises(RefusedError, match="bad-body"):
            read_body(namesake.Offered, canonical.dumps(offered | wrong))


def test_a_block_is_heard_by_the_data_protection_officer() -> None:
    assert namesake.MOVES["offer"].signers.also == {OfficerRole.DPO}
