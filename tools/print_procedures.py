"""Prints docs/spec/procedures.md from the tables the code runs on, so that the page cannot lie.

Run ``python tools/print_procedures.py > docs/spec/procedures.md``; a test compares the two.
"""

import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from pydantic import BaseModel

from wasl.core import case, terms
from wasl.core.exchange import body, fact
from wasl.core.procedure import NONE, MoveRule, Part, Procedure, Side, Whose, states
from wasl.core.table import print_table

INTRO = """\
# Procedures

Every dispatch between two services belongs to a *case*, and every case follows a *procedure*:
what the party that opened it (O) may do, and what the other (R) may do. This page is printed by
`tools/print_procedures.py` from the tables the code runs on.

## The law

1. A party writes only in its own log. An entry says how much of the other log its author had
   *seen*.
2. A move changes only its author's half. It may need the other half to be in certain states **as
   seen**, never as it now is.
3. The joint state is a pure function of both logs. Nothing that depends on when or by which road
   an entry arrived decides whether it is valid.
4. A move the table does not allow is `move-not-allowed`. The entry stays in the log, is
   receipted, and folds as nothing at both ends. A case that both opened without seeing each other
   is dead, and what either writes in it afterwards is `case-conflict`.

All this is step 15 of the verification of an entry; bodies are read in step 16. A test searches
every interleaving of writing and delivering up to 6 entries (8 at night): an entry that was valid
where it was written is never refused where it arrives, each state is reached, every case can come
to rest, and neither side can be held hostage by the other's silence.

## How to read

```half
O open [querying]: clarify > same
```

When the own half O is `open` and the other half, as seen, is `querying`, the move `clarify`
leaves it `open`. Without brackets nothing is required of the other half. `*` marks a state in
which its author owes nothing; an R that never acted rests when O does. Several states before the
colon share the moves after it, `;` parts moves, and ` | ` may part two groups on one line.
`procedure x : y` starts from the lines of y. `owed O acted/not_ours: reverse` would say that in
that joint state the move is owed.

In the tables of moves, *about* is what the entry cites, *must* and *may* name the fields of the
entry, and anything else of that list is refused: `about` as `bad-reference`; `grading` as
`bad-grading`; `due`, `offer_until` and `retain_until` as `bad-date`; `likelihood` as
`bad-handling`; `body`, `code`, `outcomes`, `statement` and `urgency` as `move-not-allowed`.
Whatever counts a person needs `retain_until`. Drafter and releaser are two officers (`bad-role`)
unless the line says otherwise; under *flash* the duty officer releases alone and a second officer
reviews within 24 hours. A code marked * may be written by the node without an officer.
"""

BODY_PARTS = (body.Prose, body.Name, body.Person, body.Place, body.Source)
FILES = {
    module.PROCEDURE.name: module
    for module in vars(case).values()
    if inspect.ismodule(module) and hasattr(module, "PROCEDURE")
}
# What many kinds share stands in ``terms``, what is of one kind alone in its own file.
LISTS = tuple(
    thing
    for module in (terms, *FILES.values())
    for thing in vars(module).values()
    if inspect.isclass(thing)
    and issubclass(thing, StrEnum)
    and thing.__module__ == module.__name__
)


def page() -> str:
    """The whole page."""
    kinds = [line for procedure in case.PROCEDURES.values() for line in kind_of_case(procedure)]
    return "\n".join([INTRO, *kinds, *facts(), *shared(), *codes()])


def kind_of_case(procedure: Procedure) -> Iterator[str]:
    """One kind of case: what it is, its table, its drawings, its moves and bodies."""
    yield from [f"## {procedure.name}", "", _told(FILES[procedure.name]), ""]
    yield from ["```half", print_table(procedure).rstrip(), "```", ""]
    yield from notes(procedure)
    for side in Side:
        yield from ["```mermaid", *drawing(procedure, side), "```", ""]
    yield from [*moves(procedure.moves), "", *bodies(procedure.moves), ""]


def notes(procedure: Procedure) -> Iterator[str]:
    """What holds of the kind as a whole, and the rules a table of states cannot say."""
    said = list(_rules(procedure))
    yield from [*said, ""] if said else []


def _rules(procedure: Procedure) -> Iterator[str]:
    if procedure.survivor:
        yield "- Passes after suspension, end or withdrawal, and before the first arrangement."
    if procedure.oversight:
        yield "- Opened by a node that the arrangement in force names as an overseer, by no other."
    if not procedure.marked:
        yield "- Names no dossier, purpose, handling or audience."
    for move, limit in procedure.at_most.items():
        yield f"- `{move}`: at most {limit} times in a case."
    for move, guard in procedure.guards.items():
        yield f"- `{move}`: {_summary(guard)}"
    for effect in procedure.effects:
        halves = zip(Side, (effect.o, effect.r), strict=True)
        said = " and ".join(f"{side} is {' or '.join(sorted(on))}" for side, on in halves if on)
        yield f"- While {said}, the items cited read *{effect.standing}*."


