"""Who acts: the person behind a request, and the signed 60-second token that carries them on every peer call."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from services.chassis.refusal import Forbidden

TOKEN_SECONDS = 60
_ALGORITHM = "HS256"


class Role(StrEnum):
    """The roles of the house (domain §4)."""

    VISITOR = "visitor"
    ENTERPRISE = "enterprise"
    PROVIDER = "provider"
    PARK_OPERATOR = "park_operator"
    ORGANIZER = "organizer"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """A person (or a part of the house, `system:<service>`) acting for an organisation in certain roles."""

    person: str = ""
    organisation: str = ""
    roles: frozenset[Role] = frozenset({Role.VISITOR})
    on_behalf_of: str = ""
    request_id: str = ""

    @property
    def is_visitor(self) -> bool:
        """Whether nobody has signed in."""
        return not self.person

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles; `admin` and the house itself hold all but `auditor`'s duty."""
        return bool(self.roles & {*roles, Role.ADMIN, Role.SYSTEM})

    def must_be(self, *roles: Role) -> None:
        """Raise Forbidden("unauthenticated") for a visitor, Forbidden("forbidden") for the wrong role."""
        if self.has(*roles):
            return
        raise Forbidden("unauthenticated" if self.is_visitor else "forbidden")

    def must_act_for(self, organisation: str, *roles: Role) -> None:
        """Like `must_be`, and unless an organizer acts, for the actor's own organisation only."""
        self.must_be(Role.ORGANIZER, *roles)
        if not self.has(Role.ORGANIZER) and self.organisation != organisation:
            raise Forbidden("forbidden")


VISITOR = Actor()


def system_actor(service: str, request_id: str = "") -> Actor:
    """The actor of a worker: `system:<service>`."""
    return Actor(person=f"system:{service}", roles=frozenset({Role.SYSTEM}), request_id=request_id)


class Keyring:
    """Signs and verifies tokens with the secret of the house; the secret has no repr."""

    def __init__(self, secret: str) -> None:
        self._key = OctKey.import_key(secret)

    def mint(self, actor: Actor, *, audience: str, now: datetime, seconds: int = TOKEN_SECONDS) -> str:
        """A token that says for `seconds` who acts, readable by `audience` alone."""
        claims = {
            "sub": actor.person,
            "org": actor.organisation,
            "roles": sorted(actor.roles),
            "obo": actor.on_behalf_of,
            "rid": actor.request_id,
            "aud": audience,
            "exp": int(now.timestamp()) + seconds,
        }
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key)

    def verify(self, token: str, *, audience: str, now: datetime) -> Actor:
        """The actor a token speaks of. Raises Forbidden("bad-token") when it is forged, stale or for another door."""
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
        except (JoseError, ValueError) as fault:
            raise Forbidden("bad-token") from fault
        if claims.get("aud") != audience or int(claims.get("exp", 0)) <= now.timestamp():
            raise Forbidden("bad-token")
        return _actor(claims)


def _actor(claims: dict[str, Any]) -> Actor:
    try:
        roles = frozenset(Role(name) for name in claims["roles"])
        return Actor(claims["sub"], claims["org"], roles, claims["obo"], claims["rid"])
    except (KeyError, ValueError) as fault:
        raise Forbidden("bad-token") from fault


def with_request(actor: Actor, request_id: str) -> Actor:
    """The same actor, acting within one request."""
    return replace(actor, request_id=request_id)
