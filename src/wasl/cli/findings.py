"""What ``wasl doctor`` found, in words; codes and remedies: ``docs/doctor.md``."""

from collections.abc import Sequence

import click

from wasl.cli.desk import Desk
from wasl.core.canonical import Json
from wasl.locale.speech import _

EXIT_CODES = {"ok": 0, "warn": 1, "refuse": 2}

FINDINGS = {
    "D-101": _("A library of this machine may lose or expose what is stored."),
    "D-102": _("The store does not run with the settings it needs."),
    "D-103": _("Others on this machine could read or replace a file of the store."),
    "D-104": _("The store does not lie on a disk of this machine, or nothing says so."),
    "D-105": _("There is little room left on the disk."),
    "D-106": _("The reserve for a full disk has been used up."),
    "D-107": _("The tables of the store are not those of this release."),
    "D-108": _("Pages of the store are damaged."),
    "D-109": _("The tables and indexes of the store do not agree."),
    "D-110": _("Another process is at work on the store."),
    "D-111": _("The passphrase does not open the store."),
    "D-112": _("There is no store in this folder."),
    "D-113": _("The store cannot be read from the disk."),
    "N-201": _("Our key statement is not in use yet: it lacks signatures, or was not adopted."),
    "N-202": _("A key of our statement ends soon, or has ended."),
    "N-203": _("Nobody here holds a role that an exchange needs."),
    "N-204": _("A passphrase of this node is easier to guess than it should be."),
    "N-211": _("A link is frozen: two signed logs contradict each other."),
    "N-212": _("A partner has not confirmed the epoch this node has opened."),
    "N-213": _("Released acts wait for their places in our log."),
    "N-214": _("Few or no keys are left to seal to a partner."),
    "N-215": _("Our recognition of a partner ends soon, or has ended."),
    "N-216": _("The house log is not the one that was anchored in our log."),
    "N-217": _("The guard file does not know this store: bundles wait for a confirm."),
    "N-218": _("A post holds items that were taken back, put right or ended elsewhere."),
}


def worst(found: Sequence[Json]) -> int:
    """The exit code of all findings together."""
    return max((EXIT_CODES[one["severity"]] for one in found), default=0)


def tell_findings(desk: Desk, found: Json) -> None:
    """What is not as it must be, each with its facts; else that all is good."""
    bad = [one for one in found if one["severity"] != "ok"]
    for one in bad:
        facts = ", ".join(f"{name}={value}" for name, value in sorted(one["facts"].items()))
        said = desk.speech.say(FINDINGS.get(one["code"], "{code}"), code=one["code"])
        kind = (
            desk.speech.say("not fit to run")
            if one["severity"] == "refuse"
            else desk.speech.say("warning")
        )
        desk.say("{code}, {kind}: {what}", code=one["code"], kind=kind, what=said)
        if facts:
            desk.say("    {facts}", facts=facts)
    good = len(found) - len(bad)
    click.echo(desk.speech.count("{n} check is good.", "{n} checks are good.", good))
