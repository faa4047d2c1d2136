"""The proxy of the fault suites does what it is told, or the suites would prove nothing."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.proxy import Proxy


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that says everything twice."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                while data := connection.recv(1024):
                    connection.sendall(data * 2)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def test_a_proxy_carries_delays_and_swallows_and_gives_back_what_it_swallowed(echo: int) -> None:
    proxy = Proxy(echo)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=10) as client:
        client.sendall(b"a")
        assert client.recv(10) == b"aa"

        with proxy.slow(0.4):
            begun = time.monotonic()
            client.sendall(b"b")
            assert (client.recv(10), time.monotonic() - begun >= 0.4) == (b"bb", True)

        with proxy.hole():
            client.settimeout(0.3)
            client.sendall(b"c")
            with pytest.raises(TimeoutError):
                client.recv(10)
        client.settimeout(10)
        assert client.recv(10) == b"cc"
    proxy.close()
