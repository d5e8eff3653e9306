"""A post under its service: a day without a link, what it holds and tells, and its loss."""

import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from demo.side import OFFICERS, Side
from wasl.locale.speech import _

if TYPE_CHECKING:
    from demo.story import Story

POST, TRIPOLI = "maghnia.dz.example", "liaison.ly.example"
PURPOSE = "PROTECT_BORDERS"
TEXT = "0f" * 16
PLACED = ("--dossier", "borders", "--purpose", PURPOSE)
NAMES = ("مركز مغنية", "Poste de Maghnia", "Maghnia post")
SEEN = "Deux camions vus au puits\n\nTexte inventé : passage à 4 h, phares éteints.\n"
EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
STAFF = ("amel", "badr", "chadia", "driss", "elias")


def tell(story: "Story") -> None:
    """One chapter; sticks go between a post and its service, and the post serves nobody."""
    story.teller.chapter(_("A post works a day without a link"))
    story.teller.tell(
        _(
            "The holders who signed for the service sign for its post. The post meets nobody "
            "else, and gets keys, a log and a text of its own with its service."
        )
    )
    post = Side(POST, story.algiers.folder.parent / "maghnia", story.algiers.language)
    _found(story, post)
    _agree(story, post)
    _work(story, post)
    _lose(story)


def _found(story: "Story", post: Side) -> None:
    algiers = story.algiers
    post.prepare()
    # The holders bring their keys to the post, and know their own passphrases.
    shutil.copy(algiers.file("device-passphrase"), post.file("device-passphrase"))
    for number in (1, 2, 3):
        root = algiers.file(f"root-{number}.key")
        out = algiers.file(f"post-root-{number}.key")
        algiers.run("key", "root", "post", str(root), "--node", POST, "--out", str(out))
    arabic, french, english = NAMES
    roots = [f"{algiers.file(f'post-root-{n}.key')}.pub" for n in (1, 2, 3)]
    post.run(
        *("init", POST, "--office", english, "--name-ar", arabic),
        *("--name-fr", french, "--name-en", english),
        *(word for root in roots for word in ("--root", root)),
    )
    algiers.run("key", "sign", str(post.home / "statement"), *_roots(algiers), "--yes")
    post.run("key", "adopt")
    for officer in STAFF:
        name, roles = OFFICERS[officer]
        words = [word for role in roles for word in ("--role", role)]
        post.run("officer", "add", officer, "--name", name, *words)
    for side, other in ((algiers, post), (post, algiers)):
        card = str(side.file(f"for-{other.node}.card"))
        side.run("key", "card", other.node, "--out", card)
        other.run("key", "meet", card, answer="matches\n")
    story.do(post, "post", "under", algiers.node)


def _agree(story: "Story", post: Side) -> None:
    """Recognition and text, by sticks alone."""
    algiers = story.algiers
    until = time.strftime("%Y-12-31", time.gmtime(time.time() + 366 * 86_400))
    for side, other, roots in (
        (algiers, post, story.two_roots(algiers)),
        (post, algiers, _roots(algiers)),
    ):
        words = ("--arrangement", TEXT, "--until", until, "--decided-by", "The head", *roots)
        _act(side, "recognise", other.node, *words, by=("chadia", "driss"))
    _carry(algiers, post)
    form = algiers.file("post-form")
    shutil.copytree(EXAMPLES, form)
    text = form / "arrangement.toml"
    text.write_text(text.read_text(encoding="utf-8").replace('"LY"', '"DZ"'), encoding="utf-8")
    draft = str(algiers.file("post.note"))
    algiers.run("arrangement", "draft", str(text), "--with", POST, "--id", TEXT, "--out", draft)
    case = _act(algiers, "arrangement", "propose", draft, by=("chadia", "driss"))
    _carry(algiers, post)
    _act(post, "arrangement", "sign", case, *_roots(algiers), by=("chadia", "driss"))
    _carry(post, algiers)
    roots = story.two_roots(algiers)
    _act(algiers, "arrangement", "conclude", case, *roots, by=("chadia", "driss"))
    _carry(algiers, post)


def _work(story: "Story", post: Side) -> None:
    algiers = story.algiers
    _act(algiers, "post", "pass", f"{story.report['case']}@{TRIPOLI}", "--to", POST)
    _carry(algiers, post)
    held = story.do(algiers, "post", "held", POST)
    story.teller.check(len(algiers.ask("post", "held", POST)) == 1, "the post holds one item")
    said = post.ask("tray", "--officer", "badr")["cases"]
    here = [told["case"] for told in said if told["kind"] == "report"]
    story.teller.check(here == [story.report["case"]] and bool(held), "and it is that one")
    story.teller.tell(
        _(
            "The link is down all day. What the post's officers release waits in its store and "
            "leaves on a stick at night; each command was a run of its own."
        )
    )
    file = post.file("seen.txt")
    for hour in range(3):
        file.write_text(f"{hour} h : {SEEN}", encoding="utf-8")
        _act(post, "report", str(file), "--language", "fr", *PLACED)
    _carry(post, algiers)
    _carry(algiers, post)
    cases = algiers.ask("tray", "--officer", "badr")["cases"]
    told = [each for each in cases if (each["partner"], each["kind"]) == (POST, "report")]
    story.teller.check(len(told) == 3, "three reports came on one stick")
    seen = next(each["case"] for each in told if each["unread"])
    _act(algiers, "post", "pass", f"{seen}@{POST}", "--to", TRIPOLI)
    story.sync()
    there = story.tripoli.ask("case", seen)
    story.teller.check(bool(there["entries"]), "what the post saw reached the other side")


def _lose(story: "Story") -> None:
    story.teller.tell(
        _(
            "The post is lost. One word stops everything from it; what it held is listed, for its "
            "owners to be told, and recalled when its recognition is withdrawn."
        )
    )
    story.do(story.algiers, "post", "lost", POST, "--officer", "badr")
    story.do(story.algiers, "post", "held", POST)
    words = ("derecognise", POST, "--decided-by", "The head", *story.two_roots(story.algiers))
    _act(story.algiers, *words, by=("chadia", "driss"))
    row = story.algiers.ask("post", "list")["posts"][0]
    story.teller.check(row["lost"] and row["holds"] == 1, "what the lost post held is listed")


def _act(side: Side, *words: str, by: tuple[str, str] = ("amel", "badr")) -> str:
    """An act drafted by one officer and released by another; its case."""
    drafted = side.ask(*words, "--officer", by[0])
    drafts = drafted.get("drafts") or [drafted]
    for draft in drafts:
        side.release(draft["draft"], by[1])
    return str(drafts[-1]["case"])


def _carry(one: Side, other: Side) -> None:
    """A stick there."""
    file = one.ask("bundle", "out", other.node, "--to", str(one.folder))["file"]
    other.ask("bundle", "in", file)


def _roots(algiers: Side) -> tuple[str, ...]:
    """Two of the holders, under the name they sign with for the post."""
    files = (algiers.file(f"post-root-{n}.key") for n in (1, 2))
    return tuple(word for file in files for word in ("--root", str(file)))
