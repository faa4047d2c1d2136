"""The report of a year (年度报告), and a provider's record (成效材料)."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import nodes
from gateway.web.here import go, must_be, the_asker, the_site
from gateway.web.pages.conferences import READERS
from services.chassis.identity import Role

pages = Blueprint("figures", __name__)

PAGE = 50


@pages.get("/reports")
def show_latest() -> Response:
    """Go on to the report of this year."""
    must_be(*READERS)
    return go("site.figures.show_report", year=the_site().clock.today().year)


@pages.get("/reports/<int:year>")
def show_report(year: int) -> str:
    """The report of a year: every figure with what it counts."""
    must_be(*READERS)
    after = request.args.get("after") or None
    data = the_asker().one("yearReport", "yearReport", year=year, first=PAGE, after=after)[1].data
    report, years = data["yearReport"], data["reportYears"] or {"years": [year], "closed": []}
    info = report["suppliers"]["pageInfo"]
    return render_template(
        "figures.html",
        report=report,
        years=sorted({year, *years["years"]}, reverse=True),
        closed=years["closed"],
        suppliers=nodes(report["suppliers"]),
        total=report["suppliers"]["totalCount"],
        missing=[one["title"] for one in report["sections"] if one["missing"]],
        may_close=year <= the_site().clock.today().year,
        next_href=url_for("site.figures.show_report", year=year, after=info["endCursor"])
        if info["hasNextPage"]
        else "",
    )


@pages.post("/reports/<int:year>/close")
def close_year(year: int) -> Response:
    """Freeze the report of a year as it stands."""
    the_asker().change("closeYear", year=year)
    return go("site.figures.show_report", done="year-closed", year=year)


@pages.get("/records/<path:organisation_id>")
def show_record(organisation_id: str) -> str:
    """A provider's record of a year."""
    must_be(*READERS, Role.PROVIDER)
    given = request.args.get("year", "")
    year = int(given) if given.isdigit() and len(given) == 4 else the_site().clock.today().year
    record, _ = the_asker().one(
        "providerRecord",
        "providerRecord",
        organisationId=organisation_id,
        year=year,
        first=PAGE,
        after=request.args.get("after") or None,
    )
    info = record["meetings"]["pageInfo"]
    following = url_for("site.figures.show_record", organisation_id=organisation_id, year=year, after=info["endCursor"])
    return render_template(
        "record.html",
        record=record,
        meetings=nodes(record["meetings"]),
        next_href=following if info["hasNextPage"] else "",
    )
