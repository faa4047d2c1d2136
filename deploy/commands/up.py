"""The embedded house: `web` and `work` as two processes under one supervisor in the foreground."""

import fcntl
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

import click

from deploy.liveness import Pulse
from deploy.serving import refuse_taken_port
from deploy.settings import Settings
from deploy.tokens import mint_token
from services.chassis.clock import SystemClock
from services.chassis.identity import Keyring, Role
from services.chassis.logs import configure_logs, get_log

ROLES = ("web", "work")
MAX_RESTARTS = 5
CALM_SECONDS = 60.0


@click.command()
def up() -> None:
    """Start the house on this machine and keep it up until Ctrl-C or SIGTERM."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    refuse_taken_port(settings)
    settings.var.mkdir(parents=True, exist_ok=True)
    guard = hold_folder(settings.var)
    for role in ROLES:
        Pulse(settings.var, role).end()
    _seed()
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopping.set())
    supervise(settings, stopping, greet(settings))
    guard.close()


def _seed() -> None:
    # A process of its own: its memory is given back, and the supervisor stays small for as long as the house is up.
    # It shares the terminal's Ctrl-C with this one, and planting is safe to cut off.
    code = subprocess.call([sys.executable, "-m", "deploy", "seed"])
    if code:
        sys.exit(code)


def hold_folder(var: Path) -> IO[Any]:
    """Keep a second house out of the same data folder. Raises click.ClickException when one is there."""
    guard = (var / "house.lock").open("a")
    try:
        fcntl.flock(guard, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(
            f"数据目录 {var} 正被另一个进程使用。 Another process uses the data folder {var}."
        ) from None
    return guard


def greet(settings: Settings) -> str:
    """What a person reads once the house is up."""
    address = settings.address
    keyring = Keyring(settings.find_secret())
    token = mint_token(keyring, SystemClock(), Role.ORGANIZER, "", "organizer", days=1)
    return (
        f"\n  供需 Gongxu 已启动  is up:   {address}/\n"
        f"  GraphQL:                    {address}/graphql\n"
        f"  主办方登录 organizer login（24 小时内有效 valid for a day）:\n"
        f"  {address}/login?token={token}\n\n"
        f"  Ctrl-C 停止 stops it.\n"
    )


def supervise(settings: Settings, stopping: threading.Event, greeting: str) -> None:
    """Keep both roles running; a role that dies is started again, one that keeps dying ends the house."""
    children = {role: _start(role) for role in ROLES}
    deaths: dict[str, list[float]] = {role: [] for role in ROLES}
    greeted = False
    try:
        while not stopping.wait(0.2):
            if not greeted and is_ready(settings):
                click.echo(greeting)
                greeted = True
            for role, child in children.items():
                if child.poll() is not None:
                    children[role] = _restart(role, child.returncode, deaths[role])
    finally:
        _end(list(children.values()), settings.drain_seconds)


def is_ready(settings: Settings) -> bool:
    """Whether the door answers that every role is ready."""
    import urllib3  # Only the supervisor of the embedded house asks its own door.

    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host
    try:
        return urllib3.request("GET", f"http://{host}:{settings.port}/readyz", timeout=2.0, retries=False).status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _start(role: str) -> "subprocess.Popen[bytes]":
    # A session of its own keeps the terminal's Ctrl-C with the supervisor, which ends the roles in order.
    return subprocess.Popen([sys.executable, "-m", "deploy", role], start_new_session=True)


def _restart(role: str, code: int, deaths: list[float]) -> "subprocess.Popen[bytes]":
    now = time.monotonic()
    deaths[:] = [moment for moment in deaths if now - moment < CALM_SECONDS] + [now]
    get_log().error("role_died", role=role, code=code, deaths=len(deaths))
    if len(deaths) > MAX_RESTARTS:
        raise click.ClickException(f"{role} 反复退出，已停止。 {role} keeps ending; see the log above.")
    return _start(role)


def _end(children: list["subprocess.Popen[bytes]"], seconds: int) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    limit = time.monotonic() + seconds
    for child in children:
        try:
            child.wait(max(0.1, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
