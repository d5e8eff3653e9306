"""A withdrawal in one act: what leaves no more, what is called back, who else is told."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from tests.attacks.forge import DishonestAuthor, rotate, rules
from tests.chain import report_of
from tests.memory_store import MemoryStore
from tests.node.test_several import Triangle
from tests.world import (
    ALGIERS,
    ARRANGEMENT_ID,
    TERRITORIES,
    TRIPOLI,
    TUNIS,
    Move,
    Service,
    World,
    arrangement,
    report,
    signed,
)
from wasl.core.entry import Entry, read_entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import read_body
from wasl.core.exchange.revise import Revised
from wasl.node import ceremony
from wasl.node.erasure import destroy
from wasl.node.office import texts
from wasl.node.outgoing import Road
from wasl.node.tending import everyone, tend
from wasl.node.wish import Attached, Wish
from wasl.seal.body import open_body
from wasl.seal.envelope import read_open
from wasl.seal.note import write_note
from wasl.seal.recognition import Recognition, recognition_text

CUSTODY = ("chadia", "driss")
NODES = (ALGIERS, TRIPOLI, TUNIS)
ROME = "liaison.it.example"


@pytest.fixture
def world() -> World:
    """Algiers and Tripoli at rest under their arrangement."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.sync()
    made.arrange()
    return made


def suspend(one: Service) -> None:
    """One service suspends its recognition of the other."""
    case = one.entries(ours=True)[0].case
    one.release(Wish(kind="recognition", move="suspend", fields={"case": case}), by=CUSTODY)


def withdraw(world: World) -> None:
    """Algiers withdraws its recognition of Tripoli."""
    world.recognise(world.algiers, world.tripoli, move="withdraw")


def left(world: World) -> None:
    """Algiers withdraws, and whatever was due is done."""
    withdraw(world)
    for _ in range(4):
        world.call(world.algiers, world.tripoli)


def bodies(one: Service, move: str = "release") -> list[bool]:
    """Of each such entry of the other service, in order, whether its body is here."""
    rows = [row for row in one.entries(ours=False) if row.move == move]
    with one.node.store.look() as look:
        return [look.body(row.link, row.index) is not None for row in rows]


def said(one: Service, kind: str, move: str) -> list[Entry]:
    """The entries of this kind and move that one service wrote, in order."""
    rows = one.entries(ours=True)
    return [read_entry(row.entry) for row in rows if (row.kind, row.move) == (kind, move)]


# ------------------------------------------------------------------------- what leaves no more


@pytest.mark.parametrize("stop", [withdraw, lambda world: suspend(world.algiers)])
def test_what_was_released_before_and_not_carried_yet_leaves_no_more(
    world: World, stop: Callable[[World], None]
) -> None:
    world.algiers.release(report(title="Encore ici"))
    stop(world)
    frames = world.algiers.out()
    world.tripoli.take(frames, ALGIERS)
    assert bodies(world.tripoli) == [False]
    assert world.tripoli.entries(ours=False)[-1].rule == ""


def test_after_a_suspension_is_lifted_everything_goes_on(world: World) -> None:
    suspend(world.algiers)
    world.sync()
    world.recognise(world.algiers, world.tripoli, move="restore")
    world.algiers.release(report(title="Après"))
    world.sync()
    assert bodies(world.tripoli) == [True]


def test_an_attachment_asked_for_after_the_suspension_is_gone(world: World) -> None:
    file = Attached(content=b"invented bytes", media="image/png", handling=("H1",))
    world.algiers.release(replace(report(), attached=[file]))
    world.tripoli.take(world.algiers.out(), ALGIERS)
    suspend(world.algiers)
    world.sync()
    assert bodies(world.tripoli) == [True]
    assert [rule for rule in refusals(world.tripoli) if rule == "item-gone"] == ["item-gone"]


def test_one_asked_for_before_it_and_not_sent_yet_stays_too(world: World) -> None:
    file = Attached(content=b"invented bytes", media="image/png", handling=("H1",))
    world.algiers.release(replace(report(), attached=[file]))
    world.tripoli.take(world.algiers.out(), ALGIERS)
    world.algiers.take(world.tripoli.out(), TRIPOLI)
    suspend(world.algiers)
    world.sync()
    assert "item-gone" in refusals(world.tripoli)


def refusals(one: Service) -> list[str]:
    """The names in the list of refusals of one service."""
    return [row.rule for row in one.look(lambda look: look.refusals(100))]


