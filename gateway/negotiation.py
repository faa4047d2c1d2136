"""Media types of GraphQL over HTTP: what a client sends and what it accepts."""

from __future__ import annotations

from functools import lru_cache

MODERN = "application/graphql-response+json"
LEGACY = "application/json"
_OFFERS = {MODERN: MODERN, LEGACY: LEGACY, "application/*": LEGACY, "*/*": LEGACY}
_UTF8 = frozenset({"utf-8", "utf8"})


@lru_cache(maxsize=64)
def accepted(accept: str) -> str | None:
    """The media type to answer in, the modern one at equal weight; None when the client accepts neither."""
    if not accept:
        return LEGACY
    best, media = 0.0, None
    for part in accept.split(","):
        name, parameters = _parts(part)
        offer = _OFFERS.get(name)
        if offer is None or parameters.get("charset", "utf-8") not in _UTF8:
            continue
        weight = _weight(parameters.get("q", "1"))
        if weight > best or (weight == best and weight and offer == MODERN):
            best, media = weight, offer
    return media


@lru_cache(maxsize=64)
def is_json(content_type: str) -> bool:
    """Whether a body is announced as JSON in UTF-8, the only encoding JSON has."""
    name, parameters = _parts(content_type)
    return name == LEGACY and parameters.get("charset", "utf-8") in _UTF8


def _parts(text: str) -> tuple[str, dict[str, str]]:
    name, *rest = (piece.strip().lower() for piece in text.split(";"))
    pairs = (piece.partition("=") for piece in rest)
    return name, {key.strip(): value.strip().strip('"') for key, _, value in pairs}


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
