"""The catalogue over HTTP: editions, their renewal, their lists."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from services.catalogue import answers, handlers, importing, reading, renewing, schemas
from services.catalogue.domain import Entry
from services.catalogue.reporting import refuse, tell_report
from services.catalogue.repositories import EditionFilter
from services.catalogue.sheets.reading import read_list
from services.catalogue.sheets.template import write_template
from services.catalogue.views import with_counts
from services.chassis import app as web
from services.chassis.paging import Page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("editions", __name__, description="年度目录: editions of the recommended catalogue.")


def page_answer(page: Page[Any], total: int, items: list[Any]) -> dict[str, Any]:
    """A page of a list on the wire."""
    return {"items": items, "has_next": page.has_next, "end_cursor": page.end_cursor, "total": total}


@blueprint.get("/editions")
@blueprint.arguments(schemas.EditionsQuery, location="query")
@blueprint.response(200, answers.EditionsOut)
def get_editions(query: dict[str, Any]) -> Any:
    """Editions, newest year first; drafts for organizers and auditors only."""
    first, after = query.pop("first"), query.pop("after")
    with web.reading() as work:
        page, total, counts = reading.find_editions(
            EditionFilter(**query), first=first, after=after, actor=web.the_actor(), work=work
        )
    return page_answer(page, total, [with_counts(one, counts.get(one.id, {})) for one in page.rows])


@blueprint.post("/editions")
@blueprint.arguments(schemas.EditionIn)
@blueprint.response(201, answers.EditionOut)
def post_edition(command: dict[str, Any]) -> Any:
    """Open the draft of a year and scope."""
    with web.writing() as work:
        edition = handlers.open_edition(
            handlers.OpenEdition(**command), actor=web.the_actor(), work=work, clock=web.the_clock()
        )
    return with_counts(edition, {})


@blueprint.get("/editions/<edition_id>")
@blueprint.response(200, answers.EditionOut)
def get_edition(edition_id: str) -> Any:
    """One edition."""
    with web.reading() as work:
        return with_counts(*reading.read_edition(edition_id, actor=web.the_actor(), work=work))


@blueprint.patch("/editions/<edition_id>")
@blueprint.arguments(schemas.EditionPatch)
@blueprint.response(200, answers.EditionOut)
def patch_edition(changes: dict[str, Any], edition_id: str) -> Any:
    """Correct the title or document number of a draft."""
    command = handlers.ChangeEdition(edition_id, web.expected_version(), changes)
    with web.writing() as work:
        edition = handlers.change_edition(command, actor=web.the_actor(), work=work, clock=web.the_clock())
        return with_counts(edition, reading.count_entries(edition, work))


@blueprint.post("/editions/<edition_id>/publish")
@blueprint.response(200, answers.EditionOut)
def post_publication(edition_id: str) -> Any:
    """Publish a draft; the newest published edition of its scope is in use."""
    command = handlers.PublishEdition(edition_id, web.expected_version())
    with web.writing() as work:
        edition = handlers.publish_edition(command, actor=web.the_actor(), work=work, clock=web.the_clock())
        return with_counts(edition, reading.count_entries(edition, work))


@blueprint.get("/editions/<edition_id>/difference")
@blueprint.response(200, answers.DifferenceOut)
def get_difference(edition_id: str) -> Any:
    """What the edition keeps, adds and drops against the previous one."""
    with web.reading() as work:
        difference, entries = renewing.read_difference(edition_id, actor=web.the_actor(), work=work)
    return {
        "previous_id": difference.previous_id,
        "kept": [_brief(entries[one]) for one in difference.kept],
        "added": [_brief(entries[one]) for one in difference.added],
        "dropped": [{"entry": _brief(entries[one.entry_id]), "reason": one.reason} for one in difference.dropped],
    }


@blueprint.get("/editions/<edition_id>/renewal")
@blueprint.response(200, answers.RenewalOut)
def get_renewal(edition_id: str) -> Any:
    """The previous edition's entries with the decision about each."""
    with web.reading() as work:
        return _tell_renewal(renewing.read_renewal(edition_id, actor=web.the_actor(), work=work))


@blueprint.post("/editions/<edition_id>/renewal")
@blueprint.arguments(schemas.RenewalIn)
@blueprint.response(200, answers.RenewalOut)
def post_renewal(decisions: dict[str, Any], edition_id: str) -> Any:
    """Keep entries of the previous edition, drop others with a reason each."""
    drop = {one["entry_id"]: one["reason"] for one in decisions["drop"]}
    command = renewing.Renew(edition_id, decisions["keep"], drop)
    with web.writing() as work:
        return _tell_renewal(renewing.renew_edition(command, actor=web.the_actor(), work=work, clock=web.the_clock()))


@blueprint.post("/editions/<edition_id>/import")
@blueprint.arguments(schemas.ImportQuery, location="query")
@blueprint.response(200, answers.ReportOut)
def post_import(query: dict[str, Any], edition_id: str) -> Any:
    """Admit what a list says (the body is the file); with any fault nothing is admitted."""
    actor, clock = web.the_actor(), web.the_clock()
    importing.may_import(actor)
    read = read_list(request.get_data(), query.get("format"))
    command = importing.ImportList(edition_id, read, query["dry_run"])
    with web.reading() if command.dry_run else web.writing() as work:
        report = importing.import_list(command, actor=actor, work=work, clock=clock)
    if report.faults and not report.dry_run:
        raise refuse(report)
    return tell_report(report)


@blueprint.get("/import-template.xlsx")
@blueprint.response(200, content_type=XLSX)
def get_template() -> Response:
    """The empty list to fill in."""
    headers = {"Content-Disposition": 'attachment; filename="import-template.xlsx"'}
    return Response(write_template(), content_type=XLSX, headers=headers)


@blueprint.get("/figures")
@blueprint.arguments(schemas.YearQuery, location="query")
@blueprint.response(200, answers.FiguresOut)
def get_figures(query: dict[str, Any]) -> Any:
    """The figures of a year, with their definitions."""
    year = query.get("year", web.the_clock().today().year)
    with web.reading() as work:
        return {"year": year, "figures": reading.count_figures(year, actor=web.the_actor(), work=work)}


def _brief(entry: Entry) -> dict[str, Any]:
    listing = entry.listing
    return {"id": entry.id, "name": listing.name, "company": listing.company, "category": str(listing.category)}


def _tell_renewal(renewal: renewing.Renewal) -> Mapping[str, Any]:
    items = [
        {"entry": _brief(entry), "decision": str(decision.choice), "reason": decision.reason}
        for entry, decision in renewal.decisions
    ]
    open_count = sum(one["decision"] == "open" for one in items)
    return {"previous_id": renewal.previous_id, "items": items, "open_count": open_count}
