"""Whether an entry is of the exercise its log is of, or of none where its log is real.

Asked first of step 15 (trust.md §8), of the author's own log as of the copy of the counterpart's.
Format: ``docs/spec/exercise.md``.
"""

from datetime import timedelta

from wasl.core.arrangement import exercise_of, exercise_under
from wasl.core.entry import Entry
from wasl.core.policy.objection import Objection

KEPT = timedelta(days=1)
"""How long the content of an exercise is kept; its announcement says itself until when."""

ANNOUNCED_AS = "exercise"


def mix_objection(entry: Entry, arrangement_id: str) -> Objection | None:
    """``exercise-mix``, with what gives it away, for an entry that is not of its log's world."""
    number = exercise_under(arrangement_id)
    if exercise_under(entry.arrangement.id) != number:
        return _mixed("arrangement")
    if any(exercise_of(node) != number for node in entry.audience or ()):
        return _mixed("audience")
    if entry.kind == ANNOUNCED_AS and not number:
        return _mixed("kind")
    return None


def is_played(entry: Entry) -> bool:
    """Whether the content of an entry is an exercise's, gone a day after it was written."""
    return bool(exercise_under(entry.arrangement.id)) and entry.kind != ANNOUNCED_AS


def _mixed(clause: str) -> Objection:
    return Objection(rule="exercise-mix", step=15, clause=clause)
