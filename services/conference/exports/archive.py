"""Archives of several files (压缩包): equal contents are equal bytes, and every member says whose it is."""

import io
import zipfile
from collections.abc import Iterable

PACKED_AT = (2018, 11, 19, 0, 0, 0)
"""Written into every archive as the moment of its making, so that equal plans are equal files."""


def pack(members: Iterable[tuple[str, bytes, str]]) -> bytes:
    """An archive of (name, content, mark); the mark stands beside the name, which people read and which may repeat."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, mark in members:
            member = zipfile.ZipInfo(name, PACKED_AT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.comment = mark.encode()
            archive.writestr(member, content)
    return buffer.getvalue()


def pick(archive: bytes, mark: str) -> bytes | None:
    """The member with a mark, None when there is none."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return next((packed.read(one) for one in packed.infolist() if one.comment == mark.encode()), None)


def is_archive(content: bytes) -> bool:
    """Whether a file is an archive or a workbook, which is one too."""
    return content.startswith(b"PK")
