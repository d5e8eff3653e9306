"""Every file under ``vectors`` has the verdict of its name, read through the project's own door.

A folder that nobody runs fails. What a folder holds is said on the page of its format.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from pydantic import ValidationError

from tests.core.test_case import read_move
from tests.core.test_dictation import run_dictation
from tests.core.test_log import run_consistency, run_inclusion
from tests.core.test_mrz import run_mrz
from tests.node.test_greeting_vectors import _hear, _outcome
from tests.seal.test_certificate import run_certificate, run_revocations
from tests.seal.test_cosign import run_checkpoint, run_cosignature
from tests.seal.test_envelope import frames_of, opened
from tests.seal.test_extract import run_extract, run_fork
from tests.seal.test_keys import run_keys
from tests.seal.test_note import note_bytes, run_note
from tests.seal.test_words import _read
from tests.transport.test_bundle import reading
from tests.transport.test_sheet import run_sheet
from tests.tree import ROOT
from tools.make_certificate_vectors import FOLDERS as CERTIFICATES
from tools.make_entry_vectors import FOLDERS as ENTRIES
from tools.make_exercise_vectors import FOLDERS as EXERCISES
from tools.make_text_vectors import FOLDERS as TEXTS
from tools.vector_files import write
from wasl.core import canonical
from wasl.core.arrangement import exercise_under, read_arrangement
from wasl.core.case import PROCEDURES, allowed
from wasl.core.clause import (
    Change,
    Version,
    check_ready,
    next_version,
    read_stated,
    version_hash,
)
from wasl.core.entry import read_entry, write_entry
from wasl.core.errors import RefusedError
from wasl.core.log import leaf_hash, node_hash
from wasl.core.policy.exercising import mix_objection
from wasl.seal.body import check_commitment
from wasl.seal.keys import read_keys
from wasl.seal.minutes import read_minutes
from wasl.seal.note import Note, read_note
from wasl.seal.recognition import read_recognition
from wasl.seal.roots import check_roots

VECTORS = ROOT / "vectors"
WRITTEN = {**CERTIFICATES, **ENTRIES, **EXERCISES, **TEXTS}

Case = Mapping[str, Any]
Runner = Callable[[Case], None]


def run_canonical(case: Case) -> None:
    """``docs/spec/canonical.md``; another writer of RFC 8785 gives the same bytes."""
    written = bytes.fromhex(case["bytes"])
    value = canonical.loads(written)
    assert value == case["value"]
    assert canonical.dumps(value) == rfc8785.dumps(value) == written


def run_leaf(case: Case) -> None:
    """``docs/spec/log.md`` §3.1: what stands in the tree is what the vector claims."""
    if "entry" in case:
        right = leaf_hash(case["entry"].encode()).hex() == case["leaf"]
    else:
        left, other = bytes.fromhex(case["left"]), bytes.fromhex(case["right"])
        right = node_hash(left, other).hex() == case["node"]
    if not right:
        raise RefusedError("wrong-root")


def run_entry(case: Case) -> None:
    """``docs/spec/entry.md``: what was read is written again, byte for byte."""
    written = case["entry"].encode()
    assert write_entry(read_entry(written)) == written
    assert leaf_hash(written).hex() == case.get("leaf", leaf_hash(written).hex())


def run_exercise(case: Case) -> None:
    """``docs/spec/exercise.md``: whether an entry is of the world of its log, and of which."""
    assert exercise_under(case["arrangement"]) == case["number"]
    mixed = mix_objection(read_entry(case["entry"].encode()), case["arrangement"])
    if mixed is not None:
        raise RefusedError(mixed.rule)


def run_arrangement(case: Case) -> None:
    """``docs/spec/arrangement.md``: the text, and the roots of each party."""
    read_arrangement(read_note(note_bytes(case)).text)
    _check_roots(case)


def run_recognition(case: Case) -> None:
    """``docs/spec/recognition.md``: the text, and the roots of the service that speaks."""
    read_recognition(read_note(note_bytes(case)))
    _check_roots(case)


def run_minutes(case: Case) -> None:
    """``docs/spec/minutes.md``: the text, and the roots of both sides."""
    read_minutes(read_note(note_bytes(case)))
    _check_roots(case)


def _check_roots(case: Case) -> None:
    note = read_note(note_bytes(case))
    for text in case["keys"]:
        check_roots(note, read_keys(Note(text=text, lines=())))


def run_commitment(case: Case) -> None:
    """``docs/spec/body.md``: salt and body open the commitment."""
    salt, commit = bytes.fromhex(case["salt"]), bytes.fromhex(case["commit"])
    check_commitment(salt, case["body"].encode(), commit=commit)


def run_dispatch(case: Case) -> None:
    """``docs/spec/dispatch.md``: it opens to these frames."""
    assert opened(dict(case)) == frames_of(dict(case))


def run_fingerprint(case: Case) -> None:
    """``docs/spec/fingerprint.md``: words or digits are read as these bytes."""
    assert _read(dict(case)).hex() == case["fingerprint"]


def run_greeting(case: Case) -> None:
    """``docs/spec/sync.md``: a hello or confirm as the node of the vector hears it."""
    node, link, rule = _hear(dict(case))
    if rule or (case["kind"] == "confirm" and _outcome(node, link) == "ignored"):
        raise RefusedError(rule or "ignored")


def run_procedure(case: Case) -> None:
    """``docs/spec/procedures.md``: the move is possible after what its author had seen."""
    rule = allowed(
        PROCEDURES[case["procedure"]],
        read_move(case["move"]),
        own=[read_move(move) for move in case["own"]],
        other_as_seen=[read_move(move) for move in case["other"]],
    )
    if rule is not None:
        raise RefusedError(str(rule))


def run_text(case: Case) -> None:
    """``docs/spec/text.md``: a statement, a version that is ready, or what changes make of it."""
    if "statement" in case:
        read_stated(case["statement"])
        return
    try:
        version = Version.model_validate_json(canonical.dumps(case["version"]))
    except ValidationError as error:
        raise RefusedError("bad-body") from error
    check_ready(version)
    changes = [
        Change.model_validate_json(canonical.dumps(said)) for said in case.get("changes", ())
    ]
    made = version_hash(next_version(version, changes))
    assert made == case.get("next", version_hash(version))


def bundle_runner(folder: Path) -> Runner:
    """``docs/spec/bundle.md``: as a file on a stick, every dispatch that can be read."""

    def run_bundle(case: Case) -> None:
        lying = folder / "vector.wasl"
        lying.write_bytes(bytes.fromhex(case["bundle"]))
        dispatches, found = reading(lying)
        assert [dispatch.hex() for dispatch in dispatches] == case["dispatches"]
        if not found.whole:
            assert found.step == case["step"]
            raise RefusedError(found.rule)

    return run_bundle


@pytest.fixture
def runners(tmp_path: Path) -> dict[str, Runner]:
    """Who runs which folder."""
    return {
        "arrangement": run_arrangement,
        "bundle": bundle_runner(tmp_path),
        "canonical": run_canonical,
        "certificate": run_certificate,
        "checkpoint": run_checkpoint,
        "commitment": run_commitment,
        "confirm": run_greeting,
        "consistency": run_consistency,
        "cosignature": run_cosignature,
        "dictation": run_dictation,
        "dispatch": run_dispatch,
        "entry": run_entry,
        "exercise": run_exercise,
        "extract": run_extract,
        "fingerprint": run_fingerprint,
        "fork": run_fork,
        "hello": run_greeting,
        "inclusion": run_inclusion,
        "keys": run_keys,
        "leaf": run_leaf,
        "minutes": run_minutes,
        "mrz": run_mrz,
        "note": run_note,
        "procedure": run_procedure,
        "recognition": run_recognition,
        "revocations": run_revocations,
        "sheet": run_sheet,
        "text": run_text,
    }


FOLDERS = sorted(path.name for path in VECTORS.iterdir() if path.is_dir())


def verdict(run: Runner, case: Case) -> str:
    """``accepted``, or the rule by which the case is refused."""
    try:
        run(case)
    except RefusedError as refused:
        return refused.rule
    return "accepted"


def test_somebody_runs_every_folder(runners: dict[str, Runner]) -> None:
    assert sorted(runners) == FOLDERS


def test_everything_under_vectors_is_a_vector() -> None:
    odd = [
        str(path.relative_to(VECTORS))
        for path in VECTORS.rglob("*")
        if path.is_file()
        and (
            path.parent.parent != VECTORS
            or path.suffix != ".json"
            or path.stem.rpartition("_")[2] not in {"accepted", "refused"}
        )
    ]
    assert odd == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vector_has_the_verdict_of_its_file_name(
    folder: str, runners: dict[str, Runner]
) -> None:
    for path in sorted((VECTORS / folder).iterdir()):
        case = json.loads(path.read_text(encoding="utf-8"))
        named = path.stem.rpartition("_")[2]
        # A confirm that answers no hello of ours is ignored, which has no rule and no step.
        wanted = named if named == "accepted" else case.get("rule", case.get("outcome"))
        assert verdict(runners[folder], case) == wanted, path.name
        assert named == "accepted" or wanted == "ignored" or isinstance(case["step"], int)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_format_has_vectors_of_both_verdicts(folder: str) -> None:
    named = {path.stem.rpartition("_")[2] for path in (VECTORS / folder).iterdir()}
    assert named == {"accepted", "refused"}


@pytest.mark.parametrize("folder", WRITTEN)
def test_vectors_without_lattice_signatures_are_what_their_tool_writes(
    folder: str, tmp_path: Path
) -> None:
    write(WRITTEN, [str(tmp_path), folder])
    made = {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()}
    assert made == {path.name: path.read_bytes() for path in (VECTORS / folder).iterdir()}
