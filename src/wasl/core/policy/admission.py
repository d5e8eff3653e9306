"""Does the arrangement admit this entry? The same answer at both ends, with the clause.

trust.md §8 step 14. The arrangement is the one in force for the author, as seen; the function
does not know whose side it runs on.
"""

from wasl.core.arrangement import Arrangement, DossierTerms
from wasl.core.case import OVERSIGHT, SURVIVORS
from wasl.core.entry import ZERO_HASH, Entry
from wasl.core.policy.codes import Codes, codes_of
from wasl.core.policy.dates import outlasts
from wasl.core.policy.exercising import KEPT, is_played
from wasl.core.policy.force import Force
from wasl.core.policy.objection import Objection

STEP = 14
SUSPENDED = "suspended"


def recognition_objection(entry: Entry | Codes, force: Force) -> Objection | None:
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
    return terms_objection(
        codes_of(entry), force, text, opened_by=opened_by
    ) or retention_objection(entry, text)


def terms_objection(
    codes: Codes, force: Force, text: Arrangement | None, *, opened_by: str
) -> Objection | None:
    """The clause that forbids the codes of an entry: every clause but that on retention."""
    quoted = (codes.quoted_sha256, codes.quoted_version)
    if quoted != (force.text or ZERO_HASH, force.version):
        return _outside("version")
    if codes.kind in OVERSIGHT and text is not None and opened_by not in text.overseers:
        return _outside("overseers")  # no service asks another in an overseer's place
    if codes.kind in SURVIVORS:
        return None  # it outlives the text that would admit it
    if text is None:
        return _outside(SUSPENDED if force.suspended else "none in force")
    terms = text.dossier(codes.dossier)
    if terms is None:
        return _outside("dossiers")
    return _dossier_objection(codes, terms, opened_by)


def retention_objection(entry: Entry, text: Arrangement | None) -> Objection | None:
    """The clause that forbids keeping an item so long, where the other clauses admit it."""
    if entry.retain_until is None:
        return None
    if is_played(entry):
        played = outlasts(entry.retain_until, entry.written, KEPT.days)
        return _outside("exercise") if played else None
    if text is None or entry.kind in SURVIVORS:
        return None
    terms = text.dossier(entry.dossier)
    if terms is None:
        return None
    longest = terms.retention_days.get(entry.kind, terms.retention_days.get("any", 0))
    if outlasts(entry.retain_until, entry.written, longest):
        return _outside(f"dossiers.{terms.code}.retention_days")
    return None


def _dossier_objection(codes: Codes, terms: DossierTerms, opened_by: str) -> Objection | None:
    place = f"dossiers.{terms.code}"
    if codes.kind not in terms.kinds.get(opened_by, ()):
        return _outside(f"{place}.kinds")
    if codes.purpose not in terms.purposes:
        return _outside(f"{place}.purposes")
    if any(code not in terms.handling for code in codes.handling or ()):
        return _outside(f"{place}.handling")
    if not codes.roles <= set(terms.subjects.roles):
        return _outside(f"{place}.subjects")
    return None


def _outside(clause: str) -> Objection:
    return Objection(rule="outside-arrangement", step=STEP, clause=clause)
