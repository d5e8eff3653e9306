"""Every read of what is about persons has a line in the house log, before anything is returned.

The store is watched while each verb runs: which columns of content its statements read, which
lines the house log gets, and when the turn is committed (reliability.md §10).
"""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from tests.cli.pair import Pair, Service, device_signed, report_file, serving
from tests.cli.posted import POST, Posted, copy_posted, posted_in
from tests.seal.authenticator import ORIGIN, Authenticator, encoded
from tests.world import ALGIERS, PURPOSE, TRIPOLI
from wasl.core.terms import OfficerRole
from wasl.node.office.verbs import VERBS

CANARY = "Zafzaf-Maghnia-7731"
ITEM = re.compile(r"\b(?:bodies\.closed|salts\.salt|files\.closed)\b")
ACT = re.compile(r"\b(?:drafts\.body|waiting\.body)\b")
UPKEEP = {
    *(
        "backup",
        "bundle-given",
        "bundle-in",
        "bundle-out",
        "bundle-taken",
        "certificate-list",
        "doctor",
        "export",
        "extract",
    ),
    *("log-verify", "sync"),
}

# What reads an item and shows it to nobody: it is sealed to the partner, whose log says so, its
# commitment is computed again, attachments are given the place of the act they came with, a part
# of one is compared with the list its drafter signed, or an act with the leave it needs. The
# answer of each is searched for the canary all the same.
MACHINES = {"attach", "bundle-given", "bundle-out", "log-verify", "prepare", "release", "sync"}

# Verbs of a link before anything about a person can lie in the store: they are the first day's.
FIRST_DAY = {
    *("key-adopt", "key-card", "key-meet", "key-read", "officer-add", "officer-leave"),
    *("open-link", "partner-url", "propose-text"),
}


@dataclass(slots=True, kw_only=True)
class Watched:
    """What one verb did: in the order in which the store did it."""

    verb: str
    steps: list[tuple[str, Any]] = field(default_factory=list)
    answer: str = ""

    def read(self, what: str) -> bool:
        return any(step == what for step, _ in self.steps)

    def shows_content(self) -> bool:
        return CANARY in self.answer

    def is_noted(self) -> bool:
        """A whole line lies in the house log before the first commit after the first read."""
        reads = [place for place, (step, _) in enumerate(self.steps) if step in {"item", "act"}]
        ends = [place for place, (step, _) in enumerate(self.steps) if step == "commit"]
        first_end = next((end for end in ends if end > reads[0]), -1)
        lines = [line for step, line in self.steps[:first_end] if step == "line"]
        return any(is_whole(line) for line in lines)


def is_whole(line: dict[str, str]) -> bool:
    return all(line.get(name) for name in ("officer", "purpose", "case", "at")) and (
        line["officer"] != OfficerRole.NODE
    )


@contextmanager
def tracing(service: Service, now: list[Watched]) -> Iterator[None]:
    """What the store of a service does is noted for the newest of what is watched now."""

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if not now:
            return
        if statement.startswith("SELECT"):
            now[-1].steps += [("item", statement)] if ITEM.search(statement) else []
            now[-1].steps += [("act", statement)] if ACT.search(statement) else []
        elif re.match(r"INSERT (?:OR REPLACE )?INTO house\b", statement):
            rows = values if isinstance(values, list) else [values]
            now[-1].steps += [("line", json.loads(bytes(row[1]))) for row in rows]

    def committed(_connection: Any) -> None:
        if now:
            now[-1].steps.append(("commit", None))

    engine = service.node.store._engine
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", committed)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", note)
        event.remove(engine, "commit", committed)


