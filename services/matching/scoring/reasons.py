"""Why an entry is suggested (匹配理由): what it tells that really moved the score, beside the words of the need.

Each piece of evidence is taken out of the entry and the entry is scored again; the fall is what the piece was worth.
A fact of the entry leads; industry, region and category hold for many entries and follow. An entry without a profile
leads with its place in the catalogue, because nothing else is known. A limit is shown like a plus.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.matching.scoring import clauses, wording
from services.matching.scoring.assessment import Assessment
from services.matching.scoring.citing import Citation, cite
from services.matching.scoring.nouns import Entry
from services.matching.scoring.pieces import Piece, ReasonKind, pieces
from services.matching.scoring.ranking import Match

# Thousandths of a score. Less than this is noise, not a reason.
LEAST_FALL = 3.0
LEAST_LIMIT = 2.0
MAX_REASONS = 5
# The description says a thing better than a keyword in a list, unless the keyword moves the score much more.
TOLD_BEFORE_LISTED = 0.5
# A sentence that answers an asked capability leads before one that only shares words with the need.
SHARED_WORDS_ONLY = 0.6
# Beside the leading fact stand others that count nearly as much, or that tell it from another side: a case, a keyword.
BESIDE_LEAD = 0.4
FROM_ANOTHER_SIDE = 0.2
MAX_BESIDE = 2
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
    """A piece, what the score loses without it, and the words of the need that it answers."""

    piece: Piece
    fall: float
    citation: Citation | None

    @property
    def lead(self) -> float:
        """How much it deserves to lead."""
        return self.fall * (1.0 if self.citation and self.citation.concept else SHARED_WORDS_ONLY)


def explain(assessment: Assessment, match: Match) -> list[Reason]:
    """Return the reasons for one match, the leading one first."""
    entry = assessment.collection.entries[match.row]
    pluses, limits = _weigh(assessment, match.row)
    is_silent = assessment.collection.batch.evidences[match.row].is_silent
    groups = _edition_first(pluses) if is_silent else _facts_first(pluses)
    groups = groups[: MAX_REASONS - bool(limits)]
    if limits:
        groups.append([min(limits, key=lambda limit: limit.fall)])
    reasons = [_reason(entry, group) for group in groups]
    if match.certified_first:
        reasons.append(Reason("certification", wording.certified(), None, Quote("gbt23001_certified", "true"), 0))
    return reasons


def _weigh(assessment: Assessment, row: int) -> tuple[list[_Weighed], list[_Weighed]]:
    """Return what speaks for an entry, most first, and the limits that speak against it."""
    entry = assessment.collection.entries[row]
    found = pieces(entry, assessment.understood, assessment.collection.vocabulary)
    falls = assessment.falls(row, [piece.without for piece in found])
    pluses, limits = [], []
    for piece, by_part in zip(found, falls, strict=True):
        fall = sum(by_part.values())
        if fall >= LEAST_FALL:
            pluses.append(_cited(assessment, piece, fall))
        elif by_part["limitation"] <= -LEAST_LIMIT and fall < 0:
            limit = replace(piece, kind="limitation", words=_limit_words(piece.words))
            limits.append(_Weighed(limit, fall, cite(assessment, limit)))
    pluses.sort(key=lambda weighed: -weighed.fall)
    return pluses, limits


def _cited(assessment: Assessment, piece: Piece, fall: float) -> _Weighed:
    citation = cite(assessment, piece)
    if piece.kind == "industry" and piece.field == "description" and citation is None:
        # It tells of customers, but not of the trade that is asked.
        piece = replace(piece, kind="text")
        citation = cite(assessment, piece)
    return _Weighed(piece, fall, citation)


def _limit_words(words: str) -> str:
    """Return the clauses that rule something out; the rest of the sentence is no limit."""
    return "，".join(clause for clause in words.split("，") if clauses.is_limit(clause)) or words


def _facts_first(pluses: Sequence[_Weighed]) -> list[list[_Weighed]]:
    """Group the reasons: the leading fact with the facts beside it, then what holds for many entries, then the rest."""
    facts = [weighed for weighed in pluses if weighed.piece.kind in FACTS and weighed.piece.field != "name"]
    if not facts:
        return [[weighed] for weighed in pluses]
    lead = _lead(facts)
    beside = _beside(lead, [fact for fact in facts if fact is not lead])
    rest = [weighed for weighed in pluses if weighed is not lead and weighed not in beside]
    rest.sort(key=lambda weighed: weighed.piece.kind in FACTS)
    return [[lead, *beside], *([weighed] for weighed in rest)]


def _lead(facts: Sequence[_Weighed]) -> _Weighed:
    strongest = max(facts, key=lambda fact: fact.lead)
    told = max((f for f in facts if f.piece.field == "description"), key=lambda f: f.lead, default=strongest)
    return told if told.lead >= TOLD_BEFORE_LISTED * strongest.lead else strongest


def _beside(lead: _Weighed, others: Sequence[_Weighed]) -> list[_Weighed]:
    beside: list[_Weighed] = []
    for fact in sorted(others, key=lambda fact: -fact.lead):
        is_told = fact.piece.field in {told.piece.field for told in (lead, *beside)}
        if len(beside) < MAX_BESIDE and fact.lead >= (BESIDE_LEAD if is_told else FROM_ANOTHER_SIDE) * lead.lead:
            beside.append(fact)
    told = [fact for fact in others if fact.piece.field == "description"]
    if told and all(fact.piece.field != "description" for fact in (lead, *beside)):
        # A keyword alone says little: the entry's own words come along, however little they moved.
        beside = [max(told, key=lambda fact: fact.lead), *beside][:MAX_BESIDE]
    return beside


def _edition_first(pluses: Sequence[_Weighed]) -> list[list[_Weighed]]:
    """Merge what the category and the name of a silent entry moved into one leading reason."""
    by_field = {weighed.piece.field: weighed for weighed in pluses}
    moved = [by_field[field] for field in ("category", "name") if field in by_field]
    rest = [[weighed] for weighed in pluses if weighed not in moved]
    if not moved:
        return rest
    lead = replace(moved[0], piece=replace(moved[0].piece, kind="edition"))
    return [[lead, *moved[1:]], *rest]


def _reason(entry: Entry, group: Sequence[_Weighed]) -> Reason:
    lead, beside = group[0], group[1:]
    also = tuple(Quote(other.piece.field, other.piece.words) for other in beside)
    text = wording.sentence(lead.piece, entry, lead.citation, [other.piece for other in beside])
    return Reason(
        lead.piece.kind, text, lead.citation, Quote(lead.piece.field, lead.piece.words), round(lead.fall), also
    )
