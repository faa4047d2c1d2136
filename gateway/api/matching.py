"""撮合 (matching) in the schema: suggestions for needs, each with its score in parts and its reasons."""

from collections import defaultdict
from collections.abc import Mapping

import graphene

from gateway.api import lists
from gateway.api.catalogue import Entry, load_entries
from gateway.api.paging import rows
from gateway.api.resolving import JSON, Row, listed, loaded
from gateway.context import AskContext

SERVICE = "matching"


def load_suggestions(keys: list[tuple[str, int]], context: AskContext) -> Mapping[tuple[str, int], Row]:
    """Suggestions by (need, how many), one call for each length that is asked for."""
    needs_by_size: dict[int, list[str]] = defaultdict(list)
    for need_id, size in keys:
        needs_by_size[size].append(need_id)
    return {
        (found["need_id"], size): found
        for size, needs in needs_by_size.items()
        for found in context.read(SERVICE, "/suggestions", needs=needs, first=size)["items"]
    }


class ScorePart(graphene.ObjectType):
    """One named part of a score: its value from 0 to 1 and its weight."""

    name = graphene.String()
    value = graphene.Float()
    weight = graphene.Float()


class Reason(graphene.ObjectType):
    """匹配理由: why an entry is suggested, or what speaks against it."""

    kind = graphene.Field(lists.ReasonKind, resolver=listed("kind"))
    text = graphene.String()
    sign = graphene.String(description="plus or minus")
    fall = graphene.Int(description="By how much the score would fall without the evidence.")
    evidence = JSON(description="The span of the need and the field of the entry that the reason rests on.")


class Suggestion(graphene.ObjectType):
    """推荐结果: an entry that fits a need."""

    score = graphene.Float(description="0 to 1000")
    parts = rows(ScorePart)
    reasons = rows(Reason)
    is_new = graphene.Boolean(name="new", description="Whether it came since the owner of the need looked.")
    entry = graphene.Field(Entry, resolver=loaded(load_entries, "entry_id"))
