"""The shape of a no: the rule that forbids and, where the arrangement forbids, its clause."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why an entry may not stand (steps 14, 15) or its body may not (step 16); yes is ``None``."""

    rule: str
    step: int
    clause: str = ""