def test_control_an_attachment_asked_for_before_it_arrives(world: World) -> None:
    file = Attached(content=b"invented bytes", media="image/png", handling=("H1",))
    world.algiers.release(replace(report(), attached=[file]))
    world.sync()
    assert refusals(world.tripoli) == []


def test_once_nothing_is_due_only_a_refusal_is_said(world: World) -> None:
    left(world)
    world.algiers.out()  # what their last call was refused
    (silence,) = world.algiers.out()
    assert not read_open(silence)
    liar = DishonestAuthor(world.tripoli, world.algiers)
    assert rules(liar.tell(liar.report())) == ["not-recognised"]
    (answer,) = world.algiers.out()
    assert len(read_open(answer)) == 1


def test_where_the_arrangement_says_silence_not_even_that() -> None:
    world = World((MemoryStore(), MemoryStore()))
    world.meet()
    world.arrange(arrangement(refusal="silence"))
    left(world)
    world.algiers.take(world.tripoli.out(), TRIPOLI)
    assert world.algiers.out() == []


def test_no_bundle_is_written_for_it_and_it_is_called_no_more(world: World) -> None:
    partner = world.algiers.look(lambda look: look.partner(TRIPOLI))
    told = replace(partner, url="https://liaison.ly.example")
    world.algiers.turn(lambda turn: turn.put_partner(told))
    assert world.algiers.turn(partial(everyone, world.algiers.node)) == [TRIPOLI]
    left(world)
    assert world.algiers.turn(partial(everyone, world.algiers.node)) == []
    assert not world.algiers.has_news()
    with pytest.raises(RefusedError, match="not-recognised"):
        world.algiers.out(Road.BUNDLE)


def test_the_prekeys_of_the_link_are_destroyed_once_nothing_is_due(world: World) -> None:
    own = world.algiers.link().own
    world.algiers.release(report())
    world.sync()
    world.algiers.turn(partial(tend, world.algiers.node))
    withdraw(world)
    world.algiers.turn(partial(tend, world.algiers.node))
    assert world.algiers.look(lambda look: look.own_prekeys(own))
    for _ in range(4):
        world.call(world.algiers, world.tripoli)
    world.algiers.turn(partial(tend, world.algiers.node))
    assert not world.algiers.look(lambda look: look.own_prekeys(own))


# ------------------------------------------------------------------------- what is called back


def test_items_of_every_kind_above_h0_are_called_back(world: World) -> None:
    sender = world.algiers
    sender.release(report())
    sender.release(report(handling=["H0"]))
    note = Wish(
        kind="note",
        move="send",
        fields={
            "dossier": "terrorism",
            "handling": ["H2"],
            "purpose": "PREVENT_TERRORISM",
            "retain_until": "2026-09-01T00:00:00Z",
        },
        body={"text": {"fr": "Entre bureaux."}},
    )
    sender.release(note)
    world.sync()
    held = sender.turn(lambda turn: texts.items_they_hold(sender.node, turn, partner=TRIPOLI))
    assert [(each["kind"], each["recalled"]) for each in held] == [
        ("report", True),
        ("report", False),
        ("note", True),
    ]
    assert {each["standing"] for each in held} == {"live"}
    withdraw(world)
    (order,) = said(sender, "recall", "order")
    assert set(order.about or ()) == {each["entry"] for each in held if each["recalled"]}
    assert order.code == "DERECOGNITION"


def test_what_they_said_to_be_destroyed_is_not_called_back_again(world: World) -> None:
    world.algiers.release(report(title="Un"))
    world.algiers.release(report(title="Deux"))
    world.sync()
    holder, row = world.tripoli, world.tripoli.entries(ours=False)[-2]
    holder.turn(
        lambda turn: destroy(
            holder.node, turn, holder.node.book(turn, holder.link_in(turn)), row, "RETENTION"
        )
    )
    world.sync()
    withdraw(world)
    (order,) = said(world.algiers, "recall", "order")
    assert order.about == (world.tripoli.entries(ours=False)[-1].leaf.hex(),)


def test_what_only_we_destroyed_is_called_back_all_the_same(world: World) -> None:
    world.algiers.release(report())
    world.sync()
    row = world.algiers.entries(ours=True)[-1]
    world.algiers.turn(lambda turn: turn.destroy_body(row.link, row.index))
    withdraw(world)
    (order,) = said(world.algiers, "recall", "order")
    assert order.about == (row.leaf.hex(),)


