"""What the publishing of a repair settles: it must be of the list that counts, and later runs keep what it rests on."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from services.chassis.refusal import Conflict
from services.conference.day.domain import Incident, change_party, change_table
from services.conference.day.rows import read_incident
from services.conference.domain import PublishedPlan, Run
from services.conference.repositories import ConferenceWork


def find_published(conference_id: str, work: ConferenceWork) -> PublishedPlan:
    """The list that counts. Raises Conflict("nothing-published")."""
    published = work.runs.published([conference_id])
    if not published:
        raise Conflict("nothing-published", "conference_id")
    return published[0]


def settle_repair(run: Run, work: ConferenceWork) -> None:
    """Before a repair is published, from whatever page: keep what happened in the parties and tables themselves.

    Raises Conflict("list-moved-on") when another list was published since it was proposed.
    """
    if find_published(run.conference_id, work).run_id != run.based_on:
        raise Conflict("list-moved-on", "run_id")
    frozen, _ = work.runs.papers(run.id)
    _keep_effects([read_incident(one) for one in orjson.loads(frozen or b"{}")["incidents"]], run, work)
    work.record("repair_approved", run.id, conference=run.conference_id, parent=run.based_on)


def _keep_effects(incidents: Sequence[Incident], run: Run, work: ConferenceWork) -> None:
    conference = work.conferences.get(run.conference_id)
    order = [slot.id for slot in conference.slots]
    for party in work.parties.of(conference.id):
        changed = change_party(party, incidents, order)
        if changed != party:
            work.parties.change(replace(changed, version=party.version + 1), seen=party.version)
    tables = tuple(change_table(table, incidents, order) for table in conference.tables)
    if tables != conference.tables:
        after = replace(conference, tables=tables, version=conference.version + 1)
        work.conferences.change(after, seen=conference.version)
