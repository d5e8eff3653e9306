"""Courses, seats, nominations, certificates, and what was learned; and the meetings about them."""

from wasl.cli.kind_verb import KindVerb
from wasl.cli.verbs.acting import first_options, kind_about, open_case
from wasl.cli.verbs.certifying import file_command, list_command, verify_command
from wasl.locale.speech import _

verb_course = KindVerb(
    "course",
    told=_("Offer a course to the partner, or say what becomes of an offer."),
    first="offer",
    opens=lambda: first_options("course", "offer"),
    callback=lambda desk, given: open_case(desk, "course", "offer", given),
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
verb_lesson = KindVerb(
    "lesson",
    told=_("Tell what was observed and carry it to a lesson learned, or endorse theirs."),
    first="observe",
    opens=lambda: first_options("lesson", "observe"),
    callback=lambda desk, given: open_case(desk, "lesson", "observe", given),
)
verb_meeting = KindVerb(
    "meeting",
    told=_("Call a meeting with its agenda, or say whether we come."),
    first="call",
    opens=lambda: first_options("meeting", "call"),
    callback=lambda desk, given: open_case(desk, "meeting", "call", given),
)
verb_exercise = KindVerb(
    "exercise",
    told=_("Announce an exercise, agree to one, or start, end or leave it."),
    first="announce",
    opens=lambda: first_options("exercise", "announce"),
    callback=lambda desk, given: open_case(desk, "exercise", "announce", given),
)
