"""`deploy servers run` uses the servers for a command, and tests on servers neither begin without them nor skip."""

import fcntl
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from deploy.cli import main
from deploy.servers import fleet
from deploy.servers.managed import ServerFault

A_TEST = """import pytest
pytestmark = pytest.mark.servers
def test_here():
    {body}
"""


class Pretended:
    """A server that is up when somebody says so; it is its own process."""

    name, port, url = "postgresql", 1, "postgresql+psycopg://here"

    def __init__(self, *, is_up: bool = False, works: bool = True) -> None:
        self.process = self
        self.is_up = is_up
        self._works = works

    def pid(self) -> int | None:
        return 1 if self.is_up else None

    def fetch(self, cache: Path) -> None:
        if not self._works:
            raise ServerFault("nobody has it")

    def start(self, wait_seconds: float) -> None:
        self.is_up = True

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        assert ready()

    def is_ready(self) -> bool:
        return self.is_up

    def stop(self) -> None:
        self.is_up = False


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Pretended], None]:
    """Puts a server in the place of the three."""
    monkeypatch.setenv("GONGXU_SERVERS_RUN", str(tmp_path / "run"))
    monkeypatch.setenv("GONGXU_SERVERS_CACHE", str(tmp_path / "cache"))
    return lambda server: monkeypatch.setattr(fleet, "servers", lambda settings: [server])


def run(*words: str) -> int:
    return CliRunner().invoke(main, ["servers", "run", *words]).exit_code


ADDRESS_IS_TOLD = ("sh", "-c", 'test "$GONGXU_TEST_POSTGRESQL" = postgresql+psycopg://here || exit 9; exit 4')


@pytest.mark.parametrize("was_up", [False, True])
def test_a_command_is_told_the_addresses_and_only_what_was_started_for_it_is_stopped(
    serving: Callable[[Pretended], None], was_up: bool
) -> None:
    server = Pretended(is_up=was_up)
    serving(server)

    assert run(*ADDRESS_IS_TOLD) == 4
    assert server.is_up == was_up


def test_a_server_is_left_to_another_run_that_still_uses_it(
    serving: Callable[[Pretended], None], tmp_path: Path
) -> None:
    server = Pretended()
    serving(server)
    (tmp_path / "run").mkdir()

    with (tmp_path / "run" / "in-use").open("a") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_SH)
        assert run("true") == 0

    assert server.is_up


def test_a_server_that_is_not_to_be_had_is_an_error_and_nothing_is_run(
    serving: Callable[[Pretended], None], tmp_path: Path
) -> None:
    serving(Pretended(works=False))

    assert run("touch", str(tmp_path / "touched")) == 1
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    ("body", "addresses", "code", "said"),
    [
        ("pass", ("x", "x", "x"), pytest.ExitCode.OK, "1 passed"),
        ("pytest.skip('busy')", ("x", "x", "x"), pytest.ExitCode.TESTS_FAILED, "1 skipped"),
        ("pass", ("x", "", "x"), pytest.ExitCode.USAGE_ERROR, "GONGXU_TEST_KAFKA: not set"),
    ],
)
def test_tests_on_servers_need_their_addresses_and_do_not_skip(
    tmp_path: Path, body: str, addresses: tuple[str, ...], code: pytest.ExitCode, said: str
) -> None:
    (tmp_path / "test_one.py").write_text(A_TEST.format(body=body))
    names = ("POSTGRESQL", "KAFKA", "ELASTICSEARCH")
    told = [f"GONGXU_TEST_{name}={address}" for name, address in zip(names, addresses, strict=True)]

    done = subprocess.run(
        ["env", *told, sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "-m", "servers", tmp_path],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
