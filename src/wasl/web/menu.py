"""What stands in the menu: a place of the desk has its entry once its page is there.

An overseer is independent of the desk and gets what oversight needs of it, nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from wasl.core.terms import OfficerRole
from wasl.locale.speech import _

DESK = frozenset(OfficerRole) - {OfficerRole.NODE, OfficerRole.OVERSEER}
ALL = frozenset(OfficerRole) - {OfficerRole.NODE}
AUDITORS = frozenset({OfficerRole.DPO, OfficerRole.OVERSEER})
CARRIERS = frozenset({OfficerRole.CUSTODIAN, OfficerRole.DUTY, OfficerRole.HEAD})
KEEPERS = frozenset({OfficerRole.DPO, OfficerRole.HEAD})
RECOGNISERS = frozenset({OfficerRole.CUSTODIAN, OfficerRole.DPO, OfficerRole.HEAD})

Roles = frozenset[OfficerRole]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the menu, for whoever holds one of these roles."""

    path: str
    icon: str
    word: str
    roles: Roles = DESK


MENU = (
    Entry(path="/", icon="tray", word=_("Tray")),
    Entry(path="/new", icon="write", word=_("Compose")),
    Entry(path="/drafts", icon="seal", word=_("For release")),
    Entry(path="/why", icon="question", word=_("Why not")),
    Entry(path="/bundles", icon="bundle", word=_("Bundles"), roles=CARRIERS),
    Entry(path="/log", icon="log", word=_("Logs"), roles=ALL),
    Entry(path="/agreed", icon="text", word=_("Arrangement"), roles=ALL),
    Entry(path="/recognition", icon="seal", word=_("Recognition"), roles=RECOGNISERS),
    Entry(path="/keys", icon="key", word=_("Keys")),
    Entry(path="/people", icon="people", word=_("People")),
    Entry(path="/retention", icon="clock", word=_("Retention"), roles=KEEPERS),
    Entry(path="/audit", icon="read", word=_("Who read what"), roles=AUDITORS),
    Entry(path="/oversight", icon="scales", word=_("Oversight"), roles=AUDITORS),
    Entry(path="/me", icon="person", word=_("Me"), roles=ALL),
)


def menu_of(roles: frozenset[str]) -> Iterator[Entry]:
    """The lines for an officer of these roles, in their order; *Me* for whoever is in."""
    for entry in MENU:
        if entry.roles & roles or entry.path == "/me":
            yield entry
