"""What becomes of an item at its review date, and what holds it, in words."""

from wasl.locale.speech import _

TERMS = {
    "review is near": _("review is near"),
    "review date passed": _("review date passed"),
    "to be destroyed": _("to be destroyed"),
}
HOLDS = {
    "open challenge": _("held: an open challenge"),
    "open request": _("held: an open request"),
    "kept under a ground": _("held: kept under a ground"),
    "time not confirmed": _("held: the partner has not confirmed that it is so late"),
}