# ------------------------------------------------------------------------- who else is told


@pytest.fixture
def triangle() -> Triangle:
    """Three services under one text; Algiers gave one item to both others."""
    made = Triangle()
    made.given(ALGIERS, (TRIPOLI, TUNIS))
    made.sync()
    return made


def leave(triangle: Triangle, who: str = TRIPOLI) -> None:
    """Algiers withdraws its recognition of one of the two."""
    world = triangle.world(ALGIERS, who)
    world.recognise(world.algiers, world.tripoli, move="withdraw")


def revisions(triangle: Triangle, toward: str = TUNIS) -> list[Entry]:
    """What Algiers revised toward a holder."""
    return said(triangle.view(ALGIERS, toward), "revise", "revise")


def test_every_other_holder_is_told_that_the_service_has_left_the_audience(
    triangle: Triangle,
) -> None:
    leave(triangle)
    (told,) = revisions(triangle)
    given = triangle.view(ALGIERS, TUNIS).entries(ours=True)
    item = next(row for row in given if row.kind == "report")
    assert (told.code, told.audience, told.about) == ("AUDIENCE", (TUNIS,), (item.leaf.hex(),))
    assert told.handling == read_entry(item.entry).handling
    assert told.by.drafted.role == told.by.released.role == "node"
    assert revisions(triangle, TRIPOLI) == []


def test_the_holder_takes_the_word_and_reads_who_left(triangle: Triangle) -> None:
    leave(triangle)
    triangle.world(ALGIERS, TUNIS).sync()
    holder = triangle.view(TUNIS, ALGIERS)
    row = holder.entries(ours=False)[-1]
    assert (row.kind, row.rule, row.body_rule) == ("revise", "", "")
    body = holder.look(lambda look: look.body(row.link, row.index))
    read = read_body(Revised, open_body(body.salt, body.closed))
    for words in (read.text.ar, read.text.en, read.text.fr):
        assert words is not None
        assert TRIPOLI in str(words)


def test_who_was_given_what_the_service_never_had_is_told_nothing(triangle: Triangle) -> None:
    giver = triangle.view(ALGIERS, TUNIS)
    giver.release(report_of(giver))
    leave(triangle)
    assert len(revisions(triangle)) == 1


def test_a_later_withdrawal_speaks_of_the_audience_that_is_left() -> None:
    triangle = Triangle()
    first = triangle.given(ALGIERS, (TRIPOLI, TUNIS))
    triangle.sync()
    giver = triangle.view(ALGIERS, TUNIS)
    wish = Wish(
        kind="revise",
        move="revise",
        fields={
            "about": [first[1].leaf.hex()],
            "audience": sorted((TRIPOLI, TUNIS)),
            "caveats": ["CONTACT_US_FIRST"],
            "code": "RAISE",
            "dossier": "terrorism",
            "handling": ["H1", "H2"],
            "purpose": "PREVENT_TERRORISM",
        },
        body={"text": {"fr": "Plus strict."}},
    )
    giver.release(wish)
    leave(triangle)
    raised, told = revisions(triangle)
    assert told.caveats == raised.caveats == ("CONTACT_US_FIRST",)
    assert len(told.about or ()) == 2
    assert told.audience == (TUNIS,)


def test_who_was_withdrawn_from_before_is_told_nothing_more(triangle: Triangle) -> None:
    leave(triangle, TUNIS)
    leave(triangle, TRIPOLI)
    assert revisions(triangle, TUNIS) == []


def test_a_word_our_own_log_does_not_allow_stops_nothing(
    triangle: Triangle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TERRITORIES, ROME, "IT")
    world, giver = triangle.world(ALGIERS, TUNIS), triangle.view(ALGIERS, TUNIS)
    world.arrange(arrangement(version=2, nodes=(*NODES, ROME)))
    giver.release(report_of(giver, audience=sorted((ROME, TRIPOLI, TUNIS))))
    world.arrange(arrangement(version=3, nodes=NODES))
    leave(triangle)
    assert refusals(giver)[-1:] == ["bad-audience"]
    assert len(revisions(triangle)) == 1
    assert said(triangle.view(ALGIERS, TRIPOLI), "recognition", "withdraw")


