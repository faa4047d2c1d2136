"""What an operator asks a `work` process: does it live, is it ready, and its figures, over a small HTTP server."""

import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from events.relay import Relay
from events.worker import Worker
from services.chassis.working import Working

Part = TypeVar("Part", Relay, Worker)

RELAY_GAUGES: Sequence[tuple[str, str, Callable[[Relay], float]]] = (
    ("gongxu_relay_unsent", "Facts that have not left yet.", lambda relay: relay.unsent),
    ("gongxu_relay_oldest_unsent_seconds", "Age of the oldest of them.", lambda relay: relay.oldest_unsent_age_s),
    ("gongxu_relay_rejected_waiting", "Facts the log refused for good.", lambda relay: relay.rejected_waiting),
    ("gongxu_relay_active", "1 where this process has the right to send.", lambda relay: relay.active),
    ("gongxu_relay_alive_at_seconds", "When the loop last turned (Unix time).", lambda relay: relay.alive_at),
    ("gongxu_relay_failing", "1 while the last try has failed.", lambda relay: bool(relay.last_error)),
)
RELAY_COUNTERS: Sequence[tuple[str, str, Callable[[Relay], float]]] = (
    ("gongxu_relay_sent", "Facts sent since the start.", lambda relay: relay.sent),
)
WORKER_GAUGES: Sequence[tuple[str, str, Callable[[Worker], float]]] = (
    ("gongxu_worker_lag", "Facts the service has still to hear.", lambda worker: worker.lag),
    ("gongxu_worker_parked", "Facts that could not be worked.", lambda worker: worker.parked_count),
    ("gongxu_worker_alive_at_seconds", "When the loop last turned (Unix time).", lambda worker: worker.alive_at),
    ("gongxu_worker_failing", "1 while the last try has failed.", lambda worker: bool(worker.last_error)),
)
WORKER_COUNTERS: Sequence[tuple[str, str, Callable[[Worker], float]]] = (
    ("gongxu_worker_applied", "Facts that had their effect since the start.", lambda worker: worker.applied),
    ("gongxu_worker_retries", "Tries that failed since the start.", lambda worker: worker.retries),
    ("gongxu_worker_fenced", "Batches lost to another member since the start.", lambda worker: worker.fenced),
)


class WorkFigures:
    """The figures of relays and workers, read when they are asked for; one series a service."""

    def __init__(self, roles: Sequence[Working]) -> None:
        self._roles = roles

    def collect(self) -> Iterator[Metric]:
        """All gauges and counters."""
        relays = [(role.ports.service.name, role.relay) for role in self._roles if role.relay]
        workers = [(role.ports.service.name, role.worker) for role in self._roles if role.worker]
        yield from _tell(GaugeMetricFamily, RELAY_GAUGES, relays)
        yield from _tell(CounterMetricFamily, RELAY_COUNTERS, relays)
        yield from _tell(GaugeMetricFamily, WORKER_GAUGES, workers)
        yield from _tell(CounterMetricFamily, WORKER_COUNTERS, workers)


def _tell(
    family: type[GaugeMetricFamily | CounterMetricFamily],
    figures: Sequence[tuple[str, str, Callable[[Part], float]]],
    parts: Sequence[tuple[str, Part]],
) -> Iterator[Metric]:
    for name, sentence, read in figures:
        metric = family(name, sentence, labels=["service"])
        for service, part in parts:
            metric.add_metric([service], float(read(part)))
        yield metric


class Watch:
    """Answers `/livez`, `/readyz` and `/metrics` on a thread until it is closed."""

    def __init__(self, host: str, port: int, roles: Sequence[Working], trouble: Callable[[], str]) -> None:
        registry = CollectorRegistry()
        registry.register(WorkFigures(roles))
        self._trouble = trouble
        watch = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = watch.answer(self.path, registry)
                self.send_response(status)
                self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: probes come every few seconds."""

        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, name="watch", daemon=True).start()

    def answer(self, path: str, registry: CollectorRegistry) -> tuple[int, bytes]:
        """Status and body for a path."""
        if path == "/livez":
            return 200, b"ok\n"
        if path == "/readyz":
            found = self._trouble()
            return (503, f"{found}\n".encode()) if found else (200, b"ok\n")
        return (200, generate_latest(registry)) if path == "/metrics" else (404, b"not found\n")

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._server.server_close()
