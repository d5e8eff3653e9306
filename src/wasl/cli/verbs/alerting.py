"""Whom the other side looks for, whom we found, and the innocent who bears a name like it."""

from wasl.cli.verbs.acting import kind_about, kind_anew
from wasl.locale.speech import _

verb_alert = kind_anew(
    "alert",
    "issue",
    _(
        "Ask the other side to look for one person or thing: who, why, and what to do on a hit. "
        "It ends by itself on its review date. Or a move of an alert."
    ),
)
verb_hit = kind_about(
    "hit",
    "report",
    _(
        "Tell the issuer of an alert that its subject was found. Compare the identity yourself "
        "first: what a machine matched is no hit, and no ground to detain. Or a move of a hit."
    ),
)
verb_namesake = kind_anew(
    "namesake",
    "offer",
    _(
        "Protect the innocent bearer of a name like that of an alert, with that person's "
        "consent. Or a move of such a block."
    ),
)
