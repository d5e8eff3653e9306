"""The house on screen: proofs, bundles, keys, recognition, people; each signed for by its key."""

from base64 import b64decode
from pathlib import Path

import pytest

from tests.cli.pair import Pair, _act
from tests.web.browser import Browser, browser, desk_of
from tests.web.conftest import Enters
from tests.web.test_journeys import _in_parts
from tests.world import ALGIERS, TRIPOLI
from wasl.cli.checking import verdict_on_file
from wasl.core.arrangement import arrangement_text, read_arrangement
from wasl.seal.note import read_note
from wasl.web.desk import WebDesk


def saved(officer: Browser, path: str, **form: str) -> tuple[str, str]:
    """A file that an officer signed for: its name and what is in it."""
    officer.send(path, form)
    ready = officer.confirm()
    assert ready.path.startswith("/handed/"), ready.text
    file = officer.send(ready.path)
    assert file.headers["content-security-policy"] == "sandbox"
    return file.headers["content-disposition"].partition('"')[2][:-1], file.content


def reported(pair: Pair) -> str:
    """A report of Algiers that Tripoli has received; its case."""
    case: str = pair.algiers.released(
        "report", "--dossier", "borders", "--fr", "Un fait inventé."
    )["case"]
    pair.exchange()
    return case


# ------------------------------------------------------------------------------------ a proof


def test_a_proof_is_drawn_from_the_entry_to_the_signed_root_and_taken_away(
    entered: Enters, pair: Pair, settled: Path
) -> None:
    reported(pair)
    badr = entered("badr")
    log = badr.open(f"/log/{TRIPOLI}/ours/0")
    proof = badr.open(next(path for path in log.links() if path.startswith("/proof/")))
    steps = pair.algiers.node.ask("proof", {"entry": proof.path.rpartition("/")[2]})["steps"]
    assert proof.content.count("<rect ") == 2 * len(steps) + 1
    assert steps[-1]["computed"] in proof.text
    assert "this is the receipt" in proof.text
    name, content = saved(badr, proof.path)
    file = settled / name
    file.write_text(content, encoding="utf-8")
    verdict, _fork = verdict_on_file(str(file), None)
    assert verdict.outcome.exit_code == 0


def test_the_signed_heads_of_a_log_tell_who_counter_signed_and_when(entered: Enters) -> None:
    badr = entered("badr")
    heads = badr.open(f"/heads/{TRIPOLI}/theirs/0")
    assert f"Signed heads of the log of {TRIPOLI}" in heads.text
    assert "Counter-signed" in heads.text
    for wrong in (f"/heads/{TRIPOLI}/neither/0", f"/heads/{TRIPOLI}/ours/x", "/proof/abc"):
        assert badr.open(wrong).status == 404


def test_nothing_leaves_without_the_key_of_its_officer(entered: Enters, pair: Pair) -> None:
    case = reported(pair)
    amel = entered("amel")
    entry = pair.algiers.ask("case", case)["entries"][0]["entry"]
    amel.open(f"/proof/{entry}")
    waiting = amel.send(f"/proof/{entry}")
    assert "The proof of entry" in waiting.text
    assert amel.open(f"/handed/{waiting.code.replace('-', '')}").status == 404


# ------------------------------------------------------------------------------------ bundles


@pytest.fixture
def returned(pair: Pair, settled: Path) -> Path:
    """A bundle of Tripoli for Algiers with one report in it."""
    pair.tripoli.released("report", "--dossier", "borders", "--fr", "Porté à la main.")
    return Path(pair.tripoli.ask("bundle", "out", ALGIERS, "--to", str(settled))["file"])


def taken(officer: Browser, content: bytes) -> str:
    """What the desk tells of a bundle that is put into its field."""
    officer.open("/bundles")
    kind, body = _in_parts({"form_token": officer.token()}, "application/octet-stream", content)
    return officer.ask("POST", "/bundles", body, **{"content-type": kind}).text


def test_a_bundle_is_taken_in_and_says_that_nothing_is_missing(
    entered: Enters, returned: Path
) -> None:
    badr = entered("badr")
    assert f"Nothing is missing from {TRIPOLI}" in taken(badr, returned.read_bytes())
    assert "All of it had come before" in taken(badr, returned.read_bytes())


