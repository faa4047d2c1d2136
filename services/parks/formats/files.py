"""Files of the park formats: JSON, compressed or not, in; the same bytes every time out."""

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import orjson

from services.parks.formats.refusals import refuse

_GZIP = b"\x1f\x8b"


def read_json(path: Path) -> Any:
    """The JSON value of a file, unpacked when it is gzip. Raises EventError when it cannot be read."""
    try:
        raw = path.read_bytes()
        return orjson.loads(gzip.decompress(raw) if raw.startswith(_GZIP) else raw)
    except (OSError, EOFError, zlib.error, json.JSONDecodeError) as error:
        raise refuse("malformed-json", "", detail=str(error)) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole; a name in .gz is compressed without a time, so that equal plans are equal files."""
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
