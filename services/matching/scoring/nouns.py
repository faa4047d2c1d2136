"""What is compared: a need (需求) and a catalogue entry (目录条目), as plain values."""

from dataclasses import dataclass
from typing import Literal

NeedKind = Literal["enterprise", "park"]


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for: the words, and what was chosen from lists, by concept id."""

    id: str
    text: str
    kind: NeedKind = "enterprise"
    industries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    work_items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue knows of a platform or provider; `industries` and the other lists are the words it wrote."""

    id: str
    name: str
    company: str = ""
    short_name: str = ""
    kind: str = "provider"
    category: str = ""
    reach: str = ""
    description: str = ""
    capabilities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    service_regions: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    edition_year: int = 0
    document_number: str = ""
    gbt23001_certified: bool = False
    # Of earlier conferences: meetings held, and intents or contracts that came of them.
    meetings_held: int = 0
    agreements: int = 0

    @property
    def is_silent(self) -> bool:
        """An entry without a profile (尚无自述资料): only name, category and edition are known."""
        return not (self.description or self.capabilities or self.cases)