def test_a_bundle_that_was_changed_is_refused_by_name_and_explained(
    entered: Enters, returned: Path
) -> None:
    content = bytearray(returned.read_bytes())
    content[len(content) // 2] ^= 1
    told = taken(entered("badr"), bytes(content))
    assert "cannot-open" in told or "malformed" in told
    assert "Nothing is missing" not in told


def test_no_file_is_said_beside_the_field(entered: Enters) -> None:
    badr = entered("badr")
    badr.open("/bundles")
    assert "No file was chosen. Nothing was done." in badr.send("/bundles").text


def test_a_bundle_is_written_for_a_partner_and_taken_in_there(
    entered: Enters, pair: Pair, algiers: WebDesk, tripoli: WebDesk
) -> None:
    pair.algiers.released("report", "--dossier", "borders", "--fr", "Porté à la main aussi.")
    badr = entered("badr")
    badr.open("/bundles")
    badr.send(f"/bundles/for/{TRIPOLI}")
    ready = badr.confirm()
    assert "in it." in ready.text
    (content,) = [
        b64decode(session.kept[ready.path]["content"][0])
        for session in algiers.site.sessions._held.values()
        if ready.path in session.kept  # the bytes as a browser would save them
    ]
    elias = browser(tripoli, pair.tripoli)
    elias.enter("elias")
    assert f"Nothing is missing from {ALGIERS}" in taken(elias, content)


def test_a_bundle_is_for_those_who_carry(entered: Enters) -> None:
    farah = entered("farah")
    assert farah.open("/bundles").status == 403
    assert "/bundles" not in farah.open("/people").links()


# ----------------------------------------------------------------------------- keys, recognition


def test_both_sides_see_the_same_words_for_the_same_keys(
    entered: Enters, pair: Pair, tripoli: WebDesk
) -> None:
    elias = browser(tripoli, pair.tripoli)
    elias.enter("elias")
    theirs = (
        elias.open("/keys").content.partition('class="readings"')[2].partition("</section>")[0]
    )
    beside = entered("badr", "en").open(f"/keys/{TRIPOLI}").content
    assert theirs
    assert theirs in beside


def test_who_recognises_whom_is_told_with_the_office_and_what_they_hold(
    entered: Enters, pair: Pair
) -> None:
    case = reported(pair)
    driss = entered("driss")
    shown = driss.open(f"/recognition/{TRIPOLI}")
    assert "the head of the service" in shown.text
    assert "will be recalled" in shown.text
    assert pair.algiers.ask("case", case)["case"][:4] in shown.text
    assert driss.open("/recognition/nobody.example").status == 404


# ---------------------------------------------------------------------------------------- people


def test_a_case_is_named_to_some_and_does_not_exist_for_others(
    entered: Enters, pair: Pair
) -> None:
    case = reported(pair)
    badr, amel = entered("badr"), entered("amel")
    badr.open(f"/named/{case}")
    badr.send(f"/named/{case}", officer=["badr", "farah"])
    assert "Known to these officers alone: badr ; farah" in badr.open(f"/c/{case}").text
    assert amel.open(f"/c/{case}").status == 404
    assert amel.open(f"/named/{case}").status == 403
    badr.open(f"/named/{case}")
    badr.send(f"/named/{case}")
    assert amel.open(f"/c/{case}").status == 200


def test_an_overseer_has_oversight_and_no_desk(entered: Enters) -> None:
    hakim = entered("hakim")
    shown = hakim.open("/")
    assert shown.path == "/oversight"
    assert {"/audit", "/log", "/me"} <= set(shown.links())
    assert {"/", "/new", "/drafts", "/retention"} & set(shown.links()) == {"/"}  # the mark


@pytest.mark.parametrize("path", ["/people", "/new", "/new/report", "/drafts", "/why", "/keys"])
def test_an_overseer_is_refused_what_only_a_desk_opens(entered: Enters, path: str) -> None:
    shown = entered("hakim").open(path)
    assert shown.status == 403
    assert "role-lacking" in shown.content
    assert "chadia" not in shown.text


@pytest.mark.parametrize("path", ["/log", "/agreed", "/me", "/me/keys", "/why/suspended"])
def test_an_overseer_opens_what_oversight_needs(entered: Enters, path: str) -> None:
    assert entered("hakim").open(path).status == 200


# ------------------------------------------------------------------------------------- retention


def test_what_is_due_is_rehearsed_and_a_day_reported(entered: Enters) -> None:
    elias = entered("elias")
    assert "Nothing is near its review date." in elias.open("/retention").text
    assert "Nothing was destroyed." in elias.send("/retention/day", day="2026-03-01").text
    assert elias.open("/retention/2026-02-31").status == 422
    assert entered("amel").open("/retention").status == 403


# ------------------------------------------------------------------------------------- oversight


def test_the_data_protection_officer_reads_who_read_what_for_which_purpose(
    entered: Enters, pair: Pair, settled: Path
) -> None:
    case = str(pair.tripoli.released("report", "--dossier", "borders", "--fr", "Lu.")["case"])
    pair.exchange()
    opened = ("--officer", "farah", "--purpose", "PREVENT_TERRORISM")
    pair.algiers.ask("open", case, *opened)
    elias, hakim = entered("elias"), entered("hakim")
    elias.open("/audit")
    shown = elias.send("/audit", case=case)
    assert "farah" in shown.text
    assert "read an item" in shown.text
    hakim.open("/audit")
    hidden = hakim.send("/audit", case=case)
    assert "farah" not in hidden.text
    assert "pseudonym" in hidden.text
    assert "read this log" in hakim.open("/audit").text


def test_figures_are_counted_and_the_public_report_leaves_small_ones_out(
    entered: Enters, pair: Pair
) -> None:
    hakim = entered("hakim")
    hakim.open("/oversight")
    asked = {"partner": TRIPOLI, "of": ALGIERS, "since": "", "until": ""}
    shown = hakim.send("/oversight/figures", asked)
    assert shown.path == "/oversight/figures"
    assert "DEADLINES_MET" in shown.text
    name, content = saved(hakim, shown.path, **asked, do="report-csv")
    assert name.startswith("report-")
    assert content.startswith("version,of,from,to,table,row,indicator,count")
    hakim.open("/oversight")
    assert hakim.send("/oversight/figures", {**asked, "since": "soon"}).status == 422


def test_an_extract_is_taken_away_and_holds(entered: Enters, settled: Path) -> None:
    hakim = entered("hakim")
    hakim.open("/oversight")
    name, content = saved(hakim, "/oversight/extract", partner=TRIPOLI, of="theirs")
    file = settled / name
    file.write_text(content, encoding="utf-8")
    assert verdict_on_file(str(file), None)[0].outcome.exit_code == 0


# ----------------------------------------------------------------------------- the arrangement


def test_a_newer_text_tells_what_it_changes(fresh: Pair) -> None:
    fresh.exchange()
    ask = fresh.algiers.node.ask
    held = ask("arrangements", {"partner": TRIPOLI})[0]["sha256"]
    ruling = read_arrangement(read_note(ask("statement", {"sha256": held})["note"].encode()).text)
    changed = {"onward": "never", "previous": held, "version": 2}
    text = arrangement_text(ruling.model_copy(update=changed))
    wish = {
        "kind": "arrangement",
        "move": "propose",
        "statement": ask("propose-text", {"text": text})["note"],
        "body": {"text": {language: "Texte inventé." for language in ("ar", "en", "fr")}},
    }
    _act(fresh.algiers.node, TRIPOLI, wish)
    with desk_of(fresh, fresh.algiers) as desk:
        badr = browser(desk, fresh.algiers)
        badr.enter("badr")
        texts = [path for path in badr.open("/agreed").links() if path.startswith("/agreed/")]
        newer = next(path for path in texts if not path.endswith(held))
        told = badr.open(newer).text
        assert "What this version changes" in told
        assert "before: by consent only now: never" in told
        assert "What this version changes" not in badr.open(f"/agreed/{held}").text


def test_an_officer_who_has_left_is_out_with_the_next_page(fresh: Pair) -> None:
    fresh.exchange()
    with desk_of(fresh, fresh.algiers) as desk:
        ghita, badr = browser(desk, fresh.algiers), browser(desk, fresh.algiers)
        ghita.enter("ghita")
        badr.enter("badr")
        assert ghita.open("/people").path == "/people"
        fresh.algiers.ask("officer", "leave", "ghita")
        assert ghita.open("/people").path == "/enter"
        assert "key revoked" in badr.open("/people").text


def test_a_service_is_met_once_its_custodian_has_signed_that_the_words_are_the_same(
    entered: Enters, pair: Pair
) -> None:
    chadia = entered("chadia")
    card = pair.tripoli.node.ask("key-card", {"partner": ALGIERS})["card"]
    chadia.open("/keys")
    kind, body = _in_parts({"form_token": chadia.token()}, "text/plain", card.encode())
    compared = chadia.ask("POST", "/keys/meet", body, **{"content-type": kind})
    assert "Nothing is kept yet." in compared.text
    stopped = chadia.send("/keys/meet", card=card, do="differ")
    assert "fingerprints-differ" in stopped.text
    chadia.send("/keys/meet", card=card, do="same")
    assert f"{TRIPOLI} is met." in chadia.confirm().text
    chadia.open("/keys")
    _name, ours = saved(chadia, "/keys/card", partner=TRIPOLI)
    assert pair.tripoli.node.ask("key-read", {"card": ours})["node"] == ALGIERS


def test_what_is_near_its_review_date_is_listed_with_its_case(fresh: Pair) -> None:
    fresh.exchange()
    words = ("report", "--dossier", "borders", "--fr", "Bref.", "--retain-days", "10")
    case = str(fresh.tripoli.released(*words)["case"])
    fresh.exchange()
    with desk_of(fresh, fresh.algiers) as desk:
        elias = browser(desk, fresh.algiers)
        elias.enter("elias")
        shown = elias.open("/retention")
        assert "Its review date is near 1" in shown.text
        (path,) = {link for link in shown.links() if link.startswith("/c/")}
        assert elias.open(path).status == 200
        assert case[:4] in path
