"""What an index is told of a catalogue entry (条目 → 文档): text in zones, names, concepts, facets."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.engines.index import Document
from search.language.analysis import TokenLines, analyse_lines
from search.language.clauses import sort_clauses
from search.language.fields import (
    ALL_WORDS,
    CONCEPTS,
    CUTS,
    INITIALS,
    PREFIXES,
    SIDE_CONCEPTS,
    SILENT,
    SOUND,
    ZONES,
    zone_field,
)
from search.language.fit import Told
from search.language.frequencies import FrequencyCounter
from search.language.names import SpokenName, spoken_names, typed_forms
from search.language.normalise import normalise
from search.language.planner import concept_label, initials_tokens, sound_tokens
from search.language.vocabulary import Kind, Vocabulary

_REACHES = {"cross_sector": "双跨平台", "sector": "行业级平台", "enterprise": "企业级平台"}
LONGEST_PREFIX = 12
# How far a wording in each part of an entry is believed, and how much one telling proves.
_BELIEF = {"capabilities": 1.0, "name": 0.9, "main": 0.8, "side": 0.35, "cases": 0.3}
_ONE_TELLING, _TOLD = 0.6, 0.75


@dataclass(frozen=True)
class Entry:
    """The public part of an entry, as search needs it. Lists hold the wordings people wrote."""

    id: str
    name: str
    short_name: str = ""
    company: str = ""
    kind: str = ""
    category: str = ""
    reach: str = ""
    edition: str = ""
    edition_year: str = ""
    scope: str = ""
    shown: str = ""
    capabilities: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    service_regions: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    description: str = ""
    # A text of any sort that is no profile of an entry: it is searched, but tells of no concept.
    text: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return what it may be called, each once."""
        return tuple(dict.fromkeys(name for name in (self.name, self.short_name, self.company) if name))

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing is known but name and category."""
        return bool(self.category) and not (self.description or self.capabilities or self.industries or self.cases)


@dataclass(frozen=True)
class Writer:
    """Makes the documents of entries with one vocabulary, many at a time."""

    vocabulary: Vocabulary

    def documents(
        self, entries: Sequence[tuple[Entry, int]], counter: FrequencyCounter | None = None
    ) -> list[Document]:
        """Return the document of each entry and version; count their tokens where a counter is given."""
        texts = [text for entry, _ in entries for text in self._zones(entry).values()]
        lines = analyse_lines(texts)
        rows = [lines[start : start + len(ZONES)] for start in range(0, len(lines), len(ZONES))]
        documents = []
        for (entry, version), row in zip(entries, rows, strict=True):
            document = self._document(entry, version, row)
            if counter is not None:
                _count(counter, document)
            documents.append(document)
        return documents

    def _document(self, entry: Entry, version: int, row: Sequence[TokenLines]) -> Document:
        zones = self._zones(entry)
        spoken = {name: spoken_names([name]) for name in entry.names}
        text = {
            zone_field(zone, cut): getattr(line, cut) for zone, line in zip(ZONES, row, strict=True) for cut in CUTS
        }
        text[ALL_WORDS] = " ".join(dict.fromkeys(word for line in row for word in line.words.split()))
        text |= _name_fields([form for forms in spoken.values() for form in forms])
        told = Told(self._evidence(entry), entry.category, entry.is_silent)
        text[CONCEPTS] = " ".join(sorted(told.business))
        text[SIDE_CONCEPTS] = " ".join(sorted(told.evidence.keys() - told.business))
        body = normalise(zones["body"])
        plain = normalise(" \n".join((zones["name"], zones["tags"], ""))) + body
        payload = {
            "plain": plain,
            "body_at": len(plain) - len(body),
            "names": list(entry.names),
            "typed": {name: typed_forms(forms) for name, forms in spoken.items()},
            "evidence": told.evidence,
            "category": told.category,
            "silent": told.is_silent,
            "fields": highlighted_fields(entry),
        }
        return Document(entry.id, version, text, self._keywords(entry), payload)

    def _zones(self, entry: Entry) -> dict[str, str]:
        return {
            "name": " ".join(entry.names),
            "tags": "、".join([*self._labels(entry), *entry.capabilities, *entry.industries, *entry.service_regions]),
            "body": "\n".join(part for part in (entry.description, *entry.cases, entry.text) if part),
        }

    def _labels(self, entry: Entry) -> list[str]:
        """Return how category, reach and modes are written, since facts carry their identifiers."""
        named = [entry.category, *entry.application_modes]
        labels = [self.vocabulary.get(name).preferred if name in self.vocabulary.concepts else name for name in named]
        return [label for label in (*labels, _REACHES.get(entry.reach, "")) if label]

    def _evidence(self, entry: Entry) -> dict[str, float]:
        """Return how surely the entry does or serves each concept; every further wording adds (noisy-or)."""
        clauses = sort_clauses(entry.description)
        told = {
            "capabilities": "、".join(entry.capabilities),
            "name": " ".join(entry.names),
            "main": "，".join(clauses.main),
            "side": "，".join(clauses.side),
            "cases": "，".join(entry.cases),
        }
        evidence: dict[str, float] = {}
        for part, text in told.items():
            wordings = {
                (found.concept_id, found.kind, found.surface, found.weight) for found in self.vocabulary.find(text)
            }
            for concept_id, kind, _, weight in sorted(wordings):
                known = evidence.get(concept_id, 0.0)
                if kind == "capability":
                    evidence[concept_id] = 1 - (1 - known) * (1 - _BELIEF[part] * _ONE_TELLING * weight)
                elif kind in ("industry", "application_mode"):
                    evidence[concept_id] = max(known, _TOLD * _BELIEF[part] * weight)
        declared = self._named("industry", entry.industries) | self._named("region", entry.service_regions)
        declared |= {mode for mode in entry.application_modes if mode in self.vocabulary.concepts}
        return {name: round(sure, 3) for name, sure in {**evidence, **dict.fromkeys(declared, 1.0)}.items()}

    def _named(self, kind: Kind, wordings: Iterable[str]) -> set[str]:
        found = (self.vocabulary.named(kind, wording) for wording in wordings)
        return {concept.id for concept in found if concept}

    def _keywords(self, entry: Entry) -> dict[str, list[str]]:
        keywords = {
            "category": [entry.category],
            "kind": [entry.kind],
            "reach": [entry.reach or SILENT],
            "industry": self.preferred("industry", entry.industries),
            "region": self.preferred("region", entry.service_regions) or [SILENT],
            "application_mode": list(entry.application_modes),
            "capability": self.preferred("capability", entry.capabilities),
            "edition_year": [entry.edition_year],
            "scope": [entry.scope],
            "edition": [entry.edition],
            "shown": [entry.shown],
        }
        return {name: [value for value in values if value] for name, values in keywords.items()}

    def preferred(self, kind: Kind, wordings: Iterable[str]) -> list[str]:
        """Return the preferred term of each wording, or the wording where the vocabulary does not know it."""
        found = ((wording, self.vocabulary.named(kind, wording)) for wording in wordings)
        return list(dict.fromkeys(concept.preferred if concept else wording for wording, concept in found))


def highlighted_fields(entry: Entry) -> dict[str, list[str]]:
    """Return the texts of an entry that a reader is shown, by field."""
    fields = {
        "name": [entry.name],
        "company": [entry.company],
        "capabilities": list(entry.capabilities),
        "industries": list(entry.industries),
        "cases": list(entry.cases),
        "description": [entry.description or entry.text],
    }
    return {name: values for name, values in fields.items() if any(values)}


def _name_fields(spoken: Sequence[SpokenName]) -> dict[str, str]:
    return {
        SOUND: " ".join(dict.fromkeys(token for name in spoken for token in sound_tokens(name.plain))),
        INITIALS: " ".join(dict.fromkeys(token for name in spoken for token in initials_tokens(name.initials))),
        PREFIXES: " ".join(sorted({prefix for name in spoken for prefix in name.prefixes(LONGEST_PREFIX)})),
    }


def _count(counter: FrequencyCounter, document: Document) -> None:
    tokens: set[str] = set()
    for zone in ZONES:
        tokens.update(document.text[zone_field(zone, "unigrams")].split())
        tokens.update(document.text[zone_field(zone, "bigrams")].split())
    concepts = f"{document.text[CONCEPTS]} {document.text[SIDE_CONCEPTS]}".split()
    counter.add(tokens.union(map(concept_label, concepts)))
