"""Who drafts and who releases: each line of the table of roles, said once.

Source: ``docs/spec/procedures.md``, Roles. Drafter and releaser are two officers but under
``flash``, where the duty officer releases alone and a second one reviews within a day.
"""

from dataclasses import replace

from wasl.core.procedure import NODE, Signers
from wasl.core.terms import OfficerRole as Role

DESK = Signers(drafts=frozenset({Role.DUTY, Role.HANDLER}), releases=frozenset({Role.DUTY}))
"""What the liaison desk does with what it was given."""

DESK_OR_NODE = replace(DESK, drafts=DESK.drafts | NODE, releases=DESK.releases | NODE)
"""The same where the node acts on receipt."""

AUTHORS = Signers(drafts=frozenset({Role.DRAFTER}), releases=frozenset({Role.RELEASER}))
"""What the originator of a report or request says."""

AUTHORS_OR_NODE = replace(AUTHORS, drafts=AUTHORS.drafts | NODE, releases=AUTHORS.releases | NODE)
"""The same where the node tells a holder what follows from an act of others."""

REPLIERS = Signers(drafts=frozenset({Role.HANDLER}), releases=frozenset({Role.RELEASER}))
"""Replies and reasoned refusals."""

RECALLERS = Signers(
    drafts=frozenset({Role.DPO, Role.DRAFTER}), releases=frozenset({Role.DPO, Role.RELEASER})
)
"""Recall, once it is ordered."""

RECALL_ORDER = replace(
    RECALLERS, drafts=RECALLERS.drafts | NODE, releases=RECALLERS.releases | NODE, flash=True
)
"""A recall may be ordered by the duty officer alone; by the node when recognition is withdrawn."""

DESTROYERS = Signers(drafts=frozenset({Role.HANDLER}), releases=frozenset({Role.DPO}))
"""Destruction, and the word for it."""

DESTROYERS_OR_NODE = replace(
    DESTROYERS, drafts=DESTROYERS.drafts | NODE, releases=DESTROYERS.releases | NODE
)
"""The same where the node destroys by itself."""

COSIGNERS = Signers(
    drafts=frozenset({Role.DRAFTER, Role.PLANNER}), releases=frozenset({Role.HEAD})
)
"""Texts both sides sign."""

PLANNERS = Signers(drafts=frozenset({Role.PLANNER}), releases=frozenset({Role.RELEASER}))
"""Proposals, tasks and levels, in both halves."""

ARRANGERS = replace(
    COSIGNERS,
    drafts=COSIGNERS.drafts | {Role.CUSTODIAN},
    also=frozenset({Role.CUSTODIAN}),
)
"""The arrangement binds keys too, so the custodian gives his word or drafts himself."""

CUSTODY = Signers(drafts=frozenset({Role.CUSTODIAN}), releases=frozenset({Role.HEAD}))
"""Keys and recognition."""

CUSTODY_OR_NODE = replace(CUSTODY, drafts=CUSTODY.drafts | NODE, releases=CUSTODY.releases | NODE)
"""The same where the node follows a statement it could verify by itself."""

CUSTODY_ALARM = replace(CUSTODY, flash=True)
"""A compromised key is told by the duty officer alone."""

ON_DUTY = Signers(
    drafts=frozenset({Role.DUTY}) | NODE, releases=frozenset({Role.DUTY}) | NODE, solo=True
)
"""A fact of the desk, written when its officer acts."""

READER = Signers(
    drafts=frozenset({Role.HANDLER, Role.DUTY}) | NODE,
    releases=frozenset({Role.HANDLER, Role.DUTY}) | NODE,
    solo=True,
)
"""A fact of the officer who opens an item."""

REVIEWER = Signers(
    drafts=frozenset({Role.RELEASER}), releases=frozenset({Role.RELEASER}), solo=True
)
"""A fact that only a second officer can make true."""

NODE_ALONE = Signers(drafts=NODE, releases=NODE, solo=True)
"""A fact no officer writes."""
