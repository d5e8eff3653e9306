"""Officers who are not who they say, and a service that was suspended or withdrawn."""

from dataclasses import replace
from functools import partial

from tests.attacks.forge import rotate
from tests.attacks.identity.campaign import CUSTODY, Attack, Control, Scene, attempt
from tests.world import ALGIERS, TRIPOLI, Move, report, signed
from wasl.node import accounts, acts
from wasl.node.ports import Turn
from wasl.node.tending import tend
from wasl.node.wish import Wish
from wasl.seal.note import sign, write_note


def ours() -> Wish:
    """A report of Tripoli's own."""
    return report(audience=[ALGIERS])


def drafted(scene: Scene) -> None:
    """Amel has drafted a report."""
    scene.kept = scene.tripoli.draft("amel", ours())


def drafts_as(scene: Scene, officer: str, device: str, wish: Wish) -> list[str]:
    """A draft of one officer under the device key of another."""
    devices = scene.tripoli.devices
    forged = replace(scene.tripoli, devices={**devices, officer: devices[device]})
    return attempt(lambda: forged.draft(officer, wish))


def releases_as(scene: Scene, officer: str, device: str) -> list[str]:
    """A release by one officer under the device key of another."""
    devices = scene.tripoli.devices
    forged = replace(scene.tripoli, devices={**devices, officer: devices[device]})
    return attempt(lambda: forged.release_draft(scene.kept, officer))


def by_the_node_key(scene: Scene) -> list[str]:
    """The node's author key in the place of an officer's device."""
    author = next(iter(scene.tripoli.node.identity.keysets.values())).author
    name = scene.tripoli.devices["badr"].name
    forged = replace(
        scene.tripoli,
        devices={**scene.tripoli.devices, "badr": replace(author, name=name)},
    )
    return attempt(lambda: forged.release_draft(scene.kept, "badr"))


def another_text(scene: Scene) -> list[str]:
    """The drafter's line is of another act than the one kept."""

    def job(turn: Turn) -> None:
        node = scene.tripoli.node
        book = node.book(turn, scene.tripoli.link_in(turn))
        amel = accounts.officer_of(turn, "amel")
        shown, kept = (acts.prepare(node, turn, book, amel, ours()) for _ in range(2))
        line = sign(acts.text_to_sign(shown), scene.tripoli.devices["amel"])
        accounts.keep_draft(node, turn, kept, amel, line)

    return attempt(lambda: scene.tripoli.turn(job))


def left(scene: Scene, officer: str) -> None:
    """An officer has left the service; a draft of Amel waits."""
    drafted(scene)
    row = scene.tripoli.look(lambda look: look.officer(officer))
    scene.tripoli.employ(replace(row, until_us=1))


def suspension(scene: Scene) -> Wish:
    """Tripoli would suspend its recognition of Algiers."""
    case = scene.tripoli.entries(ours=True)[0].case
    return Wish(kind="recognition", move="suspend", fields={"case": case})


def recognises(scene: Scene, move: Move) -> list[str]:
    """Tripoli's custodian and head move in the recognition of Algiers."""
    return attempt(lambda: scene.world.recognise(scene.tripoli, scene.algiers, move=move))


def with_roots(scene: Scene, move: Move, places: slice, whose: str = "tripoli") -> list[str]:
    """The same under other root holders."""
    holders = {"tripoli": scene.tripoli, "rival": scene.rival, "algiers": scene.algiers}[whose]
    forged = replace(scene.tripoli, roots=holders.roots[places])
    return attempt(lambda: scene.world.recognise(forged, scene.algiers, move=move))


def suspended_here(scene: Scene) -> None:
    """Tripoli has suspended its recognition of Algiers."""
    scene.tripoli.release(suspension(scene), by=CUSTODY)


def no_statement(scene: Scene) -> list[str]:
    """The suspension is lifted by officers without a root."""
    case = scene.tripoli.entries(ours=True)[0].case
    wish = Wish(kind="recognition", move="restore", fields={"case": case})
    return attempt(lambda: scene.tripoli.release(wish, by=CUSTODY))


