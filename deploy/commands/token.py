"""Print an API token for a role."""

import click

from deploy.settings import Settings
from deploy.tokens import mint_token
from services.chassis.clock import SystemClock
from services.chassis.identity import Keyring, Role

_ROLES = [role.value for role in Role if role not in {Role.SYSTEM, Role.VISITOR}]


@click.command()
@click.argument("role", type=click.Choice(_ROLES))
@click.option("--organisation", default="", help="Identifier of the organisation the person acts for.")
@click.option("--person", default="", help="Name that stands in the audit trail.")
@click.option("--days", default=365, show_default=True, help="How long the token is valid.")
def token(role: str, organisation: str, person: str, days: int) -> None:
    """Print an API token for ROLE, to be sent as `Authorization: Bearer …`."""
    keyring = Keyring(Settings.from_environment().find_secret())
    click.echo(mint_token(keyring, SystemClock(), Role(role), organisation, person, days=days))
