"""Write the generated references, or check that the committed ones are fresh."""

import click

from deploy.contracts import find_stale, write


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a reference is not fresh.")
def contracts(check: bool) -> None:
    """Write SDL, OpenAPI, facts and settings to docs/reference/."""
    if not check:
        for path in write():
            click.echo(f"written: {path}")
        return
    stale = [str(path) for path, _ in find_stale()]
    if stale:
        raise click.ClickException(f"not fresh, run `make contracts`: {', '.join(stale)}")
