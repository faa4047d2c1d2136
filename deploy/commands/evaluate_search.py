"""`python -m deploy evaluate search`: run search over a collection of entries or plain texts and write a TREC run."""

import gzip
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import orjson

from search.engines.index import Index, open_index
from search.entries import Entry
from search.filling import Filler
from search.language.fields import SILENT
from search.language.intent import Intent
from search.language.vocabulary import load_vocabulary
from search.searcher import Request, Searcher

RUN_NAME = "gongxu"
_SCORE_STEP = 1e-6

# The spreadsheet's words for categories; the three reaches are platforms of that reach.
_CATEGORIES = {
    "工业互联网平台": ("platform", ""),
    "双跨平台": ("platform", "cross_sector"),
    "行业级平台": ("platform", "sector"),
    "企业级平台": ("platform", "enterprise"),
    "平台服务": ("platform_services", ""),
    "云服务": ("cloud_services", ""),
    "数据服务": ("data_services", ""),
    "标识解析服务": ("identifier_resolution", ""),
    "两化融合贯标服务": ("gbt23001_consulting", ""),
    "集成服务": ("system_integration", ""),
    "工业信息安全服务": ("industrial_security", ""),
}
_REACHES = {"双跨": "cross_sector", "行业级": "sector", "企业级": "enterprise"}
_MODES = {
    "智能化生产": "smart_production",
    "网络化协同": "networked_collaboration",
    "个性化定制": "mass_customization",
    "服务化延伸": "service_extension",
}
_FILTERS = {
    "category": "category",
    "kind": "kind",
    "reach": "reach",
    "edition": "edition_year",
    "edition_year": "edition_year",
    "industry": "industry",
    "industries": "industry",
    "capability": "capability",
    "capabilities": "capability",
    "application_mode": "application_mode",
    "application_modes": "application_mode",
    "region": "region",
    "service_region": "region",
    "service_regions": "region",
}
_FIRM = re.compile(r"[^，。！？,!?\s]{2,40}(?:公司|集团|研究院|研究所|协会|联盟|银行|中心|大学)")


class BadLine(Exception):
    """A line that cannot be used: its code, its field, and a sentence."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(f"code={code} field={field}: {sentence}")
        self.code = code
        self.field = field


@click.command()
@click.option(
    "--corpus", required=True, type=click.Path(path_type=Path), help="Lines of entries or texts (.jsonl[.gz])."
)
@click.option(
    "--queries", required=True, type=click.Path(path_type=Path), help="Lines of id, text, filters (.jsonl[.gz])."
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Where the TREC run is written.")
@click.option("--index", "index_url", default="", help="URL of an index to fill; an embedded one by default.")
@click.option("--depth", default=100, show_default=True, type=click.IntRange(1, 1000), help="Results a query.")
def search(corpus: Path, queries: Path, out: Path, index_url: str, depth: int) -> None:
    """Search a collection with the house's one configuration and write a TREC run."""
    folder = Path(tempfile.mkdtemp(prefix="evaluate-"))
    try:
        asked = list(read_queries(queries))
        index = open_index(index_url or f"tantivy:///{folder}", "evaluation")
        fill_index(index, read_corpus(corpus))
        with out.open("w", encoding="utf-8") as run:
            searcher = Searcher(index, load_vocabulary())
            for query_id, request in asked:
                run.writelines(run_lines(query_id, searcher, request, depth))
        index.close()
    except (BadLine, OSError, ValueError) as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill_index(index: Index, entries: Iterator[Entry]) -> None:
    """Build the index of a collection anew."""
    build = index.begin_build()
    filler = Filler(build, load_vocabulary())
    filler.put((entry, 1) for entry in entries)
    filler.commit()
    build.publish()


def run_lines(query_id: str, searcher: Searcher, request: Request, depth: int) -> Iterator[str]:
    """Return the lines of one query: six fields, scores that fall from line to line.

    A query without a letter asks nothing and ranks nothing.
    """
    page = searcher.search(replace(request, first=depth))
    if page.query.intent is Intent.BROWSE:
        return
    above = float("inf")
    for rank, hit in enumerate(page.hits, start=1):
        above = min(hit.score, above - _SCORE_STEP)
        yield f"{query_id} Q0 {hit.id} {rank} {above:.6f} {RUN_NAME}\n"


def read_corpus(path: Path) -> Iterator[Entry]:
    """Read entries or plain texts; raises BadLine."""
    seen: set[str] = set()
    for number, line in _read_lines(path):
        identity = _word(line, "id", number)
        if identity in seen:
            raise BadLine("duplicate-id", "id", f"line {number} of {path.name} repeats {identity!r}")
        seen.add(identity)
        yield _entry(line, number) if "category" in line or "company" in line else _plain_text(line, number)


