"""Understanding a need (读懂需求): which concepts it asks for, how strongly, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from search.language.vocabulary import Kind, Mention, Vocabulary
from services.matching.scoring import clauses
from services.matching.scoring.clauses import Span
from services.matching.scoring.nouns import Need

# Longer texts are told, not typed: they hold background beside the ask.
LONG_TEXT = 60
# After the first three sentences a need tells mostly how things are.
LATE_SENTENCE = 3
LATE_WEIGHT = 0.6
BACKGROUND_INDUSTRY = 0.5
# A broad concept named beside its own narrower one says little.
BROADER_BESIDE_NARROWER = 0.5
CHOSEN_WEIGHT = 1.3
PARKS = "parks"


class Ask(NamedTuple):
    """A concept that is asked for: how strongly, and where the need says so (None: it was chosen from a list)."""

    concept_id: str
    weight: float
    span: Span | None


class WeightedClause(NamedTuple):
    """A stretch of the need between punctuation marks and how much of an ask it is."""

    span: Span
    weight: float


@dataclass(frozen=True, slots=True)
class UnderstoodNeed:
    """A need taken apart. `asks` holds for each kind of concept the strongest ask of each concept."""

    need: Need
    is_long: bool
    is_park: bool
    clauses: tuple[WeightedClause, ...]
    mentions: tuple[Mention, ...]
    asks: Mapping[Kind, Mapping[str, Ask]]

    def weight_at(self, position: int) -> float:
        """Return how much of an ask the clause at this position is."""
        return next((weight for span, weight in self.clauses if span.start <= position < span.end), 1.0)

    def wanted(self, kind: Kind) -> dict[str, Ask]:
        """Return the asks of a kind that are really wanted."""
        return {concept_id: ask for concept_id, ask in self.asks.get(kind, {}).items() if ask.weight > 0}


def understand(need: Need, vocabulary: Vocabulary) -> UnderstoodNeed:
    """Find the asks of a need in its words and in its chosen fields."""
    is_long = len(need.text) > LONG_TEXT
    weighted = tuple(_weigh_clauses(need.text, is_long=is_long))
    mentions = tuple(vocabulary.find(need.text) or vocabulary.sounding_like(need.text))
    asks: dict[Kind, dict[str, Ask]] = {}
    plain = UnderstoodNeed(need, is_long, False, weighted, mentions, asks)
    for mention in mentions:
        weight = plain.weight_at(mention.start) * mention.weight * _standing(mention, plain)
        _keep_strongest(asks, mention.kind, Ask(mention.concept_id, weight, Span(mention.start, mention.end)))
    for kind, chosen in _chosen(need).items():
        for concept_id in chosen:
            _keep_strongest(asks, kind, Ask(concept_id, CHOSEN_WEIGHT, None))
    _soften_broader(asks.get("capability", {}), vocabulary)
    is_park = need.kind == "park" or PARKS in asks.get("industry", {})
    return UnderstoodNeed(need, is_long, is_park, weighted, mentions, asks)


def term_weights(understood: UnderstoodNeed, terms_of: Callable[[str], list[str]]) -> dict[str, float]:
    """Return for each term the weight of the best clause that holds it."""
    weights: dict[str, float] = {}
    for span, weight in understood.clauses:
        for term in terms_of(understood.need.text[span.start : span.end]):
            weights[term] = max(weights.get(term, 0.0), weight)
    return weights


def _weigh_clauses(text: str, *, is_long: bool) -> list[WeightedClause]:
    starts = [sentence.start for sentence in clauses.sentences(text)]
    weighted = []
    for span in clauses.clauses(text):
        weight = clauses.ask_weight(text[span.start : span.end], is_long=is_long)
        if is_long and sum(start <= span.start for start in starts) > LATE_SENTENCE:
            weight *= LATE_WEIGHT
        weighted.append(WeightedClause(span, weight))
    return weighted


def _standing(mention: Mention, understood: UnderstoodNeed) -> float:
    if mention.kind != "industry" or not understood.is_long:
        return 1.0
    span = Span(mention.start, mention.end)
    return 1.0 if clauses.names_the_asker(understood.need.text, span) else BACKGROUND_INDUSTRY


def _chosen(need: Need) -> dict[Kind, tuple[str, ...]]:
    return {
        "industry": need.industries,
        "region": need.regions,
        "category": need.categories,
        "capability": need.capabilities,
        "application_mode": need.application_modes,
        "work_item": need.work_items,
    }


def _keep_strongest(asks: dict[Kind, dict[str, Ask]], kind: Kind, ask: Ask) -> None:
    known = asks.setdefault(kind, {})
    if ask.concept_id not in known or ask.weight > known[ask.concept_id].weight:
        # What was chosen from a list keeps the place where the text says it too.
        span = ask.span or (known[ask.concept_id].span if ask.concept_id in known else None)
        known[ask.concept_id] = ask._replace(span=span)


def _soften_broader(capabilities: dict[str, Ask], vocabulary: Vocabulary) -> None:
    for concept_id, ask in list(capabilities.items()):
        if any(concept_id in vocabulary.above(other) for other in capabilities):
            capabilities[concept_id] = ask._replace(weight=ask.weight * BROADER_BESIDE_NARROWER)
