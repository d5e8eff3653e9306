"""Two names explained: what was aligned, each term of the score, and the score."""

from collections.abc import Sequence

import numpy as np

from wasl.cli.desk import Desk
from wasl.cli.naming import Teller, rule_of
from wasl.cli.words import aligned
from wasl.core.errors import RefusedError
from wasl.core.matching import score
from wasl.core.matching.birth import SAME_DAY, added, read_birth
from wasl.core.matching.comparing import Comparer, Verdicts
from wasl.core.matching.names import read_names
from wasl.core.matching.reasons import reasons
from wasl.locale.speech import _

TERMS = {
    "start": _("start"),
    "more": _("share of the name that agrees more"),
    "less": _("share of the name that agrees less"),
    "evidence": _("weight of what agrees"),
    "weakest": _("weakest agreement"),
    "first": _("given names"),
    "last": _("last words"),
    "ends": _("given names and last words together"),
    "bones": _("consonants of the whole names"),
    "fewer": _("number of words"),
    "unmatched_shorter": _("words left over in the shorter name"),
    "unmatched_longer": _("words left over in the longer name"),
    "lost_longer": _("weight left over in the longer name"),
    "shifted": _("given name in the place of a father's name"),
    "near": _("known to be different names"),
    "feminine": _("ending of a man's and a woman's name"),
    "given_differs": _("given names known to differ"),
    "rules": _("rules: alike in writing, or given names that differ"),
    "birth": _("dates of birth"),
}


def tell_explained(desk: Desk, names: tuple[str, str], births: tuple[str, str]) -> None:
    """Refuses ``not-utf-8`` and the other refusals of names, and ``bad-date``."""
    from wasl.cli.comparer import name_comparer

    speech, comparer = desk.speech, name_comparer()
    known = [read_birth(written) if written else None for written in births]
    verdicts = comparer.compare(names[:1], names[1:])
    if verdicts.refused[0]:
        rule, which = rule_of(comparer.refusals(*names))
        raise RefusedError(rule, {"name": which + 1})
    told = _terms(comparer, verdicts)
    found = int(verdicts.scores[0])
    if known[0] and known[1]:
        told["birth"] = added(known[0], known[1])
        found = _with_birth(comparer, verdicts, told["birth"])
    desk.say("score {score}", score=f"{found // 10_000}.{found % 10_000:04d}")
    left, right = read_names(names)
    why = reasons(verdicts, 0, (left, right), verdicts.taken()[0])
    print(Teller(speech).why(why))
    _tell_terms(desk, told)


def _terms(comparer: Comparer, verdicts: Verdicts) -> dict[str, int]:
    fitted = comparer.fitted
    head = fitted.across if verdicts.across[0] else fitted.within
    return score.explained(verdicts.features[0], bool(verdicts.alike[0]), head)


def _with_birth(comparer: Comparer, verdicts: Verdicts, birth: int) -> int:
    """The score with the dates; only a sure name and the same day of birth make it full."""
    if birth == SAME_DAY and verdicts.scores[0] >= score.SURE:
        return score.MOST
    total = verdicts.sums + np.int32(birth)
    return int(score.scores(total.astype(np.int32), verdicts.across, comparer.fitted)[0])


def _tell_terms(desk: Desk, told: dict[str, int]) -> None:
    rows: list[Sequence[str]] = [
        (f"{added / 1000:+.3f}", desk.speech.say(TERMS[name]))
        for name, added in told.items()
        if added or name == "start"
    ]
    rows.append((f"{sum(told.values()) / 1000:+.3f}", desk.speech.say("sum")))
    for line in aligned(rows):
        print(line)
