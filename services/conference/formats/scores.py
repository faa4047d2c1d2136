"""Reading scores: millions of integers, so that a whole row is judged at once."""

from collections.abc import Mapping
from typing import Any

from services.conference.formats.nouns import DenseScores, Party, SparseScores
from services.conference.formats.people import party_on
from services.conference.formats.reading import all_different, at, choice, listing, record, whole
from services.conference.formats.refusals import refuse

BEST = 1000


def read_scores(value: Any, parties: Mapping[str, Party]) -> DenseScores | SparseScores:
    """Scores in the dense or the sparse layout, each an integer 0 to 1000."""
    if not isinstance(value, dict):
        raise refuse("wrong-type", "scores", zh="对象", en="an object")
    layout = choice(value.get("layout", ""), "scores.layout", ("dense", "sparse"))
    return _read_dense(value, parties) if layout == "dense" else _read_sparse(value, parties)


def _read_dense(value: Any, parties: Mapping[str, Party]) -> DenseScores:
    row = record(value, "scores", ("layout", "demand", "supply", "rows"))
    named = {}
    for side in ("demand", "supply"):
        path = at("scores", side)
        named[side] = [party_on(side, item, at(path, k), parties) for k, item in enumerate(listing(row[side], path))]
        all_different(named[side], path)
    rows = listing(row["rows"], "scores.rows")
    if len(rows) != len(named["demand"]):
        raise refuse("wrong-shape", "scores.rows", expected=len(named["demand"]), found=len(rows))
    for place, scores in enumerate(rows):
        _check_row(scores, at("scores.rows", place), len(named["supply"]))
    return DenseScores(named["demand"], named["supply"], rows)


def _check_row(scores: Any, path: str, length: int) -> None:
    if len(listing(scores, path)) != length:
        raise refuse("wrong-shape", path, expected=length, found=len(scores))
    if scores and not (set(map(type, scores)) == {int} and min(scores) >= 0 and max(scores) <= BEST):
        for place, score in enumerate(scores):
            whole(score, at(path, place), 0, BEST)


def _read_sparse(value: Any, parties: Mapping[str, Party]) -> SparseScores:
    row = record(value, "scores", ("layout", "entries"))
    entries = []
    for place, item in enumerate(listing(row["entries"], "scores.entries")):
        path = at("scores.entries", place)
        if len(listing(item, path)) != 3:
            raise refuse("wrong-shape", path, expected=3, found=len(item))
        demand = party_on("demand", item[0], at(path, 0), parties)
        supply = party_on("supply", item[1], at(path, 1), parties)
        entries.append((demand, supply, whole(item[2], at(path, 2), 0, BEST)))
    all_different([(demand, supply) for demand, supply, _ in entries], "scores.entries")
    return SparseScores(entries)
