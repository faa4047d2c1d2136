"""Suggestions follow the catalogue and the needs, and nobody sees those of a confidential need."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from events.log import Event
from services.chassis.clock import SetClock
from services.chassis.identity import Role
from tests.unit.matching.conftest import Town, consultant, networker, publish_edition, publish_need

TOLD_PROFILE = {
    "description": "老旧机床没有网口也能接，加装采集器，开机率一目了然。",
    "capabilities": ["设备联网"],
    "industries": ["金属制品业"],
    "service_regions": ["奉贤区"],
}


def keep_profile(town: Town, profile: Mapping[str, object], entry: str = "networker") -> None:
    path = f"/entries/{town.entries[entry]}"
    at = town.house.organizer.get("catalogue", path).json["version"]
    answer = town.networker.put("catalogue", f"{path}/profile", profile, version=at)
    assert answer.status == 200, answer.json
    town.house.come_to_rest()
    town.house.tick()


def test_a_published_need_has_suggestions_with_parts_and_reasons(town: Town) -> None:
    answer = town.suggestions()

    (found,) = answer.json["items"]
    (first,) = found["items"]
    assert (answer.status, found["need_id"], found["stale"], found["weak"]) == (200, town.need_id, False, False)
    assert first["entry_id"] == town.entries["networker"]
    assert first["score"] == pytest.approx(sum(1000 * part["value"] * part["weight"] for part in first["parts"]), abs=1)
    assert first["reasons"][0]["kind"] == "edition"
    assert first["reasons"][0]["evidence"]["need"]["field"] in ("title", "text")


def test_the_citation_stands_at_its_place_in_the_need(town: Town) -> None:
    keep_profile(town, TOLD_PROFILE)
    need = town.owner.get("needs", f"/needs/{town.need_id}").json

    cited = [
        reason["evidence"]["need"]
        for reason in town.suggestions().json["items"][0]["items"][0]["reasons"]
        if reason["evidence"]["need"]
    ]

    assert len(cited) >= 3
    assert [need[one["field"]][one["start"] : one["end"]] for one in cited] == [one["text"] for one in cited]


def test_a_changed_profile_moves_the_suggestion(town: Town) -> None:
    before = town.suggestions().json["items"][0]["items"][0]["score"]

    keep_profile(town, TOLD_PROFILE)

    first = town.suggestions().json["items"][0]["items"][0]
    assert first["score"] > before
    assert first["reasons"][0]["evidence"]["words"] == "老旧机床没有网口也能接，加装采集器，开机率一目了然"


def test_a_withdrawn_entry_is_gone_before_the_refresh(town: Town) -> None:
    path = f"/entries/{town.entries['networker']}"
    at = town.house.organizer.get("catalogue", path).json["version"]

    town.house.organizer.post("catalogue", f"{path}/withdraw", {"reason": "停业"}, version=at)
    town.house.come_to_rest()

    assert town.suggested() == []
    assert town.suggestions().json["items"][0]["stale"] is True
    town.house.tick()
    assert town.suggestions().json["items"][0]["stale"] is False


def test_a_newer_edition_takes_the_place_of_the_older(town: Town) -> None:
    _, ids = publish_edition(town.house, 2019, networker(), consultant())
    town.house.come_to_rest()
    town.house.tick()

    assert town.suggested() == [ids[0]]


def test_a_demo_edition_is_never_suggested(town: Town) -> None:
    publish_edition(town.house, 2024, networker(name="虚构联网", company="虚构联网公司"), demo=True)
    town.house.come_to_rest()
    town.house.tick()

    assert town.suggested() == [town.entries["networker"]]


def test_a_changed_need_is_answered_anew_without_waiting(town: Town) -> None:
    at = town.owner.get("needs", f"/needs/{town.need_id}").json["version"]
    change = {"title": "贯标辅导", "text": "想做两化融合管理体系贯标。"}

    changed = town.owner.patch("needs", f"/needs/{town.need_id}", change, version=at)
    town.house.come_to_rest()

    assert changed.status == 200
    assert town.suggested() == [town.entries["consultant"]]


def test_several_needs_are_answered_in_the_order_asked(town: Town) -> None:
    other = publish_need(town.house, town.owner, title="贯标辅导", text="想做两化融合管理体系贯标，请顾问到厂辅导。")
    town.house.come_to_rest()

    answer = town.house.visitor.get("matching", f"/suggestions?needs={other},{town.need_id},no-such-need&first=1")

    assert [(one["need_id"], [item["entry_id"] for item in one["items"]]) for one in answer.json["items"]] == [
        (other, [town.entries["consultant"]]),
        (town.need_id, [town.entries["networker"]]),
    ]


def test_a_confidential_need_is_answered_to_its_owner_alone(town: Town) -> None:
    secret = publish_need(town.house, town.owner, title="保密的设备联网", confidential=True)
    town.house.come_to_rest()
    town.house.tick()

    own = town.suggestions(someone=town.owner, need=secret)
    organizers = town.suggestions(someone=town.house.organizer, need=secret)
    others = [
        town.suggestions(someone=one, need=secret)
        for one in (town.house.visitor, town.networker, town.house.as_(Role.ENTERPRISE, organisation="org-else"))
    ]

    assert [item["entry_id"] for item in own.json["items"][0]["items"]] == [town.entries["networker"]]
    assert organizers.status == 200
    assert [(answer.status, answer.code) for answer in others] == [(404, "not-found")] * 3
    with town.house.ports["matching"].store.read() as connection:
        stored = connection.exec_driver_sql("SELECT told FROM known_need").scalars().all()
    assert not any("保密的设备联网" in str(told) for told in stored)


def test_the_suggestions_of_a_withdrawn_need_are_forgotten(town: Town) -> None:
    at = town.owner.get("needs", f"/needs/{town.need_id}").json["version"]

    town.owner.post("needs", f"/needs/{town.need_id}/withdraw", version=at)
    town.house.come_to_rest()

    assert town.suggestions().status == 404
    with town.house.ports["matching"].store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM suggestions").scalar_one() == 0


def test_a_replayed_older_fact_changes_nothing(town: Town) -> None:
    keep_profile(town, TOLD_PROFILE)
    before = town.suggestions().body
    log = town.house.log

    log.append([Event(r.topic, r.key, r.value, r.headers) for r in log.replay("catalogue.entry")])
    town.house.come_to_rest()
    town.house.tick()

    assert town.suggestions().body == before


def test_bad_questions_are_refused(town: Town) -> None:
    ask = town.house.visitor.get

    assert (ask("matching", "/suggestions").status, ask("matching", "/suggestions").code) == (422, "nothing-asked")
    assert ask("matching", "/suggestions?need=x&first=0").status == 422
    assert ask("matching", "/suggestions?need=x&first=21").status == 422
    assert ask("matching", "/suggestions?need=no-such-need").status == 404
    assert ask("matching", f"/suggestions?needs={','.join(map(str, range(101)))}").code == "too-many-ids"


def test_scores_are_sparse_whole_numbers_with_their_policy(town: Town) -> None:
    asked = {"needs": [town.need_id], "work_items": ["gbt23001_adoption"]}

    answer = town.house.organizer.post("matching", "/scores", asked)

    pairs = [(row.get("need"), row.get("work_item"), row["entry"]) for row in answer.json["scores"]]
    assert answer.json["policy"] == "1"
    assert pairs == [
        (town.need_id, None, town.entries["networker"]),
        (None, "gbt23001_adoption", town.entries["consultant"]),
    ]
    assert all(isinstance(row["score"], int) and 0 < row["score"] <= 1000 for row in answer.json["scores"])


def test_scores_of_a_need_are_those_of_its_suggestions(town: Town) -> None:
    answer = town.house.organizer.post("matching", "/scores", {"needs": [town.need_id]})

    suggested = town.suggestions().json["items"][0]["items"]
    assert {row["entry"]: row["score"] for row in answer.json["scores"]} == {
        item["entry_id"]: item["score"] for item in suggested
    }


def test_scores_can_be_asked_for_some_entries_only(town: Town) -> None:
    asked = {"needs": [town.need_id], "entries": [town.entries["consultant"]]}

    assert town.house.organizer.post("matching", "/scores", asked).json["scores"] == []


def test_who_may_not_read_scores_gets_none(town: Town) -> None:
    asked = {"needs": [town.need_id]}

    assert town.house.visitor.post("matching", "/scores", asked).status == 401
    assert town.networker.post("matching", "/scores", asked).status == 403
    assert town.house.organizer.post("matching", "/scores", {}).code == "nothing-asked"
    unknown = town.house.organizer.post("matching", "/scores", {"needs": ["no-such-need"]})
    assert (unknown.status, unknown.field) == (404, "needs.0")
    bad = town.house.organizer.post("matching", "/scores", {"work_items": ["dancing"]})
    assert (bad.status, bad.code) == (422, "not-listed")


def news(town: Town) -> tuple[int, list[str]]:
    """How many suggestions are new, and which."""
    (found,) = town.suggestions().json["items"]
    return found["news"], [item["entry_id"] for item in found["items"] if item["is_new"]]


def later(town: Town, clock: SetClock) -> None:
    clock.pass_time(timedelta(minutes=11))
    town.house.tick()


def admit_newcomer(town: Town) -> str:
    newcomer = networker(name="新来的工业互联", company="新来的工业互联有限公司", organisation_id="org-new")
    _, (entry_id,) = publish_edition(town.house, 2018, newcomer, scope="delta")
    town.house.come_to_rest()
    town.house.tick()
    return entry_id


def test_an_entry_that_comes_later_is_news_until_the_owner_looks(town: Town, clock: SetClock) -> None:
    at_first = news(town)
    later(town, clock)
    newcomer = admit_newcomer(town)
    before = news(town)

    answer = town.owner.post("matching", f"/suggestions/{town.need_id}/seen")

    assert (at_first, before) == ((0, []), (1, [newcomer]))
    assert (answer.status, answer.json["news"]) == (200, 0)
    assert news(town) == (0, [])


def test_the_same_firm_in_the_next_edition_is_no_news(town: Town, clock: SetClock) -> None:
    later(town, clock)
    publish_edition(town.house, 2019, networker(), consultant())
    town.house.come_to_rest()
    town.house.tick()

    assert news(town) == (0, [])


def test_only_the_owner_says_that_the_news_was_seen(town: Town, clock: SetClock) -> None:
    later(town, clock)
    newcomer = admit_newcomer(town)

    by_visitor = town.house.visitor.post("matching", f"/suggestions/{town.need_id}/seen")
    by_provider = town.networker.post("matching", f"/suggestions/{town.need_id}/seen")
    unknown = town.owner.post("matching", "/suggestions/nowhere/seen")

    assert [(one.status, one.code) for one in (by_visitor, by_provider, unknown)] == [
        (401, "unauthenticated"),
        (403, "forbidden"),
        (404, "not-found"),
    ]
    assert news(town) == (1, [newcomer])
