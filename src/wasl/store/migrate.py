"""The tables brought to the revision of this release, within the transaction of the caller."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

SCRIPTS = Path(__file__).parent / "migrations"


def _configured() -> Config:
    configured = Config()
    configured.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return configured


def upgrade(connection: Connection) -> None:
    """Every table is that of the newest revision; the caller commits, or nothing has changed."""
    configured = _configured()
    configured.attributes["connection"] = connection
    command.upgrade(configured, "head")


def newest_revision() -> str:
    """The last of the migrations."""
    return ScriptDirectory.from_config(_configured()).get_current_head() or ""
