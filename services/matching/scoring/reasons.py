"""Why an entry is suggested (匹配理由): what it tells that really moved the score, beside the words of the need.

Each piece of evidence is taken out of the entry and the entry is scored again; the fall is what the piece was worth.
Facts of the entry lead, few that together answer most of the need; industry, region and category hold for many entries
and follow. An entry without a profile leads with its place in the catalogue, because nothing else is known. A limit is
shown like a plus.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.language.analysis import analyse
from services.matching.scoring import clauses, wording
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.citing import Citation, Read, cite
from services.matching.scoring.nouns import Entry
from services.matching.scoring.pieces import Piece, ReasonKind, pieces
from services.matching.scoring.quoting import Fact, choose
from services.matching.scoring.ranking import Match

# Thousandths of a score. Less than this is noise, not a reason.
LEAST_FALL = 3.0
LEAST_LIMIT = 2.0
MAX_REASONS = 5
# Characters of what is quoted in one reason, marks not counted, so that it is read at a glance.
MAX_TOLD = 88
FACTS: frozenset[ReasonKind] = frozenset({"text", "capability"})


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an entry's field."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its sentence, the words of the need (None: the need was met without words), the words of the entry.

    `fall` is what the score loses without the quoted words, in thousandths; `also` are facts beside the leading one.
    """

    kind: ReasonKind
    text: str
    need: Citation | None
    quote: Quote
    fall: int
    also: tuple[Quote, ...] = ()

    @property
    def sign(self) -> str:
        """`minus` for a limit, else `plus`."""
        return "minus" if self.kind == "limitation" else "plus"


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A piece, what the score loses without it, and what its words name."""

    piece: Piece
    fall: float
    read: Read


def explain(assessment: Assessment, match: Match) -> list[Reason]:
    """Return the reasons for one match, the leading one first."""
    is_silent = assessment.collection.batch.evidences[match.row].is_silent
    found, limits = _weigh(assessment, match.row)
    teller = _Teller(assessment, assessment.collection.entries[match.row])
    most = MAX_REASONS - bool(limits)
    reasons = teller.edition_first(found, most) if is_silent else teller.facts_first(found, most)
    if limits:
        reasons.append(teller.tell([min(limits, key=lambda limit: limit.fall)]))
    if match.certified_first:
        reasons.append(Reason("certification", wording.certified(), None, Quote("gbt23001_certified", "true"), 0))
    return reasons


def _weigh(assessment: Assessment, row: int) -> tuple[list[_Weighed], list[_Weighed]]:
    """Return what an entry tells, that which speaks for it most first, and the limits that speak against it."""
    entry, vocabulary = assessment.collection.entries[row], assessment.collection.vocabulary
    taken = pieces(entry, assessment.understood, vocabulary)
    falls = assessment.falls(row, [piece.without for piece in taken])
    told: list[_Weighed] = []
    limits: list[_Weighed] = []
    for piece, by_part, tokens in zip(taken, falls, analyse([piece.words for piece in taken]), strict=True):
        fall = sum(by_part.values())
        if by_part["limitation"] <= -LEAST_LIMIT and fall < 0:
            piece = replace(piece, kind="limitation", words=_limit_words(piece.words))
            tokens = analyse([piece.words])[0]
        read = Read(tuple(vocabulary.find(piece.words)), frozenset(tokens.bigrams))
        (limits if piece.kind == "limitation" else told).append(_Weighed(piece, fall, read))
    told.sort(key=lambda weighed: -weighed.fall)
    return told, limits


def _limit_words(words: str) -> str:
    """Return the clauses that rule something out; the rest of the sentence is no limit."""
    return "，".join(clause for clause in words.split("，") if clauses.is_limit(clause)) or words


class _Teller:
    """Tells the reasons for one entry."""

    def __init__(self, assessment: Assessment, entry: Entry) -> None:
        self._assessment, self._entry = assessment, entry

    def facts_first(self, found: Sequence[_Weighed], most: int) -> list[Reason]:
        """Tell the facts that cover most of the need together, then what holds for many entries, then the rest."""
        facts = [one for one in found if one.piece.kind in FACTS and one.piece.field != "name"]
        pluses = [one for one in found if one.fall >= LEAST_FALL]
        quoted = self._quoted(facts, next((one for one in pluses if one.piece.kind == "region"), None))
        if not quoted:
            return [self.tell([one]) for one in pluses[:most]]
        # A place that is told beside the facts is a reason of its own, too.
        rest = [one for one in pluses if one.piece.kind == "region" or one not in quoted]
        rest.sort(key=lambda one: one.piece.kind in FACTS)
        return [self.tell(quoted), *(self.tell([one]) for one in rest[: most - 1])]

    def edition_first(self, found: Sequence[_Weighed], most: int) -> list[Reason]:
        """Tell what the category and the name of a silent entry moved as one leading reason."""
        pluses = [one for one in found if one.fall >= LEAST_FALL]
        by_field = {one.piece.field: one for one in pluses}
        moved = [by_field[field] for field in ("category", "name") if field in by_field]
        groups = [[one] for one in pluses if one not in moved]
        if moved:
            groups.insert(0, [replace(moved[0], piece=replace(moved[0].piece, kind="edition")), *moved[1:]])
        return [self.tell(group) for group in groups[:most]]

    def tell(self, group: Sequence[_Weighed]) -> Reason:
        """Tell the leading piece and those beside it in one sentence."""
        lead, beside = group[0], group[1:]
        citation = cite(self._assessment, lead.piece.kind, lead.read, [one.read for one in beside])
        if lead.piece.kind == "industry" and lead.piece.field == "description" and citation is None:
            # It tells of customers, but not of the trade that is asked.
            return self.tell([replace(lead, piece=replace(lead.piece, kind="text")), *beside])
        also = tuple(Quote(other.piece.field, other.piece.words) for other in beside)
        text = wording.sentence(lead.piece, self._entry, citation, [other.piece for other in beside])
        return Reason(
            lead.piece.kind, text, citation, Quote(lead.piece.field, lead.piece.words), round(lead.fall), also
        )

    def _quoted(self, told: Sequence[_Weighed], regions: _Weighed | None) -> list[_Weighed]:
        """Choose the facts that are told together, and the place where the need names it."""
        by_piece = {id(one.piece): one for one in told}
        facts = [self._fact(one) for one in told]
        places = self._served(regions) if regions else []

        def fits(chosen: Sequence[Fact]) -> bool:
            told = wording.told([*(fact.piece for fact in chosen), *(one.piece for one in places)])
            return sum(map(str.isalnum, told)) <= MAX_TOLD

        chosen = [by_piece[id(fact.piece)] for fact in choose(facts, least_fall=LEAST_FALL, fits=fits)]
        return [*chosen, *places] if chosen else []

    def _fact(self, one: _Weighed) -> Fact:
        pairs, concepts = self._assessment.demands.answered_by(one.read.pairs, one.read.mentions)
        return Fact(one.piece, one.fall, pairs | concepts, bool(concepts))

    def _served(self, regions: _Weighed) -> list[_Weighed]:
        """Keep of the regions those that the need names, else the nearest that holds a named one."""
        vocabulary = self._assessment.collection.vocabulary
        asked = self._assessment.understood.wanted("region")
        narrow = [one for one in asked if not any(one in vocabulary.above(other) for other in asked)]
        words = {mention.concept_id: mention.surface for mention in regions.read.mentions if mention.kind == "region"}
        served = [words[one] for one in narrow if one in words]
        wider = [words[above] for one in narrow for above in vocabulary.above(one) if above in words]
        named = list(dict.fromkeys(served)) or wider[:1]
        if not named:
            return []
        return [replace(regions, piece=replace(regions.piece, words="、".join(named)))]
