"""What facts of other services change here: the copies of needs and entries, and which suggestions are outdated.

Nothing is computed in a reaction; the refresh by the clock finds what is outdated within seconds.
"""

from collections.abc import Mapping

from marshmallow import ValidationError

from events.envelope import Fact, Malformed
from services.chassis.clock import Clock
from services.chassis.service import Reaction
from services.matching.hearing import read_edition, read_entry, read_need
from services.matching.repositories import MatchingWork


def hear_of_need(fact: Fact, *, work: MatchingWork, clock: Clock) -> None:
    """Keep a need; the suggestions of one that is no longer public are forgotten."""
    try:
        need = read_need(fact.subject, fact.version, fact.data)
    except ValidationError as fault:
        raise Malformed(str(fault)) from fault
    if work.needs.keep(need) and not need.is_public:
        work.suggestions.drop(need.id)


def hear_of_entry(fact: Fact, *, work: MatchingWork, clock: Clock) -> None:
    """Keep an entry."""
    try:
        work.entries.keep(read_entry(fact.subject, fact.version, fact.data))
    except ValidationError as fault:
        raise Malformed(str(fault)) from fault


def hear_of_edition(fact: Fact, *, work: MatchingWork, clock: Clock) -> None:
    """Keep whether an edition is in use."""
    try:
        work.entries.keep_edition(fact.subject, fact.version, is_in_use=read_edition(fact.data))
    except ValidationError as fault:
        raise Malformed(str(fault)) from fault


REACTIONS: Mapping[str, Reaction] = {
    **{f"catalogue.edition.{verb}": hear_of_edition for verb in ("opened", "changed", "published")},
    **{f"catalogue.entry.{verb}": hear_of_entry for verb in ("admitted", "changed", "withdrawn")},
    **{
        f"needs.need.{verb}": hear_of_need
        for verb in ("published", "changed", "returned", "withdrawn", "in_talks", "closed", "expired")
    },
}
