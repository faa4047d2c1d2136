"""What a year's meetings amount to: figures with their definitions, by supplier, and of earlier years until now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.conference.outcomes.domain import Held, Outcome, Result
from services.conference.outcomes.repositories import OutcomeWork

DEFINITIONS = {
    "meetings_stated": ("有结果填报的洽谈场数", "meetings of which an outcome was stated"),
    "meetings_held": (
        "已洽谈的场数（以主办方确认为准；未确认的，按双方一致或仅有一方的填报）",
        "meetings that were held",
    ),
    "meetings_missed": ("有一方未到、没有洽谈的场数", "meetings to which one side did not come"),
    "meetings_disputed": ("双方填报不一致、尚未确认的场数，不计入其他各项", "meetings in which the two sides differ"),
    "intents": ("达成意向的洽谈场数（含签约）", "meetings that led to an intent, contracts among them"),
    "contracts": ("签约的洽谈场数", "meetings that led to a contract"),
    "amount": ("签约金额合计（万元）", "amount of the contracts in 10,000 yuan"),
    "attending_demand": ("到场洽谈的需求侧单位数", "organisations of the demand side that held a meeting"),
    "attending_supply": ("到场洽谈的供给侧单位数", "organisations of the supply side that held a meeting"),
}


def count_outcomes(results: Sequence[Result]) -> list[dict[str, Any]]:
    """Named integers with their definition; what is disputed counts among the disputed alone."""
    held = [one for one in results if one.outcome.held is Held.HELD]
    totals = total(results)
    counted = {
        "meetings_stated": len(results),
        "meetings_held": totals["held"],
        "meetings_missed": sum(one.outcome.held is Held.NO_SHOW for one in results),
        "meetings_disputed": sum(bool(one.outcome.disputed) for one in results),
        "intents": totals["intents"],
        "contracts": totals["contracts"],
        "amount": totals["amount"],
        "attending_demand": len({one.meeting.demand_organisation for one in held}),
        "attending_supply": len({one.meeting.supply_organisation for one in held}),
    }
    return figures_of(counted, DEFINITIONS)


def figures_of(counted: Mapping[str, int], definitions: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Counted integers with what they count."""
    return [
        {"name": name, "value": counted[name], "definition": zh, "definition_en": en}
        for name, (zh, en) in definitions.items()
    ]


def total(results: Iterable[Result]) -> dict[str, int]:
    """Held, intents, contracts and amount of meetings."""
    outcomes: list[Outcome] = [one.outcome for one in results if one.outcome.held is Held.HELD]
    return {
        "held": len(outcomes),
        "intents": sum(one.intent for one in outcomes),
        "contracts": sum(one.contract for one in outcomes),
        "amount": sum(one.amount or 0 for one in outcomes if one.contract),
    }


def count_conversion(year: int, work: OutcomeWork) -> list[dict[str, int]]:
    """What has come until now of the meetings of the years before, the latest first."""
    earlier = [one for one in work.results.years() if one < year]
    return [{"year": one, **total(work.results.of_year(one))} for one in earlier]


def count_suppliers(planned: Mapping[str, int], names: Mapping[str, str], results: Sequence[Result]) -> list[Any]:
    """Every organisation of the supply side with its meetings; most held first, equals by name."""
    by_supplier: dict[str, list[Result]] = {organisation: [] for organisation in planned}
    for one in results:
        by_supplier.setdefault(one.meeting.supply_organisation, []).append(one)
    known = {one.meeting.supply_organisation: one.meeting.supply_name for one in results} | dict(names)
    rows = [
        {"organisation_id": one, "name": known.get(one, one), "planned": planned.get(one, 0), **total(of_one)}
        for one, of_one in by_supplier.items()
    ]
    return sorted(rows, key=lambda row: (-int(row["held"]), -int(row["planned"]), str(row["name"])))