def to_old_keys(scene: Scene) -> list[str]:
    """A suspension lifted by a statement on the keys that were replaced since."""
    return with_roots(scene, "restore", slice(0, 2))


def suspended_and_rotated(scene: Scene) -> None:
    """Tripoli has suspended, and Algiers has rotated since."""
    suspended_here(scene)
    rotate(scene.algiers)
    scene.world.sync()


# ----------------------------------------------------------------------- after the withdrawal


def out(scene: Scene) -> None:
    """Tripoli has withdrawn, nothing is due any more; a report of before is still on its way."""
    scene.kept = scene.liar.dispatch(scene.liar.report())
    scene.withdraw()


def out_and_gone(scene: Scene) -> None:
    """The same, and the prekeys of the link are destroyed."""
    out(scene)
    scene.tripoli.turn(partial(tend, scene.tripoli.node))


def out_and_due(scene: Scene) -> None:
    """Tripoli has withdrawn, and waits for what Algiers holds of it."""
    scene.tripoli.release(ours())
    scene.world.sync()
    scene.world.recognise(scene.tripoli, scene.algiers, move="withdraw")


def out_and_later(scene: Scene) -> None:
    """Tripoli has withdrawn, and a day has passed."""
    out(scene)
    scene.world.clock.pass_(days=1)


def stale_card(scene: Scene) -> None:
    """A card from before a rotation was kept; then Tripoli withdrew."""
    scene.kept = scene.algiers.card_for(TRIPOLI)
    rotate(scene.algiers)
    scene.world.sync()


def own_word(scene: Scene) -> list[str]:
    """Who is out recognises the victim again."""
    note = signed(scene.recognition(), scene.algiers.roots[:2])
    return scene.bring("recognition", "recognise", note)


def greets(scene: Scene) -> list[str]:
    """Who is out greets as if nothing were."""
    return scene.names(scene.liar.send(scene.algiers.out()[0]))


def by_two(scene: Scene) -> Wish:
    """A recognition of somebody by drafter and releaser, with a true statement."""
    note = write_note(signed(scene.recognition(), scene.tripoli.roots[:2]))
    return Wish(kind="recognition", move="recognise", fields={}, statement=note)


