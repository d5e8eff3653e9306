"""``wasl doctor``, ``wasl backup`` and ``wasl restore``."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from wasl.cli.copies import backup_told, finding_of, restored
from wasl.cli.desk import Desk, read_secret
from wasl.cli.findings import tell_findings, worst
from wasl.cli.words import Verb, gathered, json_option
from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.locale.speech import _
from wasl.node.clock import SystemClock, SystemDraw, stamp
from wasl.wiring import KEYFILE

BACKUP_LABEL = "wasl-backup"
BACKUP_LIFE_DAYS = 90


@click.command(
    cls=Verb,
    help=_(
        "Check the store and the node: files, settings, pages, keys that end soon, links that "
        "wait. The exit code is 0 for all good, 1 for a warning, 2 for a reason not to run."
    ),
)
@json_option
@click.pass_context
def verb_doctor(ctx: click.Context, as_json: bool) -> None:
    """What keeps the store shut is a finding too."""
    desk: Desk = ctx.obj
    try:
        found = desk.ask("doctor", {})
    except (RefusedError, UnavailableError) as error:
        finding = finding_of(error)
        if finding is None:
            raise
        found = [finding]
    found += desk.weak_stretch()
    desk.show(found, as_json, lambda value: tell_findings(desk, value))
    ctx.exit(worst(found))


@click.command(
    cls=Verb,
    help=_(
        "Copy the whole store into a file, while the node may go on. The copy lies under a key of "
        "its own, kept beside it in FILE.key under a passphrase; it holds no private key. Keep "
        "the two apart, and destroy the key on its last day: then the copy is destroyed too."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=BACKUP_LIFE_DAYS,
    help=_("How many days the copy may be kept; 90 if not given."),
)
@json_option
@click.pass_obj
def verb_backup(desk: Desk, file: str, days: int, as_json: bool) -> None:
    """Refuses ``file-exists``."""
    path = Path(file).absolute()
    if path.exists():
        raise RefusedError("file-exists", {"file": path.name})
    key_path = path.with_name(path.name + ".key")
    key, ends = SystemDraw().draw(32), SystemClock().now() + timedelta(days=days)
    secret = canonical.dumps({"ends": stamp(ends)[:10], "key": key.hex()})
    with desk.door() as door:
        desk.keep_secret(key_path, secret, BACKUP_LABEL)
        try:
            answer = door.ask("backup", {"file": str(path), "key": key.hex()})
        except (RefusedError, UnavailableError):
            key_path.unlink()
            raise
    told = {**answer, "ends": stamp(ends)[:10], "key": str(key_path)}

    def say(value: Json) -> None:
        desk.say("The copy is in {file}, its key in {key}.", file=value["file"], key=value["key"])
        desk.say(
            "Until {day} it can bring back what was destroyed meanwhile: on that day at the "
            "latest, destroy the key.",
            day=value["ends"],
        )
        desk.say("Keep the file {keyfile} of the node too, apart from both.", keyfile=KEYFILE)

    desk.show(told, as_json, say)


@click.command(
    cls=Verb,
    help=_(
        "Make the store again from a copy, in the empty folder of --home. It needs the key of the "
        "copy and the key file of the node."
    ),
)
@click.argument("file", metavar=_("FILE"))
@click.option("--key", required=True, metavar=_("FILE"), help=_("The key of the copy."))
@click.option(
    "--keyfile", required=True, metavar=_("FILE"), help=_("The node's own keys, kept apart.")
)
@click.option("--dry-run", is_flag=True, help=_("Only check that it could be done."))
@json_option
@gathered
def verb_restore(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``already-initialised``, ``backup-over``, ``damaged-backup``, ``wrong-passphrase``.

    What was destroyed after the copy was made may not come back once its last day has passed.
    """
    if (desk.home / KEYFILE).exists():
        raise RefusedError("already-initialised", {"file": KEYFILE})
    copy = Path(given["file"])
    secret = canonical.loads(desk.secret_in(Path(given["key"]), BACKUP_LABEL))
    if secret["ends"] < stamp(SystemClock().now())[:10]:
        raise RefusedError("backup-over", {"ends": secret["ends"]})
    key, keyfile = bytes.fromhex(secret["key"]), read_secret(Path(given["keyfile"]))
    if given["dry_run"]:
        told = backup_told(copy, key, keyfile, desk.passphrase())
    else:
        told = restored(desk.home, copy, key, keyfile, desk.passphrase())
    answer = {**told, "dry_run": given["dry_run"], "ends": secret["ends"]}
    desk.show(answer, given["as_json"], lambda value: _tell_restored(desk, value))


def _tell_restored(desk: Desk, told: Json) -> None:
    desk.say("The copy is of {when}.", when=desk.when(told["made"]))
    if told["dry_run"]:
        desk.say("It is whole, and the keys fit. Nothing was written.")
        return
    desk.say("The node {node} is restored in {home}.", node=told["node"], home=told["home"])
    desk.say(
        "At its next contact with each partner it hears how much of its log they hold, takes back "
        "what is missing here, and only then signs anything."
    )
    desk.say("What was sealed to it before and has not arrived is sent again under a new key.")
    desk.say("Officers' device keys are in no copy: put them back, or add the officers anew.")
    desk.say("Never run it and the node it was copied from at the same time.")
