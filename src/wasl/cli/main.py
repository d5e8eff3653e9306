"""The command ``wasl``: its verbs, each loaded when it is asked for, and its exit codes.

0 done · 1 refused · 2 wrong usage · 70 a bug of ours · 75 try again later.
"""

import errno
import importlib
import sys
from collections.abc import Sequence

import click
from pydantic import ValidationError

from wasl.cli.desk import Desk
from wasl.cli.words import VerbGroup, speech_of, usage_fault
from wasl.core.errors import RefusedError, UnavailableError
from wasl.locale.speech import Speech, _
from wasl.wiring import Settings, name_bug

REFUSED, USAGE, BUG, UNAVAILABLE = 1, 2, 70, 75

# Each verb, the module that holds it (``wasl.cli.verbs.<module>``, as ``verb_<name>``) and the
# line that tells it; in the order of a first day.
SECTIONS = {
    _("Keys and people"): {
        "init": ("founding", _("Found a node: its keys, its store, its statement")),
        "key": ("keys", _("Root keys, the meeting in person, and every move of a key")),
        "officer": ("people", _("Who works here, in which roles, under which device key")),
        "partner": ("people", _("The services met in person")),
        "post": ("posting", _("Posts of our own service, and what each holds")),
    },
    _("What was agreed"): {
        "arrangement": ("arranging", _("Draft, propose, sign and read the co-signed text")),
        "recognise": ("recognising", _("Recognise a service as our counterpart")),
        "derecognise": ("recognising", _("Withdraw recognition and take back what was given")),
    },
    _("Exchange"): {
        "tray": ("reading", _("What waits for you, with its clock")),
        "case": ("reading", _("One case from both sides")),
        "open": ("reading", _("Read an item, for a purpose")),
        "report": ("acting", _("Give information unasked")),
        "request": ("acting", _("Ask the other side")),
        "reply": ("acting", _("Answer a request")),
        "refuse": ("acting", _("Refuse a request or a report, with a reason")),
        "note": ("acting", _("Write from desk to desk")),
        "alert": ("alerting", _("Ask to look for one person or thing")),
        "hit": ("alerting", _("Tell that a subject of an alert was found")),
        "namesake": ("alerting", _("Protect the innocent bearer of a name")),
        "warning": ("noticing", _("Warn of a threat that is close")),
        "notice": ("noticing", _("Tell of a seizure or an incident")),
        "method": ("noticing", _("Tell how something is done or hidden")),
        "check": ("controlling", _("Hit or no hit, without showing either list")),
        "consent": ("controlling", _("Leave to use an item otherwise")),
        "forward": ("passing", _("Pass an item of theirs on, under their leave")),
        "revise": ("controlling", _("Correct or mark anew what was given")),
        "challenge": ("controlling", _("Dispute an item, or answer that")),
        "feedback": ("acting", _("Say what came of an item")),
        "recall": ("acting", _("Take information back")),
        "attest": ("acting", _("Answer a recall")),
        "release": ("releasing", _("Release what another officer drafted")),
        "draft": ("dictating", _("Forms for pen and voice")),
        "explain": ("reading", _("Why something did not go, and by which clause")),
    },
    _("Planning together"): {
        "level": ("planning", _("How high a risk is judged, by each side")),
        "plan": ("planning", _("A plan both sides sign, carry out and review")),
        "proposal": ("planning", _("One clause of a text, proposed and answered")),
        "task": ("planning", _("What one side does of what was agreed")),
        "text": ("wording", _("A text of clauses in a file: ready or not, and what changed")),
    },
    _("Training and meetings"): {
        "course": ("training", _("Offer a course")),
        "session": ("training", _("A session of a course, and its seats")),
        "nomination": ("training", _("One person for a session, under a pseudonym")),
        "certificate": ("training", _("What was learned, to be checked anywhere")),
        "lesson": ("training", _("From something observed to something learned")),
        "meeting": ("training", _("A meeting and its agenda")),
        "minutes": ("planning", _("What was said at a meeting, signed by both")),
        "communique": ("planning", _("What both tell the public, at an agreed hour")),
        "exercise": ("training", _("Rehearse, and keep nothing of it")),
    },
    _("Oversight"): {
        "demand": ("overseeing", _("The entries of a log, for an overseer")),
        "question": ("overseeing", _("An overseer asks about one item")),
        "finding": ("overseeing", _("What oversight found and recommends")),
    },
    _("Names and lists"): {
        "list": ("listing", _("Lists of persons and things, kept to be looked up in")),
        "match": ("matching", _("Two entries side by side, and what an officer decides")),
        "intake": ("taking_in", _("An article as a graded draft, with whom it mentions")),
    },
    _("Carriage and proof"): {
        "sync": ("carrying", _("Call a partner now")),
        "attachments": ("attaching", _("How far files are, and how much a day may bring")),
        "bundle": ("carrying", _("Dispatches in a file, by hand")),
        "sheet": ("papers", _("A bundle as QR codes, on paper")),
        "log": ("proving", _("Check our logs again from the first entry")),
        "export": ("proving", _("One entry with its proof, for a third person")),
        "extract": ("proving", _("A whole log without its contents, for an overseer")),
        "verify": ("proving", _("Check such a file, with no node")),
        "oversight": ("oversight", _("Figures and comparison for an overseer, with no node")),
    },
    _("Names"): {
        "names": ("naming", _("Compare names across spellings and scripts")),
    },
    _("The node"): {
        "serve": ("serving", _("Answer partners and the verbs of this machine")),
        "retention": ("retaining", _("What is near its review date, and what was destroyed")),
        "doctor": ("upkeep", _("Is everything as it must be?")),
        "backup": ("upkeep", _("Copy the store under a key of its own")),
        "restore": ("upkeep", _("Make a store again from a copy")),
    },
}
VERBS = {name: told for verbs in SECTIONS.values() for name, told in verbs.items()}


