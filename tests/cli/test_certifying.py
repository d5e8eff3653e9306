"""Certificates on the road: the file, the list of those revoked, and the check of both."""

import json
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.pair import Pair, Service
from tests.cli.test_acting import refused
from tests.cli.test_training import BY, certified, completed
from tests.world import ALGIERS, TRIPOLI
from wasl.core import canonical
from wasl.core.canonical import Json
from wasl.core.entry import BodyReference, write_entry
from wasl.core.log import inclusion_proof, leaf_hash, root_of
from wasl.seal.body import commitment
from wasl.seal.certificate import read_certificate, write_certificate
from wasl.seal.cosign import sign_checkpoint
from wasl.seal.note import read_note
from wasl.seal.revocations import read_revocations

CUSTODY = ("chadia", "driss")


@pytest.fixture(autouse=True)
def _confirmed(pair: Pair) -> None:
    """Both nodes have confirmed each other's run, so that an act gets its place at once."""
    pair.exchange()


def written(pair: Pair, folder: Path, case: str) -> str:
    """The file of a certificate of Algiers."""
    place = str(folder / "certificate.json")
    pair.algiers.ask("certificate", "file", case, "--out", place, "--officer", "ghita")
    return place


def listed(pair: Pair, folder: Path, name: str = "list.note") -> str:
    """The list of Algiers as it is now."""
    place = str(folder / name)
    pair.algiers.ask("certificate", "list", "--out", place, "--officer", "ghita")
    return place


def verdict(service: Service, *words: str) -> Json:
    """What a check says, whatever it says."""
    answer = service.run("certificate", "verify", *words, "--json")
    value = answer.value
    assert answer.code == (0 if value["answer"] == "valid-as-of" else 1)
    return value


def post(pair: Pair, folder: Path) -> Service:
    """A post with no node: a folder and the command."""
    return Service(name="post.example", home=folder / "post", capture=pair.algiers.capture)


def card_of(service: Service, folder: Path) -> str:
    """The key file of a service as it was handed to a post."""
    place = folder / f"{service.name}.card"
    assert service.run("key", "card", "poste.example", "--out", str(place)).code == 0
    return str(place)


def statement_of(service: Service, folder: Path) -> str:
    """The key statement out of that file."""
    place = folder / f"{service.name}.keys"
    card = json.loads(Path(card_of(service, folder)).read_text(encoding="utf-8"))
    place.write_text(card["keys"], encoding="utf-8")
    return str(place)


def standing(pair: Pair, folder: Path) -> tuple[str, str]:
    """The case of a certificate that counts today, and its file."""
    case = certified(pair, since="2020-01-01")["case"]
    return case, written(pair, folder, case)


def revoke(pair: Pair, case: str) -> None:
    """Algiers takes a certificate back."""
    pair.algiers.released("certificate", "revoke", case, "--code", "FRAUD", by=BY)


def test_a_post_without_a_node_learns_from_a_list_that_a_certificate_was_revoked(
    pair: Pair, settled: Path
) -> None:
    case, file = standing(pair, settled)
    there = post(pair, settled)
    assert verdict(there, file)["rule"] == "issuer-unknown"
    known = (file, "--keys", card_of(pair.algiers, settled))
    missing = verdict(there, *known)
    assert (missing["answer"], missing["rule"]) == ("cannot-tell", "list-missing")
    before = listed(pair, settled)
    told = verdict(there, *known, "--revocations", before)
    assert told["answer"] == "valid-as-of"
    assert told["certificate"]["serial"] == "2030/1"
    revoke(pair, case)
    after = listed(pair, settled, "after.note")
    assert verdict(there, *known)["answer"] == "valid-as-of"  # the list that is kept
    assert verdict(there, *known, "--revocations", after)["answer"] == "revoked"
    again = verdict(there, *known, "--revocations", before)
    assert again["rule"] == "list-older-than-held"
    assert verdict(there, *known)["answer"] == "revoked"


