"""A post: a node with keys of its own under the roots of its service, linked with it alone."""

from pathlib import Path

import pytest

from tests.cli.meeting import init_words, root_file, root_files, said
from tests.cli.pair import Answer, Pair, Service
from tests.cli.test_acting import refused
from tests.world import ALGIERS, ROLES, TRIPOLI
from wasl.core.canonical import Json

POST = "maghnia.dz.example"
TEXT = "cd" * 16


def post_root(folder: Path, number: int) -> Path:
    return folder / "roots" / f"post-{number}"


def done(answer: Answer) -> Json:
    assert answer.code == 0, answer.err
    return answer.value if answer.out.startswith(("{", "[")) else None


@pytest.fixture
def post(alone: Pair, settled: Path, capsys: pytest.CaptureFixture[str]) -> Service:
    """A post of Algiers, founded and signed by two of its holders, met by Algiers."""
    for number in (1, 2, 3):
        file = root_file(settled, ALGIERS, number)
        words = ("--node", POST, "--out", str(post_root(settled, number)))
        done(said(["key", "root", "post", str(file), *words]))
    home = settled / "post"
    service = Service(name=POST, home=home, capture=capsys)
    options = init_words(settled, ALGIERS)[2:]
    publics = [f"{post_root(settled, int(word[-5]))}.pub" if word.endswith(".pub") else word
               for word in options]  # fmt: skip
    done(service.run("init", POST, *publics))
    signers = [each for n in (1, 2) for each in ("--root", str(post_root(settled, n)))]
    done(said(["key", "sign", str(home / "statement"), "--yes", *signers]))
    done(service.run("key", "adopt"))
    for officer in ("chadia", "driss"):
        roles = [each for role in ROLES[officer] for each in ("--role", role)]
        done(service.run("officer", "add", officer, "--name", officer, *roles))
    for one, other in ((alone.algiers, service), (service, alone.algiers)):
        card = str(settled / f"to-{other.name}.card")
        done(one.run("key", "card", other.name, "--out", card))
        done(said(["--home", str(other.home), "key", "meet", card], typed="matches\n"))
    return service


def recognise(one: Service, other: str, roots: list[str]) -> None:
    answer = one.ask(
        "recognise", other, "--arrangement", TEXT, "--until", "2030-01-01",
        "--decided-by", "the head", *roots, "--officer", "chadia",
    )  # fmt: skip
    one.ask("release", answer["draft"], "--officer", "driss", "--yes")


def test_its_service_knows_it_by_its_roots(alone: Pair, post: Service) -> None:
    rows = {row["node"]: row["same_roots"] for row in alone.algiers.ask("partner", "list")}
    assert rows == {POST: True, TRIPOLI: False}
    assert "under the root keys of our own service" in alone.algiers.run("partner", "list").out
    assert [row["same_roots"] for row in post.ask("partner", "list")] == [True]


def test_it_begins_with_its_service_by_sticks_with_no_server(
    alone: Pair, post: Service, settled: Path
) -> None:
    recognise(alone.algiers, POST, root_files(settled, ALGIERS))
    signers = [each for n in (1, 2) for each in ("--root", str(post_root(settled, n)))]
    recognise(post, ALGIERS, signers)
    there = alone.algiers.ask("bundle", "out", POST, "--to", str(settled))["file"]
    assert post.ask("bundle", "in", there)["report"]["entries"] == 1
    back = post.ask("bundle", "out", ALGIERS, "--to", str(settled))["file"]
    taken = alone.algiers.ask("bundle", "in", back)["report"]
    assert (taken["entries"], taken["receipts"], taken["refused"]) == (1, 1, [])


def test_it_holds_nothing_of_what_its_service_has_with_others(
    alone: Pair, post: Service, settled: Path
) -> None:
    recognise(alone.algiers, POST, root_files(settled, ALGIERS))
    file = alone.algiers.ask("bundle", "out", POST, "--to", str(settled))["file"]
    signers = [each for n in (1, 2) for each in ("--root", str(post_root(settled, n)))]
    recognise(post, ALGIERS, signers)
    post.ask("bundle", "in", file)
    assert [row["node"] for row in post.ask("partner", "list")] == [ALGIERS]
    refused(post.run("bundle", "out", TRIPOLI, "--to", str(settled)), "no-such-partner")


def test_a_root_is_put_under_no_name_that_is_none(alone: Pair, settled: Path) -> None:
    words = ("--node", "no node", "--out", str(settled / "x"))
    answer = said(["key", "root", "post", str(root_file(settled, ALGIERS, 1)), *words])
    refused(answer, "bad-keys")
