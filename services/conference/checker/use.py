"""What a plan's meetings use up, counted from the plan alone."""

from collections import Counter, defaultdict

from services.conference.checker.facts import Facts, Pair


class Use:
    """Counts of parties, diaries, pool tables and groups."""

    def __init__(self, facts: Facts, meetings: list[dict[str, str]]) -> None:
        self.slot_of: dict[Pair, str] = {}
        self.table_at: defaultdict[str, dict[str, str]] = defaultdict(dict)
        """Party -> slot -> table."""
        self.pool: Counter[str] = Counter()
        self.per_session: Counter[tuple[str, str]] = Counter()
        for meeting in meetings:
            pair, slot = (meeting["demand"], meeting["supply"]), meeting["slot"]
            self.slot_of[pair] = slot
            self.pool[slot] += not facts.hosts(pair)
            for party in pair:
                self.table_at[party][slot] = meeting["table"]
                self.per_session[party, facts.session[slot]] += 1
        self.count = {party: len(self.table_at.get(party, ())) for party in facts.parties}
        self.groups = {facts.group(pair) for pair in self.slot_of}
        self.short = {
            party: max(0, facts.parties[party]["min_meetings"] - count) for party, count in self.count.items()
        }