def test_a_post_checks_a_certificate_with_no_network(
    pair: Pair, settled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _case, file = standing(pair, settled)
    keys = ("--keys", card_of(pair.algiers, settled))
    words = (file, *keys, "--revocations", listed(pair, settled))

    def blocked(*_given: object, **_named: object) -> None:
        raise AssertionError("nothing here may open a line")

    monkeypatch.setattr(socket, "socket", blocked)
    assert verdict(post(pair, settled), *words)["answer"] == "valid-as-of"


def test_a_list_holds_hashes_and_no_case(pair: Pair, settled: Path) -> None:
    case, _file = standing(pair, settled)
    revoke(pair, case)
    content = Path(listed(pair, settled)).read_bytes()
    stated = read_revocations(read_note(content))
    assert stated.issuer == ALGIERS
    assert len(stated.hashes) >= 1
    assert case.encode() not in content


def test_a_partner_needs_no_list_for_a_log_it_holds(pair: Pair, settled: Path) -> None:
    case, file = standing(pair, settled)
    assert verdict(pair.tripoli, file)["answer"] == "valid-as-of"
    assert verdict(pair.algiers, file)["answer"] == "valid-as-of"
    revoke(pair, case)
    pair.exchange()
    told = verdict(pair.tripoli, file)
    assert told["answer"] == "revoked"
    assert told["facts"]["code"] == "FRAUD"


@pytest.mark.parametrize(("day", "answer"), [("2019-12-31", "refused"), ("2035-02-19", "expired")])
def test_outside_its_days_a_certificate_does_not_count(
    pair: Pair, settled: Path, day: str, answer: str
) -> None:
    _case, file = standing(pair, settled)
    assert verdict(pair.tripoli, file, "--at", day)["answer"] == answer


def test_long_after_the_last_word_of_the_issuer_nobody_can_tell(pair: Pair, settled: Path) -> None:
    _case, file = standing(pair, settled)
    told = verdict(pair.tripoli, file, "--at", "2035-02-18")
    assert (told["answer"], told["rule"]) == ("cannot-tell", "list-too-old")


def test_the_keys_of_another_service_tell_nothing(pair: Pair, settled: Path) -> None:
    _case, file = standing(pair, settled)
    keys = ("--keys", statement_of(pair.tripoli, settled))
    assert verdict(pair.tripoli, file, *keys)["rule"] == "issuer-unknown"


def test_a_key_statement_is_as_good_as_the_key_file_it_came_in(pair: Pair, settled: Path) -> None:
    _case, file = standing(pair, settled)
    keys = ("--keys", statement_of(pair.algiers, settled))
    given = (file, *keys, "--revocations", listed(pair, settled))
    assert verdict(post(pair, settled), *given)["answer"] == "valid-as-of"


def test_a_certificate_that_is_not_in_the_log_held_here_is_not_believed(
    pair: Pair, settled: Path
) -> None:
    _case, file = standing(pair, settled)
    content = json.loads(Path(file).read_text(encoding="utf-8"))
    content["entry"]["index"] -= 1
    Path(file).write_text(
        json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        encoding="utf-8",
    )
    assert verdict(pair.tripoli, file)["rule"] == "wrong-root"


def test_a_copied_key_passes_nothing_off_on_who_holds_the_log(pair: Pair, settled: Path) -> None:
    _case, file = standing(pair, settled)
    shown = read_certificate(Path(file).read_bytes())
    body = canonical.dumps({**canonical.loads(shown.body), "hours": 99})
    reference = BodyReference(bucket=640, commit=commitment(shown.salt, body).hex())
    entry = write_entry(shown.entry.model_copy(update={"body": reference}))
    leaves = [bytes(32)] * shown.entry.index + [leaf_hash(entry)]
    head = replace(shown.checkpoint, size=len(leaves), root=root_of(leaves))
    author = pair.algiers.node.node.authors()[0]
    note = sign_checkpoint(head, author=author, long_lived=None, time_seconds=0)
    proof = inclusion_proof(leaves, shown.entry.index)
    forged = settled / "forged.json"
    written = write_certificate(entry=entry, body=body, salt=shown.salt, proof=proof, note=note)
    forged.write_bytes(written)
    assert verdict(pair.tripoli, str(forged))["rule"] == "other-entry"


def test_an_officer_reads_the_answer_in_words(pair: Pair, settled: Path) -> None:
    case, file = standing(pair, settled)
    good = pair.tripoli.run("certificate", "verify", file, lang="fr")
    assert good.out.startswith("VALABLE au ")
    assert "Faux documents" in good.out
    assert "Comparez" not in good.err
    revoke(pair, case)
    pair.exchange()
    bad = pair.tripoli.run("certificate", "verify", file, lang="fr")
    assert bad.code == 1
    assert bad.out.startswith("L’émetteur a révoqué le certificat")


def test_the_file_of_a_certificate_is_written_down_in_the_house_log(
    pair: Pair, settled: Path
) -> None:
    case, _file = standing(pair, settled)
    lines = pair.algiers.node.writer.ask(lambda turn: turn.house(0, turn.house_size()))
    told = [json.loads(row.line) for row in lines if case.encode() in row.line]
    assert [each["act"] for each in told] == ["release", "open", "certificate-file"]
    assert {len(each["officer"]) for each in told} == {16}


def test_only_a_certificate_goes_into_such_a_file(pair: Pair, settled: Path) -> None:
    case, _file = standing(pair, settled)
    entries = pair.algiers.ask("case", case)["entries"]
    place = str(settled / "other.json")
    cited = entries[0]["about"][0]
    words = ("certificate", "file", cited, "--out", place, "--officer", "ghita")
    refused(pair.algiers.run(*words), "other-kind")
    assert not Path(place).exists()


def test_a_drafter_of_reports_makes_no_list(pair: Pair, settled: Path) -> None:
    words = ("certificate", "list", "--out", str(settled / "l.note"), "--officer", "elias")
    refused(pair.algiers.run(*words), "role-lacking")


def test_the_node_names_the_rights_module_and_takes_no_other(pair: Pair, settled: Path) -> None:
    entry, trainee = completed(pair)
    words = (
        *("certificate", entry, *trainee, "--serial", "2030/2", "--title", "Faux documents"),
        *("--hours", "24", "--date", "2030-02-18", "--rights-module", "M1"),
        *("--valid-from", "2030-02-18", "--valid-until", "2032-02-18", "--officer", "ghita"),
    )
    refused(pair.algiers.run(*words), "certificate-no-rights-module")


@pytest.mark.parametrize("day", ["2031-02-30", "tomorrow", "20310201"])
def test_a_day_no_calendar_has_is_refused(pair: Pair, settled: Path, day: str) -> None:
    refused(pair.tripoli.run("certificate", "verify", "none.json", "--at", day), "bad-date")


def test_what_is_no_certificate_is_refused_by_name(pair: Pair, settled: Path) -> None:
    place = settled / "other.json"
    place.write_text("{}", encoding="utf-8")
    assert verdict(pair.tripoli, str(place))["rule"] == "malformed"
    missing = pair.tripoli.run("certificate", "verify", str(settled / "none.json"))
    refused(missing, "unreadable-file")


def test_what_compromised_keys_signed_counts_for_nothing(fresh: Pair, settled: Path) -> None:
    fresh.exchange()
    _case, file = standing(fresh, settled)
    key = fresh.algiers.released("key", "introduce", TRIPOLI, by=CUSTODY)["case"]
    fresh.exchange()
    fresh.tripoli.released("key", "witness", key, by=CUSTODY)
    fresh.exchange()
    fresh.algiers.released("key", "activate", key, by=CUSTODY)
    fresh.exchange()
    assert verdict(fresh.tripoli, file)["answer"] == "valid-as-of"
    fresh.algiers.released("key", "compromise", key, "--since", "3", by=CUSTODY)
    fresh.exchange()
    assert verdict(fresh.tripoli, file)["rule"] == "revoked-key"
    known = (file, "--keys", card_of(fresh.algiers, settled))
    told = verdict(post(fresh, settled), *known, "--revocations", listed(fresh, settled))
    assert told["rule"] == "revoked-key"


def test_who_recognises_the_issuer_no_longer_believes_no_certificate_of_it(
    fresh: Pair, settled: Path
) -> None:
    fresh.exchange()
    _case, file = standing(fresh, settled)
    suspended = ("recognise", ALGIERS, "--move", "suspend")
    fresh.tripoli.released(*suspended, by=CUSTODY)
    assert verdict(fresh.tripoli, file)["rule"] == "not-recognised"
