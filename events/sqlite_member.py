"""Members of groups of the embedded log: their names, and whether their processes still live."""

import os
import time
from pathlib import Path
from uuid import uuid4

from events.sqlite_file import Connection


def is_living(db: Connection, group: str) -> bool:
    """Whether a group has members that poll."""
    query = "SELECT owner FROM member WHERE grp = ? AND until > ?"
    return not all(is_killed(owner) for (owner,) in db.execute(query, (group, time.time())))


def new_member() -> str:
    """A name for a member that tells others of this host in which process it lives."""
    return f"{_process_space()}/{os.getpid()}/{uuid4().hex}"


def is_killed(member: str) -> bool:
    """Whether a member's process is known to be gone, so that nobody need wait out its session.

    Processes that do not see each other (containers that share a folder) cannot tell, and wait.
    """
    space, pid, _ = member.split("/")
    if not space or space != _process_space():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _process_space() -> str:
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""
