"""Structured logs: a constant event name with fields, one JSON line each; ids, never bodies."""

import logging
import sys
from typing import Any

import orjson
import structlog


def configure_logs(level: str = "info", stream: Any = None) -> None:
    """Write JSON lines to standard error (or `stream`) from `level` on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def _dumps(value: Any, default: Any = None) -> str:
    return orjson.dumps(value, default=default or str).decode()


def get_log() -> Any:
    """The log; bind fields or pass them with each event."""
    return structlog.get_logger()
