"""`backup` and `restore` of the embedded house."""

from pathlib import Path

import click

from deploy.backup import BackupFault, back_up, restore
from deploy.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def backup(folder: Path) -> None:
    """Copy the embedded house into a new FOLDER, whether it is up or not. It holds the secret: keep it safe."""
    try:
        for path in back_up(Settings.from_environment(), folder):
            click.echo(f"{path}  {path.stat().st_size} bytes")
    except BackupFault as fault:
        raise click.ClickException(str(fault)) from fault


@click.command(name="restore")
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
def restore_house(folder: Path) -> None:
    """Make the data folder (GONGXU_VAR, which must hold no house) from a backup; start the house afterwards."""
    try:
        restore(Settings.from_environment(), folder)
    except BackupFault as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo("ok; the index is filled when the house is up")
