"""Need to know, on the side that receives: which dossiers an officer has, who a case is named to.

An officer without a list knows every dossier; a case without names is known to whoever has its
dossier. The data-protection officer answers for all of it and is never shut out.
"""

from collections.abc import Sequence

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.core.terms import OfficerRole
from wasl.node.ports import Look, Turn
from wasl.node.rows import OfficerRow


def dossiers_of(look: Look, officer: str) -> tuple[str, ...]:
    """The dossiers an officer knows; empty where nothing was said: all of them."""
    return _listed(look, f"knows/{officer}")


def named_to(look: Look, case: str) -> tuple[str, ...]:
    """The officers a case is named to; empty where nobody is named."""
    return _listed(look, f"named/{case}")


def set_dossiers(turn: Turn, officer: str, dossiers: Sequence[str]) -> None:
    """From now on the officer knows these dossiers and no other; none: all of them."""
    turn.put_setting(f"knows/{officer}", canonical.dumps(sorted(set(dossiers))))


def name_to(turn: Turn, case: str, officers: Sequence[str]) -> None:
    """From now on the case is known to these officers and no other; none: to whom it was."""
    turn.put_setting(f"named/{case}", canonical.dumps(sorted(set(officers))))


def may_know(look: Look, officer: OfficerRow, *, dossier: str | None, case: str | None) -> bool:
    """Whether a case of a dossier is the officer's to know of."""
    if OfficerRole.DPO in officer.roles:
        return True
    known = dossiers_of(look, officer.id)
    named = named_to(look, case) if case else ()
    return (not known or dossier is None or dossier in known) and (
        not named or officer.id in named
    )


def check_need(look: Look, officer: OfficerRow, *, dossier: str | None, case: str | None) -> None:
    """Refuses ``need-to-know`` to an officer whose it is not."""
    if not may_know(look, officer, dossier=dossier, case=case):
        raise RefusedError("need-to-know", {"dossier": dossier or "", "case": case or ""})


def _listed(look: Look, name: str) -> tuple[str, ...]:
    held = look.setting(name)
    return tuple(canonical.loads(held)) if held else ()
