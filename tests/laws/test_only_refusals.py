"""From any bytes, a value or a refusal by name: nothing else comes out, and nothing half-way in.

A dishonest author with real keys changes one field of a sound entry, body or statement and signs
it anew (a byte fuzzer stalls at the signature); beside it bytes are changed where no signature
covers them. Steps 0 to 13 of trust.md §8 store nothing; from 14 on the entry counts and our own
log answers it by a ``reject`` fact.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.forge import (
    DishonestAuthor,
    Forged,
    deflated,
    kept,
    next_keys,
    padded,
    raw_frames,
    rejected,
    restart,
    rules,
    seal_plaintext,
    stated,
)
from tests.memory_store import MemoryStore
from tests.world import ARRANGEMENT_ID, PURPOSE, World, arrangement, report, signed
from wasl.core.arrangement import arrangement_text
from wasl.core.case import FACTS, PROCEDURES
from wasl.node.act import body_reference
from wasl.node.carriage import Report
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.keys import keys_text
from wasl.seal.note import read_note, text_hash, write_note
from wasl.seal.recognition import Recognition, recognition_text

PAGES = Path(__file__).parents[2] / "docs" / "refusals"
Path_ = tuple[str | int, ...]


@cache
def template() -> World:
    """The two at rest, with a report and a request of either side."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.sync()
    made.arrange()
    made.algiers.release(report())
    made.tripoli.release(report(audience=[made.algiers.name]))
    made.sync()
    return made
