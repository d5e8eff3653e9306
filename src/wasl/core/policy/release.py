"""May this act go out? What its own service asks before the second officer's word counts.

Author-side only: a counterpart never judges by these rules, it sees what was decided.
"""

from collections.abc import Sequence

from wasl.core.arrangement import Arrangement
from wasl.core.marking import Marking, covers, join
from wasl.core.policy.objection import Objection
from wasl.core.terms import Caveat, Handling

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
