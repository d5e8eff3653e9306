"""A rival with roots of its own, and too few of the true ones."""

from datetime import date

from tests.attacks.identity.campaign import Attack, Control, Scene, attempt
from tests.attacks.test_same_holder_twice import with_twin
from tests.attacks.test_small_order_key import weak_keys
from tests.world import ALGIERS, TRIPOLI, TUNIS, arrangement, signed
from wasl.core.arrangement import arrangement_text
from wasl.seal.card import read_card
from wasl.seal.keys import Root, fingerprint, keys_text
from wasl.seal.minutes import Met, Minutes, minutes_text
from wasl.seal.note import Note, SigningKey, text_hash
from wasl.seal.roots import RootKey, root_lines

DAY = (date(2026, 3, 1), date(2036, 3, 1))


def minutes(scene: Scene, *nodes: str) -> str:
    """Minutes of a meeting of these nodes."""
    keys = keys_text(scene.next())
    met = [
        Met(
            fingerprint=fingerprint(keys).hex(),
            keys_sha256=text_hash(keys).hex(),
            node=node,
            present=("custodian",),
        )
        for node in nodes
    ]
    said = Minutes(date="2026-03-01", parties=(met[0], met[1]), place="Tunis", result="matches")
    return minutes_text(said)


def true_card_under_own_roots(scene: Scene) -> list[str]:
    read = read_card(scene.algiers.card_for(TRIPOLI))
    note = signed(read.note.text, scene.rival.roots[:2])
    card = scene.card(scene.algiers, keys=note)
    return attempt(lambda: scene.tripoli.meet(card))


def next_under(scene: Scene, move: str, *roots: str, **changes: object) -> list[str]:
    """The next statement under roots named as ``true.0`` or ``rival.1``."""
    text = keys_text(scene.next(**changes))
    return scene.bring("key", move, signed(text, [root(scene, name) for name in roots]))


def root(scene: Scene, name: str) -> RootKey:
    """A root holder by whose it is and its place."""
    whose, _, place = name.partition(".")
    one = {"rival": scene.rival, "tripoli": scene.tripoli, "true": scene.algiers}[whose]
    return one.roots[int(place)]


def rivals_roots(scene: Scene) -> tuple[Root, ...]:
    """What a statement says of the rival's root holders."""
    return tuple(held.stated(*DAY) for held in scene.rival.roots)


def spliced_pair(scene: Scene) -> list[str]:
    """A holder's Ed25519 line beside the ML-DSA line of the rival's holder of that number."""
    text = keys_text(scene.next())
    true = [root_lines(text, held) for held in scene.algiers.roots[:2]]
    false = root_lines(text, scene.rival.roots[1])
    return scene.bring("key", "introduce", Note(text=text, lines=(*true[0], true[1][0], false[1])))


def text_of_two(scene: Scene) -> str:
    """A second arrangement of Algiers and Tripoli."""
    return arrangement_text(arrangement(version=2))


def recognised_by(scene: Scene, *roots: str) -> list[str]:
    """A recognition under these roots."""
    note = signed(scene.recognition(), [root(scene, name) for name in roots])
    return scene.bring("recognition", "recognise", note)


def same_key_twice(scene: Scene) -> list[str]:
    """A statement whose witness key is its author key."""
    keys = scene.next()
    twice = keys.model_copy(update={"witness": keys.author})
    return scene.bring("key", "introduce", signed(keys_text(twice), scene.algiers.roots[:2]))


def author_of_rival(scene: Scene) -> SigningKey:
    """The rival's author key."""
    return next(iter(scene.rival.node.identity.keysets.values())).author


