"""The vocabulary of the field (行业词表): what people call a thing, what it belongs to, and how near two things are."""

import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from search.language.concepts import KINDS, Concept, Kind, VocabularyError, read_concepts
from search.language.mentions import Finder, Mention
from search.language.normalise import normalise
from search.language.pinyin import joined

__all__ = ["KINDS", "Concept", "Kind", "Mention", "Vocabulary", "VocabularyError", "load_vocabulary"]

FOLDER = Path(__file__).with_name("vocabulary")

# Fewer letters than these sound like too many things.
SHORTEST_SOUND = 6
_LATIN = re.compile("[a-z]")

# Closeness of what is offered to what is asked. Who sells a narrower thing nearly sells the broad one;
# who sells the broad one may sell the narrow one; brothers share a shelf.
SAME = 1.0
OFFERED_NARROWER = 0.85
OFFERED_BROADER = 0.55
OFFERED_MUCH_BROADER = 0.275
SIBLINGS = 0.35
# Industries: a key industry holds divisions of GB/T 4754; neighbours share machines and customers.
WITHIN_KEY_INDUSTRY = 0.75
NEIGHBOUR_INDUSTRY = 0.4
# Regions: a district is covered by its city and by the delta; the next district is an hour away.
NEIGHBOUR_REGION = 0.5


class Vocabulary:
    """All concepts by id, a finder for texts, and the closeness of two concepts of one kind."""

    def __init__(self, concepts: Mapping[str, Concept], version: str) -> None:
        self.concepts: Mapping[str, Concept] = MappingProxyType(dict(concepts))
        self.version = version
        self._finder = Finder(concepts.values())
        self._named = {(concept.kind, alias): concept for concept in concepts.values() for alias in concept.aliases}
        self._above = {concept_id: self._chain(concept_id) for concept_id in concepts}

    def get(self, concept_id: str) -> Concept:
        """Return the concept; raises KeyError."""
        return self.concepts[concept_id]

    def named(self, kind: Kind, wording: str) -> Concept | None:
        """Return the concept of this kind whose preferred term or alias is exactly this wording."""
        return self._named.get((kind, normalise(wording)))

    def of_kind(self, kind: Kind) -> list[Concept]:
        """Return the concepts of a kind in the order of its file."""
        return [concept for concept in self.concepts.values() if concept.kind == kind]

    def find(self, text: str) -> list[Mention]:
        """Return what the text names, in reading order: the longest wording of each kind at each place."""
        return self._finder.find(text)

    def sounding_like(self, text: str) -> list[Mention]:
        """Return the concepts whose wording sounds like a text in latin letters: `liang hua rong he` is 两化融合."""
        letters = normalise(text).replace(" ", "").replace("'", "")
        if len(letters) < SHORTEST_SOUND or not (letters.isascii() and letters.isalpha()):
            return []
        concepts = self._by_sound.get(letters, [])
        return [Mention(concept.id, concept.kind, 0, len(text), text, 1.0) for concept in concepts]

    def above(self, concept_id: str) -> tuple[str, ...]:
        """Return the broader concepts, nearest first."""
        return self._above[concept_id]

    def closeness(self, asked: str, offered: str) -> float:
        """Return how well `offered` answers `asked`, 0–1; concepts of different kinds are not close."""
        kind = self.concepts[asked].kind
        if kind != self.concepts[offered].kind:
            return 0.0
        if asked == offered:
            return SAME
        if kind == "region":
            return self._region_closeness(asked, offered)
        if kind == "industry":
            return self._industry_closeness(asked, offered)
        return self._step_closeness(asked, offered)

    @functools.cached_property
    def _by_sound(self) -> dict[str, list[Concept]]:
        sounds: dict[str, list[Concept]] = {}
        for concept in self.concepts.values():
            for sound in {joined(alias) for alias in concept.aliases if not _LATIN.search(alias)}:
                sounds.setdefault(sound, []).append(concept)
        return sounds

    def _step_closeness(self, asked: str, offered: str) -> float:
        above_asked, above_offered = self._above[asked], self._above[offered]
        if asked in above_offered:
            return OFFERED_NARROWER
        if offered in above_asked:
            return OFFERED_BROADER if above_asked[0] == offered else OFFERED_MUCH_BROADER
        return SIBLINGS if above_asked and above_asked[:1] == above_offered[:1] else 0.0

    def _industry_closeness(self, asked: str, offered: str) -> float:
        if asked in self._above[offered] or offered in self._above[asked]:
            return WITHIN_KEY_INDUSTRY
        return NEIGHBOUR_INDUSTRY if self._are_related(asked, offered) else 0.0

    def _region_closeness(self, asked: str, offered: str) -> float:
        if offered in self._above[asked] or asked in self._above[offered]:
            return SAME
        return NEIGHBOUR_REGION if self._are_related(asked, offered) else 0.0

    def _are_related(self, one: str, other: str) -> bool:
        return other in self.concepts[one].related or one in self.concepts[other].related

    def _chain(self, concept_id: str) -> tuple[str, ...]:
        chain: list[str] = []
        above = self.concepts[concept_id].broader
        while above:
            chain.append(above)
            above = self.concepts[above].broader
        return tuple(chain)


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Read the house's vocabulary once. Raises VocabularyError."""
    return read_vocabulary(FOLDER)


def read_vocabulary(folder: Path) -> Vocabulary:
    """Read a vocabulary from a folder of one TSV file per kind. Raises VocabularyError."""
    concepts = read_concepts(folder)
    digest = hashlib.sha256()
    for kind in KINDS:
        digest.update((folder / f"{kind}.tsv").read_bytes())
    return Vocabulary(concepts, digest.hexdigest()[:12])
