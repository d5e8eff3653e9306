"""Courses, seats, nominations, certificates, and what was learned; and the meetings about them."""

from wasl.cli.verbs.acting import kind_about, kind_anew
from wasl.cli.verbs.certifying import file_command, list_command, verify_command
from wasl.locale.speech import _

verb_course = kind_anew(
    "course",
    "offer",
    _("Offer a course to the partner, or say what becomes of an offer."),
)
verb_session = kind_about(
    "session",
    "publish",
    _(
        "Publish a session of a course with the seats of each party, or take, release and follow "
        "seats."
    ),
)
verb_nomination = kind_about(
    "nomination",
    "nominate",
    _(
        "Nominate one person, under a pseudonym, for a session, or answer a nomination. Who was "
        "not cleared at home is not nominated."
    ),
)
verb_certificate = kind_about(
    "certificate",
    "issue",
    _(
        "Issue a certificate that can be checked with no network, or revoke, keep and question "
        "one; put it in a file, list those revoked, check one."
    ),
)
verb_certificate.own = {"file": file_command, "list": list_command, "verify": verify_command}
verb_lesson = kind_anew(
    "lesson",
    "observe",
    _("Tell what was observed and carry it to a lesson learned, or endorse theirs."),
)
verb_meeting = kind_anew(
    "meeting",
    "call",
    _("Call a meeting with its agenda, or say whether we come."),
)
verb_exercise = kind_anew(
    "exercise",
    "announce",
    _("Announce an exercise, agree to one, or start, end or leave it."),
)
