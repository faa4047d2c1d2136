"""Make a pairing plan from a file, without a server."""

from pathlib import Path
from typing import Any

import click

from services.chassis.refusal import CHASSIS_PHRASES, Invalid, Refusal, tell
from services.conference.formats.event import EventError, load_event
from services.conference.formats.files import read_json, write_bytes
from services.conference.formats.plan import dump_plan, encode_plan
from services.conference.imports.phrases import CELL_PHRASES
from services.conference.phrases import PHRASES

UNUSABLE = 2


@click.command()
@click.argument("event_file", metavar="EVENT.json[.gz]|EVENT.xlsx", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Where the plan goes: .json, .json.gz, or .xlsx for the workbook to print.",
)
@click.option("--effort", type=click.Choice(["proof", "polish"]), default="proof", show_default=True)
@click.pass_context
def pair(context: click.Context, event_file: Path, out: Path, effort: str) -> None:
    """Solve a pairing event of format 1.0. Exit 0 with a plan, 2 for an unusable event (code and field on stderr)."""
    try:
        source = _read(event_file)
        event = load_event(source)
        # The engine is imported once the event is known to be readable: it brings the heavy libraries.
        from services.conference.solver.solve import solve

        plan = solve(event, effort="polish" if effort == "polish" else "proof")
    except EventError as error:
        click.echo(f"{error.code} {error.field or '-'}: {error.message_zh} / {error.message_en}", err=True)
        context.exit(UNUSABLE)
    except Refusal as refusal:
        for one in refusal.causes or (refusal,):
            zh, en = tell(one, {**PHRASES, **CELL_PHRASES, **CHASSIS_PHRASES})
            click.echo(f"{one.code} {one.field or '-'}: {zh} / {en}", err=True)
        context.exit(UNUSABLE)
    if out.suffix == ".xlsx":
        from services.conference.exports.plan_book import write_plan_book

        write_bytes(out, write_plan_book(source, dump_plan(plan)))
    else:
        write_bytes(out, encode_plan(plan))
    objective, bound = plan.objective, plan.bound
    click.echo(
        f"{plan.event_id}: {len(plan.meetings)} meetings, composite {objective.composite}, "
        f"bound {bound.composite} ({bound.status}, gap {bound.gap_percent} %)"
    )


def _read(event_file: Path) -> Any:
    """The event as JSON. Raises EventError, and Invalid with a cause for every cell of a workbook that is at fault."""
    if event_file.suffix.lower() != ".xlsx":
        return read_json(event_file)
    from services.conference.freezing import carry
    from services.conference.imports.event import read_event

    try:
        content = event_file.read_bytes()
    except OSError as error:
        raise Invalid("not-a-workbook", str(event_file)) from error
    event, faults = read_event(content, carry(event_file.stem))
    if faults:
        causes = tuple(Invalid(one.code, one.cell.place, one.facts) for one in faults)
        raise Invalid(causes[0].code, causes[0].field, causes[0].facts, causes)
    return event
