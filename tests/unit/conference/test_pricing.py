"""The price list of rules as a job: asked for, made in a child, kept with the solves behind it."""

from services.chassis.identity import Role
from services.conference.price_answers import RulePriceOut, RulePricesOut, SolvedOut
from services.conference.price_list import RULE_NAMES
from services.conference.pricing import PRICING
from services.conference.solver.rule_prices import RULES
from tests.house import TestHouse
from tests.unit.conference.test_runs import look, prepare, start, work_here


def test_the_prices_of_a_lists_rules_are_made_by_a_worker_and_leave_the_list(house: TestHouse) -> None:
    run = start(house, prepare(house))
    path = f"/runs/{run['id']}/prices"
    early = house.organizer.post("conference", path)
    work_here(house, run)
    done = look(house, run)
    nothing = house.organizer.get("conference", path).json

    asked = house.organizer.post("conference", path)
    again = house.organizer.post("conference", path)
    loops = house.working("conference").loops
    worked = loops[house.ports["conference"].service.runs.index(PRICING)].step()
    told = house.organizer.get("conference", path).json

    assert (early.status, early.code) == (409, "no-plan")
    assert (nothing["state"], nothing["items"]) == ("", [])
    assert (asked.status, asked.json["state"], again.json["state"]) == (202, "queued", "queued")
    assert worked
    assert (told["state"], set(told)) == ("done", set(RulePricesOut().fields))
    prices = {one["rule"]: one for one in told["items"]}
    assert set(prices) == {"minimums_demand", "nevers"}
    assert set(prices["nevers"]) == set(RulePriceOut().fields)
    assert set(prices["nevers"]["kept"]) == set(SolvedOut().fields)
    # 工厂乙 never wants to meet 服务商乙: without that there is one more meeting.
    assert (prices["nevers"]["name"], prices["nevers"]["meetings"], prices["nevers"]["exact"]) == (
        "不见的意愿",
        1,
        True,
    )
    assert prices["nevers"]["kept"]["event_sha256"] != prices["nevers"]["lifted"]["event_sha256"]
    assert look(house, run) == done


def test_only_organizers_ask_and_parties_do_not_see(house: TestHouse) -> None:
    run = start(house, prepare(house))
    path = f"/runs/{run['id']}/prices"

    assert house.as_(Role.AUDITOR).post("conference", path).code == "forbidden"
    assert house.as_(Role.ENTERPRISE, "org-工厂甲").get("conference", path).code == "forbidden"
    assert house.as_(Role.AUDITOR).get("conference", path).json["state"] == ""


def test_every_rule_has_its_name() -> None:
    assert set(RULE_NAMES) == set(RULES)
