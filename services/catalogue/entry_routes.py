"""The catalogue over HTTP: entries, their profiles, their prerequisite statements."""

from typing import Any

from flask_smorest import Blueprint

from services.catalogue import answers, handlers, importing, reading, schemas
from services.catalogue.domain import Edition, Entry
from services.catalogue.phrases import PHRASES
from services.catalogue.repositories import EntryFilter
from services.catalogue.routes import page_answer
from services.catalogue.unified_code import find_doubts
from services.catalogue.views import may_see_contact, tell_entry
from services.chassis import app as web
from services.chassis.refusal import Invalid, tell

blueprint = Blueprint("entries", __name__, description="目录条目: entries of the recommended catalogue.")


@blueprint.get("/entries")
@blueprint.arguments(schemas.EntriesQuery, location="query")
@blueprint.response(200, answers.EntriesOut)
def get_entries(query: dict[str, Any]) -> Any:
    """Entries in the order of their lists; those of drafts for organizers and auditors only."""
    first, after = query.pop("first"), query.pop("after")
    if "ids" in query:
        query["ids"] = [one for one in query["ids"].split(",") if one]
    with web.reading() as work:
        page, total, editions = reading.find_entries(
            EntryFilter(**query), first=first, after=after, actor=web.the_actor(), work=work
        )
    return page_answer(page, total, [_tell(one, editions[one.edition_id]) for one in page.rows])


@blueprint.post("/editions/<edition_id>/entries")
@blueprint.arguments(schemas.EntryIn)
@blueprint.response(201, answers.EntryOut)
def post_entry(body: dict[str, Any], edition_id: str) -> Any:
    """Admit a platform or provider into a draft."""
    profile = importing.make_profile(body.pop("profile", {}))
    command = handlers.AdmitEntry(edition_id, body, profile)
    with web.writing() as work:
        entry = handlers.admit_entry(command, actor=web.the_actor(), work=work, clock=web.the_clock())
        return _tell_doubts(entry, work.editions.get(entry.edition_id))


@blueprint.get("/entries/<entry_id>")
@blueprint.response(200, answers.EntryOut)
def get_entry(entry_id: str) -> Any:
    """One entry."""
    with web.reading() as work:
        return _tell(*reading.read_entry(entry_id, actor=web.the_actor(), work=work))


@blueprint.patch("/entries/<entry_id>")
@blueprint.arguments(schemas.EntryPatch)
@blueprint.response(200, answers.EntryOut)
def patch_entry(changes: dict[str, Any], entry_id: str) -> Any:
    """Correct what the list says of an entry; name, company and category only in a draft."""
    command = handlers.ChangeEntry(entry_id, web.expected_version(), changes)
    with web.writing() as work:
        entry = handlers.change_entry(command, actor=web.the_actor(), work=work, clock=web.the_clock())
        return _tell_doubts(entry, work.editions.get(entry.edition_id))


@blueprint.post("/entries/<entry_id>/withdraw")
@blueprint.arguments(schemas.WithdrawalIn)
@blueprint.response(200, answers.EntryOut)
def post_withdrawal(body: dict[str, Any], entry_id: str) -> Any:
    """Withdraw an entry, with a reason that is shown."""
    command = handlers.WithdrawEntry(entry_id, web.expected_version(), body["reason"])
    with web.writing() as work:
        entry = handlers.withdraw_entry(command, actor=web.the_actor(), work=work, clock=web.the_clock())
        return _tell(entry, work.editions.get(entry.edition_id))


@blueprint.put("/entries/<entry_id>/profile")
@blueprint.arguments(schemas.ProfileShape)
@blueprint.response(200, answers.EntryOut)
def put_profile(body: dict[str, Any], entry_id: str) -> Any:
    """Replace a profile; what is left out is emptied."""
    command = handlers.WriteProfile(entry_id, web.expected_version(), importing.make_profile(body))
    with web.writing() as work:
        entry = handlers.write_profile(command, actor=web.the_actor(), work=work, clock=web.the_clock())
        return _tell(entry, work.editions.get(entry.edition_id))


@blueprint.get("/entries/<entry_id>/prerequisite")
@blueprint.arguments(schemas.YearQuery, location="query")
@blueprint.response(200, answers.PrerequisiteOut)
def get_prerequisite(query: dict[str, Any], entry_id: str) -> Any:
    """The prerequisite statement of an entry for a year, that of its edition when none is said."""
    with web.reading() as work:
        return reading.read_prerequisite(entry_id, query.get("year"), actor=web.the_actor(), work=work)


def _tell(entry: Entry, edition: Edition) -> dict[str, Any]:
    return tell_entry(entry, edition, contact=may_see_contact(web.the_actor(), entry))


def _tell_doubts(entry: Entry, edition: Edition) -> dict[str, Any]:
    code = entry.listing.unified_code
    warnings = []
    for doubt in find_doubts(code):
        zh, en = tell(Invalid(doubt, "unified_code"), PHRASES)
        warnings.append({"field": "unified_code", "value": code, "code": doubt, "title": zh, "title_en": en})
    return {**_tell(entry, edition), "warnings": warnings}
