"""A conference through the one door, from its plan to its pairing list as Excel."""

from __future__ import annotations

from tests.system.street import Street, Word, publish_need

PLAN = """{ state progress xlsxUrl plan { meetingCount value bound gap unmet { party { name } kind reason }
    meetings(first: 50) { edges { node { slot { startsAt } table { name } demand { id } supply { id } } } } } }"""


def test_a_conference_is_planned_paired_published_and_fetched_as_excel(street: Street) -> None:
    boss = street.organizer
    publish_need(street, street.firm)
    publish_need(
        street, street.park, organisationName="某园区", kind=Word("park"), workItems=[Word("device_connection")]
    )
    conference = boss.do(
        "mutation createConference",
        "{ id version }",
        input={"title": "试排大会", "year": 2019, "scope": Word("shanghai"), "startsOn": "2019-05-20"},
    )
    sessions = [{"startsAt": "2019-05-20T01:00:00Z", "endsAt": "2019-05-20T03:00:00Z"}]
    conference = boss.do(
        "mutation setTimetable",
        "{ id version slots { id } timetable { slotMinutes } }",
        conferenceId=conference["id"],
        version=conference["version"],
        input={"days": [{"date": "2019-05-20", "sessions": sessions}], "slotMinutes": 30},
    )
    assert len(conference["slots"]) == 4
    version = boss.do(
        "mutation setTables", "{ version }", conferenceId=conference["id"], version=conference["version"], count=3
    )["version"]
    assert version > conference["version"]
    invited = boss.do(
        "mutation inviteParties",
        "{ parties(first: 100) { totalCount edges { node { id version side name entry { id } need { id } } } } }",
        conferenceId=conference["id"],
        leastScore=1,
    )
    parties = [edge["node"] for edge in invited["parties"]["edges"]]
    demand = [party for party in parties if party["side"] == "demand"]
    supply = [party for party in parties if party["side"] == "supply"]
    assert demand
    assert supply
    wished = boss.do(
        "mutation setWishes",
        "{ wishes { strength party { id } } }",
        partyId=demand[0]["id"],
        version=demand[0]["version"],
        wishes=[{"partyId": supply[0]["id"], "strength": Word("must")}],
    )
    assert wished == {"wishes": [{"strength": "must", "party": {"id": supply[0]["id"]}}]}

    run = boss.do("mutation startRun", "{ id state }", conferenceId=conference["id"], seed=7)
    street.house.come_to_rest()

    done = boss.do("run", PLAN, id=run["id"])
    assert (done["state"], done["progress"]) == ("done", 100)
    meetings = [edge["node"] for edge in done["plan"]["meetings"]["edges"]]
    assert len(meetings) == done["plan"]["meetingCount"] > 0
    assert (demand[0]["id"], supply[0]["id"]) in {(one["demand"]["id"], one["supply"]["id"]) for one in meetings}

    file = street.client.get(done["xlsxUrl"], headers=boss.headers)
    assert file.status_code == 200
    assert file.data.startswith(b"PK")
    assert street.client.get(done["xlsxUrl"]).status_code == 401
    assert street.client.get(done["xlsxUrl"], headers=street.rival.headers).status_code == 403
    assert boss.do("mutation publishRun", "{ planState }", id=run["id"]) == {"planState": "published"}
    assert street.visitor.refused("run", "{ id }", id=run["id"])["code"] == "UNAUTHENTICATED"
    assert street.rival.refused("conferences", "{ edges { node { id } } }")["code"] == "FORBIDDEN"
