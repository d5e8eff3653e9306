"""Writes vectors/exercise: an entry, the arrangement its log is under, and whether the two mix.

Run ``python -m tools.make_exercise_vectors vectors`` from the project's root; a test compares the
files with what this prints.
"""

import json
import sys
from pathlib import Path

from tools.vector_files import Vectors, accepted, refused, write
from wasl.core import canonical
from wasl.core.arrangement import exercise_id, exercise_under

STEP = 15
SAMPLE = Path(__file__).parents[1] / "vectors" / "entry" / "report_accepted.json"
REAL = "ab" * 16
PLAYED, OTHER = exercise_id("cd" * 16, "007"), exercise_id("cd" * 16, "008")
LY, TN = "liaison.ly.example", "liaison.tn.example"


def entry(arrangement: str, *audience: str, kind: str = "report", move: str = "release") -> str:
    """A report that is sound in itself, under this arrangement and for these services."""
    said = json.loads(json.loads(SAMPLE.read_text(encoding="utf-8"))["entry"])
    of = {**said["arrangement"], "id": arrangement}
    changed = {"arrangement": of, "audience": list(audience), "kind": kind, "move": move}
    return canonical.dumps({**said, **changed}).decode()


def exercise() -> Vectors:
    """Both worlds alone, and each way of mixing them."""
    played_ly, played_tn = f"exercise-007.{LY}", f"exercise-007.{TN}"
    for name, about, log, one in (
        ("real_in_a_real_log", "no mark anywhere", REAL, entry(REAL, LY)),
        ("played_in_its_log", "one number everywhere", PLAYED, entry(PLAYED, played_ly)),
        (
            "announced_in_its_log",
            "the exercise itself",
            PLAYED,
            entry(PLAYED, played_ly, kind="exercise", move="announce"),
        ),
    ):
        yield accepted(name, about, arrangement=log, number=exercise_under(log), entry=one)
    for name, about, log, one in (
        ("played_in_a_real_log", "the id it quotes is marked", REAL, entry(PLAYED, LY)),
        ("real_in_a_played_log", "the id it quotes is not", PLAYED, entry(REAL, played_ly)),
        ("of_another_exercise", "008 in a log of 007", PLAYED, entry(OTHER, played_ly)),
        (
            "announced_in_a_real_log",
            "its kind is that of exercises",
            REAL,
            entry(REAL, LY, kind="exercise", move="announce"),
        ),
        ("given_to_a_player", "real, one of two plays", REAL, entry(REAL, played_tn, LY)),
        (
            "given_to_a_real_service",
            "played, one of two is real",
            PLAYED,
            entry(PLAYED, played_ly, TN),
        ),
    ):
        yield refused(
            name,
            about,
            "exercise-mix",
            STEP,
            arrangement=log,
            number=exercise_under(log),
            entry=one,
        )


FOLDERS = {"exercise": exercise}

if __name__ == "__main__":
    write(FOLDERS, sys.argv[1:])
