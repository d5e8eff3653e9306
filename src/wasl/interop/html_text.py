"""The text of a web page: what a reader sees, and what the page tells of itself in its markup."""

from html.parser import HTMLParser

from wasl.core.errors import RefusedError
from wasl.core.matching.intake.page import Told

UNSEEN = frozenset(
    "script style noscript template svg nav footer aside form button select head".split()
)
BLOCKS = frozenset(
    """
    address article blockquote br div dd dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li
    main ol p pre section table td th time tr ul
    """.split()
)
# Elements that never close.
EMPTY = frozenset("area br col embed hr img input link meta source track wbr".split())
META = {
    "og:title": "title",
    "og:site_name": "publication",
    "author": "author",
    "article:author": "author",
    "article:published_time": "published",
    "date": "published",
    "og:url": "address",
}
DEPTH_LIMIT = 1_000


def read_html(text: str) -> tuple[str, Told]:
    """The text in lines, and what the page tells of itself; refuses ``not-this-format``."""
    reader = _Reader()
    try:
        reader.feed(text)
        reader.close()
    except AssertionError as error:
        # The library's word for a marked section it does not know.
        raise RefusedError("not-this-format", {"why": "markup"}) from error
    if not reader.seen:
        raise RefusedError("not-this-format", {"why": "no markup"})
    return reader.text(), reader.told()


class _Reader(HTMLParser):
    """What is seen so far, and which unseen elements are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = False
        self._pieces: list[str] = []
        self._unseen: list[str] = []
        self._told: dict[str, str] = {}
        self._heading: str | None = None
        # Put in place by its name, which is the library's and none of ours.
        setattr(self, "handle_data", self._write)  # noqa: B010

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen = True
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._tell(given)
        elif tag == "link" and given.get("rel") == "canonical":
            self._told.setdefault("address", given.get("href", ""))
        elif tag in UNSEEN and len(self._unseen) < DEPTH_LIMIT:
            self._unseen.append(tag)
        elif tag in BLOCKS:
            self._pieces.append("\n")
        if tag == "h1" and self._heading is None and not self._unseen:
            self._heading = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen.pop() != tag:
                pass
        elif tag in BLOCKS:
            self._pieces.append("\n")
        if tag == "h1" and self._heading:
            self._told.setdefault("heading", self._heading)

    def _write(self, text: str) -> None:
        if self._unseen:
            return
        self._pieces.append(text)
        if self._heading is not None and "heading" not in self._told:
            self._heading += text

    def _tell(self, given: dict[str, str]) -> None:
        field = META.get(given.get("property") or given.get("name") or "")
        if field and given.get("content"):
            self._told.setdefault(field, given["content"].strip())

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._pieces).split("\n"))
        return "\n".join(line for line in lines if line)

    def told(self) -> Told:
        told = dict(self._told)
        heading = " ".join(told.pop("heading", "").split())
        return Told(**{**told, "title": heading or told.get("title", "")})
