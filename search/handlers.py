"""The use cases of the search service: search, typing help, candidates for a need, the state of the index."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from search.engines.index import IndexUnavailable, open_index
from search.filling import read_meta
from search.indexer import INDEX_NAME
from search.language.fields import CONCEPTS, FACETS, SIDE_CONCEPTS
from search.language.plan import Clause, Constant
from search.language.vocabulary import load_vocabulary
from search.phrases import FIELDS, LABELS, NOTICES
from search.searcher import RELAXED_FILTER, UNDERSTOOD, Page, Request, Searcher, SearchHit
from search.showing import mark_passages
from search.store import Editions, SearchWork
from search.typing_help import Suggestion, TypingHelp
from services.chassis.paging import decode_cursor, encode_cursor
from services.chassis.refusal import Unavailable

# A list this deep is read by nobody; a narrower query is the better answer.
DEEPEST = 1000
WEAK_MATCH = "weak-match"
# A candidate that holds an asked concept or stands in an asked category comes whatever its text.
_CONCEPT, _SIDE, _CATEGORY = 8.0, 4.0, 2.0


@dataclass(frozen=True)
class Desk:
    """The reading side of one index, shared by the requests of a process."""

    searcher: Searcher
    typing_help: TypingHelp


@lru_cache(maxsize=8)
def desk_of(index_url: str) -> Desk:
    """Return the desk of an index; nothing is read yet."""
    index, vocabulary = open_index(index_url, INDEX_NAME), load_vocabulary()
    return Desk(Searcher(index, vocabulary), TypingHelp(index, vocabulary))


@dataclass(frozen=True)
class Search:
    """What somebody asks."""

    text: str
    filters: Mapping[str, tuple[str, ...]]
    first: int
    after: str = ""
    with_facets: bool = True
    is_exact: bool = False
    include_demo: bool = False


def search_entries(command: Search, *, desk: Desk, work: SearchWork) -> dict[str, Any]:
    """Return a page of results with its facets and notices. Raises Unavailable("index-unavailable")."""
    editions = work.editions.all()
    start = decode_cursor(command.after, int, str)
    offset = int(start[0]) if start else 0
    shown = _shown_editions(editions, command.filters, include_demo=command.include_demo)
    request = Request(
        command.text,
        command.filters,
        FACETS if command.with_facets else (),
        min(offset + command.first, DEEPEST),
        may_relax_words=not command.is_exact,
        may_drop_filters=not command.is_exact,
        within={"edition": shown},
    )
    with index_faults():
        page = desk.searcher.search(request)
    hits = page.hits[_resume(page.hits, start) :]
    return _answer(page, hits[: command.first], offset, command, editions)


def suggest_names(text: str, *, first: int, include_demo: bool, desk: Desk, work: SearchWork) -> list[Suggestion]:
    """Return completions of what is being typed."""
    shown = _shown_editions(work.editions.all(), {}, include_demo=include_demo)
    with index_faults():
        return desk.typing_help.suggest(text, within={"edition": shown}, first=first)


@dataclass(frozen=True)
class Candidates:
    """A need that looks for entries to be scored."""

    text: str
    concepts: tuple[str, ...]
    categories: tuple[str, ...]
    first: int
    include_demo: bool = False


def find_candidates(command: Candidates, *, desk: Desk, work: SearchWork) -> tuple[SearchHit, ...]:
    """Return entries near a need's text, those that hold an asked concept, and those of an asked category."""
    shown = _shown_editions(work.editions.all(), {}, include_demo=command.include_demo)
    clauses: list[Clause] = [Constant("category", category, _CATEGORY) for category in command.categories]
    for concept in command.concepts:
        clauses.extend((Constant(CONCEPTS, concept, _CONCEPT), Constant(SIDE_CONCEPTS, concept, _SIDE)))
    with index_faults():
        return desk.searcher.find_near(command.text, clauses, within={"edition": shown}, first=command.first)


def tell_status(*, desk: Desk) -> dict[str, Any]:
    """Return how many documents the index holds and what it was built with."""
    with index_faults():
        meta = read_meta(desk.searcher.index)
        return {
            "documents": desk.searcher.index.count(),
            "index_version": "-".join(str(meta.get(name, "")) for name in ("layout", "analysis")),
            "vocabulary_version": str(meta.get("vocabulary", "")),
        }


# No edition has this id: where nothing is published nothing is found.
_NO_EDITION = ("-",)


def _shown_editions(
    editions: Editions, filters: Mapping[str, tuple[str, ...]], *, include_demo: bool
) -> tuple[str, ...]:
    return editions.visible(filters, include_demo=include_demo) or _NO_EDITION


def _resume(hits: Sequence[SearchHit], start: Sequence[Any] | None) -> int:
    """Return where the next page begins: behind the last hit seen, wherever it stands now."""
    if not start:
        return 0
    position, last = int(start[0]), str(start[1])
    known = next((place for place, hit in enumerate(hits) if hit.id == last), None)
    return position if known is None else known + 1


def _answer(page: Page, hits: Sequence[SearchHit], offset: int, command: Search, editions: Editions) -> dict[str, Any]:
    rows = [
        {
            "entry_id": hit.id,
            "score": round(hit.score, 3),
            "cursor": encode_cursor([place, hit.id]),
            "highlights": mark_passages(hit.payload["fields"], page.wordings),
        }
        for place, hit in enumerate(hits, start=offset + 1)
    ]
    return {
        "total": page.total,
        "notices": _notices(page),
        "weak": page.weak,
        "facets": _facets(page, command, editions) if command.with_facets else [],
        "hits": rows,
        "has_next": offset + len(rows) < min(page.total, DEEPEST) and bool(rows),
        "end_cursor": rows[-1]["cursor"] if rows else "",
    }


def _notices(page: Page) -> list[dict[str, str]]:
    codes = {**page.notices, **({WEAK_MATCH: ()} if page.weak and page.hits else {})}
    return [_notice(code, concerned) for code, concerned in codes.items()]


def _notice(code: str, concerned: Sequence[str]) -> dict[str, str]:
    zh, en = NOTICES[code]
    if code == RELAXED_FILTER:
        names = [FIELDS[name] for name in concerned]
        zh = zh.replace("{field}", "、".join(chinese for chinese, _ in names))
        en = en.replace("{field}", ", ".join(english for _, english in names))
    if code == UNDERSTOOD:
        zh, en = zh.replace("{concepts}", "、".join(concerned)), en.replace("{concepts}", ", ".join(concerned))
    return {"code": code, "zh": zh, "en": en}


def _facets(page: Page, command: Search, editions: Editions) -> list[dict[str, Any]]:
    labels = {**LABELS, "edition": editions.titles()}
    facets = []
    for name, counts in page.facets.items():
        selected = command.filters.get(name, ())
        # A chosen value stays in sight even where nothing has it.
        values = {**counts, **{value: counts.get(value, 0) for value in selected}}
        buckets = [
            {
                "value": value,
                "label": labels.get(name, {}).get(value, value),
                "count": count,
                "selected": value in selected,
            }
            for value, count in values.items()
        ]
        facets.append({"field": name, "buckets": buckets})
    return facets


@contextmanager
def index_faults() -> Iterator[None]:
    """Tell people that the index is away in words for them. Raises Unavailable("index-unavailable")."""
    try:
        yield
    except IndexUnavailable as error:
        raise Unavailable("index-unavailable") from error
