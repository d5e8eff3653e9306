"""The first tables. What a released migration says is never changed: the next one changes it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, _TEXT, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _row_number(name: str) -> sa.Column[int]:
    return sa.Column(name, _ROW_NUMBER, autoincrement=False, nullable=False)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _key(*names: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*names)


def upgrade() -> None:
    """The tables of release 0.1."""
    _parties()
    _logs()
    _entries()
    _bodies()
    _prekeys()
    _acts()
    _house()


def _parties() -> None:
    op.create_table("settings", _text("name"), _bytes("value"), _key("name"))
    op.create_table(
        "partners",
        _text("node"),
        _text("keys_sha256"),
        _number("met_us"),
        _text("url"),
        _key("node"),
    )
    op.create_table(
        "links",
        _text("own"),
        _text("theirs"),
        _text("partner"),
        _text("arrangement_id"),
        _key("own"),
    )
    op.create_table("statements", _text("sha256"), _text("kind"), _bytes("note"), _key("sha256"))


def _logs() -> None:
    op.create_table(
        "link_numbers",
        _row_number("number"),
        _text("link"),
        _key("number"),
        sa.UniqueConstraint("link"),
    )
    op.create_table(
        "logs",
        _text("link"),
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
        _key("link"),
    )
    op.create_table(
        "checkpoints", _text("link"), _number("size"), _bytes("note"), _key("link", "size")
    )


def _entries() -> None:
    op.create_table(
        "entries",
        _number("place"),
        _bytes("leaf"),
        _bytes("entry"),
        _text("case"),
        _text("kind"),
        _text("move"),
        _number("seen"),
        _text("rule"),
        _text("body_rule"),
        _number("at_us"),
        _key("place"),
    )
    op.create_table(
        "kind_places",
        _text("kind"),
        _number("place"),
        _key("kind", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "leaf_places",
        _number("leaf_head"),
        _number("place"),
        _key("leaf_head", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_places",
        _text("case"),
        _number("place"),
        _key("case", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "new_places", _row_number("place"), _number("leaf_head"), _text("case"), _key("place")
    )
    op.create_table(
        "citations",
        _bytes("leaf"),
        _number("place"),
        _key("leaf", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pools",
        _text("link"),
        _number("first"),
        _number("last"),
        _bytes("frames"),
        _key("link", "first"),
    )


def _bodies() -> None:
    op.create_table("salts", _number("place"), _bytes("salt"), _key("place"))
    op.create_table("bodies", _number("place"), _bytes("closed"), _key("place"))
    op.create_table(
        "files",
        _text("sha256"),
        _text("link"),
        _number("index"),
        _number("size"),
        _text("media"),
        _bytes("closed"),
        _key("sha256", "link", "index"),
    )
    op.create_index("files_entry", "files", ["link", "index"])


def _prekeys() -> None:
    op.create_table(
        "own_prekeys",
        _bytes("id"),
        _text("link"),
        _bytes("private"),
        _number("until_us"),
        _key("id"),
    )
    op.create_table(
        "their_prekeys",
        _bytes("id"),
        _text("link"),
        _bytes("public"),
        _number("until_us"),
        _number("index"),
        _key("id"),
    )


def _acts() -> None:
    op.create_table(
        "drafts",
        _text("id"),
        _text("link"),
        _bytes("act"),
        _bytes("salt"),
        _bytes("body"),
        _text("files"),
        _text("statement"),
        _bytes("note"),
        _text("officer"),
        _number("at_us"),
        _key("id"),
    )
    op.create_table(
        "waiting",
        _row_number("number"),
        _text("link"),
        _bytes("act"),
        _bytes("salt"),
        _bytes("body"),
        _text("files"),
        _text("statement"),
        _number("at_us"),
        _key("number"),
    )


def _house() -> None:
    op.create_table(
        "officers",
        _text("id"),
        _text("name"),
        _text("roles"),
        _bytes("key"),
        _number("since_us"),
        sa.Column("until_us", sa.BigInteger(), nullable=True),
        _key("id"),
    )
    op.create_table("house", _row_number("index"), _bytes("line"), _bytes("leaf"), _key("index"))
    op.create_table(
        "refusals",
        _row_number("number"),
        _text("link"),
        _text("side"),
        _text("rule"),
        _bytes("detail"),
        _number("at_us"),
        _key("number"),
    )
