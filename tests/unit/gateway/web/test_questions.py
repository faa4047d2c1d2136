"""The documents of the site and the schema it asks hold together."""

import re
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse, validate

import gateway.web
from gateway.api.schema import SIZES, build_schema
from gateway.documents import Documents
from gateway.limits import Limits
from gateway.web.asking import Questions

FOLDER = Path(gateway.web.__path__[0])
QUESTIONS = dict(Questions().items())


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_fits_the_schema(name: str) -> None:
    assert validate(build_schema(), parse(QUESTIONS[name])) == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_keeps_within_the_limits_of_the_door(name: str) -> None:
    limits = Limits()
    document = Documents(build_schema(), limits, sizes=SIZES).prepare(QUESTIONS[name])
    first = {"parties": 50}.get(name, 100 if name in {"run", "edition"} else 20)

    assert document.operation(None).bill.total({"first": first}) <= limits.cost


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_named_like_its_file(name: str) -> None:
    (operation,) = parse(QUESTIONS[name]).definitions

    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == name[0].upper() + name[1:]


def test_every_question_is_asked_and_every_asked_one_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))
    asked = set(re.findall(r"\.(?:ask|one|change)\(\s*\"(\w+)\"", code))
    # Steps of a life cycle stand in tables: act -> (question, what is said when it is done).
    asked |= set(re.findall(r"\(\"(\w+(?:Need|Talks|Request))\", \"", code))

    assert asked == set(QUESTIONS)


def test_an_unknown_question_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="known: acceptRequest"):
        Questions()["nothing"]
