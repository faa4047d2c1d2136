"""What has changed since a list was made (资料变更): the frozen event beside the event of today, in words. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
Change = dict[str, Any]


def tell_input_changes(before: Row, after: Row) -> list[Change]:
    """The changes from one event to another: first those of a party, by its id, then those of the whole.

    Whose run it is, and what is locked, do not count.
    """
    return [*_of_parties(before, after), *_of_the_whole(before, after)]


def _of_parties(before: Row, after: Row) -> Iterator[Change]:
    was, now = _by_id(before["parties"]), _by_id(after["parties"])
    wished, wishes = _wishes(before), _wishes(after)
    for party in sorted(was.keys() | now.keys()):
        if party not in was:
            yield _told("party-joined", party, "新参会。", "Takes part now.")
        elif party not in now:
            yield _told("party-left", party, "不再参会。", "Takes part no more.")
        else:
            yield from _of_party(party, was[party], now[party])
            if wished[party] != wishes[party]:
                more, less = len(wishes[party] - wished[party]), len(wished[party] - wishes[party])
                zh = f"意愿有变：新增 {more} 项，去掉 {less} 项。"
                yield _told("wishes", party, zh, f"Wishes changed: {more} new, {less} gone.")


def _of_party(party: str, was: Row, now: Row) -> Iterator[Change]:
    if was["name"] != now["name"]:
        yield _told("name", party, f"名称由“{was['name']}”改为“{now['name']}”。", "The name changed.")
    limits = [(one["min_meetings"], one["max_meetings"]) for one in (was, now)]
    if limits[0] != limits[1]:
        (least, most), (now_least, now_most) = limits
        zh = f"洽谈场数由 {least}–{most} 改为 {now_least}–{now_most}。"
        yield _told("limits", party, zh, f"Its meetings were {least} to {most}, now {now_least} to {now_most}.")
    shut, shuts = set(was["unavailable"]), set(now["unavailable"])
    if shut != shuts:
        less, more = len(shuts - shut), len(shut - shuts)
        zh = f"空闲时段有变：少 {less} 个，多 {more} 个。"
        yield _told("availability", party, zh, f"Free slots changed: {less} less, {more} more.")


def _of_the_whole(before: Row, after: Row) -> Iterator[Change]:
    gone, new = _count_differences(_by_id(before["slots"]), _by_id(after["slots"]))
    if gone or new or before["sessions"] != after["sessions"]:
        yield _told(
            "slots", "", f"日程有变：{new} 个时段新增或改动，{gone} 个去掉。", f"Slots: {new} new, {gone} gone."
        )
    gone, new = _count_differences(_by_id(before["tables"]), _by_id(after["tables"]))
    if gone or new:
        yield _told(
            "tables", "", f"洽谈桌有变：{new} 张新增或改动，{gone} 张去掉。", f"Tables: {new} new, {gone} gone."
        )
    both = {party["id"] for party in before["parties"]} & {party["id"] for party in after["parties"]}
    pairs = sum(set(pair) <= both for pair in _differing(_scores(before), _scores(after)))
    if pairs:
        yield _told("scores", "", f"{pairs} 对的匹配分有变。", f"{pairs} pairs fit otherwise than before.")
    if _sorted(before["met_before"]) != _sorted(after["met_before"]):
        yield _told("met_before", "", "往届已洽谈的记录有变。", "The record of earlier meetings changed.")
    if before["rules"] != after["rules"]:
        yield _told("rules", "", "排期规则有变。", "The rules changed.")


def _told(kind: str, party: str, zh: str, en: str) -> Change:
    return {"kind": kind, "party_id": party or None, "text": zh, "text_en": en}


def _by_id(rows: list[Row]) -> Mapping[str, Row]:
    return {row["id"]: row for row in rows}


def _wishes(event: Row) -> Mapping[str, set[tuple[str, str]]]:
    """Party -> whom it wishes how."""
    wishes: dict[str, set[tuple[str, str]]] = {party["id"]: set() for party in event["parties"]}
    for wish in event["wishes"]:
        wishes[wish["from"]].add((wish["to"], wish["kind"]))
    return wishes


def _count_differences(was: Mapping[str, Row], now: Mapping[str, Row]) -> tuple[int, int]:
    """How many are gone, and how many are new or other than they were."""
    return len(was.keys() - now.keys()), sum(was.get(key) != row for key, row in now.items())


def _scores(event: Row) -> Mapping[tuple[str, str], int]:
    return {(one, other): score for one, other, score in event["scores"]["entries"]}


def _differing(was: Mapping[tuple[str, str], int], now: Mapping[tuple[str, str], int]) -> set[tuple[str, str]]:
    return {pair for pair, _ in was.items() ^ now.items()}


def _sorted(rows: list[Row]) -> Counter[tuple[str, str]]:
    return Counter((row["demand_organisation"], row["supply_organisation"]) for row in rows)
