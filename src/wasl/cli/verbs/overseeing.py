"""What an overseer demands, asks and finds, and how a service answers."""

from wasl.cli.kind_verb import KindVerb
from wasl.cli.verbs.acting import first_options, kind_about, open_case
from wasl.locale.speech import _

verb_demand = KindVerb(
    "extract",
    name="demand",
    told=_("As an overseer, demand the entries of a log without their contents; or answer that."),
    first="demand",
    opens=lambda: first_options("extract", "demand"),
    callback=lambda desk, given: open_case(desk, "extract", "demand", given),
)
verb_question = kind_about(
    "question",
    "ask",
    _("Ask about one item as an overseer, or answer an overseer who asks."),
)
verb_finding = KindVerb(
    "finding",
    told=_(
        "State what oversight found and recommends, or accept, contest or remedy it; numbers "
        "below five are not published."
    ),
    first="find",
    opens=lambda: first_options("finding", "find"),
    callback=lambda desk, given: open_case(desk, "finding", "find", given),
)
