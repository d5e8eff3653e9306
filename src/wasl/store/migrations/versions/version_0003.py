"""The cases a tray may show, and the entries that do not count, are found without the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_VOID = sa.text("rule != '' OR body_rule != ''")


def upgrade() -> None:
    """The table is empty and no log counts as folded: the first tray reads both logs once."""
    op.create_table(
        "awake_cases",
        sa.Column("case", _TEXT, nullable=False),
        sa.PrimaryKeyConstraint("case"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "void_entries", "entries", ["place"], sqlite_where=_VOID, postgresql_where=_VOID
    )
