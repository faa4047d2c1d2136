"""What an operator asks the door: does it live, is the house ready, and the door's own figures."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response
from prometheus_client import CollectorRegistry, Counter, generate_latest


class DoorFigures:
    """Counts what leaves the door: answers by surface and status, GraphQL errors by code."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter("gongxu_door_answers", "Answers sent.", ["surface", "status"], registry=self.registry)
        self._errors = Counter("gongxu_graphql_errors", "Errors in GraphQL answers.", ["code"], registry=self.registry)

    def note_answer(self, surface: str, status: int) -> None:
        """Count one answer."""
        self._answers.labels(surface, str(status)).inc()

    def note_errors(self, codes: Iterable[str]) -> None:
        """Count the errors of one answer."""
        for code in codes:
            self._errors.labels(code).inc()


def answer_health(app: Flask, figures: DoorFigures, trouble: Callable[[], str]) -> None:
    """Add `/livez`, `/readyz` (503 with the reason while any role is not ready) and `/metrics`."""

    @app.get("/livez")
    def livez() -> tuple[str, int]:
        return "ok\n", 200

    @app.get("/readyz")
    def readyz() -> tuple[str, int]:
        found = trouble()
        return (f"{found}\n", 503) if found else ("ok\n", 200)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(generate_latest(figures.registry), content_type="text/plain; version=0.0.4; charset=utf-8")

    @app.after_request
    def count(response: Response) -> Any:
        figures.note_answer("site", response.status_code)
        return response
