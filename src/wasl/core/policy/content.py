"""May this body be read? Step 16 of trust.md §8, after its entry stands.

A body is not in the log, so it can void nothing: a bad one is destroyed and named, and the entry
stays.
"""

from wasl.core import canonical
from wasl.core.clause import names_body
from wasl.core.entry import Entry
from wasl.core.errors import RefusedError
from wasl.core.exchange.body import check_body, read_body
from wasl.core.policy.judge import rule_of
from wasl.core.policy.objection import Objection
from wasl.core.terms import PersonRole

STEP = 16


def content_objection(
    entry: Entry, untrusted_body: bytes, statement_text: str = ""
) -> Objection | None:
    """The rule a body breaks: its model, its languages, a role for every person, its code.

    ``statement_text`` is what the statement of the entry says, already read for what it is
    (step 8); where the move asks for it, it names this body and no other.
    """
    rule = rule_of(entry.kind, entry.move)
    if rule is None or rule.body is None:
        return Objection(rule="bad-body", step=STEP)
    try:
        canonical.loads(untrusted_body)
        body = read_body(rule.body, untrusted_body)
    except RefusedError as refusal:
        known = refusal.rule in {"language-missing", "role-missing", "unsafe-text"}
        return Objection(rule=refusal.rule if known else "bad-body", step=STEP)
    present = frozenset(entry.lang.present) if entry.lang else frozenset()
    persons = {PersonRole(role): count for role, count in (entry.persons or {}).items()}
    broken = check_body(body, persons, present)
    if broken is not None:
        return Objection(rule=str(broken), step=STEP)
    if rule.fits is not None and not rule.fits(entry.code, body):
        return Objection(rule="bad-body", step=STEP)
    if rule.stated and not names_body(statement_text, untrusted_body):
        return Objection(rule="bad-body", step=STEP, clause="statement")
    if entry.lang is not None and entry.lang.authentic not in present:
        return Objection(rule="language-missing", step=STEP)
    return None
