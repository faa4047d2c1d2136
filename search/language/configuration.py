"""The one frozen configuration of search (检索配置): every weight and threshold, for all queries and all corpora.

The figures come from the development sets (`docs/search.md` says which); what depends on the query goes through its
intent, never through a switch for one corpus. Changing a weight needs no new index; changing what is indexed does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.language.fields import Cut, Zone


@dataclass(frozen=True)
class Configuration:
    """Weights of the plan and of the second look at the best hits."""

    # The plan: characters count once, pairs and words half; the zones by how much they tell.
    cuts: Mapping[Cut, float] = field(default_factory=lambda: {"unigrams": 1.0, "bigrams": 0.5, "words": 0.5})
    zones: Mapping[Zone, float] = field(default_factory=lambda: {"name": 1.0, "tags": 1.0, "body": 1.0})
    # Sounds and initials bring misspelt and typed names among the candidates; the second look ranks them.
    sound: float = 0.3
    initials: float = 0.3
    # Terms of a long need: this many of each cut, by the root of their count times their rarity.
    need_terms: int = 25
    # An asked concept, in units of its rarity, brings entries among the hits whatever words they use; told in passing
    # it counts less, a nearer concept by its closeness. The second look weighs concepts anew.
    concept: float = 2.0
    side_concept: float = 0.5
    least_closeness: float = 0.35
    # A long need names many concepts: only those that are near enough to answer bring entries, siblings cost too much.
    need_closeness: float = 0.5
    named_category: float = 2.0
    implied_category: float = 0.6
    industry: float = 1.0
    region: float = 0.5
    # The second look: so many of the best hits are looked at again.
    head: int = 100
    # The parts of the fit to the asked concepts, in shares of the best text score.
    parts: Mapping[str, float] = field(
        default_factory=lambda: {
            "capability": 0.6,
            "best_capability": 0.4,
            "mode": 0.3,
            "industry": 0.5,
            "region": 0.3,
            "category": 0.3,
            "standing": 0.7,
        }
    )
    coverage: float = 1.0
    # What one sentence of a long body holds of the query, and what two neighbours hold.
    sentence: float = 0.5
    neighbours: float = 0.25
    # The shape of short texts, in shares of the best text score.
    shape: Mapping[str, float] = field(
        default_factory=lambda: {
            "order": 0.4,
            "focus": 0.2,
            "length": 0.1,
            "lateness": -0.2,
            "missing_numbers": -0.15,
        }
    )
    sentence_head: int = 20
    long_body: int = 100
    # From this likeness on a hit is taken to be meant by its name; its bonus is a share of the best score.
    name_likeness: float = 0.62
    core_likeness: float = 0.95
    name: float = 1.0
    # A keyword query must hold this share of its words, a question this one; below so many hits it is relaxed.
    keyword_match: float = 0.75
    question_match: float = 0.3
    enough: int = 10
    # Below this share of the query's weight the best hit is shown as weak.
    weak_coverage: float = 0.3
    # Single characters that say nothing in a query.
    stop_characters: frozenset[str] = frozenset(
        "的了吗呢啊吧是在有什么怎么哪如何请问谁为何几多少样个与和及或之其于我们想要能不可以这那就都也还"
    )


CONFIGURATION = Configuration()
