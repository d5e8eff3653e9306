"""The terms and holds of retention, in words."""

from wasl.core.policy.retention import Hold, Term
from wasl.locale.speech import _

TERMS = {
    Term.KEPT: _("destroyed before its review"),
    Term.SOON: _("review is near"),
    Term.EXPIRED: _("review date passed"),
    Term.DUE: _("to be destroyed"),
}
HOLDS = {
    Hold.DISPUTED: _("held: an open challenge"),
    Hold.OPEN_REQUEST: _("held: an open request"),
    Hold.KEPT_BY_GROUND: _("held: kept under a ground"),
    Hold.TIME_UNSURE: _("held: the partner has not confirmed that it is so late"),
}
