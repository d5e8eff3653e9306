"""The guard file: durable before anything leaves, whole after any cut, blind where it must be."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.store.folders import Stopped, die
from tests.world import ALGIERS, TRIPOLI
from wasl.core.errors import UnavailableError
from wasl.core.log import EMPTY_ROOT
from wasl.node.rows import Mark
from wasl.store.guard import PLACE_BYTES, FileGuard, create_guard

LINK, OTHER = "11" * 16, "22" * 16
FILE = "wasl.guard"


def mark(size: int) -> Mark:
    return Mark(size=size, root=bytes([size % 256]) * 32)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    create_guard(tmp_path, ALGIERS)
    return tmp_path


def opened(home: Path, node: str = ALGIERS) -> FileGuard:
    return FileGuard(home, node, die=die)


def test_what_was_put_is_known_to_the_next_run(home: Path) -> None:
    opened(home).put({LINK: mark(3), OTHER: mark(7)})
    assert (opened(home).mark(LINK), opened(home).mark(OTHER)) == (mark(3), mark(7))


def test_a_log_that_begins_in_a_home_made_here_has_nothing_that_left(home: Path) -> None:
    opened(home).found(LINK)
    assert opened(home).mark(LINK) == Mark(size=0, root=EMPTY_ROOT)


def test_a_log_that_began_before_does_not_begin_again(home: Path) -> None:
    opened(home).put({LINK: mark(3)})
    opened(home).found(LINK)
    assert opened(home).mark(LINK) == mark(3)


def test_a_doubt_lasts_until_something_is_known_again(home: Path) -> None:
    opened(home).put({LINK: mark(3)})
    opened(home).put({LINK: None})
    opened(home).found(LINK)
    assert opened(home).mark(LINK) is None
    opened(home).put({LINK: mark(9)})
    assert opened(home).mark(LINK) == mark(9)


def test_a_home_without_the_file_knows_nothing_and_begins_nothing(tmp_path: Path) -> None:
    guard = opened(tmp_path)
    guard.found(LINK)
    assert (guard.mark(LINK), (tmp_path / FILE).exists()) == (None, False)


def test_a_home_without_the_file_knows_what_is_put_from_then_on(tmp_path: Path) -> None:
    opened(tmp_path).put({LINK: mark(3)})
    guard = opened(tmp_path)
    guard.found(OTHER)
    assert (guard.mark(LINK), guard.mark(OTHER)) == (mark(3), None)


def test_the_file_of_another_node_says_nothing(home: Path) -> None:
    opened(home).put({LINK: mark(3)})
    guard = opened(home, TRIPOLI)
    guard.found(OTHER)
    assert (guard.mark(LINK), guard.mark(OTHER)) == (None, None)


def test_a_write_cut_anywhere_leaves_what_was_said_before(home: Path) -> None:
    opened(home).put({LINK: mark(3)})
    before = (home / FILE).read_bytes()
    opened(home).put({LINK: mark(4)})
    after = (home / FILE).read_bytes()
    changed = [at for at in range(len(after)) if before[at] != after[at]]
    for cut in range(changed[0], changed[-1] + 1):
        (home / FILE).write_bytes(after[:cut] + before[cut:])
        assert opened(home).mark(LINK) == mark(3)
    (home / FILE).write_bytes(after)
    assert opened(home).mark(LINK) == mark(4)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"",
        lambda whole: whole[:10],
        lambda whole: bytes(len(whole)),
        lambda whole: b"\xff" * len(whole),
        lambda whole: whole.replace(b"wasl-guard/1", b"wasl-guard/2"),
    ],
)
def test_a_damaged_file_says_nothing(home: Path, spoil: Callable[[bytes], bytes]) -> None:
    opened(home).put({LINK: mark(3)})
    (home / FILE).write_bytes(spoil((home / FILE).read_bytes()))
    assert opened(home).mark(LINK) is None


@pytest.mark.parametrize("text", [b"", b"wasl-guard/1\n", b"\xff\n", b"a\nb\nc d e\n"])
def test_a_whole_place_that_is_none_of_ours_says_nothing(home: Path, text: bytes) -> None:
    whole = text + sha256(text).hexdigest().encode() + b"\n"
    (home / FILE).write_bytes(whole.ljust(PLACE_BYTES, b"\0") * 2)
    assert opened(home).mark(LINK) is None


def test_what_is_said_already_is_not_written_again(home: Path) -> None:
    guard = opened(home)
    guard.put({LINK: mark(3), OTHER: None})
    before = (home / FILE).read_bytes()
    guard.put({LINK: mark(3)})
    guard.put({OTHER: None})
    guard.put({})
    assert (home / FILE).read_bytes() == before


def test_the_file_has_its_whole_length_from_the_start_and_is_private(home: Path) -> None:
    found = (home / FILE).stat()
    assert (found.st_size, found.st_mode & 0o777) == (2 * PLACE_BYTES, 0o600)


def test_a_guard_that_cannot_be_written_ends_the_process(home: Path) -> None:
    guard = opened(home)
    (home / FILE).unlink()
    (home / FILE).mkdir()
    with pytest.raises(Stopped, match="guard file"):
        guard.put({LINK: mark(3)})
    assert guard.mark(LINK) is None


def test_a_home_that_has_a_guard_gets_no_other(home: Path) -> None:
    opened(home).put({LINK: mark(3)})
    with pytest.raises(UnavailableError):
        create_guard(home, ALGIERS)
    assert opened(home).mark(LINK) == mark(3)


def test_more_links_than_a_place_holds_are_our_bug(home: Path) -> None:
    with pytest.raises(RuntimeError):
        opened(home).put({f"{number:032x}": mark(1) for number in range(1_400)})


def test_a_thousand_links_are_held(home: Path) -> None:
    marks = {f"{number:032x}": Mark(size=2**40, root=b"r" * 32) for number in range(1_000)}
    opened(home).put(marks)
    assert opened(home).mark(f"{999:032x}") == Mark(size=2**40, root=b"r" * 32)
