"""Keys that were stolen, revoked, not yet stated, or made for something else."""

from dataclasses import replace

from tests.attacks.forge import next_keys, restart, rotate, stated
from tests.attacks.identity.campaign import Attack, Control, Scene
from tests.world import ALGIERS, report, signed
from wasl.node.identity import KeySet
from wasl.seal.cosign import countersign
from wasl.seal.envelope import read_open, write_open
from wasl.seal.frames import Frame, FrameKind
from wasl.seal.greeting import Hello, read_greeting, write_greeting
from wasl.seal.keys import keys_text
from wasl.seal.note import KeyKind, Note, SigningKey, key_name, read_note, write_note


def made_author(private: bytes) -> SigningKey:
    """A private half of any use, under the name and kind of an author key of Algiers."""
    return SigningKey(name=key_name(ALGIERS), kind=KeyKind.ED25519, private=private)


def rotated(scene: Scene) -> None:
    """Algiers has new node keys in force, and Tripoli holds it; the liar has the old."""
    rotate(scene.algiers)
    scene.world.sync()


def rotated_and_written(scene: Scene) -> None:
    """Algiers has rotated since, and Tripoli has a report that is not receipted yet."""
    scene.kept = next(iter(scene.algiers.node.identity.keysets.values()))
    rotated(scene)
    written(scene)


def written(scene: Scene) -> None:
    """Tripoli has signed a head that nobody has counter-signed yet."""
    scene.tripoli.release(report(audience=[ALGIERS]))


def receipt_by(scene: Scene, keys: KeySet) -> list[str]:
    """A counter-signature on Tripoli's newest head by these keys."""
    head = read_note(scene.tripoli.own().head)
    moment = int(scene.world.clock.now().timestamp())
    return scene.receipt(countersign(head, keys.witness, None, moment))


def hello_by(scene: Scene, *keys: SigningKey) -> list[str]:
    """The next hello of Algiers as these keys would sign it."""
    restart(scene.algiers)
    frame = next(f for f in greetings(scene) if f.kind is FrameKind.HELLO)
    said, _ = read_greeting(frame.payload, Hello)
    again = Frame(kind=FrameKind.HELLO, payload=write_greeting(said, *keys))
    return scene.names(scene.liar.send(write_open([again])))


def greetings(scene: Scene) -> list[Frame]:
    """What Algiers says in the open at its next call."""
    return list(read_open(scene.algiers.out()[0]))


def stranger(scene: Scene) -> KeySet:
    """Halves that no statement lists."""
    return next(iter(scene.rival.node.identity.keysets.values()))


def by_old_key(scene: Scene, move: str) -> list[str]:
    """A key entry in the case in force, under a checkpoint of the key that left force."""
    case = next(row.case for row in scene.tripoli.entries(ours=False) if row.kind == "key")
    return scene.tell(scene.liar.act("key", move, case=case))


def keep_first(scene: Scene) -> None:
    """The first statement of Algiers is kept, then Algiers rotates twice."""
    first = stated(scene.algiers)
    scene.kept = signed(keys_text(first), scene.algiers.roots[:2])
    rotate(scene.algiers)
    rotate(scene.algiers, seed=51)
    scene.world.sync()
    scene.liar.keys = scene.keyset()


def early(scene: Scene) -> list[str]:
    """A checkpoint by keys whose statement was introduced and never put into force."""
    forged = scene.liar.report()
    return scene.tell(forged, note=scene.liar.sign(scene.liar.head(forged), scene.kept))


def introduced(scene: Scene) -> None:
    """The next statement of Algiers is introduced, not activated."""
    keyset, keys = next_keys(scene.algiers)
    scene.kept = keyset
    scene.bring("key", "introduce", signed(keys_text(keys), scene.algiers.roots[:2]))


def device(scene: Scene) -> bytes:
    """The stolen device key of the head of Algiers."""
    return scene.algiers.devices["driss"].private


def stripped(scene: Scene) -> list[str]:
    """A withdrawal by two true roots under a checkpoint without its ML-DSA line."""
    note = signed(scene.recognition("withdraw"), scene.algiers.roots[:2])
    forged = scene.liar.act("recognition", "withdraw", write_note(note), case=scene.case())
    return scene.tell(forged, note=scene.liar.sign(scene.liar.head(forged)))


def borrowed_line(scene: Scene) -> list[str]:
    """The true line's name and id over a stranger's signature."""
    forged = scene.liar.report()
    true = scene.liar.sign(scene.liar.head(forged))
    false = scene.liar.sign(scene.liar.head(forged), stranger(scene))
    line = replace(true.lines[0], blob=false.lines[0].blob)
    return scene.tell(forged, note=Note(text=true.text, lines=(line,)))


def victims(scene: Scene) -> KeySet:
    """The halves of Tripoli, its author key under the liar's name."""
    held = next(iter(scene.tripoli.node.identity.keysets.values()))
    return replace(held, author=made_author(held.author.private))


