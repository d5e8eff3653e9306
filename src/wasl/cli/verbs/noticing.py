"""What happened and how it is done: warnings, seizures and incidents, methods."""

from wasl.cli.verbs.acting import kind_anew
from wasl.locale.speech import _

verb_warning = kind_anew(
    "warning",
    "issue",
    _(
        "Warn of a threat that is close; the duty officer may do it alone, with --flash. Or a "
        "move of a warning."
    ),
)
verb_method = kind_anew(
    "method",
    "share",
    _(
        "Tell how something is done or hidden, without a word about anybody. Or a move of a "
        "method."
    ),
)
verb_notice = kind_anew(
    "notice",
    "notify",
    _(
        "Tell of a seizure or an incident, as it was found; what is corrected later stays beside "
        "it. Or a move of a notice."
    ),
)
