"""Fields of shapes on the wire: text without control characters, closed lists, the role each field plays."""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

MAX_LINE = 200
MAX_TEXT = 8000
_ALLOWED = {"\n", "\t"}


class Shape(Schema):
    """A shape on the wire: unknown fields are refused on the way in. A field's role stands in its metadata:

    `metadata={"role": "private"}` never leaves in facts or to visitors.
    """

    class Meta:
        """Refuse what the shape does not name."""

        unknown = RAISE


class Line(fields.String):
    """One line of text: trimmed, no control characters, at most `limit` characters."""

    def __init__(self, *, limit: int = MAX_LINE, blank: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit, self.blank = limit, blank
        self.allowed: set[str] = set()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        text = text.replace("\r\n", "\n").strip()
        for character in text:
            if unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"} and character not in self.allowed:
                raise ValidationError(f"control-character|character=U+{ord(character):04X}")
        if len(text) > self.limit:
            raise ValidationError(f"too-long|limit={self.limit};length={len(text)}")
        if not text and not self.blank:
            raise ValidationError("blank|")
        return text


class Text(Line):
    """Several lines of text; line breaks and tabs are allowed."""

    def __init__(self, *, limit: int = MAX_TEXT, **kwargs: Any) -> None:
        super().__init__(limit=limit, **kwargs)
        self.allowed = _ALLOWED


class OneOf(fields.String):
    """A value of a closed list, given as a StrEnum or as its values."""

    def __init__(self, listed: type[StrEnum] | Iterable[str], **kwargs: Any) -> None:
        self.listed = [str(value) for value in listed]
        super().__init__(metadata={"enum": self.listed, **kwargs.pop("metadata", {})}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if text not in self.listed:
            raise ValidationError(f"not-listed|value={text[:80]};listed={' '.join(self.listed)}")
        return text


def list_of(inner: fields.Field[Any], *, limit: int = 100, **kwargs: Any) -> fields.List[Any]:
    """A list of at most `limit` values."""
    return fields.List(inner, validate=validate.Length(max=limit), **kwargs)


def public_part(shape: Schema, dumped: Mapping[str, Any]) -> dict[str, Any]:
    """What of a dumped noun may leave in a fact: everything but the fields with role `private`."""
    private = {
        field.data_key or name for name, field in shape.fields.items() if field.metadata.get("role") == "private"
    }
    return {name: value for name, value in dumped.items() if name not in private}
