"""``wasl serve``: the node runs, for its partners and for the verbs of this machine."""

import asyncio
import re

import click

from wasl.cli.desk import Desk
from wasl.cli.words import Verb
from wasl.core.errors import RefusedError
from wasl.locale.speech import _
from wasl.serving import Screen, serve
from wasl.wiring import running_at

_LISTEN = re.compile(
    r"(?P<host>\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):(?P<port>[0-9]{1,5})"
)
DEFAULT = "127.0.0.1:8443"
WEB_DEFAULT = "127.0.0.1:0"


@click.command(
    cls=Verb,
    help=_(
        "Run the node until it is told to stop (Ctrl-C, or SIGTERM): it answers partners, calls "
        "them when there is news, and answers the other verbs of this machine. It listens on "
        "this machine alone unless told otherwise."
    ),
)
@click.option(
    "--listen", default=DEFAULT, metavar=_("HOST:PORT"), help=_("Where it listens for partners.")
)
@click.option(
    "--web",
    default=WEB_DEFAULT,
    metavar=_("HOST:PORT"),
    help=_("Where the desk is shown, on this machine alone; port 0 takes a free one."),
)
@click.option("--no-web", is_flag=True, help=_("Show no desk on screen."))
@click.pass_obj
def verb_serve(desk: Desk, listen: str, web: str, no_web: bool) -> None:
    """Refuses ``bad-listen``, ``not-loopback``, ``second-process``.

    UnavailableError ``no-port``.
    """
    host, port = _place(listen)
    web_host, web_port = _place(web)

    def opened(url: str) -> None:
        desk.say("The desk on screen, once and within 15 minutes: {url}", url=url)

    screen = Screen(
        host=web_host.strip("[]"), port=web_port, zone=desk.settings.zone, opened=opened
    )
    with running_at(desk.home, desk.passphrase()) as running:

        def started(bound: int) -> None:
            desk.say(
                "{node} serves at {url}",
                node=running.node.identity.node,
                url=f"https://{host}:{bound}",
            )
            desk.say("Stop it with Ctrl-C.")

        asyncio.run(serve(running, host.strip("[]"), port, started, None if no_web else screen))
    desk.say("Stopped.")


def _place(listen: str) -> tuple[str, int]:
    found = _LISTEN.fullmatch(listen)
    if found is None or int(found["port"]) > 65_535:
        raise RefusedError("bad-listen", {"listen": listen[:64]})
    return found["host"], int(found["port"])
