"""Whose information it is: leave for a further use, revisions, challenges, private checks."""

from wasl.cli.verbs.acting import kind_about, kind_anew
from wasl.locale.speech import _

verb_consent = kind_about(
    "consent",
    "ask",
    _(
        "Ask the owner of an item for leave to use it otherwise, or grant, deny or revoke such "
        "leave. Silence is no."
    ),
    many=True,
)
verb_revise = kind_about(
    "revise",
    "revise",
    _("Correct, update or mark anew an item your service gave, or apply such a revision."),
    many=True,
)
verb_challenge = kind_about(
    "challenge",
    "raise",
    _(
        "Dispute an item, for your service or for an individual, or answer such a challenge. "
        "Until the answer the item is restricted on both sides."
    ),
    many=True,
)
verb_check = kind_anew(
    "check",
    "ask",
    _(
        "Ask whether a subject is on the other side's list without showing either list, and "
        "declare or answer a hit. A hit alone is never a ground to detain."
    ),
)
