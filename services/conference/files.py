"""The files of a plan (导出文件): asked for, or due when its state changes; written by a worker, fetched afterwards."""

from dataclasses import dataclass
from uuid import uuid4

from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Forbidden, Invalid, NotFound
from services.chassis.runs import DONE, FAILED, QUEUED
from services.conference.domain import PlanState, Run
from services.conference.handlers import must_oversee
from services.conference.plan_file import FORMS, SHOWN, PlanFile
from services.conference.repositories import ConferenceWork


@dataclass(frozen=True)
class AskFile:
    """Have a file made of a plan as it stands; `party_id` for a form that is one party's own."""

    run_id: str
    form: str
    party_id: str = ""


def ask_file(command: AskFile, *, actor: Actor, work: ConferenceWork, clock: Clock) -> PlanFile:
    """Queue a file, or answer the one that is there; one that failed is tried again. Refuses as `check_reader` does."""
    run = check_reader(command, actor=actor, work=work)
    work.conferences.get(run.conference_id, lock=True)
    run = work.runs.get(command.run_id)
    form, party_id = _kept_as(command)
    found = work.files.find(run.id, form, party_id, run.plan_state)
    if found is not None and found.state == FAILED:
        work.files.renew(found.id)
        return work.files.get(found.id)
    return found or _queue(run, form, party_id, run.plan_state, work=work, clock=clock)


def find_file(command: AskFile, *, actor: Actor, work: ConferenceWork) -> PlanFile | None:
    """The file of a plan as it stands now, None when nobody has asked for it yet. Refuses as `check_reader` does."""
    run = check_reader(command, actor=actor, work=work)
    return work.files.find(run.id, *_kept_as(command), run.plan_state)


def _kept_as(command: AskFile) -> tuple[str, str]:
    """Form and party under which a file is kept: what is part of another is not kept by itself."""
    whole = FORMS[command.form].part_of
    return (whole, "") if whole else (command.form, command.party_id)


def check_reader(command: AskFile, *, actor: Actor, work: ConferenceWork) -> Run:
    """Refuse whoever may not have this file, and a file that cannot be had of the plan as it stands.

    Raises Invalid("unknown-form"), Conflict("no-plan", "wrong-run-state"), NotFound for a party the plan does not have.
    """
    form = FORMS.get(command.form)
    if form is None or form.of_party != bool(command.party_id):
        raise Invalid("unknown-form", "form", {"value": command.form, "listed": ", ".join(FORMS)})
    if not form.of_party:
        must_oversee(actor)
    run = work.runs.get(command.run_id)
    if form.of_party:
        check_party(run, command.party_id, actor=actor, work=work)
    if run.plan_state is PlanState.NONE:
        raise Conflict("no-plan", "run_id")
    if form.only and run.plan_state not in form.only:
        raise Conflict("wrong-run-state", "run_id", {"state": run.plan_state.value})
    return run


def check_party(run: Run, party_id: str, *, actor: Actor, work: ConferenceWork) -> None:
    """Refuse a party's file to all but organizers, auditors and, once the parties may look, its own organisation.

    Raises NotFound for a party the plan does not have, Forbidden.
    """
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
    organisation = work.files.party_of(run.id, party_id)
    if not actor.has(Role.ORGANIZER) and Role.AUDITOR not in actor.roles:
        if organisation is None or organisation != actor.organisation or run.plan_state not in SHOWN:
            raise Forbidden("forbidden")
    elif organisation is None:
        raise NotFound("not-found", "party_id", {"id": party_id})


def queue_files(run: Run, state: PlanState, *, work: ConferenceWork, clock: Clock) -> None:
    """Let a worker make what a plan needs in the state it is about to take."""
    for name, form in FORMS.items():
        if state in form.on and work.files.find(run.id, name, "", state) is None:
            _queue(run, name, "", state, work=work, clock=clock)


def _queue(run: Run, form: str, party_id: str, state: PlanState, *, work: ConferenceWork, clock: Clock) -> PlanFile:
    file = PlanFile(f"x-{uuid4().hex[:16]}", run.id, form, party_id, state, QUEUED, clock.now())
    work.files.add(file)
    work.record("file_queued", run.id, form=form, party=party_id)
    return file


def keep_draft(run: Run, content: bytes, *, work: ConferenceWork, clock: Clock) -> None:
    """Keep the workbook that was made with a plan, so that it is there as soon as the run is done."""
    if work.files.find(run.id, "workbook", "", PlanState.DRAFT) is None:
        file_id = f"x-{uuid4().hex[:16]}"
        work.files.add(PlanFile(file_id, run.id, "workbook", "", PlanState.DRAFT, DONE, clock.now(), progress=100))
        work.files.fill(file_id, content, ())
