"""Which step of its migrations a service's database has reached, and which one the code needs."""

from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from services.chassis.ports import Ports
from services.chassis.refusal import Unavailable
from services.chassis.service import Service
from services.chassis.store import Store


def newest_step(service: Service) -> str:
    """The number of the newest step on disk, "" when there is none."""
    return max((path.name.partition("_")[0] for path in (service.folder / "migrations").glob("[0-9]*.py")), default="")


def reached_step(store: Store) -> str:
    """The number of the step the database is at, "" for an empty one."""
    with store.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return ""
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def find_missing_step(ports: Ports) -> str:
    """Why the code cannot work on this database, "" when it can.

    A database that is ahead is none of the reasons: the code before a change runs beside the code after it while a
    house is upgraded, and every step is written so that it can.
    """
    name = ports.service.name
    try:
        reached = reached_step(ports.store)
    except (SQLAlchemyError, Unavailable) as fault:
        return f"{name}: store: {type(fault.__cause__ or fault).__name__}"
    needed = newest_step(ports.service)
    return f"{name}: store at step {reached or 'none'}, the code needs {needed}: migrate" if reached < needed else ""
