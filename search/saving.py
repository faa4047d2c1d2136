"""The use cases of saved searches (关注的检索): save, look at what is new, drop; and finding what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from search.domain import FoundEntry, SavedSearch, make_saved_search
from search.searcher import Request, Searcher
from search.store import SearchWork
from services.chassis.clock import Clock
from services.chassis.identity import Actor
from services.chassis.refusal import Forbidden

# So many answers of today are known as no news when a search is saved, and looked at for one batch of new entries.
MOST_ANSWERS = 1000
# What the store keeps of a name.
NAME_LENGTH = 200


@dataclass(frozen=True)
class Save:
    """What is to be watched."""

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    title: str = ""


def save_search(command: Save, *, searcher: Searcher, actor: Actor, work: SearchWork, clock: Clock) -> SavedSearch:
    """Save a search for the actor's organisation; what answers it today is no news. Raises as `make_saved_search`."""
    owner = owner_of(actor)
    saved = make_saved_search(
        str(uuid4()),
        owner,
        title=command.title,
        text=command.text,
        filters=command.filters,
        at=clock.now(),
        others=len(work.saved.of(owner)),
    )
    work.saved.add(saved)
    work.saved.note(saved.id, _find(saved, searcher, work, at=clock.now(), is_news=False))
    work.record("saved_search.added", saved.id)
    return saved


def list_saved(*, actor: Actor, work: SearchWork) -> list[SavedSearch]:
    """Return what the actor's organisation has saved, newest first."""
    return work.saved.of(owner_of(actor))


def find_saved(saved_id: str, *, actor: Actor, work: SearchWork) -> SavedSearch:
    """Return one saved search. Raises NotFound("not-found") for somebody else's."""
    return work.saved.get(saved_id, owner_of(actor))


def list_found(saved: SavedSearch, *, first: int, work: SearchWork) -> list[FoundEntry]:
    """Return what came to answer a saved search since it was saved, newest first."""
    return work.saved.news(saved.id, first)


def see_found(saved_id: str, *, actor: Actor, work: SearchWork, clock: Clock) -> SavedSearch:
    """Note that the owner has seen what was found."""
    find_saved(saved_id, actor=actor, work=work)
    if work.saved.see(saved_id, at=clock.now()):
        work.record("saved_search.seen", saved_id)
    return find_saved(saved_id, actor=actor, work=work)


def drop_saved(saved_id: str, *, actor: Actor, work: SearchWork) -> SavedSearch:
    """Watch no longer; answers what was dropped."""
    saved = find_saved(saved_id, actor=actor, work=work)
    work.saved.drop(saved_id)
    work.record("saved_search.dropped", saved_id)
    return saved


def look_for_news(
    entries: Sequence[str], editions: Sequence[str], *, searcher: Searcher, work: SearchWork, at: datetime
) -> int:
    """Ask every saved search of entries that were written and of editions that were told of; answers the news.

    Doing it again finds nothing more: an entry is told once by its name.
    """
    news = 0
    for saved in work.saved.all():
        found: list[FoundEntry] = []
        if entries:
            found += _find(saved, searcher, work, at=at, only=tuple(entries))
        for edition in editions:
            found += _find(saved, searcher, work, at=at, edition=edition)
        news += len(work.saved.note(saved.id, found))
    return news


def owner_of(actor: Actor) -> str:
    """Return whose a saved search is: the organisation's, or the person's who acts for none."""
    if actor.is_visitor:
        raise Forbidden("unauthenticated")
    return actor.organisation or actor.person


def _find(
    saved: SavedSearch,
    searcher: Searcher,
    work: SearchWork,
    *,
    at: datetime,
    is_news: bool = True,
    only: tuple[str, ...] | None = None,
    edition: str = "",
) -> list[FoundEntry]:
    shown = work.editions.all().visible(saved.filters, include_demo=False)
    within = tuple(one for one in shown if not edition or one == edition)
    if not within:
        return []
    request = Request(saved.text, saved.filters, within={"edition": within}, first=MOST_ANSWERS, only=only)
    return [FoundEntry(hit.id, _name_of(hit.payload), at, is_news) for hit in searcher.answers(request)]


def _name_of(payload: Mapping[str, Sequence[str]]) -> str:
    return payload["names"][0][:NAME_LENGTH]
