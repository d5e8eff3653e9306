"""What the two states of a case mean together, beyond the words of each."""

from wasl.locale.speech import _

# What a joint state of a kind means beyond its words (procedures.md §3).
TOLD = {
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
}
