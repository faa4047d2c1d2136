"""The commands of `python -m deploy`; each is imported only when it is called."""

from importlib import import_module

import click

COMMANDS = {
    "up": "deploy.commands.up:up",
    "web": "deploy.commands.web:web",
    "gateway": "deploy.commands.web:gateway",
    "serve": "deploy.commands.web:serve",
    "work": "deploy.commands.work:work",
    "seed": "deploy.commands.seed:seed",
    "migrate": "deploy.commands.migrate:migrate",
    "revise": "deploy.commands.migrate:revise",
    "token": "deploy.commands.token:token",
    "demo": "deploy.commands.demo:demo",
    "rebuild": "deploy.commands.rebuild:rebuild",
    "doctor": "deploy.commands.doctor:doctor",
    "repair": "deploy.commands.doctor:repair",
    "parked": "deploy.commands.doctor:parked",
    "backup": "deploy.commands.backup:backup",
    "restore": "deploy.commands.backup:restore_house",
    "feedback": "deploy.commands.feedback:feedback",
    "contracts": "deploy.commands.contracts:contracts",
    "servers": "deploy.commands.servers:servers",
    "pair": "deploy.commands.pair:pair",
    "consortium": "deploy.commands.consortium:consortium",
    "evaluate": "deploy.cli:evaluate",
}
EVALUATIONS = {
    "search": "deploy.commands.evaluate_search:search",
    "matching": "deploy.commands.evaluate_matching:matching",
}


class Lazy(click.Group):
    """A group whose commands are found by name in a table and imported when asked for."""

    def __init__(self, *args: object, table: dict[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self.table:
            return None
        module, _, name = self.table[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(cls=Lazy, table=COMMANDS)
def main() -> None:
    """Start the house and look after it."""


@click.command(cls=Lazy, table=EVALUATIONS)
def evaluate() -> None:
    """Run search or matching over a collection and write a TREC run."""