def test_whom_we_recognise_under_another_arrangement_stays_in_the_audience(
    triangle: Triangle,
) -> None:
    world, other = (
        triangle.world(ALGIERS, TRIPOLI),
        "04" * 16,
    )  # whose two logs are the last of both
    for one, partner in ((world.algiers, world.tripoli), (world.tripoli, world.algiers)):
        one.meet(partner.card_for(one.name))
        node, name = one.node, partner.name
        one.turn(partial(ceremony.open_link, node, partner=name, arrangement_id=other))
    state(world, other, "recognise")
    for _ in range(3):
        world.call(world.algiers, world.tripoli)
    state(world, other, "withdraw")
    assert said(world.algiers, "recognition", "withdraw")
    assert revisions(triangle) == []


def state(world: World, arrangement_id: str, move: Move) -> None:
    """Algiers says of Tripoli what it decided, under this arrangement."""
    said = Recognition(
        arrangement_id=arrangement_id,
        by=ALGIERS,
        decided_by="the head of the service",
        decided_on="2026-03-01",
        keys_sha256=world.algiers.turn(
            lambda turn: texts.partner_keys(world.algiers.node, turn, partner=TRIPOLI)
        )["keys_sha256"],
        move=move,
        node=TRIPOLI,
        office="Liaison",
        until="2027-03-01",
    )
    note = write_note(signed(recognition_text(said), world.algiers.roots[:2]))
    rows = world.algiers.entries(ours=True)
    case = {"case": rows[0].case} if move != "recognise" else {}
    wish = Wish(kind="recognition", move=move, fields=case, statement=note)
    world.algiers.release(wish, by=CUSTODY)


# ------------------------------------------------------------------------- the way back


def test_who_lost_recognition_gets_it_back_after_a_new_meeting_alone(world: World) -> None:
    left(world)
    with pytest.raises(RefusedError, match="meeting-missing"):
        world.recognise(world.algiers, world.tripoli)
    world.clock.pass_(days=1)
    world.algiers.meet(world.tripoli.card_for(ALGIERS))
    world.recognise(world.algiers, world.tripoli)
    world.sync()
    world.algiers.release(report(title="De nouveau"))
    world.sync()
    assert bodies(world.tripoli)[-1:] == [True]


def test_a_withdrawal_that_waits_for_its_epoch_asks_for_the_meeting_too(world: World) -> None:
    own = world.algiers.link().own
    world.algiers.node.sessions.pop(own)
    withdraw(world)
    assert world.algiers.look(lambda look: look.waiting(own))
    with pytest.raises(RefusedError, match="meeting-missing"):
        world.recognise(world.algiers, world.tripoli)


def test_a_partner_that_rotated_its_keys_is_met_again_under_those_in_force(world: World) -> None:
    rotate(world.tripoli)
    world.sync()
    state(world, ARRANGEMENT_ID, "withdraw")
    for _ in range(4):
        world.call(world.algiers, world.tripoli)
    world.clock.pass_(days=1)
    stale = world.algiers.look(lambda look: look.partner(TRIPOLI)).keys_sha256
    adopt(world.tripoli)
    world.algiers.meet(world.tripoli.card_for(ALGIERS))
    partner = world.algiers.look(lambda look: look.partner(TRIPOLI))
    assert partner.keys_sha256 == stale
    state(world, ARRANGEMENT_ID, "recognise")
    world.sync()
    world.algiers.release(report(title="De nouveau"))
    world.sync()
    assert bodies(world.tripoli)[-1:] == [True]


def test_another_statement_than_the_one_in_force_is_a_rival_at_the_second_meeting(
    world: World,
) -> None:
    card = world.tripoli.card_for(ALGIERS)
    rotate(world.tripoli)
    world.sync()
    with pytest.raises(RefusedError, match="rival-keys"):
        world.algiers.meet(card)


def adopt(one: Service) -> None:
    """The service stands on the statement it has rotated to."""
    sha256 = list(one.node.identity.keysets)[-1]
    one.turn(lambda turn: turn.put_setting("keys", sha256.encode()))


def test_the_last_attestation_is_receipted_before_the_link_falls_silent(world: World) -> None:
    world.algiers.release(report())
    world.sync()
    withdraw(world)
    for _ in range(4):
        world.call(world.algiers, world.tripoli)
    assert said(world.tripoli, "recall", "attest")
    assert world.tripoli.own().countersigned == world.tripoli.own().size
    assert not world.algiers.has_news()
