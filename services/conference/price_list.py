"""A price list of rules (规则代价): what each rule of a list costs, and how far its making is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.chassis.refusal import Phrases


@dataclass(frozen=True)
class PriceList:
    """The price list of one run."""

    id: str
    run_id: str
    state: str
    created_at: datetime
    progress: int = 0
    error: str = ""
    prices: Sequence[Mapping[str, Any]] = ()
    finished_at: datetime | None = None


RULE_NAMES: Phrases = {
    "minimums_demand": ("需求侧的最少场次", "minimums of the demand side"),
    "minimums_supply": ("供给侧的最少场次", "minimums of the supply side"),
    "levelled_counts": ("场数尽量均衡", "levelled counts"),
    "fixed_tables": ("固定桌", "tables of one party"),
    "locks": ("锁定和排除", "locks and exclusions"),
    "nevers": ("不见的意愿", "never wishes"),
}
"""What each rule is called."""
