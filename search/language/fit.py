"""How well an entry fits the concepts a query names (概念契合): capabilities, industry, region, mode, category."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from search.language.concepts import Kind
from search.language.planner import Asked, Planner, Query, concept_label

# An entry that serves any industry, or is silent on it, fits a little; who is silent on regions fits rather well.
ANY_INDUSTRY, SILENT_INDUSTRY, SILENT_REGION = 0.35, 0.3, 0.6
# What a category promises, said as the capability that stands for it: the only thing known of a silent entry.
HEADS: Mapping[str, str] = {
    "platform": "platform_building",
    "platform_services": "platform_building",
    "cloud_services": "cloud_adoption",
    "data_services": "data_platform",
    "identifier_resolution": "identifier_resolution_work",
    "gbt23001_consulting": "gbt23001",
    "system_integration": "system_integration_work",
    "industrial_security": "industrial_security_work",
}
_CHILD_OF_HEAD, _BELOW_HEAD = 0.6, 0.4
_IMPLIED = 0.6
# From this evidence on a concept is the entry's business; below it stands aside.
BUSINESS = 0.45


@dataclass(frozen=True)
class Told:
    """What an entry tells of concepts: how sure each is (0–1), its category, and whether it tells nothing itself."""

    evidence: Mapping[str, float] = field(default_factory=dict)
    category: str = ""
    is_silent: bool = False

    @cached_property
    def business(self) -> frozenset[str]:
        """Return the concepts that are its business, not told in passing."""
        return frozenset(name for name, sure in self.evidence.items() if sure >= BUSINESS)


class Fit(NamedTuple):
    """The parts of the fit, each 0–1; a part that the query does not ask for is 0 for every entry."""

    capability: float = 0.0
    best_capability: float = 0.0
    mode: float = 0.0
    industry: float = 0.0
    region: float = 0.0
    category: float = 0.0
    standing: float = 0.0


class Fitter:
    """Measures entries against the concepts of one query."""

    def __init__(self, planner: Planner, query: Query) -> None:
        """Sort what is asked by kind; a work item of a park asks for the capabilities it is made of."""
        self._planner = planner
        self._vocabulary = planner.vocabulary
        self._capabilities = self._asked(query, "capability", "work_item")
        self._modes = self._asked(query, "application_mode")
        self._industries = self._asked(query, "industry")
        self._regions = self._asked(query, "region")
        self._categories = self._asked_categories(query)
        self._top = max(self._capabilities.values(), default=1.0)

    def fit(self, told: Told) -> Fit:
        """Return how well an entry fits."""
        if not told.category and not told.evidence:
            return Fit()
        met = {asked: self._met(asked, told) for asked in self._capabilities}
        total = sum(self._capabilities.values()) or 1.0
        return Fit(
            sum(weight * met[asked] for asked, weight in self._capabilities.items()) / total,
            max((met[asked] * weight / self._top for asked, weight in self._capabilities.items()), default=0.0),
            max((self._met(asked, told) for asked in self._modes), default=0.0),
            self._best_of("industry", self._industries, told),
            self._best_of("region", self._regions, told),
            self._categories.get(told.category, 0.0),
            self._standing(told) if told.is_silent else 0.0,
        )

    def _asked(self, query: Query, *kinds: Kind) -> dict[str, float]:
        """Return the weight of each asked concept: how much its wording says times how rare it is."""
        asked = [one for one in query.asked if self._vocabulary.get(one.concept_id).kind in kinds]
        return {one.concept_id: one.weight * self._rarity(one) for one in asked}

    def _rarity(self, asked: Asked) -> float:
        return self._planner.frequencies.idf(concept_label(asked.concept_id))

    def _asked_categories(self, query: Query) -> dict[str, float]:
        """Return how much each category is asked: by its name, or as the one that sells an asked capability."""
        asked: dict[str, float] = {}
        for one in query.asked:
            concept = self._vocabulary.get(one.concept_id)
            if concept.category:
                weight = one.weight * (1.0 if concept.kind == "category" else _IMPLIED)
                asked[concept.category] = max(weight, asked.get(concept.category, 0.0))
        return asked

    def _met(self, asked: str, told: Told) -> float:
        """Return the best of closeness times evidence over what the entry tells."""
        near = self._planner.near(asked)
        return max((near[name] * sure for name, sure in told.evidence.items() if name in near), default=0.0)

    def _best_of(self, kind: Kind, asked: Mapping[str, float], told: Told) -> float:
        if not asked:
            return 0.0
        if not any(self._vocabulary.get(name).kind == kind for name in told.evidence):
            return SILENT_INDUSTRY if kind == "industry" else SILENT_REGION
        best = max(self._met(name, told) for name in asked)
        return max(best, ANY_INDUSTRY if "any_industry" in told.evidence and kind == "industry" else 0.0)

    def _standing(self, told: Told) -> float:
        """Return what a silent entry's category, or its name, answers."""
        head = HEADS.get(told.category, "")
        answers = [1.0 if self._categories.get(told.category) == 1.0 else 0.0]
        for asked, weight in self._capabilities.items():
            above = self._vocabulary.above(asked)
            near = (
                1.0
                if asked == head
                else _CHILD_OF_HEAD
                if above[:1] == (head,)
                else _BELOW_HEAD
                if head in above
                else 0.0
            )
            answers.append(max(near, self._met(asked, told)) * (weight / self._top) ** 2)
        return max(answers)
