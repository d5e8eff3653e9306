"""What the tests of plans, tasks and levels share: their officers, their tables, indicators."""

from tests.core.trained import TEXT, moves_of
from wasl.core.procedure import Procedure
from wasl.core.table import print_table, read_table
from wasl.core.terms import OfficerRole

PLANNER = (OfficerRole.PLANNER, OfficerRole.RELEASER)
SIGNER = (OfficerRole.PLANNER, OfficerRole.HEAD)
OTHERS = (OfficerRole.HANDLER, OfficerRole.DUTY)

INDICATOR = {
    "aim": 12,
    "baseline": 30,
    "baseline_fixed": "2027-01-31",
    "definition": TEXT,
    "every_days": 30,
    "id": "I1",
    "source": "Registre inventé",
    "unit": "heures",
}
MEASURED = {"effort_hours": 1_240, "indicator": "I1", "value": 20}
UNTOLD = {"indicator": "I1", "why_unknown": TEXT}


def has_table(procedure: Procedure, page: str, parent: Procedure | None = None) -> bool:
    """Whether a kind has the table of the page, and a rule for each of its moves."""
    parents = {parent.name: parent} if parent else {}
    same = print_table(procedure) == print_table(read_table(page, parents))
    return same and set(procedure.moves) == moves_of(procedure)
