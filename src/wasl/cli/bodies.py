"""The body of an act from what an officer gave: texts in languages, persons, places, a source.

A body is a model of ``core``; here its fields get their options, and the options become fields.
``--facts TEXT`` is the field ``facts`` in the language of ``--language``, ``--facts-ar TEXT`` in
Arabic; the main field of a body also answers to ``--ar``, ``--fr`` and ``--en``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from wasl.cli import texts
from wasl.cli.goods import goods_of
from wasl.cli.parts import OPTIONS, read_part
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import LINE_LIMIT, Prose
from wasl.core.terms import Language, PersonRole
from wasl.forms import wording

LANGUAGES = tuple(language.value for language in Language)
MAIN_FIELDS = ("text", "question", "answer", "threat", "reason", "note")
_ENDS = tuple(f"_{language}" for language in LANGUAGES)
# Every text a body of an exchange may have.
TEXTS = frozenset(
    "action advice aims answer assessment bearer carried cause check circumstances "
    "concealment conditions context differs_by displaced done_when expected facts finding "
    "further help_given judgement limits_on_use link_of_person located method missing new "
    "note observed offence old prerequisites problem question rationale reason "
    "recommendation remedy resources route scenario scope signs text threat title "
    "urgency_reason vehicle went_to why_named why_you".split()
)
SOURCE_PARTS = ("name", "date", "url", "language")

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What a body has to fill in: its texts, which of them must be there, and its other parts."""

    prose: tuple[str, ...]
    required: frozenset[str]
    main: str
    parts: frozenset[str]


def fields_of(model: type[BaseModel]) -> Fields:
    """The fields of a body, by what they hold."""
    prose = tuple(
        name for name, field in model.model_fields.items() if Prose in _kinds(field.annotation)
    )
    return Fields(
        prose=prose,
        required=frozenset(name for name in prose if model.model_fields[name].is_required()),
        main=next((name for name in MAIN_FIELDS if name in prose), ""),
        parts=frozenset(
            name
            for name, field in model.model_fields.items()
            if name not in prose
            and (name in PARTS or name in OPTIONS)
            and not any(getattr(m, "max_length", 1) == 0 for m in field.metadata)
        ),
    )


def body_of(model: type[BaseModel], given: Given) -> dict[str, Any]:
    """The body these options fill in, over the form of ``--body``; empty where none does.

    Refuses ``text-missing`` for a text that must be there, ``language-missing`` where the texts
    have no language in common, ``role-missing``, and what ``texts`` refuses.
    """
    fields = fields_of(model)
    body = texts.read_form(given["body_file"]) if given.get("body_file") else {}
    for field in fields.prose:
        prose = dict(_prose(field, given, main=field == fields.main))
        if prose:
            body[field] = prose
    for part in sorted(fields.parts):
        filled = PARTS[part](given) if part in PARTS else read_part(part, given)
        if filled or filled == 0:
            body[part] = filled
    if body:
        _check(fields, body)
    return body


def lacking_text(model: type[BaseModel]) -> RefusedError:
    """The refusal of a move that must carry a body and was given none."""
    fields = fields_of(model)
    first = next((name for name in fields.prose if name in fields.required), fields.main)
    return RefusedError("text-missing", {"option": option_of(first)})


def refuse_empty(given: Given) -> None:
    """Refuses ``text-missing`` for an option that was given nothing: it is no silent default."""
    for name, value in given.items():
        if value == "" or (isinstance(value, tuple) and "" in value):
            raise RefusedError("text-missing", {"option": option_of(name)})


def refuse_stray(model: type[BaseModel] | None, given: Given) -> None:
    """Refuses ``bad-body`` for a text that this move has no place for: nothing is dropped."""
    fields = fields_of(model) if model is not None else None
    prose = set(fields.prose) if fields else set()
    main = {*LANGUAGES, "text_file"} if fields is None or not fields.main else set()
    named = {f"{name}{end}": name for name in TEXTS - prose for end in ("", *_ENDS)}
    for option in (*sorted(main), *sorted(named)):
        if given.get(option):
            raise RefusedError("bad-body", {"field": named.get(option, "text")})


def option_of(field: str) -> str:
    """The option that fills in a text of a body."""
    return f"--{field.replace('_', '-')}"


