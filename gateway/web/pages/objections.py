"""Objections (意见): a party's own meetings and what it says of them; the organizer's list, and the answers."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.pages.conferences import READERS
from services.chassis.identity import Role

pages = Blueprint("objections", __name__)

PARTIES = (Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)


@pages.get("/own-meetings")
def show_own() -> str:
    """The meetings of one's own organisation, by list, with the objections to them."""
    must_be(*PARTIES)
    return render_template("own_meetings.html", lists=the_asker().ask("ownLists").data["ownLists"] or [])


@pages.post("/own-meetings/<run_id>/objections")
def raise_objection(run_id: str) -> Response:
    """Object to a meeting, or to the whole list."""
    must_be(*PARTIES)
    sent = {name: request.form.get(name, "").strip() for name in ("partyId", "meetingId", "text")}
    the_asker().change("raiseObjection", runId=run_id, **{**sent, "meetingId": sent["meetingId"] or None})
    return go("site.objections.show_own", done="objection-raised")


@pages.post("/own-meetings/objections/<objection_id>/withdraw")
def withdraw_objection(objection_id: str) -> Response:
    """Take an objection back."""
    must_be(*PARTIES)
    the_asker().change("withdrawObjection", id=objection_id, version=sent_version())
    return go("site.objections.show_own", done="objection-withdrawn")


@pages.get("/runs/<run_id>/objections")
def list_objections(run_id: str) -> str:
    """The objections to a list; those that wait stand first."""
    must_be(*READERS)
    run, reply = the_asker().one("objections", "run", id=run_id)
    conference, _ = the_asker().one("slots", "conference", id=run["conferenceId"])
    found = reply.data["objections"] or []
    waiting = [one for one in found if one["state"] == "open"]
    settled = [one for one in found if one["state"] != "open"]
    return render_template("objections.html", run=run, conference=conference, waiting=waiting, settled=settled)


@pages.post("/runs/<run_id>/objections/<objection_id>")
def settle_objection(run_id: str, objection_id: str) -> Response:
    """Accept or decline an objection, with an answer."""
    must_be(Role.ORGANIZER)
    state = "accepted" if request.form.get("state") == "accepted" else "declined"
    answer = request.form.get("answer", "").strip()
    the_asker().change("settleObjection", id=objection_id, version=sent_version(), state=state, answer=answer)
    return go("site.objections.list_objections", done="objection-settled", run_id=run_id)