@contextmanager
def watching(service: Service, seen: list[Watched]) -> Iterator[None]:
    """Every question to the node of a service, and what its store did for it."""
    running = service.node
    asked = running.ask
    now: list[Watched] = []

    def ask(verb: str, arguments: Any, *rest: Any) -> Any:
        watched = Watched(verb=verb)
        seen.append(watched)
        now.append(watched)
        try:
            answer = asked(verb, arguments, *rest)
        finally:
            now.pop()
        watched.answer = json.dumps(answer, ensure_ascii=False)
        return answer

    with tracing(service, now):
        vars(running)["ask"] = ask
        try:
            yield
        finally:
            del vars(running)["ask"]


@pytest.fixture
def told(fresh: Pair, settled: Path, template_of_posts: Path) -> list[Watched]:
    """A day of both services, and one with a post, every verb of it watched."""
    seen: list[Watched] = []
    with watching(fresh.algiers, seen), watching(fresh.tripoli, seen):
        _day(fresh, settled)
    copy_posted(template_of_posts, settled / "posts")
    with posted_in(settled / "posts") as posted:
        _day_with_post(posted, seen)
    return seen


def _day(pair: Pair, folder: Path) -> None:
    text = report_file(folder, f"Saisie {CANARY}\n\nTexte inventé {CANARY}.\n")
    attached = folder / "photo.png"
    attached.write_bytes(CANARY.encode())
    algiers, tripoli = pair.algiers, pair.tripoli
    words = ("report", text, "--dossier", "terrorism", "--attach", str(attached))
    drafted = algiers.ask(*words, "--officer", "amel")["drafts"][0]["draft"]
    algiers.node.ask("read-draft", {"draft": drafted, "officer": "badr"})
    algiers.ask("release", "list")
    algiers.ask("tray", "--officer", "badr")
    released = algiers.ask("release", drafted, "--officer", "badr", "--yes")
    case = str(released["case"])
    words = ("report", text, "--dossier", "borders", "--officer", "amel")
    dropped = algiers.ask(*words)["drafts"][0]["draft"]
    algiers.run("release", "vouch", dropped, "--officer", "chadia", "--yes")
    algiers.ask("release", "drop", dropped, "--officer", "amel")
    pair.exchange()
    tripoli.ask("tray", "--officer", "elias")
    tripoli.ask("case", case)
    _attach_much(pair, folder, text)
    opened = ("--officer", "farah", "--purpose", PURPOSE)
    tripoli.ask("open", case, *opened, "--save-files", str(folder / "files"))
    tripoli.node.ask("item", {"entry": case})
    for service in (algiers, tripoli):
        _look_around(service, case, folder)
    proof = str(folder / "proof")
    tripoli.ask("export", case, "--out", proof, "--with-body", *opened)
    tripoli.ask("export", case, "--out", str(folder / "bare"))
    _carry(pair, folder)
    _pass_on(pair, case)
    recall = algiers.released("recall", case, "--ground", "ERROR")["case"]
    pair.exchange()
    tripoli.ask("case", recall)
    tripoli.released("attest", recall, by=("farah", "elias"))


def _day_with_post(posted: Posted, seen: list[Watched]) -> None:
    """An item with a file is passed to a post, and the post is lost."""
    words = posted.text_file(f"Saisie {CANARY}\n\nTexte inventé {CANARY}.\n")
    photo = posted.folder / "photo.png"
    photo.write_bytes(CANARY.encode())
    move = ("report", words, "--to", ALGIERS, "--dossier", "terrorism", "--attach", str(photo))
    posted.tripoli.released(*move)
    for _ in range(2):
        posted.there_and_back(posted.tripoli, posted.algiers)
    (entry,) = posted.items(posted.algiers, TRIPOLI)
    pair = Pair(algiers=posted.algiers, tripoli=posted.post)
    with (
        serving(pair, posted.algiers, posted.post),
        watching(posted.algiers, seen),
        watching(posted.post, seen),
    ):
        posted.passed(entry, POST)
        posted.algiers.ask("post", "list")
        posted.algiers.ask("post", "held", POST)
        posted.post.ask("post", "under", ALGIERS)
        posted.algiers.ask("post", "lost", POST, "--officer", "chadia")


