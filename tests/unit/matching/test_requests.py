"""Requests: who may ask whom, who may answer, and what is told of it."""

from datetime import timedelta

import pytest

from deploy.commands.feedback import read_events
from events.envelope import decode
from services.chassis.clock import SetClock
from services.chassis.identity import Role
from tests.unit.matching.conftest import OWNER, Town


def facts(town: Town) -> list[tuple[str, str]]:
    """The facts of requests on the log, oldest first."""
    town.house.come_to_rest()
    told = [decode(record) for record in town.house.log.replay("matching.request") if record.value is not None]
    return [(fact.type.rpartition(".")[2], str(fact.data["state"])) for fact in told]


def test_the_demand_side_asks_for_a_meeting(town: Town) -> None:
    answer = town.ask(town.owner, message="请来厂里看看")

    assert answer.status == 201
    told = {name: answer.json[name] for name in ("asked_by_side", "to_organisation", "state", "expires_on", "message")}
    assert told == {
        "asked_by_side": "demand",
        "to_organisation": "org-networker",
        "state": "pending",
        "expires_on": "2019-04-08",
        "message": "请来厂里看看",
    }


def test_a_provider_may_invite_to_a_meeting_but_not_ask_for_a_contact(town: Town) -> None:
    invited = town.ask(town.networker)
    refused = town.ask(town.consultant, entry="consultant", kind="contact")

    assert (invited.json["asked_by_side"], invited.json["to_organisation"]) == ("supply", OWNER)
    assert (refused.status, refused.code, refused.field) == (403, "may-not-ask", "kind")
    assert len(town.requests()) == 1


def test_who_stands_on_neither_side_may_not_ask(town: Town) -> None:
    else_ = town.house.as_(Role.ENTERPRISE, organisation="org-else")

    assert town.ask(town.house.visitor).status == 401
    assert town.ask(else_).status == 403
    assert town.ask(town.consultant, entry="networker").status == 403
    assert town.requests() == []


def test_an_organizer_asks_for_the_demand_side(town: Town) -> None:
    answer = town.ask(town.house.organizer)

    assert (answer.json["asked_by_side"], answer.json["from_organisation"]) == ("demand", OWNER)


def test_two_sides_have_one_pending_request_at_a_time(town: Town) -> None:
    first = town.ask(town.owner)

    for again in (town.ask(town.owner), town.ask(town.networker)):
        assert (again.status, again.code) == (409, "already-asked")
    town.owner.post("matching", f"/requests/{first.json['id']}/withdraw", version=1)
    assert town.ask(town.networker).status == 201


@pytest.mark.parametrize(("verb", "state"), [("accept", "accepted"), ("decline", "declined")])
def test_the_other_side_answers(town: Town, verb: str, state: str) -> None:
    request = town.ask(town.owner).json
    body = {"reason": "排期已满"} if verb == "decline" else None

    answer = town.networker.post("matching", f"/requests/{request['id']}/{verb}", body, version=1)

    assert (answer.status, answer.json["state"], answer.json["version"]) == (200, state, 2)
    assert answer.json["reason"] == ("排期已满" if verb == "decline" else "")
    assert facts(town) == [("asked", "pending"), (state, state)]


def test_nobody_but_the_right_side_settles_a_request(town: Town) -> None:
    request = town.ask(town.owner).json
    path = f"/requests/{request['id']}"

    answers = [
        town.owner.post("matching", f"{path}/accept", version=1),
        town.networker.post("matching", f"{path}/withdraw", version=1),
        town.consultant.post("matching", f"{path}/accept", version=1),
        town.house.visitor.post("matching", f"{path}/accept", version=1),
    ]

    assert [answer.status for answer in answers] == [403, 403, 404, 401]
    assert town.requests() == [request]


def test_a_settled_request_changes_no_more(town: Town) -> None:
    path = f"/requests/{town.ask(town.owner).json['id']}"
    town.networker.post("matching", f"{path}/accept", version=1)

    again = town.networker.post("matching", f"{path}/accept", version=2)

    assert (again.status, again.code) == (409, "wrong-state")
    assert town.requests()[0]["version"] == 2


def test_a_change_names_the_version_it_was_made_from(town: Town) -> None:
    path = f"/requests/{town.ask(town.owner).json['id']}"

    assert town.networker.post("matching", f"{path}/accept").status == 428
    assert town.networker.post("matching", f"{path}/accept", version=7).code == "stale-version"
    assert town.requests()[0]["state"] == "pending"


def test_an_unanswered_request_expires_after_its_last_day(town: Town, clock: SetClock) -> None:
    town.ask(town.owner)

    clock.pass_time(timedelta(days=7))
    town.house.tick()
    still = town.requests()[0]["state"]
    clock.pass_time(timedelta(days=1))
    town.house.tick()

    assert (still, town.requests()[0]["state"]) == ("pending", "expired")
    assert facts(town) == [("asked", "pending"), ("expired", "expired")]


