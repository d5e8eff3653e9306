"""The moves most kinds have: a few words and no more, and a no with its reason."""

from wasl.core.exchange.body import Refusal, Remark
from wasl.core.procedure import MoveRule, Part, Signers
from wasl.core.terms import RefusalCode

REFUSALS = frozenset(RefusalCode) - {RefusalCode.UNDECLARED_OPENING}
"""The reasons there are; an opening nobody declared is a reason in a check alone."""


def remarked(signers: Signers) -> MoveRule:
    """The move needs nothing, and may carry a few words."""
    return MoveRule(signers=signers, body=Remark, optional=frozenset({Part.BODY}))


def refused(signers: Signers) -> MoveRule:
    """The move names its reason by code; words are never asked for."""
    return MoveRule(
        signers=signers,
        body=Refusal,
        required=frozenset({Part.CODE}),
        optional=frozenset({Part.BODY}),
        codes=REFUSALS,
    )
