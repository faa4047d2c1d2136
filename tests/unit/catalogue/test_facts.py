"""What the catalogue tells: whole public states, in order, never a contact; and the audit trail of its writes."""

from typing import Any

import orjson
from sqlalchemy import select

from events.envelope import Fact, decode
from services.catalogue.service import SERVICE
from services.chassis import migrations
from services.chassis.identity import Role
from tests.house import TestHouse
from tests.unit.catalogue.making import admit, open_draft, publish
from tests.unit.catalogue.test_entries import PROFILE, PUBLIC


def told(house: TestHouse, topic: str) -> list[Fact]:
    house.working("catalogue")
    house.come_to_rest()
    return [decode(record) for record in house.log.replay(topic)]


def outbox(house: TestHouse) -> list[tuple[str, str, int, dict[str, Any]]]:
    with house.ports["catalogue"].store.read() as connection:
        rows = connection.execute(select(SERVICE.metadata.tables["outbox"].c.value).order_by("seq")).scalars()
        facts = [orjson.loads(row) for row in rows]
    return [(one["type"], one["subject"], one["subjectversion"], one["data"]) for one in facts]


def test_every_change_is_told_once_with_the_version_it_made(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft, organisation_id="org-1")
    publish(house, draft)
    house.as_(Role.PROVIDER, "org-1").put("catalogue", f"/entries/{entry['id']}/profile", PROFILE, version=2)
    house.organizer.post("catalogue", f"/entries/{entry['id']}/withdraw", {"reason": "注销"}, version=3)

    assert [(kind, subject, version) for kind, subject, version, _ in outbox(house)] == [
        ("catalogue.edition.opened", "shanghai-2018", 1),
        ("catalogue.entry.admitted", "shanghai-2018-001", 1),
        ("catalogue.edition.published", "shanghai-2018", 2),
        ("catalogue.entry.changed", "shanghai-2018-001", 2),
        ("catalogue.entry.changed", "shanghai-2018-001", 3),
        ("catalogue.entry.withdrawn", "shanghai-2018-001", 4),
    ]


def test_a_fact_carries_the_whole_public_state_and_no_contact(house: TestHouse) -> None:
    draft = open_draft(house)
    entry = admit(house, draft, profile=PROFILE)
    publish(house, draft)

    state = house.visitor.get("catalogue", f"/entries/{entry['id']}").json

    last = outbox(house)[-1][-1]
    assert last == state
    assert last["profile"] == PUBLIC
    edition = house.visitor.get("catalogue", f"/editions/{draft['id']}").json
    counted = {name: value for name, value in edition.items() if name not in {"entry_count", "categories"}}
    assert [data for kind, _, _, data in outbox(house) if kind == "catalogue.edition.published"] == [counted]
    assert "张三" not in orjson.dumps(outbox(house)).decode()


def test_the_log_keeps_the_last_state_of_every_noun(house: TestHouse) -> None:
    draft = open_draft(house)
    admit(house, draft)
    publish(house, draft)
    second = open_draft(house, 2019)
    admit(house, second)
    publish(house, second)

    editions = {fact.subject: fact for fact in told(house, "catalogue.edition")}
    entries = {fact.subject: fact for fact in told(house, "catalogue.entry")}

    assert {key: (one.version, one.data["in_use"]) for key, one in editions.items()} == {
        "shanghai-2018": (3, False),
        "shanghai-2019": (2, True),
    }
    assert {key: (one.version, one.data["edition"]["in_use"]) for key, one in entries.items()} == {
        "shanghai-2018-001": (3, False),
        "shanghai-2019-001": (2, True),
    }


def test_every_write_by_a_person_leaves_an_audit_row(house: TestHouse) -> None:
    draft = open_draft(house)
    house.organizer.upload("catalogue", "/editions/shanghai-2018/import", "申报单位,类别\n示例丙公司,云服务".encode())
    entry = admit(house, draft, organisation_id="org-1")
    path = f"/entries/{entry['id']}"
    house.organizer.patch("catalogue", path, {"short_name": "乙"}, version=1)
    house.organizer.patch("catalogue", "/editions/shanghai-2018", {"title": "更正"}, version=1)
    publish(house, {**draft, "version": 2})
    house.as_(Role.PROVIDER, "org-1", "li").put("catalogue", f"{path}/profile", {}, version=4)
    house.organizer.post("catalogue", f"{path}/withdraw", {"reason": "注销"}, version=5)

    with house.ports["catalogue"].store.read() as connection:
        rows = connection.execute(select(SERVICE.metadata.tables["audit"]).order_by("id")).all()
    assert [(row.person, row.organisation, row.action, row.subject) for row in rows] == [
        ("organizer-1", "", "edition_opened", "shanghai-2018"),
        ("organizer-1", "", "list_imported", "shanghai-2018"),
        ("organizer-1", "", "entry_admitted", "shanghai-2018-002"),
        ("organizer-1", "", "entry_changed", "shanghai-2018-002"),
        ("organizer-1", "", "edition_changed", "shanghai-2018"),
        ("organizer-1", "", "edition_published", "shanghai-2018"),
        ("li", "org-1", "profile_written", "shanghai-2018-002"),
        ("organizer-1", "", "entry_withdrawn", "shanghai-2018-002"),
    ]
    assert {row.request_id for row in rows} == {"test-request"}
    assert "注销" not in "".join(row.detail for row in rows)


def test_the_steps_on_disk_make_the_tables_in_the_code(house: TestHouse) -> None:
    migrations.check(SERVICE, house.ports["catalogue"].store)
