"""The subjects of alerts, kept apart from their bodies under the house key.

To find a second alert on one subject no body is opened: what names the subject is a keyed digest
that tells a stranger nothing, and it goes when the content of the alert goes.
"""

from collections.abc import Sequence
from dataclasses import asdict

from wasl.core import canonical
from wasl.core.exchange.alert import Issued
from wasl.core.exchange.body import read_body
from wasl.core.policy.subjects import Subject, subject_of
from wasl.node.node import Node
from wasl.node.ports import Look, Turn
from wasl.node.rows import LinkRow
from wasl.seal.vault import subject_digest

Place = tuple[str, str]
"""Our log of a link, and a case there."""


def digested(node: Node, body: bytes) -> Subject | None:
    """The subject an alert's body names, each part as this house alone can tell it."""
    said = subject_of(read_body(Issued, body).identification)
    if said is None:
        return None
    key = node.identity.house_key
    parts = {
        name: subject_digest(key, part) if part else "" for name, part in asdict(said).items()
    }
    return Subject(**parts)


def note_subject(node: Node, turn: Turn, link: LinkRow, case: str, body: bytes) -> None:
    """The subject of an alert, ours or theirs, is noted under its case."""
    subject = digested(node, body)
    if subject is None:
        return
    turn.put_setting(_key((link.own, case)), canonical.dumps(asdict(subject)))
    places = dict.fromkeys([*places_of(turn, subject), (link.own, case)])
    turn.put_setting(_places_key(subject), canonical.dumps([[*each] for each in places]))


def subject_noted(look: Look, place: Place) -> Subject | None:
    """The subject noted under a case of a link."""
    held = look.setting(_key(place))
    return Subject(**canonical.loads(held)) if held else None


def places_of(look: Look, subject: Subject) -> Sequence[Place]:
    """Where alerts on a subject of this name were noted."""
    held = look.setting(_places_key(subject))
    return [(own, case) for own, case in canonical.loads(held)] if held else []


def forget_subject(turn: Turn, place: Place) -> None:
    """The content of an alert is gone: whom it looked for is not kept beside it."""
    subject = subject_noted(turn, place)
    if subject is None:
        return
    left = [[*each] for each in places_of(turn, subject) if each != place]
    if left:
        turn.put_setting(_places_key(subject), canonical.dumps(left))
    else:
        turn.drop_setting(_places_key(subject))  # its very name is the digest of the subject
    turn.drop_setting(_key(place))


def _places_key(subject: Subject) -> str:
    return f"alerts-on/{subject.named}"


def _key(place: Place) -> str:
    return f"subject/{place[0]}/{place[1]}"
