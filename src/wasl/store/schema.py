"""The tables of one node, in SQL that SQLite and PostgreSQL read alike.

Times are integer microseconds UTC, sequences of texts are JSON texts, numbers stay below 2^63.
``place`` in the tables that grow is one number for a place in a log: the number ``link_numbers``
gives to its link, times 2^44, and the index. Rows lie in the order of their arrival, not of their
places: what goes to the end of one log would lie in the midst of all others, and SQLite appends
three times as fast as it inserts. A description of each table: ``docs/spec/store.md``.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    or_,
)

REVISION = "0003"
INDEX_LIMIT = 1 << 44  # of the entries of one log, so that a place is below 2^63

metadata = MetaData()

# Byte order on both sides: the default collation of PostgreSQL depends on its host.
_KEY = Text().with_variant(Text(collation="C"), "postgresql")
# Only a column declared INTEGER is SQLite's own row number; any other needs a second index.
_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _key(name: str) -> Column[str]:
    return Column(name, _KEY, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, _KEY, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _number_key(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _row_number(name: str) -> Column[int]:
    return Column(name, _NUMBER, primary_key=True, autoincrement=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def names_of(table: Table) -> tuple[str, ...]:
    """The columns of a table, in its order."""
    return tuple(column.name for column in table.columns)


settings = Table("settings", metadata, _key("name"), _bytes("value"))

partners = Table(
    "partners", metadata, _key("node"), _text("keys_sha256"), _number("met_us"), _text("url")
)

links = Table(
    "links", metadata, _key("own"), _text("theirs"), _text("partner"), _text("arrangement_id")
)

link_numbers = Table(
    "link_numbers",
    metadata,
    _row_number("number"),
    Column("link", _KEY, nullable=False, unique=True),
)

logs = Table(
    "logs",
    metadata,
    _key("link"),
    _text("author"),
    _text("counterpart"),
    _number("size"),
    _bytes("peaks"),
    _number("countersigned"),
    _number("epoch_number"),
    _text("epoch_random"),
    _bytes("head"),
    _bytes("receipt"),
    _number("long_lived_us"),
)

entries = Table(
    "entries",
    metadata,
    _number_key("place"),
    _bytes("leaf"),
    _bytes("entry"),
    _text("case"),
    _text("kind"),
    _text("move"),
    _number("seen"),
    _text("rule"),
    _text("body_rule"),
    _number("at_us"),
)
Index(
    "void_entries",
    entries.c.place,
    sqlite_where=or_(entries.c.rule != "", entries.c.body_rule != ""),
    postgresql_where=or_(entries.c.rule != "", entries.c.body_rule != ""),
)

# Where the entries of a leaf, a case or a kind lie, and the last ones (store/places.py).
leaf_places = Table(
    "leaf_places",
    metadata,
    _number_key("leaf_head"),
    _number_key("place"),
    sqlite_with_rowid=False,
)

case_places = Table(
    "case_places", metadata, _key("case"), _number_key("place"), sqlite_with_rowid=False
)

kind_places = Table(
    "kind_places", metadata, _key("kind"), _number_key("place"), sqlite_with_rowid=False
)

new_places = Table(
    "new_places", metadata, _row_number("place"), _number("leaf_head"), _text("case")
)

# Folds of the logs, made again at will (store/folds.py).
awake_cases = Table("awake_cases", metadata, _key("case"), sqlite_with_rowid=False)

reviews = Table(
    "reviews", metadata, _number_key("until_us"), _number_key("place"), sqlite_with_rowid=False
)

subtrees = Table("subtrees", metadata, _number_key("place"), _bytes("root"))

citations = Table(
    "citations",
    metadata,
    Column("leaf", LargeBinary, primary_key=True),
    _number_key("place"),
    sqlite_with_rowid=False,
)

# Apart and small: what is destroyed by law is 32 bytes here, and the rest opens no more.
salts = Table("salts", metadata, _number_key("place"), _bytes("salt"))

bodies = Table("bodies", metadata, _number_key("place"), _bytes("closed"))

files = Table(
    "files",
    metadata,
    _key("sha256"),
    _key("link"),
    _number_key("index"),
    _number("size"),
    _text("media"),
    _bytes("closed"),
    Index("files_entry", "link", "index"),
)

# Of attachments of more than one part; under the salt, not the index (node/rows.py).
parts = Table(
    "parts",
    metadata,
    _key("link"),
    _number_key("tag"),
    _key("sha256"),
    _number_key("offset"),
    _bytes("closed"),
)

checkpoints = Table("checkpoints", metadata, _key("link"), _number_key("size"), _bytes("note"))

statements = Table("statements", metadata, _key("sha256"), _text("kind"), _bytes("note"))

own_prekeys = Table(
    "own_prekeys",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    _text("link"),
    _bytes("private"),
    _number("until_us"),
)

their_prekeys = Table(
    "their_prekeys",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    _text("link"),
    _bytes("public"),
    _number("until_us"),
    _number("index"),
)

drafts = Table(
    "drafts",
    metadata,
    _key("id"),
    _text("link"),
    _bytes("act"),
    _bytes("salt"),
    _bytes("body"),
    _text("files"),
    _text("statement"),
    _bytes("note"),
    _text("officer"),
    _number("at_us"),
)

waiting = Table(
    "waiting",
    metadata,
    _row_number("number"),
    _text("link"),
    _bytes("act"),
    _bytes("salt"),
    _bytes("body"),
    _text("files"),
    _text("statement"),
    _number("at_us"),
)

officers = Table(
    "officers",
    metadata,
    _key("id"),
    _text("name"),
    _text("roles"),
    _bytes("key"),
    _number("since_us"),
    Column("until_us", BigInteger, nullable=True),
)

house = Table("house", metadata, _row_number("index"), _bytes("line"), _bytes("leaf"))

refusals = Table(
    "refusals",
    metadata,
    _row_number("number"),
    _text("link"),
    _text("side"),
    _text("rule"),
    _bytes("detail"),
    _number("at_us"),
)

pools = Table(
    "pools", metadata, _key("link"), _number_key("first"), _number("last"), _bytes("frames")
)
