"""What the tests of agreed texts share: clauses in two authentic languages, versions, changes."""

from typing import Any

from wasl.core import canonical
from wasl.core.clause import Change, Clause, Version, version_hash, words_hash

AR = "يقدم كل طرف تقريرا كل 30 يوما."
FR = "Chaque partie rend compte tous les 30 jours."
TEXT_ID = "0a" * 16


def clause(named: str = "c1", ar: str = AR, fr: str = FR, **parts: Any) -> dict[str, Any]:
    """A clause whose French translates its Arabic, with these parts."""
    whole = {"id": named, "renders": {"fr": words_hash(ar)}, "texts": {"ar": ar, "fr": fr}}
    return {name: part for name, part in {**whole, **parts}.items() if part is not ...}


def text(*clauses: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A first version of these clauses, as JSON; what is ``...`` is left out."""
    whole = {
        "authentic": ["ar", "fr"],
        "clauses": list(clauses or (clause(),)),
        "id": TEXT_ID,
        "number": 1,
    }
    return {name: part for name, part in {**whole, **parts}.items() if part is not ...}


def version(*clauses: dict[str, Any], **parts: Any) -> Version:
    """The same, read."""
    return Version.model_validate_json(canonical.dumps(text(*clauses, **parts)))


def change(
    before: Version, operation: str, named: str, after: str | None = None, **parts: Any
) -> Change:
    """A change of one clause; what is not deleted comes with its words."""
    said: dict[str, Any] = {"id": named, "operation": operation, "version": version_hash(before)}
    if operation != "DELETE":
        said["clause"] = clause(named, **parts)
    if after:
        said["after"] = after
    return Change.model_validate_json(canonical.dumps(said))


def ids(said: Version) -> list[str]:
    """The clauses of a version, by their ids."""
    return [each.id for each in said.clauses]


def the_clause(**parts: Any) -> Clause:
    """One clause, read."""
    return Clause.model_validate_json(canonical.dumps(clause(**parts)))
