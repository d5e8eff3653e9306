"""A recall of an item held by three services is attested, or alarmed by its deadline."""

from collections import Counter

from tests.recall_runs import run

RUNS = range(30)


def test_every_recall_ends_attested_or_alarmed_and_nothing_recalled_is_read() -> None:
    told = [run(seed) for seed in RUNS]
    assert [each for each in told if each.violations] == []
    ended = Counter(each.ended for each in told)
    assert set(ended) == {"attested", "alarmed"}


def test_the_runs_meet_what_they_are_about() -> None:
    fired: Counter[str] = sum((run(seed).fired for seed in RUNS), Counter())
    for name in ("cut", "doubled", "reordered", "relayed", "holder attested", "last attested"):
        assert fired[name], name
    assert fired["holder relay-missing"]
