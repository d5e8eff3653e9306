"""What officers write: reports, requests, feedback, notes, recalls, and the answers to them.

Every move of a kind is a command of its verb, by the tables of ``core``; the few that are written
every day have a verb of their own: ``reply``, ``refuse``, ``attest``.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.kind_verb import KindVerb, LateVerb
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.locale.speech import _

Given = Mapping[str, Any]

TITLE_LETTERS = 200


# ------------------------------------------------------------------- the first move of a case


def first_options(kind: str, move: str, *before: click.Parameter) -> list[click.Parameter]:
    """The options of the first move of a case."""
    from wasl.cli.options import (
        acting_options,
        body_options,
        marking_options,
        part_options,
        placing_options,
    )
    from wasl.core.case import PROCEDURES

    rule = PROCEDURES[kind].moves[move]
    placing = [] if before and before[0].required else placing_options()
    return [
        *before,
        *body_options(rule),
        *placing,
        *part_options(kind, move, rule),
        *marking_options(),
        *acting_options(),
    ]


def open_case(desk: Desk, kind: str, move: str, given: Given) -> None:
    """A new case, placed by the arrangement; given to several, one reference on each link."""
    from dataclasses import replace

    from wasl.cli.acts import draft_move
    from wasl.cli.drafts import tell_drafts
    from wasl.forms.placing import places_anew

    drafted: list[Json] = []
    with desk.door() as door:
        for place in places_anew(door, kind, given):
            case = drafted[0]["case"] if drafted else ""
            drafted += draft_move(desk, door, kind, move, replace(place, case=case), given)
    tell_drafts(desk, drafted, given["as_json"])


def open_about(desk: Desk, kind: str, move: str, given: Given, entries: Sequence[str]) -> None:
    """A new case about entries, placed where they lie."""
    from wasl.cli.acts import cited, draft_move
    from wasl.cli.drafts import tell_drafts
    from wasl.forms.placing import place_of_items

    with desk.door() as door:
        place = place_of_items(cited(door, entries))
        drafted = draft_move(desk, door, kind, move, place, given)
    tell_drafts(desk, drafted, given["as_json"])


def kind_anew(kind: str, move: str, told: str, *, name: str | None = None) -> KindVerb:
    """The verb of a kind whose first move opens a case about nothing yet."""
    return KindVerb(
        kind,
        name=name,
        told=told,
        first=move,
        opens=lambda: first_options(kind, move),
        callback=lambda desk, given: open_case(desk, kind, move, given),
    )


def kind_about(kind: str, move: str, told: str, *, many: bool = False) -> KindVerb:
    """The verb of a kind whose first move is about an entry, or about several."""
    entries = click.Argument(
        ["entries"], nargs=-1 if many else 1, required=True, metavar=_("ENTRY")
    )

    def callback(desk: Desk, given: Given) -> None:
        named = given["entries"]
        open_about(desk, kind, move, given, named if many else [named])

    return KindVerb(
        kind,
        told=told,
        first=move,
        opens=lambda: first_options(kind, move, entries),
        callback=callback,
    )


def _report(desk: Desk, given: Given) -> None:
    open_case(desk, "report", "release", titled(given))


def titled(given: Given) -> Given:
    """A report whose text comes from a file, and is called by its first line unless told."""
    from wasl.cli import texts
    from wasl.cli.bodies import LANGUAGES
    from wasl.forms import wording

    filled = dict(given)
    path = given["file"] or given["text_file"]
    if path:
        text = texts.read_prose(path)
        filled[f"text_{wording.language_of(text, given['language'], 'text')}"] = text
    filled["text_file"] = None
    if all(given[name] is None for name in ("title", *(f"title_{code}" for code in LANGUAGES))):
        for code in LANGUAGES:
            text = filled[f"text_{code}"] or filled[code]
            if text and text.strip():
                filled[f"title_{code}"] = wording.first_line(text)[:TITLE_LETTERS]
    return filled


verb_report = KindVerb(
    "report",
    told=_(
        "Give information unasked: a text file in one language becomes a graded report, once a "
        "second officer has released it. Or a move of a report: what was made of it."
    ),
    first="release",
    opens=lambda: first_options(
        "report", "release", click.Argument(["file"], required=False, metavar=_("FILE"))
    ),
    callback=_report,
)
verb_request = kind_anew(
    "request",
    "ask",
    _("Ask the other side, with facts, purpose and a clock. Or a move of a request."),
)
verb_note = kind_anew(
    "note",
    "send",
    _(
        "Write from desk to desk about the work; never about a person, and no long numbers. "
        "Or a move of a note."
    ),
)
verb_feedback = kind_about(
    "feedback",
    "give",
    _("Say what came of an item of theirs. Or a move of a feedback."),
)
verb_recall = kind_about(
    "recall",
    "order",
    _(
        "Take information of ours back: each holder destroys it and says so. Or a move of a "
        "recall. An attestation shows that unmodified software complied; it is no proof against "
        "a holder who copied the disk."
    ),
    many=True,
)


# ------------------------------------------------------------------------- answers of every day


def _answer_options(
    kind: str, moves: Sequence[str], *own: click.Parameter
) -> list[click.Parameter]:
    """The options of several moves of which the command is one."""
    from wasl.cli.options import (
        acting_options,
        body_options,
        marking_options,
        part_options,
        unique,
    )
    from wasl.core.case import PROCEDURES

    rules = [(move, PROCEDURES[kind].moves[move]) for move in moves]
    return unique(
        [
            click.Argument(["case"], metavar=_("CASE")),
            *own,
            *(option for _move, rule in rules for option in body_options(rule)),
            *(option for move, rule in rules for option in part_options(kind, move, rule)),
            *marking_options(),
            *acting_options(),
        ]
    )


def _reply(desk: Desk, given: Given) -> None:
    """Takes the request up in a draft of its own where nobody has yet."""
    from wasl.cli.acts import draft_in_case
    from wasl.cli.drafts import tell_drafts

    with desk.door() as door:
        told = door.ask("case", {"reference": given["case"]})
        drafted = draft_in_case(desk, door, told, reply_move(given), given)
    tell_drafts(desk, drafted, given["as_json"])


def reply_move(given: Given) -> str:
    """Which of the replies the options mean."""
    if given["hold"]:
        return "hold"
    if given["nothing"]:
        return "reply_nothing"
    says_what_is_missing = any(given.get(f"missing{end}") for end in ("", "_ar", "_en", "_fr"))
    return "reply_part" if given["partial"] or says_what_is_missing else "reply_full"


verb_reply = LateVerb(
    "reply",
    told=_(
        "Answer a request: in full, in part, with nothing held, or with a reason to wait. A "
        "request that nobody has taken up yet is taken up by a draft before it."
    ),
    opens=lambda: _answer_options(
        "request",
        ("reply_full", "reply_part", "reply_nothing", "hold"),
        click.Option(["--partial"], is_flag=True, help=_("In part; say what is missing.")),
        click.Option(["--nothing"], is_flag=True, help=_("Nothing is held; no words go with it.")),
        click.Option(["--hold"], is_flag=True, help=_("It takes longer: a reason, and a date.")),
    ),
    callback=_reply,
)


def _refuse(desk: Desk, given: Given) -> None:
    """The whole of a request or report, or what is left of a request."""
    from wasl.cli.acts import draft_in_case
    from wasl.cli.drafts import tell_drafts

    with desk.door() as door:
        told = door.ask("case", {"reference": given["case"]})
        move = "refuse_rest" if "refuse_rest" in told["moves_then"] else "refuse"
        drafted = draft_in_case(desk, door, told, move, given)
    tell_drafts(desk, drafted, given["as_json"])


verb_refuse = LateVerb(
    "refuse",
    told=_("Refuse a request (or the rest of it) or a report, by a code; words are optional."),
    opens=lambda: _answer_options("request", ("refuse",)),
    callback=_refuse,
)


def _attest(desk: Desk, given: Given) -> None:
    """One outcome for each item ordered back; what is destroyed is destroyed at the release."""
    from wasl.cli.acts import draft_in_case
    from wasl.cli.attesting import attestation
    from wasl.cli.drafts import tell_drafts

    with desk.door() as door:
        told = door.ask("case", {"reference": given["case"]})
        if told["kind"] != "recall":
            raise RefusedError("other-kind", {"kind": told["kind"]})
        move, filled = attestation(told["items"], given)
        about = [item["entry"] for item in told["items"]]
        drafted = draft_in_case(desk, door, told, move, filled, about)
    tell_drafts(desk, drafted, given["as_json"])


def _attest_options() -> list[click.Parameter]:
    from wasl.cli.attesting import own_options

    options = _answer_options("recall", ("attest_kept",), *own_options())
    return [option for option in options if option.name != "about"]


verb_attest = LateVerb(
    "attest",
    told=_(
        "Answer a recall: what became of each item. Unless told otherwise each is destroyed, "
        "which happens when a second officer releases it."
    ),
    opens=_attest_options,
    callback=_attest,
)


def _relay(desk: Desk, given: Given) -> None:
    """An order toward every onward holder in the exchange, then the word that it was sent."""
    from wasl.cli.acts import cited, draft_in_case, draft_move
    from wasl.cli.drafts import tell_drafts
    from wasl.forms.placing import place_of_items

    with desk.door() as door:
        told = door.ask("case", {"reference": given["case"]})
        if told["kind"] != "recall":
            raise RefusedError("other-kind", {"kind": told["kind"]})
        ground = told["entries"][0]["code"]
        acting = {name: given.get(name) for name in ("officer", "device")}
        drafted = []
        for passed_on in [each for item in told["items"] for each in item["onward"]]:
            if passed_on["case"]:
                copies = cited(door, [f"{passed_on['case']}@{passed_on['recipient']}"])
                place = place_of_items(copies)
                drafted += draft_move(
                    desk, door, "recall", "order", place, {**acting, "code": ground}
                )
        drafted += draft_in_case(desk, door, told, "relay", given)
    tell_drafts(desk, drafted, given["as_json"])


verb_relay = LateVerb(
    "relay",
    told=_(
        "Pass a recall on to every holder to whom an item went from here: an order toward each, "
        "and the word that it was sent. Release the orders first."
    ),
    opens=lambda: _answer_options("recall", ("relay",)),
    callback=_relay,
)
verb_recall.own = {"attest": verb_attest, "attest_kept": verb_attest, "relay": verb_relay}
