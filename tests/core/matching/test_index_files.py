"""An index as a file: the same answers from its bytes, and no index from any other bytes."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core.matching.compared import comparer
from tests.core.matching.listed import asked, holding, someone
from wasl.core.matching.index.building import Builder, built
from wasl.core.matching.index.filing import Filed, read_index, write_index
from wasl.core.matching.index.screening import Screener

HOLDER = someone(2, "كريم حداد", births=((1971, 1971, 3, 8),), nations=("DZ",), place="Oran")
PEOPLE = (someone(1, "Saïd Chanegriha"), HOLDER, holding(3, "document", "AB1", HOLDER))
FITTED = comparer().fitted
BYTES = b"".join(write_index(Filed(held=built(FITTED, PEOPLE), snapshot="s", version="v")))


def test_an_index_answers_from_its_bytes_as_it_did() -> None:
    filed = read_index(memoryview(BYTES))
    assert filed is not None
    queries = [asked("Karim Haddad", "1971", document="AB1", nation="DZ", place="Oran")]
    before = Screener(built(FITTED, PEOPLE), FITTED).screen(queries, 10, 0)
    assert Screener(filed.held, FITTED).screen(queries, 10, 0) == before
    assert (filed.snapshot, filed.version) == ("s", "v")


def test_the_same_list_gives_the_same_bytes() -> None:
    again = Filed(held=built(FITTED, PEOPLE), snapshot="s", version="v")
    assert b"".join(write_index(again)) == BYTES


def test_an_index_of_nobody_is_one() -> None:
    empty = b"".join(write_index(Filed(held=built(FITTED, ()), snapshot="s", version="v")))
    filed = read_index(memoryview(empty))
    assert filed is not None
    assert Screener(filed.held, FITTED).screen([asked("Karim Haddad")], 10, 0) == [[]]


@given(st.integers(0, len(BYTES) - 1), st.integers(1, 255))
def test_a_changed_byte_makes_it_no_index(place: int, change: int) -> None:
    changed = bytearray(BYTES)
    changed[place] ^= change
    assert read_index(memoryview(bytes(changed))) is None


@given(st.binary(max_size=200))
def test_other_bytes_are_no_index(content: bytes) -> None:
    assert read_index(memoryview(content)) is None


def test_names_that_cannot_be_compared_are_counted() -> None:
    builder = Builder(FITTED, block=2)
    for number, name in enumerate(("Karim Haddad", "123", "Nadia Ferhat", "سعيد"), 1):
        builder.add(someone(number, name))
    index = builder.index()
    assert builder.not_compared == 1
    assert len(index.names.entity) == 3
