"""The fields of a catalogue entry in every index: what is searched, what is counted (字段)."""

from typing import Literal

# The three zones of an entry's text, most telling first.
Zone = Literal["name", "tags", "body"]
ZONES: tuple[Zone, ...] = ("name", "tags", "body")
# The three kinds of tokens each zone is cut into.
Cut = Literal["unigrams", "bigrams", "words"]
CUTS: tuple[Cut, ...] = ("unigrams", "bigrams", "words")

# Syllables of names and pairs of them; runs of initials; beginnings of names for typing.
SOUND = "name_sound"
INITIALS = "name_initials"
PREFIXES = "prefixes"
# Ids of the concepts an entry tells of: as its business, or in passing.
CONCEPTS = "concepts"
SIDE_CONCEPTS = "side_concepts"
# Every word of the entry once: the field a minimum match counts in.
ALL_WORDS = "all_words"


def zone_field(zone: Zone, cut: Cut) -> str:
    """Name the field of one zone and one kind of token."""
    return f"{zone}_{cut}"


TEXT_FIELDS = (
    *(zone_field(zone, cut) for zone in ZONES for cut in CUTS),
    SOUND,
    INITIALS,
    PREFIXES,
    CONCEPTS,
    SIDE_CONCEPTS,
    ALL_WORDS,
)

# What a reader may filter by and sees counted.
FACETS = (
    "category",
    "kind",
    "reach",
    "industry",
    "region",
    "application_mode",
    "capability",
    "edition_year",
    "scope",
    "edition",
)
# `shown` says who finds the entry without asking for an edition: `use` (in use), `demo` or neither.
KEYWORD_FIELDS = (*FACETS, "shown")
# Stands in a keyword field that an entry is silent on, where silence passes a filter.
SILENT = "_"
