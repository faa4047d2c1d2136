"""The HTTP interface of search: everybody may read; only facts write."""

from typing import Any

from flask_smorest import Blueprint

from search import handlers
from search.schemas import (
    CandidatesIn,
    CandidatesOut,
    SearchIn,
    SearchOut,
    StatusOut,
    SuggestIn,
    SuggestOut,
)
from services.chassis.app import reading, the_ports

blueprint = Blueprint("search", __name__, description="Search over the catalogue")


def _desk() -> handlers.Desk:
    return handlers.desk_of(the_ports().options["index_url"])


@blueprint.post("/search")
@blueprint.arguments(SearchIn)
@blueprint.response(200, SearchOut)
def post_search(asked: dict[str, Any]) -> dict[str, Any]:
    """Search the entries of the editions in use, or of those that are named."""
    filters = {name: tuple(str(value) for value in values) for name, values in asked["filters"].items() if values}
    command = handlers.Search(
        asked["text"],
        filters,
        asked["first"],
        asked["after"],
        with_facets=asked["facets"],
        is_exact=asked["exact"],
        include_demo=asked["include_demo"],
    )
    with reading() as work:
        return handlers.search_entries(command, desk=_desk(), work=work)


@blueprint.get("/suggest")
@blueprint.arguments(SuggestIn, location="query")
@blueprint.response(200, SuggestOut)
def get_suggest(asked: dict[str, Any]) -> dict[str, Any]:
    """Complete what is being typed."""
    with reading() as work:
        items = handlers.suggest_names(
            asked["text"], first=asked["first"], include_demo=asked["include_demo"], desk=_desk(), work=work
        )
    return {"items": items}


@blueprint.post("/candidates")
@blueprint.arguments(CandidatesIn)
@blueprint.response(200, CandidatesOut)
def post_candidates(asked: dict[str, Any]) -> dict[str, Any]:
    """Find entries that may answer a need, for scoring."""
    command = handlers.Candidates(
        asked["text"], tuple(asked["concepts"]), tuple(asked["categories"]), asked["first"], asked["include_demo"]
    )
    with reading() as work:
        hits = handlers.find_candidates(command, desk=_desk(), work=work)
    return {"hits": [{"entry_id": hit.id, "score": round(hit.score, 3)} for hit in hits]}


@blueprint.get("/status")
@blueprint.response(200, StatusOut)
def get_status() -> dict[str, Any]:
    """Tell what the index holds."""
    return handlers.tell_status(desk=_desk())
