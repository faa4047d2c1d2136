"""Who could step in (候补): for each slot the best pairs that do not meet and are both free in it."""

from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import groupby
from typing import Any

from services.conference.exports.measure import row_height
from services.conference.exports.paper import Paper, day_of, start_of

A_SLOT = 8
"""Pairs that are named for a slot."""
LOOKED_AT = 20_000
"""Pairs that are looked at, the best first; the list is for the desk, not for the optimum."""
WISH_WORDS = {"must": "必见", "want": "想见"}
HEADS = (("时段", 24), ("次序", 7), ("需求方", 34), ("供给方", 34), ("匹配分", 9), ("意愿", 16), ("空桌", 7))

Pair = tuple[str, str]


def find_standby(event: Mapping[str, Any], meetings: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """The pairs by slot: wished ones first, then by score; nobody stands twice in a slot.

    `event` has its scores as (demand, supply, score) under `scores.entries`; `meetings` are those of the plan.
    """
    parties = {party["id"]: party for party in event["parties"]}
    pairs = _rank(event, parties, meetings)
    busy = {(meeting[side], meeting["slot"]) for meeting in meetings for side in ("demand", "supply")}
    closed = {(party["id"], slot) for party in parties.values() for slot in party.get("unavailable", ())}
    return [
        {"slot_id": slot["id"], "place": place, "demand_id": demand, "supply_id": supply, "score": score, "wish": wish}
        for slot in event["slots"]
        for place, (demand, supply, score, wish) in enumerate(_pick(slot["id"], pairs, busy | closed), 1)
    ]


def _pick(
    slot: str, pairs: Sequence[tuple[str, str, int, str]], shut: set[tuple[str, str]]
) -> list[tuple[str, str, int, str]]:
    taken: set[str] = set()
    found = []
    for demand, supply, score, wish in pairs:
        if demand in taken or supply in taken or (demand, slot) in shut or (supply, slot) in shut:
            continue
        taken |= {demand, supply}
        found.append((demand, supply, score, wish))
        if len(found) == A_SLOT:
            break
    return found


def _rank(
    event: Mapping[str, Any], parties: Mapping[str, Any], meetings: Sequence[Mapping[str, str]]
) -> list[tuple[str, str, int, str]]:
    owner = {party_id: party["organisation"] for party_id, party in parties.items()}
    met = {(owner[one["demand"]], owner[one["supply"]]) for one in meetings}
    wishes = {(one["from"], one["to"]): one["kind"] for one in event["wishes"]}
    never = {(owner[one], owner[other]) for (one, other), kind in wishes.items() if kind == "never"}
    out = {(lock["demand"], lock["supply"]) for lock in event["locks"] if lock["kind"] == "exclude"}
    scores: dict[Pair, int] = {(one, other): score for one, other, score in event["scores"]["entries"]}
    for one, other in wishes:
        scores.setdefault((one, other) if parties[one]["side"] == "demand" else (other, one), 0)
    rows = []
    for (demand, supply), score in scores.items():
        organisations = (owner[demand], owner[supply])
        wish = max((wishes.get((demand, supply), ""), wishes.get((supply, demand), "")), key=_weigh)
        is_out = (demand, supply) in out or organisations in met or owner[demand] == owner[supply]
        if is_out or organisations in never or organisations[::-1] in never:
            continue
        if wish in WISH_WORDS or score >= event["rules"]["min_score"]:
            rows.append((_weigh(wish), score, demand, supply, wish))
    best = nlargest(LOOKED_AT, rows, key=lambda row: row[:2])
    best.sort(key=lambda row: (-row[0], -row[1], row[2], row[3]))
    return [(demand, supply, score, wish) for _, score, demand, supply, wish in best]


def _weigh(wish: str) -> int:
    return {"must": 2, "want": 1}.get(wish, 0)


def write_standby(paper: Paper) -> None:
    """For the desk on the day: when somebody does not come, whom the other could meet instead."""
    sheet = paper.sheet("候补", landscape=True)
    for column, (_, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
    paper.write_row(sheet, 0, [head for head, _ in HEADS], "head")
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    slots = {slot["id"]: slot for slot in paper.slots}
    used = dict.fromkeys(slots, 0)
    for meeting in paper.plan["meetings"]:
        used[meeting["slot"]["id"]] += 1
    row = 0
    for slot_id, found in groupby(paper.plan["standby"], key=lambda one: one["slot_id"]):
        slot = slots[slot_id]
        for one in found:
            row += 1
            demand, supply = paper.names[one["demand_id"]], paper.names[one["supply_id"]]
            paper.write(sheet, row, 0, f"{day_of(slot)} {start_of(slot)}", "side")
            values = [one["place"], demand, supply, one["score"], WISH_WORDS.get(one["wish"], "")]
            paper.write_row(sheet, row, values, "cell", first=1)
            paper.write(sheet, row, 6, len(paper.tables) - used[slot_id])
            sheet.set_row(row, row_height([(demand, HEADS[2][1]), (supply, HEADS[3][1])], 10, least=20))
    if not row:
        paper.write_wide(sheet, 1, (0, len(HEADS) - 1), "没有合适又都空着的双方。", "cell")
