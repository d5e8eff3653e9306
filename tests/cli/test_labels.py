"""What a body is shown and asked for by: labels and options, for every field there is."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

from wasl.cli.bodies import TEXTS, fields_of
from wasl.core.case import FACTS, PROCEDURES
from wasl.core.exchange.body import Name, Prose
from wasl.core.exchange.fact import Prekey
from wasl.locale.hints import FIELD_HELP
from wasl.locale.labels import LABELS

BODIES = {
    rule.body
    for rules in (*(kind.moves for kind in PROCEDURES.values()), FACTS)
    for rule in rules.values()
    if rule.body is not None
}
# A text in languages and a name are shown as they are; prekeys are never shown.
PLAIN = (Prose, Name, Prekey)


def fields(model: type[BaseModel]) -> Iterator[str]:
    """Every field of a body, however deep."""
    for name, field in model.model_fields.items():
        yield name
        waiting = [field.annotation]
        while waiting:
            kind = waiting.pop()
            waiting += get_args(kind)
            if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in PLAIN:
                yield from fields(kind)


def test_every_field_of_every_body_has_a_label() -> None:
    shown = {name for model in BODIES for name in fields(model)} - {"prekeys"}
    assert sorted(shown - set(LABELS)) == []


def test_every_text_of_a_body_has_an_option_that_tells_what_it_is() -> None:
    asked = {name for model in BODIES for name in fields_of(model).prose}
    assert sorted(asked - set(FIELD_HELP) - {"where"}) == []
    assert sorted(asked - TEXTS - {"where"}) == []
