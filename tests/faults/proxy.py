"""A small TCP proxy between two parts of the house that can be told to swallow what comes, or to be slow."""

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

_CHUNK = 65536


class Proxy:
    """Listens on loopback at `port` and carries bytes to the port `target`, both ways, on a thread of its own.

    `delay_s` is added to each way. While `is_hole` nothing is carried and nobody is told: whoever sends waits, as
    behind a network that drops everything; afterwards what was sent arrives late.
    """

    def __init__(self, target: int = 0) -> None:
        self.delay_s = 0.0
        self.target = target
        self._loop = asyncio.new_event_loop()
        self._open = asyncio.Event()
        self._open.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._carry, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]

    @contextmanager
    def hole(self) -> Iterator[None]:
        """Swallow everything until the block ends."""
        self._loop.call_soon_threadsafe(self._open.clear)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._open.set)

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """Let every round trip take so much longer until the block ends."""
        self.delay_s = seconds / 2
        try:
            yield
        finally:
            self.delay_s = 0.0

    def close(self) -> None:
        """Carry nothing more."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _end(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine = asyncio.current_task()
        assert mine is not None
        self._tasks.add(mine)
        ends = [writer]
        try:
            await self._open.wait()
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
            ends.append(back)
            # When one side has gone, so has the connection: nobody here speaks on after the other has hung up.
            ways = [asyncio.ensure_future(self._pump(reader, back)), asyncio.ensure_future(self._pump(there, writer))]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            pass  # Whoever asked sees the connection end, as he would without us.
        finally:
            for end in ends:
                end.close()
            self._tasks.discard(mine)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)

        async def read() -> None:
            while data := await reader.read(_CHUNK):
                await queue.put((time.monotonic() + self.delay_s, data))
            await queue.put((time.monotonic() + self.delay_s, b""))

        reading = asyncio.ensure_future(read())
        try:
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                await self._open.wait()
                if not data:
                    return
                writer.write(data)
                await writer.drain()
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
