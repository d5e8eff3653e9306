"""An arrangement clause by clause, as a person reads it: the same lines on command and screen."""

from collections.abc import Iterable, Iterator

from wasl.core.arrangement import Arrangement, DossierTerms
from wasl.locale.speech import LANGUAGES, Speech

Line = tuple[str, str]


def parties(speech: Speech, text: Arrangement) -> Iterator[Line]:
    """Who agreed, as which offices, by which calendar, and which language decides."""
    yield (
        speech.say("Arrangement"),
        speech.say("{id}, version {version}", id=text.id, version=text.version),
    )
    for party in text.parties:
        name = getattr(party.name, speech.language)
        yield (
            speech.say("Party"),
            speech.say(
                "{node}, {name}, {office}", node=party.node, name=name, office=party.office
            ),
        )
        calendar = text.calendar.get(party.node)
        if calendar:
            days = ", ".join(calendar.holidays)
            yield speech.say("Calendar"), f"{calendar.territory} {days}".rstrip()
    yield speech.say("Language that decides"), speech.term(text.authentic)


def dossier(speech: Speech, text: Arrangement, terms: DossierTerms) -> Iterator[Line]:
    """What one dossier opens: for what, by whom, for how long, about whom."""
    yield speech.say("Purposes"), _joined(terms.purposes)
    yield speech.say("Handling"), _joined(terms.handling)
    for party in text.parties:
        kinds = _terms(speech, terms.kinds.get(party.node, ()))
        yield speech.say("May send, {node}", node=party.node), kinds
    days = (
        f"{speech.say('any kind') if kind == 'any' else speech.term(kind)} {count}"
        for kind, count in terms.retention_days.items()
    )
    yield speech.say("Kept at most, in days"), _joined(days)
    yield speech.say("Persons"), _terms(speech, terms.subjects.roles)
    yield speech.say("Youngest age"), str(terms.subjects.minimum_age)
    yield speech.say("Desks"), _joined(terms.desks)


def rules(speech: Speech, text: Arrangement) -> Iterator[Line]:
    """What holds in every dossier: onward, silence, assurances, clocks, budgets, oversight."""
    yield (
        speech.say("Onward transfer"),
        (speech.say("never") if text.onward == "never" else speech.say("by consent only")),
    )
    yield (
        speech.say("To a service not recognised"),
        (speech.say("an answer") if text.refusal == "answer" else speech.say("silence")),
    )
    yield (
        speech.say("First openings enter the log"),
        (speech.say("yes") if text.reads else speech.say("no")),
    )
    yield speech.say("Moves that need an assurance"), _joined(text.human_rights.gated)
    yield speech.say("Assurances"), _terms(speech, text.human_rights.assurances)
    yield speech.say("Deadlines"), _joined(f"{k} {v}" for k, v in text.deadlines.items())
    if text.working_days:
        yield speech.say("Counted in working days"), _joined(text.working_days)
    yield speech.say("Budgets"), _joined(f"{k} {v}" for k, v in text.budgets.items())
    yield speech.say("Overseers"), _joined(text.overseers)


def ends(speech: Speech, text: Arrangement) -> Iterator[Line]:
    """How it travels, how a quarrel is settled, what outlives it, when it is read again."""
    road = text.carriage
    yield speech.say("Roads"), _joined(road.roads)
    yield (
        speech.say("Carriage, in days"),
        speech.say(
            "prekeys {prekey}, longest way {longest}, clocks may differ {clock}",
            prekey=road.prekey_days,
            longest=road.longest_days,
            clock=road.clock_tolerance_days,
        ),
    )
    yield speech.say("If the logs disagree"), text.settlement.meets
    yield speech.say("A lost root waits, in days"), str(text.settlement.waiting_days)
    yield (
        speech.say("Survives the end"),
        _joined(
            f"{clause} {speech.say('always') if days == 'always' else days}"
            for clause, days in text.survival.items()
        ),
    )
    yield speech.say("To be reviewed on"), text.review
    yield speech.say("Suites and codes"), f"{_joined(map(str, text.suite))} / {text.codes}"
    for language in LANGUAGES:
        prose = getattr(text.texts, language)
        yield speech.say("Prose, {language}", language=speech.term(language)), prose
    if text.previous:
        yield speech.say("Amends"), text.previous


def _terms(speech: Speech, codes: Iterable[str]) -> str:
    return _joined(speech.term(code) for code in codes)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts) or "–"
