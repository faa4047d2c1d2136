"""A WSGI application served by a process of its own, which says that it is not ready before it ends."""

import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import click

from deploy.liveness import die_with_parent
from deploy.settings import Settings
from services.chassis.logs import configure_logs

Opener = Callable[[Settings], tuple[WSGIApplication, Callable[[], str]]]
"""Opens what is served, in the process that serves it, and says why it cannot be counted on, "" when it can."""


def serve(opener: Opener, settings: Settings) -> None:
    """Serve in the foreground until SIGTERM. `opener` is a function of a module, or a partial of one."""
    from granian import Granian  # Only roles that serve need a server.
    from granian.constants import Interfaces
    from granian.log import LogLevels

    refuse_taken_port(settings)
    server = Granian(
        "deploy.serving:serve",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        backpressure=256,
        log_enabled=True,
        log_level=LogLevels.error,
        workers_kill_timeout=settings.drain_seconds,
    )
    leaving = Leaving(os.getpid())
    end_at_once = server.signal_handler_interrupt

    def leave(*_: object) -> None:
        # Whoever sends requests here is told first and is given time to look elsewhere.
        leaving.say()
        threading.Timer(settings.linger_seconds, end_at_once).start()

    server.signal_handler_interrupt = leave  # type: ignore[method-assign]
    try:
        server.serve(target_loader=partial(_open, opener, settings), wrap_loader=False)
    finally:
        leaving.forget()


class Leaving:
    """Whether the process of this number is about to end; its workers see it, too."""

    def __init__(self, process: int) -> None:
        self._path = Path(tempfile.gettempdir()) / f"gongxu-leaving-{os.geteuid()}-{process}"
        self.forget()

    def say(self) -> None:
        """From now on it is."""
        self._path.touch()

    def said(self) -> bool:
        """Whether it is."""
        return self._path.exists()

    def forget(self) -> None:
        """It is gone."""
        self._path.unlink(missing_ok=True)


def _open(opener: Opener, settings: Settings) -> WSGIApplication:
    configure_logs(settings.log_level)
    die_with_parent()
    app, trouble = opener(settings)
    leaving = Leaving(os.getppid())
    return Readiness(app, lambda: "ending" if leaving.said() else trouble())


class Readiness:
    """Answers `/readyz` with 503 and the reason while there is trouble; all else, and no trouble, is the inner's."""

    def __init__(self, app: WSGIApplication, trouble: Callable[[], str]) -> None:
        self._app = app
        self._trouble = trouble

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ.get("PATH_INFO") == "/readyz" and (found := self._trouble()):
            start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
            return [f"{found}\n".encode()]
        return self._app(environ, start_response)


def refuse_taken_port(settings: Settings) -> None:
    """The server would share a port with a forgotten process without a word, so it is tried first.

    Raises click.ClickException when somebody listens there already.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            raise click.ClickException(
                f"端口 {settings.port} 已被占用，可用 GONGXU_PORT 另选一个。 "
                f"Port {settings.port} is taken; choose another with GONGXU_PORT. ({fault.strerror})"
            ) from fault
