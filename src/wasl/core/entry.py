"""One act by one party, as it lies in that party's log for ever: codes only, never content.

Bytes: ``docs/spec/entry.md``. Whether an entry may stand where it stands is asked elsewhere
(``case``, ``policy``); here bytes become a value or a refusal.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from wasl.core import canonical
from wasl.core.errors import RefusedError
from wasl.core.terms import (
    Caveat,
    ClockSource,
    Handling,
    Language,
    Likelihood,
    PersonRole,
    Precedence,
    Tlp,
    Urgency,
)

ENTRY_LIMIT_BYTES = 8_192
ZERO_HASH = "0" * 64

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
LinkId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
ArrangementId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
CaseReference = Annotated[str, Field(pattern=r"^[A-Z2-7]{14}$")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_:./-]{0,63}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
NodeName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$")]
Size = Annotated[int, Field(ge=0, lt=canonical.INTEGER_LIMIT)]
Time = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
        r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
    ),
]
Text = Annotated[str, Field(pattern=r"^[ -~]{1,128}$")]
Pseudonym = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
"""An officer, whom only the own service can name."""


def _known_roles(persons: dict[str, int]) -> dict[str, int]:
    """The counts, if each stands under a role there is."""
    if not persons or not persons.keys() <= set(PersonRole):
        raise ValueError("not a role of a person")
    return persons


# Plain strings as keys: the canonical writer takes no others.
Persons = Annotated[
    dict[str, Annotated[int, Field(ge=1, le=10_000)]], AfterValidator(_known_roles)
]


def _only_true(flash: bool) -> bool:
    """True: what is not FLASH leaves the field out."""
    if not flash:
        raise ValueError("not FLASH is said by leaving it out")
    return flash


# Not Literal, which takes 1.0 and true for 1: other bytes for the same value.
FormatVersion = Annotated[int, Field(ge=1, le=1)]
Flash = Annotated[bool, AfterValidator(_only_true)]


class _Model(BaseModel):
    # Field order is the canonical order in every model below: a plain dump is sorted already.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)


class ArrangementReference(_Model):
    """Which text rules an entry: version 0 and 64 zeros until one is in force."""

    id: ArrangementId
    sha256: Hash
    version: Size


class BodyReference(_Model):
    """The salted commitment to a body and the padded length that holds salt and body."""

    bucket: Size
    commit: Hash


class Signatory(_Model):
    """A role and a pseudonym that only the author's own service can resolve."""

    role: Name
    who: Pseudonym | None = None


class By(_Model):
    """Who drafted and who released; one officer for both only under ``flash``."""

    drafted: Signatory
    flash: Flash | None = None
    released: Signatory


class ClockClaim(_Model):
    """Where the author's clock gets its time and how far it may be off, in seconds."""

    source: ClockSource
    unsure_s: Size


class FileReference(_Model):
    """An attachment named by its hash; it travels apart and may follow later.

    ``parts`` is the hash of the list of its parts, where it has more than one.
    """

    handling: tuple[Handling, ...]
    media: Text
    parts: Hash | None = None
    sha256: Hash
    size: Size


class GradingClaim(_Model):
    """A grading as its author gave it, with its scale; never converted."""

    information: Code
    scale: Literal["4x4", "admiralty"]
    source: Code


class Translation(_Model):
    """Who made one translation and which officer reviewed it."""

    by: Text
    language: Language
    reviewed: Text | None = None


class Languages(_Model):
    """The language that decides, those present, and who translated the others."""

    authentic: Language
    present: tuple[Language, ...]
    translated: tuple[Translation, ...] | None = None


class Seen(_Model):
    """How much of the counterpart's log the author held when it wrote."""

    root: Hash
    size: Size


class Entry(_Model):
    """One entry; an absent field is ``None`` here and left out of the bytes."""

    about: tuple[Hash, ...] | None = None
    arrangement: ArrangementReference
    audience: tuple[NodeName, ...] | None = None
    basis: Code | None = None
    body: BodyReference | None = None
    by: By
    case: CaseReference | None = None
    caveats: tuple[Caveat, ...] | None = None
    clause: Text | None = None
    clock: ClockClaim
    code: Code | None = None
    dossier: Name | None = None
    due: Time | None = None
    files: tuple[FileReference, ...] | None = None
    grading: GradingClaim | None = None
    handling: tuple[Handling, ...] | None = None
    index: Size
    kind: Name
    lang: Languages | None = None
    likelihood: Likelihood | None = None
    link: LinkId
    move: Name
    offer_until: Time | None = None
    outcomes: tuple[Code, ...] | None = None
    persons: Persons | None = None
    precedence: Precedence | None = None
    purpose: Code | None = None
    retain_until: Time | None = None
    seen: Seen
    statement: Hash | None = None
    tlp: Tlp | None = None
    urgency: Urgency | None = None
    v: FormatVersion
    written: Time


