"""Whom the other side looks for, whom we found, and the innocent who bears a name like it."""

import click

from wasl.cli.kind_verb import KindVerb
from wasl.cli.verbs.acting import first_options, open_about, open_case
from wasl.locale.speech import _

verb_alert = KindVerb(
    "alert",
    told=_(
        "Ask the other side to look for one person or thing: who, why, and what to do on a hit. "
        "It ends by itself on its review date. Or a move of an alert."
    ),
    first="issue",
    opens=lambda: first_options("alert", "issue"),
    callback=lambda desk, given: open_case(desk, "alert", "issue", given),
)
verb_hit = KindVerb(
    "hit",
    told=_(
        "Tell the issuer of an alert that its subject was found. Compare the identity yourself "
        "first: what a machine matched is no hit, and no ground to detain. Or a move of a hit."
    ),
    first="report",
    opens=lambda: first_options(
        "hit", "report", click.Argument(["entry"], required=True, metavar=_("ENTRY"))
    ),
    callback=lambda desk, given: open_about(desk, "hit", "report", given, [given["entry"]]),
)
verb_namesake = KindVerb(
    "namesake",
    told=_(
        "Protect the innocent bearer of a name like that of an alert, with that person's "
        "consent. Or a move of such a block."
    ),
    first="offer",
    opens=lambda: first_options("namesake", "offer"),
    callback=lambda desk, given: open_case(desk, "namesake", "offer", given),
)
