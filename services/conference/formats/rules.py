"""Reading the rules of an event: bonuses, penalties, scopes."""

from typing import Any

from services.conference.formats.nouns import Penalties, PerSide, Rules
from services.conference.formats.reading import at, choice, flag, record, whole

_FIELDS = (
    "min_score",
    "want_bonus",
    "met_before",
    "organisation_pair_once",
    "never_scope",
    "max_per_session",
    "idle_scope",
    "penalties",
    "level_weight",
)


def read_rules(value: Any) -> Rules:
    """The rules, all of them required."""
    row = record(value, "rules", _FIELDS)
    bonus = _numbers(row["want_bonus"], "rules.want_bonus", ("demand", "supply", "mutual"))
    met = record(row["met_before"], "rules.met_before", ("mode", "penalty", "fresh_wish_overrides"))
    penalties = ("must", "floor_demand", "floor_supply", "moved", "dropped")
    most = row["max_per_session"]
    return Rules(
        min_score=whole(row["min_score"], "rules.min_score", low=1),
        bonus=PerSide(bonus["demand"], bonus["supply"]),
        mutual_bonus=bonus["mutual"],
        met_before_mode=choice(met["mode"], "rules.met_before.mode", ("forbid", "penalise", "ignore")),
        met_before_penalty=whole(met["penalty"], "rules.met_before.penalty"),
        fresh_wish_overrides=flag(met["fresh_wish_overrides"], "rules.met_before.fresh_wish_overrides"),
        organisation_pair_once=flag(row["organisation_pair_once"], "rules.organisation_pair_once"),
        never_scope=choice(row["never_scope"], "rules.never_scope", ("party", "organisation")),
        max_per_session=None if most is None else whole(most, "rules.max_per_session", low=1),
        idle_scope=choice(row["idle_scope"], "rules.idle_scope", ("session", "day", "event")),
        penalties=Penalties(**_numbers(row["penalties"], "rules.penalties", penalties)),
        level_weight=PerSide(**_numbers(row["level_weight"], "rules.level_weight", ("demand", "supply"))),
    )


def _numbers(value: Any, path: str, names: tuple[str, ...]) -> dict[str, int]:
    row = record(value, path, names)
    return {name: whole(row[name], at(path, name)) for name in names}
