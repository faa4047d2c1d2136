"""Backup and restore of the embedded house: one copy of every database while it is in use, and a house made of it.

Stores are copied before the log: what a store counts as sent is then in the copy of the log as well. What the log
counts as read may be missing in a store, so restoring forgets how far each service has read. It reads everything that
is retained again, and its inbox and the versions of the nouns absorb what it has done already.
"""

import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from deploy.house import build_house
from deploy.services import MODULES
from deploy.settings import Settings
from events.log import EventLog, LogError

LONGEST_SESSION_S = 60.0
LOG = "log"
SECRET = "secret"
DEMO_MARK = "demo-planted"


class BackupFault(Exception):
    """The folder cannot be used for what was asked."""


def is_embedded(settings: Settings) -> bool:
    """Whether all data of the house lie in its folder."""
    return settings.store_url.startswith("sqlite:") and settings.log_url.startswith("sqlite:")


def back_up(settings: Settings, target: Path) -> list[Path]:
    """Copy every database and the secret into a new folder; the files. Raises BackupFault."""
    if not is_embedded(settings):
        raise BackupFault("this house keeps its data on servers: see docs/operations.md")
    if target.exists():
        raise BackupFault(f"{target} exists already")
    # What is in the target folder is whole: it gets its name when everything is there.
    draft = target.with_name(f"{target.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    for name in (*MODULES, LOG):
        _copy_database(settings.var / f"{name}.db", draft / f"{name}.db")
    for name in (SECRET, DEMO_MARK):
        if (settings.var / name).exists():
            shutil.copy2(settings.var / name, draft / name)
    draft.rename(target)
    return sorted(target.iterdir())


def _copy_database(source: Path, target: Path) -> None:
    # Page by page under the database's own locks: writers go on, and the copy is that of one moment.
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        if (found := new.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise BackupFault(f"{source}: {found}")


def restore(settings: Settings, source: Path) -> None:
    """Make the data folder of a house from a backup. Raises BackupFault where there is a house already."""
    missing = [name for name in (*MODULES, LOG) if not (source / f"{name}.db").exists()]
    if missing:
        raise BackupFault(f"{source} is no backup: {', '.join(missing)} is missing")
    if list(settings.var.glob("*.db")):
        raise BackupFault(f"{settings.var} holds a house already: move it away first")
    settings.var.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        shutil.copy2(path, settings.var / path.name)
    house = build_house(settings)
    try:
        for name in MODULES:
            _forget_position(house.log, name)
    finally:
        house.close()


def _forget_position(log: EventLog, group: str) -> None:
    # The members in the copy are those of the moment it was taken; where they still live, their session runs out here.
    limit = time.monotonic() + LONGEST_SESSION_S
    while True:
        try:
            return log.drop_group(group)
        except LogError:
            if time.monotonic() > limit:
                raise
            time.sleep(0.1)
