"""A proxy between a client and its brokers, which can hold back what is on its way to them."""

import contextlib
import socket
import threading
from typing import BinaryIO, Self

APPENDING, ENDING = 0, 26
"""The keys of the requests that append and that end a transaction, as they stand behind the length of each request."""


class HoldingProxy:
    """Speaks CONNECT. While it holds, a request of the kind and whatever follows it on its connection waits, unsent.

    What waits is sent when the proxy lets go, also when the client has died meanwhile: so do bytes in a slow network.
    """

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self._kind = -1
        self._go = threading.Event()
        self._go.set()
        self.held = threading.Event()
        self.answered = threading.Event()
        """Whether a request that was held has been answered by its broker."""

    @property
    def url(self) -> str:
        """How a client reaches it."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def hold(self, kind: int) -> None:
        """Hold back requests of a kind from now on."""
        self._go.clear()
        self._kind = kind

    def let_go(self) -> None:
        """Send what was held, and hold nothing any more."""
        self._kind = -1
        self._go.set()

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()
        self._door.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._connect, args=(client,), daemon=True).start()

    def _connect(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as asked:
            host, _, port = asked.readline().split()[1].decode().partition(":")
            while asked.readline().strip():
                pass
            with socket.create_connection((host, int(port))) as broker:
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                late = threading.Event()
                threading.Thread(target=self._bring_back, args=(broker, client, late), daemon=True).start()
                while request := _read_frame(asked):
                    if int.from_bytes(request[4:6]) == self._kind:
                        self.held.set()
                        self._go.wait()
                        late.set()
                    broker.sendall(request)
                self._go.wait()
                if late.is_set():
                    self.answered.wait(60)

    def _bring_back(self, broker: socket.socket, client: socket.socket, late: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while some := broker.recv(65536):
                if late.is_set():
                    self.answered.set()
                with contextlib.suppress(OSError):
                    client.sendall(some)


def _read_frame(asked: BinaryIO) -> bytes:
    """A whole request with its length, or nothing when the client has gone."""
    with contextlib.suppress(OSError):
        length = asked.read(4)
        return length + asked.read(int.from_bytes(length)) if length else b""
    return b""
