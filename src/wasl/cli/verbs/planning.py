"""What is planned, decided and told the public together, and how high each judges a risk."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.kind_verb import KindVerb, draft_own_move
from wasl.cli.verbs.acting import first_options, kind_about, kind_anew, open_case
from wasl.locale.speech import _


def _assess(desk: Desk, given: Mapping[str, Any]) -> None:
    """Both sides assess: the first opens the case, the other answers in it."""
    if given["case"]:
        draft_own_move(desk, "level", "assess", given)
    else:
        open_case(desk, "level", "assess", given)


verb_plan = kind_anew(
    "plan",
    "open",
    _(
        "Open a plan whose clauses both sides propose and bind; it is frozen, signed by the root "
        "holders of both, carried out and reviewed. Or a move of a plan."
    ),
)
verb_proposal = kind_about(
    "proposal",
    "propose",
    _(
        "Propose to add, replace or delete one clause of a text that is still drafted, or answer "
        "such a proposal. It is adopted when its author binds what the other accepted."
    ),
)
verb_task = kind_about(
    "task",
    "plan",
    _(
        "Plan a task of a plan, of minutes or of a meeting: only who leads it moves it. Or "
        "acknowledge or dispute a task of theirs."
    ),
)
verb_level = KindVerb(
    "level",
    told=_(
        "Judge how high a risk is for one sector, one kind of goods and one period, or agree on "
        "a level. It is joint only where both agreed on the same."
    ),
    first="assess",
    opens=lambda: first_options(
        "level", "assess", click.Argument(["case"], required=False, metavar=_("CASE"))
    ),
    callback=_assess,
)
verb_minutes = kind_about(
    "minutes",
    "propose",
    _("Propose the minutes of a meeting that was held, or counter, sign or decline theirs."),
)
verb_communique = kind_about(
    "communique",
    "propose",
    _(
        "Propose a communiqué with the hour before which nobody publishes it, or sign, publish "
        "or object to one."
    ),
)


def _with_roots() -> None:
    """Signing and concluding ask for root keys, so they have commands of their own."""
    from wasl.cli.cosigning import roots_command

    for verb in (verb_plan, verb_minutes, verb_communique):
        verb.own = {
            "sign": roots_command(
                verb.kind,
                "sign",
                _("Sign their text with our root keys; the signature binds until a day."),
            ),
            "conclude": roots_command(
                verb.kind,
                "conclude",
                _("Sign with our root keys what they signed: it is in force."),
            ),
        }


_with_roots()
