"""Between what matching knows and what its core compares: needs, entries, and reasons as they are told (翻译)."""

from collections.abc import Iterable, Sequence
from typing import Any

from search.language.vocabulary import Kind, Vocabulary
from services.matching.domain import KnownEntry, KnownNeed
from services.matching.scoring import nouns
from services.matching.scoring.citing import Citation
from services.matching.scoring.ranking import Match
from services.matching.scoring.reasons import Reason

SEPARATOR = "\n"


def to_need(need: KnownNeed, vocabulary: Vocabulary) -> nouns.Need:
    """A need for the core; words chosen from lists become concepts where the vocabulary knows them."""
    return nouns.Need(
        id=need.id,
        text=f"{need.title}{SEPARATOR}{need.text}",
        kind="park" if need.kind == "park" else "enterprise",
        industries=_concepts("industry", [need.industry], vocabulary),
        regions=_concepts("region", [need.district], vocabulary),
        categories=_concepts("category", need.categories, vocabulary),
        capabilities=_asked_capabilities(need, vocabulary),
        application_modes=_concepts("application_mode", need.application_modes, vocabulary),
        work_items=_concepts("work_item", need.work_items, vocabulary),
    )


def to_work_item(concept_id: str, vocabulary: Vocabulary) -> nouns.Need:
    """A work item (建设内容) as a need of a park: its term and the capabilities that carry it out."""
    concept = vocabulary.get(concept_id)
    return nouns.Need(
        concept_id, concept.preferred, kind="park", capabilities=concept.related, work_items=(concept_id,)
    )


def to_entry(entry: KnownEntry) -> nouns.Entry:
    """An entry for the core."""
    return nouns.Entry(
        id=entry.id,
        name=entry.name,
        company=entry.company,
        short_name=entry.short_name,
        kind=entry.kind,
        category=entry.category,
        reach=entry.reach,
        description=entry.description,
        capabilities=entry.capabilities,
        industries=entry.industries,
        application_modes=entry.application_modes,
        service_regions=entry.service_regions,
        cases=entry.cases,
        edition_year=entry.edition_year,
        document_number=entry.document_number,
        gbt23001_certified=entry.gbt23001_certified,
        meetings_held=entry.meetings_held,
        agreements=entry.agreements,
    )


def without_doubles(entries: Iterable[KnownEntry]) -> list[KnownEntry]:
    """One entry of each name, company and category: an edition of the delta repeats what its cities have listed."""
    newest: dict[tuple[str, str, str], KnownEntry] = {}
    for entry in sorted(entries, key=lambda one: one.id):
        known = newest.setdefault((entry.name, entry.company, entry.category), entry)
        if entry.edition_year > known.edition_year:
            newest[entry.name, entry.company, entry.category] = entry
    return sorted(newest.values(), key=lambda one: one.id)


def tell_match(match: Match, reasons: Sequence[Reason], need: KnownNeed) -> dict[str, Any]:
    """A suggestion as it is stored and told."""
    return {
        "entry_id": match.entry_id,
        "score": match.score,
        "parts": [{"name": part.name, "value": part.value, "weight": part.weight} for part in match.parts],
        "reasons": [_tell_reason(reason, need) for reason in reasons],
    }


def _tell_reason(reason: Reason, need: KnownNeed) -> dict[str, Any]:
    return {
        "kind": reason.kind,
        "text": reason.text,
        "sign": reason.sign,
        "fall": reason.fall,
        "evidence": {
            "need": reason.need and _tell_citation(reason.need, need),
            "field": reason.quote.field,
            "words": reason.quote.words,
            "also": [{"field": quote.field, "words": quote.words} for quote in reason.also],
        },
    }


def _tell_citation(citation: Citation, need: KnownNeed) -> dict[str, Any]:
    """The place in the title or in the text; the core reads them as one."""
    border = len(need.title) + len(SEPARATOR)
    field, shift = ("title", 0) if citation.start < border else ("text", border)
    return {"field": field, "start": citation.start - shift, "end": citation.end - shift, "text": citation.words}


def _asked_capabilities(need: KnownNeed, vocabulary: Vocabulary) -> tuple[str, ...]:
    chosen = _concepts("capability", need.capabilities, vocabulary)
    items = _concepts("work_item", need.work_items, vocabulary)
    # The first capability of a work item stands for it.
    return tuple(dict.fromkeys([*chosen, *(vocabulary.get(item).related[0] for item in items)]))


def _concepts(kind: Kind, words: Iterable[str], vocabulary: Vocabulary) -> tuple[str, ...]:
    found = (vocabulary.concepts.get(word) or vocabulary.named(kind, word) for word in words if word)
    return tuple(concept.id for concept in found if concept and concept.kind == kind)
