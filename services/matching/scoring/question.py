"""A need made ready to be scored (评分准备): weighted terms, asked concepts, topics — worked out once per need."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from search.language.analysis import analyse
from services.matching.scoring.collection import Collection
from services.matching.scoring.evidence import TERM_CLASSES
from services.matching.scoring.postings import Values
from services.matching.scoring.understanding import UnderstoodNeed

# Terms of a long need: the strongest by √tf·idf; more of them are noise.
MAX_TERMS = 40
FIELD_FOR_RARITY = "main"
CATEGORY_OF_CONCEPT = 0.6
# Asking words carry no subject.
_STOP = frozenset("的了吗呢啊吧是在有什么怎么哪如何请问谁为何几多少样个与和及或之其于我们想要能不可以这那就都也还")
_HEADINGS = re.compile(r"需求内容|现有基础|预期目标|补充说明|本次要求|基本情况")


@dataclass(frozen=True, slots=True)
class Question:
    """What scoring asks of every entry."""

    understood: UnderstoodNeed
    terms: Mapping[str, Mapping[str, float]]
    unigram_worth: Mapping[str, float]
    bigram_worth: Mapping[str, float]
    # Asked capability -> weight times rarity; the park's asks count through their best one.
    capabilities: Mapping[str, float]
    categories: Mapping[str, float]
    topics: Values
    names: Mapping[int, float] = field(default_factory=dict)

    @property
    def capability_total(self) -> float:
        """The sum over the asked capabilities, never zero."""
        return sum(self.capabilities.values()) or 1.0

    @property
    def capability_top(self) -> float:
        """The weight of the strongest asked capability, never zero."""
        return max(self.capabilities.values(), default=1.0)


def prepare(understood: UnderstoodNeed, collection: Collection) -> Question:
    """Weigh the terms and concepts of a need against a collection."""
    statistics, text = collection.statistics, _HEADINGS.sub(" ", understood.need.text)
    terms = {kind: _terms(kind, text, understood, collection) for kind in TERM_CLASSES}
    capabilities = {
        concept_id: ask.weight * statistics.concept_rarity(concept_id)
        for concept_id, ask in understood.wanted("capability").items()
    }
    tokens = analyse([understood.need.text])[0]
    return Question(
        understood=understood,
        terms=terms,
        unigram_worth={t: w * statistics.rarity("all", "unigrams", t) for t, w in terms["unigrams"].items()},
        bigram_worth={t: w * statistics.rarity("all", "bigrams", t) for t, w in terms["bigrams"].items()},
        capabilities=capabilities,
        categories=_categories(understood, capabilities, collection),
        topics=statistics.topics.place([Counter([*tokens.words, *tokens.bigrams])])[0],
        names=collection.names.look_up(understood.need.text),
    )


def _terms(kind: str, text: str, understood: UnderstoodNeed, collection: Collection) -> dict[str, float]:
    counts = Counter(term for term in getattr(analyse([text])[0], kind) if term not in _STOP)
    if not understood.is_long:
        return dict.fromkeys(counts, 1.0)
    weights = _clause_weights(kind, understood)

    def worth(term: str) -> float:
        rarity = collection.statistics.rarity(FIELD_FOR_RARITY, kind, term)
        return math.sqrt(counts[term]) * rarity * weights.get(term, 1.0)

    kept = sorted(counts, key=lambda term: (-worth(term), term))[:MAX_TERMS]
    return {term: weights.get(term, 1.0) for term in kept}


def _clause_weights(kind: str, understood: UnderstoodNeed) -> dict[str, float]:
    """Return for each term the weight of the strongest clause that holds it."""
    texts = [understood.need.text[span.start : span.end] for span, _ in understood.clauses]
    weights: dict[str, float] = {}
    for (_, weight), tokens in zip(understood.clauses, analyse(texts), strict=True):
        for term in getattr(tokens, kind):
            weights[term] = max(weights.get(term, 0.0), weight)
    return weights


def _categories(
    understood: UnderstoodNeed, capabilities: Mapping[str, float], collection: Collection
) -> dict[str, float]:
    """Return the categories that sell what is asked; one that is named outright counts fully."""
    top = max(capabilities.values(), default=1.0)
    wanted: dict[str, float] = {}
    for concept_id, weight in capabilities.items():
        category = collection.vocabulary.get(concept_id).category
        wanted[category] = max(wanted.get(category, 0.0), CATEGORY_OF_CONCEPT * weight / top)
    for concept_id in understood.wanted("category"):
        wanted[collection.vocabulary.get(concept_id).category] = 1.0
    wanted.pop("", None)
    return wanted
