"""The codes of what was seized, as entities hold them: those of the exchange, and no other."""

from collections.abc import Iterator
from enum import StrEnum

from wasl.core.exchange.commodities import Commodity, Form, Unit
from wasl.core.exchange.notice import Transport
from wasl.core.matching.entities.kinds import AnyEntity, Seizure, Substance


def unknown_code(entity: AnyEntity) -> str | None:
    """The property that holds a code nobody agreed on; None where every code is known."""
    return next((field for field, codes, held in _coded(entity) if held not in set(codes)), None)


def _coded(entity: AnyEntity) -> Iterator[tuple[str, type[StrEnum], str]]:
    """Each code an entity holds, the property it stands in and the list it is to be in."""
    if isinstance(entity, Seizure):
        for means in entity.conveyance:
            yield "conveyance", Transport, means.value
    if isinstance(entity, Substance):
        for code in entity.code:
            yield "code", Commodity, code.value
        for form in entity.form:
            yield "form", Form, form.value
        for quantity in entity.quantity:
            yield "quantity", Unit, quantity.value.unit
