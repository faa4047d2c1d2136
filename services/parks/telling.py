"""A consortium plan in words, Chinese and English: every sentence follows from the event and the plan."""

from collections import Counter
from collections.abc import Iterable, Sequence

from services.parks.formats.nouns import Park, ParkEvent
from services.parks.formats.plan import Consortium, ConsortiumPlan, MemberSet, RulePrice
from services.parks.phrases import DIFFERENCE, GAIN, KEPT_OUT, NO_GAIN, RULES, SOLE, UNCOVERED, USED
from services.parks.solver.explain import EntryUse, Explanation

Sentence = tuple[str, str]
"""Chinese, English."""


class Telling:
    """The names of one event, and what can be said of its plan."""

    def __init__(self, event: ParkEvent, plan: ConsortiumPlan) -> None:
        self._event = event
        self._providers = {provider.id: provider for provider in event.providers}
        self._parks = {park.id: park for park in event.parks}
        self._use = Counter(name for one in plan.consortia for name in one.chosen.members)

    def uncovered(self, consortium: Consortium) -> list[Sentence]:
        """Why each need of a park is not covered."""
        return [self._tell_need(consortium, one.work_item, one.reason) for one in consortium.uncovered]

    def _tell_need(self, consortium: Consortium, item: str, reason: str) -> Sentence:
        park = self._parks[consortium.park]
        offering = self._event.qualities.get((park.id, item), {})
        willing = [name for name in sorted(offering) if name not in park.exclude]
        free = [name for name in willing if self._use[name] < self._providers[name].max_parks]
        code = "excluded" if reason == "no_provider" and offering else reason
        named = {"excluded": sorted(offering), "provider_full": willing, "conflict": free}.get(code, [])
        return _say(
            UNCOVERED[code],
            item=self._item(item),
            names=self._names(named),
            left=park.budget - consortium.chosen.cost,
            least=min((self._providers[name].price for name in free), default=0),
            most=park.max_members,
        )

    def sole_offers(self, explanation: Explanation) -> list[Sentence]:
        """Which work items only one entry offers, so that no plan can balance them."""
        return [
            _say(SOLE, item=self._item(item), name=self._names([name]), most=self._providers[name].max_parks)
            for item, name in explanation.sole.items()
        ]

    def entry(self, entry: EntryUse) -> Sentence:
        """How often an entry is used, and why not more."""
        zh, en = _say(USED, used=entry.used, most=entry.most)
        reasons = [_say(KEPT_OUT[reason], count=count) for reason, count in entry.kept_out.items()]
        if not reasons:
            return zh, en
        why_zh, why_en = "，".join(one for one, _ in reasons), ", ".join(one for _, one in reasons)
        return f"{zh}{why_zh}。", f"{en} Other parks: {why_en}."

    def rule_price(self, price: RulePrice) -> Sentence:
        """What one step of relief in a rule would bring to a park."""
        named = price.change in self._providers
        code = "load_free" if price.rule == "load" and not named else price.rule
        change = self._names([price.change]) if named else price.change.removeprefix("+")
        zh, en = _say(RULES[code], change=change)
        pattern = GAIN if price.gain else NO_GAIN
        return pattern[0].format(step=zh, gain=price.gain), pattern[1].format(step=en, gain=price.gain)

    def difference(self, chosen: MemberSet, other: MemberSet) -> Sentence:
        """What an alternative differs in from the consortium."""
        parts = [
            *self._listed("in", set(other.members) - set(chosen.members)),
            *self._listed("out", set(chosen.members) - set(other.members)),
            *self._listed("won", other.assignments.keys() - chosen.assignments.keys()),
            *self._listed("lost", chosen.assignments.keys() - other.assignments.keys()),
            _say(DIFFERENCE["cost"], cost=f"{other.cost - chosen.cost:+d}"),
            _say(DIFFERENCE["value"], value=f"{other.value - chosen.value:+d}"),
        ]
        return "，".join(zh for zh, _ in parts), ", ".join(en for _, en in parts)

    def _listed(self, code: str, ids: Iterable[str]) -> list[Sentence]:
        ids = sorted(ids)
        if not ids:
            return []
        named = "、".join(map(self._item, ids)) if code in ("won", "lost") else self._names(ids)
        return [_say(DIFFERENCE[code], names=named)]

    def _item(self, item: str) -> str:
        return self._event.work_items[item] or item

    def _names(self, ids: Sequence[str]) -> str:
        return "、".join(self._providers[name].name or name for name in ids)

    def park(self, park_id: str) -> Park:
        """A park of the event."""
        return self._parks[park_id]


def _say(phrase: Sentence, **facts: object) -> Sentence:
    zh, en = phrase
    return zh.format(**facts), en.format(**facts)
