"""The nouns of a pairing event: sessions, slots, tables, parties, scores, wishes, locks, rules."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """A time in which meetings may take place; slots stand in time order and never overlap."""

    id: str
    session: str
    start: str
    end: str

    @property
    def day(self) -> str:
        """The calendar day as the event writes it."""
        return self.start[:10]


@dataclass(frozen=True, slots=True)
class Table:
    """A table (洽谈桌); `party` is its only user, None means that it belongs to the pool."""

    id: str
    party: str | None
    unavailable: frozenset[str]


@dataclass(frozen=True, slots=True)
class Party:
    """A party (参会方): one bookable diary of an organisation, on the demand or the supply side."""

    id: str
    side: str
    organisation: str
    name: str
    min_meetings: int
    max_meetings: int
    unavailable: frozenset[str]


@dataclass(frozen=True, slots=True)
class DenseScores:
    """`rows[i][j]` is the score of `demand[i]` with `supply[j]`; 0 means not offered."""

    demand: Sequence[str]
    supply: Sequence[str]
    rows: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class SparseScores:
    """Entries (demand, supply, score); a pair that is absent has score 0."""

    entries: Sequence[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What one party says of one of the other side: must, want or never."""

    source: str
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What a person has settled: a `meeting` (pair and slot, maybe a table), a `pair`, or an `exclude`."""

    kind: str
    demand: str
    supply: str
    slot: str | None
    table: str | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A one-to-one meeting (一对一洽谈) in a slot at a table."""

    demand: str
    supply: str
    slot: str
    table: str


@dataclass(frozen=True, slots=True)
class Penalties:
    """What the composite loses for each unmet must pair, missing floor seat, moved or dropped meeting."""

    must: int
    floor_demand: int
    floor_supply: int
    moved: int
    dropped: int


@dataclass(frozen=True, slots=True)
class PerSide:
    """One number for each side."""

    demand: int
    supply: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one event; see docs/pairing.md for the meaning of each."""

    min_score: int
    bonus: PerSide
    mutual_bonus: int
    met_before_mode: str
    met_before_penalty: int
    fresh_wish_overrides: bool
    organisation_pair_once: bool
    never_scope: str
    max_per_session: int | None
    idle_scope: str
    penalties: Penalties
    level_weight: PerSide


@dataclass(frozen=True, slots=True)
class Event:
    """One conference as the engine sees it; `digest` is the SHA-256 of its canonical JSON."""

    event_id: str
    sessions: tuple[str, ...]
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    parties: tuple[Party, ...]
    scores: DenseScores | SparseScores
    wishes: tuple[Wish, ...]
    met_before: frozenset[tuple[str, str]]
    locks: tuple[Lock, ...]
    baseline: tuple[Meeting, ...] | None
    rules: Rules
    digest: str
