"""The form of a consortium plan: JSON Schema of format 1.0."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from services.parks.checker.violation import Violation

SCHEMA = Path(__file__).parent.parent / "formats" / "consortium.schema.json"
_ENOUGH = 20


def check_shape(plan: Any) -> Iterator[Violation]:
    """The first faults of form."""
    for error in islice(_validator().iter_errors(plan), _ENOUGH):
        where = ".".join(str(step) for step in error.absolute_path)
        yield Violation("shape", where, error.message[:200])


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
