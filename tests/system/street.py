"""People in front of the one door of a whole house, and what they say to it."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.test import Client

from services.chassis.identity import Role
from tests.house import TestHouse

INTEGRATION = "产线上四十台数控设备没有联网，需要设备联网与数据采集，并与现有系统集成。"


class Person:
    """Somebody at the door, with the token that the command line would print."""

    def __init__(self, house: TestHouse, client: Client, token: str) -> None:
        self.house, self.client = house, client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def answer(self, document: str, **variables: Any) -> dict[str, Any]:
        """What `/graphql` answers."""
        body = {"query": document, "variables": variables}
        response = self.client.post("/graphql", json=body, headers=self.headers | {"Accept-Language": "en"})
        payload: dict[str, Any] = response.json or {}
        return payload

    def do(self, field: str, below: str, **given: Any) -> Any:
        """Ask one field and be granted it. Enums and inputs go in as GraphQL literals, by way of `_literal`."""
        payload = self.answer(_document(field, below, given))
        assert "errors" not in payload, payload
        return next(iter(payload["data"].values()))

    def refused(self, field: str, below: str, **given: Any) -> dict[str, Any]:
        """Ask one field and be refused; the extensions of the only error."""
        payload = self.answer(_document(field, below, given))
        (error,) = payload["errors"]
        assert error["extensions"]["messages"].keys() == {"zh", "en"}
        found: dict[str, Any] = error["extensions"]
        return found


class Word(str):
    """A name of an enum, written without quotes."""


def _literal(value: Any) -> str:
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_literal(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _document(field: str, below: str, given: dict[str, Any]) -> str:
    kind, _, name = field.rpartition(" ")
    arguments = ", ".join(f"{key}: {_literal(value)}" for key, value in given.items())
    return f"{kind or 'query'} {{ {name}{f'({arguments})' if arguments else ''} {below} }}"


class Street:
    """The house, its door and the people in front of it."""

    def __init__(self, house: TestHouse) -> None:
        self.house = house
        self.client = Client(house.gateway())
        self.visitor = Person(house, self.client, "")
        self.organizer = self.person(Role.ORGANIZER)
        self.auditor = self.person(Role.AUDITOR)
        self.firm = self.person(Role.ENTERPRISE, "org-firm")
        self.rival = self.person(Role.ENTERPRISE, "org-rival")
        self.park = self.person(Role.PARK_OPERATOR, "org-park")

    def person(self, role: Role, organisation: str = "") -> Person:
        """Somebody with a role."""
        return Person(self.house, self.client, self.house.token(role, organisation))


def a_need(**more: Any) -> dict[str, Any]:
    return {
        "kind": Word("enterprise"),
        "title": "老产线设备联网",
        "text": INTEGRATION,
        "organisationName": "上海某机床厂",
        "industry": "装备制造与汽车",
        "contact": {"person": "王工", "phone": "021-5550000"},
        **more,
    }


def publish_need(street: Street, person: Person, **more: Any) -> dict[str, Any]:
    """A need on its way from draft to published."""
    need = person.do("mutation createNeed", "{ id version }", input=a_need(**more))
    need = person.do("mutation submitNeed", "{ id version }", **need)
    published: dict[str, Any] = street.organizer.do("mutation publishNeed", "{ id version status }", **need)
    street.house.come_to_rest()
    return published
