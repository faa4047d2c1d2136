"""Migrations of a service's tables: the steps lie in its own `migrations/` folder, running them is shared."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from services.chassis.service import Service
from services.chassis.store import Store

_SCRIPTS = Path(__file__).parent / "alembic"


def migrate(service: Service, store: Store) -> None:
    """Bring the database to the newest step; nothing happens when it is there already."""
    with store.write() as connection:
        command.upgrade(_config(service, connection), "head")


def check(service: Service, store: Store) -> None:
    """Raise alembic.util.CommandError when the tables in the code and the steps on disk differ."""
    with store.write() as connection:
        command.check(_config(service, connection))


def revise(service: Service, store: Store, message: str) -> None:
    """Write the next step from the difference between the tables in the code and the database."""
    folder = service.folder / "migrations"
    folder.mkdir(exist_ok=True)
    number = f"{len(list(folder.glob('[0-9]*.py'))) + 1:04d}"
    with store.write() as connection:
        command.revision(_config(service, connection), message, autogenerate=True, rev_id=number)


def _config(service: Service, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(service.folder / "migrations"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = service.metadata
    return config
