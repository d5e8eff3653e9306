"""What a recognition, a key entry or an act of custody says, and may not say."""

from dataclasses import replace

from tests.attacks.forge import next_keys
from tests.attacks.identity.campaign import Attack, Control, Scene
from tests.world import ALGIERS, TRIPOLI, TUNIS, Move, signed
from wasl.seal.keys import keys_text
from wasl.seal.note import write_note


def said(
    scene: Scene, move: Move, *, as_move: str = "", case: str = "", **changes: str
) -> list[str]:
    """A recognition statement by two true roots that says what it may not."""
    note = signed(scene.recognition(move, **changes), scene.algiers.roots[:2])
    fields = {"case": case} if case else {}
    return scene.bring("recognition", as_move or move, note, **fields)


def stated(scene: Scene, move: str = "introduce", **changes: object) -> list[str]:
    """The next statement by two true roots, with something in it changed."""
    note = signed(keys_text(scene.next(**changes)), scene.algiers.roots[:2])
    return scene.bring("key", move, note)


def other_text(scene: Scene) -> list[str]:
    """The statement beside the entry is not the one it names."""
    named = signed(scene.recognition(), scene.algiers.roots[:2])
    beside = signed(scene.recognition("withdraw"), scene.algiers.roots[:2])
    forged = scene.liar.act("recognition", "recognise", write_note(named))
    return scene.tell(replace(forged, statement=write_note(beside)))


def no_text(scene: Scene) -> list[str]:
    """The entry names a statement and brings none."""
    note = signed(scene.recognition(), scene.algiers.roots[:2])
    forged = scene.liar.act("recognition", "recognise", write_note(note))
    return scene.tell(replace(forged, statement=b""))


def unheard(scene: Scene) -> list[str]:
    """A statement by two true roots that succeeds without having been introduced."""
    keyset, keys = next_keys(scene.algiers)
    note = write_note(signed(keys_text(keys), scene.algiers.roots[:2]))
    forged = scene.liar.act("key", "succeed", note)
    head = scene.liar.sign(scene.liar.head(forged), keyset, twice=True)
    return scene.tell(forged, note=head)


def officers(scene: Scene, drafted: tuple[str, str], released: tuple[str, str]) -> list[str]:
    """A suspension by these roles and pseudonyms."""
    by = {
        "drafted": {"role": drafted[0], "who": drafted[1]},
        "released": {"role": released[0], "who": released[1]},
    }
    if drafted[0] == "node":
        by = {"drafted": {"role": "node"}, "released": {"role": "node"}}
    return scene.tell(scene.liar.act("recognition", "suspend", case=scene.case(), by=by))


def withdrawn(scene: Scene) -> None:
    """Algiers has withdrawn its recognition, and Tripoli holds it."""
    scene.world.recognise(scene.algiers, scene.tripoli, move="withdraw")
    scene.world.call(scene.algiers, scene.tripoli)


def lifted(scene: Scene) -> list[str]:
    """The report that follows after Algiers has lifted its suspension."""
    said(scene, "restore", case=scene.case())
    return scene.tell(scene.liar.report())


ONE, TWO = "0" * 16, "1" * 16

