"""The weights of the parts (评分政策): versioned data, one TSV file per version, the newest in force."""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).with_name("policies")
COLUMNS = ["part", "name", "weight"]


class PolicyError(ValueError):
    """A policy file that cannot be used: which file, and why."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Which weight each part has, and under which name users see it."""

    version: str
    weights: Mapping[str, float]
    names: Mapping[str, str]

    @property
    def full_weight(self) -> float:
        """The total that a perfect entry would reach."""
        return sum(weight for part, weight in self.weights.items() if part != "limitation")


@functools.cache
def load_policy(version: str = "") -> Policy:
    """Read a policy; without a version, the one with the highest number. Raises PolicyError."""
    known = sorted((path.stem for path in FOLDER.glob("*.tsv")), key=int)
    if version and version not in known:
        raise PolicyError(f"no policy {version!r}; there are {', '.join(known)}")
    return read_policy(FOLDER / f"{version or known[-1]}.tsv")


def read_policy(path: Path) -> Policy:
    """Read one policy file. Raises PolicyError."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if reader.fieldnames != COLUMNS:
            raise PolicyError(f"{path.name}: the header must be {' '.join(COLUMNS)}")
        rows = list(reader)
    weights: dict[str, float] = {}
    for row in rows:
        try:
            weight = float(row["weight"])
        except (TypeError, ValueError):
            weight = -1.0
        if weight < 0 or row["part"] in weights:
            raise PolicyError(f"{path.name}: the part {row['part']!r} needs one weight of 0 or more")
        weights[row["part"]] = weight
    names = {row["part"]: row["name"] for row in rows}
    return Policy(path.stem, MappingProxyType(weights), MappingProxyType(names))
