"""The price list of rules as a job: asked for, made by a worker in a child, kept beside the list it is of."""

from uuid import uuid4

import orjson

from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role, system_actor
from services.chassis.ports import Ports
from services.chassis.refusal import Conflict, Invalid
from services.chassis.runs import CANCELLED, FAILED, RunKind
from services.conference.domain import PlanState
from services.conference.planning import event_of
from services.conference.price_list import PriceList
from services.conference.price_store import PRICE_LIST
from services.conference.repositories import ConferenceWork


def ask_prices(run_id: str, *, actor: Actor, work: ConferenceWork, clock: Clock) -> PriceList:
    """Queue the price list of a list, or answer the one that is there; one that failed is tried again.

    Raises Conflict("no-plan").
    """
    actor.must_be(Role.ORGANIZER)
    conference_id = work.runs.get(run_id).conference_id
    work.conferences.get(conference_id, lock=True)
    if work.runs.get(run_id).plan_state is PlanState.NONE:
        raise Conflict("no-plan", "run_id")
    found = work.prices.of(run_id)
    if found is None:
        work.prices.add(f"y-{uuid4().hex[:16]}", run_id, at=clock.now())
    elif found.state in {FAILED, CANCELLED}:
        work.prices.renew(found.id)
    else:
        return found
    work.record("prices_asked", run_id)
    made = work.prices.of(run_id)
    assert made is not None
    return made


def prepare_prices(ports: Ports, list_id: str) -> bytes:
    """The event of the list whose rules are priced."""
    with ports.reading(system_actor("conference", list_id)) as work:
        frozen, _ = work.runs.papers(work.prices.run_of(list_id))
    return event_of(frozen)


def conclude_prices(ports: Ports, list_id: str, output: bytes) -> None:
    """Keep the prices. Raises Invalid for an event that cannot be solved again."""
    answer = orjson.loads(output)
    if "error" in answer:
        error = answer["error"]
        told = {"problem": f"{error['field']} {error['zh']}", "problem_en": f"{error['field']} {error['en']}"}
        raise Invalid("event-unusable", facts=told)
    with ports.writing(system_actor("conference", list_id)) as work:
        work.prices.fill(list_id, answer["prices"])


PRICING = RunKind(
    "pricing", PRICE_LIST, prepare_prices, "services.conference.price_making:make_prices", conclude_prices
)