def _attach_much(pair: Pair, folder: Path, text: str) -> None:
    """A file of several parts: handed over, held back, fetched on a word, told on the way."""
    film = folder / "film.bin"
    film.write_bytes(CANARY.encode() * 200_000)
    algiers, tripoli = pair.algiers, pair.tripoli
    tripoli.ask("attachments", "quota", ALGIERS, "--mib", "1", "--officer", "chadia")
    case = algiers.released("report", text, "--dossier", "terrorism", "--attach", str(film))[
        "case"
    ]
    pair.exchange()
    tripoli.ask("attachments", "list")
    tripoli.ask("attachments", "take", case, "--officer", "farah")
    tripoli.ask("case", case)
    pair.exchange()


def _pass_on(pair: Pair, case: str) -> None:
    """Leave to pass the item on is asked, granted and used; who knows what is said."""
    algiers, tripoli = pair.algiers, pair.tripoli
    words = ("--recipient", ALGIERS, "--reason", "Un motif.", "--fr", f"Transmis {CANARY}.")
    leave = str(tripoli.released("consent", case, "--code", "ONWARD", *words)["case"])
    pair.exchange()
    scope = ("--scope", "Le texte.", "--recipient", ALGIERS, "--offer-until", "30d")
    algiers.released("consent", "grant", leave, *scope)
    pair.exchange()
    tripoli.released("consent", "use", leave, "--recipient", ALGIERS)
    tripoli.ask("forward", leave, "--dossier", "terrorism", "--officer", "amel")
    tripoli.ask("officer", "knows", "farah", "--dossier", "terrorism")
    tripoli.ask("officer", "named", case, "farah", "--officer", "badr")


def _look_around(service: Service, case: str, folder: Path) -> None:
    other = TRIPOLI if service.name == ALGIERS else ALGIERS
    for words in (
        *(("explain",), ("explain", case), ("log", "verify"), ("doctor",)),
        *(("officer", "list"), ("partner", "list"), ("key", "show")),
        *(("arrangement", "show", "--with", other), ("recognise", "--list")),
        ("extract", "--with", other, "--out", str(folder / f"{service.name}.extract")),
        ("backup", str(folder / f"{service.name}.backup")),
        ("certificate", "list", "--out", str(folder / "list.note"), "--officer", "ghita"),
    ):
        assert service.run(*words, "--json").code in {0, 1, 2}
    ask: Callable[..., Any] = service.node.ask
    ask("certificate-trust", {"index": 0, "issuer": other, "link": "0" * 32})
    ask("items-they-hold", {"partner": other})
    ask("link-state", {"partner": other})
    ask("log-page", {"before": -1, "ours": True, "partner": other})
    text = "a text\n"
    signed = device_signed(service.node, text, "badr")
    ask("officer-signed", {"officer": "badr", "signed": signed, "text": text})
    _new_passkeys(service)
    ask("key-links", {})
    ask("partner-keys", {"partner": other})
    ask("statement", {"sha256": ask("partner-keys", {"partner": other})["keys_sha256"]})
    ask("health", {})
    _look_at_the_house(ask, other, case)
    ask("stirred", {})
    ask("type-in", {"filled": {"a": ["b"]}, "officer": "amel", "place": "/new/report"})
    ask("typed", {"officer": "amel"})
    ids = [f"e1:{letter * 52}" for letter in "ab"]
    seen = {"score": 900, "terms": {}, "found": [], "versions": {}}
    match = {"pair": ids, "judgement": "negative", "ground": "known", "seen": seen}
    ask("match-judge", {"officer": "amel", "match": match})
    ask("match-judged", {"officer": "amel"})
    ask("retention-due", {})
    ask("retention-report", {"day": ""})