class Verbs(VerbGroup):
    """The verbs by name; importing one imports nothing of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every verb, in the order it is told."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of this name, its module loaded now."""
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"wasl.cli.verbs.{VERBS[cmd_name][0]}")
        command: click.Command = getattr(module, f"verb_{cmd_name}")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every verb in one line, under what it is for; none is loaded for this."""
        say = speech_of(ctx).say
        for heading, verbs in SECTIONS.items():
            with formatter.section(say(heading)):
                formatter.write_dl([(name, say(line)) for name, (_module, line) in verbs.items()])


def run(arguments: Sequence[str]) -> int:
    """The exit code of one command; what went wrong is said in the officer's language."""
    try:
        settings = Settings()
    except ValidationError as error:
        name = str(error.errors(include_input=False)[0]["loc"][0])
        click.echo(_unsettled(name), err=True)
        return REFUSED
    desk = Desk(settings)
    try:
        desk.settle(None, _language(arguments))
        code = _command().main(
            args=list(arguments), prog_name="wasl", standalone_mode=False, obj=desk
        )
    except click.exceptions.Abort:
        click.echo(desk.speech.say("Stopped."), err=True)
        return USAGE
    except click.ClickException as error:
        click.echo(usage_fault(error, desk.speech), err=True)
        return USAGE
    except RefusedError as refusal:
        click.echo(desk.speech.refusal(refusal.rule, refusal.detail), err=True)
        return REFUSED
    except UnavailableError as failure:
        click.echo(desk.speech.unavailable(failure.what, failure.detail), err=True)
        return UNAVAILABLE
    except BrokenPipeError:
        # The reader of our output left: nothing to say, and nobody to say it to.
        sys.stderr.close()
        return 0
    except OSError as error:
        # A full disk, a name too long for any: what the system said to a verb that told nothing.
        why = errno.errorcode.get(error.errno or 0, type(error).__name__)
        click.echo(desk.speech.unavailable("no-file", {"why": why}), err=True)
        return UNAVAILABLE
    except Exception as error:
        reference = name_bug(error)
        click.echo(
            desk.speech.say("A fault of ours, reference {reference}.", reference=reference),
            err=True,
        )
        return BUG
    # A verb that has something to tell by its exit code leaves with ``ctx.exit(code)``.
    return code if isinstance(code, int) else 0


def _language(arguments: Sequence[str]) -> str | None:
    """The language asked for before the verb: help is said before the options are read."""
    rest = iter(arguments)
    for word in rest:
        if word == "--lang":
            return next(rest, None)
        if word.startswith("--lang="):
            return word.partition("=")[2]
        if word == "--home":
            next(rest, None)
        elif not word.startswith("-"):
            return None
    return None


def _unsettled(setting: str) -> str:
    refusal = RefusedError("bad-setting", {"setting": setting})
    return Speech("en").refusal(refusal.rule, refusal.detail)


def _command() -> click.Group:
    @click.group(
        cls=Verbs,
        help=_("Two services exchange information under what they agreed, and can prove it."),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 99},
    )
    @click.option("--home", metavar=_("FOLDER"), help=_("Where this node lives."))
    @click.option("--lang", metavar=_("LANGUAGE"), help=_("Language: ar, fr or en."))
    @click.version_option(package_name="wasl", message="wasl %(version)s")
    @click.pass_obj
    def wasl(desk: Desk, home: str | None, lang: str | None) -> None:
        desk.settle(home, lang)

    return wasl
