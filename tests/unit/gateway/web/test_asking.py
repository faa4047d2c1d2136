"""How a page asks: data with holes, refusals, and nouns that are not there."""

from pathlib import Path
from typing import Any

import pytest

from gateway.web.asking import Asker, Questions, Refused
from services.chassis.identity import VISITOR

FAULT = {
    "message": "The service does not answer.",
    "path": ["need", "suggestions"],
    "extensions": {
        "code": "UPSTREAM_UNAVAILABLE",
        "messages": {"zh": "暂时没有回应。", "en": "…"},
        "requestId": "r-1",
    },
}


def asker(tmp_path: Path, answer: dict[str, Any]) -> Asker:
    (tmp_path / "need.graphql").write_text("{ need { id } }")
    return Asker(lambda document, variables, actor: answer, Questions(tmp_path), VISITOR)


def test_a_part_that_failed_leaves_the_rest_standing(tmp_path: Path) -> None:
    need, reply = asker(tmp_path, {"data": {"need": {"id": "n"}}, "errors": [FAULT]}).one("need", "need")

    assert need == {"id": "n"}
    assert reply.lacks("suggestions")
    assert not reply.lacks("history")
    assert (reply.faults[0].message, reply.faults[0].request_id) == ("暂时没有回应。", "r-1")


@pytest.mark.parametrize("data", [None, {"need": None}])
def test_nothing_but_faults_is_a_refusal(tmp_path: Path, data: Any) -> None:
    with pytest.raises(Refused) as refused:
        asker(tmp_path, {"data": data, "errors": [FAULT]}).ask("need")

    assert refused.value.first.code == "UPSTREAM_UNAVAILABLE"


def test_a_noun_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        asker(tmp_path, {"data": {"need": None}}).one("need", "need")

    assert refused.value.first.code == "NOT_FOUND"


def test_a_change_with_any_fault_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        asker(tmp_path, {"data": {"need": {"id": "n"}}, "errors": [FAULT]}).change("need")
