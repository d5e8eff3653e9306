"""A post: a node with keys of its own under the roots of its service, linked with it alone."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.meeting import root_file, root_files, said
from tests.cli.pair import Pair, serving
from tests.cli.posted import CUSTODY, PLACED, POST, Posted
from tests.cli.test_acting import refused
from tests.world import ALGIERS, TRIPOLI


@pytest.fixture
def told(posted: Posted) -> str:
    """The case of a report that Tripoli gives to Algiers."""
    words = "Pour le poste\n\nTexte inventé.\n"
    case: str = posted.reported(posted.tripoli, ALGIERS, words)["case"]
    return case


@pytest.fixture
def meant(posted: Posted, told: str) -> str:
    """The report, which Algiers has read and passed to the post; the entry at Algiers."""
    posted.there_and_back(posted.tripoli, posted.algiers)
    (entry,) = posted.items(posted.algiers, TRIPOLI)
    posted.passed(entry, POST)
    posted.there_and_back(posted.algiers, posted.post)
    return entry


def recalled(posted: Posted, case: str) -> str:
    """Tripoli takes its report back, and Algiers has heard it; the case of the recall."""
    words = ("recall", case, "--ground", "ERROR")
    order: str = posted.tripoli.released(*words)["case"]
    posted.there_and_back(posted.tripoli, posted.algiers)
    return order


# --------------------------------------------------------------------------------- who it is


def test_its_service_knows_it_by_its_roots(posted: Posted) -> None:
    rows = {row["node"]: row["same_roots"] for row in posted.algiers.ask("partner", "list")}
    assert rows == {POST: True, TRIPOLI: False}
    assert "under the root keys of our own service" in posted.algiers.run("partner", "list").out
    assert [row["post"] for row in posted.algiers.ask("post", "list")["posts"]] == [POST]
    assert posted.post.ask("post", "list") == {"parent": ALGIERS, "posts": []}
    assert f"A post of {ALGIERS}." in posted.post.run("post", "list").out


def test_a_post_meets_nobody_but_its_service(posted: Posted) -> None:
    card = str(posted.folder / "for-the-post.card")
    assert posted.tripoli.run("key", "card", POST, "--out", card).code == 0
    met = said(["--home", str(posted.post.home), "key", "meet", card], typed="matches\n")
    refused(met, "post-has-one-parent")
    again = str(posted.folder / "again.card")
    assert posted.algiers.run("key", "card", POST, "--out", again).code == 0
    met = said(["--home", str(posted.post.home), "key", "meet", again], typed="matches\n")
    assert met.code == 0


def test_a_service_is_no_post_of_one_with_other_roots(posted: Posted) -> None:
    refused(posted.tripoli.run("post", "under", ALGIERS), "not-our-roots")
    refused(posted.tripoli.run("post", "under", POST), "no-such-partner")


def test_who_knows_others_becomes_no_post(posted: Posted) -> None:
    refused(posted.algiers.run("post", "under", POST), "post-has-one-parent")


def test_a_root_is_put_under_no_name_that_is_none(posted: Posted) -> None:
    words = ("--node", "no node", "--out", str(posted.folder / "x"))
    answer = said(["key", "root", "post", str(root_file(posted.folder, ALGIERS, 1)), *words])
    refused(answer, "bad-keys")


# ------------------------------------------------------------------------- what it is given


def test_a_post_holds_only_its_own_items(posted: Posted, meant: str) -> None:
    posted.reported(posted.tripoli, ALGIERS, "Pas pour le poste\n\nTexte inventé.\n")
    posted.there_and_back(posted.tripoli, posted.algiers)
    assert posted.there_and_back(posted.algiers, posted.post)[0]["entries"] == 0
    (held,) = posted.items(posted.post, ALGIERS)
    assert "Pour le poste" in posted.opened(posted.post, held).out
    (told,) = posted.algiers.ask("post", "held", POST)
    assert (told["owners"], told["overtaken"], told["entry"]) == ([TRIPOLI], False, held)
    assert TRIPOLI in posted.algiers.run("post", "held", POST).out
    refused(posted.post.run("bundle", "out", TRIPOLI), "no-such-partner")


def test_what_another_service_owns_goes_to_no_third_one_by_way_of_a_post(
    posted: Posted, meant: str
) -> None:
    move = ("post", "pass", meant, "--to", TRIPOLI, "--officer", "amel")
    refused(posted.algiers.run(*move), "no-post")
    (held,) = [each["entry"] for each in posted.algiers.ask("post", "held", POST)]
    move = ("post", "pass", held, "--to", TRIPOLI, "--officer", "amel")
    refused(posted.algiers.run(*move), "move-not-allowed")


def test_an_answer_is_not_passed_on_without_what_it_answers(
    posted: Posted, meant: str, told: str
) -> None:
    words = ("report", "assess", told, "--note", "Vu")
    posted.post.released(*words, by=("farah", "badr"))
    posted.there_and_back(posted.post, posted.algiers)
    answer = posted.algiers.ask("case", f"{told}@{POST}")["entries"][-1]["entry"]
    move = ("post", "pass", answer, "--to", TRIPOLI, "--officer", "amel")
    refused(posted.algiers.run(*move), "not-passed")


# --------------------------------------------------------------------------- what it writes


def test_a_post_works_a_whole_day_without_a_link(posted: Posted, meant: str) -> None:
    for hour in range(10):
        # Each verb is a run of its own: ten restarts, and every third stick is lost.
        posted.reported(posted.post, ALGIERS, f"Contrôle {hour}\n\nTexte inventé.\n")
        if hour % 3 == 0:
            posted.post.ask("bundle", "out", ALGIERS, "--to", str(posted.folder))
    there, back = posted.there_and_back(posted.post, posted.algiers)
    assert (there["entries"], there["refused"]) == (10, [])
    assert back["receipts"] == 1
    assert len(posted.items(posted.algiers, POST)) == 10
    assert "Pour le poste" in posted.opened(posted.post, posted.items(posted.post, ALGIERS)[0]).out


def test_ten_items_of_a_day_and_their_receipt_go_in_one_call(posted: Posted) -> None:
    for hour in range(10):
        posted.reported(posted.post, ALGIERS, f"Contrôle {hour}\n\nTexte inventé.\n")
    pair = Pair(algiers=posted.algiers, tripoli=posted.post)
    with serving(pair, pair.algiers, pair.tripoli), pair.line_to(pair.algiers) as url:
        posted.post.ask("partner", "url", ALGIERS, url)
        (answer,) = posted.post.ask("sync", ALGIERS)
    assert (answer["receipted"], answer["state"]["waiting"]) == (10, 0)


def test_what_a_post_writes_goes_by_paper(posted: Posted) -> None:
    posted.reported(posted.post, ALGIERS, "Sur papier\n\nTexte inventé.\n")
    bundle = posted.post.ask("bundle", "out", ALGIERS, "--to", str(posted.folder))["file"]
    place = str(posted.folder / "page.png")
    pages = posted.post.ask("sheet", "write", bundle, "--out", place)["files"]
    read = posted.algiers.ask("sheet", "read", *pages, "--out", str(posted.folder))["file"]
    assert posted.algiers.ask("bundle", "in", read)["report"]["entries"] == 1


def test_a_post_restored_from_an_old_backup_signs_nothing_alone(posted: Posted) -> None:
    copy = posted.folder / "copy"
    posted.post.ask("backup", str(copy))
    posted.reported(posted.post, ALGIERS, "Après la copie\n\nTexte inventé.\n")
    assert posted.carried(posted.post, posted.algiers)["entries"] == 1
    for path in posted.post.home.glob("wasl.*"):
        path.unlink()
    words = ("--key", f"{copy}.key", "--keyfile", str(posted.post.home / "node.key"))
    restored = replace(posted.post, home=posted.folder / "restored")
    assert restored.run("restore", str(copy), *words).code == 0
    shutil.copytree(posted.post.home / "devices", restored.home / "devices")
    posted.reported(restored, ALGIERS, "Autre histoire\n\nTexte inventé.\n")
    out = ("bundle", "out", ALGIERS, "--to", str(posted.folder))
    assert "has not confirmed this run" in restored.run(*out).out
    file = restored.ask(*out)["file"]
    report = posted.algiers.ask("bundle", "in", file)["report"]
    assert (report["entries"], report["refused"]) == (0, [])


def test_a_post_set_back_as_a_whole_machine_forks_no_log(posted: Posted) -> None:
    image = posted.folder / "image"
    shutil.copytree(posted.post.home, image)
    posted.reported(posted.post, ALGIERS, "Perdu\n\nTexte inventé.\n")
    assert posted.carried(posted.post, posted.algiers)["entries"] == 1
    back = replace(posted.post, home=image)
    posted.reported(back, ALGIERS, "Autre histoire\n\nTexte inventé.\n")
    file = back.ask("bundle", "out", ALGIERS, "--to", str(posted.folder))["file"]
    report = posted.algiers.run("bundle", "in", file, "--json").value["report"]
    assert (report["entries"], report["refused"][0][0]) == (0, "stale-epoch")
    pair = Pair(algiers=posted.algiers, tripoli=back)
    with serving(pair, pair.algiers, pair.tripoli), pair.line_to(pair.algiers) as url:
        back.ask("partner", "url", ALGIERS, url)
        states = [back.ask("sync", ALGIERS)[0]["state"] for _ in range(4)]
    # What was lost came back, and what was written instead goes on from there.
    assert (states[-1]["frozen"], states[-1]["waiting"]) == ("", 0)
    assert states[-1]["countersigned"] == states[-1]["size"]
    assert len(posted.items(posted.algiers, POST)) == 2


# ------------------------------------------------------------------- what is taken back again


def test_nothing_is_attested_while_a_post_holds_a_copy(
    posted: Posted, meant: str, told: str
) -> None:
    case = recalled(posted, told)
    assert "N-218" in posted.algiers.run("doctor").out
    assert posted.algiers.ask("post", "held", POST)[0]["overtaken"]
    drafted = posted.algiers.ask("attest", case, "--outcome", "DESTROYED", "--officer", "amel")
    release = ("release", drafted["draft"], "--officer", "elias", "--yes")
    refused(posted.algiers.run(*release), "copies-out")
    order = posted.algiers.ask("case", case)["entries"][0]["entry"]
    posted.passed(order, POST)
    posted.there_and_back(posted.algiers, posted.post)
    assert posted.algiers.ask("post", "held", POST) == []
    assert posted.algiers.run(*release).code == 0


def test_of_a_lost_post_nothing_is_opened_whatever_it_has_seen(posted: Posted, meant: str) -> None:
    refused(posted.algiers.run("post", "lost", POST, "--officer", "amel"), "role-lacking")
    posted.algiers.ask("post", "lost", POST, "--officer", "badr")
    posted.reported(posted.post, ALGIERS, "Écrit par d’autres\n\nTexte inventé.\n")
    file = posted.post.ask("bundle", "out", ALGIERS, "--to", str(posted.folder))["file"]
    report = posted.algiers.run("bundle", "in", file, "--json").value["report"]
    assert (report["entries"], {rule for rule, _ in report["refused"]}) == (0, {"not-recognised"})
    assert posted.items(posted.algiers, POST) == []
    refused(posted.algiers.run("bundle", "out", POST), "not-recognised")
    assert f"{POST}: lost" in posted.algiers.run("post", "list").out


def test_what_a_lost_post_held_is_listed_and_recalled(posted: Posted, meant: str) -> None:
    posted.algiers.ask("post", "lost", POST, "--officer", "driss")
    words = ("derecognise", POST, "--decided-by", "the head")
    posted.algiers.released(*words, *root_files(posted.folder, ALGIERS), by=CUSTODY)
    (line,) = posted.algiers.ask("post", "held", POST)
    assert line["owners"] == [TRIPOLI]
    assert posted.algiers.ask("post", "list")["posts"][0]["holds"] == 1


def test_that_an_item_is_gone_is_not_attested_while_a_lost_post_holds_it(
    posted: Posted, meant: str, told: str
) -> None:
    case = recalled(posted, told)
    posted.algiers.ask("post", "lost", POST, "--officer", "driss")
    words = ("attest", case, "--outcome", "DESTROYED", "--officer", "amel")
    drafted = posted.algiers.ask(*words)["draft"]
    release = ("release", drafted, "--officer", "elias", "--yes")
    refused(posted.algiers.run(*release), "copies-out")
    posted.algiers.ask("release", "drop", drafted, "--officer", "amel")
    kept = ("attest", case, "--outcome", "ALREADY_USED", "--where", "Poste perdu")
    posted.algiers.released(*kept, by=("amel", "elias"))


# ------------------------------------------------------------------------ what arrives ahead


def cut_after(bundle: Path, dispatches: int) -> str:
    """The bundle as a thin line lets it through: so many dispatches, and half of the next."""
    content = bundle.read_bytes()
    end = 10
    for _ in range(dispatches):
        end += 4 + int.from_bytes(content[end : end + 4])
    short = bundle.with_name("cut.wasl")
    short.write_bytes(content[: end + 50])
    return str(short)


def test_an_urgent_item_behind_much_else_is_read_before_the_rest_has_come(
    posted: Posted,
) -> None:
    for place in range(5):
        posted.reported(posted.post, ALGIERS, f"Relevé {place}\n\n" + "Texte inventé. " * 1_000)
    words = [word for name in ("facts", "offence", "question", "why-you", "link-of-person")
             for word in (f"--{name}", "Une question pressante.")]  # fmt: skip
    posted.post.released("request", *words, *PLACED)
    out = posted.post.ask("bundle", "out", ALGIERS, "--to", str(posted.folder))["file"]
    answer = posted.algiers.run("bundle", "in", cut_after(Path(out), 2))
    assert "1 urgent item arrived ahead" in answer.out
    (told,) = posted.algiers.ask("tray", "--officer", "badr")["ahead"]
    assert "arrived ahead" in posted.algiers.run("tray", "--officer", "badr").out
    assert "Une question pressante." in posted.opened(posted.algiers, told["entry"]).out
    assert posted.algiers.ask("bundle", "in", out)["report"]["entries"] == 6
    assert posted.algiers.ask("tray", "--officer", "badr")["ahead"] == []
    assert told["entry"] in posted.items(posted.algiers, POST)
