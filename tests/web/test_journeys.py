"""The journeys of a shift, by forms and links alone."""

from collections.abc import Mapping

import pytest

from tests.cli.pair import Pair
from tests.web.browser import Browser, Shown, browser, drafted, report_form
from tests.web.conftest import Enters
from wasl.web.desk import WebDesk


def test_a_report_is_written_checked_signed_and_released_on_screen(
    entered: Enters, pair: Pair
) -> None:
    amel, badr = entered("amel"), entered("badr")
    amel.open("/new/report")
    checked = amel.send("/new/report", report_form(), do="check")
    assert checked.status == 200, checked.text
    assert "Nobody else will be able to open it." in checked.text
    assert "dossiers.terrorism.handling" in checked.text
    shown = amel.send("/new/report", report_form(), do="hand-in")
    assert shown.path.startswith("/confirm/"), shown.text
    draft = amel.confirm()
    assert draft.path.startswith("/d/")
    assert "Another officer must release it" in draft.text
    seen = badr.open(draft.path)
    assert "Texte inventé." in seen.text
    badr.send(draft.path, do="release")
    released = badr.confirm()
    assert released.status == 200
    assert released.path.startswith("/c/"), released.text
    assert "We opened this case with liaison.ly.example" in released.text


def test_what_came_is_read_for_a_purpose_that_is_written_down_first(
    entered: Enters, pair: Pair, tripoli: WebDesk
) -> None:
    amel, badr = entered("amel"), entered("badr")
    draft = drafted(amel, "/new/report", report_form("Un texte venu d’ailleurs."))
    badr.open(draft.path)
    badr.send(draft.path, do="release")
    case = badr.confirm().path.partition("@")[0]
    pair.exchange()
    reader = browser(tripoli, pair.tripoli)
    reader.enter("elias")
    assert case in {path.partition("@")[0] for path in reader.open("/").links()}
    shown = reader.open(case)
    item = next(path for path in shown.links() if path.startswith("/i/"))
    asked = reader.open(item)
    assert "Un texte" not in asked.text
    opened = reader.send(item, purpose="PREVENT_TERRORISM")
    assert "Un texte venu d’ailleurs." in opened.text


def test_a_request_is_answered_by_the_moves_its_tables_offer(
    entered: Enters, pair: Pair, tripoli: WebDesk
) -> None:
    amel, badr = entered("amel"), entered("badr")
    form = {
        "place": "liaison.ly.example borders PREVENT_TERRORISM",
        "body.facts.fr": "Des faits inventés.",
        "body.offence.fr": "Contrebande",
        "body.question.fr": "Qui a passé la frontière ?",
        "body.why_you.fr": "Vous tenez le poste.",
        "urgency": "URGENT_INDIRECT",
    }
    draft = drafted(amel, "/new/request", form)
    badr.open(draft.path)
    badr.send(draft.path, do="release")
    case = badr.confirm().path.partition("@")[0]
    pair.exchange()
    handler, duty = browser(tripoli, pair.tripoli), browser(tripoli, pair.tripoli)
    handler.enter("farah")
    duty.enter("badr")
    assert "due in" in duty.open("/").text
    assert f"{case}/admit" in handler.open(case).links()
    admitted = drafted(handler, f"{case}/admit", {})
    duty.open(admitted.path)
    duty.send(admitted.path, do="release")
    duty.confirm()
    answer = {"body.answer.fr": "Une réponse inventée."}
    replied = drafted(handler, f"{case}/reply_full", answer)
    duty.open(replied.path)
    duty.send(replied.path, do="release")
    assert duty.confirm().status == 200
    pair.exchange()
    assert "full" in amel.open(case).text


def test_what_is_refused_is_told_beside_its_field_and_nothing_typed_is_lost(
    entered: Enters,
) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    form = report_form("Un texte à garder.", **{"body.persons.0.name": "Nom Inventé"})
    shown = amel.send("/new/report", form, do="check")
    assert shown.status == 422
    assert "Un texte à garder." in shown.text
    assert "role-missing" in shown.text
    assert 'href="#f-body.persons.0.role"' in shown.content
    assert "Un texte à garder." in amel.open("/new/report").text


