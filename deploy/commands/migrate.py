"""Bring the databases to the newest step, and write a new step from the tables in the code."""

import tempfile
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from deploy.services import MODULES, find_service
from deploy.settings import Settings
from events.log import open_log
from services.chassis import migrations
from services.chassis.store import open_store


@click.command()
def migrate() -> None:
    """Bring every service's database to the newest step and make the topics of its facts.

    Where GONGXU_STORE_ADMIN_URL is set, the role and the schema of each service are made first.
    """
    settings = Settings.from_environment()
    settings.var.mkdir(parents=True, exist_ok=True)
    for name in MODULES:
        url = settings.url(settings.store_url, name)
        if settings.store_admin_url:
            # The module is that of a database server; the embedded house never needs it.
            from deploy.database import make_room

            make_room(settings.store_admin_url, make_url(url))
        store = open_store(url)
        migrations.migrate(find_service(name), store)
        store.close()
        click.echo(f"{name}: ok")
    _make_topics(settings)


def _make_topics(settings: Settings) -> None:
    # Every working process makes sure of them, too; here they are made once, before many would do it at the same time.
    log = open_log(settings.url(settings.log_url))
    for name in MODULES:
        for topic in find_service(name).own_topics:
            log.ensure_topic(topic, partitions=4, compacted=True)
            click.echo(f"{topic}: ok")
    log.close()


@click.command()
@click.argument("service")
@click.argument("message")
def revise(service: str, message: str) -> None:
    """Write the next migration of SERVICE; MESSAGE is a sentence that says what it does."""
    nameplate = find_service(service)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(var=Path(folder))
        store = open_store(settings.url(settings.store_url, service))
        if list((nameplate.folder / "migrations").glob("[0-9]*.py")):
            migrations.migrate(nameplate, store)
        migrations.revise(nameplate, store, message)
        store.close()
