"""The conference service over HTTP: the files of plans."""

import time
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from services.chassis.app import reading, the_actor, the_clock, writing
from services.chassis.refusal import Conflict, NotFound
from services.chassis.runs import DONE, FAILED
from services.conference import file_answers, handlers, schemas
from services.conference.exports.archive import is_archive, pick
from services.conference.exports.glyphs import find_unprintable
from services.conference.files import AskFile, ask_file, find_file
from services.conference.phrases import FILE_FAULTS
from services.conference.plan_file import FORM_OF, FORMS, PDF, PlanFile
from services.conference.rows import tell_moment
from services.conference.telling import tell_plan

blueprint = Blueprint("files", __name__, description="对接名单的导出文件。")
PATIENCE_SECONDS = 8.0
"""How long a request waits for a file under way before it says that it is being prepared."""
STEP_SECONDS = 0.2


@blueprint.get("/runs/<run_id>/files")
@blueprint.response(200, file_answers.FilesOut)
def get_files(run_id: str) -> dict[str, Any]:
    """The files of a plan as it stands, and what of its texts cannot be printed."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        run = work.runs.get(run_id)
        files = [file for file in work.files.of(run_id) if file.plan_state is run.plan_state]
        frozen, plan = work.runs.papers(run_id)
    doubts = find_unprintable(tell_plan(run, frozen, plan)) if plan is not None else []
    return {"items": [tell_file(file) for file in files], "unprintable": doubts}


@blueprint.post("/runs/<run_id>/files")
@blueprint.arguments(schemas.FileIn)
@blueprint.response(202, file_answers.FileOut)
def post_file(body: dict[str, Any], run_id: str) -> dict[str, Any]:
    """Have a file made; one that is there or under way is answered as it is."""
    command = AskFile(run_id, body["form"], body["party_id"])
    with writing() as work:
        return tell_file(ask_file(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.get("/runs/<run_id>/<any('plan.xlsx', 'event.xlsx', 'sheets.pdf', 'hall.pdf', 'calendars.zip'):name>")
@blueprint.response(200, content_type="application/octet-stream")
def get_file(run_id: str, name: str) -> Response:
    """A file of a plan; whoever fetches it first lets it be made."""
    return _send(AskFile(run_id, FORM_OF[name]))


@blueprint.get("/runs/<run_id>/parties/<party_id>/<any('sheet.pdf', 'calendar.ics'):name>")
@blueprint.response(200, content_type="application/octet-stream")
def get_party_file(run_id: str, party_id: str, name: str) -> Response:
    """One party's own sheet, or its meetings for its calendar."""
    return _send(AskFile(run_id, FORM_OF[name], party_id))


def _send(command: AskFile) -> Response:
    form = FORMS.get(command.form, FORMS["workbook"])
    content = _wait(command)
    ending, media_type = form.ending, form.media_type
    if form.part_of:
        own = pick(content, command.party_id)
        if own is None:
            raise NotFound("not-found", "party_id", {"id": command.party_id})
        content = own
    elif media_type == PDF and is_archive(content):
        # A very large list is printed in several parts.
        ending, media_type = ending.replace(".pdf", ".zip"), "application/zip"
    name = f"{command.party_id or command.run_id}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=media_type, headers=headers)


def _wait(command: AskFile) -> bytes:
    """What stands in a file. Raises Conflict("file-preparing") when it takes longer than a request should."""
    until = time.monotonic() + PATIENCE_SECONDS
    file = _find(command) or _ask(command)
    while file.state not in {DONE, FAILED}:
        if time.monotonic() > until:
            raise Conflict("file-preparing", "form", {"progress": file.progress})
        time.sleep(STEP_SECONDS)
        file = _find(command) or _ask(command)
    if file.state == FAILED:
        zh, en = FILE_FAULTS.get(file.error, FILE_FAULTS["file-failed"])
        raise Conflict("file-not-made", "form", {"problem": zh, "problem_en": en, "error": file.error})
    with reading() as work:
        return bytes(work.files.content(file.id))


def _find(command: AskFile) -> PlanFile | None:
    with reading() as work:
        return find_file(command, actor=the_actor(), work=work)


def _ask(command: AskFile) -> PlanFile:
    with writing() as work:
        return ask_file(command, actor=the_actor(), work=work, clock=the_clock())


def tell_file(file: PlanFile) -> dict[str, Any]:
    """A file as JSON, without what stands in it."""
    zh, en = FILE_FAULTS.get(file.error, FILE_FAULTS["file-failed"]) if file.error else ("", "")
    return {
        "id": file.id,
        "run_id": file.run_id,
        "form": file.form,
        "name": FORMS[file.form].name,
        "party_id": file.party_id or None,
        "plan_state": file.plan_state.value,
        "state": file.state,
        "progress": file.progress,
        "error": file.error,
        "error_text": zh,
        "error_text_en": en,
        "size": file.size,
        "unprintable": list(file.doubts),
        "created_at": tell_moment(file.created_at),
        "finished_at": tell_moment(file.finished_at) if file.finished_at else None,
    }