ATTACKS = (
    Attack(
        name="one officer drafts and releases",
        refused="same-officer",
        ready=drafted,
        deed=lambda s: attempt(lambda: s.tripoli.release_draft(s.kept, "amel")),
    ),
    Attack(
        name="a draft under another officer's device",
        refused="bad-signature",
        deed=lambda s: drafts_as(s, "amel", "badr", ours()),
    ),
    Attack(
        name="a release under another officer's device",
        refused="bad-signature",
        ready=drafted,
        deed=lambda s: releases_as(s, "badr", "amel"),
    ),
    Attack(
        name="a release under the key of the node",
        refused="bad-signature",
        ready=drafted,
        deed=by_the_node_key,
    ),
    Attack(name="a line of another act", refused="bad-signature", deed=another_text),
    Attack(
        name="a release by one who left",
        refused="no-such-officer",
        ready=lambda s: left(s, "badr"),
        deed=lambda s: releases_as(s, "badr", "badr"),
    ),
    Attack(
        name="a draft by one who left",
        refused="no-such-officer",
        ready=lambda s: left(s, "amel"),
        deed=lambda s: drafts_as(s, "amel", "amel", ours()),
    ),
    Attack(
        name="an officer nobody knows",
        refused="no-such-officer",
        deed=lambda s: drafts_as(s, "nobody", "amel", ours()),
    ),
    Attack(
        name="a suspension drafted by a drafter",
        refused="role-lacking",
        deed=lambda s: drafts_as(s, "amel", "amel", suspension(s)),
    ),
    Attack(
        name="a suspension drafted by the head",
        refused="role-lacking",
        deed=lambda s: drafts_as(s, "driss", "driss", suspension(s)),
    ),
    Attack(
        name="a recognition drafted by a releaser",
        refused="role-lacking",
        deed=lambda s: drafts_as(s, "badr", "badr", by_two(s)),
    ),
    Attack(
        name="our withdrawal by one root",
        refused="too-few-roots",
        deed=lambda s: with_roots(s, "withdraw", slice(0, 1)),
    ),
    Attack(
        name="our withdrawal by the counterpart's roots",
        refused="too-few-roots",
        deed=lambda s: with_roots(s, "withdraw", slice(0, 3), "algiers"),
    ),
    Attack(
        name="our suspension lifted where there is none",
        refused="move-not-allowed",
        deed=lambda s: recognises(s, "restore"),
    ),
    Attack(
        name="our suspension lifted without a statement",
        refused="move-not-allowed",
        ready=suspended_here,
        deed=no_statement,
    ),
    Attack(
        name="our suspension lifted by one root",
        refused="too-few-roots",
        ready=suspended_here,
        deed=lambda s: with_roots(s, "restore", slice(1, 2)),
    ),
    Attack(
        name="our suspension lifted for keys that were replaced",
        refused="bad-statement",
        ready=suspended_and_rotated,
        deed=to_old_keys,
    ),
    Attack(
        name="business under our suspension",
        refused="not-recognised",
        ready=suspended_here,
        deed=lambda s: s.tell(s.liar.report()),
    ),
    Attack(
        name="business after our withdrawal",
        refused="not-recognised",
        ready=out,
        deed=lambda s: s.tell(s.liar.report()),
    ),
    Attack(
        name="business while something is still due",
        refused="not-recognised",
        ready=out_and_due,
        deed=lambda s: s.tell(s.liar.report()),
    ),
    Attack(
        name="a dispatch of before our withdrawal, come late",
        refused="not-recognised",
        ready=out,
        deed=lambda s: s.names(s.liar.send(s.kept)),
    ),
    Attack(
        name="the same after the prekeys ended",
        refused="prekey-gone",
        ready=out_and_gone,
        deed=lambda s: s.names(s.liar.send(s.kept)),
    ),
    Attack(
        name="a greeting after our withdrawal", refused="not-recognised", ready=out, deed=greets
    ),
    Attack(
        name="its own recognition after our withdrawal",
        refused="not-recognised",
        ready=out,
        deed=own_word,
    ),
    Attack(
        name="our withdrawal lifted by restore",
        refused="move-not-allowed",
        ready=out,
        deed=lambda s: recognises(s, "restore"),
    ),
    Attack(
        name="our recognition anew without a meeting",
        refused="meeting-missing",
        ready=out_and_later,
        deed=lambda s: recognises(s, "recognise"),
    ),
    Attack(
        name="a rival at the new meeting",
        refused="rival-keys",
        ready=out_and_later,
        deed=lambda s: attempt(lambda: s.tripoli.meet(s.rival.card_for(TRIPOLI))),
    ),
    Attack(
        name="a card of before the rotation at the new meeting",
        refused="rival-keys",
        ready=stale_card,
        deed=lambda s: attempt(lambda: s.tripoli.meet(s.kept)),
    ),
)


def met_again(scene: Scene) -> None:
    """A new meeting, then the recognition."""
    scene.tripoli.meet(scene.algiers.card_for(TRIPOLI))
    scene.world.recognise(scene.tripoli, scene.algiers)


CONTROLS = (
    Control(
        name="another officer releases",
        ready=drafted,
        deed=lambda s: s.tripoli.release_draft(s.kept, "badr"),
    ),
    Control(
        name="custodian and head suspend",
        deed=lambda s: s.tripoli.release(suspension(s), by=CUSTODY),
    ),
    Control(
        name="two roots lift it", ready=suspended_here, deed=lambda s: recognises(s, "restore")
    ),
    Control(name="after a new meeting we recognise", ready=out_and_later, deed=met_again),
    Control(
        name="before the withdrawal the same dispatch is taken",
        deed=lambda s: s.tell(s.liar.report()),
    ),
)
