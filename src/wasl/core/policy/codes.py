"""What an entry shows of itself, apart from where and when it stands: codes many entries share.

What the rules find in the codes alone is found once for all who show the same. A rule that is
given codes and no entry cannot read anything that is not compared.
"""

from itertools import repeat
from operator import attrgetter, is_
from typing import NamedTuple

from wasl.core.entry import Entry
from wasl.core.procedure import Part
from wasl.core.terms import Caveat, Handling


class Codes(NamedTuple):
    """The codes of one entry: of its grading scale, source and information, of persons the roles.

    ``absent`` says of each part, in their order, whether the entry lacks it.
    """

    kind: str
    move: str
    dossier: str | None
    purpose: str | None
    handling: tuple[Handling, ...] | None
    caveats: tuple[Caveat, ...] | None
    audience: tuple[str, ...] | None
    code: str | None
    outcomes: tuple[str, ...] | None
    quoted_sha256: str
    quoted_version: int
    drafter_role: str
    drafter: str | None
    releaser_role: str
    releaser: str | None
    flash: bool | None
    grading: tuple[str, str, str] | None
    roles: frozenset[str]
    absent: tuple[bool, ...]

    def parts(self) -> frozenset[Part]:
        """The parts the entry carries."""
        return frozenset(
            part for part, absent in zip(Part, self.absent, strict=True) if not absent
        )


_PLAIN = attrgetter(
    *Codes._fields[: Codes._fields.index("quoted_sha256")],
    "arrangement.sha256",
    "arrangement.version",
    "by.drafted.role",
    "by.drafted.who",
    "by.released.role",
    "by.released.who",
    "by.flash",
)
_PARTS = attrgetter(*(part.value for part in Part))
_NO_ROLES: frozenset[str] = frozenset()


def codes_of(entry: Entry) -> Codes:
    """The codes an entry shows."""
    grading, persons = entry.grading, entry.persons
    return Codes._make(
        (
            *_PLAIN(entry),
            (grading.scale, grading.source, grading.information) if grading else None,
            frozenset(persons) if persons else _NO_ROLES,
            tuple(map(is_, _PARTS(entry), repeat(None))),
        )
    )
