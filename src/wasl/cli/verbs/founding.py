"""``wasl init``: a node is founded, and its statement waits for the root holders."""

from collections.abc import Mapping
from typing import Any

import click
from pydantic import ValidationError

from wasl.cli.desk import Desk
from wasl.cli.statements import read_public_root
from wasl.cli.words import TYPED, Verb, gathered, json_option
from wasl.core.arrangement import ThreeNames
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.locale.speech import _
from wasl.seal.note import is_node_name
from wasl.wiring import STATEMENT, found


@click.command(
    cls=Verb,
    help=_(
        "Found a node in the folder of --home: its keys, its empty store, and its key statement. "
        "The statement then waits for the root holders to sign it."
    ),
)
@click.argument("node", type=TYPED, metavar=_("NODE"))
@click.option(
    "--office", type=TYPED, required=True, help=_("The office held, as the statement says it.")
)
@click.option(
    "--name-ar", type=TYPED, required=True, help=_("The name of the service, in Arabic.")
)
@click.option(
    "--name-fr", type=TYPED, required=True, help=_("The name of the service, in French.")
)
@click.option(
    "--name-en", type=TYPED, required=True, help=_("The name of the service, in English.")
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    required=True,
    metavar=_("FILE"),
    help=_("The public half of a root key, one for each holder."),
)
@click.option(
    "--threshold",
    type=click.IntRange(1, 9),
    default=2,
    help=_("How many holders must sign; 2 unless told otherwise."),
)
@json_option
@gathered
def verb_init(desk: Desk, given: Mapping[str, Any]) -> None:
    """Refuses ``already-initialised``, ``bad-keys``, ``malformed`` and ``unsafe-key``."""
    node = given["node"]
    if not is_node_name(node):
        raise RefusedError("bad-keys", {"field": "node"})
    founding = {
        "node": node,
        "office": given["office"],
        "roots": tuple(read_public_root(path, node) for path in given["roots"]),
        "threshold": given["threshold"],
    }
    try:
        names = ThreeNames(ar=given["name_ar"], en=given["name_en"], fr=given["name_fr"])
        found(desk.home, names, founding, desk.new_passphrase(), desk.stretch())
    except ValidationError as error:
        field = error.errors(include_input=False)[0]["loc"] or ("roots",)
        raise RefusedError("bad-keys", {"field": str(field[0])}) from error
    except OSError as error:
        raise UnavailableError("no-file", {"file": desk.home.name}) from error
    answer = {
        "home": str(desk.home),
        "node": node,
        "statement": str(desk.home / STATEMENT),
        "threshold": given["threshold"],
    }
    desk.show(answer, given["as_json"], lambda value: _tell(desk, value))


def _tell(desk: Desk, value: Json) -> None:
    desk.say("The node {node} is founded in {home}.", node=value["node"], home=value["home"])
    desk.say(
        "Its statement waits for {threshold} root holders: {file}",
        threshold=value["threshold"],
        file=value["statement"],
    )
    desk.say("Next, on the machine of each holder: {command}", command=_SIGN)
    desk.say("Then here: {command}", command="wasl key adopt")


_SIGN = "wasl key sign FILE --root KEY"
