"""Entries without a profile (尚无自述资料): what their category and their name alone can answer."""

import re
from collections.abc import Mapping

import numpy as np

from search.language.vocabulary import Vocabulary
from services.matching.scoring.collection import Batch
from services.matching.scoring.evidence import Evidence
from services.matching.scoring.postings import Values
from services.matching.scoring.question import Question

# What a category promises, said as the capability that stands for it.
HEAD_CONCEPTS: Mapping[str, str] = {
    "platform": "platform_building",
    "platform_services": "platform_building",
    "cloud_services": "cloud_adoption",
    "data_services": "data_platform",
    "identifier_resolution": "identifier_resolution_work",
    "gbt23001_consulting": "gbt23001",
    "system_integration": "system_integration_work",
    "industrial_security": "industrial_security_work",
}
CHILD_OF_HEAD = 0.6
BELOW_HEAD = 0.4
OTHER_TRADE = 0.5
PLATFORM_FOR_A_PARK = 0.8
_PARK_PLATFORM = re.compile("平台|底图|底座")


def answers_of_the_silent(question: Question, batch: Batch, vocabulary: Vocabulary) -> Values:
    """Return for each silent entry how well its category or its name answers; 0 for entries with a profile."""
    return np.array(
        [_answer(question, evidence, vocabulary) if evidence.is_silent else 0.0 for evidence in batch.evidences]
    )


def _answer(question: Question, evidence: Evidence, vocabulary: Vocabulary) -> float:
    category = evidence.entry.category
    if not category:
        return 0.0
    answer = 0.0
    for asked, weight in question.capabilities.items():
        fit = max(_by_name(asked, evidence, vocabulary), _by_category(asked, category, vocabulary))
        answer = max(answer, fit * (weight / question.capability_top) ** 2)
    understood = question.understood
    if understood.is_park and category == "platform" and not evidence.capabilities:
        answer = max(answer, PLATFORM_FOR_A_PARK if _PARK_PLATFORM.search(understood.need.text) else 0.0)
    if question.categories.get(category) == 1.0:
        answer = 1.0
    return answer * _trade_factor(question, evidence, vocabulary)


def _by_name(asked: str, evidence: Evidence, vocabulary: Vocabulary) -> float:
    return max((vocabulary.closeness(asked, said) for said in evidence.capabilities), default=0.0)


def _by_category(asked: str, category: str, vocabulary: Vocabulary) -> float:
    head, above = HEAD_CONCEPTS.get(category, ""), vocabulary.above(asked)
    if asked == head:
        return 1.0
    if head not in above:
        return 0.0
    return CHILD_OF_HEAD if above[0] == head else BELOW_HEAD


def _trade_factor(question: Question, evidence: Evidence, vocabulary: Vocabulary) -> float:
    """A name that names another trade answers by half."""
    wanted = question.understood.wanted("industry")
    if not wanted or not evidence.industries:
        return 1.0
    near = any(vocabulary.closeness(asked, told) > 0.3 for asked in wanted for told in evidence.industries)
    return 1.0 if near else OTHER_TRADE
