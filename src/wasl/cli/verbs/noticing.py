"""What happened and how it is done: warnings, seizures and incidents, methods."""

from wasl.cli.kind_verb import KindVerb
from wasl.cli.verbs.acting import first_options, open_case
from wasl.locale.speech import _

verb_warning = KindVerb(
    "warning",
    told=_(
        "Warn of a threat that is close; the duty officer may do it alone, with --flash. Or a "
        "move of a warning."
    ),
    first="issue",
    opens=lambda: first_options("warning", "issue"),
    callback=lambda desk, given: open_case(desk, "warning", "issue", given),
)
verb_method = KindVerb(
    "method",
    told=_(
        "Tell how something is done or hidden, without a word about anybody. Or a move of a "
        "method."
    ),
    first="share",
    opens=lambda: first_options("method", "share"),
    callback=lambda desk, given: open_case(desk, "method", "share", given),
)
verb_notice = KindVerb(
    "notice",
    told=_(
        "Tell of a seizure or an incident, as it was found; what is corrected later stays beside "
        "it. Or a move of a notice."
    ),
    first="notify",
    opens=lambda: first_options("notice", "notify"),
    callback=lambda desk, given: open_case(desk, "notice", "notify", given),
)
