"""The parts of a body that are no text of it: the option of each, and what it is read as.

``--seats NODE:COUNT`` is a part made of parts: what stands between the colons, in this order. A
part that has no option here is given in the form of ``--body``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from wasl.core.errors import RefusedError
from wasl.core.terms import PersonRole
from wasl.forms import wording
from wasl.locale.labels import LABELS
from wasl.locale.speech import _

Given = Mapping[str, Any]
Reads = Callable[[str, Given], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOption:
    """How a part of a body is given: once, or as often as wanted; a flag takes no word."""

    option: str
    metavar: str = ""
    reads: Reads
    many: bool = False
    flag: bool = False


def part_option(name: str) -> click.Option:
    """The option of a part, told by its label."""
    part = OPTIONS[name]
    if part.flag:
        return click.Option([part.option, name], is_flag=True, help=LABELS[name])
    return click.Option(
        [part.option, name], multiple=part.many, metavar=part.metavar, help=LABELS[name]
    )


def read_part(name: str, given: Given) -> object:
    """What was given for a part; nothing where nothing was. Refuses ``bad-body`` by its name."""
    part, said = OPTIONS[name], given.get(name)
    if not said:
        return None
    if part.flag:
        return True
    try:
        words = said if part.many else (said,)
        read = [part.reads(wording.plain(word), given) for word in words]
    except (ValueError, KeyError) as error:
        raise RefusedError("bad-body", {"field": name}) from error
    return read if part.many else read[0]


# ------------------------------------------------------------------------------ what is read


def _word(word: str, given: Given) -> str:
    return word


def _code(word: str, given: Given) -> str:
    return word.strip().upper()


def _number(word: str, given: Given) -> int:
    return int(word)


def _titled(word: str, given: Given) -> dict[str, str]:
    """A text in its language."""
    return {wording.language_of(word, given.get("language"), "title"): word}


def _agenda_item(word: str, given: Given) -> dict[str, Any]:
    return {"title": _titled(word, given)}


def _parted(word: str, least: int, most: int) -> list[str]:
    """What stands between the colons; a colon more belongs to the last."""
    parts = [part.strip() for part in word.split(":", most - 1)]
    if len(parts) < least or not all(parts):
        raise ValueError(word)
    return parts


def _module(word: str, given: Given) -> dict[str, Any]:
    number, form, hours, title = _parted(word, 4, 4)
    return {
        "form": form.upper(),
        "hours": int(hours),
        "id": number,
        "title": _titled(title, given),
    }


def _seats(word: str, given: Given) -> dict[str, Any]:
    party, count = _parted(word, 2, 2)
    return {"count": int(count), "party": party}


def _delegation(word: str, given: Given) -> dict[str, Any]:
    party, offices = _parted(word, 2, 2)
    return {"offices": [office.strip() for office in offices.split(";")], "party": party}


def _slot(word: str, given: Given) -> dict[str, str]:
    day, half = _parted(word, 2, 2)
    return {"day": day, "half": half.upper()}


def _trainee(word: str, given: Given) -> dict[str, str]:
    return {"pseudonym": word.strip(), "role": PersonRole.OFFICIAL.value}


def _mark(word: str, given: Given) -> dict[str, Any]:
    pseudonym, status = _parted(word, 2, 2)
    return {"person": _trainee(pseudonym, given), "status": status.upper()}


def _assessed(word: str, given: Given) -> dict[str, Any]:
    parts = _parted(word, 2, 3)
    verdicts = {"PASSED": True, "FAILED": False}
    return {
        "assessment": parts[0],
        "attempt": int(parts[2]) if len(parts) == 3 else 1,
        "passed": verdicts[parts[1].upper()],
    }


def _figure(word: str, given: Given) -> dict[str, Any]:
    indicator, count = _parted(word, 2, 2)
    return {"count": int(count), "indicator": indicator.upper()}


def _gap(word: str, given: Given) -> dict[str, int]:
    first, _dash, last = word.partition("-")
    return {"from_index": int(first), "to_index": int(last or first)}


def _item(word: str, given: Given) -> dict[str, Any]:
    link, index, leaf = _parted(word, 3, 3)
    return {"index": int(index), "leaf": leaf, "link": link}


def _place(word: str, given: Given) -> dict[str, Any]:
    return {"name": wording.name_of(word)}


def _involved(word: str, given: Given) -> dict[str, Any]:
    """How many of one role, and of which nationality."""
    parts = _parted(word, 2, 3)
    more = {"nationality": parts[2].upper()} if len(parts) == 3 else {}
    return {"count": int(parts[1]), "role": parts[0].upper(), **more}


_DAY, _COUNT, _WORD = _("DAY"), _("NUMBER"), _("TEXT")

OPTIONS: Mapping[str, PartOption] = {
    "agenda": PartOption(option="--agenda", metavar=_WORD, reads=_agenda_item, many=True),
    "answer_by": PartOption(option="--answer-by", metavar=_DAY, reads=_word),
    "assessed": PartOption(
        option="--assessed", metavar=_("NAME:PASSED:ATTEMPT"), reads=_assessed, many=True
    ),
    "attended_permille": PartOption(option="--attended", metavar=_COUNT, reads=_number),
    "concealment_place": PartOption(option="--concealment-place", metavar=_WORD, reads=_word),
    "clause": PartOption(option="--clause", metavar=_("NAME"), reads=_word),
    "commodity": PartOption(option="--commodity", metavar=_("CODE"), reads=_word),
    "confidence": PartOption(option="--confidence", metavar=_("CODE"), reads=_code),
    "count": PartOption(option="--count", metavar=_COUNT, reads=_number),
    "course": PartOption(option="--course", metavar=_("ENTRY"), reads=_word),
    "decisions": PartOption(option="--decision", metavar=_("ENTRY"), reads=_word, many=True),
    "delegation": PartOption(
        option="--delegation", metavar=_("NODE:OFFICE;OFFICE"), reads=_delegation
    ),
    "delegations": PartOption(
        option="--delegation", metavar=_("NODE:OFFICE;OFFICE"), reads=_delegation, many=True
    ),
    "departure": PartOption(option="--departure", metavar=_WORD, reads=_place),
    "destination": PartOption(option="--destination", metavar=_WORD, reads=_place),
    "destruction_reference": PartOption(
        option="--destruction-reference", metavar=_WORD, reads=_word
    ),
    "done_permille": PartOption(option="--done", metavar=_COUNT, reads=_number),
    "duration_minutes": PartOption(option="--minutes", metavar=_COUNT, reads=_number),
    "effort_hours": PartOption(option="--effort-hours", metavar=_COUNT, reads=_number),
    "exercise": PartOption(option="--number", metavar=_("NNN"), reads=_word),
    "figures": PartOption(
        option="--figure", metavar=_("INDICATOR:NUMBER"), reads=_figure, many=True
    ),
    "first_day": PartOption(option="--first-day", metavar=_DAY, reads=_word),
    "from_day": PartOption(option="--from-day", metavar=_DAY, reads=_word),
    "from_size": PartOption(option="--from-size", metavar=_COUNT, reads=_number),
    "gaps": PartOption(option="--gap", metavar=_("FIRST-LAST"), reads=_gap, many=True),
    "holder": PartOption(option="--pseudonym", metavar=_("PSEUDONYM"), reads=_trainee),
    "hours": PartOption(option="--hours", metavar=_COUNT, reads=_number),
    "impact": PartOption(option="--impact", metavar=_("CODE"), reads=_code),
    "involved": PartOption(
        option="--involved", metavar=_("ROLE:NUMBER:COUNTRY"), reads=_involved, many=True
    ),
    "issuer": PartOption(option="--issuer", metavar=_("NODE"), reads=_word),
    "item": PartOption(option="--item", metavar=_("LOG:INDEX:HASH"), reads=_item),
    "languages": PartOption(option="--spoken", metavar=_("LANGUAGE"), reads=_word, many=True),
    "last_day": PartOption(option="--last-day", metavar=_DAY, reads=_word),
    "level": PartOption(option="--level", metavar=_("CODE"), reads=_word),
    "link": PartOption(option="--link", metavar=_WORD, reads=_word),
    "map_name": PartOption(option="--map", metavar=_WORD, reads=_word),
    "marks": PartOption(option="--mark", metavar=_("PSEUDONYM:PRESENCE"), reads=_mark, many=True),
    "mentions": PartOption(option="--mention", metavar=_("ENTRY"), reads=_word, many=True),
    "modules": PartOption(
        option="--module", metavar=_("NAME:FORM:HOURS:TITLE"), reads=_module, many=True
    ),
    "overseer": PartOption(option="--overseer", metavar=_("NODE"), reads=_word),
    "own_words": PartOption(option="--own-words", metavar=_("ENTRY"), reads=_word, many=True),
    "owner": PartOption(option="--owner", metavar=_WORD, reads=_word),
    "person": PartOption(option="--pseudonym", metavar=_("PSEUDONYM"), reads=_trainee),
    "place_type": PartOption(option="--place-type", metavar=_("CODE"), reads=_code),
    "precision_days": PartOption(option="--precision-days", metavar=_COUNT, reads=_number),
    "rank": PartOption(option="--rank", metavar=_COUNT, reads=_number),
    "recipients": PartOption(option="--recipient", metavar=_("NAME"), reads=_word, many=True),
    "reserve": PartOption(option="--reserve", metavar=_COUNT, reads=_number),
    "rights_clause": PartOption(option="--rights-clause", metavar=_("NAME"), reads=_word),
    "rights_module": PartOption(option="--rights-module", metavar=_("NAME"), reads=_word),
    "rights_module_passed": PartOption(option="--rights-passed", reads=_word, flag=True),
    "runs": PartOption(option="--run", metavar=_("ENTRY"), reads=_word, many=True),
    "sample_kept": PartOption(option="--sample-kept", reads=_word, flag=True),
    "seats": PartOption(option="--seats", metavar=_("NODE:NUMBER"), reads=_seats, many=True),
    "seats_for": PartOption(option="--seats-for", metavar=_("CODE"), reads=_code),
    "sector": PartOption(option="--sector", metavar=_("NAME"), reads=_word),
    "seizures": PartOption(option="--seizures", metavar=_COUNT, reads=_number),
    "serial": PartOption(option="--serial", metavar=_("NUMBER"), reads=_word),
    "session": PartOption(option="--session", metavar=_("ENTRY"), reads=_word),
    "slot": PartOption(option="--slot", metavar=_("DAY:HALF"), reads=_slot),
    "start": PartOption(option="--start", metavar=_DAY, reads=_word),
    "starts": PartOption(option="--starts", metavar=_("DATE"), reads=_word),
    "support": PartOption(option="--support", metavar=_("CODE"), reads=_code, many=True),
    "supporting": PartOption(option="--supporting", metavar=_WORD, reads=_word, many=True),
    "threat_level": PartOption(option="--threat-level", metavar=_("CODE"), reads=_code),
    "time": PartOption(option="--time", metavar=_("HH:MM"), reads=_word),
    "to_day": PartOption(option="--to-day", metavar=_DAY, reads=_word),
    "to_size": PartOption(option="--to-size", metavar=_COUNT, reads=_number),
    "transit": PartOption(option="--transit", metavar=_WORD, reads=_place, many=True),
    "transport": PartOption(option="--transport", metavar=_("CODE"), reads=_code),
    "unit_ref": PartOption(option="--unit", metavar=_("NAME"), reads=_word),
    "valid_from": PartOption(option="--valid-from", metavar=_DAY, reads=_word),
    "valid_months": PartOption(option="--valid-months", metavar=_COUNT, reads=_number),
    "valid_until": PartOption(option="--valid-until", metavar=_DAY, reads=_word),
    "vehicles": PartOption(option="--vehicle", metavar=_WORD, reads=_word, many=True),
    "version": PartOption(option="--version", metavar=_COUNT, reads=_number),
    "vulnerability": PartOption(option="--vulnerability", metavar=_("CODE"), reads=_code),
}
"""By the name of the field."""
