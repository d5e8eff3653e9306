"""What was true elsewhere: of another link, service or meeting, or the other way round."""

from dataclasses import replace

from tests.attacks.forge import DishonestAuthor, Forged, restart
from tests.attacks.identity.campaign import CUSTODY, Attack, Control, Scene, attempt
from tests.world import TRIPOLI, TUNIS, report
from wasl.core import canonical
from wasl.node.identity import KeySet
from wasl.node.wish import Wish
from wasl.seal.card import read_card
from wasl.seal.cosign import Origin, countersign
from wasl.seal.envelope import read_open, write_open
from wasl.seal.frames import FrameKind, write_frames
from wasl.seal.note import read_note


def beside(scene: Scene) -> None:
    """Tunis and Tripoli have met beside the first link."""
    _ = scene.tunis


def from_tunis(scene: Scene) -> DishonestAuthor:
    """Tunis in dishonest hands."""
    return DishonestAuthor(scene.tunis.algiers, scene.tunis.tripoli)


def opened(scene: Scene) -> None:
    """The same, and both partners of Tripoli are about to greet it."""
    beside(scene)
    restart(scene.tunis.algiers)


def tunis_greeting(scene: Scene, kind: FrameKind) -> list[str]:
    """A greeting of Tunis, said on the line of Algiers."""
    frames = read_open(scene.tunis.algiers.out()[0])
    found = [frame for frame in frames if frame.kind is kind]
    return scene.names(scene.liar.send(write_open(found)))


def own_greeting(scene: Scene) -> list[str]:
    """Tripoli's own hello, given back to it."""
    frames = read_open(scene.kept)
    found = [frame for frame in frames if frame.kind is FrameKind.HELLO]
    return scene.names(scene.liar.send(write_open(found)))


def greeted(scene: Scene) -> None:
    """Tripoli starts anew and says hello."""
    restart(scene.tripoli)
    scene.kept = scene.tripoli.out()[0]


def recognition_of_tunis(scene: Scene) -> list[str]:
    """The recognition of Tripoli by Tunis, in the log of Algiers."""
    row = scene.tunis.tripoli.entries(ours=False)[0]
    note = scene.tripoli.look(lambda look: look.statement(canonical.loads(row.entry)["statement"]))
    return scene.bring("recognition", "recognise", read_note(note.note))


def recognition_of_algiers(scene: Scene) -> list[str]:
    """The recognition of Tripoli by Algiers, in the log of Tunis."""
    row = scene.tripoli.entries(ours=False)[0]
    note = scene.tripoli.look(lambda look: look.statement(canonical.loads(row.entry)["statement"]))
    tunis = from_tunis(scene)
    return scene.names(tunis.tell(tunis.act("recognition", "recognise", note.note)))


def own_recognition(scene: Scene) -> list[str]:
    """Tripoli's recognition of Algiers, given back as the recognition of Tripoli."""
    row = scene.tripoli.entries(ours=True)[0]
    note = scene.tripoli.look(lambda look: look.statement(canonical.loads(row.entry)["statement"]))
    return scene.bring("recognition", "recognise", read_note(note.note))


def beside_suspended(scene: Scene) -> None:
    """Tunis has suspended its recognition of Tripoli: an entry with nothing beside it."""
    case = scene.tunis.algiers.entries(ours=True)[0].case
    wish = Wish(kind="recognition", move="suspend", fields={"case": case})
    scene.tunis.algiers.release(wish, by=CUSTODY)
    scene.tunis.sync()


def entry_of_tunis(scene: Scene) -> list[str]:
    """An entry of Tunis under a checkpoint of Algiers."""
    row = scene.tunis.tripoli.entries(ours=False)[-1]
    return scene.tell(Forged(written=row.entry))


def under_origin(scene: Scene, origin: Origin, keys: KeySet | None = None) -> list[str]:
    """A sound report under a head with another origin."""
    forged = scene.liar.report()
    told = replace(scene.liar.head(forged), origin=origin)
    return scene.tell(forged, note=scene.liar.sign(told, keys))


def of_tunis(scene: Scene) -> list[str]:
    """The head says, under the keys of Tunis, that the log is Tunis's."""
    keys = next(iter(scene.tunis.algiers.node.identity.keysets.values()))
    return under_origin(scene, replace(scene.liar.origin(), node=TUNIS), keys)


def receipt_of_tunis(scene: Scene) -> list[str]:
    """A counter-signature of Tunis on the log that is for Algiers."""
    keys = next(iter(scene.tunis.algiers.node.identity.keysets.values()))
    head = read_note(scene.tripoli.own().head)
    moment = int(scene.world.clock.now().timestamp())
    return scene.receipt(countersign(head, keys.witness, None, moment))


def beside_and_written(scene: Scene) -> None:
    """Tripoli has written to Algiers what nobody has counter-signed yet."""
    beside(scene)
    scene.tripoli.release(report(audience=[scene.algiers.name]))


def receipt_of_another_head(scene: Scene) -> list[str]:
    """The true counter-signature of an older head under the newest text."""
    old = read_note(scene.tripoli.own().receipt)
    new = read_note(scene.tripoli.own().head)
    return scene.receipt(replace(new, lines=(*new.lines, *old.lines[1:])))


def written(scene: Scene) -> None:
    """Tripoli has a receipt, and has written on."""
    scene.tripoli.release(report(audience=[scene.algiers.name]))
    scene.world.sync()
    scene.tripoli.release(report(audience=[scene.algiers.name]))


