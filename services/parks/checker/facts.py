"""The park event as the checker reads it: names and dictionaries, straight from the JSON."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any


class Facts:
    """What every park needs, who offers it what, who costs and takes how much."""

    def __init__(self, event: dict[str, Any]) -> None:
        self.event = event
        rules = event["rules"]
        self.cover: int = rules["cover_weight"]
        self.fee: int = rules["member_cost"]
        self.penalty: int = rules["penalties"]["required"]
        self.parks: dict[str, dict[str, Any]] = {park["id"]: park for park in event["parks"]}
        self.needs: dict[str, dict[str, dict[str, Any]]] = {
            name: {need["work_item"]: need for need in park["needs"]} for name, park in self.parks.items()
        }
        self.price: dict[str, int] = {one["id"]: one["price"] for one in event["providers"]}
        self.most: dict[str, int] = {one["id"]: one["max_parks"] for one in event["providers"]}
        self.enemies: defaultdict[str, set[str]] = defaultdict(set)
        for one, other in event["conflicts"]:
            self.enemies[one].add(other)
            self.enemies[other].add(one)
        self.points: defaultdict[str, dict[str, dict[str, int]]] = defaultdict(dict)
        """Park -> provider -> work item that the park needs -> points for covering it."""
        for park, work_item, provider, quality in event["scores"]:
            need = self.needs[park].get(work_item)
            if need is not None:
                offers = self.points[park].setdefault(provider, {})
                offers[work_item] = need["priority"] * (quality + self.cover)

    def required(self, park: str) -> set[str]:
        """The work items that the park must have."""
        return {name for name, need in self.needs[park].items() if need.get("required")}

    def cost(self, members: Collection[str]) -> int:
        """What the members are paid."""
        return sum(self.price[name] for name in members)

    def served(self, park: str, members: Collection[str]) -> dict[str, int]:
        """Work item -> points of the best member that offers it."""
        best: dict[str, int] = {}
        for name in members:
            for work_item, points in self.points[park].get(name, {}).items():
                best[work_item] = max(points, best.get(work_item, points))
        return best

    def value(self, park: str, members: Collection[str]) -> int:
        """The value of a consortium."""
        return sum(self.served(park, members).values()) - self.fee * len(members)

    def worth(self, park: str, members: Collection[str]) -> int:
        """Its value, and the penalty saved for every required need it covers."""
        saved = self.required(park) & set(self.served(park, members))
        return self.value(park, members) + self.penalty * len(saved)

    def conflict(self, members: Collection[str]) -> bool:
        """Whether two of the members are never in one consortium."""
        return any(self.enemies[name] & set(members) for name in members if name in self.enemies)
