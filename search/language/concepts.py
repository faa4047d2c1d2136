"""The concepts of the field (概念) and how their TSV files are read: every row is checked, the first fault is named."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from search.language.normalise import normalise

Kind = Literal["capability", "industry", "region", "category", "application_mode", "work_item"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMNS = ("id", "preferred", "aliases", "broader", "related", "category", "code")
# "设备…上云": up to six characters may stand where the gap is.
GAP = "…"
# "顾问~": a generic word, weak evidence.
WEAK = "~"


class VocabularyError(ValueError):
    """A row that cannot be used: which file, which line, and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of the field with all the wordings that people use for it.

    `aliases` and `weak` hold the normalised wordings, the preferred term among the aliases; a weak alias is a generic
    word that says little alone. `category` is the catalogue category that sells it, `code` its number in GB/T 4754
    (industries) or GB/T 2260 (regions).
    """

    id: str
    kind: Kind
    preferred: str
    aliases: tuple[str, ...]
    weak: frozenset[str]
    broader: str
    related: tuple[str, ...]
    category: str
    code: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a concept was read."""

    file: str
    line: int

    def error(self, reason: str) -> VocabularyError:
        return VocabularyError(self.file, self.line, reason)


def read_concepts(folder: Path) -> dict[str, Concept]:
    """Read `<kind>.tsv` of every kind. Raises VocabularyError for the first row that breaks a rule."""
    concepts: dict[str, Concept] = {}
    places: dict[str, _Place] = {}
    for kind in KINDS:
        for place, row in _rows(folder / f"{kind}.tsv"):
            concept = _concept(kind, row, place)
            if concept.id in concepts:
                raise place.error(f"the id {concept.id!r} is taken")
            concepts[concept.id] = concept
            places[concept.id] = place
    _check_aliases(concepts.values(), places)
    _check_links(concepts, places)
    return concepts


def _rows(path: Path) -> Iterable[tuple[_Place, dict[str, str]]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise VocabularyError(path.name, 0, "the file cannot be read") from error
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise VocabularyError(path.name, 1, f"the header must be {' '.join(COLUMNS)}")
    reader = csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, cells in enumerate(reader, start=2):
        place = _Place(path.name, number)
        if len(cells) != len(COLUMNS):
            raise place.error(f"{len(cells)} cells instead of {len(COLUMNS)}")
        yield place, dict(zip(COLUMNS, cells, strict=True))


def _concept(kind: Kind, row: Mapping[str, str], place: _Place) -> Concept:
    for column in ("id", "preferred"):
        if not row[column].strip():
            raise place.error(f"{column} is empty")
    written = [row["preferred"], *(row["aliases"].split("|") if row["aliases"] else [])]
    if any(not alias.rstrip(WEAK).strip() or not all(alias.rstrip(WEAK).split(GAP)) for alias in written):
        # An empty alias would match everywhere.
        raise place.error("an alias is empty")
    return Concept(
        id=row["id"],
        kind=kind,
        preferred=row["preferred"],
        aliases=tuple(dict.fromkeys(map(_wording, written))),
        weak=frozenset(_wording(alias) for alias in written if alias.endswith(WEAK)),
        broader=row["broader"],
        related=tuple(name for name in row["related"].split(",") if name),
        category=row["category"],
        code=row["code"],
    )


def _wording(alias: str) -> str:
    """Normalise an alias around its gap, which normalisation would take for three full stops."""
    return GAP.join(normalise(part) for part in alias.rstrip(WEAK).split(GAP))


def _check_aliases(concepts: Iterable[Concept], places: Mapping[str, _Place]) -> None:
    owners: dict[tuple[str, str], str] = {}
    for concept in concepts:
        for alias in concept.aliases:
            owner = owners.setdefault((concept.kind, alias), concept.id)
            if owner != concept.id:
                raise places[concept.id].error(f"the alias {alias!r} belongs to {owner!r} already")


def _check_links(concepts: Mapping[str, Concept], places: Mapping[str, _Place]) -> None:
    for concept in concepts.values():
        place = places[concept.id]
        for name in filter(None, (concept.broader, *concept.related)):
            if name not in concepts:
                raise place.error(f"{name!r} is not a concept")
        if concept.broader and concepts[concept.broader].kind != concept.kind:
            raise place.error(f"the broader concept {concept.broader!r} is of another kind")
        above, seen = concept.broader, {concept.id}
        while above:
            if above in seen:
                raise place.error("the chain of broader concepts runs in a circle")
            seen.add(above)
            above = concepts[above].broader
