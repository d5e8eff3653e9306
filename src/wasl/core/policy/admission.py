"""Does the arrangement admit this entry? The same answer at both ends, with the clause.

trust.md §8 step 14. The arrangement is the one in force for the author, as seen; the function
does not know whose side it runs on.
"""

from wasl.core.arrangement import Arrangement, DossierTerms
from wasl.core.case import SURVIVORS
from wasl.core.entry import ZERO_HASH, Entry
from wasl.core.policy.dates import days, later, moment
from wasl.core.policy.force import Force
from wasl.core.policy.objection import Objection

STEP = 14
SUSPENDED = "suspended"


def recognition_objection(entry: Entry, force: Force) -> Objection | None:
    """Both recognise each other as seen, but for the kinds that survive (procedures.md §1.6)."""
    if entry.kind in SURVIVORS or (force.recognises and force.recognised):
        return None
    clause = "author" if not force.recognises else "counterpart"
    return Objection(rule="not-recognised", step=STEP, clause=clause)


def admission_objection(
    entry: Entry, force: Force, text: Arrangement | None, *, opened_by: str
) -> Objection | None:
    """The clause of the arrangement in force that forbids the entry, if one does.

    ``opened_by`` is the node that opened the case: who may send a kind may also be answered.
    """
    quoted = entry.arrangement
    if (quoted.sha256, quoted.version) != (force.text or ZERO_HASH, force.version):
        return _outside("version")
    if entry.kind in SURVIVORS:
        return None  # it outlives the text that would admit it
    if text is None:
        return _outside(SUSPENDED if force.suspended else "none in force")
    terms = text.dossier(entry.dossier)
    if terms is None:
        return _outside("dossiers")
    return _terms_objection(entry, terms, opened_by)


def _terms_objection(entry: Entry, terms: DossierTerms, opened_by: str) -> Objection | None:
    place = f"dossiers.{terms.code}"
    if entry.kind not in terms.kinds.get(opened_by, ()):
        return _outside(f"{place}.kinds")
    if entry.purpose not in terms.purposes:
        return _outside(f"{place}.purposes")
    if any(code not in terms.handling for code in entry.handling or ()):
        return _outside(f"{place}.handling")
    if entry.persons and not entry.persons.keys() <= set(terms.subjects.roles):
        return _outside(f"{place}.subjects")
    until, written = moment(entry.retain_until), moment(entry.written)
    if until is not None and written is not None:  # a day no calendar has is judged in step 15
        longest = days(terms.retention_days.get(entry.kind, terms.retention_days.get("any", 0)))
        if until > later(written, longest):
            return _outside(f"{place}.retention_days")
    return None


def _outside(clause: str) -> Objection:
    return Objection(rule="outside-arrangement", step=STEP, clause=clause)
