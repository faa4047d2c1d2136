"""The report of a year (年度报告): what every service counts, brought together; computed, never typed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from services.chassis.clock import Clock
from services.chassis.identity import Actor
from services.chassis.peers import Peers
from services.chassis.ports import Ports
from services.chassis.refusal import Unavailable
from services.conference.figures import count_figures
from services.conference.outcomes.counting import count_conversion, count_suppliers, figures_of
from services.conference.outcomes.domain import ClosedYear, Held, Result
from services.conference.outcomes.phrases import SECTIONS
from services.conference.outcomes.repositories import OutcomeWork
from services.conference.rows import tell_moment

PEERS = ("catalogue", "needs", "matching")
BATCH = 50
"""Nouns that are asked for together."""
COVERED = {
    "categories_covered": ("洽谈涉及的服务类别数", "categories of the entries that held a meeting"),
    "districts_covered": ("洽谈涉及的需求所在区数", "districts of the needs behind the meetings held"),
    "industries_covered": ("洽谈涉及的需求行业数", "industries of the needs behind the meetings held"),
}


def compile_report(ports: Ports, year: int, *, actor: Actor) -> dict[str, Any]:
    """The report as it would be frozen now; a service that cannot be read leaves its part `missing`."""
    with ports.reading(actor) as work:
        results = work.results.of_year(year)
        own = count_figures(work, year)
        conversion = count_conversion(year, work)
        planned, names = _planned(work, year)
    sections = [_ask_figures(ports.peers, name, year, actor=actor) for name in PEERS]
    sections += [_section("conference", own), _ask_coverage(ports.peers, results, actor=actor)]
    return {"sections": sections, "conversion": conversion, "suppliers": count_suppliers(planned, names, results)}


def tell_report(year: int, compiled: Mapping[str, Any], closed: ClosedYear | None) -> dict[str, Any]:
    """A report as JSON: the frozen one once the year is closed."""
    frozen = {
        "year": year,
        "state": "closed" if closed else "open",
        "closed_at": tell_moment(closed.closed_at) if closed else None,
        "closed_by": closed.closed_by if closed else None,
    }
    return {**frozen, **(closed.report if closed else compiled)}


def list_years(work: OutcomeWork, clock: Clock) -> dict[str, list[int]]:
    """The years there is something to report of: this one, those with outcomes and those that are closed."""
    closed = list(work.closed_years.all())
    return {"years": sorted({clock.today().year, *closed, *work.results.years()}, reverse=True), "closed": closed}


def _planned(work: OutcomeWork, year: int) -> tuple[Counter[str], dict[str, str]]:
    """Meetings of the published lists by organisation of the supply side, and the names of these."""
    conferences = [one.id for one in work.conferences.page(year=year, first=100, after="").rows if not one.demo]
    planned: Counter[str] = Counter()
    names: dict[str, str] = {}
    for published in work.runs.published(conferences):
        parties = {party["id"]: party for party in orjson.loads(published.frozen)["parties"]}
        for meeting in orjson.loads(published.plan)["meetings"]:
            supply = parties[meeting["supply"]]
            planned[supply["organisation_id"]] += 1
            names[supply["organisation_id"]] = supply["organisation_name"]
    return planned, names


def _section(name: str, figures: Sequence[Mapping[str, Any]], *, missing: bool = False) -> dict[str, Any]:
    title, title_en = SECTIONS[name]
    return {"name": name, "title": title, "title_en": title_en, "missing": missing, "figures": list(figures)}


def _ask_figures(peers: Peers, name: str, year: int, *, actor: Actor) -> dict[str, Any]:
    try:
        figures = peers[name].get("/figures", actor=actor, params={"year": year})["figures"]
    except Unavailable:
        return _section(name, [], missing=True)
    return _section(name, figures)


def _ask_coverage(peers: Peers, results: Sequence[Result], *, actor: Actor) -> dict[str, Any]:
    """How widely the meetings held spread; of nouns that are gone nothing is known, so they count nowhere."""
    held = [one.meeting for one in results if one.outcome.held is Held.HELD]
    entry_ids = {entry for one in held for entry in one.entry_ids}
    need_ids = {need for one in held for need in one.need_ids}
    try:
        entries = list(_ask_nouns(peers, "catalogue", "/entries", entry_ids, actor=actor))
        needs = list(_ask_nouns(peers, "needs", "/needs", need_ids, actor=actor))
    except Unavailable:
        return _section("coverage", [], missing=True)
    counted = {
        "categories_covered": len({one["category"] for one in entries if one.get("category")}),
        "districts_covered": len({one["district"] for one in needs if one.get("district")}),
        "industries_covered": len({one["industry"] for one in needs if one.get("industry")}),
    }
    return _section("coverage", figures_of(counted, COVERED))


def _ask_nouns(peers: Peers, service: str, path: str, ids: Iterable[str], *, actor: Actor) -> Iterable[Any]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        batch = ",".join(ordered[start : start + BATCH])
        yield from peers[service].get(path, actor=actor, params={"ids": batch, "first": 100})["items"]
