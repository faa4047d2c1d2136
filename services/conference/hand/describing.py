"""A list that is given, as a plan of format 1.0: its meetings stay, figures, reasons and bound are worked out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from services.conference.formats.nouns import Event
from services.conference.formats.plan import Plan
from services.conference.solver.arrays import SCALE, ints
from services.conference.solver.describe import describe
from services.conference.solver.prices import Prices, price_pairs
from services.conference.solver.problem import Problem, read_problem


def describe_given(
    event: Event, meetings: Sequence[Mapping[str, str]], certificate: Mapping[str, Any] | None, *, seed: int
) -> Plan:
    """The plan of exactly these meetings, at exactly these tables.

    `certificate` is that of an earlier plan of the same parties and slots: any prices bound every plan, so the bound
    follows from them for this event, too. Without one the bound is that of free diaries.
    """
    problem = read_problem(event)
    tables = {name: number for number, name in enumerate(problem.places.ids)}
    slots = {name: number for number, name in enumerate(problem.slots)}
    seats, seating = [], {}
    for meeting in meetings:
        pair = problem.roster.pair(meeting["demand"], meeting["supply"])
        seats.append((*pair, slots[meeting["slot"]]))
        seating[pair] = tables[meeting["table"]]
    # Nobody is reseated: for the describing, every table counts as locked.
    seated = replace(problem, wishes=replace(problem.wishes, locked_table=seating))
    prices = read_prices(problem, certificate)
    return describe(seated, seats, prices, price_pairs(problem, prices).bound, seed=seed)


def read_prices(problem: Problem, certificate: Mapping[str, Any] | None) -> Prices:
    """The prices of a certificate for the parties of this event; parties it does not know pay nothing."""
    parties, slots, sessions = problem.parties, len(problem.slots), problem.sessions
    diary, session = np.zeros((parties, slots), dtype=np.int64), np.zeros((parties, sessions), dtype=np.int64)
    degree, table = np.zeros(parties, dtype=np.int64), np.zeros(slots, dtype=np.int64)
    if certificate is not None and certificate["scale"] == SCALE and len(certificate["tables"]) == slots:
        table[:] = certificate["tables"]
        number = problem.roster.number
        for party, price in certificate["degree"].items():
            if party in number:
                degree[number[party]] = price
        told = ((certificate["party_slot"], diary), (certificate.get("party_session", {}), session))
        for values, into in told:
            for party, each in values.items():
                if party in number and len(each) == into.shape[-1]:
                    into[number[party]] = each
        diary[~problem.roster.free] = 0
    # Slot by slot: after a change by hand the slots of a session need not cost the same any more.
    return Prices(diary, table, degree, session, tuple(ints([slot]) for slot in range(slots)))