def as_witness(key: SigningKey) -> SigningKey:
    """An author key used as a witness key."""
    return replace(key, kind=KeyKind.WITNESS)


def long_lived_alone(scene: Scene) -> list[str]:
    """The ML-DSA line of a checkpoint without the author's."""
    forged = scene.liar.report()
    both = scene.liar.sign(scene.liar.head(forged), twice=True)
    return scene.tell(forged, note=Note(text=both.text, lines=both.lines[1:]))


def by_new(scene: Scene) -> list[str]:
    """A report under the keys in force after the rotation."""
    scene.liar.keys = scene.keyset()
    return scene.tell(scene.liar.report())


ATTACKS = (
    Attack(
        name="a stranger's author key under the counterpart's name",
        refused="unknown-key",
        deed=lambda s: s.under(stranger(s).author),
    ),
    Attack(
        name="a stolen witness key signs a checkpoint as the author",
        refused="unknown-key",
        deed=lambda s: s.under(made_author(s.keyset().witness.private)),
    ),
    Attack(
        name="a stolen long-lived key signs a checkpoint alone",
        refused="unknown-key",
        deed=long_lived_alone,
    ),
    Attack(
        name="a stolen key of the line signs a checkpoint",
        refused="unknown-key",
        deed=lambda s: s.under(made_author(s.algiers.node.identity.line_private)),
    ),
    Attack(
        name="a stolen device key of the head signs a checkpoint",
        refused="unknown-key",
        deed=lambda s: s.under(made_author(device(s))),
    ),
    Attack(
        name="a stolen root signs a checkpoint",
        refused="unknown-key",
        deed=lambda s: s.under(made_author(s.algiers.roots[0].ed25519)),
    ),
    Attack(
        name="the victim's own author key signs its counterpart's checkpoint",
        refused="unknown-key",
        deed=lambda s: s.under(victims(s).author),
    ),
    Attack(name="a line that borrows name and id", refused="bad-signature", deed=borrowed_line),
    Attack(
        name="a stranger's cursor",
        refused="unknown-key",
        deed=lambda s: s.cursor(stranger(s).author),
    ),
    Attack(
        name="a stranger's hello",
        refused="unknown-key",
        deed=lambda s: hello_by(s, stranger(s).author),
    ),
    Attack(
        name="a hello signed by a device key",
        refused="unknown-key",
        deed=lambda s: hello_by(s, made_author(device(s))),
    ),
    Attack(
        name="a receipt by a stranger",
        refused="unknown-key",
        ready=written,
        deed=lambda s: receipt_by(s, stranger(s)),
    ),
    Attack(
        name="a receipt by the author key in the witness's place",
        refused="unknown-key",
        ready=written,
        deed=lambda s: receipt_by(s, replace(s.keyset(), witness=as_witness(s.keyset().author))),
    ),
    Attack(
        name="a head of the victim given back without any receipt",
        refused="unknown-key",
        ready=written,
        deed=lambda s: s.receipt(read_note(s.tripoli.own().head)),
    ),
    Attack(
        name="a revoked key signs a checkpoint",
        refused="revoked-key",
        ready=rotated,
        deed=lambda s: s.tell(s.liar.report()),
    ),
    Attack(
        name="a revoked key says hello",
        refused="unknown-key",
        ready=rotated,
        deed=lambda s: hello_by(s, s.liar.keys.author),
    ),
    Attack(
        name="a revoked key says what it holds",
        refused="unknown-key",
        ready=rotated,
        deed=lambda s: s.cursor(s.liar.keys.author),
    ),
    Attack(
        name="a revoked witness key gives a receipt",
        refused="unknown-key",
        ready=rotated_and_written,
        deed=lambda s: receipt_by(s, s.kept),
    ),
    *(
        Attack(
            name=f"a revoked key writes {move} of the key that replaced it",
            refused="revoked-key",
            ready=rotated,
            deed=lambda s, move=move: by_old_key(s, move),  # type: ignore[misc]
        )
        for move in ("revoke", "retire", "compromise")
    ),
    *(
        Attack(
            name=f"the statement that was replaced comes back by {move}",
            refused="bad-keys",
            ready=keep_first,
            deed=lambda s, move=move: s.bring("key", move, s.kept),  # type: ignore[misc]
        )
        for move in ("introduce", "activate", "succeed")
    ),
    Attack(
        name="a key that was introduced signs before it is in force",
        refused="unknown-key",
        ready=introduced,
        deed=early,
    ),
    Attack(
        name="a withdrawal without the ML-DSA line of its checkpoint",
        refused="stripped-signature",
        deed=stripped,
    ),
)


CONTROLS = (
    Control(name="the key in force signs", deed=lambda s: s.tell(s.liar.report())),
    Control(name="after the rotation the new key signs", ready=rotated, deed=by_new),
    Control(
        name="with its ML-DSA line the withdrawal stands",
        deed=lambda s: s.bring(
            "recognition",
            "withdraw",
            signed(s.recognition("withdraw"), s.algiers.roots[:2]),
            case=s.case(),
        ),
    ),
)
