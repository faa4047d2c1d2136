"""What has come of earlier meetings counts for an entry, and is named as a reason (对接记录)."""

from datetime import UTC, datetime
from typing import Any

from events.envelope import encode, new_fact
from services.conference.facts import FACTS
from tests.unit.matching.conftest import NETWORKER, Town
from tests.unit.matching.test_suggesting import TOLD_PROFILE, keep_profile

COUNTED = next(one for one in FACTS if one.name == "conference.record.counted")


def tell(town: Town, version: int, meetings_held: int, agreements: int) -> None:
    """Let the conference tell of the networker's meetings."""
    data = {"organisation_id": NETWORKER, "meetings_held": meetings_held, "agreements": agreements}
    moment = datetime(2019, 3, 1, tzinfo=UTC)
    fact = new_fact(
        COUNTED, source="/gongxu/conference", subject=NETWORKER, version=version, data=data, time=moment, request_id="r"
    )
    town.house.log.append([encode(fact)])
    town.house.come_to_rest()
    town.house.tick()


def first_suggestion(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = town.suggestions().json["items"][0]["items"][0]
    return found


def test_meetings_and_agreements_of_earlier_conferences_raise_a_score_and_are_a_reason(town: Town) -> None:
    keep_profile(town, TOLD_PROFILE)
    before = first_suggestion(town)

    tell(town, 2, meetings_held=6, agreements=4)
    after = first_suggestion(town)
    tell(town, 1, meetings_held=0, agreements=0)
    later = first_suggestion(town)

    assert after["entry_id"] == before["entry_id"] == town.entries["networker"]
    assert after["score"] > before["score"]
    told = [reason for reason in after["reasons"] if reason["kind"] == "track_record"]
    assert after["parts"] != before["parts"]
    assert [one["text"] for one in told] == ["对接记录：已洽谈 6 次，形成意向或签约 4 项"]
    assert (later["score"], later["reasons"]) == (after["score"], after["reasons"])
