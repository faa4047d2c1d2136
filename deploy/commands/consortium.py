"""Make a consortium plan for benchmark parks from a file, without a server."""

from collections import Counter
from pathlib import Path

import click

from services.parks.formats.event import EventError, load_event
from services.parks.formats.files import read_json, write_bytes
from services.parks.formats.plan import ConsortiumPlan, encode_plan

UNUSABLE = 2


@click.command()
@click.argument("event_file", metavar="PARK-EVENT.json[.gz]", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the plan goes: .json or .json.gz.")
@click.option(
    "--alternatives/--no-alternatives", default=True, help="With the next best sets and the prices of rules (default)."
)
@click.pass_context
def consortium(context: click.Context, event_file: Path, out: Path, alternatives: bool) -> None:
    """Pair all parks of a park event of format 1.0. Exit 0 with a plan, 2 for an unusable event (code and field)."""
    try:
        event = load_event(read_json(event_file))
    except EventError as error:
        click.echo(f"{error.code} {error.field or '-'}: {error.message_zh} / {error.message_en}", err=True)
        context.exit(UNUSABLE)
    # The engine is imported once the event is known to be readable: it brings the heavy libraries.
    from services.parks.solver.explain import explain
    from services.parks.solver.solve import solve
    from services.parks.telling import Telling

    plan = solve(event, alternatives=alternatives)
    write_bytes(out, encode_plan(plan))
    explanation = explain(event, plan)
    click.echo(_sum_up(plan, len(explanation.blocking)))
    for zh, en in Telling(event, plan).sole_offers(explanation):
        click.echo(f"{zh} / {en}")


def _sum_up(plan: ConsortiumPlan, blocking: int) -> str:
    objective, bound = plan.objective, plan.bound
    reasons = Counter(missing.reason for one in plan.consortia for missing in one.uncovered)
    missing = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())) or "none"
    return (
        f"{plan.event_id}: {len(plan.consortia)} consortia cover {objective.covered} of {objective.needs} needs "
        f"(not covered: {missing}), composite {objective.composite}, bound {bound.composite} "
        f"({'optimal' if bound.gap == 0 else 'bounded'}, gap {bound.gap_percent} %), {blocking} blocking pairs"
    )
