"""From a query to its plan (查询 → 计划): what the words, the sound and the concepts of a query ask of an index."""

import functools
import itertools
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.language.analysis import Tokens, analyse, cut, normalise
from search.language.characters import is_han
from search.language.concepts import GAP
from search.language.configuration import CONFIGURATION, Configuration
from search.language.fields import ALL_WORDS, CONCEPTS, INITIALS, SIDE_CONCEPTS, SOUND, Cut, zone_field
from search.language.frequencies import Frequencies
from search.language.intent import Intent, detect_intent
from search.language.pinyin import joined, readings, syllables
from search.language.plan import MAX_CLAUSES, AtLeast, Best, Clause, Constant, Plan, Term, clause_size
from search.language.vocabulary import Vocabulary

_INITIALS_RUN = 3
_MAX_PAIRS = 30
_SHORTEST_SOUND = 8
_LOOKED_AT = 20


class Asked(NamedTuple):
    """A concept that a query asks for; `weight` is below 1 where the wording says little."""

    concept_id: str
    weight: float


@dataclass(frozen=True)
class Query:
    """A query read once: its spelling, its intent, its tokens and the concepts it names."""

    text: str
    plain: str
    intent: Intent
    tokens: Tokens
    asked: tuple[Asked, ...]

    @property
    def characters(self) -> tuple[str, ...]:
        """Return the distinct single characters and latin terms."""
        return tuple(dict.fromkeys(self.tokens.unigrams))


def read_query(text: str, vocabulary: Vocabulary) -> Query:
    """Read a query. A term of the field typed as its sound (liang hua rong he) is read as the term."""
    mentions = vocabulary.find(text)
    if not mentions and (meant := _meant_by_sound(normalise(text), vocabulary)):
        text = f"{text} {meant}"
        mentions = vocabulary.find(text)
    heaviest: dict[str, float] = {}
    for mention in mentions:
        heaviest[mention.concept_id] = max(mention.weight, heaviest.get(mention.concept_id, 0.0))
    asked = tuple(Asked(*item) for item in heaviest.items())
    return Query(text, normalise(text).strip(), detect_intent(text), analyse([text])[0], asked)


def _meant_by_sound(plain: str, vocabulary: Vocabulary) -> str:
    """Return the term whose sound is typed, the shortest that begins so; "" where none does."""
    letters = plain.replace(" ", "")
    if len(letters) < _SHORTEST_SOUND or not letters.isascii() or not letters.isalpha():
        return ""
    sounds = _sounds_of_terms(vocabulary)
    found = [
        term for sound, term in sounds[bisect_left(sounds, (letters, "")) :][:_LOOKED_AT] if sound.startswith(letters)
    ]
    return min(found, key=lambda term: (len(term), term), default="")


