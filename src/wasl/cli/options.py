"""The options of a move, worked out from what the tables of ``core`` ask of its entry."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import click

from wasl.cli.bodies import LANGUAGES, SOURCE_PARTS, Fields, fields_of, option_of
from wasl.cli.parts import OPTIONS, part_option
from wasl.core.case import PROCEDURES
from wasl.core.grading import Scale
from wasl.core.procedure import MoveRule, Need, Part
from wasl.core.terms import Caveat, Handling, Likelihood, Precedence, Urgency
from wasl.locale.hints import FIELD_HELP, SOURCE_HELP
from wasl.locale.labels import LABELS
from wasl.locale.speech import _

# The words by which some codes are asked for; everywhere else it is --code.
CODE_OPTIONS = {
    ("feedback", "give"): ("--use", _("What came of it.")),
    ("recall", "order"): ("--ground", _("Why it is taken back.")),
}


def acting_options() -> list[click.Parameter]:
    """Who acts, with which key, and how it is told."""
    return [
        click.Option(
            ["--officer"],
            required=True,
            metavar=_("OFFICER"),
            help=_("Who drafts: the id of an officer."),
        ),
        click.Option(
            ["--device"],
            metavar=_("FILE"),
            help=_("The officer's device key, where it does not lie in its usual place."),
        ),
        click.Option(
            ["--json", "as_json"], is_flag=True, help=_("Answer as JSON, for another program.")
        ),
    ]


def placing_options() -> list[click.Parameter]:
    """To whom, in which dossier, for what: what the first move of a case says."""
    return [
        click.Option(
            ["--to"],
            multiple=True,
            metavar=_("PARTNER"),
            help=_("The partner's node, or several; the only one if not given."),
        ),
        click.Option(
            ["--dossier"],
            metavar=_("DOSSIER"),
            help=_("The agreed field of work; the only one if not given."),
        ),
        click.Option(
            ["--purpose"],
            metavar=_("PURPOSE"),
            help=_("What it may be used for; the only purpose of the dossier if not given."),
        ),
    ]


def marking_options() -> list[click.Parameter]:
    """Under which marking, on which legal basis, in which order of carriage."""
    return [
        click.Option(
            ["--handling"],
            multiple=True,
            type=click.Choice([code.value for code in Handling]),
            help=_("Permitted use. That of the case, or the strictest without H3, if not given."),
        ),
        click.Option(
            ["--caveat", "caveats"],
            multiple=True,
            type=click.Choice([code.value for code in Caveat]),
            metavar=_("CAVEAT"),
            help=_("A condition that travels with it."),
        ),
        click.Option(
            ["--basis"], metavar=_("CODE"), help=_("The legal basis, as the arrangement names it.")
        ),
        click.Option(
            ["--precedence"],
            type=click.Choice([code.value for code in Precedence]),
            metavar=_("PRECEDENCE"),
            help=_("The order of carriage; ROUTINE if not given."),
        ),
    ]


def part_options(kind: str, move: str, rule: MoveRule) -> Iterator[click.Parameter]:
    """What the entry of this move must or may carry."""
    parts = rule.required | rule.optional
    if Part.GRADING in parts:
        yield from _grading_options()
    yield from _date_options(parts)
    if Part.LIKELIHOOD in parts:
        yield _choice(
            "--likelihood", Likelihood, _("LIKELIHOOD"), _("How likely it is, in an assessment.")
        )
    if Part.CODE in parts:
        yield _code_option(kind, move, rule)
    if Part.ABOUT in parts:
        yield click.Option(
            ["--about"],
            multiple=True,
            metavar=_("ENTRY"),
            help=_("An entry it rests on: CASE, CASE/2 or a hash."),
        )
    if Part.OUTCOMES in parts:
        yield click.Option(
            ["--outcome", "outcomes"],
            multiple=True,
            type=click.Choice(sorted(rule.codes)),
            metavar=_("OUTCOME"),
            help=_("What became of each item, in the order of the recall."),
        )
    if rule.signers.flash:
        yield click.Option(
            ["--flash"],
            is_flag=True,
            help=_("The duty officer alone, at once; reviewed within 24 hours."),
        )


def _date_options(parts: frozenset[Part]) -> Iterator[click.Parameter]:
    """Until when it is kept, by when it is wanted, how long it holds; and how urgent it is."""
    if Part.RETAIN_UNTIL in parts:
        yield click.Option(
            ["--retain-until"],
            metavar=_("DATE"),
            help=_("Kept until this day; as long as the arrangement allows if not given."),
        )
        yield click.Option(
            ["--retain-days"], type=click.IntRange(1, 36_500), help=_("Kept for so many days.")
        )
    if Part.URGENCY in parts:
        yield _choice("--urgency", Urgency, _("URGENCY"), _("How soon the answer is needed."))
    if Part.DUE in parts:
        yield click.Option(
            ["--due"],
            metavar=_("DATE"),
            help=_("By when: a day, an instant (RFC 3339), or a span as 72h or 3d."),
        )
    if Part.OFFER_UNTIL in parts:
        yield click.Option(
            ["--offer-until"],
            metavar=_("DATE"),
            help=_("Until when it holds: a day, an instant, or a span as 90d."),
        )


def body_options(rule: MoveRule) -> Iterator[click.Parameter]:
    """What fills in the body of this move; nothing where it has none."""
    if rule.body is None:
        return
    fields = fields_of(rule.body)
    yield from text_options(fields)
    yield from _list_options(fields)
    yield click.Option(
        ["--body", "body_file"],
        metavar=_("FILE"),
        help=_("The body as JSON, for what has no option; options come over it."),
    )
    yield click.Option(
        ["--attach", "attached"], multiple=True, metavar=_("FILE"), help=_("A file beside it.")
    )


def text_options(fields: Fields) -> Iterator[click.Parameter]:
    """The texts of a body, each in the language of --language, or in one its option ends with."""
    if not fields.prose:
        return
    if fields.main:
        yield click.Option(
            ["--text", "text_file"],
            metavar=_("FILE"),
            help=_("The main text from a file, in one language; - for standard input."),
        )
        for language in LANGUAGES:
            yield click.Option([f"--{language}"], metavar=_("TEXT"), help=_MAIN_HELP[language])
    for field in fields.prose:
        if field != "text":
            yield click.Option(
                [option_of(field), field], metavar=_("TEXT"), help=FIELD_HELP[field]
            )
        for language in LANGUAGES:
            option = f"{option_of(field)}-{language}"
            yield click.Option([option, f"{field}_{language}"], hidden=True)
    yield click.Option(
        ["--language"],
        metavar=_("LANGUAGE"),
        help=_(
            "The language of texts given without one (ar, fr, en): by their script if not given. "
            "Every text option has forms that end in -ar, -fr and -en."
        ),
    )


_MAIN_HELP = {
    "ar": _("The main text in Arabic."),
    "en": _("The main text in English."),
    "fr": _("The main text in French."),
}


def _list_options(fields: Fields) -> Iterator[click.Parameter]:
    for part, (option, metavar, told) in _MANY.items():
        if part in fields.parts:
            yield click.Option([option, part], multiple=True, metavar=metavar, help=told)
    yield from _subject_options(fields)
    yield from _notice_options(fields)
    yield from (part_option(part) for part in sorted(fields.parts) if part in OPTIONS)
    if "source" in fields.parts:
        for part in SOURCE_PARTS:
            yield click.Option([f"--source-{part}"], metavar=_("TEXT"), help=SOURCE_HELP[part])


# What may be said more than once: the option, what stands behind it, and what it tells.
_MANY = {
    "persons": (
        "--person",
        _("ROLE:NAME"),
        _("A person it speaks of: a role, and a name where one is known."),
    ),
    "places": ("--place", _("NAME"), _("A place, as written.")),
    "holders": ("--holder", _("NAME"), _("A holder to whom the recall was passed on.")),
    "last_seen": ("--last-seen", _("NAME"), _("A place, as written.")),
    "accompanying": ("--with", _("ROLE:NAME"), _("A person who was with the subject.")),
}


def _subject_options(fields: Fields) -> Iterator[click.Parameter]:
    """Who or what an alert looks for, and who was there at a hit."""
    if "identification" in fields.parts:
        yield click.Option(
            ["--subject"], metavar=_("ROLE:NAME"), help=_("The one person looked for.")
        )
        yield click.Option(
            ["--thing"],
            metavar=_("KIND:NUMBER"),
            help=_(
                "The one thing looked for: VEHICLE, PLATE, IDENTITY_PAPER, FIREARM, CONTAINER or "
                "BOAT, and its number."
            ),
        )
    if "decided_by" in fields.parts:
        yield click.Option(
            ["--decided-by"],
            metavar=_("OFFICER"),
            help=_("The officer who decided a check; a pseudonym leaves, never the id."),
        )
    if "law" in fields.parts:
        yield click.Option(
            ["--law"], metavar=_("TEXT"), help=_("The law of the place under which it is held.")
        )
    if "consent" in fields.parts:
        yield click.Option(
            ["--consent-given", "consent"], is_flag=True, help=_("The person has agreed to it.")
        )


def _notice_options(fields: Fields) -> Iterator[click.Parameter]:
    """When, where, by whom, and what was taken or happened."""
    if "goods" in fields.parts and "agency" not in fields.parts:
        return  # a method names kinds of goods, in its form
    for part in ("number", "date", "agency", "place", "incident"):
        if part in fields.parts:
            metavar, told = _NOTICE_HELP[part]
            yield click.Option([f"--{part}"], metavar=metavar, help=told)
    if "goods" in fields.parts:
        for division in ("admin1", "admin2"):
            yield click.Option([f"--{division}"], metavar=_("TEXT"), help=LABELS[division])
        yield click.Option(
            ["--goods"],
            multiple=True,
            metavar=_("GOODS:QUANTITY:UNIT"),
            help=_(
                "What was seized, as it was counted: CANNABIS_RESIN:12.5:KG, and :GROSS, :NET or "
                ":ESTIMATED behind it; net if not given."
            ),
        )


_NOTICE_HELP = {
    "agency": (_("TEXT"), _("The service that made it.")),
    "date": (_("DAY"), _("The day, as 2026-03-01.")),
    "incident": (
        _("CODE"),
        _("What happened: CROSSING, ATTACK, SHOOTING, ACCIDENT, RESCUE, MINE or OTHER_INCIDENT."),
    ),
    "number": (_("TEXT"), _("Your own number of the case.")),
    "place": (_("NAME"), _("A place, as written.")),
}


def _grading_options() -> Iterator[click.Parameter]:
    yield click.Option(
        ["--grading"],
        metavar=_("GRADING"),
        help=_("Source and information, as A1; what claims nothing (X4, F6) if not given."),
    )
    yield click.Option(
        ["--scale"],
        type=click.Choice([scale.value for scale in Scale]),
        default=Scale.FOUR_BY_FOUR.value,
        help=_("The scale of the grading."),
    )


def _code_option(kind: str, move: str, rule: MoveRule) -> click.Parameter:
    name, told = CODE_OPTIONS.get((kind, move), ("--code", _("Why, by its code.")))
    first, opening = next(iter(PROCEDURES[kind].moves.items()))
    # A further move of the same codes keeps that of the opening, unless told otherwise.
    kept = move != first and rule.codes == opening.codes
    return click.Option(
        list(dict.fromkeys((name, "--code", "code"))),
        required=rule.need(Part.CODE) is Need.REQUIRED and not kept,
        type=click.Choice(sorted(rule.codes)),
        metavar=_("CODE"),
        help=told,
    )


def _choice(option: str, codes: type[StrEnum], metavar: str, told: str) -> click.Parameter:
    choice = click.Choice([code.value for code in codes])
    return click.Option([option], type=choice, metavar=metavar, help=told)


def unique(parameters: Iterable[click.Parameter]) -> list[click.Parameter]:
    """The parameters, the first of each name: where several moves share one command."""
    found: dict[str | None, click.Parameter] = {}
    for param in parameters:
        found.setdefault(param.name, param)
    return list(found.values())
