"""Every import contract bites: a breach planted in a copy breaks it, and the copy alone does not.

What import-linter cannot see (calls on the clock, builtins) is shown to be seen by ruff.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import ROOT, SOURCE

LINT_IMPORTS = Path(sys.executable).parent / "lint-imports"

CONTRACTS = [
    "layers",
    "core-layers",
    "core-is-pure",
    "one-owner-sql",
    "one-owner-crypto",
    "one-owner-web",
    "one-owner-pictures",
    "acyclic",
]

# Contract, and the lines planted: file under src/wasl → line.
BREACHES: list[tuple[str, dict[str, str]]] = [
    ("layers", {"node/desk.py": "import wasl.store.schema"}),
    ("layers", {"core/terms.py": "import wasl.node.ports"}),
    ("layers", {"transport/bundle.py": "import wasl.store"}),
    ("layers", {"store/schema.py": "import wasl.transport"}),
    ("layers", {"interop/rows.py": "import wasl.store"}),
    ("layers", {"engine/bulk.py": "import wasl.store"}),
    ("layers", {"node/desk.py": "import wasl.engine.bulk"}),
    ("layers", {"node/desk.py": "import wasl.interop.rows"}),
    ("layers", {"locale/__init__.py": "import wasl.core.terms"}),
    ("layers", {"newcomer/__init__.py": ""}),
    ("core-layers", {"core/exchange/report.py": "import wasl.core.case"}),
    (
        "core-layers",
        {"core/planning/plan.py": "", "core/exchange/note.py": "import wasl.core.planning.plan"},
    ),
    ("core-layers", {"core/matching/mrz.py": "import wasl.core.exchange.commodities"}),
    ("core-layers", {"core/newcomer.py": ""}),
    ("core-is-pure", {"core/terms.py": "import time"}),
    ("core-is-pure", {"core/terms.py": "import sqlite3"}),
    ("core-is-pure", {"core/terms.py": "import importlib"}),
    ("core-is-pure", {"core/exchange/report.py": "import wasl.locale"}),
    ("one-owner-sql", {"cli/__init__.py": "import sqlalchemy"}),
    ("one-owner-sql", {"wiring.py": "import sqlcipher3"}),
    ("one-owner-sql", {"interop/rows.py": "import sqlite3"}),
    ("one-owner-sql", {"node/desk.py": "import sqlite3"}),
    ("one-owner-crypto", {"store/__init__.py": "import cryptography"}),
    ("one-owner-crypto", {"interop/rows.py": "import cryptography"}),
    ("one-owner-crypto", {"transport/http.py": "import cryptography.x509"}),
    ("layers", {"web/__init__.py": "import wasl.transport"}),
    ("layers", {"node/desk.py": "import wasl.forms.placing"}),
    ("one-owner-web", {"cli/__init__.py": "import starlette"}),
    ("one-owner-web", {"node/desk.py": "import jinja2"}),
    ("one-owner-pictures", {"node/desk.py": "import PIL.Image"}),
    ("one-owner-pictures", {"cli/desk.py": "import segno"}),
    ("one-owner-pictures", {"seal/words.py": "import zxingcpp"}),
    (
        "acyclic",
        {"core/marking.py": "import wasl.core.log", "core/log.py": "import wasl.core.marking"},
    ),
]

# What ruff must say of a line in core/terms.py.
OFFENCES = [
    ("from datetime import UTC, datetime\nNOW = datetime.now(UTC)\n", "TID251"),
    ("from datetime import date\nTODAY = date.today()\n", "TID251"),
    ("from uuid import uuid4\nREFERENCE = uuid4()\n", "TID251"),
    ("import os\nHOME = os.environ\n", "TID251"),
    ('SECRET = open("secret").read()\n', "PTH123"),
    ('print("said")\n', "T201"),
    ("try:\n    LIMIT = int('x')\nexcept Exception:\n    LIMIT = 0\n", "BLE001"),
]


def _copy(folder: Path) -> Path:
    """The sources and the contracts, alone in a folder."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(SOURCE / "wasl", folder / "src" / "wasl", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _plant(copy: Path, lines: dict[str, str]) -> None:
    """The lines stand at the end of their files; a new folder is a package."""
    for name, line in lines.items():
        file = copy / "src" / "wasl" / name
        file.parent.mkdir(exist_ok=True)
        (file.parent / "__init__.py").touch()
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"\n{line}\n")


def _verdict(copy: Path, *contracts: str) -> str:
    """What import-linter prints about the copy; it answered, kept or broken."""
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    # The working folder is where import-linter looks first, before the installed package.
    ran = subprocess.run(
        [str(LINT_IMPORTS), "--no-cache", "--no-logo", *chosen, str(copy / "pyproject.toml")],
        cwd=copy / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    printed = ran.stdout + ran.stderr
    assert ran.returncode in (0, 1), printed
    assert "Contracts:" in printed, printed
    return printed


def test_every_contract_is_kept_where_nothing_was_planted(tmp_path: Path) -> None:
    verdict = _verdict(_copy(tmp_path), *CONTRACTS)
    assert f"{len(CONTRACTS)} kept, 0 broken" in verdict, verdict


def test_every_contract_has_a_planted_breach() -> None:
    assert {contract for contract, _ in BREACHES} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "lines"), BREACHES)
def test_a_planted_breach_breaks_its_contract(
    tmp_path: Path, contract: str, lines: dict[str, str]
) -> None:
    copy = _copy(tmp_path)
    _plant(copy, lines)
    assert "BROKEN" in _verdict(copy, contract)


@pytest.mark.parametrize(("text", "rule"), OFFENCES)
def test_ruff_sees_what_contracts_on_imports_cannot(text: str, rule: str) -> None:
    place = str(SOURCE / "wasl" / "core" / "terms.py")
    options = ["--output-format=concise", "--stdin-filename", place, "-"]
    ran = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *options],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f" {rule} " in ran.stdout, ran.stdout + ran.stderr
