"""What an operator asks a service: does it live, is it ready, and its figures."""

import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.chassis.ports import Ports
from services.chassis.refusal import Unavailable

REQUESTS = "gongxu_requests"
SECONDS = "gongxu_request_seconds"


def answer_health(app: Flask, ports: Ports) -> None:
    """Add `/livez`, `/readyz` and `/metrics`."""
    registry = CollectorRegistry()
    requests = Counter(REQUESTS, "Requests answered.", ["service", "method", "status"], registry=registry)
    seconds = Histogram(SECONDS, "Seconds until the answer.", ["service"], registry=registry)
    registry.register(_Backlog(ports))

    @app.after_request
    def count(response: Response) -> Response:
        requests.labels(ports.service.name, request.method, str(response.status_code)).inc()
        if hasattr(g, "started"):
            seconds.labels(ports.service.name).observe(time.perf_counter() - g.started)
        return response

    @app.get("/livez")
    def livez() -> tuple[str, int]:
        return "ok\n", 200

    @app.get("/readyz")
    def readyz() -> tuple[str, int]:
        trouble = find_trouble(ports)
        return (f"{trouble}\n", 503) if trouble else ("ok\n", 200)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


def find_trouble(ports: Ports) -> str:
    """Why the service cannot serve now, "" when it can."""
    try:
        with ports.store.read() as connection:
            connection.execute(text("SELECT 1 FROM outbox LIMIT 1"))
    except (SQLAlchemyError, Unavailable) as fault:
        return f"{ports.service.name}: store: {type(fault.__cause__ or fault).__name__}"
    return ""


class _Backlog:
    """Facts that have not left yet and facts that were parked, counted when asked for."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def collect(self) -> list[GaugeMetricFamily]:
        """The gauges, read from the service's own tables."""
        name = self._ports.service.name
        unsent = GaugeMetricFamily("gongxu_outbox_unsent", "Facts that have not left yet.", labels=["service"])
        parked = GaugeMetricFamily("gongxu_parked_facts", "Facts that could not be worked.", labels=["service"])
        with self._ports.store.read() as connection:
            count = connection.execute(text("SELECT count(*) FROM outbox WHERE sent_at IS NULL")).scalar_one()
            unsent.add_metric([name], count)
            count = connection.execute(text("SELECT count(*) FROM parked")).scalar_one()
            parked.add_metric([name], count)
        return [unsent, parked]