def write_entry(entry: Entry) -> bytes:
    """The canonical bytes of an entry; more than 8 KiB of codes is refused ``too-large``."""
    written = canonical.sorted_bytes(entry.model_dump(exclude_none=True))
    if len(written) > ENTRY_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": ENTRY_LIMIT_BYTES})
    return written


def entry_of(fields: Mapping[str, Any]) -> tuple[Entry, bytes]:
    """The entry with these fields (JSON values) and its canonical bytes.

    Refuses what ``read_entry`` refuses of the bytes: we never write what a counterpart turns away.
    """
    written = canonical.sorted_bytes(fields)
    return read_entry(written), written


def read_entry(untrusted: bytes) -> Entry:
    """The entry whose canonical bytes these are.

    trust.md step 9. Refuses ``too-large``, ``bad-entry`` for a field outside its rule and
    ``not-canonical`` for other bytes of the same value (which catches duplicate keys).
    """
    if len(untrusted) > ENTRY_LIMIT_BYTES:
        raise RefusedError("too-large", {"limit": ENTRY_LIMIT_BYTES})
    # rest, body, case, index, rest, body, case, index, ..., rest: of the three one is there.
    parts = _OWN.split(untrusted)
    bodies, cases, indexes = parts[1::4], parts[2::4], parts[3::4]
    own: dict[str, Any] = {}
    order = []
    for body, case, index in zip(bodies, cases, indexes, strict=True):
        if body is not None:
            own["body"] = BodyReference.model_validate_json(body)
            order.append(0)
        elif case is not None:
            own["case"] = case.decode()
            order.append(1)
        else:
            own["index"] = int(index)
            order.append(2)
    try:
        return _shared(tuple(parts[::4]), tuple(order)).model_copy(update=own)
    except RefusedError:
        return _read_whole(untrusted)  # refused for what it is, not for what it shares


# The entries of a batch differ in three members, and no rule of the model ties one member to
# another. So these are cut out where they have their one canonical spelling (numbers of so few
# digits that they are below 2^53), and the rest is read once for all who share it.
_OWN = re.compile(
    rb'"body":(\{"bucket":(?:0|[1-9][0-9]{0,14}),"commit":"[0-9a-f]{64}"\}),'
    rb'|"case":"([A-Z2-7]{14})",'
    rb'|"index":(0|[1-9][0-9]{0,14}),'
)
_SAMPLES = (
    b'"body":{"bucket":0,"commit":"' + ZERO_HASH.encode() + b'"},',
    b'"case":"AAAAAAAAAAAAAA",',
    b'"index":0,',
)


@lru_cache(maxsize=256)
def _shared(rests: tuple[bytes, ...], order: tuple[int, ...]) -> Entry:
    """The entry with samples, in this order, of the members cut out between the rests."""
    samples = (*(_SAMPLES[member] for member in order), b"")
    return _read_whole(b"".join(chain.from_iterable(zip(rests, samples, strict=True))))


def _read_whole(untrusted: bytes) -> Entry:
    """The entry whose canonical bytes these are, looked at from their first byte to their last."""
    try:
        entry = Entry.model_validate_json(untrusted)
    except ValidationError as error:
        raise RefusedError("bad-entry", {"field": first_field(error)}) from error
    # The model holds every string to ASCII and every number to an integer, so sorted bytes are
    # the canonical ones; an absent field is left out, never null.
    try:
        same = canonical.sorted_bytes(orjson.loads(untrusted)) == untrusted
    except ValueError as error:
        # The model reads the last of two fields with one name; the first may be no JSON at all.
        raise RefusedError("not-canonical", {"why": "not JSON"}) from error
    if not same or canonical.has_null(untrusted):
        raise RefusedError("not-canonical", {"why": "other bytes for the same entry"})
    return entry


def first_field(error: ValidationError) -> str:
    """The path to the first fault; never a value nor an unknown name, which may be anything."""
    fault = error.errors(include_input=False, include_url=False)[0]
    known = fault["loc"][:-1] if fault["type"] == "extra_forbidden" else fault["loc"]
    path = ".".join(str(part) for part in known)
    return path if path.isascii() and path.isprintable() and path else "?"
