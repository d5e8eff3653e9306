"""Goods as an officer types them: what, how much, what stands on them; nothing is converted."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wasl.core.errors import RefusedError
from wasl.forms import wording

_QUANTITY = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,3})?")


def _upper(word: str) -> str:
    return word.upper()


MORE: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "form": ("form", _upper),
    "lab": ("lab_reference", str),
    "logo": ("logo", str),
    "name": ("name", str),
    "packages": ("packages", int),
    "price": ("price_claimed", str),
    "purity": ("purity_permille", int),
}
"""What may be said of goods besides, by the word before the sign: its field, its reading."""


def goods_of(word: str) -> dict[str, Any]:
    """Goods from ``COMMODITY:QUANTITY:UNIT``, behind it ``:BASIS``, and more: ``;name=zatla``.

    NET if no basis is given; a quantity has at most three places behind the point. Refuses
    ``bad-body``.
    """
    first, *more = wording.plain(word).split(";")
    parts = [part.strip().upper() for part in first.split(":")]
    if len(parts) not in {3, 4} or not _QUANTITY.fullmatch(parts[1]):
        raise RefusedError("bad-body", {"field": "goods"})
    whole, _point, rest = parts[1].partition(".")
    return {
        "basis": parts[3] if len(parts) == 4 else "NET",
        "commodity": parts[0],
        "thousandths": int(whole) * 1_000 + int(rest.ljust(3, "0")),
        "unit": parts[2],
        **dict(map(_said, more)),
    }


def _said(word: str) -> tuple[str, Any]:
    name, _sign, said = word.partition("=")
    try:
        field, read = MORE[name.strip().lower()]
        return field, read(said.strip())
    except (KeyError, ValueError) as error:
        raise RefusedError("bad-body", {"field": "goods"}) from error
