"""The compose file and the image's recipe: what can be held without an engine that runs them."""

import re
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from deploy.cli import COMMANDS, main
from deploy.services import MODULES
from deploy.settings import Settings
from tests.system.composed import COMPOSE, OURS, RECIPE, copied_into_the_image, read_process
from tests.system.running import ROOT

SERVICES: dict[str, Any] = COMPOSE["services"]

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"type": "array", "items": _TEXT, "minItems": 1}
_CONDITION = {"enum": ["service_healthy", "service_completed_successfully"]}
_TIME = {"type": "string", "pattern": "^[0-9]+s$"}
SCHEMA = {
    "type": "object",
    "required": ["name", "services", "volumes"],
    "patternProperties": {"^x-": {"type": "object"}},
    "properties": {
        "name": _TEXT,
        "volumes": {"type": "object", "additionalProperties": {"type": "object", "maxProperties": 0}},
        "services": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["image", "environment"],
                "additionalProperties": False,
                "properties": {
                    "image": {"type": "string", "pattern": "^[a-z0-9./-]+:[0-9][0-9.]*$"},
                    "build": {"type": "object", "required": ["context", "dockerfile"]},
                    "init": {"const": "true"},
                    "read_only": {"const": "true"},
                    "cap_drop": {"const": ["ALL"]},
                    "security_opt": _TEXTS,
                    "tmpfs": _TEXTS,
                    "volumes": _TEXTS,
                    "ports": _TEXTS,
                    "command": _TEXTS,
                    "restart": {"enum": ["no", "unless-stopped"]},
                    "stop_grace_period": _TIME,
                    "environment": {"type": "object", "additionalProperties": _TEXT},
                    "depends_on": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "properties": {
                                "condition": {"enum": ["service_healthy", "service_completed_successfully"]}
                            },
                            "required": ["condition"],
                        },
                    },
                    "healthcheck": {
                        "type": "object",
                        "required": ["test", "interval", "timeout", "retries", "start_period"],
                        "additionalProperties": False,
                        "properties": {
                            "test": {**_TEXTS, "prefixItems": [{"enum": ["CMD", "CMD-SHELL"]}]},
                            "interval": _TIME,
                            "timeout": _TIME,
                            "start_period": _TIME,
                            "retries": {"type": "string", "pattern": "^[0-9]+$"},
                        },
                    },
                },
            },
        },
    },
    "additionalProperties": False,
}


def test_the_file_has_the_shape_of_a_compose_file() -> None:
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(COMPOSE)] == []


def test_every_service_runs_and_two_workers_and_a_door_do() -> None:
    commands = sorted(" ".join(one["command"]) for one in OURS.values())

    assert commands == sorted([*(f"serve {name}" for name in MODULES), "work", "work", "gateway", "migrate", "seed"])


@pytest.mark.parametrize("name", OURS)
def test_a_command_is_one_of_the_house(name: str) -> None:
    words = OURS[name]["command"]
    assert words[0] in COMMANDS

    shown = CliRunner().invoke(main, [*words, "--help"])
    assert shown.exit_code == 0, shown.output


@pytest.mark.parametrize("name", OURS)
def test_its_settings_are_settings_of_the_house(name: str) -> None:
    settings = Settings.from_environment(OURS[name]["environment"])

    assert settings.is_apart
    assert settings.peer_url("needs") == "http://{service}:8000"


def test_services_answer_where_peers_ask_and_probes_look() -> None:
    for name, one in OURS.items():
        words, told = one["command"], one["environment"]
        if words[0] in {"serve", "gateway", "work"}:
            port = told.get("GONGXU_PORT") or told["GONGXU_HEALTH_PORT"]
            assert f"127.0.0.1:{port}/readyz" in " ".join(one["healthcheck"]["test"])
        if words[0] == "serve":
            assert (words[1], told["GONGXU_PORT"]) == (name, "8000")


def test_what_one_waits_for_is_there_and_can_be_waited_for() -> None:
    for one in SERVICES.values():
        for other, condition in one.get("depends_on", {}).items():
            waited = SERVICES[other]
            assert ("healthcheck" in waited) == (condition["condition"] == "service_healthy")
        for volume in one.get("volumes", []):
            assert volume.partition(":")[0] in COMPOSE["volumes"]


def test_whoever_stays_is_probed_and_starts_on_migrated_tables() -> None:
    waiting = {name: one.get("depends_on", {}) for name, one in OURS.items()}

    staying = {name for name, one in OURS.items() if "healthcheck" in one}
    assert staying == set(OURS) - {"migrate", "seed"}
    assert all(waiting[name] == {"migrate": {"condition": "service_completed_successfully"}} for name in staying)
    assert set(waiting["migrate"]) == set(SERVICES) - set(OURS)
    assert all(OURS[name]["restart"] == ("unless-stopped" if name in staying else "no") for name in OURS)


def test_what_the_file_takes_from_its_starter_and_where_its_hosts_are_is_known_to_the_tests() -> None:
    for name in OURS:
        process = read_process(name, mark="m", port=1234)

        assert [value for value in process.settings.values() if "$" in value] == []
        assert [
            value for value in process.settings.values() if re.search("@postgresql|kafka:19|search:92", value)
        ] == []
        assert "8000" not in " ".join(process.probe)


def test_the_image_has_every_room_of_the_house() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert set(copied_into_the_image()) == rooms - {"tests"}


def test_no_secret_stands_in_the_file_and_only_the_door_is_published() -> None:
    for one in SERVICES.values():
        for name, value in one["environment"].items():
            if re.search("SECRET|PASSWORD", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]*\}", value), name
            for password in re.findall(r"//[^/@:]+:([^@]*)@", value):
                assert password.startswith("${"), name
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["gateway"]


def test_our_processes_have_no_more_rights_than_they_need() -> None:
    for one in OURS.values():
        assert (one["read_only"], one["cap_drop"], one["tmpfs"]) == ("true", ["ALL"], ["/tmp"])


def test_the_image_is_pinned_hashed_and_runs_as_nobody_in_particular() -> None:
    bases = re.findall(r"^FROM (\S+)", RECIPE, re.M)
    assert bases
    assert all(re.search(r":\d+\.\d+\.\d+-", base) for base in bases)
    assert all("--require-hashes" in line for line in RECIPE.splitlines() if "pip install" in line)
    last = RECIPE[RECIPE.rindex("FROM ") :]
    assert re.search(r"^USER 10001:10001$", last, re.M)
    assert 'ENTRYPOINT ["python", "-m", "deploy"]' in last
    assert not re.search(r"SECRET|PASSWORD|TOKEN|^ADD |curl|:latest", RECIPE, re.M)
