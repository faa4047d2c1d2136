"""`python -m deploy evaluate search`: run search over a collection of entries or plain texts and write a TREC run."""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from deploy.commands.lines import REACHES, BadLine, Line, category_of, read_lines
from search.engines.index import Index, open_index
from search.entries import Entry
from search.filling import Filler
from search.language.fields import SILENT
from search.language.intent import Intent
from search.language.vocabulary import load_vocabulary
from search.searcher import Request, Searcher

RUN_NAME = "gongxu"
_SCORE_STEP = 1e-6

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
    for line in read_lines(path):
        yield _entry(line) if "category" in line.values or "company" in line.values else _plain_text(line)


def read_queries(path: Path) -> Iterator[tuple[str, Request]]:
    """Read queries with their filters; raises BadLine."""
    for line in read_lines(path):
        yield line.identity(), Request(line.text("text"), _filters(line), may_drop_filters=False)


def _entry(line: Line) -> Entry:
    category, reach = category_of(line.text("category"), line)
    return Entry(
        id=line.identity(),
        name=line.text("name"),
        short_name=line.text("short_name"),
        company=line.text("company"),
        kind=line.text("kind"),
        category=category,
        reach=reach or REACHES.get(line.text("reach"), ""),
        edition_year=str(line.number("edition") or ""),
        capabilities=line.texts("capabilities"),
        industries=line.texts("industries"),
        application_modes=tuple(_MODES.get(mode, mode) for mode in line.texts("application_modes")),
        service_regions=line.texts("service_regions"),
        cases=line.texts("cases"),
        description=line.text("description"),
    )


def _plain_text(line: Line) -> Entry:
    """Take a text as it is; what is written like a firm's full name is one."""
    text, title = line.text("text"), line.text("title")
    if _FIRM.fullmatch(text):
        return Entry(id=line.identity(), name=title, company=text)
    return Entry(id=line.identity(), name=title, text=text)


def _filters(line: Line) -> dict[str, tuple[str, ...]]:
    filters: dict[str, tuple[str, ...]] = {}
    for name, values in line.object("filters").items():
        if name not in _FILTERS:
            raise line.bad("unknown-filter", f"filters.{name}", f"known: {', '.join(sorted(_FILTERS))}")
        wanted = tuple(str(value) for value in (values if isinstance(values, list) else [values]))
        filters |= (
            _category_filter(wanted, line) if name == "category" else {_FILTERS[name]: _identifiers(name, wanted)}
        )
    return filters


def _category_filter(values: tuple[str, ...], line: Line) -> dict[str, tuple[str, ...]]:
    """Name categories by their identifier. 工业互联网平台 is the category whose reach nobody has told."""
    mapped = [category_of(value, line, "filters.category") for value in values]
    filters = {"category": tuple(category for category, _ in mapped)}
    if all(category == "platform" for category, _ in mapped) and values != ("platform",):
        filters["reach"] = tuple(reach or SILENT for _, reach in mapped)
    return filters


def _identifiers(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    table = {"reach": REACHES, "application_mode": _MODES, "application_modes": _MODES}.get(name, {})
    return tuple(table.get(value, value) for value in values)
