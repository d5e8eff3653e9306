"""Passkeys of officers: two or none, brought in by who may vouch, and as good as a device key."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.node.test_office_acting import drafted, wish
from tests.seal.authenticator import ORIGIN, Authenticator, encoded
from tests.world import Service, World
from wasl.core.errors import RefusedError
from wasl.node.office import acting, keys_of_officers
from wasl.node.passkeys import held_set
from wasl.seal.note import Note, sign, write_note

ONE, TWO = Authenticator(id=b"the one at the belt"), Authenticator(id=b"the one in the safe")


def _keys(*authenticators: Authenticator) -> list[dict[str, str]]:
    return [
        {"id": encoded(each.passkey.id), "public": encoded(each.passkey.public)}
        for each in authenticators
    ]


def _signed(service: Service, text: str, by: str) -> str:
    return write_note(Note(text=text, lines=(sign(text, service.devices[by]),))).decode()


def _text(service: Service, officer: str, keys: Sequence[dict[str, str]]) -> str:
    told = service.turn(
        lambda turn: keys_of_officers.passkeys_text(
            service.node, turn, officer=officer, keys=list(keys)
        )
    )
    return str(told["text"])


def _put(service: Service, officer: str, keys: Sequence[dict[str, str]], *by: str) -> Any:
    text = _text(service, officer, keys)
    notes = [_signed(service, text, each) for each in by]
    return service.turn(
        lambda turn: keys_of_officers.passkeys_put(
            service.node, turn, officer=officer, keys=list(keys), signed=notes
        )
    )


def _touched(service: Service, officer: str, text: str, key: Authenticator) -> str:
    told = service.turn(
        lambda turn: keys_of_officers.passkey_touched(
            service.node, turn, officer=officer, text=text, touched=key.touch(text), origin=ORIGIN
        )
    )
    return str(told["signed"])


def _refused(call: Any) -> str:
    with pytest.raises(RefusedError) as refusal:
        call()
    return refusal.value.rule


def test_a_draft_is_released_by_the_touch_of_a_passkey(world: World) -> None:
    service = world.algiers
    _put(service, "badr", _keys(ONE, TWO), "badr")
    draft = drafted(service, wish())["draft"]
    text = service.turn(lambda turn: acting.release_text(service.node, turn, draft=draft))["text"]
    signed = _touched(service, "badr", text, TWO)
    told = service.turn(
        lambda turn: acting.release(service.node, turn, draft=draft, officer="badr", signed=signed)
    )
    assert told["state"] == "released"


def test_a_passkey_of_another_officer_releases_nothing(world: World) -> None:
    service = world.algiers
    _put(service, "badr", _keys(ONE, TWO), "badr")
    draft = drafted(service, wish())["draft"]
    text = service.turn(lambda turn: acting.release_text(service.node, turn, draft=draft))["text"]
    assert _refused(lambda: _touched(service, "chadia", text, ONE)) == "bad-signature"


def test_a_set_of_passkeys_replaces_the_one_before_and_keeps_its_evidence(world: World) -> None:
    service, third = world.algiers, Authenticator(id=b"a new one")
    _put(service, "badr", _keys(ONE, TWO), "badr")
    text = _text(service, "badr", _keys(ONE, third))
    by_the_second = _touched(service, "badr", text, TWO)
    # The second set is brought in by a passkey of the first.
    told = service.turn(
        lambda turn: keys_of_officers.passkeys_put(
            service.node,
            turn,
            officer="badr",
            keys=_keys(ONE, third),
            signed=[by_the_second],
        )
    )
    assert told["ids"] == [encoded(ONE.id), encoded(third.id)]
    held = service.turn(lambda turn: held_set(turn, "badr"))
    assert held.note.startswith("wasl-passkeys/1\n")
    assert _refused(lambda: _touched(service, "badr", text, TWO)) == "bad-signature"


def test_lost_keys_come_back_by_the_word_of_two_other_officers(world: World) -> None:
    service = world.algiers
    assert _refused(lambda: _put(service, "badr", _keys(ONE, TWO), "amel")) == "witness-missing"
    assert (
        _refused(lambda: _put(service, "badr", _keys(ONE, TWO), "amel", "amel"))
        == "witness-missing"
    )
    told = _put(service, "badr", _keys(ONE, TWO), "amel", "chadia")
    assert len(told["ids"]) == 2
    kept = service.turn(lambda turn: keys_of_officers.passkeys(service.node, turn, officer="badr"))
    assert kept == told


def test_a_set_is_of_two_keys_or_more_and_of_eight_at_most(world: World) -> None:
    service = world.algiers
    many = [Authenticator(id=bytes([n + 1])) for n in range(9)]
    assert _refused(lambda: _put(service, "badr", _keys(ONE), "badr")) == "one-passkey"
    assert _refused(lambda: _put(service, "badr", _keys(ONE, ONE), "badr")) == "one-passkey"
    assert _refused(lambda: _put(service, "badr", _keys(*many), "badr")) == "too-large"
    broken: list[Any] = [{"id": 7}, "x"]
    assert _refused(lambda: _text(service, "badr", broken)) == "bad-passkey"


def test_a_set_signed_for_another_officer_or_by_nobody_is_refused(world: World) -> None:
    service = world.algiers
    text = _text(service, "badr", _keys(ONE, TWO))
    note = _signed(service, text, "amel")
    assert (
        _refused(
            lambda: service.turn(
                lambda turn: keys_of_officers.passkeys_put(
                    service.node, turn, officer="amel", keys=_keys(ONE, TWO), signed=[note]
                )
            )
        )
        == "bad-signature"
    )
