"""What facts of other services change here: the copies of needs and entries, and which suggestions are outdated.

Nothing is computed in a reaction; the refresh by the clock finds what is outdated within seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from marshmallow import ValidationError

from events.envelope import Fact, Malformed
from services.chassis.clock import Clock
from services.chassis.service import Reaction
from services.matching.hearing import read_edition, read_entry, read_need, read_record
from services.matching.repositories import MatchingWork


def hear_of_needs(facts: Sequence[Fact], *, work: MatchingWork, clock: Clock) -> None:
    """Keep needs; the suggestions of one that is no longer public are forgotten."""
    with _malformed():
        needs = [read_need(fact.subject, fact.version, fact.data) for fact in facts]
    for need in needs:
        if work.needs.keep(need) and not need.is_public:
            work.suggestions.drop(need.id)


def hear_of_entries(facts: Sequence[Fact], *, work: MatchingWork, clock: Clock) -> None:
    """Keep entries, all of them together: a catalogue comes in thousands."""
    with _malformed():
        entries = [read_entry(fact.subject, fact.version, fact.data) for fact in facts]
    work.entries.keep(entries)


def hear_of_editions(facts: Sequence[Fact], *, work: MatchingWork, clock: Clock) -> None:
    """Keep whether editions are in use."""
    for fact in facts:
        with _malformed():
            is_in_use = read_edition(fact.data)
        work.entries.keep_edition(fact.subject, fact.version, is_in_use=is_in_use)


def hear_of_records(facts: Sequence[Fact], *, work: MatchingWork, clock: Clock) -> None:
    """Keep how many meetings organisations have held; suggestions near them are computed anew."""
    for fact in facts:
        with _malformed():
            record = read_record(fact.version, fact.data)
        work.entries.keep_record(record)


@contextmanager
def _malformed() -> Iterator[None]:
    try:
        yield
    except ValidationError as fault:
        raise Malformed(str(fault)) from fault


REACTIONS: Mapping[str, Reaction] = {
    **{f"catalogue.edition.{verb}": hear_of_editions for verb in ("opened", "changed", "published")},
    "conference.record.counted": hear_of_records,
    **{f"catalogue.entry.{verb}": hear_of_entries for verb in ("admitted", "changed", "withdrawn")},
    **{
        f"needs.need.{verb}": hear_of_needs
        for verb in ("published", "changed", "returned", "withdrawn", "in_talks", "closed", "expired")
    },
}
