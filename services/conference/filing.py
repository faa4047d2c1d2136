"""The working of a file: its input is what is stored of the plan, a child writes it, what it wrote is kept."""

from typing import Any

import orjson

from services.chassis.identity import system_actor
from services.chassis.ports import Ports
from services.chassis.refusal import Conflict, Invalid
from services.chassis.runs import RunKind
from services.conference.file_store import PLAN_FILE
from services.conference.plan_file import PlanFile
from services.conference.rows import tell_moment
from services.conference.telling import tell_run


def prepare_file(ports: Ports, file_id: str) -> bytes:
    """What the file is to be and all it is made from. Raises Conflict when the plan has moved on meanwhile."""
    with ports.reading(system_actor("conference", file_id)) as work:
        file: PlanFile = work.files.get(file_id)
        run = work.runs.get(file.run_id)
        if run.plan_state is not file.plan_state:
            raise Conflict("file-outdated", "file_id")
        frozen, plan = work.runs.papers(run.id)
        if frozen is None or plan is None:
            raise Conflict("no-plan", "run_id")
        is_calendar = file.form == "calendars"
        releases = work.files.releases(run.conference_id, until=run.id) if is_calendar else ()
    told = [
        {
            "published_at": tell_moment(one.published_at),
            "frozen": orjson.Fragment(one.frozen),
            "plan": orjson.Fragment(one.plan),
        }
        for one in releases
    ]
    asked: dict[str, Any] = {"form": file.form, "party_id": file.party_id, "run": tell_run(run), "releases": told}
    return orjson.dumps({**asked, "frozen": orjson.Fragment(frozen), "plan": orjson.Fragment(plan)})


def conclude_file(ports: Ports, file_id: str, output: bytes) -> None:
    """Keep what was written. Raises Invalid("file-failed") for what could not be written."""
    head, _, content = output.partition(b"\n")
    said = orjson.loads(head)
    if "problem" in said:
        raise Invalid("file-failed", facts={"problem": said["problem"]})
    with ports.writing(system_actor("conference", file_id)) as work:
        work.files.fill(file_id, content, said["doubts"])


FILING = RunKind("filing", PLAN_FILE, prepare_file, "services.conference.exports.making:make_file", conclude_file)
