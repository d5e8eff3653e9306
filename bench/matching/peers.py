"""What the comparison is measured against; only in the bench-only environment."""

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz

Scorer = Callable[[Sequence[str], Sequence[str]], np.ndarray]


def peers() -> dict[str, Scorer]:
    """Each peer by name; none where the environment lacks them."""
    try:
        import nomenklatura  # noqa: F401, PLC0415
        import unidecode  # noqa: F401, PLC0415
    except ImportError:
        return {}
    return {"token_sort_unidecode": _token_sort, "wratio_unidecode": _wratio, "logic_v2": logic_v2}


def _plain(name: str) -> str:
    from unidecode import unidecode  # noqa: PLC0415

    return unidecode(name).lower()


def _token_sort(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    pairs = zip(lefts, rights, strict=True)
    return np.array([fuzz.token_sort_ratio(_plain(a), _plain(b)) for a, b in pairs])


def _wratio(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    pairs = zip(lefts, rights, strict=True)
    return np.array([fuzz.WRatio(_plain(a), _plain(b)) for a, b in pairs])


def logic_v2(lefts: Sequence[str], rights: Sequence[str]) -> np.ndarray:
    """Nomenklatura logic-v2 on persons with a name alone; every name under an id of its own."""
    from followthemoney import model  # noqa: PLC0415
    from nomenklatura.matching import get_algorithm  # noqa: PLC0415

    algorithm = get_algorithm("logic-v2")
    if algorithm is None:
        raise RuntimeError("this nomenklatura has no logic-v2")
    config = algorithm.default_config()
    ids: dict[str, str] = {}

    def person(name: str) -> object:
        number = ids.setdefault(name, f"p{len(ids)}")
        return model.get_proxy({"id": number, "schema": "Person", "properties": {"name": [name]}})

    pairs = zip(lefts, rights, strict=True)
    return np.array([algorithm.compare(person(a), person(b), config).score for a, b in pairs])


def control(name: str, scorer: Scorer) -> None:
    """No peer may be constant: names that differ must score otherwise than names that agree."""
    lefts = ["John Smith", "Imad Trabelsi", "Omar Saadi"]
    rights = ["John Smith", "Mahmoud Hamza", "Omar Saidi"]
    if len(set(scorer(lefts, rights).tolist())) < 2:
        raise RuntimeError(f"{name} gives one score to everything")
