"""The HTTP interface of search: everybody may read; only facts write."""

from typing import Any

from flask_smorest import Blueprint

from search import handlers, saving
from search.domain import FoundEntry, SavedSearch
from search.schemas import (
    CandidatesIn,
    CandidatesOut,
    FoundListOut,
    FoundQuery,
    SavedListOut,
    SavedOut,
    SaveIn,
    SearchIn,
    SearchOut,
    StatusOut,
    SuggestIn,
    SuggestOut,
)
from services.chassis.app import reading, the_actor, the_clock, the_ports, writing

blueprint = Blueprint("search", __name__, description="Search over the catalogue")


def _desk() -> handlers.Desk:
    return handlers.desk_of(the_ports().options["index_url"])


@blueprint.post("/search")
@blueprint.arguments(SearchIn)
@blueprint.response(200, SearchOut)
def post_search(asked: dict[str, Any]) -> dict[str, Any]:
    """Search the entries of the editions in use, or of those that are named."""
    command = handlers.Search(
        asked["text"],
        _filters(asked),
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


@blueprint.post("/saved-searches")
@blueprint.arguments(SaveIn)
@blueprint.response(201, SavedOut)
def post_saved(asked: dict[str, Any]) -> dict[str, Any]:
    """Save a search; its owner is told of new entries that answer it."""
    saving.owner_of(the_actor())
    command = saving.Save(asked["text"], _filters(asked), asked["title"])
    with handlers.index_faults(), writing() as work:
        saved = saving.save_search(command, searcher=_desk().searcher, actor=the_actor(), work=work, clock=the_clock())
    return _tell_saved(saved)


@blueprint.get("/saved-searches")
@blueprint.response(200, SavedListOut)
def get_saved_list() -> dict[str, Any]:
    """The saved searches of one's organisation."""
    with reading() as work:
        return {"items": [_tell_saved(saved) for saved in saving.list_saved(actor=the_actor(), work=work)]}


@blueprint.get("/saved-searches/<saved_id>")
@blueprint.response(200, SavedOut)
def get_saved(saved_id: str) -> dict[str, Any]:
    """One saved search."""
    with reading() as work:
        return _tell_saved(saving.find_saved(saved_id, actor=the_actor(), work=work))


@blueprint.get("/saved-searches/<saved_id>/found")
@blueprint.arguments(FoundQuery, location="query")
@blueprint.response(200, FoundListOut)
def get_found(query: dict[str, Any], saved_id: str) -> dict[str, Any]:
    """What came to answer a saved search since it was saved."""
    with reading() as work:
        saved = saving.find_saved(saved_id, actor=the_actor(), work=work)
        return {"items": [_tell_found(one) for one in saving.list_found(saved, first=query["first"], work=work)]}


@blueprint.post("/saved-searches/<saved_id>/seen")
@blueprint.response(200, SavedOut)
def post_seen(saved_id: str) -> dict[str, Any]:
    """Note that what was found has been looked at."""
    with writing() as work:
        return _tell_saved(saving.see_found(saved_id, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.delete("/saved-searches/<saved_id>")
@blueprint.response(200, SavedOut)
def delete_saved(saved_id: str) -> dict[str, Any]:
    """Watch no longer; answers what was dropped."""
    with writing() as work:
        return _tell_saved(saving.drop_saved(saved_id, actor=the_actor(), work=work))


@blueprint.get("/status")
@blueprint.response(200, StatusOut)
def get_status() -> dict[str, Any]:
    """Tell what the index holds."""
    return handlers.tell_status(desk=_desk())


def _filters(asked: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(value) for value in values) for name, values in asked["filters"].items() if values}


def _tell_saved(saved: SavedSearch) -> dict[str, Any]:
    filters = {name: list(values) for name, values in saved.filters.items()}
    return {**vars(saved), "filters": filters, "created_at": saved.created_at.isoformat()}


def _tell_found(one: FoundEntry) -> dict[str, Any]:
    return {
        "entry_id": one.entry_id,
        "name": one.name,
        "found_at": one.found_at.isoformat(),
        "seen": one.seen_at is not None,
    }
