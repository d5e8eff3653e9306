"""What a verb is asked with, read strictly: plain values of the door become values of the node.

Whoever asks is this account or root, so nothing here guards a secret; but a program of another
release, or a broken one, gets a refusal by name and not a fault.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from wasl.core.canonical import Json
from wasl.core.errors import RefusedError
from wasl.node.accounts import Prepared
from wasl.node.wish import Announced, Attached, Wish
from wasl.seal.frames import Part

PLAIN = (str, int, bool)

Codes = list[str]
Leaf = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})*$")]


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class _Fields(_Asked):
    """Of the fields of an entry those read before the entry itself: the rest is judged there."""

    model_config = ConfigDict(extra="allow")

    about: list[Leaf] | None = None
    case: str | None = None
    caveats: Codes | None = None
    handling: Codes | None = None
    lang: dict[str, Any] | None = None


class _File(_Asked):
    content: str
    handling: Codes
    media: str


class _Announced(_Asked):
    handling: Codes
    media: str
    parts: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
    sha256: Leaf
    size: Annotated[int, Field(ge=0, lt=2**53)]


class _Part(_Asked):
    content: str
    offset: Annotated[int, Field(ge=0, lt=2**53)]
    sha256: Leaf


class _Stretch(_Asked):
    first: Annotated[int, Field(ge=0, lt=2**53)] = 0
    sha256: Leaf


class _Wished(_Asked):
    kind: str
    move: str
    fields: _Fields | None = None
    body: dict[str, Any] | None = None
    attached: list[_File | _Announced] | None = None
    statement: str | None = None
    flash: bool = False


class _Prepared(_Asked):
    body: str
    fields: dict[str, Any]
    files: list[str]
    link: str
    salt: Hex
    statement: str


Model = TypeVar("Model", bound=_Asked)


def read_argument(untrusted: Json, declared: object) -> Json:
    """The value of an argument, of the type a verb declares: bytes come as hex, paths as text.

    ValueError for anything else; a type not known here is the verb's own to read.
    """
    if declared is bytes:
        return bytes.fromhex(_plain(untrusted, str))
    if declared is Path:
        return _path(_plain(untrusted, str))
    if declared in PLAIN:
        return _plain(untrusted, declared)
    if get_origin(declared) is list:
        (inner,) = get_args(declared)
        return [read_argument(part, inner) for part in _plain(untrusted, list)]
    if get_origin(declared) is Mapping:
        return _plain(untrusted, dict)
    return untrusted


def _plain(untrusted: Json, plain: object) -> Json:
    if type(untrusted) is not plain:
        raise ValueError("of another type")
    return untrusted


def _path(untrusted: str) -> Path:
    """A file by its whole name: whose folder it would lie in else, only the asker knows."""
    path = Path(untrusted)
    if "\0" in untrusted or not path.is_absolute() or not path.name:
        raise ValueError("no whole name of a file")
    return path


def read_wish(untrusted: Mapping[str, Any]) -> Wish:
    """What an officer fills in; refuses ``bad-arguments``."""
    wished = _read(_Wished, untrusted)
    return Wish(
        kind=wished.kind,
        move=wished.move,
        fields=untrusted.get("fields") or {},
        body=wished.body,
        attached=[_attached(file) for file in wished.attached or ()],
        statement=(wished.statement or "").encode(),
        flash=wished.flash,
    )


def _attached(file: _File | _Announced) -> Attached | Announced:
    handling = tuple(file.handling)
    if isinstance(file, _File):
        return Attached(content=bytes_of(file.content), media=file.media, handling=handling)
    return Announced(
        sha256=file.sha256,
        size=file.size,
        parts=file.parts,
        media=file.media,
        handling=handling,
    )


def read_prepared(untrusted: Mapping[str, Any]) -> Prepared:
    """A prepared act as it comes back from its drafter; refuses ``bad-arguments``."""
    prepared = _read(_Prepared, untrusted)
    return Prepared(
        link=prepared.link,
        fields=prepared.fields,
        salt=bytes.fromhex(prepared.salt),
        body=bytes_of(prepared.body),
        files=tuple(bytes_of(content) for content in prepared.files),
        statement=prepared.statement.encode(),
    )


def read_part(untrusted: Mapping[str, Any]) -> Part:
    """One part of an attachment, as base64; refuses ``bad-arguments``."""
    part = _read(_Part, untrusted)
    name = bytes.fromhex(part.sha256)
    return Part(sha256=name, offset=part.offset, content=bytes_of(part.content))


def read_stretch(untrusted: Mapping[str, Any]) -> tuple[str, int]:
    """Which attachment is read, and from which byte on; refuses ``bad-arguments``."""
    stretch = _read(_Stretch, untrusted)
    return stretch.sha256, stretch.first


def bytes_of(untrusted_base64: str) -> bytes:
    """The bytes a door carries as base64; refuses ``bad-arguments``."""
    try:
        return b64decode(untrusted_base64, validate=True)
    except (Base64Error, ValueError) as error:
        raise RefusedError("bad-arguments", {"why": "not base64"}) from error


def _read(model: type[Model], untrusted: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(dict(untrusted))
    except ValidationError as error:
        place = error.errors(include_input=False)[0]["loc"]
        raise RefusedError("bad-arguments", {"why": ".".join(map(str, place))[:64]}) from error
