"""What an overseer demands, asks and finds, and how a service answers."""

from wasl.cli.verbs.acting import kind_about, kind_anew
from wasl.locale.speech import _

verb_demand = kind_anew(
    "extract",
    "demand",
    _("As an overseer, demand the entries of a log without their contents; or answer that."),
    name="demand",
)
verb_question = kind_about(
    "question",
    "ask",
    _("Ask about one item as an overseer, or answer an overseer who asks."),
)
verb_finding = kind_anew(
    "finding",
    "find",
    _(
        "State what oversight found and recommends, or accept, contest or remedy it; numbers "
        "below five are not published."
    ),
)