def drawing(procedure: Procedure, side: Side) -> Iterator[str]:
    """The half as a diagram; what a move needs of the other half is in brackets."""
    half = procedure.half(side)
    yield "stateDiagram-v2"
    yield f'    state "{side}: {NONE}" as {NONE}'
    for (state, move), step in half.items():
        needed = f" [{' '.join(sorted(step.needed))}]" if step.needed else ""
        yield f"    {state} --> {step.next_state}: {move}{needed}"
    for state in states(half):
        if state in procedure.rest(side):
            yield f"    {state} --> [*]"


def moves(rules: Mapping[str, MoveRule]) -> Iterator[str]:
    """One line a move: officers, what its entry must and may carry, its codes."""
    yield "| move | drafted by | released by | must | may | codes |"
    yield "|---|---|---|---|---|---|"
    for name, rule in rules.items():
        cells = [
            f"`{name}`",
            _listed(rule.signers.drafts),
            "; ".join([_listed(rule.signers.releases), *_besides(rule)]),
            _listed(_part(rule, part) for part in rule.required),
            _listed(_part(rule, part) for part in rule.optional),
            _codes(rule),
        ]
        yield f"| {' | '.join(cells)} |"


def _listed(words: Iterable[str]) -> str:
    """The words in alphabetical order, or a dash."""
    return ", ".join(sorted(words)) or "–"


def _codes(rule: MoveRule) -> str:
    """The codes, or their list and what it lacks here; a star where the node may write alone."""
    lists = {type(code) for code in rule.codes}
    if len(lists) == 1:
        (codes,) = (kind for kind in LISTS if kind in lists)
        lacking = frozenset(codes) - rule.codes
        if not rule.node_codes and len(lacking) <= 1:
            return f"{codes.__name__}{''.join(f' but {code}' for code in lacking)}"
    return _listed(f"{code}*" if code in rule.node_codes else code for code in rule.codes)


def _besides(rule: MoveRule) -> Iterator[str]:
    """What a release needs besides its two officers, or instead of them."""
    if rule.signers.flash:
        yield "or duty alone, flash"
    if rule.signers.solo and rule.human:
        yield "one officer"
    if rule.flash_on:
        yield f"flash on {_listed(rule.flash_on)} alone"
    if rule.signers.also:
        yield f"heard: {_listed(rule.signers.also)}"
    for roles in dict.fromkeys(rule.heard.values()):
        codes = (code for code, heard in rule.heard.items() if heard == roles)
        yield f"heard for {_listed(codes)}: {_listed(roles)}"
    if rule.roots:
        yield "m roots"


def _part(rule: MoveRule, part: Part) -> str:
    """A part by its name; a citation says whose and of what, a body which."""
    if part is Part.BODY and rule.body is not None:
        return f"body {rule.body.__name__}"
    if part is Part.ABOUT:
        whose = "any" if rule.cites.whose is Whose.EITHER else rule.cites.whose.value
        cited = "item" if rule.cites.items else " or ".join(sorted(rule.cites.moves)) or "entry"
        return f"about {whose} {cited}{' within its review date' if rule.cites.in_term else ''}"
    return "statement of the body" if part is Part.STATEMENT and rule.stated else part.value


def bodies(rules: Mapping[str, MoveRule]) -> Iterator[str]:
    """The fields of each body the moves bring, those that may be absent with a question mark."""
    for model in dict.fromkeys(rule.body for rule in rules.values()):
        if model is not None:
            yield f"- **{model.__name__}**: {_fields(model)}. {_summary(model)}"


def _fields(model: type[BaseModel]) -> str:
    return ", ".join(
        f"`{name}`" if field.is_required() else f"`{name}`?"
        for name, field in model.model_fields.items()
    )


def _told(thing: object) -> str:
    """What a module says of itself, without its own name."""
    text = (inspect.getdoc(thing) or "").partition(": ")[2]
    return (text[:1].upper() + text[1:]).replace("``", "`")


def _rest(thing: object) -> str:
    """What a module says of itself after its first paragraph."""
    return (inspect.getdoc(thing) or "").partition("\n\n")[2]


def _summary(thing: object) -> str:
    """The first paragraph of what a thing says of itself, on one line."""
    paragraph = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return " ".join(paragraph.split()).replace("``", "`")


def facts() -> Iterator[str]:
    """The facts, which belong to no case."""
    yield from ["## fact", "", _told(fact), ""]
    yield from [*moves(fact.FACTS), "", *bodies(fact.FACTS), ""]


def shared() -> Iterator[str]:
    """What bodies are made of."""
    yield from ["## What bodies are made of", "", _rest(body), ""]
    for part in BODY_PARTS:
        yield f"- **{part.__name__}**: {_fields(part)}. {_summary(part)}"
    yield ""


def codes() -> Iterator[str]:
    """Every list of codes, in its own order."""
    yield from ["## Codes", "", _told(terms), ""]
    for kind in LISTS:
        yield f"- **{kind.__name__}**: {', '.join(kind)}. {_summary(kind)}"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
