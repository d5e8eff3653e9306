"""Files beside a body: measured before they are read, and handed to the node part by part.

A file of more than one part is never held whole: it is read once for its hashes and once more to
be handed over, and the node checks each part against the list that was signed.
"""

import mimetypes
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from wasl.cli.texts import read_bytes
from wasl.core.canonical import Json
from wasl.core.errors import RefusedError, UnavailableError
from wasl.node.attachment import check_size
from wasl.seal.parts import PART_BYTES
from wasl.wiring import Door

WITHIN_LIMIT_BYTES = 4 * PART_BYTES  # of small files beside one body: one frame of the door
NAME_DIGITS = 16


def attached_files(paths: Sequence[str], handling: tuple[str, ...]) -> list[dict[str, Any]]:
    """The files beside a body, under its handling: small ones as they are, others by hashes.

    Of what comes afterwards, ``path`` says where it is; it never reaches the node. Refuses
    ``too-large`` before a byte is read, and ``unreadable-file``.
    """
    sizes = [(path, _size(path)) for path in paths]
    for _, size in sizes:
        check_size(size)
    files, within = [], 0
    for path, size in sizes:
        media = mimetypes.guess_type(path)[0] or "application/octet-stream"
        said = {"handling": list(handling), "media": media}
        within += size
        if size <= PART_BYTES and within <= WITHIN_LIMIT_BYTES:
            content = read_bytes(path, WITHIN_LIMIT_BYTES)
            files.append({**said, "content": b64encode(content).decode()})
        else:
            files.append({**said, **_measured(path), "path": path})
    return files


def _size(path: str) -> int:
    """What the file system says; of what is no plain file, as much as is read of it."""
    try:
        found = Path(path)
        return found.stat().st_size if path != "-" and found.is_file() else 0
    except OSError as error:
        raise RefusedError("unreadable-file", {"file": Path(path).name}) from error


def _measured(path: str) -> dict[str, Any]:
    """Size, hash and hash of the list of parts, by reading the file once."""
    whole, listed, size = sha256(), bytearray(), 0
    for _, part in _parts(path):
        whole.update(part)
        listed += sha256(part).digest()
        size += len(part)
        check_size(size)
    several = size > PART_BYTES
    parts = sha256(listed).hexdigest() if several else ""
    return {"parts": parts, "sha256": whole.hexdigest(), "size": size}


def _parts(path: str) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of each part of a file, one at a time."""
    try:
        with Path(path).open("rb") as stream:
            yield from _read(stream)
    except OSError as error:
        raise RefusedError("unreadable-file", {"file": Path(path).name}) from error


def _read(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    offset, part = 0, stream.read(PART_BYTES)
    while True:
        yield offset, part
        offset += len(part)
        part = stream.read(PART_BYTES)
        if not part:
            return


def without_paths(wish: Mapping[str, Any]) -> dict[str, Any]:
    """The wish as the node is told it: where a file lies on this machine is left out."""
    files = [
        {name: value for name, value in file.items() if name != "path"}
        for file in wish.get("attached") or ()
    ]
    return {**wish, "attached": files} if files else dict(wish)


def hand_over(door: Door, draft: str, officer: str, wish: Mapping[str, Any]) -> None:
    """Every announced file of a draft, its list first, then part by part.

    Refuses ``wrong-commitment`` where a file is no longer what it was when it was measured; the
    draft is thrown away then.
    """
    try:
        _hand_all(door, {"draft": draft, "officer": officer}, wish)
    except RefusedError:
        door.ask("drop-draft", {"draft": draft, "officer": officer})
        raise


def _hand_all(door: Door, asked: Mapping[str, str], wish: Mapping[str, Any]) -> None:
    for file in wish.get("attached") or ():
        if "path" not in file:
            continue
        if file["parts"]:
            listed = b"".join(sha256(part).digest() for _, part in _parts(file["path"]))
            _hand(door, asked, file["parts"], 0, listed)
        for offset, part in _parts(file["path"]):
            _hand(door, asked, file["sha256"], offset, part)


def hand_over_held(door: Door, asked: Mapping[str, str], wish: Mapping[str, Any]) -> None:
    """Every file of a draft that goes on from an item this node holds: the node takes them over.

    ``asked`` names draft, entry and officer. Refuses as ``attach-held`` does; the draft is thrown
    away then.
    """
    try:
        for file in wish.get("attached") or ():
            here, of = 0, 1
            while here < of:
                stretch = {"first": here * PART_BYTES, "sha256": file["sha256"]}
                told = door.ask("attach-held", {**asked, "file": stretch})
                here, of = told["here"], told["of"]
    except RefusedError:
        door.ask("drop-draft", {name: asked[name] for name in ("draft", "officer")})
        raise


def _hand(door: Door, asked: Mapping[str, str], name: str, offset: int, content: bytes) -> None:
    said = {"content": b64encode(content).decode(), "offset": offset, "sha256": name}
    door.ask("attach", {**asked, "part": said})


def save_attachment(door: Door, asked: Mapping[str, Any], file: Json, path: Path) -> None:
    """One attachment in a file that only its owner reads, whole or not at all.

    Refuses ``wrong-commitment`` where its author named it by another hash than it has.
    """
    whole, size = sha256(), 0
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _private_file(path) as stream:
            while size < file["size"] or not size:
                said = {**asked, "file": {"first": size, "sha256": file["sha256"]}}
                part = b64decode(door.ask("open-file", said)["content"])
                stream.write(part)
                whole.update(part)
                size += len(part)
                if not part:
                    break
            if whole.hexdigest() != file["sha256"]:
                raise RefusedError("wrong-commitment", {"file": file["sha256"][:NAME_DIGITS]})
    except OSError as error:
        raise UnavailableError("no-file", {"file": path.name}) from error


@contextmanager
def _private_file(path: Path) -> Iterator[BinaryIO]:
    """A file only its owner reads: there when the block ends well, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
