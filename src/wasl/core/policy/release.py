"""May this act go out? What its own service asks before the second officer's word counts.

Author-side only: a counterpart never judges by these rules, it sees what was decided.
"""

from collections.abc import Sequence

from pydantic import BaseModel

from wasl.core.arrangement import Arrangement
from wasl.core.exchange import alert, notice
from wasl.core.marking import Marking, covers, join
from wasl.core.policy.objection import Objection
from wasl.core.terms import BodyRule, Caveat, EntryRule, Handling, OfficerRole

STEP = 15


def release_objection(
    *, act: str, marking: Marking, drawn_from: Sequence[Marking], text: Arrangement | None
) -> Objection | None:
    """None where the act may leave; else the rule and, where the arrangement asks, its clause.

    ``act`` is ``kind.move``; ``drawn_from`` the markings of the items it cites. What is drawn
    from several items takes the union of what they forbid (procedures.md §4.1); a gated move
    needs one of the assurances agreed (LED art. 35 and following, human-rights caveats).
    """
    union = Marking(handling=frozenset())
    for cited in drawn_from:
        union = join(union, cited)
    if not covers(marking, union):
        return Objection(rule="bad-handling", step=STEP, clause="union")
    if (
        Caveat.POSSIBLE_COERCION_OF_SOURCE in marking.caveats
        and Handling.H2 not in marking.handling
    ):
        # It blocks onward use, so it cannot leave under a marking that would allow it.
        return Objection(rule="bad-caveat", step=STEP, clause="POSSIBLE_COERCION_OF_SOURCE")
    if text is None or act not in text.human_rights.gated:
        return None
    if not set(text.human_rights.assurances) & {str(caveat) for caveat in marking.caveats}:
        return Objection(rule="assurance-missing", step=STEP, clause="human_rights.gated")
    return None


def also_heard(
    kind: str, code: str | None, also: frozenset[OfficerRole]
) -> frozenset[OfficerRole]:
    """Whose word an act needs besides drafter and releaser: by its move, and by its code.

    Alerts that touch the innocent most are heard by the data-protection officer (procedures.md
    §2).
    """
    return also | {OfficerRole.DPO} if kind == "alert" and code in alert.NEEDS_DPO else also


def body_rule(code: str | None, body: BaseModel) -> str | None:
    """The rule a body breaks beside the code of its entry, where the two must fit each other.

    An alert for arrest names its judicial title (Reg. (EU) 2018/1862 art. 26), one for a check
    who decided it; a thing is not arrested, nor a person seized. A notice of a seizure has
    goods, that of an incident none.
    """
    if isinstance(body, notice.Notified):
        return None if notice.type_fits(code, body) else BodyRule.BAD_BODY
    if not isinstance(body, alert.Issued):
        return None
    if not alert.subject_fits(code, body):
        return EntryRule.MOVE_NOT_ALLOWED
    lacking = alert.lacks_title(code, body) or alert.lacks_decider(code, body)
    return BodyRule.BAD_BODY if lacking else None
