"""Cases awake, items near their review and void entries are found without the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_VOID = sa.text("rule != '' OR body_rule != ''")


def upgrade() -> None:
    """The tables are empty and no log counts as folded: the first tray reads them once."""
    op.create_table(
        "awake_cases",
        sa.Column("case", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("case"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reviews",
        sa.Column("until_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("until_us", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "subtrees",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
    )
    op.create_index(
        "void_entries", "entries", ["place"], sqlite_where=_VOID, postgresql_where=_VOID
    )
