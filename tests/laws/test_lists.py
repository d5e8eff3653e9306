"""Whatever a file holds, reading it as a list gives entities or one refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.interop.reading import FILE_OF, content_of
from wasl.core.errors import RefusedError
from wasl.core.matching.entities.codes import HomeRole
from wasl.core.matching.entities.reading import read_entity, write_entity
from wasl.interop.formats import FORMATS, read_list
from wasl.interop.rows import Source


def _read(format_name: str, content: bytes) -> None:
    source = Source(content=content, role=HomeRole.LISTED, beside=content)
    try:
        reading = read_list(format_name, source)
    except RefusedError:
        return
    for entity in reading.entities:
        assert read_entity(write_entity(entity)) == entity


@pytest.mark.parametrize("format_name", FORMATS)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_only_refusals_escape_from_reading_a_list(format_name: str, content: bytes) -> None:
    _read(format_name, content)


@pytest.mark.parametrize("format_name", FORMATS)
@given(data=st.data())
def test_only_refusals_escape_from_a_list_somebody_changed(
    format_name: str, data: st.DataObject
) -> None:
    content = content_of(format_name)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(start + 40, len(content))))
    put = data.draw(
        st.binary(max_size=8)
        | st.sampled_from([b"<", b">", b"\x00", b'"', b",", b"\xe2\x80\xae", b"[[", b"null", b"{"])
    )
    _read(format_name, content[:start] + put + content[end:])


def test_every_format_has_an_invented_list() -> None:
    assert set(FILE_OF) == set(FORMATS)
