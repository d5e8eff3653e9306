"""A post in other hands: its keys, its store, and the root lines its holders once wrote for it.

Defence: a post has keys and logs of its own. Its service stops hearing it by one local word, its
holders sign for it under another name than for the service, and what it signed before a backup it
does not sign again (docs/posts.md).
"""

from dataclasses import replace

import pytest

from tests.attacks.forge import DishonestAuthor, frozen, kept, rules
from tests.posts import POST, Posted, posted, titled, titles_held
from tests.world import ALGIERS, ARRANGEMENT_ID, TRIPOLI, Service, signed
from wasl.core.errors import RefusedError
from wasl.node import ceremony, posts
from wasl.node.identity import KeySet
from wasl.node.office import meeting
from wasl.seal.card import read_card
from wasl.seal.note import key_name, write_note
from wasl.seal.recognition import Recognition, recognition_text


@pytest.fixture
def three() -> Posted:
    """A service, its post, a partner, each with something of the other."""
    found = posted()
    found.passed(found.given("Avis"))
    found.post.release(titled(found.post, "Du poste"))
    found.sync()
    return found


def keys_of(one: Service) -> KeySet:
    """The node keys of a service as a thief finds them, who says that they are Algiers's."""
    found = next(iter(one.node.identity.keysets.values()))
    name = key_name(ALGIERS)
    return KeySet(
        author=replace(found.author, name=name),
        witness=replace(found.witness, name=name),
        long_lived=replace(found.long_lived, name=name),
    )


def test_its_key_does_not_speak_for_its_service(three: Posted) -> None:
    liar = DishonestAuthor(three.out.algiers, three.partner)
    forged = liar.report()
    before = kept(three.partner)
    note = liar.sign(liar.head(forged), keys_of(three.post))
    assert rules(liar.tell(forged, note=note)) == ["unknown-key"]
    assert kept(three.partner) == before


def test_control_the_key_of_the_service_does(three: Posted) -> None:
    liar = DishonestAuthor(three.out.algiers, three.partner)
    forged = liar.report()
    note = liar.sign(liar.head(forged), keys_of(three.parent))
    assert liar.tell(forged, note=note).entries == 1


@pytest.mark.parametrize("move", ["introduce", "activate", "succeed"])
def test_its_statement_which_our_own_roots_signed_is_none_of_the_service(
    three: Posted, move: str
) -> None:
    liar = DishonestAuthor(three.out.algiers, three.partner)
    statement = three.post.look(ceremony.own_statement)
    forged = liar.act("key", move, write_note(statement))
    note = liar.sign(liar.head(forged), keys_of(three.post), twice=True)
    before = kept(three.partner)
    (rule,) = rules(liar.tell(forged, note=note))
    assert rule in {"bad-statement", "too-few-roots", "unknown-key"}
    assert kept(three.partner) == before


def test_what_holders_signed_for_the_post_recognises_nobody_for_the_service(
    three: Posted,
) -> None:
    liar = DishonestAuthor(three.out.algiers, three.partner)
    partner = three.out.algiers.look(lambda look: look.partner(TRIPOLI))
    text = recognition_text(
        Recognition(
            arrangement_id=ARRANGEMENT_ID,
            by=ALGIERS,
            decided_by="the head of the service",
            decided_on="2026-03-01",
            keys_sha256=partner.keys_sha256,
            move="withdraw",
            node=TRIPOLI,
            office="Liaison",
            until="2027-03-01",
        )
    )
    note = write_note(signed(text, three.post.roots[:2]))
    assert rules(liar.tell(liar.act("recognition", "withdraw", note))) == ["too-few-roots"]


def test_its_card_is_no_card_of_its_service(three: Posted) -> None:
    card = read_card(three.post.card_for(TRIPOLI))
    three.partner.meet(three.post.card_for(TRIPOLI))
    assert card.keys.node == POST
    with pytest.raises(RefusedError, match="no-such-partner"):
        three.partner.turn(lambda turn: three.partner.node.link_with(turn, POST))


def test_it_holds_nothing_of_what_was_not_passed_to_it(three: Posted) -> None:
    three.given("Autre avis")
    three.sync()
    assert titles_held(three.post) == {"Avis", "Du poste"}


def test_whoever_has_it_is_heard_no_more_once_it_is_lost(three: Posted) -> None:
    three.parent.turn(lambda turn: posts.lose(turn, POST))
    liar = DishonestAuthor(three.post, three.parent)
    before = kept(three.parent)
    assert rules(liar.tell(liar.report())) == ["not-recognised"]
    assert kept(three.parent) == before
    three.out.algiers.release(titled(three.out.algiers, "La vie continue"))
    three.out.sync()


def test_control_a_suspension_it_never_sees_does_not_stop_it(three: Posted) -> None:
    seen = three.parent.own().size
    three.up.recognise(three.parent, three.post, move="withdraw")
    liar = DishonestAuthor(three.post, three.parent)
    report = liar.tell(liar.report(seen=liar.seen(seen)))
    assert (report.entries, report.void) == (1, 0)


def test_what_the_thief_wrote_is_found_when_the_true_post_calls(three: Posted) -> None:
    liar = DishonestAuthor(three.post, three.parent)
    liar.tell(liar.report())
    three.post.release(titled(three.post, "De la vraie main"))
    three.up.call(three.post, three.parent)
    assert frozen(three.parent) == [b"duplicate-conflict"]


def test_it_meets_nobody_through_the_door(three: Posted) -> None:
    card = three.partner.card_for(POST)
    read = three.post.turn(
        lambda turn: meeting.key_read(three.post.node, turn, card=card.decode())
    )
    with pytest.raises(RefusedError, match="post-has-one-parent"):
        three.post.turn(
            lambda turn: meeting.key_meet(
                three.post.node,
                turn,
                card=card.decode(),
                fingerprint=read["fingerprint"],
                url="",
            )
        )