def read_queries(path: Path) -> Iterator[tuple[str, Request]]:
    """Read queries with their filters; raises BadLine."""
    seen: set[str] = set()
    for number, line in _read_lines(path):
        identity = _word(line, "id", number)
        if identity in seen:
            raise BadLine("duplicate-id", "id", f"line {number} of {path.name} repeats {identity!r}")
        seen.add(identity)
        yield (
            identity,
            Request(_text(line, "text", number), _filters(line.get("filters") or {}, number), may_drop_filters=False),
        )


def _entry(line: Mapping[str, Any], number: int) -> Entry:
    category, reach = _category(_text(line, "category", number), number)
    modes = tuple(_MODES.get(mode, mode) for mode in _texts(line, "application_modes", number))
    return Entry(
        id=_text(line, "id", number),
        name=_text(line, "name", number),
        short_name=_text(line, "short_name", number),
        company=_text(line, "company", number),
        kind=_text(line, "kind", number),
        category=category,
        reach=reach or _REACHES.get(_text(line, "reach", number), ""),
        edition_year=str(line.get("edition") or ""),
        capabilities=_texts(line, "capabilities", number),
        industries=_texts(line, "industries", number),
        application_modes=modes,
        service_regions=_texts(line, "service_regions", number),
        cases=_texts(line, "cases", number),
        description=_text(line, "description", number),
    )


def _plain_text(line: Mapping[str, Any], number: int) -> Entry:
    """Take a text as it is; what is written like a firm's full name is one."""
    text, title = _text(line, "text", number), _text(line, "title", number)
    if _FIRM.fullmatch(text):
        return Entry(id=_text(line, "id", number), name=title, company=text)
    return Entry(id=_text(line, "id", number), name=title, text=text)


def _filters(given: Any, number: int) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, Mapping):
        raise BadLine("wrong-type", "filters", f"line {number}: filters must be an object")
    filters: dict[str, tuple[str, ...]] = {}
    for name, values in given.items():
        if name not in _FILTERS:
            raise BadLine("unknown-filter", f"filters.{name}", f"line {number}; known: {', '.join(sorted(_FILTERS))}")
        wanted = tuple(str(value) for value in (values if isinstance(values, list) else [values]))
        filters |= (
            _category_filter(wanted, number) if name == "category" else {_FILTERS[name]: _identifiers(name, wanted)}
        )
    return filters


def _category_filter(values: tuple[str, ...], number: int) -> dict[str, tuple[str, ...]]:
    """Name categories by their identifier. 工业互联网平台 is the category whose reach nobody has told."""
    mapped = [_category(value, number) for value in values]
    filters = {"category": tuple(category for category, _ in mapped)}
    if all(category == "platform" for category, _ in mapped) and values != ("platform",):
        filters["reach"] = tuple(reach or SILENT for _, reach in mapped)
    return filters


def _category(value: str, number: int) -> tuple[str, str]:
    if value in _CATEGORIES:
        return _CATEGORIES[value]
    if value not in {category for category, _ in _CATEGORIES.values()}:
        raise BadLine("unknown-category", "category", f"line {number}: {value!r}; known: {', '.join(_CATEGORIES)}")
    return value, ""


def _identifiers(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    table = {"reach": _REACHES, "application_mode": _MODES, "application_modes": _MODES}.get(name, {})
    return tuple(table.get(value, value) for value in values)


def _read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, raw in enumerate(lines, start=1):
            if not raw.strip():
                continue
            try:
                line = orjson.loads(raw)
            except orjson.JSONDecodeError as error:
                raise BadLine("malformed-json", "", f"line {number} of {path.name}: {error}") from error
            if not isinstance(line, dict):
                raise BadLine("wrong-type", "", f"line {number} of {path.name} is no object")
            yield number, line


def _word(line: Mapping[str, Any], name: str, number: int) -> str:
    """Return an identifier, which a run's line must be able to hold."""
    value = line.get(name)
    if not isinstance(value, str | int) or not str(value) or re.search(r"\s", str(value)):
        raise BadLine("bad-id", name, f"line {number}: {value!r} is not a word")
    return str(value)


def _text(line: Mapping[str, Any], name: str, number: int) -> str:
    value = line.get(name, "")
    if name == "id":
        return str(value)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine("wrong-type", name, f"line {number}: {name} must be a text")
    return value


def _texts(line: Mapping[str, Any], name: str, number: int) -> tuple[str, ...]:
    values = line.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadLine("wrong-type", name, f"line {number}: {name} must be a list of texts")
    return tuple(values)
