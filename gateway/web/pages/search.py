"""The search page: one question in an address, facets as a form, and beside every result why it is there."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from gateway.web.asking import nodes
from gateway.web.forms import camel
from gateway.web.here import the_asker
from gateway.web.words import WORDS, word

pages = Blueprint("search", __name__)

FACETS = ("category", "kind", "industry", "region", "application_mode", "capability", "reach", "scope", "edition_year")
OPEN = frozenset({"category", "industry", "region", "application_mode"})
"""Facets that are not folded away."""
PAGE = 10
MOST_TEXT = 2000
MOST_VALUES = 30
MOST_BUCKETS = 12
_MARKED = re.compile(r"<mark>(.*?)</mark>")


@pages.get("/search")
def show_results() -> str:
    """The results of a question; without a text, the whole catalogue in use."""
    text = request.args.get("q", "").strip()[:MOST_TEXT]
    chosen = chosen_filters(request.args)
    exact = request.args.get("exact") == "yes"
    reply = the_asker().ask(
        "search",
        text=text,
        filters={camel(name): typed_values(name, values) for name, values in chosen.items()},
        first=PAGE,
        after=request.args.get("after") or None,
        exact=exact,
    )
    found = reply.data["search"]
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "search.html",
        query=text,
        exact=exact,
        chosen=chosen,
        found=found,
        results=[_result(node, text) for node in nodes(found)],
        facets=_facets(found["facets"], chosen),
        chips=_chips(found["facets"], chosen),
        page=page,
        size=PAGE,
        next_href=_next_href(found["pageInfo"], page),
        first_href=_href(after=None, page=None),
        plain_href=_href(exact=None if exact else "yes", after=None, page=None),
        clear_href=url_for("site.search.show_results", q=text or None),
        faults=reply.faults,
    )


def chosen_filters(sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """The filters of an address or a form."""
    given = {name: sent.getlist(name)[:MOST_VALUES] for name in FACETS}
    return {name: [value for value in values if value] for name, values in given.items() if any(values)}


def typed_values(name: str, values: list[str]) -> list[Any]:
    """The values of a filter as the schema takes them."""
    if name == "edition_year":
        return [int(value) for value in values if value.isdigit()]
    return list(values)


def _href(**changes: Any) -> str:
    kept: dict[str, Any] = {name: request.args.getlist(name) for name in request.args}
    kept.update(changes)
    kept.pop("done", None)
    return url_for(
        "site.search.show_results", **{name: value for name, value in kept.items() if value not in (None, [])}
    )


def _next_href(info: dict[str, Any], page: int) -> str:
    return _href(after=info["endCursor"], page=page + 1) if info["hasNextPage"] else ""


def _facets(facets: list[dict[str, Any]], chosen: dict[str, list[str]]) -> list[dict[str, Any]]:
    """The facets in our order, each with its values; a value that is ticked stays even when nothing has it."""
    by_name = {facet["name"]: facet["buckets"] for facet in facets}
    shown = []
    for name in FACETS:
        buckets = [_bucket(name, one) for one in by_name.get(name, [])]
        seen = {one["value"] for one in buckets}
        for value in chosen.get(name, []):
            if value not in seen:
                buckets.append({"value": value, "label": _label(name, value), "count": 0, "selected": True})
        ticked = [one for one in buckets if one["selected"]]
        if len(buckets) > 1 or ticked:
            rest = [one for one in buckets if not one["selected"]][: max(MOST_BUCKETS - len(ticked), 0)]
            kept = [one for one in buckets if one in ticked or one in rest]
            shown.append({"name": name, "buckets": kept, "is_open": name in OPEN or bool(ticked)})
    return shown


def _bucket(name: str, bucket: dict[str, Any]) -> dict[str, Any]:
    value = str(bucket["value"])
    return {
        "value": value,
        "label": bucket["label"] or _label(name, value),
        "count": bucket["count"],
        "selected": bucket["selected"],
    }


def _label(name: str, value: str) -> str:
    return word(name, value) if name in WORDS else value


def _chips(facets: list[dict[str, Any]], chosen: dict[str, list[str]]) -> list[dict[str, str]]:
    labels = {
        (facet["name"], str(one["value"])): one["label"] for facet in facets for one in facet["buckets"] if one["label"]
    }
    return [
        {
            "label": labels.get((name, value), _label(name, value)),
            "href": _href(**{name: [other for other in values if other != value], "after": None, "page": None}),
        }
        for name, values in chosen.items()
        for value in values
    ]


def _result(node: dict[str, Any], text: str) -> dict[str, Any]:
    """A result as it is shown: the entry, a line of facts, and where the words of the question were found."""
    found = {one["field"]: one["fragments"] for one in node["highlights"] if one["fragments"]}
    why = [
        {"kind": word("field", name), "fragment": fragments[0]}
        for name, fragments in found.items()
        if name not in {"name", "company"}
    ]
    names = [*found.get("name", ()), *found.get("company", ())]
    if text and not why and node["entry"]:
        why = [_bare_reason(node["entry"], names)]
    return {
        "entry": node["entry"],
        "name": found.get("name", [""])[0],
        "company": found.get("company", [""])[0],
        "why": why[:4],
    }


def _bare_reason(entry: dict[str, Any], names: list[str]) -> dict[str, str]:
    """Why an entry without a profile was found: nothing of it is searched but its names and its category."""
    marked = dict.fromkeys(words for fragment in names for words in _MARKED.findall(fragment))
    if marked:
        return {"kind": "需求词", "fragment": "名称中有" + "".join(f"“<mark>{words}</mark>”" for words in marked)}
    return {"kind": "类别", "fragment": word("category", entry["category"]) + "，尚无自述资料，按类别查到"}
