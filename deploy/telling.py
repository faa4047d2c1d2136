"""Telling nouns again: facts of what is so now, through the outbox, for shadows that have missed or lost them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from deploy.house import House
from services.catalogue.handlers import announce_edition, announce_entry
from services.catalogue.store import EDITION, ENTRY
from services.chassis.identity import system_actor
from services.needs.domain import NeedStatus
from services.needs.rows import tell_fact
from services.needs.store import NEED

AT_ONCE = 200
NEED_FACTS = {
    NeedStatus.PUBLISHED: "published",
    NeedStatus.IN_TALKS: "in_talks",
    NeedStatus.RETURNED: "returned",
    NeedStatus.CLOSED: "closed",
    NeedStatus.EXPIRED: "expired",
}
"""Status -> the fact that tells of it; whoever took a need back has withdrawn it."""


def tell_again(house: House, noun: str, ids: Iterable[str] | None = None) -> int:
    """Put facts of these nouns, or of all, into their owner's outbox; how many. The noun's version stays what it is.

    Ids that the owner does not know are passed over.
    """
    tell = {"edition": _tell_editions, "entry": _tell_entries, "need": _tell_needs}[noun]
    known = _known_ids(house, noun)
    wanted = known if ids is None else sorted(set(ids) & set(known))
    for start in range(0, len(wanted), AT_ONCE):
        # Some at a time: nobody else's write should wait long for its turn.
        tell(house, wanted[start : start + AT_ONCE])
    return len(wanted)


def _known_ids(house: House, noun: str) -> Sequence[str]:
    service, query = {
        "edition": ("catalogue", select(EDITION.c.id)),
        "entry": ("catalogue", select(ENTRY.c.id).order_by(ENTRY.c.edition_id, ENTRY.c.ordinal)),
        # What was never published is nobody else's affair.
        "need": ("needs", select(NEED.c.id).where(NEED.c.published_at.is_not(None))),
    }[noun]
    with house.ports[service].store.read() as connection:
        return list(connection.execute(query).scalars())


def _tell_editions(house: House, ids: Sequence[str]) -> None:
    with house.ports["catalogue"].writing(system_actor("catalogue")) as work:
        for edition_id in sorted(ids):
            announce_edition("changed", work.editions.lock(edition_id), work)


def _tell_entries(house: House, ids: Sequence[str]) -> None:
    with house.ports["catalogue"].writing(system_actor("catalogue")) as work:
        places = select(ENTRY.c.id, ENTRY.c.edition_id).where(ENTRY.c.id.in_(ids)).order_by(ENTRY.c.edition_id)
        for entry_id, edition_id in work.connection.execute(places).all():
            # An edition's lock is held by whoever changes an entry of it; what is read under it is told in order.
            edition = work.editions.lock(edition_id)
            entry = work.entries.get(entry_id)
            announce_entry("changed" if entry.is_admitted else "withdrawn", entry, edition, work)


def _tell_needs(house: House, ids: Sequence[str]) -> None:
    with house.ports["needs"].writing(system_actor("needs")) as work:
        # A row that is locked is told before anybody changes it again.
        locked = select(NEED.c.id).where(NEED.c.id.in_(ids)).order_by(NEED.c.id).with_for_update()
        for need_id in work.connection.execute(locked).scalars().all():
            need = work.needs.get(need_id)
            fact = NEED_FACTS.get(need.status, "withdrawn")
            work.announce(f"needs.need.{fact}", subject=need.id, version=need.version, data=tell_fact(need))
