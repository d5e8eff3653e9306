"""Attachments of more than one part lie in their parts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """One more table; what lies whole beside its entry stays there."""
    op.create_table(
        "parts",
        sa.Column("link", _TEXT, nullable=False),
        sa.Column("tag", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("offset", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("closed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("link", "tag", "sha256", "offset"),
    )
