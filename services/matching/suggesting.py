"""Suggestions and scores (推荐与评分): found or worked out, refreshed when the catalogue or a need has changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.chassis.identity import Actor, Role, system_actor
from services.chassis.logs import get_log
from services.chassis.ports import Ports
from services.chassis.refusal import Forbidden, Invalid, NotFound
from services.matching import news
from services.matching.desk import Desk, desk_of
from services.matching.domain import KnownNeed
from services.matching.hearing import read_need
from services.matching.repositories import Suggestions
from services.matching.schemas import MAX_SUGGESTIONS

BATCH = 50
# More entries than these for one need are noise; a conference of a thousand parties stays a few megabytes.
SCORED_PER_NEED = 200


@dataclass(frozen=True)
class Answer:
    """The suggestions of a need as they can be shown now; `is_stale`: they are being refreshed."""

    suggestions: Suggestions
    is_stale: bool


@dataclass(frozen=True)
class Score:
    """The score of a pair; one of `need_id` and `work_item` is empty."""

    entry_id: str
    score: int
    need_id: str = ""
    work_item: str = ""


def suggest(need_ids: Sequence[str], *, first: int, actor: Actor, ports: Ports) -> list[Answer]:
    """The suggestions of needs this person may see, in the order asked for; others are left out."""
    needs = find_needs(need_ids, actor=actor, ports=ports)
    with ports.reading(actor) as work:
        generation, in_use = work.entries.generation(), work.entries.ids_in_use()
        stored = work.suggestions.find(needs)
    answers = []
    for need_id in dict.fromkeys(need_ids):
        if need_id in needs:
            found = stored.get(need_id)
            if found is None or found.need_version != needs[need_id].version:
                found = _laid_out(ports, actor).suggest(needs[need_id], at=ports.clock.now())
            answers.append(Answer(_shown(found, in_use, first), found.generation < generation))
    return answers


def score(
    needs: Sequence[str], work_items: Sequence[str], entries: Iterable[str] | None, *, actor: Actor, ports: Ports
) -> list[Score]:
    """Sparse scores of pairs, best first within each need. Raises Invalid("nothing-asked"), NotFound("not-found")."""
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, Role.PARK_OPERATOR)
    if not needs and not work_items:
        raise Invalid("nothing-asked", "needs")
    known = find_needs(needs, actor=actor, ports=ports)
    for place, need_id in enumerate(needs):
        if need_id not in known:
            raise NotFound("not-found", f"needs.{place}", {"id": need_id})
    desk = _laid_out(ports, actor)
    wanted = None if entries is None else set(entries)
    scores: list[Score] = []
    for need_id in dict.fromkeys(needs):
        found = desk.score_need(known[need_id], first=SCORED_PER_NEED)
        scores += [Score(entry, value, need_id=need_id) for entry, value in _among(found, wanted)]
    for item in dict.fromkeys(work_items):
        found = desk.score_work_item(item, first=SCORED_PER_NEED)
        scores += [Score(entry, value, work_item=item) for entry, value in _among(found, wanted)]
    return scores


def refresh(ports: Ports) -> int:
    """Work out the suggestions that are missing or outdated; answers how many."""
    actor, refreshed = system_actor("matching"), 0
    while outdated := _find_outdated(ports, actor):
        desk = _laid_out(ports, actor)
        fresh = [desk.suggest(need, at=ports.clock.now()) for need in outdated]
        with ports.writing(actor) as work:
            # Another worker may have worked out the same ones.
            known = work.needs.hold(one.need_id for one in fresh)
            # A need that changed meanwhile is outdated again and comes with the next round.
            news.keep((one for one in fresh if _still_stands(known[one.need_id], one)), work=work)
        refreshed += len(fresh)
        if len(outdated) < BATCH:
            break
    if refreshed:
        get_log().info("suggestions_refreshed", needs=refreshed)
    return refreshed


def _find_outdated(ports: Ports, actor: Actor) -> list[KnownNeed]:
    """Needs to be answered anew; none while the desk rests from a catalogue that changed and is large."""
    desk = desk_of(ports)
    with ports.reading(actor) as work:
        generation = work.entries.generation()
        if desk.is_resting and not desk.is_current(generation):
            return []
        outdated: list[KnownNeed] = work.needs.without_current_suggestions(generation, desk.basis, BATCH)
        return outdated


def see_suggestions(need_id: str, *, actor: Actor, ports: Ports) -> Answer:
    """Note that the owner has looked at the suggestions of a need; answers them. Raises NotFound("not-found")."""
    if actor.is_visitor:
        raise Forbidden("unauthenticated")
    needs = find_needs([need_id], actor=actor, ports=ports)
    if need_id not in needs:
        raise NotFound("not-found", "id", {"id": need_id})
    actor.must_act_for(needs[need_id].organisation_id, Role.ENTERPRISE, Role.PARK_OPERATOR)
    with ports.writing(actor) as work:
        work.suggestions.see(need_id, at=ports.clock.now())
        work.record("suggestions.seen", need_id)
    return suggest([need_id], first=MAX_SUGGESTIONS, actor=actor, ports=ports)[0]


def find_needs(ids: Sequence[str], *, actor: Actor, ports: Ports) -> dict[str, KnownNeed]:
    """Needs this person may see: public ones from our copies, others by asking the needs service in their name."""
    if not ids:
        return {}
    with ports.reading(actor) as work:
        known = {need_id: need for need_id, need in work.needs.find(ids).items() if need.is_public}
    missing = [need_id for need_id in dict.fromkeys(ids) if need_id not in known]
    if missing:
        params = {"ids": ",".join(missing), "first": len(missing)}
        for told in ports.peers["needs"].get("/needs", actor=actor, params=params)["items"]:
            known[told["id"]] = read_need(told["id"], told["version"], told)
    return known


def _still_stands(need: KnownNeed, suggestions: Suggestions) -> bool:
    return need.is_public and need.version == suggestions.need_version


def _laid_out(ports: Ports, actor: Actor) -> Desk:
    """The desk with the catalogue of this moment."""
    desk = desk_of(ports)
    with ports.reading(actor) as work:
        generation = work.entries.generation()
        entries = None if desk.is_current(generation) else work.entries.in_use()
    if entries is not None:
        desk.lay_out(generation, entries)
    return desk


def _shown(suggestions: Suggestions, in_use: set[str], first: int) -> Suggestions:
    """The first suggestions whose entries still stand: a withdrawn entry is gone at once."""
    items = [item for item in suggestions.items if item["entry_id"] in in_use]
    return replace(suggestions, items=tuple(items[:first]))


def _among(found: Mapping[str, int], wanted: set[str] | None) -> list[tuple[str, int]]:
    return [(entry, value) for entry, value in found.items() if wanted is None or entry in wanted]
