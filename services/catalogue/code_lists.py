"""The lists of a profile's industries and regions: GB/T 4754-2017 and GB/T 2260, and a few words of the field."""

import csv
from functools import cache
from pathlib import Path

from services.chassis.refusal import Invalid

_DATA = Path(__file__).parent / "data"

KEY_INDUSTRIES = ("电子信息", "装备制造与汽车", "钢铁化工", "航天航空", "生物医药", "都市")
"""The six key industries (重点产业) of the policy."""

OTHER_INDUSTRIES = ("不限行业", "园区与集聚区")
OTHER_REGIONS = ("全国", "长三角", "临港新片区")
_PLACES_OF_ORDER = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Rows of the regions' list that order it and are no place by themselves."""


@cache
def industries() -> dict[str, str]:
    """Everything an industry may be called by, name or code, -> its name."""
    listed = _read("industries.tsv")
    return {**listed, **{name: name for name in (*KEY_INDUSTRIES, *OTHER_INDUSTRIES)}}


@cache
def regions() -> dict[str, str]:
    """Everything a region may be called by, name or code, -> its name."""
    listed = {word: name for word, name in _read("regions.tsv").items() if name not in _PLACES_OF_ORDER}
    return {**listed, **{name: name for name in OTHER_REGIONS}}


def industry_name(word: str) -> str:
    """The name of an industry given by name or code. Raises Invalid("unknown-industry")."""
    name = industries().get(word)
    if name is None:
        raise Invalid("unknown-industry", "industries", {"value": word})
    return name


def region_name(word: str) -> str:
    """The name of a region given by name or code. Raises Invalid("unknown-region")."""
    name = regions().get(word)
    if name is None:
        raise Invalid("unknown-region", "service_regions", {"value": word})
    return name


def _read(name: str) -> dict[str, str]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {word: row["name"] for row in rows for word in (row["code"], row["name"])}
