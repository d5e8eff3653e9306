"""Two entities as an officer compares them: side by side, each term of the score, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import click

from wasl.cli.comparer import name_comparer, name_versions
from wasl.cli.desk import Desk
from wasl.cli.listed import visible
from wasl.cli.naming import Teller
from wasl.cli.words import aligned
from wasl.cli.workspace import Workspace
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.core.matching.beside import Beside, Overruled, Weighed, weighed
from wasl.core.matching.entities.listing import Listing
from wasl.core.matching.judging import Ground, Judgement
from wasl.core.matching.subject import Subject, subject_of
from wasl.locale.codes import NOTHING, shown
from wasl.locale.speech import Speech, _

Given = Mapping[str, Any]

BESIDE = {
    Beside.NUMBER: _("numbers of papers"),
    Beside.BIRTH: _("dates of birth"),
    Beside.FATHER: _("names of the father"),
    Beside.PLACE: _("place of birth"),
    Beside.NATION: _("nationality"),
}
RULES = {
    Overruled.NUMBER_AGREES: _("a number agrees: a person should look"),
    Overruled.SURE_BIRTH: _("the names are one and the day of birth is the same"),
    Overruled.WEAK_NAME: _("the name says too little alone"),
    Overruled.ORIGIN_ALONE: _("a place or a country alone makes no match"),
}
JUDGED = {
    Judgement.POSITIVE: _("one"),
    Judgement.NEGATIVE: _("two"),
    Judgement.UNSURE: _("it cannot be said"),
}
GROUNDS = {
    Ground.NUMBER: _("a number of a paper"),
    Ground.BIRTH: _("the birth"),
    Ground.FAMILY: _("the family"),
    Ground.ORIGIN: _("the origin"),
    Ground.LIKENESS: _("a likeness: picture or prints"),
    Ground.KNOWN: _("the person is known"),
    Ground.TOO_LITTLE: _("too little is known"),
}
PER_MILLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two entities and what their comparison found."""

    left: Subject
    right: Subject
    found: Weighed

    def terms(self) -> dict[str, int]:
        """What the names and each fact add, in thousandths."""
        facts = {fact.beside.value: fact.adds for fact in self.found.facts}
        return {"names": self.found.sum, **facts}

    def match(self, judgement: str, ground: str) -> Json:
        """A decision on them, with what was seen: codes and numbers, no names."""
        pair = sorted((self.left.identity, self.right.identity))
        codes = [one.reason.value for one in self.found.why]
        rules = [rule.value for rule in self.found.rules]
        seen = {
            "score": self.found.score // PER_MILLE,
            "terms": self.terms(),
            "found": list(dict.fromkeys([*codes, *rules])),
            "versions": name_versions(),
        }
        return {"pair": pair, "judgement": judgement, "ground": ground, "seen": seen}

    def plain(self) -> Json:
        """For another program: both sides, the terms and the score in thousandths."""
        found = self.found
        return {
            "entities": [_plain(self.left), _plain(self.right)],
            "names": list(found.names),
            "by_name": found.by_name // PER_MILLE,
            "score": found.score // PER_MILLE,
            "terms": self.terms(),
            "rules": [rule.value for rule in found.rules],
            "why": [one.reason.value for one in found.why],
        }


def compared(workspace: Workspace, given: Given) -> Compared:
    """The two entities asked for, compared.

    Refuses ``unknown-list``, and ``no-such-entity`` for a word that names none or several.
    """
    first = workspace.read(given["list_name"])
    other = given["other_list"]
    second = workspace.read(other) if other else first
    left, right = _found(first, given["entity"]), _found(second, given["other"])
    if left.identity == right.identity:
        raise RefusedError("no-such-entity", {"entity": given["other"][:64], "found": 1})
    found = weighed(name_comparer(), left, right)
    return Compared(left=left, right=right, found=found)


def _found(listing: Listing, word: str) -> Subject:
    """The one entity of an id or a reference."""
    found = [
        identity for identity, entity in listing.by_id.items() if word in (identity, entity.ref)
    ]
    if len(found) != 1:
        raise RefusedError("no-such-entity", {"entity": word[:64], "found": len(found)})
    return subject_of(found[0], listing.by_id)


def _plain(subject: Subject) -> Json:
    return {"id": subject.identity, **{name: list(values) for name, values in _rows(subject)}}


def _rows(subject: Subject) -> list[tuple[str, Sequence[str]]]:
    return [
        ("names", subject.names),
        ("birth", [written for _, written in subject.births]),
        ("father", subject.fathers),
        ("place", list(dict.fromkeys(subject.places.values()))),
        ("nation", list(subject.nations.values())),
        ("number", list(subject.numbers.values())),
    ]


def tell_compared(desk: Desk, told: Compared) -> None:
    """Both sides beside each other, then the score, why, and what each thing adds."""
    speech, found = desk.speech, told.found
    labels = {"names": speech.say("names")} | {
        beside.value: speech.say(label) for beside, label in BESIDE.items()
    }
    both = zip(_rows(told.left), _rows(told.right), strict=True)
    sides = [
        row
        for (name, left), (_name, right) in both
        for row in _facing_rows(speech, labels[name], left, right)
    ]
    for line in aligned(sides):
        click.echo(f"  {line}")
    desk.say("score {score}", score=f"{found.score // 10_000}.{found.score % 10_000:04d}")
    click.echo(Teller(speech).why(found.why))
    rows = [
        (f"{adds / 1000:+.3f}", labels[name], _facing(speech, told, name))
        for name, adds in told.terms().items()
    ]
    rows += [("", speech.say(RULES[rule]), "") for rule in found.rules]
    for line in aligned(rows):
        click.echo(line.rstrip())


def _facing(speech: Speech, told: Compared, name: str) -> str:
    """What stands against what, of a term."""
    facing = {fact.beside.value: (fact.left, fact.right) for fact in told.found.facts}
    left, right = facing.get(name, told.found.names)
    return speech.say("{left} and {right}", left=visible(left), right=visible(right))


def _facing_rows(
    speech: Speech, label: str, left: Sequence[str], right: Sequence[str]
) -> list[tuple[str, str, str]]:
    """The values of both sides beside each other, the label before the first."""
    both = enumerate(zip_longest(left, right, fillvalue=NOTHING))
    return [
        ("" if place else label, shown(speech, visible(one)), shown(speech, visible(two)))
        for place, (one, two) in both
    ]


def tell_judged(desk: Desk, found: Sequence[Json]) -> None:
    """Each decision in a line or two: which two, what, on which ground, by whom, and the score."""
    if not found:
        desk.say("No match was judged yet.")
    for told in found:
        match = told["match"]
        seen = match["seen"]
        desk.say("{one} and {other}:", one=match["pair"][0], other=match["pair"][1])
        desk.say(
            "  {judged} ({ground}), by {officer}, {moment}; the score was {score}",
            judged=desk.speech.say(JUDGED[Judgement(match["judgement"])]),
            ground=desk.speech.say(GROUNDS[Ground(match["ground"])]),
            officer=told["officer"],
            moment=desk.when(told["at"]),
            score=f"0.{seen['score']:03d}" if seen["score"] < 1_000 else "1.000",
        )