def _look_at_the_house(ask: Callable[..., Any], other: str, case: str) -> None:
    """What the desk on screen shows of the house."""
    for officer in ("elias", "hakim"):
        ask("audit-page", {"before": -1, "case": "", "officer": officer})
        ask("officer-roles", {"officer": officer})
    asked = {"days": ["", ""], "of": other, "officer": "hakim", "partner": other}
    ask("figures", asked)
    ask("extract-given", {"of": "ours", "officer": "hakim", "partner": other})
    entry = ask("case", {"reference": case})["entries"][0]["entry"]
    ask("proof", {"entry": entry})
    ask("export-given", {"entry": entry, "officer": "badr"})
    ask("log-heads", {"before": -1, "ours": True, "partner": other})
    ask("recognition-acts", {"partner": other})
    ask("bundle-taken", {"content": b64decode(_bundle(ask, other)).hex()})


def _bundle(ask: Callable[..., Any], other: str) -> str:
    content: str = ask("bundle-given", {"partner": other})["content"]
    return content


def _new_passkeys(service: Service) -> None:
    ask: Callable[..., Any] = service.node.ask
    made = [Authenticator(id=b"one"), Authenticator(id=b"another")]
    keys = [{"id": encoded(each.id), "public": encoded(each.passkey.public)} for each in made]
    text = ask("passkeys-text", {"keys": keys, "officer": "badr"})["text"]
    signed = [device_signed(service.node, text, "badr")]
    ask("passkeys-put", {"keys": keys, "officer": "badr", "signed": signed})
    assert len(ask("passkeys", {"officer": "badr"})["ids"]) == 2
    touched = {"origin": ORIGIN, "text": text, "touched": made[0].touch(text)}
    ask("passkey-touched", {"officer": "badr", **touched})


def _carry(pair: Pair, folder: Path) -> None:
    out = pair.algiers.ask("bundle", "out", TRIPOLI, "--to", str(folder))
    pair.tripoli.run("bundle", "in", out["file"])
    with pair.line_to(pair.tripoli) as url:
        pair.algiers.ask("partner", "url", TRIPOLI, url)
        pair.algiers.run("sync")


def test_every_read_that_shows_content_has_its_line_before_it_is_returned(
    told: list[Watched],
) -> None:
    showing = [each for each in told if each.shows_content()]
    assert {each.verb for each in showing} >= {"open", "read-draft"}
    assert [each.verb for each in showing if not each.is_noted()] == []


def test_every_read_of_an_item_has_its_line_but_what_a_machine_reads_and_nobody_sees(
    told: list[Watched],
) -> None:
    reading = [each for each in told if each.read("item")]
    assert {each.verb for each in reading} >= {"open", "open-file", "export"}
    unnoted = {each.verb for each in reading if not each.is_noted()}
    assert unnoted - MACHINES == set()
    assert [each.verb for each in told if each.verb in MACHINES and each.shows_content()] == []


def test_every_verb_of_the_door_was_watched(told: list[Watched]) -> None:
    watched = {each.verb for each in told}
    assert (set(VERBS) | UPKEEP) - watched - FIRST_DAY == set()


def test_a_line_names_an_officer_by_pseudonym_a_purpose_and_a_case(told: list[Watched]) -> None:
    lines = [line for each in told for step, line in each.steps if step == "line"]
    opened = [line for line in lines if line["act"] == "open"]
    assert opened
    assert all(re.fullmatch("[0-9a-f]{16}", line["officer"]) for line in opened)
    assert {line["purpose"] for line in opened} == {PURPOSE}
    assert not any(CANARY in json.dumps(line) for line in lines)


def test_a_read_without_a_line_would_be_seen(fresh: Pair, settled: Path) -> None:
    seen: list[Watched] = []
    service = fresh.algiers
    text = report_file(settled, f"Saisie {CANARY}\n\nTexte.\n")
    service.released("report", text, "--dossier", "terrorism")
    with watching(service, seen):
        service.node.ask("log-verify", {})
    assert [each.is_noted() for each in seen if each.read("item")] == [False]
