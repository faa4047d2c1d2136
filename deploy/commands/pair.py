"""Make a pairing plan from a file, without a server."""

from pathlib import Path

import click

from services.conference.formats.event import EventError, load_event
from services.conference.formats.files import read_json, write_bytes
from services.conference.formats.plan import encode_plan

UNUSABLE = 2


@click.command()
@click.argument("event_file", metavar="EVENT.json[.gz]", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the plan goes; .gz is compressed.")
@click.option("--effort", type=click.Choice(["proof", "polish"]), default="proof", show_default=True)
@click.pass_context
def pair(context: click.Context, event_file: Path, out: Path, effort: str) -> None:
    """Solve a pairing event of format 1.0. Exit 0 with a plan, 2 for an unusable event (code and field on stderr)."""
    try:
        event = load_event(read_json(event_file))
        # The engine is imported once the event is known to be readable: it brings the heavy libraries.
        from services.conference.solver.solve import solve

        plan = solve(event, effort="polish" if effort == "polish" else "proof")
    except EventError as error:
        click.echo(f"{error.code} {error.field or '-'}: {error.message_zh} / {error.message_en}", err=True)
        context.exit(UNUSABLE)
    write_bytes(out, encode_plan(plan))
    objective, bound = plan.objective, plan.bound
    click.echo(
        f"{plan.event_id}: {len(plan.meetings)} meetings, composite {objective.composite}, "
        f"bound {bound.composite} ({bound.status}, gap {bound.gap_percent} %)"
    )