def person_of(word: str) -> dict[str, Any]:
    """A person from ``ROLE`` or ``ROLE:NAME``; refuses ``role-missing`` without a true role."""
    role, _colon, name = word.partition(":")
    role = role.strip().upper()
    if role not in set(PersonRole):
        raise RefusedError("role-missing", {"field": "persons", "roles": ", ".join(PersonRole)})
    if len(name) > LINE_LIMIT:
        raise RefusedError("too-large", {"field": "persons", "limit": LINE_LIMIT})
    return {"role": role, **({"name": wording.name_of(name)} if name.strip() else {})}


def _prose(field: str, given: Given, *, main: bool) -> Iterator[tuple[str, str]]:
    """The languages of one text, each with its words."""
    stated = given.get("language")
    if main and given.get("text_file"):
        text = texts.read_prose(given["text_file"])
        yield wording.language_of(text, stated, field), text
    if given.get(field):
        text = wording.plain(given[field])
        yield wording.language_of(text, stated, field), text
    for language in LANGUAGES:
        words = given.get(f"{field}_{language}") or (main and given.get(language))
        if words:
            text = wording.plain(words)
            yield wording.language_of(text, language, field), text


def _persons(name: str) -> Callable[[Given], list[dict[str, Any]]]:
    """Persons, each from ``ROLE`` or ``ROLE:NAME``."""
    return lambda given: [person_of(word) for word in given.get(name) or ()]


def _places(name: str) -> Callable[[Given], list[dict[str, Any]]]:
    """Places, each by its name as written."""
    return lambda given: [{"name": wording.name_of(word)} for word in given.get(name) or ()]


def _identification(given: Given) -> dict[str, Any]:
    """One subject: a person by role and name, or a thing by kind and number."""
    found: dict[str, Any] = {}
    if given.get("subject"):
        found["person"] = person_of(given["subject"])
    if given.get("thing"):
        kind, _colon, number = given["thing"].partition(":")
        thing = {"kind": kind.strip().upper(), "number": wording.plain(number.strip())}
        found["thing"] = {name: value for name, value in thing.items() if value}
    return found


def _goods(given: Given) -> list[Any]:
    return [goods_of(word) for word in given.get("goods") or ()]


def _found_at(given: Given) -> dict[str, Any]:
    """The place, and the divisions of its country in which it lies."""
    if not given.get("place"):
        return {}
    within = {name: given[name] for name in ("admin1", "admin2") if given.get(name)}
    names = {name: wording.name_of(word) for name, word in within.items()}
    return {"name": wording.name_of(given["place"]), **names}


def _line(name: str) -> Callable[[Given], str]:
    """A word of the body that is given as it is."""
    return lambda given: wording.plain(given.get(name) or "")


def _consent(given: Given) -> str:
    return "given" if given.get("consent") else ""


def _holders(given: Given) -> list[str]:
    return [wording.plain(word) for word in given.get("holders") or ()]


def _uses(given: Given) -> list[dict[str, Any]]:
    """Where each item was used already: worked out by the verb that attests."""
    return list(given.get("uses") or ())


def _source(given: Given) -> dict[str, str]:
    if not given.get("source_name"):
        return {}
    parts = {part: given.get(f"source_{part}") for part in SOURCE_PARTS}
    parts["language"] = parts["language"] or given.get("language") or "fr"
    if not parts["date"]:
        raise RefusedError("bad-date", {"field": "source.date"})
    return {part: value for part, value in parts.items() if value}


PARTS: Mapping[str, Callable[[Given], Any]] = {
    "accompanying": _persons("accompanying"),
    "agency": _line("agency"),
    "consent": _consent,
    "date": _line("date"),
    "decided_by": _line("decided_by"),
    "goods": _goods,
    "holders": _holders,
    "identification": _identification,
    "incident": _line("incident"),
    "last_seen": _places("last_seen"),
    "law": _line("law"),
    "number": _line("number"),
    "persons": _persons("persons"),
    "place": _found_at,
    "places": _places("places"),
    "source": _source,
    "uses": _uses,
}


def _check(fields: Fields, body: Mapping[str, Any]) -> None:
    """Every text that must be there is, and one language at least is common to all."""
    for field in fields.prose:
        if field in fields.required and not body.get(field):
            raise RefusedError("text-missing", {"option": option_of(field)})
    told = [set(body[field]) for field in fields.prose if isinstance(body.get(field), dict)]
    if told and not set.intersection(*told):
        raise RefusedError("language-missing", {"languages": ", ".join(sorted(set.union(*told)))})


def _kinds(annotation: object) -> set[object]:
    """The types an annotation mentions, however they are wrapped."""
    found: set[object] = {annotation}
    for part in get_args(annotation):
        found |= _kinds(part)
    return found
