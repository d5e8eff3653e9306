"""What a joint state of a kind means beyond its words (procedures.md §3), for whoever reads it."""

from wasl.locale.speech import _

READINGS = {
    ("request", "cancelled", "full"): _(
        "It was answered before your cancellation was seen: keep the answer with a reason, or it "
        "is destroyed in 30 days."
    ),
    ("request", "cancelled", "partial"): _(
        "It was answered before your cancellation was seen: keep the answer with a reason, or it "
        "is destroyed in 30 days."
    ),
    ("request", "lapsed", "full"): _("The reply came late: it is readable, and counted late."),
    ("recall", "lifted", "attested"): _("It was already destroyed: release it again if needed."),
    ("recall", "ordered", "attested"): _(
        "An attestation shows that unmodified software complied; it is no proof against a holder "
        "who copied the disk."
    ),
    ("recall", "settled", "attested"): _(
        "An attestation shows that unmodified software complied; it is no proof against a holder "
        "who copied the disk."
    ),
    ("report", "released", "refused"): _("Its body was destroyed where it was refused."),
    ("report", "released", "not_relevant"): _(
        "If it names a person, its body is destroyed within 30 days."
    ),
    ("alert", "issued", "removed"): _(
        "Your extension reached them after they had removed it: ask them to activate it again."
    ),
    ("alert", "closed", "active"): _("It is closed: whoever holds it removes it within 24 hours."),
    ("alert", "issued", "flagged"): _(
        "It cannot be carried out there, on the ground its code says; a hit may still be reported."
    ),
    ("alert", "issued", "incompatible"): _(
        "Another alert on the subject goes first there: this one is not carried out."
    ),
    ("alert", "hidden", "none"): _(
        "It is hidden during an operation: of those who receive it the liaison desk alone sees it."
    ),
    ("alert", "hidden", "active"): _(
        "It is hidden during an operation: of those who receive it the liaison desk alone sees it."
    ),
    ("hit", "reported", "none"): _(
        "Its issuer answers within 12 hours; a hit on an alert for arrest is told by telephone "
        "too."
    ),
    ("hit", "acted", "not_ours"): _(
        "Somebody was acted upon who is not the subject of the alert: it is to be reversed now. "
        "Both desks see this, and both overseers count it."
    ),
    ("hit", "acted", "withdrawn"): _(
        "The alert should not have stood: what was done is to be reversed now."
    ),
    ("hit", "unanswered", "confirmed"): _(
        "It was confirmed after you had given up waiting: reopen it."
    ),
    ("hit", "released", "confirmed"): _("It was confirmed after the person had been let go."),
    ("namesake", "erased", "applied"): _("It was erased on the person's word: erase it here too."),
    ("namesake", "offered", "erased"): _("It was erased on the person's word: erase it here too."),
    ("notice", "struck", "linked"): _(
        "The notice was struck: it no longer counts as evidence; unlink it."
    ),
    ("check", "asked", "answered"): _("The result is on the asker's screen only."),
    ("check", "declared", "answered"): _(
        "The declaration is being checked. No answer in 72 hours is escalated; it never discloses."
    ),
    ("consent", "lapsed", "granted"): _("The leave came too late: ask again."),
    ("consent", "used", "revoked"): _(
        "It was lawful when it was done. Say now that it stops; the item is then recalled from "
        "where it went."
    ),
    ("challenge", "escalated", "upheld"): _(
        "It stays restricted with whoever disputes it, until an overseer's finding or until it is"
        " closed."
    ),
    ("arrangement", "concluded", "lapsed"): _(
        "It was concluded too late: it is not in force. Propose it again."
    ),
    ("plan", "concluded", "lapsed"): _(
        "It was concluded too late: it is not in force. Propose it again."
    ),
    ("minutes", "concluded", "lapsed"): _(
        "It was concluded too late: it is not in force. Propose it again."
    ),
    ("communique", "concluded", "lapsed"): _(
        "It was concluded too late: it is not in force. Propose it again."
    ),
    ("communique", "concluded", "objected"): _(
        "They object since they signed: do not publish it."
    ),
    ("plan", "completed", "signed"): _("It is completed: the review is owed."),
    ("task", "closed", "disputed"): _(
        "It is closed by one side and disputed by the other: it stays so in the review."
    ),
    ("nomination", "withdrawn", "attended"): _(
        "The person attended before the withdrawal was seen."
    ),
    ("nomination", "withdrawn", "admitted"): _(
        "The seat is free. No certificate follows without the word of who sent."
    ),
    ("certificate", "revoked", "held"): _("It is revoked: strike it from use today."),
    ("lesson", "learned", "support_withdrawn"): _("It is learned by one party."),
}
"""By kind and the states of both halves."""

HELD_TOO_LONG = _(
    "The end that was said for holding the person is past: let the person go, or say under "
    "which law."
)
LAPSED = _(
    "Its review date has passed: it has lapsed, whether or not anybody wrote so. Nobody acts on "
    "it; a new alert needs a new decision."
)
