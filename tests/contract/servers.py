"""The real servers for contract suites: where they are, and fresh places on them for each test."""

import os
from uuid import uuid4

import pytest

POSTGRESQL = os.environ.get("GONGXU_TEST_POSTGRESQL", "")
KAFKA = os.environ.get("GONGXU_TEST_KAFKA", "")
ELASTICSEARCH = os.environ.get("GONGXU_TEST_ELASTICSEARCH", "")

on_servers = pytest.mark.servers
"""Marks what needs the real servers; `make test-servers` starts them and runs exactly these."""


def fresh_schema() -> str:
    """A store URL with a schema of its own on the real database server."""
    return f"{POSTGRESQL}?schema=t_{uuid4().hex[:12]}"
