"""An item goes on only under its owner's leave, and is called back from wherever it went."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.chain import Chain, in_case
from tests.node.histories import moves, opened, recall
from tests.world import TUNIS, Service
from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.node.erasure import standing_of
from wasl.node.office import opening, reading
from wasl.node.rows import EntryRow
from wasl.node.wish import Wish
from wasl.seal.body import open_body


@pytest.fixture
def chain() -> Chain:
    """Three services, settled."""
    made = Chain()
    made.settle()
    return made


def standing(one: Service, row: EntryRow) -> str:
    """How an item stands at a service."""
    found: str = one.look(lambda look: standing_of(one.node, look, row).value)
    return found


def case_of(one: Service, reference: str) -> dict[str, Any]:
    """A case as its desk is shown it."""
    told: dict[str, Any] = one.turn(lambda turn: reading.case(one.node, turn, reference=reference))
    return told


def test_an_item_goes_on_under_a_leave_and_the_next_holder_can_check_it(chain: Chain) -> None:
    _item, _case, onward = chain.passed_on()
    last = chain.second.tripoli
    told = last.turn(
        lambda turn: opening.open_entry(
            last.node, turn, entry=onward.leaf.hex(), officer="farah", purpose="PREVENT_TERRORISM"
        )
    )
    assert told["onward"] == {
        "owner": "liaison.dz.example",
        "holds": True,
        "known": False,
        "why": "",
    }


def test_nothing_goes_on_without_a_grant(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    with pytest.raises(RefusedError, match="consent-missing"):
        chain.forwarded(case)


def test_nothing_goes_on_before_its_use_is_said(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    chain.granted(item, case)
    with pytest.raises(RefusedError, match="consent-missing"):
        chain.forwarded(case)


def test_nothing_goes_on_after_the_last_day_of_its_leave(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    chain.granted(item, case, days=10)
    chain.used(case)
    chain.clock.moment += timedelta(days=11)
    with pytest.raises(RefusedError, match="consent-missing"):
        chain.forwarded(case)


def test_nothing_goes_to_another_than_the_leave_names(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    chain.granted(item, case, to="un autre service")
    chain.used(case)
    with pytest.raises(RefusedError, match="consent-missing"):
        chain.forwarded(case)


def test_the_owner_reads_to_whom_its_item_went(chain: Chain) -> None:
    item, _case, _onward = chain.passed_on()
    told = case_of(chain.first.algiers, item.case)
    assert [line["recipient"] for line in told["lineage"]] == [TUNIS]


def test_a_recall_walks_the_lineage_and_ends_in_attestations(chain: Chain) -> None:
    item, _case, onward = chain.passed_on()
    owner, holder, last = chain.first.algiers, chain.first.tripoli, chain.second.tripoli
    for one, row in ((holder, item), (last, onward)):
        opened(one, row)
    owner.release(_with(recall(owner, item), handling=["H1", "H2"]))
    chain.sync()
    order = owner.entries(ours=True)[-1]
    attest = in_case(holder, "recall.attest", order.case, about=[item])
    with pytest.raises(RefusedError, match="relay-missing"):
        holder.release(_with(attest, outcomes=["DESTROYED"]), by=("amel", "elias"))
    relay = in_case(holder, "recall.relay", order.case, body={"holders": []})
    with pytest.raises(RefusedError, match="relay-missing"):
        holder.release(relay, by=("amel", "elias"))
    there = chain.second.algiers
    there.release(_with(recall(there, onward), handling=["H1", "H2"]))
    holder.release(relay, by=("amel", "elias"))
    chain.sync()
    relayed = [row for row in last.entries(ours=False) if row.move == "order"][-1]
    assert standing(last, onward) == "recalled"
    attested = in_case(last, "recall.attest", relayed.case, about=[onward])
    last.release(_with(attested, outcomes=["DESTROYED"]), by=("amel", "elias"))
    chain.sync()
    holder.release(_with(attest, outcomes=["DESTROYED"]), by=("amel", "elias"))
    chain.sync()
    told = case_of(owner, order.case)
    assert told["states"] == ["ordered", "attested"]
    body = _last_body(owner)
    assert body["relays"] == [{"holder": TUNIS, "state": "attested"}]


def test_what_went_on_is_not_attested_by_the_node_alone(chain: Chain) -> None:
    item, _case, _onward = chain.passed_on()
    owner, holder = chain.first.algiers, chain.first.tripoli
    owner.release(_with(recall(owner, item), handling=["H1", "H2"]))
    chain.sync()
    assert moves(holder, "recall") == ["quarantine"]


def test_a_leave_taken_back_is_a_recall_at_the_new_holder(chain: Chain) -> None:
    _item, case, onward = chain.passed_on()
    owner, holder, last = chain.first.algiers, chain.first.tripoli, chain.second.tripoli
    opened(last, onward)
    owner.release(in_case(owner, "consent.revoke", case))
    chain.sync()
    holder.release(in_case(holder, "consent.stop", case))
    chain.sync()
    assert standing(last, onward) == "recalled"


def test_an_erasure_after_a_challenge_reaches_every_copy(chain: Chain) -> None:
    item = chain.given()
    owner, holder = chain.first.algiers, chain.first.tripoli
    opened(holder, item)
    case = chain.disputed(item, "LAWFULNESS")
    owner.release(in_case(owner, "challenge.erase", case), by=("elias", "badr"))
    chain.sync()
    assert standing(owner, item) == "destroyed"
    assert standing(holder, item) == "recalled"


def test_a_correction_is_written_before_it_is_said_to_be_corrected(chain: Chain) -> None:
    item = chain.given()
    owner, holder = chain.first.algiers, chain.first.tripoli
    case = chain.disputed(item, "ACCURACY")
    said = in_case(owner, "challenge.correct", case, body={"text": {"fr": "Corrigé."}})
    with pytest.raises(RefusedError, match="revision-missing"):
        owner.release(said, by=("elias", "badr"))
    body = {"new": {"fr": "2 mars"}, "old": {"fr": "1er mars"}, "text": {"fr": "La date."}}
    owner.release(in_case(owner, "revise.revise", about=[item], code="CORRECT", body=body))
    owner.release(said, by=("elias", "badr"))
    chain.sync()
    assert standing(holder, item) == "corrected"


def test_nothing_new_is_drawn_from_a_disputed_item(chain: Chain) -> None:
    item = chain.given()
    holder = chain.first.tripoli
    chain.disputed(item)
    feedback = in_case(holder, "feedback.give", about=[item], code="CONFIRMED")
    with pytest.raises(RefusedError, match="item-restricted"):
        holder.release(feedback)
    with pytest.raises(RefusedError, match="item-restricted"):
        opened(holder, item)
    opened(holder, item, "elias")


def _with(wish: Wish, **fields: object) -> Wish:
    """The same wish with further fields of its entry."""
    return replace(wish, fields={**wish.fields, **fields})


def _last_body(one: Service) -> dict[str, Any]:
    """The body of the last entry of theirs."""
    row = [each for each in one.entries(ours=False) if b'"body":' in each.entry][-1]
    held = one.look(lambda look: look.body(row.link, row.index))
    read: dict[str, Any] = canonical.loads(open_body(held.salt, held.closed))
    return read


def _recalled(chain: Chain, item: EntryRow) -> None:
    """Algiers takes the item back, and Tripoli has seen it."""
    owner = chain.first.algiers
    owner.release(_with(recall(owner, item), handling=["H1", "H2"]))
    chain.first.sync()


def test_what_is_taken_back_is_not_used_under_an_older_leave(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    chain.granted(item, case)
    opened(chain.first.tripoli, item)
    _recalled(chain, item)
    with pytest.raises(RefusedError, match="item-recalled"):
        chain.used(case)


def test_what_is_taken_back_does_not_go_on_under_an_older_leave(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    chain.granted(item, case)
    chain.used(case)
    opened(chain.first.tripoli, item)
    _recalled(chain, item)
    with pytest.raises(RefusedError, match="item-recalled"):
        chain.forwarded(case)


def test_a_disputed_item_does_not_go_on_under_an_older_leave(chain: Chain) -> None:
    item = chain.given()
    case = chain.asked(item)
    chain.granted(item, case)
    chain.used(case)
    chain.disputed(item)
    with pytest.raises(RefusedError, match="item-restricted"):
        chain.forwarded(case)
