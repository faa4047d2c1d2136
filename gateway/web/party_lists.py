"""All parties (参会方) of a conference, page after page: wishes and tables name any of them."""

from __future__ import annotations

from typing import Any

from gateway.web.asking import Asker, nodes

PAGE = 50
MOST_PAGES = 80


def read_parties(asker: Asker, conference_id: str, side: str | None = None) -> list[dict[str, Any]]:
    """Every party, or those of one side."""
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_PAGES):
        conference, _reply = asker.one("parties", "conference", id=conference_id, side=side, first=PAGE, after=after)
        found += nodes(conference["parties"])
        if not conference["parties"]["pageInfo"]["hasNextPage"]:
            break
        after = conference["parties"]["pageInfo"]["endCursor"]
    return found