def test_nothing_is_asked_about_an_ended_need_or_a_withdrawn_entry(town: Town) -> None:
    path = f"/entries/{town.entries['consultant']}"
    at = town.house.organizer.get("catalogue", path).json["version"]
    town.house.organizer.post("catalogue", f"{path}/withdraw", {"reason": "停业"}, version=at)
    need = town.owner.get("needs", f"/needs/{town.need_id}").json
    town.house.come_to_rest()

    withdrawn = town.ask(town.owner, entry="consultant")
    town.owner.post("needs", f"/needs/{town.need_id}/close", {"outcome": "no_result"}, version=need["version"])
    town.house.come_to_rest()
    ended = town.ask(town.owner)

    assert (withdrawn.status, withdrawn.code) == (409, "entry-withdrawn")
    assert (ended.status, ended.code) == (409, "need-not-open")
    assert town.requests() == []


def test_what_people_wrote_stays_between_them(town: Town) -> None:
    town.ask(town.owner, message="只给对方看的话")
    town.house.come_to_rest()

    records = [bytes(record.value or b"") for record in town.house.log.replay("matching.request")]

    assert len(records) == 1
    assert "只给对方看的话".encode() not in records[0]


def test_everybody_lists_their_own_requests(town: Town) -> None:
    mine = town.ask(town.owner).json["id"]
    theirs = town.ask(town.consultant, entry="consultant").json["id"]

    def listed(someone: str) -> list[str]:
        people = {"owner": town.owner, "networker": town.networker, "organizer": town.house.organizer}
        return [item["id"] for item in people[someone].get("matching", "/requests").json["items"]]

    assert listed("owner") == [theirs, mine]
    assert listed("networker") == [mine]
    assert listed("organizer") == [theirs, mine]
    assert town.house.visitor.get("matching", "/requests").status == 401
    assert town.networker.get("matching", f"/requests/{theirs}").status == 404


def test_the_list_is_paged_and_filtered(town: Town) -> None:
    for entry in ("networker", "consultant"):
        town.ask(town.owner, entry=entry)

    first = town.owner.get("matching", "/requests?first=1").json
    second = town.owner.get("matching", f"/requests?first=1&after={first['end_cursor']}").json
    one = town.owner.get("matching", f"/requests?entry={town.entries['networker']}&state=pending").json

    assert (first["total"], first["has_next"], second["has_next"]) == (2, True, False)
    assert first["items"][0]["id"] != second["items"][0]["id"]
    assert [item["entry_id"] for item in one["items"]] == [town.entries["networker"]]


def test_a_malformed_request_is_refused(town: Town) -> None:
    assert town.ask(town.owner, kind="dance").field == "kind"
    assert town.ask(town.owner, colour="red").code == "unknown-field"
    assert town.ask(town.owner, message="a\u0000b").code == "control-character"
    unknown = town.owner.post("matching", "/requests", {"need_id": town.need_id, "entry_id": "x", "kind": "meeting"})
    assert (unknown.status, unknown.field) == (404, "entry_id")
    assert town.requests() == []


def test_the_figures_count_the_requests_of_a_year(town: Town) -> None:
    path = f"/requests/{town.ask(town.owner).json['id']}"
    town.networker.post("matching", f"{path}/accept", version=1)

    figures = town.house.organizer.get("matching", "/figures?year=2019").json["figures"]
    before = town.house.organizer.get("matching", "/figures?year=2018").json["figures"]

    assert {one["name"]: one["value"] for one in figures} == {
        "requests_asked": 1,
        "requests_pending": 0,
        "requests_accepted": 1,
        "requests_declined": 0,
        "requests_withdrawn": 0,
        "requests_expired": 0,
    }
    assert sum(one["value"] for one in before) == 0


def test_what_was_done_is_kept_with_the_place_in_the_list_and_without_a_word_of_it(town: Town) -> None:
    request = town.ask(town.owner, message="请来厂里看看").json
    town.networker.post("matching", f"/requests/{request['id']}/decline", {"reason": "排期已满"}, version=1)
    town.ask(town.owner, entry="consultant")

    events = list(read_events(town.house.peers["matching"]))

    listed = town.suggested()
    assert [
        (one["action_name"], one["event_attributes"]["object"]["object_id"], one["event_attributes"]["position"])
        for one in events
    ] == [
        ("asked", town.entries["networker"], {"ordinal": 1}),
        ("declined", town.entries["networker"], {"ordinal": 1}),
        ("asked", town.entries["consultant"], {"ordinal": 0}),
    ]
    assert [one["query_response_hit_ids"] for one in events] == [listed] * 3
    assert len({one["query_id"] for one in events}) == 1
    assert not any(word in str(events) for word in ("厂里", "排期", OWNER))


def test_only_organizers_and_auditors_read_the_feedback(town: Town) -> None:
    town.ask(town.owner)

    readers = [town.house.visitor, town.owner, town.networker, town.house.as_(Role.AUDITOR), town.house.organizer]
    assert [one.get("matching", "/feedback").status for one in readers] == [401, 403, 403, 200, 200]
