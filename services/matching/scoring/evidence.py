"""What an entry tells about itself (条目证据): words per field, concepts with their weight, and limits."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search.language.analysis import analyse
from search.language.vocabulary import Kind, Mention, Vocabulary
from services.matching.scoring import clauses
from services.matching.scoring.nouns import Entry

TEXT_FIELDS = ("name", "tags", "main", "side")
TERM_CLASSES = ("words", "bigrams", "unigrams")
# How far a wording in each part of an entry is believed, and how much one telling proves: the main business is told
# several times, in several words, so evidence grows with each (noisy-or).
BELIEF: Mapping[str, float] = {"capabilities": 1.0, "name": 0.9, "main": 0.8, "side": 0.35, "cases": 0.3}
ONE_TELLING = 0.6
TOLD_INDUSTRY = 0.75

CATEGORY_LABELS: Mapping[str, str] = {
    "platform": "工业互联网平台",
    "platform_services": "平台服务",
    "cloud_services": "云服务",
    "data_services": "数据服务",
    "identifier_resolution": "标识解析服务",
    "gbt23001_consulting": "两化融合贯标服务",
    "system_integration": "集成服务",
    "industrial_security": "工业信息安全服务",
}
REACH_LABELS: Mapping[str, str] = {"cross_sector": "双跨平台", "sector": "行业级平台", "enterprise": "企业级平台"}

Counts = Mapping[tuple[str, str], Counter[str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry, read. Weights lie in 0–1; `lengths` are those of the unchanged entry in a changed copy."""

    entry: Entry
    counts: Counts
    lengths: Mapping[tuple[str, str], int]
    all_unigrams: frozenset[str]
    all_bigrams: frozenset[str]
    limit_bigrams: frozenset[str]
    capabilities: Mapping[str, float]
    denied_capabilities: frozenset[str]
    industries: Mapping[str, float]
    denied_industries: frozenset[str]
    regions: frozenset[str]
    application_modes: frozenset[str]
    is_exclusive: bool
    is_silent: bool
    topic_terms: Counter[str]

    def without_terms(self) -> "Evidence":
        """Return what is left to ask once the terms lie in the postings of a collection."""
        return replace(
            self,
            counts={},
            all_unigrams=frozenset(),
            all_bigrams=frozenset(),
            limit_bigrams=self.limit_bigrams - self.all_bigrams,
            topic_terms=Counter(),
        )


