"""A world at rest, and everything a dishonest author could soundly say in it.

What a law changes is taken from here: one thing of each kind, good as it stands.
"""

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import cache

from tests.attacks.forge import DishonestAuthor, Forged, next_keys, stated, store_of
from tests.memory_store import Disk, MemoryStore
from tests.world import (
    ARRANGEMENT_ID,
    PURPOSE,
    SeededDraw,
    World,
    arrangement,
    report,
)
from wasl.core.arrangement import arrangement_text
from wasl.seal.frames import FrameKind
from wasl.seal.greeting import (
    AnnouncedPrekey,
    Confirm,
    Cursor,
    Epoch,
    Greeting,
    Head,
    Hello,
    Refusal,
    write_greeting,
)
from wasl.seal.keys import keys_text
from wasl.seal.note import text_hash
from wasl.seal.recognition import Recognition, recognition_text

PERSONS = [{"born": "1980", "name": {"script": "Latn", "written": "Nemo"}, "role": "SUSPECT"}]
PLACES = [
    {"lat_udeg": 36_700_000, "lon_udeg": 3_000_000, "name": {"script": "Arab", "written": "م"}}
]
SOURCE = {"date": "2026-02-01", "language": "fr", "name": "Journal", "url": "https://a.example/1"}


@cache
def template() -> World:
    """The two at rest, each with a report of the other."""
    made = World((MemoryStore(), MemoryStore()))
    made.meet()
    made.sync()
    made.arrange()
    made.algiers.release(report())
    made.tripoli.release(report(audience=[made.algiers.name]))
    made.sync()
    return made


@cache
def durable() -> Disk:
    """What Tripoli keeps at rest."""
    return store_of(template().tripoli).snapshot()


def fresh() -> DishonestAuthor:
    """Algiers in dishonest hands, before a Tripoli to which nothing has happened yet."""
    own, victim = template().algiers, template().tripoli
    store = MemoryStore()
    store.restore(durable())
    node = replace(
        victim.node,
        books=dict(victim.node.books),
        draw=SeededDraw(12),
        sessions=deepcopy(victim.node.sessions),
        store=store,
    )
    return DishonestAuthor(
        replace(own, node=replace(own.node, draw=SeededDraw(11))), replace(victim, node=node)
    )


def full_report(liar: DishonestAuthor) -> Forged:
    """A report with everything a report may carry."""
    text = {"ar": "نص", "fr": "Texte"}
    body = {"persons": PERSONS, "places": PLACES, "source": SOURCE, "text": text, "title": text}
    lang = {"authentic": "fr", "present": ["ar", "fr"]}
    file = {"handling": ["H1"], "media": "text/plain", "sha256": "1" * 64, "size": 9}
    return liar.report(
        body,
        caveats=["MINOR"],
        files=[file],
        handling=["H1", "H2"],
        lang=lang,
        persons={"SUSPECT": 1},
        tlp="AMBER",
    )


def _request(liar: DishonestAuthor) -> Forged:
    asked = {name: {"fr": "x"} for name in ("facts", "offence", "question", "why_you")}
    return liar.report(asked, kind="request", move="ask", urgency="URGENT_DIRECT", grading=None)


def _note(liar: DishonestAuthor) -> Forged:
    by = {
        "drafted": {"role": "duty", "who": "0" * 16},
        "released": {"role": "duty", "who": "1" * 16},
    }
    return liar.report({"text": {"fr": "x"}}, kind="note", move="send", by=by, grading=None)


def _order(liar: DishonestAuthor) -> Forged:
    item = liar.victim.entries(ours=False)[-1].leaf.hex()
    return liar.bare(
        about=[item],
        audience=[liar.victim.name],
        code="ERROR",
        dossier="terrorism",
        due="2026-03-04T08:00:00Z",
        handling=["H1"],
        kind="recall",
        move="order",
        purpose=PURPOSE,
    )


def _feedback(liar: DishonestAuthor) -> Forged:
    item = liar.victim.entries(ours=True)[-1].leaf.hex()
    told = {"text": {"fr": "x"}}
    return liar.report(
        told, kind="feedback", move="give", about=[item], code="CONFIRMED", retain_until=None
    )


def _destroyed(liar: DishonestAuthor) -> Forged:
    item = liar.victim.entries(ours=True)[-1].leaf.hex()
    return liar.fact("destroy", about=[item], code="RETENTION")


SOUND: Mapping[str, Callable[[DishonestAuthor], Forged]] = {
    "report": full_report,
    "request": _request,
    "note": _note,
    "recall": _order,
    "feedback": _feedback,
    "destroyed": _destroyed,
    "prekey": lambda liar: liar.fact("prekey", liar.told_prekeys()),
    "suspension": lambda liar: liar.act(
        "recognition", "suspend", case=liar.victim.entries(ours=False)[0].case
    ),
}


ACTS = (
    "arrangement propose",
    "arrangement sign",
    "key introduce",
    "key succeed",
    "recognition recognise",
)


@cache
def statements() -> Mapping[str, str]:
    """The text a dishonest author could bring with each of these acts."""
    world = template()
    recognition = Recognition(
        arrangement_id=ARRANGEMENT_ID,
        by=world.algiers.name,
        decided_by="the head of the service",
        decided_on="2026-03-01",
        keys_sha256=text_hash(keys_text(stated(world.tripoli))).hex(),
        move="recognise",
        node=world.tripoli.name,
        office="Liaison",
        until="2027-03-01",
    )
    agreed = arrangement_text(arrangement(version=2))
    keys = keys_text(next_keys(world.algiers)[1])
    return dict(
        zip(ACTS, (agreed, agreed, keys, keys, recognition_text(recognition)), strict=True)
    )


@cache
def greetings() -> list[tuple[int, bytes]]:
    """A hello, a confirm, a cursor and a refusal of the liar, each as it would be said now."""
    liar = fresh()
    head = Head(root=liar.head().root.hex(), size=liar.head().size)
    seen = Head(**liar.seen())
    epoch, own, theirs = Epoch(n=2, r="e" * 16), liar.link.own, liar.link.theirs
    prekey = liar.told_prekeys()["prekeys"][0]
    public = b64encode(b64decode(prekey["mlkem768"]) + b64decode(prekey["x25519"])).decode()
    told = AnnouncedPrekey(id=prekey["id"], public=public, until=prekey["until"])
    confirmed = Epoch(n=1, r=liar.victim.own().epoch_random)
    said: tuple[Greeting, ...] = (
        Hello(base=head, boot="b" * 16, epoch=epoch, link=theirs, nonce="0" * 32, prekey=told),
        Confirm(
            boot="b" * 16, countersigned=1, epoch=confirmed, held=seen, link=own, nonce="0" * 32
        ),
        Cursor(countersigned=1, gaps=((1, 2),), held=seen, link=own, wants=("0" * 64,)),
        Refusal(at="2026-03-01T08:00:00Z", detail={"known": 3}, link=own, rule="stale-epoch"),
    )
    return [
        (FrameKind.HELLO.value + place, write_greeting(each, liar.keys.author))
        for place, each in enumerate(said)
    ]
