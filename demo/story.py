"""The whole story, chapter by chapter; each claims something and checks it.

Two invented services: Algiers writes French, Tripoli reads Arabic. Every step is a ``wasl`` verb.
"""

import time
from pathlib import Path
from typing import Any

from demo import borders, post, together, training, withdrawal
from demo.search import in_files, in_pages, salts
from demo.side import OFFICERS, Side
from demo.teller import Teller
from wasl.locale.speech import _

ALGIERS, TRIPOLI = "liaison.dz.example", "liaison.ly.example"
PURPOSE = "PROTECT_BORDERS"
NAMES = {
    ALGIERS: ("مكتب الاتصال الجزائري", "Bureau de liaison algérien", "Algerian liaison office"),
    TRIPOLI: ("مكتب الاتصال الليبي", "Bureau de liaison libyen", "Libyan liaison office"),
}
WAIT_SECONDS = 30
EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
QUESTION = {
    "ar": "هل لديكم معلومات عن السائق المذكور أو عن المستودعين؟",
    "fr": "Détenez-vous des informations sur le conducteur cité ou sur les deux dépôts ?",
}


class Story:
    """Two sides, the article that starts it all, and a voice."""

    def __init__(
        self,
        folder: Path,
        article: Path,
        teller: Teller,
        *,
        languages: tuple[str, str],
        short: bool,
    ) -> None:
        self.teller = teller
        self.short = short
        self.article = article
        self.algiers = Side(ALGIERS, folder / "algiers", languages[0])
        self.tripoli = Side(TRIPOLI, folder / "tripoli", languages[1])
        self.sides = (self.algiers, self.tripoli)
        self.report: dict[str, Any] = {}
        self.request: dict[str, Any] = {}
        self.entries = 0

    def tell(self) -> None:
        """Every chapter, in order."""
        self.found()
        self.meet()
        self.arrange()
        self.inform()
        self.ask()
        self.answer()
        self.carry_by_hand()
        if not self.short:
            borders.tell(self)
            together.tell(self)
            training.tell(self)
            post.tell(self)
        self.recall()
        self.prove()
        withdrawal.tell(self)

    # ------------------------------------------------------------------ keys and agreement

    def found(self) -> None:
        """Roots offline, a node, officers, for each side."""
        self.teller.chapter(_("Two services found their nodes"))
        self.teller.tell(
            _(
                "Each service makes three root keys, kept by three holders, and its node. Two of "
                "three holders sign what the node is; officers get device keys of their own."
            )
        )
        for side in self.sides:
            side.prepare()
            roots = self.new_roots(side)
            arabic, french, english = NAMES[side.node]
            self.do(
                side,
                "init",
                side.node,
                *("--office", english, "--name-ar", arabic),
                *("--name-fr", french, "--name-en", english),
                *(word for root in roots for word in ("--root", f"{root}.pub")),
            )
            statement = side.home / "statement"
            self.do(side, "key", "sign", str(statement), *self.two_roots(side), "--yes")
            self.do(side, "key", "adopt")
            for officer, (name, roles) in OFFICERS.items():
                words = [word for role in roles for word in ("--role", role)]
                side.run("officer", "add", officer, "--name", name, *words)
            side.serve()
            self.teller.tell(_("{node} serves at {url}."), node=side.node, url=side.url)

    def meet(self) -> None:
        """Key files change hands; fingerprints are read aloud; each recognises the other."""
        self.teller.chapter(_("They meet in person"))
        self.teller.tell(
            _(
                "Key files change hands on a stick. Each side computes the fingerprint from the "
                "file and reads it against the paper of the other; only then a custodian types "
                "that it matches."
            )
        )
        for side, other in self.pairs():
            side.run("key", "card", other.node, "--out", str(side.file("for-the-other.card")))
        for side, other in self.pairs():
            card = str(other.file("for-the-other.card"))
            said = side.hear("key", "meet", card, "--url", other.url, answer="matches\n")
            self.teller.show(["wasl", "key", "meet", card], said, side.node)
            shown = other.ask("key", "show")["fingerprint"]
            self.teller.check(bool(shown), "a fingerprint to read")

    def arrange(self) -> None:
        """A form becomes a text; each recognises; one proposes, both sign."""
        self.teller.chapter(_("They co-sign an arrangement with three dossiers"))
        draft = self.algiers.file("arrangement.note")
        form = str(EXAMPLES / "arrangement.toml")
        self.algiers.run("arrangement", "draft", form, "--with", TRIPOLI, "--out", str(draft))
        until = time.strftime("%Y-12-31", time.gmtime(time.time() + 366 * 86_400))
        for side, other in self.pairs():
            drafted = side.ask(
                *("recognise", other.node, "--arrangement", str(draft), "--until", until),
                *("--decided-by", "The head of the service", "--officer", "chadia"),
                *self.two_roots(side),
            )
            side.release(drafted["draft"], "driss")
        self.sync()
        proposed = self.algiers.ask("arrangement", "propose", str(draft), "--officer", "chadia")
        self.algiers.release(proposed["draft"], "driss")
        self.sync()
        case = proposed["case"]
        for side, move in ((self.tripoli, "sign"), (self.algiers, "conclude")):
            drafted = side.ask(
                "arrangement", move, case, "--officer", "chadia", *self.two_roots(side)
            )
            side.release(drafted["draft"], "driss")
            self.sync()
        said = self.do(self.tripoli, "arrangement", "show", "--with", ALGIERS)
        self.teller.check("terrorism" in said, "the dossiers are in the text")

    # -------------------------------------------------------------------------- the exchange

    def inform(self) -> None:
        """A press article becomes a graded report, released by a second officer, receipted."""
        self.teller.chapter(_("A press article becomes a graded report"))
        self.report = self.algiers.ask(
            *("report", str(self.article), "--language", "fr", "--dossier", "borders"),
            *("--purpose", PURPOSE, "--officer", "amel", "--handling", "H1"),
            *("--retain-days", "90"),
        )
        self.teller.tell(
            _("Amel drafts it with the lowest grade, for nobody has checked it. Badr releases it.")
        )
        released = self.algiers.release(self.report["draft"], "badr")
        self.sync()
        said = self.do(self.algiers, "case", self.report["case"])
        case = self.algiers.ask("case", self.report["case"])
        first = case["entries"][0]
        self.report["entry"] = first["entry"]
        self.teller.check(bool(first["carriage"]["received"]), "a receipt came back")
        self.teller.check(bool(said and released), "the case can be read")

    def ask(self) -> None:
        """The other side opens it for a purpose and asks, urgently."""
        self.teller.chapter(_("The other side reads it and asks an urgent question"))
        self.do(self.tripoli, "tray", "--officer", "badr")
        words = ("open", self.report["case"], "--officer", "amel")
        refused = self.tripoli.hear(*words, expect=(1, 2))
        self.teller.show(["wasl", "open", self.report["case"]], refused, TRIPOLI)
        self.teller.tell(
            _("Without a purpose nothing opens. With one, the reading is in the log.")
        )
        self.do(
            self.tripoli, "open", self.report["case"], "--officer", "amel", "--purpose", PURPOSE
        )
        drafted = self.tripoli.ask(
            *("request", "--question-ar", QUESTION["ar"], "--question-fr", QUESTION["fr"]),
            *("--facts-fr", "Article du 14 octobre.", "--facts-ar", "مقال 14 أكتوبر."),
            *("--offence-fr", "Contrebande.", "--offence-ar", "تهريب."),
            *("--why-you-fr", "Le lieu est chez vous.", "--why-you-ar", "المكان لديكم."),
            *("--urgency-reason-fr", "Convois chaque nuit.", "--urgency-reason-ar", "كل ليلة."),
            *("--urgency", "URGENT_DIRECT", "--dossier", "borders", "--purpose", PURPOSE),
            *("--handling", "H1", "--about", self.report["entry"], "--officer", "amel"),
        )
        self.request = drafted
        self.tripoli.release(drafted["draft"], "badr")
        self.sync()
        said = self.do(self.algiers, "tray", "--officer", "badr")
        self.teller.check(bool(said), "the request is in the tray with its clock")

    def answer(self) -> None:
        """A holding reply, then a partial one."""
        self.teller.chapter(_("A holding reply, then a partial one"))
        case = self.request["case"]
        self.reply(
            self.algiers, case, "--hold", "--reason", "Vérification en cours.", "--due", "2d"
        )
        self.reply(
            self.algiers,
            case,
            *("--partial", "--fr", "Le puits est connu.", "--missing", "Le nom du conducteur."),
            *("--ar", "البئر معروفة.", "--missing-ar", "اسم السائق."),
        )
        self.sync()
        state = self.tripoli.ask("case", case)
        self.teller.check(state["states"][1] == "partial", "a partial answer is there")
        reply = next(told for told in reversed(state["entries"]) if told["move"] == "reply_part")
        words = ("open", reply["entry"], "--officer", "amel", "--purpose", PURPOSE)
        self.do(self.tripoli, *words)
        self.do(self.tripoli, "case", case)

    def carry_by_hand(self) -> None:
        """The link is cut; a stick goes back and forth; a tampered and a replayed one are met."""
        self.teller.chapter(_("The link is cut; work goes on by bundle"))
        for side, other in self.pairs():
            side.run("partner", "url", other.node, "https://127.0.0.1:9")
        cut = self.tripoli.hear("sync", expect=(75,))
        self.teller.show(["wasl", "sync"], cut, TRIPOLI)
        drafted = self.tripoli.ask(
            *("request", "accept", self.request["case"], "--officer", "amel"),
        )
        self.tripoli.release(drafted["draft"], "badr")
        before = self.held(self.algiers)
        bundle = Path(
            self.tripoli.ask("bundle", "out", ALGIERS, "--to", str(self.tripoli.folder))["file"]
        )
        spoiled = self.tripoli.file("spoiled.wasl")
        content = bytearray(bundle.read_bytes())
        content[-200] ^= 1  # in the sealed part of the last dispatch
        spoiled.write_bytes(content)
        said = self.algiers.hear("bundle", "in", str(spoiled), expect=(1,))
        self.teller.show(["wasl", "bundle", "in", str(spoiled)], said, ALGIERS)
        self.teller.check(self.held(self.algiers) == before, "a tampered bundle changes nothing")
        self.do(self.algiers, "bundle", "in", str(bundle))
        after = self.held(self.algiers)
        self.teller.check(after > before, "the bundle was taken")
        said = self.algiers.hear("bundle", "in", str(bundle))
        self.teller.show(["wasl", "bundle", "in", str(bundle)], said, ALGIERS)
        self.teller.check(self.held(self.algiers) == after, "a replayed bundle changes nothing")
        back = self.bundle(self.algiers, TRIPOLI)
        self.do(self.tripoli, "bundle", "in", back)
        for side, other in self.pairs():
            side.run("partner", "url", other.node, other.url)

    def recall(self) -> None:
        """The originator takes the report back; the holder attests; the body is gone."""
        self.teller.chapter(_("The originator recalls; the holder attests; the body is gone"))
        text = self.article.read_text(encoding="utf-8")
        held = salts(self.tripoli)
        drafted = self.algiers.ask(
            *("recall", self.report["case"], "--ground", "ERROR", "--officer", "amel")
        )
        self.algiers.release(drafted["draft"], "badr")
        self.sync()
        refused = self.tripoli.hear(
            *("open", self.report["case"], "--officer", "amel", "--purpose", PURPOSE),
            expect=(1,),
        )
        self.teller.show(["wasl", "open", self.report["case"]], refused, TRIPOLI)
        attested = self.tripoli.ask("attest", drafted["case"], "--officer", "amel")
        self.tripoli.release(attested["draft"], "elias")
        self.sync()
        destroyed = held - salts(self.tripoli)
        self.teller.check(len(destroyed) == 1, "one salt was destroyed")
        found = sum(in_pages(self.tripoli, salt) for salt in destroyed)
        found += sum(in_files(self.tripoli.home, salt) for salt in destroyed)
        line = max(text.splitlines(), key=len).encode()
        found += in_pages(self.tripoli, line) + in_files(self.tripoli.home, line)
        self.teller.check(found == 0, "nothing of the body is left on the holder's disk")
        self.teller.tell(
            _(
                "The text and the salt that opens it were looked for in all files and in the "
                "decrypted pages: nothing is left. An attestation shows that unmodified software "
                "complied; it is no proof against a holder who copied the disk."
            )
        )
        self.do(self.algiers, "case", drafted["case"])

    def prove(self) -> None:
        """Both nodes check their logs; one entry and a whole log are checked without a node."""
        self.teller.chapter(_("All proofs still hold"))
        for side in self.sides:
            self.do(side, "log", "verify")
        single = self.algiers.file("one-entry.jsonl")
        self.do(self.algiers, "export", self.report["entry"], "--out", str(single))
        self.do(self.algiers, "verify", str(single))
        extracts = []
        for side, other, whose in (
            (self.algiers, TRIPOLI, "ours"),
            (self.tripoli, ALGIERS, "theirs"),
        ):
            path = side.file("extract.jsonl")
            side.run("extract", "--with", other, "--of", whose, "--out", str(path))
            extracts.append(str(path))
        said = self.do(self.algiers, "verify", extracts[0], "--against", extracts[1])
        self.teller.check(bool(said), "two extracts of one log agree")

    # ----------------------------------------------------------- what chapters are told with

    def act(
        self,
        side: Side,
        *words: str,
        by: tuple[str, str] = ("amel", "badr"),
        heard: str = "",
    ) -> str:
        """An act drafted by one officer and released by another, and carried; its case.

        ``heard`` is an officer who gives the word it needs besides.
        """
        drafted = side.ask(*words, "--officer", by[0])
        drafts = drafted.get("drafts") or [drafted]
        for draft in drafts:
            if heard:
                side.ask("release", "vouch", draft["draft"], "--officer", heard, "--yes")
            side.release(draft["draft"], by[1])
        self.sync()
        return str(drafts[-1]["case"])

    def states(self, case: str) -> list[str]:
        """The joint state of a case, which both sides must read alike."""
        one, other = (side.ask("case", case)["states"] for side in self.sides)
        self.teller.check(one == other, "both read the case alike")
        return list(one)

    def entry(self, side: Side, case: str, place: int = 0) -> str:
        """An entry of a case, by its hash."""
        return str(side.ask("case", case)["entries"][place]["entry"])

    def do(self, side: Side, *words: str) -> str:
        said = side.hear(*words)
        self.teller.show(["wasl", *words], said, side.node)
        return said

    def pairs(self) -> tuple[tuple[Side, Side], tuple[Side, Side]]:
        return ((self.algiers, self.tripoli), (self.tripoli, self.algiers))

    def new_roots(self, side: Side) -> list[Path]:
        roots = [side.file(f"root-{number}.key") for number in (1, 2, 3)]
        for number, root in enumerate(roots, 1):
            holder = f"Holder {number}"
            words = ("--node", side.node, "--number", str(number), "--out", str(root))
            side.run("key", "root", "new", holder, *words)
        return roots

    def two_roots(self, side: Side) -> tuple[str, ...]:
        """Two of the three root holders are in the room."""
        return tuple(word for n in (1, 2) for word in ("--root", str(side.file(f"root-{n}.key"))))

    def sync(self) -> None:
        """Both nodes call each other until neither has news (they would by themselves, too)."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            one, other = (side.ask("sync")[0]["state"] for side in self.sides)
            receipted = all(
                state["countersigned"] == state["size"] and not state["waiting"]
                for state in (one, other)
            )
            if receipted and (one["held"], other["held"]) == (other["size"], one["size"]):
                return
        raise AssertionError("the two nodes never came to rest")

    def held(self, side: Side) -> int:
        """How much of the other's log this side holds, its own word for it."""
        logs = side.ask("log", "verify")
        return int(next(log["size"] for log in logs if log["author"] != side.node))

    def bundle(self, side: Side, partner: str) -> str:
        """A bundle for the partner, in the folder of this side."""
        return str(side.ask("bundle", "out", partner, "--to", str(side.folder))["file"])

    def reply(self, side: Side, case: str, *words: str) -> None:
        drafted = side.ask("reply", case, "--officer", "amel", *words)
        for draft in drafted["drafts"]:
            side.release(draft["draft"], "badr")