class EvidenceReader:
    """Reads entries with one vocabulary; remembers the texts it has analysed, because a changed copy shares most."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._tokens: dict[str, Mapping[str, list[str]]] = {}
        self._mentions: dict[str, list[Mention]] = {}

    def read(self, entries: Sequence[Entry]) -> list[Evidence]:
        """Read entries; all new texts are analysed in one batch."""
        texts = [_texts(entry) for entry in entries]
        self._analyse([text for fields in texts for text in fields.values()])
        return [self._evidence(entry, fields) for entry, fields in zip(entries, texts, strict=True)]

    def read_changed(self, changed: Sequence[Entry], original: Evidence) -> list[Evidence]:
        """Read changed copies of one entry as if they were as long as the original, and as silent.

        A shorter text would otherwise make its remaining words count more, and a weak sentence would look like a
        minus point.
        """
        return [
            replace(evidence, lengths=original.lengths, is_silent=original.is_silent) for evidence in self.read(changed)
        ]

    def forget(self) -> None:
        """Drop the remembered texts."""
        self._tokens.clear()
        self._mentions.clear()

    def _analyse(self, texts: Sequence[str]) -> None:
        new = [text for text in dict.fromkeys(texts) if text not in self._tokens]
        for text, tokens in zip(new, analyse(new), strict=True):
            self._tokens[text] = {"words": tokens.words, "bigrams": tokens.bigrams, "unigrams": tokens.unigrams}

    def _find(self, text: str) -> list[Mention]:
        if text not in self._mentions:
            self._mentions[text] = self._vocabulary.find(text)
        return self._mentions[text]

    def _evidence(self, entry: Entry, texts: Mapping[str, str]) -> Evidence:
        counts = {
            (field, kind): Counter(self._tokens[texts[field]][kind]) for field in TEXT_FIELDS for kind in TERM_CLASSES
        }
        told = {"capabilities": texts["capabilities"], "name": texts["own_name"], "main": texts["main"]}
        told |= {"side": texts["told_side"], "cases": texts["cases"]}
        industries = self._told_industries(told)
        industries |= dict.fromkeys(self._named("industry", entry.industries), 1.0)
        limits = self._find(texts["limits"])
        return Evidence(
            entry=entry,
            counts=counts,
            lengths={key: sum(counter.values()) for key, counter in counts.items()},
            all_unigrams=frozenset(term for field in TEXT_FIELDS for term in counts[field, "unigrams"]),
            all_bigrams=frozenset(term for field in TEXT_FIELDS for term in counts[field, "bigrams"]),
            limit_bigrams=frozenset(self._tokens[texts["limits"]]["bigrams"]),
            capabilities=self._told_capabilities(told),
            denied_capabilities=frozenset(m.concept_id for m in limits if m.kind == "capability"),
            industries=industries,
            denied_industries=frozenset(m.concept_id for m in limits if m.kind == "industry") - set(industries),
            regions=frozenset(self._named("region", entry.service_regions)),
            application_modes=frozenset(self._named("application_mode", entry.application_modes)),
            is_exclusive=clauses.is_exclusive(entry.description),
            is_silent=entry.is_silent,
            topic_terms=self._topic_terms(texts),
        )

    def _told_capabilities(self, told: Mapping[str, str]) -> dict[str, float]:
        weights: dict[str, float] = defaultdict(float)
        for field, belief in BELIEF.items():
            seen: set[tuple[str, str]] = set()
            for mention in self._find(told[field]):
                wording = (mention.concept_id, mention.surface)
                if mention.kind == "capability" and wording not in seen:
                    seen.add(wording)
                    doubt = 1 - belief * ONE_TELLING * mention.weight
                    weights[mention.concept_id] = 1 - (1 - weights[mention.concept_id]) * doubt
        return dict(weights)

    def _told_industries(self, told: Mapping[str, str]) -> dict[str, float]:
        weights: dict[str, float] = {}
        for field, belief in BELIEF.items():
            for mention in self._find(told[field]):
                if mention.kind == "industry":
                    weight = TOLD_INDUSTRY * belief * mention.weight
                    weights[mention.concept_id] = max(weights.get(mention.concept_id, 0.0), weight)
        return weights

    def _named(self, kind: Kind, words: Sequence[str]) -> list[str]:
        found = (self._vocabulary.concepts.get(word) or self._vocabulary.named(kind, word) for word in words)
        return [concept.id for concept in found if concept and concept.kind == kind]

    def _topic_terms(self, texts: Mapping[str, str]) -> Counter[str]:
        terms: Counter[str] = Counter()
        for field in ("own_name", "capabilities", "main", "told_side", "cases", "industries"):
            terms.update(self._tokens[texts[field]]["words"])
            terms.update(self._tokens[texts[field]]["bigrams"])
        return terms


def _texts(entry: Entry) -> dict[str, str]:
    told = clauses.take_apart(entry.description)
    label = REACH_LABELS.get(entry.reach) or CATEGORY_LABELS.get(entry.category, "")
    own_name = " ".join(filter(None, (entry.name, entry.short_name, entry.company)))
    listed = [*entry.capabilities, *entry.industries, label, *entry.application_modes, *entry.service_regions]
    side, cases = "，".join(told.side), "，".join(entry.cases)
    return {
        "own_name": own_name,
        # A silent entry is known by its category alone.
        "name": f"{own_name} {label}" if entry.is_silent else own_name,
        "capabilities": "、".join(entry.capabilities),
        "industries": "、".join(entry.industries),
        "tags": "、".join(filter(None, listed)),
        "main": "，".join(told.main),
        "told_side": side,
        "cases": cases,
        "side": "，".join(filter(None, (side, cases))),
        "limits": "，".join(told.limits),
    }
