"""Two services under an arrangement, and a post of the first: all made with the command.

The post is founded under the root holders of Algiers, met by it alone, and under a text of its
own with it. Nothing runs: a verb is the node for its duration, and what travels, travels by stick.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.meeting import init_words, make_linked, root_file, root_files, said, settle
from tests.cli.pair import NAMES, Answer, Pair, Service, open_pair
from tests.tree import ROOT
from tests.world import ALGIERS, ARRANGEMENT_ID, ROLES, TRIPOLI
from wasl.core.canonical import Json

POST = "maghnia.dz.example"
POST_HOME = "Maghnia"
TEXT = "cd" * 16
CUSTODY = ("chadia", "driss")
EXAMPLES = ROOT / "docs" / "examples"
PLACED = ("--dossier", "terrorism")
PURPOSE = "PREVENT_TERRORISM"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """Algiers with its post, and Tripoli; ``folder`` holds the root keys and the sticks."""

    algiers: Service
    tripoli: Service
    post: Service
    folder: Path

    def carried(self, one: Service, other: Service) -> Json:
        """A bundle written by a verb of one side, taken in by a verb of the other: its report."""
        file = one.ask("bundle", "out", other.name, "--to", str(self.folder))["file"]
        report: Json = other.ask("bundle", "in", file)["report"]
        return report

    def there_and_back(self, one: Service, other: Service) -> tuple[Json, Json]:
        """A bundle, and the one that answers it."""
        return self.carried(one, other), self.carried(other, one)

    def text_file(self, words: str) -> str:
        """A text somebody wrote, in a file."""
        path = self.folder / "words.txt"
        path.write_text(words, encoding="utf-8")
        return str(path)

    def reported(self, service: Service, partner: str, words: str) -> Json:
        """A report of a service to a partner, drafted by one officer and released by another."""
        move = ("report", self.text_file(words), "--to", partner)
        return service.released(*move, *PLACED)

    def items(self, service: Service, partner: str) -> list[str]:
        """The leaf hashes of the items of the cases with a partner waiting in the tray."""
        cases = service.ask("tray", "--officer", "badr")["cases"]
        return [
            each["entry"]
            for line in cases
            if line["partner"] == partner and line.get("dossier")
            for each in service.ask("case", f"{line['case']}@{partner}")["entries"]
            if each["has_body"]
        ]

    def passed(self, entry: str, partner: str, service: Service | None = None) -> Json:
        """An item passed on by Algiers, released by a second officer."""
        move = ("post", "pass", entry, "--to", partner)
        return (service or self.algiers).released(*move)

    def opened(self, service: Service, entry: str) -> Answer:
        """What the command says when a handler opens an item."""
        words = ("--purpose", PURPOSE, "--officer", "badr")
        return service.run("open", entry, *words, "--json")


def post_root(folder: Path, number: int) -> Path:
    """Where the root key of a holder lies under the name it signs with for the post."""
    return folder / "roots" / f"post-{number}"


def post_roots(folder: Path) -> list[str]:
    """The options that name the root keys of two holders, for the post."""
    return [word for n in (1, 2) for word in ("--root", str(post_root(folder, n)))]


def done(*words: str, typed: str = "") -> Answer:
    """A command that must succeed."""
    answer = said(list(words), typed)
    assert answer.code == 0, (words, answer.err)
    return answer


def found_post(folder: Path, home: Path) -> None:
    """A post of Algiers, founded and signed by two of its holders, with its officers."""
    for number in (1, 2, 3):
        file, out = root_file(folder, ALGIERS, number), post_root(folder, number)
        done("key", "root", "post", str(file), "--node", POST, "--out", str(out))
    publics = [
        f"{post_root(folder, int(word[-5]))}.pub" if word.endswith(".pub") else word
        for word in init_words(folder, ALGIERS)[2:]
    ]
    done("--home", str(home), "init", POST, *publics)
    done("key", "sign", str(home / "statement"), "--yes", *post_roots(folder))
    done("--home", str(home), "key", "adopt")
    for officer in ("amel", "badr", "chadia", "driss", "elias", "farah"):
        roles = [word for role in ROLES[officer] for word in ("--role", role)]
        done("--home", str(home), "officer", "add", officer, "--name", officer, *roles)


def meet_post(folder: Path, algiers: Path, home: Path) -> None:
    """Key files change hands between a post and its service; the post says whose it is."""
    for one, other, name in ((algiers, home, POST), (home, algiers, ALGIERS)):
        card = str(folder / f"{name}.card")
        done("--home", str(one), "key", "card", name, "--out", card)
        done("--home", str(other), "key", "meet", card, typed="matches\n")
    done("--home", str(home), "post", "under", ALGIERS)


def make_posted(services: Path, folder: Path) -> None:
    """Homes and root keys of all three in ``folder``."""
    shutil.copytree(services / "roots", folder / "roots")
    shutil.copytree(EXAMPLES, folder / "form")
    with open_pair(services, folder) as pair:
        make_linked(folder, pair)
        _agree_on_line(pair, folder)
    found_post(folder, folder / POST_HOME)
    meet_post(folder, folder / NAMES[ALGIERS], folder / POST_HOME)
    with posted_in(folder) as posted:
        _recognise(posted)
        _agree_by_stick(posted)


@contextmanager
def posted_in(folder: Path) -> Iterator[Posted]:
    """The three services whose homes lie in a folder."""
    homes = {ALGIERS: NAMES[ALGIERS], TRIPOLI: NAMES[TRIPOLI], POST: POST_HOME}
    made = {node: _Spoken(name=node, home=folder / home) for node, home in homes.items()}
    yield Posted(algiers=made[ALGIERS], tripoli=made[TRIPOLI], post=made[POST], folder=folder)


class _Spoken(Service):
    """A service whose commands are heard without the capture of a test."""

    def run(self, *words: str, lang: str = "en") -> Answer:
        return said(["--home", str(self.home), "--lang", lang, *words])


def _agree_on_line(pair: Pair, folder: Path) -> None:
    case = _propose(_spoken(pair.algiers), folder, TRIPOLI, ARRANGEMENT_ID)
    pair.exchange()
    signed = ("arrangement", "sign", case, *root_files(folder, TRIPOLI))
    _spoken(pair.tripoli).released(*signed, by=CUSTODY)
    pair.exchange()
    concluded = ("arrangement", "conclude", case, *root_files(folder, ALGIERS))
    _spoken(pair.algiers).released(*concluded, by=CUSTODY)
    pair.exchange()


def _spoken(service: Service) -> Service:
    return _Spoken(name=service.name, home=service.home)


def _propose(algiers: Service, folder: Path, partner: str, arrangement: str) -> str:
    out = str(folder / f"text-{partner}")
    form = str(folder / "form" / "arrangement.toml")
    words = ("--with", partner, "--out", out, "--id", arrangement)
    assert algiers.run("arrangement", "draft", form, *words).code == 0
    case: str = algiers.released("arrangement", "propose", out, by=CUSTODY)["case"]
    return case


def _recognise(posted: Posted) -> None:
    """Each of the two recognises the other; the first words go by stick."""
    sides = (
        (posted.algiers, POST, root_files(posted.folder, ALGIERS)),
        (posted.post, ALGIERS, post_roots(posted.folder)),
    )
    for one, other, roots in sides:
        words = ("--arrangement", TEXT, "--until", "2030-01-01", "--decided-by", "the head")
        one.released("recognise", other, *words, *roots, by=CUSTODY)
    posted.there_and_back(posted.algiers, posted.post)


def _agree_by_stick(posted: Posted) -> None:
    case = _propose(posted.algiers, posted.folder, POST, TEXT)
    posted.there_and_back(posted.algiers, posted.post)
    signed = ("arrangement", "sign", case, *post_roots(posted.folder))
    posted.post.released(*signed, by=CUSTODY)
    posted.there_and_back(posted.post, posted.algiers)
    concluded = ("arrangement", "conclude", case, *root_files(posted.folder, ALGIERS))
    posted.algiers.released(*concluded, by=CUSTODY)
    posted.there_and_back(posted.algiers, posted.post)


def copy_posted(template: Path, folder: Path) -> None:
    """The three homes and the root keys, copied."""
    without = shutil.ignore_patterns("wasl.reserve")
    for name in (*NAMES.values(), POST_HOME, "roots"):
        shutil.copytree(template / name, folder / name, ignore=without)


def settled_template(services: Path, folder: Path) -> Path:
    """The three, made once."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        settle(folder, monkeypatch)
        make_posted(services, folder)
    return folder
