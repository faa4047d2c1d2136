"""The site's own files: small, so they are kept in memory, and named by content so that a browser may keep them too."""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Asset:
    """A file as it is sent; `mark` changes with its content."""

    content: bytes
    media_type: str
    mark: str


def read_assets(folder: Path = _FOLDER) -> dict[str, Asset]:
    """All files of the site by name."""
    return {path.name: _read(path) for path in sorted(folder.iterdir()) if path.is_file()}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:12])