ATTACKS = (
    Attack(
        name="a recognition of other keys",
        refused="bad-statement",
        deed=lambda s: said(s, "recognise", keys_sha256="0" * 64),
    ),
    Attack(
        name="a recognition under another arrangement",
        refused="bad-statement",
        deed=lambda s: said(s, "recognise", arrangement_id="cd" * 16),
    ),
    Attack(
        name="a recognition of somebody else",
        refused="bad-statement",
        deed=lambda s: said(s, "recognise", node=TUNIS),
    ),
    Attack(
        name="a recognition in the name of somebody else",
        refused="bad-statement",
        deed=lambda s: said(s, "recognise", by=TUNIS),
    ),
    Attack(
        name="a recognition of itself in the victim's name",
        refused="bad-statement",
        deed=lambda s: said(s, "recognise", by=TRIPOLI, node=ALGIERS),
    ),
    Attack(
        name="a recognition passed off as the lifting of a suspension",
        refused="bad-statement",
        ready=Scene.suspended,
        deed=lambda s: said(s, "recognise", as_move="restore", case=s.case()),
    ),
    Attack(
        name="a lifting where nothing was suspended",
        refused="move-not-allowed",
        deed=lambda s: said(s, "restore", case=s.case()),
    ),
    Attack(
        name="a lifting after the withdrawal",
        refused="move-not-allowed",
        ready=withdrawn,
        deed=lambda s: said(s, "restore", case=s.case()),
    ),
    Attack(
        name="a second recognition in a case that has one",
        refused="move-not-allowed",
        deed=lambda s: said(s, "recognise", case=s.case()),
    ),
    Attack(
        name="business under its own suspension",
        refused="not-recognised",
        ready=Scene.suspended,
        deed=lambda s: s.tell(s.liar.report()),
    ),
    Attack(
        name="business under its own withdrawal",
        refused="not-recognised",
        ready=withdrawn,
        deed=lambda s: s.tell(s.liar.report()),
    ),
    Attack(
        name="another statement than the one named", refused="wrong-commitment", deed=other_text
    ),
    Attack(name="a statement named and not brought", refused="malformed", deed=no_text),
    Attack(
        name="a statement that skips a version",
        refused="bad-keys",
        deed=lambda s: stated(s, version=3),
    ),
    Attack(
        name="a statement of the version in force with other keys",
        refused="bad-keys",
        deed=lambda s: stated(s, version=1, previous=None),
    ),
    Attack(
        name="a statement that follows another than the one in force",
        refused="bad-keys",
        deed=lambda s: stated(s, previous="0" * 64),
    ),
    Attack(
        name="a statement of another service under our roots",
        refused="bad-statement",
        deed=lambda s: stated(s, node=TUNIS),
    ),
    Attack(
        name="keys in force that nobody introduced",
        refused="unknown-key",
        deed=unheard,
    ),
    Attack(
        name="a suspension by drafter and releaser",
        refused="bad-role",
        deed=lambda s: officers(s, ("drafter", ONE), ("releaser", TWO)),
    ),
    Attack(
        name="a suspension by the head alone",
        refused="bad-role",
        deed=lambda s: officers(s, ("custodian", ONE), ("head", ONE)),
    ),
    Attack(
        name="a suspension by the head as custodian's custodian",
        refused="bad-role",
        deed=lambda s: officers(s, ("head", ONE), ("custodian", TWO)),
    ),
    Attack(
        name="a suspension by the node",
        refused="bad-role",
        deed=lambda s: officers(s, ("node", ""), ("node", "")),
    ),
    Attack(
        name="a report by the node",
        refused="bad-role",
        deed=lambda s: s.tell(
            s.liar.report(by={"drafted": {"role": "node"}, "released": {"role": "node"}})
        ),
    ),
    Attack(
        name="a report drafted and released by one officer",
        refused="bad-role",
        deed=lambda s: s.tell(
            s.liar.report(
                by={
                    "drafted": {"role": "drafter", "who": ONE},
                    "released": {"role": "releaser", "who": ONE},
                }
            )
        ),
    ),
    Attack(
        name="a report in a role that there is not",
        refused="bad-role",
        deed=lambda s: s.tell(
            s.liar.report(
                by={
                    "drafted": {"role": "minister", "who": ONE},
                    "released": {"role": "releaser", "who": TWO},
                }
            )
        ),
    ),
)

CONTROLS = (
    Control(
        name="custodian and head suspend",
        deed=lambda s: officers(s, ("custodian", ONE), ("head", TWO)),
    ),
    Control(name="a suspension is lifted by restore", ready=Scene.suspended, deed=lifted),
    Control(
        name="a withdrawal by two roots",
        deed=lambda s: said(s, "withdraw", case=s.case()),
    ),
    Control(name="the next version as it is", deed=stated),
)
