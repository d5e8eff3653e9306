"""What is agreed clause by clause: the text inside a body, and the moves that bring and name it.

A statement names the whole body by its hash, so whoever signs it signs every field beside the
clauses too.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, BaseModel

from wasl.core.clause import ClauseRule, Fault, Version, faults, hidden
from wasl.core.exchange import cosign
from wasl.core.exchange.body import BodyFaultError
from wasl.core.procedure import MoveRule, Part
from wasl.core.terms import BodyRule

_BODY_RULES = {
    ClauseRule.LANGUAGE_MISSING: BodyRule.LANGUAGE_MISSING,
    ClauseRule.UNSAFE: BodyRule.UNSAFE_TEXT,
}


def _without(find: Callable[[Version], tuple[Fault, ...]], version: Version) -> Version:
    """The version, if nothing of this is found in it."""
    for fault in find(version):
        raise BodyFaultError(_BODY_RULES.get(fault.rule, BodyRule.BAD_BODY))
    return version


def _is_ready(version: Version) -> Version:
    if not version.clauses:
        raise BodyFaultError(BodyRule.BAD_BODY)
    return _without(faults, version)


Draft = Annotated[Version, AfterValidator(lambda version: _without(hidden, version))]
"""A text still written at: it hides nothing, and may lack a language."""
Agreed = Annotated[Version, AfterValidator(_is_ready)]
"""A text that can be signed: every authentic language says all of it, and the same."""


def bringing(body: type[BaseModel], rule: MoveRule = cosign.VERSION) -> MoveRule:
    """The move that brings a version as this body, named by its statement."""
    return replace(
        rule,
        body=body,
        required=rule.required | {Part.BODY, Part.STATEMENT},
        optional=rule.optional - {Part.BODY},
        stated=True,
    )
