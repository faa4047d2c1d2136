"""Files by REST: downloads and uploads go through to the service that owns the noun, with the person's own rights."""

from urllib.parse import quote, urlencode

import orjson
from flask import Blueprint, Response, g, request

from gateway.auth import Identities
from gateway.context import request_id_of
from services.chassis.identity import Actor
from services.chassis.peers import REQUEST_HEADER, Answer, Peers
from services.chassis.problems import problem_of
from services.chassis.refusal import Forbidden, Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PASSED_ON = ("content-type", "content-disposition")
RUN_FILES = "'plan.xlsx', 'plan.json', 'event.json', 'event.xlsx', 'sheets.pdf', 'hall.pdf', 'calendars.zip'"
"""What can be had of a run, by name."""


def create_files(peers: Peers, identities: Identities) -> Blueprint:
    """Make the blueprint under `/files`; whatever is not listed here is not reachable from outside."""
    files = Blueprint("files", __name__, url_prefix="/files")

    @files.before_request
    def receive() -> None:
        g.request_id = request_id_of(request.headers.get(REQUEST_HEADER, ""))
        g.actor = identities.find(request.environ, g.request_id)

    @files.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> Response:
        problem = problem_of(refusal, {})
        return Response(orjson.dumps(problem, default=str), problem["status"], content_type="application/problem+json")

    _serve_lists(files, peers)
    _serve_parties(files, peers)
    _serve_catalogue(files, peers)
    return files


def _serve_lists(files: Blueprint, peers: Peers) -> None:
    """What can be had of pairing lists, and of what came of them."""

    @files.get(f"/conference/runs/<run_id>/<any({RUN_FILES}):name>")
    def send_run_file(run_id: str, name: str) -> Response:
        return _sent(peers["conference"].fetch(f"/runs/{run_id}/{name}", actor=_known_actor()))

    @files.get("/conference/runs/<run_id>/parties/<party_id>/<any('sheet.pdf', 'calendar.ics'):name>")
    def send_party_file(run_id: str, party_id: str, name: str) -> Response:
        return _sent(peers["conference"].fetch(f"/runs/{run_id}/parties/{party_id}/{name}", actor=_known_actor()))

    @files.get("/conference/records/<organisation_id>/<any('record.xlsx', 'record.pdf'):name>")
    def send_record(organisation_id: str, name: str) -> Response:
        path = f"/records/{quote(organisation_id, safe='')}/{name}?{_asked('year')}"
        return _sent(peers["conference"].fetch(path, actor=_known_actor()))

    @files.get("/conference/runs/<run_id>/changed-sheets.pdf")
    def send_changed_sheets(run_id: str) -> Response:
        path = f"/runs/{run_id}/changed-sheets.pdf?{_asked('since')}"
        return _sent(peers["conference"].fetch(path, actor=_known_actor()))


def _serve_parties(files: Blueprint, peers: Peers) -> None:
    """Parties as a workbook, out and in."""

    @files.get("/conference/conferences/<conference_id>/parties.xlsx")
    def send_parties_book(conference_id: str) -> Response:
        return _sent(peers["conference"].fetch(f"/conferences/{conference_id}/parties.xlsx", actor=_known_actor()))

    @files.post("/conference/conferences/<conference_id>/parties/import")
    def take_parties(conference_id: str) -> Response:
        actor = _known_actor()
        path = f"/conferences/{conference_id}/parties/import?{_asked('dry_run')}"
        report = peers["conference"].upload(path, request.get_data(), XLSX, actor=actor)
        return _labelled(Response(orjson.dumps(report), content_type="application/json"))

    @files.post("/conference/conferences/<conference_id>/parties/import/marked")
    def mark_parties(conference_id: str) -> Response:
        path = f"/conferences/{conference_id}/parties/import/marked"
        return _sent(peers["conference"].exchange(path, request.get_data(), XLSX, actor=_known_actor()))


def _serve_catalogue(files: Blueprint, peers: Peers) -> None:
    """Editions as a workbook, and the one to fill in."""

    @files.get("/catalogue/import-template.xlsx")
    def send_template() -> Response:
        return _sent(peers["catalogue"].fetch("/import-template.xlsx", actor=_known_actor()))

    @files.post("/catalogue/editions/<edition_id>/import")
    def take_list(edition_id: str) -> Response:
        actor = _known_actor()
        path = f"/editions/{edition_id}/import?{_asked('dry_run', 'format')}"
        report = peers["catalogue"].upload(path, request.get_data(), request.content_type or "", actor=actor)
        return _labelled(Response(orjson.dumps(report), content_type="application/json"))


def _asked(*names: str) -> str:
    """The parameters of these names as they came, for the service to judge."""
    return urlencode({name: request.args[name] for name in names if name in request.args})


def _known_actor() -> Actor:
    actor: Actor = g.actor
    if actor.is_visitor:
        raise Forbidden("unauthenticated")
    return actor


def _sent(answer: Answer) -> Response:
    status, headers, body = answer
    passed = {name: headers[name] for name in _PASSED_ON if name in headers}
    return _labelled(Response(body, status, headers=passed))


def _labelled(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers[REQUEST_HEADER] = g.request_id
    return response
