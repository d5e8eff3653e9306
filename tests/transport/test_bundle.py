"""Dispatches on a stick: written whole or not at all, read as far as they go."""

import json
import os
import re
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tree import ROOT
from wasl.core.errors import RefusedError, UnavailableError
from wasl.transport.bundle import (
    BUNDLE_LIMIT_BYTES,
    BundleReading,
    read_bundle,
    write_bundle,
)
from wasl.transport.calls import DISPATCH_LIMIT_BYTES

VECTORS = sorted((ROOT / "vectors" / "bundle").glob("*.json"))
TWENTY = [f"WSL1 dispatch {number}".encode() * number for number in range(1, 21)]


def drawing() -> Callable[[int], bytes]:
    """A draw that never gives the same bytes twice."""
    numbers = count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def bundle(folder: Path, dispatches: list[bytes]) -> Path:
    return write_bundle(dispatches, folder, draw=drawing()).path


def reading(path: Path) -> tuple[list[bytes], BundleReading]:
    reader = read_bundle(path)
    dispatches = list(reader)
    return dispatches, reader.reading


def damaged(path: Path, change: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(change(path.read_bytes()))
    return path


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_vector_gets_its_verdict(path: Path, tmp_path: Path) -> None:
    vector = json.loads(path.read_text(encoding="utf-8"))
    lying = tmp_path / "vector.wasl"
    lying.write_bytes(bytes.fromhex(vector["bundle"]))
    dispatches, found = reading(lying)
    assert [dispatch.hex() for dispatch in dispatches] == vector["dispatches"]
    assert found == BundleReading(
        whole=path.stem.endswith("_accepted"),
        count=vector["count"],
        readable=len(vector["dispatches"]),
        rule=vector.get("rule", ""),
        step=vector.get("step", 0),
    )


def test_the_example_of_the_page_is_what_is_written(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "spec" / "bundle.md").read_text(encoding="utf-8")
    shown = re.findall(r"^(?:[0-9a-f]{8,} ?)+", page, flags=re.MULTILINE)
    written = bundle(tmp_path, [b"WSL1 first", b"WSL1 second"]).read_bytes()
    assert "".join(shown).replace(" ", "") == written.hex()


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=12))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, dispatches: list[bytes]
) -> None:
    path = bundle(tmp_path_factory.mktemp("stick"), dispatches)
    read, found = reading(path)
    assert read == dispatches
    assert found.whole


@given(st.binary(max_size=120))
def test_any_file_is_read_as_far_as_it_goes(
    tmp_path_factory: pytest.TempPathFactory, garbage: bytes
) -> None:
    path = tmp_path_factory.mktemp("stick") / "found.wasl"
    path.write_bytes(b"WSLB1\n" + garbage)
    dispatches, found = reading(path)
    assert found.rule in {"malformed", "too-large"}
    assert found.readable == len(dispatches) <= found.count


@given(st.integers(0, 8 * 3_600))
def test_a_flipped_bit_is_always_noticed(
    tmp_path_factory: pytest.TempPathFactory, bit: int
) -> None:
    path = bundle(tmp_path_factory.mktemp("stick"), TWENTY)
    whole = bytearray(path.read_bytes())
    whole[bit // 8 % len(whole)] ^= 1 << bit % 8
    path.write_bytes(whole)
    assert not reading(path)[1].whole


def test_a_bundle_cut_anywhere_says_how_far_it_is_readable(tmp_path: Path) -> None:
    path = bundle(tmp_path, TWENTY)
    whole = path.read_bytes()
    ends = [10 + sum(4 + len(earlier) for earlier in TWENTY[:n]) for n in range(21)]
    for cut in range(0, len(whole), 7):
        path.write_bytes(whole[:cut])
        dispatches, found = reading(path)
        readable = sum(end <= cut for end in ends[1:])
        assert dispatches == TWENTY[:readable]
        assert found.rule == "malformed"
        assert (found.readable, found.count) == (readable, 20 if cut >= 10 else 0)


def test_a_bundle_cut_in_the_fifteenth_dispatch_is_readable_up_to_14_of_20(tmp_path: Path) -> None:
    ends = 10 + sum(4 + len(dispatch) for dispatch in TWENTY[:14])
    path = damaged(bundle(tmp_path, TWENTY), lambda whole: whole[: ends + 4 + 3])
    found = reading(path)[1]
    assert (found.readable, found.count, found.step) == (14, 20, 5)


def test_a_flipped_bit_in_the_hash_leaves_every_dispatch_readable(tmp_path: Path) -> None:
    path = damaged(bundle(tmp_path, TWENTY), lambda whole: whole[:-1] + bytes([whole[-1] ^ 1]))
    dispatches, found = reading(path)
    assert dispatches == TWENTY
    assert (found.whole, found.step) == (False, 6)


def test_what_was_found_cannot_be_asked_before_the_end(tmp_path: Path) -> None:
    reader = read_bundle(bundle(tmp_path, TWENTY))
    next(iter(reader))
    with pytest.raises(RuntimeError):
        _ = reader.reading


def test_a_file_past_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "vast.wasl"
    path.write_bytes(b"WSLB1\n")
    os.truncate(path, BUNDLE_LIMIT_BYTES + 1)
    assert (reading(path)[1].rule, reading(path)[1].step) == ("too-large", 1)
    os.truncate(path, BUNDLE_LIMIT_BYTES)
    assert reading(path)[1].step != 1


def test_a_pipe_is_no_bundle_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, tmp_path / "absent", Path("/dev/zero")):
        with pytest.raises(UnavailableError, match="no-file"):
            list(read_bundle(place))


