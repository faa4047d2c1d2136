"""The figures of a year that this service can count (domain: the yearly report); computed, never typed."""

from typing import Any

import orjson

from services.conference.domain import Side
from services.conference.outcomes.counting import count_outcomes
from services.conference.outcomes.repositories import OutcomeWork

DEFINITIONS = {
    "conferences": ("举办的供需对接大会场数", "conferences of the year"),
    "parties_demand": ("需求侧参会方数", "parties of the demand side"),
    "parties_supply": ("供给侧参会方数", "parties of the supply side"),
    "meetings_planned": ("已发布名单中的一对一洽谈场数", "meetings of the published lists"),
}


def count_figures(work: OutcomeWork, year: int) -> list[dict[str, Any]]:
    """Named integers with their definition; demo conferences do not count."""
    conferences = [one for one in work.conferences.page(year=year, first=100, after="").rows if not one.demo]
    parties = [party for one in conferences for party in work.parties.of(one.id)]
    published = work.runs.published([one.id for one in conferences])
    counted = {
        "conferences": len(conferences),
        "parties_demand": sum(party.side is Side.DEMAND for party in parties),
        "parties_supply": sum(party.side is Side.SUPPLY for party in parties),
        "meetings_planned": sum(len(orjson.loads(run.plan)["meetings"]) for run in published),
    }
    planned = [
        {"name": name, "value": counted[name], "definition": zh, "definition_en": en}
        for name, (zh, en) in DEFINITIONS.items()
    ]
    return [*planned, *count_outcomes(work.results.of_year(year))]
