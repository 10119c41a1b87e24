"""The migrations, run while an older release may still be at work on the same PostgreSQL.

A process of an older release holds locks while it plans or sends. So who changes tables takes the row with their form
first, for which those units of work ask first too. Some ask later, and then each may wait for the other: PostgreSQL
ends one of the two. When that is us, nothing was changed, and it is tried again.
"""

from pathlib import Path
from time import sleep

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

_MIGRATIONS = Path(__file__).parent / "migrations"
_IN_OUR_WAY = {"40P01", "55P03"}  #: SQLSTATEs: a deadlock, a lock that did not come in time (PostgreSQL, appendix A)
_TRIES = 10
_PAUSE = 1.0  #: seconds


def migrate(engine: Engine) -> None:
    """Brings the tables to this release's form; waits for another process that is doing the same."""
    for tried in range(1, _TRIES + 1):
        try:
            with engine.execution_options(immediate=True).begin() as connection:
                migrate_to("head", connection)
        except OperationalError as error:
            if tried == _TRIES or getattr(error.orig, "sqlstate", None) not in _IN_OUR_WAY:
                raise
            sleep(_PAUSE)
        else:
            return


def migrate_to(revision: str, connection: Connection) -> None:
    """Within a transaction, which keeps all of it or nothing."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(720935)"))
        if inspect(connection).has_table("alembic_version"):
            connection.execute(text("SELECT 1 FROM alembic_version FOR UPDATE"))
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