ATTACKS = (
    Attack(
        name="a rival hands over a card under the name we met",
        refused="rival-keys",
        deed=lambda s: attempt(lambda: s.tripoli.meet(s.rival.card_for(TRIPOLI))),
    ),
    Attack(
        name="a rival hands over the true statement under its own root lines",
        refused="too-few-roots",
        deed=true_card_under_own_roots,
    ),
    Attack(
        name="a rival hands over the true statement with prekeys of its own",
        refused="unknown-key",
        deed=lambda s: attempt(
            lambda: s.tripoli.meet(s.card(s.algiers, author=author_of_rival(s)))
        ),
    ),
    Attack(
        name="a rival's own first statement is brought into the log",
        refused="bad-keys",
        deed=lambda s: s.bring("key", "introduce", read_card(s.rival.card_for(TRIPOLI)).note),
    ),
    Attack(
        name="the next statement is introduced under a rival's roots",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "introduce", "rival.0", "rival.1", "rival.2"),
    ),
    Attack(
        name="the next statement succeeds at once under a rival's roots",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "succeed", "rival.0", "rival.1"),
    ),
    Attack(
        name="one stolen root and all of the rival's",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "introduce", "true.0", "rival.1", "rival.2"),
    ),
    Attack(
        name="one stolen root, its lines twice",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "introduce", "true.0", "true.0"),
    ),
    Attack(
        name="one stolen root and all of the victim's",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "succeed", "true.0", "tripoli.0", "tripoli.1"),
    ),
    Attack(
        name="one stolen root lowers the threshold to itself",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "introduce", "true.0", threshold=1),
    ),
    Attack(
        name="one stolen root puts the rival's roots in place of the true ones",
        refused="too-few-roots",
        deed=lambda s: next_under(
            s, "succeed", "true.0", "rival.0", "rival.1", roots=rivals_roots(s)
        ),
    ),
    Attack(
        name="new roots that have not signed themselves",
        refused="too-few-roots",
        deed=lambda s: next_under(s, "succeed", "true.0", "true.1", roots=rivals_roots(s)[1:]),
    ),
    Attack(
        name="half a pair is true, the other half the rival's",
        refused="stripped-signature",
        deed=spliced_pair,
    ),
    *(
        Attack(
            name=f"one holder listed twice by {twin}",
            refused="bad-keys",
            deed=lambda s, twin=twin: s.bring(  # type: ignore[misc]
                "key",
                "introduce",
                signed(keys_text(with_twin(s.next(), twin)), s.algiers.roots[:2]),
            ),
        )
        for twin in ("holder", "number", "mldsa65")
    ),
    *(
        Attack(
            name=f"an {place} key under which one signature fits any text",
            refused="unsafe-key",
            deed=lambda s, place=place: s.bring(  # type: ignore[misc]
                "key",
                "succeed",
                signed(keys_text(weak_keys(s.world, place)), s.algiers.roots[:2]),
            ),
        )
        for place in ("author", "witness")
    ),
    Attack(name="the author key is the witness key too", refused="bad-keys", deed=same_key_twice),
    Attack(
        name="a recognition under one root",
        refused="too-few-roots",
        deed=lambda s: recognised_by(s, "true.2"),
    ),
    Attack(
        name="a recognition under a rival's roots",
        refused="too-few-roots",
        deed=lambda s: recognised_by(s, "rival.0", "rival.1"),
    ),
    Attack(
        name="a recognition under the roots of the one it speaks of",
        refused="too-few-roots",
        deed=lambda s: recognised_by(s, "tripoli.0", "tripoli.1"),
    ),
    Attack(
        name="an arrangement signed by a rival's roots",
        refused="too-few-roots",
        deed=lambda s: s.bring("arrangement", "sign", signed(text_of_two(s), s.rival.roots[:2])),
    ),
    Attack(
        name="an arrangement signed by one root",
        refused="too-few-roots",
        deed=lambda s: s.bring(
            "arrangement", "sign", signed(text_of_two(s), s.algiers.roots[1:2])
        ),
    ),
    Attack(
        name="minutes of our meeting that only one side signed",
        refused="too-few-roots",
        deed=lambda s: s.bring(
            "key", "witness", signed(minutes(s, ALGIERS, TRIPOLI), s.algiers.roots[:2])
        ),
    ),
    Attack(
        name="minutes of our meeting under a rival's roots",
        refused="too-few-roots",
        deed=lambda s: s.bring(
            "key",
            "witness",
            signed(minutes(s, ALGIERS, TRIPOLI), [*s.rival.roots[:2], *s.tripoli.roots[:2]]),
        ),
    ),
    Attack(
        name="minutes of a meeting with somebody else",
        refused="bad-statement",
        deed=lambda s: s.bring(
            "key",
            "witness",
            signed(minutes(s, ALGIERS, TUNIS), [*s.algiers.roots[:2], *s.tripoli.roots[:2]]),
        ),
    ),
)


CONTROLS = (
    Control(
        name="two true roots introduce the next statement",
        deed=lambda s: next_under(s, "introduce", "true.0", "true.1"),
    ),
    Control(
        name="two old and two new roots take the place of all",
        deed=lambda s: next_under(
            s, "introduce", "true.0", "true.1", "rival.0", "rival.1", roots=rivals_roots(s)
        ),
    ),
    Control(name="two true roots recognise", deed=lambda s: recognised_by(s, "true.1", "true.2")),
    Control(
        name="the true card is met again",
        ready=lambda s: s.world.clock.pass_(days=1),
        deed=lambda s: s.tripoli.meet(s.algiers.card_for(TRIPOLI)),
    ),
)
