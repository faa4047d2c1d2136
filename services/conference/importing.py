"""Reading parties, wishes and closed slots into a conference (导入参会方): all of a workbook or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.chassis.identity import Actor, Role
from services.chassis.peers import Peers
from services.conference.domain import Conference, Party, Side, Strength, Wish
from services.conference.exports.glyphs import code_point, missing_in
from services.conference.handlers import AddParty, make_party
from services.conference.imports.cells import Cell, Fault
from services.conference.imports.parties import Known, PartiesBook, Register, read_wishes
from services.conference.imports.tables import Record, fold
from services.conference.inviting import read_all
from services.conference.repositories import ConferenceWork


@dataclass(frozen=True)
class Paper:
    """What a party can stand for: a need that is open, or an entry in use."""

    id: str
    side: Side
    organisation_id: str
    organisation_name: str


@dataclass
class ImportReport:
    """What an import did, or would do. With faults nothing was changed; doubts refuse nothing."""

    dry_run: bool
    row_count: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    wishes: int = 0
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


def gather_papers(peers: Peers, *, actor: Actor) -> list[Paper]:
    """All open needs and entries in use; no unit of work may be open meanwhile."""
    actor.must_be(Role.ORGANIZER)
    needs = [
        row
        for status in ("published", "in_talks")
        for row in read_all(peers, "needs", "/needs", actor=actor, status=status)
    ]
    entries = read_all(peers, "catalogue", "/entries", actor=actor, in_use="true")
    return [
        *(Paper(one["id"], Side.DEMAND, one["organisation_id"], one["organisation_name"]) for one in needs),
        *(
            Paper(one["id"], Side.SUPPLY, one["organisation_id"] or f"entry:{one['id']}", one["company"])
            for one in entries
            if one["status"] == "admitted"
        ),
    ]


def import_parties(
    conference_id: str,
    book: PartiesBook,
    papers: Iterable[Paper],
    *,
    dry_run: bool,
    actor: Actor,
    work: ConferenceWork,
) -> ImportReport:
    """Add the parties that are not there, change those that are; replace the wishes and closed slots of those named.

    A party is known again by its id, else by side, organisation and name. Parties that the workbook does not name stay.
    """
    actor.must_be(Role.ORGANIZER)
    conference = work.conferences.get(conference_id, lock=not dry_run)
    report = ImportReport(dry_run, len(book.parties) + len(book.wishes) + len(book.closed), faults=list(book.faults))
    draft = _Draft(conference, work.parties.of(conference_id), list(papers), report)
    for record in book.parties:
        draft.take_party(record)
    draft.take_wishes(book.wishes)
    draft.take_closed(book.closed)
    report.doubts += [doubt for record in book.parties for doubt in _find_unprintable(record)]
    _count(draft, report)
    if report.faults or dry_run:
        return report
    for party in draft.parties.values():
        before = draft.before.get(party.id)
        if before is None:
            work.parties.add(party)
        elif party != before:
            work.parties.change(replace(party, version=before.version + 1), seen=before.version)
    work.record("parties_imported", conference_id, added=report.added, changed=report.changed)
    return report


def _count(draft: "_Draft", report: ImportReport) -> None:
    for party_id in draft.named:
        before = draft.before.get(party_id)
        if before is None:
            report.added += 1
        elif before != draft.parties[party_id]:
            report.changed += 1
        else:
            report.unchanged += 1


def _find_unprintable(record: Record) -> list[Fault]:
    return [
        record.fault(name, "unprintable-character", character=one, code_point=code_point(one))
        for name in ("name", "organisation_name")
        for one in missing_in(str(record.values[name]))
    ]


class _Draft:
    """The parties as the workbook would leave them."""

    def __init__(
        self, conference: Conference, parties: Sequence[Party], papers: Sequence[Paper], report: ImportReport
    ) -> None:
        self.before: Mapping[str, Party] = {party.id: party for party in parties}
        self.parties = dict(self.before)
        self.named: dict[str, int] = {}
        self._conference = conference
        self._faults = report.faults
        self._report = report
        self._by_id = {paper.id: paper for paper in papers}
        self._by_owner: dict[tuple[Side, str], list[Paper]] = {}
        for paper in papers:
            self._by_owner.setdefault((paper.side, fold(paper.organisation_name)), []).append(paper)
        self._register = Register()
        for party in parties:
            self._register.add(_known(party))

    def take_party(self, record: Record) -> None:
        """A row of the sheet of parties."""
        known = self._find(record)
        party = self._change(record, known) if known else self._make(record)
        if party is None:
            return
        if party.min_meetings > party.max_meetings:
            facts = {"least": party.min_meetings, "most": party.max_meetings}
            self._faults.append(record.fault("min_meetings", "min-above-max", **facts))
        first = self.named.setdefault(party.id, record.row)
        if first != record.row:
            self._faults.append(record.fault("name", "repeated-party", row=first))
            return
        self.parties[party.id] = party
        self._register.add(_known(party), record.values["key"])

    def _find(self, record: Record) -> Party | None:
        key, side, name = record.values["key"], record.values["side"], record.values["name"]
        if key in self.parties:
            return self.parties[key]
        organisation = record.values["organisation_name"] or name
        for party in self.parties.values():
            same_name = fold(party.name) == fold(name)
            same_owner = record.values["organisation_id"] in ("", party.organisation_id)
            if (
                party.side.value == side
                and same_name
                and same_owner
                and fold(party.organisation_name) == fold(organisation)
            ):
                return party
        return None

    def _change(self, record: Record, before: Party) -> Party | None:
        values = record.values
        if before.side.value != values["side"]:
            self._faults.append(record.fault("side", "other-side", name=before.name))
            return None
        counts = {one: values[one] for one in ("min_meetings", "max_meetings") if values[one] is not None}
        after = replace(before, name=values["name"], **counts)
        if not values["grounds"]:
            return after
        papers = self._papers(record, before.organisation_id)
        if papers is None:
            return None
        ids = tuple(paper.id for paper in papers)
        return replace(after, need_ids=ids) if before.side is Side.DEMAND else replace(after, entry_ids=ids)

    def _make(self, record: Record) -> Party | None:
        values, side = record.values, Side(record.values["side"])
        if values["key"].startswith("p-"):
            # Ids of ours begin so: this one is of another conference, or has been removed.
            self._faults.append(record.fault("key", "unknown-key", value=values["key"]))
            return None
        papers = self._papers(record, values["organisation_id"])
        if not papers:
            return None
        ids = tuple(paper.id for paper in papers)
        command = AddParty(
            self._conference.id,
            side,
            values["organisation_id"] or papers[0].organisation_id,
            values["organisation_name"] or papers[0].organisation_name or values["name"],
            values["name"],
            ids if side is Side.DEMAND else (),
            ids if side is Side.SUPPLY else (),
            values["min_meetings"],
            values["max_meetings"],
        )
        return make_party(command, self._conference)

    def _papers(self, record: Record, owner: str) -> list[Paper] | None:
        """What a party stands for: as said, else all papers of an organisation of its name; None with a fault."""
        side, said = Side(record.values["side"]), record.values["grounds"]
        organisation = record.values["organisation_name"] or record.values["name"]
        if not said:
            papers = self._by_owner.get((side, fold(organisation)), [])
            found = [paper for paper in papers if not owner or paper.organisation_id == owner]
            if not found:
                self._faults.append(record.fault("organisation_name", "no-ground"))
            return found or None
        found = []
        for one in said:
            paper = self._by_id.get(one)
            if paper is None or paper.side is not side:
                self._faults.append(record.fault("grounds", "unknown-ground", id=one))
                return None
            if owner and paper.organisation_id != owner:
                self._faults.append(record.fault("grounds", "ground-of-another", id=one, name=paper.organisation_name))
                return None
            found.append(paper)
        return found

    def take_wishes(self, records: Sequence[Record]) -> None:
        """The sheet of wishes: those of a party that occurs in it are replaced."""
        wishes: dict[str, list[Wish]] = {}
        for record, party, other, strength in read_wishes(records, self._register, self._faults):
            wishes.setdefault(party.id, []).append(Wish(other.id, Strength(strength)))
            self.named.setdefault(party.id, record.row)
        self._report.wishes = sum(map(len, wishes.values()))
        for party_id, said in wishes.items():
            if set(self.parties[party_id].wishes) != set(said):
                self.parties[party_id] = replace(self.parties[party_id], wishes=tuple(said))

    def take_closed(self, rows: Sequence[tuple[Record, tuple[str, ...]]]) -> None:
        """The sheet of closed slots: those of a party that has a row are replaced."""
        order = [slot.id for slot in self._conference.slots]
        seen: dict[str, int] = {}
        for record, slots in rows:
            party = self._register.find(record, "party", self._faults)
            if party is None:
                continue
            first = seen.setdefault(party.id, record.row)
            if first != record.row:
                self._faults.append(record.fault("party", "repeated-row", row=first))
                continue
            self.named.setdefault(party.id, record.row)
            closed = tuple(slot for slot in order if slot in set(slots))
            self.parties[party.id] = replace(self.parties[party.id], unavailable=closed)


def _known(party: Party) -> Known:
    return Known(party.id, party.side.value, party.name, party.organisation_id)


def sort_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Faults as people go through a workbook: by sheet, row and column."""
    return sorted(faults, key=lambda one: _place(one.cell))


def _place(cell: Cell) -> tuple[str, int, int, str]:
    return cell.sheet, cell.row, len(cell.column), cell.column


def group_by_row(faults: Iterable[Fault]) -> dict[str, dict[int, list[Fault]]]:
    """Faults by sheet and row."""
    found: dict[str, dict[int, list[Fault]]] = {}
    for fault in faults:
        found.setdefault(fault.cell.sheet, {}).setdefault(fault.cell.row, []).append(fault)
    return found