@pytest.mark.parametrize("kind", ["request", "alert", "notice", "note", "warning", "method"])
def test_each_kind_has_its_form_without_one_being_written(entered: Enters, kind: str) -> None:
    shown = entered("amel").open(f"/new/{kind}")
    assert shown.status == 200
    assert 'name="body.' in shown.content


def test_another_row_is_added_without_a_script(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    shown = amel.send("/new/report", report_form(), more="body.persons")
    assert 'name="body.persons.1.role"' in shown.content


def released_by(browser: Browser, draft: Shown, do: str = "release") -> Shown:
    """A draft read and signed by another officer."""
    browser.open(draft.path)
    browser.send(draft.path, do=do)
    return browser.confirm()


def test_what_was_given_is_taken_back_and_the_other_side_attests(
    entered: Enters, pair: Pair, tripoli: WebDesk
) -> None:
    amel, badr = entered("amel"), entered("badr")
    report = released_by(badr, drafted(amel, "/new/report", report_form("À reprendre.")))
    pair.exchange()
    handler, dpo = browser(tripoli, pair.tripoli), browser(tripoli, pair.tripoli)
    handler.enter("farah")
    dpo.enter("elias")
    case = report.path.partition("@")[0]
    item = next(path for path in handler.open(case).links() if path.startswith("/i/"))
    handler.open(item)
    handler.send(item, purpose="PREVENT_TERRORISM")
    about = next(path for path in amel.open(case).links() if path.startswith("/new/recall/"))
    order = released_by(badr, drafted(amel, about, {"code": "ERROR"}))
    recall = order.path.partition("@")[0]
    pair.exchange()
    assert f"{recall}/attest" in handler.open(recall).links()
    attested = drafted(handler, f"{recall}/attest", {"outcome.000": "DESTROYED"})
    assert released_by(dpo, attested).status == 200
    pair.exchange()
    assert "attested" in amel.open(recall).text


def test_an_alert_for_a_check_waits_for_the_word_of_the_data_protection_officer(
    entered: Enters,
) -> None:
    amel, badr, elias = entered("amel"), entered("badr"), entered("elias")
    form = {
        "place": "liaison.ly.example terrorism PREVENT_TERRORISM",
        "code": "CHECK_DISCREET",
        "body.action.fr": "Observer.",
        "body.reason.fr": "Une raison inventée.",
        "body.decided_by": "amel",
        "body.identification.person.role": "SUSPECT",
        "body.identification.person.name": "محمود المخترع",
    }
    draft = drafted(amel, "/new/alert", form)
    waiting = badr.open(draft.path)
    assert "First it needs the word of" in waiting.text
    vouched = released_by(elias, draft, "vouch")
    assert "First it needs the word of" not in vouched.text
    assert "We opened this case" in released_by(badr, draft).text


def test_a_seizure_is_told_in_the_units_it_was_counted_in(entered: Enters) -> None:
    amel = entered("badr")
    form = {
        "place": "liaison.ly.example borders PREVENT_TERRORISM",
        "code": "SEIZURE",
        "body.agency": "Brigade inventée",
        "body.date": "2026-03-01",
        "body.number": "S-7",
        "body.place.name": "Ghat",
        "body.goods.0.commodity": "CANNABIS_RESIN",
        "body.goods.0.basis": "NET",
        "body.goods.0.unit": "KG",
        "body.goods.0.thousandths": "١٢٫٥",
    }
    amel.open("/new/notice")
    shown = amel.send("/new/notice", form, do="check")
    assert shown.status == 200, shown.text
    assert "Nobody else will be able to open it." in shown.text


def test_what_is_typed_by_an_attacker_stays_text(entered: Enters) -> None:
    amel = entered("amel")
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    draft = drafted(amel, "/new/report", report_form(nasty))
    assert "<script>alert" not in draft.content
    assert "<img" not in draft.content
    assert "alert(1)" in draft.text


def test_a_draft_is_thrown_away_by_its_author_alone(entered: Enters) -> None:
    amel, badr = entered("amel"), entered("badr")
    draft = drafted(amel, "/new/report", report_form("À jeter."))
    badr.open(draft.path)
    assert badr.send(draft.path, do="drop").status == 403
    amel.open(draft.path)
    assert amel.send(draft.path, do="drop").path == "/drafts"


def test_the_log_shows_entries_under_their_signed_heads(entered: Enters) -> None:
    badr = entered("badr")
    links = badr.open("/log").links()
    shown = badr.open(next(path for path in links if path.endswith("/ours/0")))
    assert "Signed head over" in shown.text
    assert "counter-signed: the receipt" in shown.text


def test_what_was_agreed_is_read_as_a_document(entered: Enters) -> None:
    badr = entered("badr", "ar")
    shown = badr.open(next(p for p in badr.open("/agreed").links() if p.startswith("/agreed/")))
    assert "الأطراف" in shown.text
    assert "liaison.ly.example" in shown.text


def test_a_rule_is_explained_with_what_to_do(entered: Enters) -> None:
    shown = entered("amel").open("/why/outside-arrangement")
    assert "What to do:" in shown.text


def test_what_left_under_flash_is_reviewed_by_a_second_officer(entered: Enters) -> None:
    elias, badr = entered("elias"), entered("badr")
    form = {
        "place": "liaison.ly.example terrorism PREVENT_TERRORISM",
        "body.threat.fr": "Une menace inventée.",
        "flash": "true",
    }
    elias.open("/new/warning")
    assert elias.send("/new/warning", form, do="hand-in").path.startswith("/confirm/")
    released = elias.confirm()
    assert "FLASH, not reviewed" in released.text
    badr.open(released.path)
    review = "/review/" + released.content.partition('action="/review/')[2].partition('"')[0]
    badr.send(review)
    assert "FLASH, not reviewed" not in badr.confirm().text


def test_a_report_is_called_by_its_first_line_where_nobody_calls_it(entered: Enters) -> None:
    form = {**report_form("Première ligne.\nSuite."), "body.title.fr": ""}
    draft = drafted(entered("amel"), "/new/report", form)
    assert "Title Première ligne. Text" in draft.text


def test_a_text_that_must_be_there_is_asked_for_by_its_field(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    shown = amel.send("/new/report", {**report_form(""), "body.title.fr": "Titre"}, do="check")
    assert shown.status == 422
    assert "text-missing" in shown.text
    assert 'href="#f-body.text"' in shown.content


def _in_parts(form: Mapping[str, str], media: str, content: bytes) -> tuple[str, bytes]:
    """A form with a file, as a browser sends it."""
    parts = [
        f'--edge\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    head = 'content-disposition: form-data; name="attach"; filename="Zohra.pdf"'
    parts.append(f"--edge\r\n{head}\r\ncontent-type: {media}\r\n\r\n".encode() + content)
    return "multipart/form-data; boundary=edge", b"".join(parts) + b"\r\n--edge--\r\n"


def test_an_attachment_goes_along_and_is_saved_never_shown(
    entered: Enters, pair: Pair, tripoli: WebDesk
) -> None:
    amel, badr = entered("amel"), entered("badr")
    amel.open("/new/report")
    form = {"form_token": amel.token(), **report_form("Avec une pièce."), "do": "hand-in"}
    whole = "%PDF invented" * 650_000  # nine parts: it is read in two stretches
    kind, body = _in_parts(form, "application/pdf", whole.encode())
    assert amel.ask("POST", "/new/report", body, **{"content-type": kind}).status == 200
    draft = amel.confirm()
    assert "application/pdf" in draft.text
    assert "Zohra" not in draft.text
    case = released_by(badr, draft).path.partition("@")[0]
    for _ in range(4):
        pair.exchange()
    reader = browser(tripoli, pair.tripoli)
    reader.enter("elias")
    item = next(path for path in reader.open(case).links() if path.startswith("/i/"))
    reader.open(item)
    shown = reader.send(item, purpose="PREVENT_TERRORISM")
    saved = shown.content.partition(f'action="{item}/')[2].partition('"')[0]
    file = reader.send(f"{item}/{saved}", purpose="PREVENT_TERRORISM")
    assert file.headers["content-disposition"].startswith("attachment; filename=")
    assert file.headers["content-security-policy"] == "sandbox"
    assert file.content == whole


def test_a_form_cut_short_does_nothing(entered: Enters) -> None:
    amel = entered("amel")
    amel.open("/new/report")
    kind, body = _in_parts({"form_token": amel.token()}, "application/pdf", b"x")
    shown = amel.ask("POST", "/new/report", body[:-30], **{"content-type": kind})
    assert shown.status in {403, 422}
