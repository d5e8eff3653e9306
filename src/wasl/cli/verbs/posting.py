"""``wasl post``: nodes of our own service that hold what was passed to them and no more."""

from collections.abc import Mapping
from typing import Any

import click

from wasl.cli.desk import Desk
from wasl.cli.drafts import tell_drafts
from wasl.cli.words import (
    TYPED,
    Verb,
    VerbGroup,
    aligned,
    device_option,
    gathered,
    json_option,
    officer_option,
)
from wasl.core.canonical import Json
from wasl.locale.codes import told_kind
from wasl.locale.speech import _
from wasl.node.clock import shown_reference


@click.group(
    cls=VerbGroup,
    name="post",
    help=_(
        "Posts: nodes under the root keys of our own service, each linked with it alone. A post "
        "holds what was passed to it, and what it writes itself."
    ),
)
def verb_post() -> None:
    """The moves are commands of their own."""


@verb_post.command(
    cls=Verb,
    name="under",
    help=_(
        "On a post: say which service it is under, once that was met. From then on the post meets "
        "nobody else."
    ),
)
@click.argument("service", type=TYPED, metavar=_("PARTNER"))
@json_option
@click.pass_obj
def under(desk: Desk, service: str, as_json: bool) -> None:
    """Refuses ``no-such-partner``, ``not-our-roots`` and ``post-has-one-parent``."""
    desk.show(
        desk.ask("post-under", {"service": service}),
        as_json,
        lambda value: desk.say("A post of {service}.", service=value["service"]),
    )


@verb_post.command(
    cls=Verb,
    name="pass",
    help=_(
        "Pass an item to a post of ours, or an item of a post on to another service: the same "
        "words under the same marking, kept no longer, under the reference of its case. A second "
        "officer releases it."
    ),
)
@click.argument("entry", metavar=_("ENTRY"))
@click.option("--to", "partner", required=True, metavar=_("PARTNER"), help=_("To which node."))
@officer_option
@device_option
@json_option
@gathered
def pass_on(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``no-post`` and ``not-passed``; at the release ``consent-missing``."""
    from wasl.cli.attaching import hand_over_held

    asked = {name: given[name] for name in ("entry", "officer", "partner")}
    with desk.door() as door:
        wish = door.ask("post-copy", asked)
        drafted = desk.draft(door, given["officer"], given["partner"], wish, given["device"])
        of = {"draft": drafted["draft"], "entry": asked["entry"], "officer": asked["officer"]}
        hand_over_held(door, of, wish)
    tell_drafts(desk, [drafted], given["as_json"])


@verb_post.command(
    cls=Verb, name="list", help=_("The posts of our service, or the service of this post.")
)
@json_option
@click.pass_obj
def posts(desk: Desk, as_json: bool) -> None:
    """Nothing is refused."""
    desk.show(desk.ask("post-list", {}), as_json, lambda value: _tell_posts(desk, value))


@verb_post.command(
    cls=Verb,
    name="held",
    help=_(
        "What a post holds of what it was passed: whose it is and how it stands. This is the list "
        "to go by when a post is lost."
    ),
)
@click.argument("post", metavar=_("PARTNER"))
@json_option
@click.pass_obj
def held(desk: Desk, post: str, as_json: bool) -> None:
    """Refuses ``no-such-partner`` and ``no-post``."""
    found = desk.ask("post-held", {"post": post})
    desk.show(found, as_json, lambda value: _tell_held(desk, value))


@verb_post.command(
    cls=Verb,
    name="lost",
    help=_(
        "A post is lost or in other hands: from now on nothing of it is opened and nothing goes "
        "to it. One custodian, duty officer or head suffices. There is no way back: the post is "
        "founded anew, under another name."
    ),
)
@click.argument("post", metavar=_("PARTNER"))
@officer_option
@json_option
@gathered
def lost(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``no-such-officer``, ``role-lacking`` and ``no-post``."""
    answer = desk.ask("post-lost", {name: given[name] for name in ("officer", "post")})

    def told(value: Json) -> None:
        desk.say("Nothing of {post} is opened any more.", post=value["post"])
        desk.say("What it held: {command}", command=f"wasl post held {value['post']}")
        desk.say("Next: {command}", command=f"wasl derecognise {value['post']} --root …")

    desk.show(answer, given["as_json"], told)


def _tell_posts(desk: Desk, told: Json) -> None:
    if told["parent"]:
        desk.say("A post of {service}.", service=told["parent"])
    elif not told["posts"]:
        desk.say("Our service has no post.")
    for row in told["posts"]:
        state = desk.speech.term(row["recognised"])
        if row["lost"]:
            desk.say("{post}: lost", post=row["post"])
        else:
            desk.say("{post}: {state}", post=row["post"], state=state)
        count = desk.speech.count
        click.echo("  " + count("holds {n} item", "holds {n} items", row["holds"]))
        if row["unreceipted"]:
            click.echo("  " + count("{n} entry on its way", "{n} entries on their way",
                                    row["unreceipted"]))  # fmt: skip
        if row["overtaken"]:
            said = count(
                "{n} item was taken back or put right elsewhere: wasl post held",
                "{n} items were taken back or put right elsewhere: wasl post held",
                row["overtaken"],
            )
            click.echo("  " + said)


def _tell_held(desk: Desk, found: Json) -> None:
    if not found:
        desk.say("The post holds nothing it was passed.")
    rows = [
        (
            shown_reference(row["case"]),
            told_kind(desk.speech, row["kind"]),
            ", ".join(row["handling"]),
            desk.speech.term(row["standing"]),
            desk.speech.say("of {owners}", owners=", ".join(row["owners"])),
            desk.speech.say("tell the post what changed") if row["overtaken"] else "",
        )
        for row in found
    ]
    for line in aligned(rows):
        click.echo(line)
