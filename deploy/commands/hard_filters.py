"""The hard filters of a collection's queries: an entry that breaks one is no answer."""

from collections.abc import Callable, Sequence

from deploy.commands.lines import REACHES, Line, category_of
from search.language.vocabulary import Kind, Vocabulary
from services.matching.scoring.nouns import Entry

Filter = Callable[[Entry], bool]

_LISTS: dict[str, tuple[Kind, str]] = {
    "industry": ("industry", "industries"),
    "industries": ("industry", "industries"),
    "capability": ("capability", "capabilities"),
    "capabilities": ("capability", "capabilities"),
    "application_mode": ("application_mode", "application_modes"),
    "application_modes": ("application_mode", "application_modes"),
}
_REGIONS = ("region", "regions", "service_region", "service_regions")
_PLAIN = ("kind", "category", "reach", "edition", "edition_year")
KNOWN = sorted([*_LISTS, *_REGIONS, *_PLAIN])


def filter_of(line: Line, vocabulary: Vocabulary) -> Filter:
    """Return what the filters of a query let pass; an entry must pass each, one value of it is enough."""
    filters: list[Filter] = []
    for name, given in line.object("filters").items():
        values = [str(value) for value in (given if isinstance(given, list) else [given])]
        if name in _LISTS:
            filters.append(_list_filter(*_LISTS[name], values, vocabulary))
        elif name in _REGIONS:
            filters.append(_region_filter(values, vocabulary))
        elif name in _PLAIN:
            filters.append(_plain_filter(name, values, line))
        else:
            raise line.bad("unknown-filter", f"filters.{name}", f"known: {', '.join(KNOWN)}")
    return lambda entry: all(passes(entry) for passes in filters)


def _plain_filter(name: str, values: Sequence[str], line: Line) -> Filter:
    if name == "category":
        wanted = [category_of(value, line, "filters.category") for value in values]
        # An identifier asks for the whole category; the Chinese name of a platform's reach asks for that reach.
        whole = {category for (category, _), value in zip(wanted, values, strict=True) if value == category}
        return lambda entry: entry.category in whole or (entry.category, entry.reach) in wanted
    if name == "reach":
        reaches = {REACHES.get(value, value) for value in values}
        return lambda entry: entry.reach in reaches
    if name == "kind":
        return lambda entry: entry.kind in values
    return lambda entry: str(entry.edition_year) in values


def _list_filter(kind: Kind, field: str, values: Sequence[str], vocabulary: Vocabulary) -> Filter:
    """An entry passes when it lists a wanted thing, under whatever name."""
    wanted = {_meaning(kind, value, vocabulary) for value in values}
    return lambda entry: any(_meaning(kind, word, vocabulary) in wanted for word in getattr(entry, field))


def _region_filter(values: Sequence[str], vocabulary: Vocabulary) -> Filter:
    """An entry passes when it covers a wanted region, lies directly in it, or is silent on regions."""
    wanted = [_meaning("region", value, vocabulary) for value in values]

    def passes(entry: Entry) -> bool:
        served = [_meaning("region", word, vocabulary) for word in entry.service_regions]
        return not served or any(_covers(one, other, vocabulary) for one in served for other in wanted)

    return passes


def _covers(served: str, wanted: str, vocabulary: Vocabulary) -> bool:
    if served == wanted:
        return True
    if served not in vocabulary.concepts or wanted not in vocabulary.concepts:
        return False
    return served in vocabulary.above(wanted) or vocabulary.get(served).broader == wanted


def _meaning(kind: Kind, word: str, vocabulary: Vocabulary) -> str:
    concept = vocabulary.named(kind, word)
    return concept.id if concept else word