def card_of_two(scene: Scene) -> list[str]:
    """The statement of Algiers beside the prekeys that Tunis told."""
    ours = canonical.loads(scene.algiers.card_for(TRIPOLI))
    theirs = canonical.loads(scene.tunis.algiers.card_for(TRIPOLI))
    mixed = canonical.dumps({**ours, "prekeys": theirs["prekeys"]})
    return attempt(lambda: scene.tripoli.meet(mixed))


def card_on(scene: Scene) -> list[str]:
    """The card that Tunis was handed by Algiers, handed on to Tripoli."""
    card = scene.algiers.card_for(TUNIS)
    return attempt(lambda: scene.tripoli.meet(card))


def card_back(scene: Scene) -> list[str]:
    """Tripoli's own card, handed back to it."""
    card = scene.tripoli.card_for(scene.algiers.name)
    return attempt(lambda: scene.tripoli.meet(card))


def card_bent(scene: Scene) -> list[str]:
    """A card made for Tunis, its addressee changed."""
    made = canonical.loads(scene.algiers.card_for(TUNIS))
    bent = made["prekeys"].replace(f'"to":"{TUNIS}"', f'"to":"{TRIPOLI}"')
    return attempt(lambda: read_card(canonical.dumps({**made, "prekeys": bent})))


def suite(scene: Scene) -> list[str]:
    """A dispatch that says it is under an older suite."""
    sealed = scene.liar.dispatch(scene.liar.report())
    return scene.names(scene.liar.send(sealed[:4] + bytes([0]) + sealed[5:]))


def as_tunis(scene: Scene) -> list[str]:
    """A dispatch of Algiers that says it is of the log of Tunis."""
    frames = scene.liar.frames(scene.liar.report())
    sealed = scene.liar.seal(frames, link=from_tunis(scene).link.theirs)
    return scene.names(scene.liar.send(sealed))


ATTACKS = (
    Attack(
        name="a partner's hello on another partner's line",
        refused="wrong-link",
        ready=opened,
        deed=lambda s: tunis_greeting(s, FrameKind.HELLO),
    ),
    Attack(
        name="a partner's cursor on another partner's line",
        refused="unknown-key",
        ready=opened,
        deed=lambda s: tunis_greeting(s, FrameKind.CURSOR),
    ),
    Attack(
        name="the victim's own hello",
        refused="wrong-link",
        ready=greeted,
        deed=own_greeting,
    ),
    Attack(
        name="a partner's recognition in another partner's log",
        refused="too-few-roots",
        ready=beside,
        deed=recognition_of_tunis,
    ),
    Attack(
        name="the same, the other way",
        refused="too-few-roots",
        ready=beside,
        deed=recognition_of_algiers,
    ),
    Attack(
        name="the victim's own recognition given back",
        refused="too-few-roots",
        deed=own_recognition,
    ),
    Attack(
        name="a partner's entry under another partner's head",
        refused="wrong-link",
        ready=beside_suspended,
        deed=entry_of_tunis,
    ),
    Attack(
        name="a head of another log",
        refused="wrong-origin",
        deed=lambda s: under_origin(s, replace(s.liar.origin(), link="0" * 32)),
    ),
    Attack(
        name="a head of another node",
        refused="wrong-origin",
        ready=beside,
        deed=of_tunis,
    ),
    Attack(
        name="a head of an epoch nobody confirmed",
        refused="unconfirmed-epoch",
        deed=lambda s: under_origin(s, replace(s.liar.origin(), random="0" * 16)),
    ),
    Attack(
        name="a receipt by another partner",
        refused="unknown-key",
        ready=beside_and_written,
        deed=receipt_of_tunis,
    ),
    Attack(
        name="an old receipt under a new head",
        refused="bad-signature",
        ready=written,
        deed=receipt_of_another_head,
    ),
    Attack(
        name="the prekeys of one service in the card of another",
        refused="unknown-key",
        ready=beside,
        deed=card_of_two,
    ),
    Attack(name="a card made for somebody else", refused="wrong-recipient", deed=card_on),
    Attack(name="the victim's own card", refused="wrong-recipient", deed=card_back),
    Attack(name="a card with its addressee changed", refused="bad-signature", deed=card_bent),
    Attack(name="a dispatch under no suite of ours", refused="unknown-suite", deed=suite),
    Attack(
        name="entries in the open inside the line",
        refused="unknown-frame",
        deed=lambda s: s.names(
            s.liar.send(b"WSL0" + write_frames(s.liar.frames(s.liar.report())))
        ),
    ),
    Attack(
        name="a dispatch sealed as from the log of another partner",
        refused="cannot-open",
        ready=beside,
        deed=as_tunis,
    ),
)


def true_receipt(scene: Scene) -> list[str]:
    """The counter-signature of Algiers on that head."""
    head = read_note(scene.tripoli.own().head)
    moment = int(scene.world.clock.now().timestamp())
    return scene.receipt(countersign(head, scene.liar.keys.witness, None, moment))


def true_hello(scene: Scene) -> None:
    """The hello of Tunis on its own line."""
    beside_world = scene.tunis
    beside_world.tripoli.take(beside_world.algiers.out()[:1], beside_world.algiers.name)


CONTROLS = (
    Control(name="the hello of a partner on its own line", ready=opened, deed=true_hello),
    Control(name="the true receipt", ready=written, deed=true_receipt),
    Control(
        name="a report of the partner on its own link",
        ready=beside,
        deed=lambda s: s.tell(s.liar.report()),
    ),
)
