"""The site's own files, named by their content so that a browser may keep them for a year."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


def name_assets(folder: Path = FOLDER) -> dict[str, str]:
    """File name -> the first characters of its hash."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted(folder.iterdir())
        if path.is_file()
    }
