"""The conference service over HTTP: the history of a conference's lists, and two of them side by side."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask_smorest import Blueprint

from services.chassis.app import reading, the_actor
from services.chassis.refusal import Conflict, Invalid
from services.conference import handlers, history_answers, schemas
from services.conference.comparing import Papers, compare
from services.conference.telling import tell_run

blueprint = Blueprint("history", __name__, description="对接名单的历史与比较。")


@blueprint.get("/runs/<run_id>/comparison")
@blueprint.arguments(schemas.ComparisonQuery, location="query")
@blueprint.response(200, history_answers.ComparisonOut)
def get_comparison(query: Mapping[str, Any], run_id: str) -> dict[str, Any]:
    """What leads from another list of the conference to this one: who gained, who lost, moved, new, dropped."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        runs = [work.runs.get(one) for one in (query["other"], run_id)]
        if len({run.conference_id for run in runs}) > 1:
            raise Invalid("other-conference", "with")
        papers = [work.runs.papers(run.id) for run in runs]
    before, after = (_read(pair, field) for pair, field in zip(papers, ("with", "run_id"), strict=True))
    told = {"before": tell_run(runs[0]), "after": tell_run(runs[1])}
    return {**told, "same_input": runs[0].source_hash == runs[1].source_hash, **compare(before, after)}


def _read(papers: tuple[bytes | None, bytes | None], field: str) -> Papers:
    frozen, plan = papers
    if frozen is None or plan is None:
        raise Conflict("no-plan", field)
    return Papers(orjson.loads(frozen), orjson.loads(plan))