@functools.lru_cache(maxsize=2)
def _sounds_of_terms(vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the sound of every wording of three characters or more, sorted."""
    terms = {alias for concept in vocabulary.concepts.values() for alias in concept.aliases}
    return sorted((joined(term), term) for term in terms if len(term) > 2 and all(map(is_han, term)))


class Planner:
    """Turns queries into plans for an index whose statistics and vocabulary it is given."""

    def __init__(
        self, vocabulary: Vocabulary, frequencies: Frequencies, configuration: Configuration = CONFIGURATION
    ) -> None:
        """Take what every plan of one index shares."""
        self.vocabulary = vocabulary
        self.frequencies = frequencies
        self.configuration = configuration

    def plan(
        self,
        query: Query,
        *,
        within: Mapping[str, tuple[str, ...]] | None = None,
        filters: Mapping[str, tuple[str, ...]] | None = None,
        facets: Sequence[str] = (),
        limit: int = 10,
        strict: bool = True,
    ) -> Plan:
        """Return the plan of a query; `strict=False` also finds what holds only some of its words."""
        clauses = self._with_room([*self._terms(query), *self._sounds(query), *self.concept_clauses(query)])
        required = self._required(query) if strict and clauses else ()
        return Plan(clauses, required, within or {}, filters or {}, tuple(facets), limit)

    def rarities(self, query: Query) -> dict[str, float]:
        """Return the characters of the query that say something, with their rarity."""
        telling = [token for token in query.characters if token not in self.configuration.stop_characters]
        return {token: self.frequencies.idf(token) for token in telling or query.characters}

    def wordings(self, query: Query) -> tuple[str, ...]:
        """Return what a reader would call a match: the query's words and the wordings of the concepts it names."""
        words = [word for word in cut(query.plain) if word not in self.configuration.stop_characters]
        concepts = [self.vocabulary.get(asked.concept_id) for asked in query.asked]
        told = [alias for concept in concepts for alias in concept.aliases if GAP not in alias]
        return tuple(dict.fromkeys(word for word in (*words, *told) if len(word) > 1 or len(words) == 1))

    def _with_room(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """Return the clauses that a plan has room for: of a text that asks too much, those that can add most."""
        if sum(map(clause_size, clauses)) <= MAX_CLAUSES:
            return tuple(clauses)
        kept, room = set(), MAX_CLAUSES
        for place in sorted(range(len(clauses)), key=lambda place: (-self._worth(clauses[place]), place)):
            if clause_size(clauses[place]) <= room:
                kept.add(place)
                room -= clause_size(clauses[place])
        return tuple(clause for place, clause in enumerate(clauses) if place in kept)

    def _worth(self, clause: Clause) -> float:
        if isinstance(clause, Term):
            return clause.boost * self.frequencies.idf(clause.token)
        return max((part.boost for part in clause.parts), default=0.0) if isinstance(clause, Best) else clause.boost

    def _terms(self, query: Query) -> Iterator[Clause]:
        for name, weight in self.configuration.cuts.items():
            for token in self._asked_tokens(query, name):
                for zone, factor in self.configuration.zones.items():
                    yield Term(zone_field(zone, name), token, weight * factor)

    def _asked_tokens(self, query: Query, name: Cut) -> Sequence[str]:
        tokens: list[str] = getattr(query.tokens, name)
        if query.intent is Intent.NEED:
            # Single characters of a long text hit everything.
            return [] if name == "unigrams" else self._most_telling(tokens)
        return list(self.rarities(query)) if name == "unigrams" else list(dict.fromkeys(tokens))

    def _most_telling(self, tokens: list[str]) -> list[str]:
        worth = {
            token: math.sqrt(count) * self.frequencies.idf(token)
            for token, count in Counter(tokens).items()
            if self.frequencies.of(token)
        }
        return sorted(worth, key=lambda token: (-worth[token], token))[: self.configuration.need_terms]

    def _sounds(self, query: Query) -> Iterator[Clause]:
        if query.intent is not Intent.KEYWORD:
            return
        for token in sound_tokens_of_query(query.plain):
            yield Term(SOUND, token, self.configuration.sound)
        for token in initials_tokens(query.plain.replace(" ", "")):
            yield Term(INITIALS, token, self.configuration.initials)

    def concept_clauses(self, query: Query) -> Iterator[Clause]:
        """Return what brings the entries near the asked concepts among the hits, whatever words they use."""
        least = self.configuration.need_closeness if query.intent is Intent.NEED else self.configuration.least_closeness
        for asked in query.asked:
            concept = self.vocabulary.get(asked.concept_id)
            if concept.kind == "category":
                yield Constant("category", concept.category, self.configuration.named_category * asked.weight)
                continue
            weight = asked.weight * self._concept_weight(asked.concept_id)
            yield Best(tuple(self._wordings(asked.concept_id, weight, least)))
        for category, weight in self._implied_categories(query).items():
            yield Constant("category", category, weight)

    def _wordings(self, concept_id: str, weight: float, least: float) -> Iterator[Constant]:
        for near, closeness in self.near(concept_id).items():
            if closeness >= least:
                yield Constant(CONCEPTS, near, weight * closeness)
                yield Constant(SIDE_CONCEPTS, near, weight * closeness * self.configuration.side_concept)

    def _concept_weight(self, concept_id: str) -> float:
        kind = self.vocabulary.get(concept_id).kind
        factor = {"industry": self.configuration.industry, "region": self.configuration.region}.get(
            kind, self.configuration.concept
        )
        return factor * self.frequencies.idf(concept_label(concept_id))

    def _implied_categories(self, query: Query) -> dict[str, float]:
        implied: dict[str, float] = {}
        for asked in query.asked:
            concept = self.vocabulary.get(asked.concept_id)
            if concept.kind in ("capability", "work_item") and concept.category:
                weight = self.configuration.implied_category * asked.weight
                implied[concept.category] = max(weight, implied.get(concept.category, 0.0))
        return implied

    @functools.cache  # noqa: B019  A planner lives as long as its vocabulary, and so does what is remembered.
    def near(self, concept_id: str) -> Mapping[str, float]:
        """Return the concepts that answer an asked one, with their closeness."""
        concept = self.vocabulary.get(concept_id)
        if concept.kind == "work_item":
            return dict.fromkeys(concept.related, 1.0)
        found = (
            (other.id, self.vocabulary.closeness(concept_id, other.id))
            for other in self.vocabulary.of_kind(concept.kind)
        )
        return {name: closeness for name, closeness in found if closeness >= self.configuration.least_closeness}

    def _required(self, query: Query) -> tuple[AtLeast, ...]:
        share = {
            Intent.KEYWORD: self.configuration.keyword_match,
            Intent.QUESTION: self.configuration.question_match,
        }.get(query.intent, 0.0)
        words = [word for word in dict.fromkeys(cut(query.plain)) if word not in self.configuration.stop_characters]
        if not share or not words:
            return ()
        rules = [AtLeast(ALL_WORDS, tuple(words), math.ceil(share * len(words)))]
        near = [name for asked in query.asked for name in self.near(asked.concept_id)]
        if near:
            rules.append(AtLeast(CONCEPTS, tuple(dict.fromkeys(near))))
        pairs = sound_tokens_of_query(query.plain)
        if query.intent is Intent.KEYWORD and len(pairs) > 1:
            rules.append(AtLeast(SOUND, tuple(pairs), math.ceil(0.6 * len(pairs))))
        return tuple(rules)


def sound_tokens(plain: str) -> list[str]:
    """Return the syllables of a name and the pairs of neighbouring ones."""
    return _with_pairs(syllables(plain))


def sound_tokens_of_query(plain: str) -> list[str]:
    """Return the same of a query, latin letters being read as syllables in every way they can."""
    if len(plain) > _MAX_PAIRS:
        return []
    if plain.isascii():
        written = _with_pairs(cut(plain)) if " " in plain else []
        heard = [token for reading in readings(plain) for token in _with_pairs(reading)]
        return list(dict.fromkeys([*written, *heard]))
    pieces: list[str] = []
    for word in cut(plain):
        spelled = readings(word) if word.isascii() else []
        pieces.extend(spelled[0] if spelled else syllables(word))
    return list(dict.fromkeys(_with_pairs(pieces)))


def initials_tokens(letters: str) -> list[str]:
    """Return the runs of three neighbouring initials."""
    if not letters.isascii() or not letters.isalpha():
        return []
    return list(dict.fromkeys(letters[i : i + _INITIALS_RUN] for i in range(len(letters) - _INITIALS_RUN + 1)))


def concept_label(concept_id: str) -> str:
    """Name a concept among the tokens that are counted."""
    return f"concept:{concept_id}"


def _with_pairs(sounds: Sequence[str]) -> list[str]:
    return [*sounds, *(one + other for one, other in itertools.pairwise(sounds))]
