"""What compares names, put together from the numbers shipped; no node is needed."""

from importlib.metadata import version
from pathlib import Path

import orjson

from wasl.core.matching.comparing import Comparer
from wasl.core.matching.fitted import fitted_from
from wasl.core.matching.lexicon import VERSION

FITTED = Path(__file__).parents[1] / "core" / "matching" / "fitted.json"


def name_comparer() -> Comparer:
    """The comparison under the shipped numbers."""
    return Comparer(fitted_from(orjson.loads(FITTED.read_bytes())))


def name_versions() -> dict[str, str]:
    """What the scores of names depend on, by name."""
    fitted = orjson.loads(FITTED.read_bytes())
    return {
        "wasl": version("wasl"),
        "calibration": fitted["version"],
        "fitted_data_sha256": fitted["data_sha256"],
        "lexicon": VERSION,
        "rapidfuzz": version("rapidfuzz"),
        "numpy": version("numpy"),
    }
