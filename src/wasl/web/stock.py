"""The files every page draws on, each under a name that changes with its content."""

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type

from starlette.responses import Response

from wasl.web.guard import packed

FOREVER = "public, max-age=31536000, immutable"
TEXTS = frozenset({".css", ".js", ".svg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file, as it is and as it travels."""

    content: bytes
    small: bytes
    media: str


class Stock:
    """Read once, when the desk opens."""

    def __init__(self) -> None:
        self._pieces: dict[str, Piece] = {}
        self._names: dict[str, str] = {}
        found = files("wasl.web").joinpath("static").iterdir()
        # Styles come last: they name what lies beside them.
        for file in sorted(found, key=lambda file: (file.name.endswith(".css"), file.name)):
            stem, dot, ending = file.name.rpartition(".")
            if not dot or f".{ending}" not in {*TEXTS, ".woff2"}:
                continue  # a licence is for people who read the folder
            self._keep(file.name, f"{stem}.{{}}.{ending}", file.read_bytes())

    def _keep(self, name: str, pattern: str, content: bytes) -> None:
        # A style names its fonts as they lie in the folder; a page gets them by content.
        if name.endswith(".css"):
            for held, served in self._names.items():
                content = content.replace(f'"{held}"'.encode(), f'"{served}"'.encode())
        served = pattern.format(sha256(content).hexdigest()[:12])
        media = guess_type(name)[0] or "application/octet-stream"
        small, said = packed(content, {"accept-encoding": "gzip"})
        self._names[name] = served
        self._pieces[served] = Piece(
            content=content, small=small if said and name[-4:] != "off2" else content, media=media
        )

    def path(self, name: str) -> str:
        """Where a page finds a file."""
        return f"/static/{self._names[name]}"

    def answer(self, served: str, accepts: str) -> Response | None:
        """A file under its name of now; none under any other."""
        piece = self._pieces.get(served)
        if piece is None:
            return None
        headers = {"cache-control": FOREVER, "vary": "accept-encoding"}
        if "gzip" in accepts and piece.small is not piece.content:
            headers["content-encoding"] = "gzip"
            return Response(piece.small, media_type=piece.media, headers=headers)
        return Response(piece.content, media_type=piece.media, headers=headers)