def test_a_name_in_a_folder_is_eight_random_hex_digits(tmp_path: Path) -> None:
    write_bundle(TWENTY, tmp_path, draw=lambda _size: bytes.fromhex("1a2b3c4d"))
    assert [path.name for path in tmp_path.iterdir()] == ["1a2b3c4d.wasl"]


def test_a_second_bundle_never_takes_the_place_of_a_first(tmp_path: Path) -> None:
    numbers = iter([1, 2, 1, 3, 4])
    for _ in range(2):
        write_bundle(TWENTY, tmp_path, draw=lambda size: next(numbers).to_bytes(size, "big"))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_named_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "to-tripoli.wasl"
    path.write_bytes(b"an older one")
    written = write_bundle(TWENTY, path, draw=drawing())
    assert (written.path, written.count) == (path, 20)
    assert written.size_bytes == path.stat().st_size
    assert reading(path)[1].whole


def test_only_its_owner_may_read_a_bundle(tmp_path: Path) -> None:
    assert stat.S_IMODE(bundle(tmp_path, TWENTY).stat().st_mode) == 0o600


def test_a_bundle_that_could_not_be_finished_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"WSL1"
        raise RefusedError("prekey-gone")

    with pytest.raises(RefusedError, match="prekey-gone"):
        write_bundle(failing(), tmp_path, draw=drawing())
    assert list(tmp_path.iterdir()) == []


def test_a_bundle_that_would_pass_the_limit_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    size = write_bundle(TWENTY, tmp_path / "fits", draw=drawing()).size_bytes
    again = write_bundle(TWENTY, tmp_path / "fits", draw=drawing(), limit_bytes=size)
    assert again.size_bytes == size
    with pytest.raises(RefusedError, match="too-large"):
        write_bundle(TWENTY, tmp_path / "not", draw=drawing(), limit_bytes=size - 1)
    assert [path.name for path in tmp_path.iterdir()] == ["fits"]


@pytest.mark.parametrize("dispatch", [b"", bytes(DISPATCH_LIMIT_BYTES + 1)], ids=["none", "long"])
def test_a_dispatch_of_an_impossible_length_is_our_bug(tmp_path: Path, dispatch: bytes) -> None:
    with pytest.raises(ValueError, match="a dispatch of"):
        write_bundle([dispatch], tmp_path, draw=drawing())


def test_a_missing_stick_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no-file"):
        write_bundle(TWENTY, tmp_path / "gone" / "x.wasl", draw=drawing())


def test_a_full_stick_is_said_and_left_as_it_was(tmp_path: Path) -> None:
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from wasl.core.errors import UnavailableError\n"
        "from wasl.transport.bundle import write_bundle\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65_536, 65_536))\n"
        "try:\n"
        "    write_bundle([bytes(40_000)] * 2, Path(sys.argv[1]), draw=bytes)\n"
        "except UnavailableError as error:\n"
        "    sys.exit(error.what)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert ran.stderr.strip() == "disk-full"
    assert list(tmp_path.iterdir()) == []


def test_one_dispatch_at_a_time_is_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.wasl"
    big = bytes(2**20)
    write_bundle((big for _ in range(96)), path, draw=drawing())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(len(dispatch) for dispatch in read_bundle(path)) == 96 * 2**20
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 32 * 1024
