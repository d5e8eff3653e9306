"""The formats of lists by their names, and one reading for all of them."""

from collections.abc import Callable, Mapping

from wasl.core.errors import RefusedError
from wasl.interop.ftm_json import read_ftm_json
from wasl.interop.ofac_list import read_ofac_list
from wasl.interop.plain_csv import read_plain_csv
from wasl.interop.rows import Reading, Source
from wasl.interop.un_list import read_un_list

FORMATS: Mapping[str, Callable[[Source], Reading]] = {
    "un-sc-xml": read_un_list,
    "ofac-csv": read_ofac_list,
    "ftm-json": read_ftm_json,
    "csv": read_plain_csv,
}
SANCTIONS = frozenset({"un-sc-xml", "ofac-csv"})
"""Formats of lists whose one purpose is known: ``sanctions_screening``."""


def read_list(format_name: str, source: Source) -> Reading:
    """What a file of this format holds.

    Refuses whole what is not of the format (``not-this-format``), ``wrong-encoding``,
    ``too-large``, and ``nothing-listed`` where no row is good.
    """
    reading = FORMATS[format_name](source)
    if not reading.entities:
        raise RefusedError("nothing-listed", {"refused": len(reading.faults)})
    return reading


def read_list_strictly(format_name: str, source: Source) -> Reading:
    """The same, all or nothing: refuses ``bad-rows`` for any fault, with the first line of one."""
    reading = read_list(format_name, source)
    if reading.faults:
        first = min(reading.faults, key=lambda fault: fault.line)
        raise RefusedError("bad-rows", {"line": first.line, "rows": len(reading.faults)})
    return reading
