"""API tokens that the door accepts, as the command line and the first greeting hand them out."""

from services.chassis.clock import Clock
from services.chassis.identity import Actor, Keyring, Role

GATEWAY = "gateway"
DAY_SECONDS = 86400


def mint_token(keyring: Keyring, clock: Clock, role: Role, organisation: str, person: str, *, days: int) -> str:
    """A token for somebody with one role; who is not named is called after the role."""
    actor = Actor(person or f"token:{role}", organisation, frozenset({role}))
    return keyring.mint(actor, audience=GATEWAY, now=clock.now(), seconds=days * DAY_SECONDS)
