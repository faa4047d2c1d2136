"""The unit of work of the conference service: every table it has, in one transaction."""

from functools import cached_property

from services.chassis.work import Work
from services.conference.day.store import ArrivalTable, IncidentTable
from services.conference.file_store import FileTable
from services.conference.objection_store import ObjectionTable
from services.conference.outcomes.store import ClosedYearTable, ResultTable, StatementTable, TrackRecordTable
from services.conference.price_store import PriceTable
from services.conference.store import ConferenceTable, PartyTable, RunTable


class StoreWork(Work):
    """What `repositories.py` and those of the day and of outcomes promise, on the database."""

    @cached_property
    def conferences(self) -> ConferenceTable:
        """The conferences."""
        return ConferenceTable(self.connection)

    @cached_property
    def parties(self) -> PartyTable:
        """The parties."""
        return PartyTable(self.connection)

    @cached_property
    def runs(self) -> RunTable:
        """The runs."""
        return RunTable(self.connection)

    @cached_property
    def files(self) -> FileTable:
        """The files of plans."""
        return FileTable(self.connection)

    @cached_property
    def objections(self) -> ObjectionTable:
        """The objections to lists."""
        return ObjectionTable(self.connection)

    @cached_property
    def prices(self) -> PriceTable:
        """The price lists of rules."""
        return PriceTable(self.connection)

    @cached_property
    def incidents(self) -> IncidentTable:
        """What has been reported on the day."""
        return IncidentTable(self.connection)

    @cached_property
    def arrivals(self) -> ArrivalTable:
        """Who has checked in."""
        return ArrivalTable(self.connection)

    @cached_property
    def statements(self) -> StatementTable:
        """What was said of meetings."""
        return StatementTable(self.connection)

    @cached_property
    def results(self) -> ResultTable:
        """What counts of meetings."""
        return ResultTable(self.connection)

    @cached_property
    def track_records(self) -> TrackRecordTable:
        """The records of organisations."""
        return TrackRecordTable(self.connection)

    @cached_property
    def closed_years(self) -> ClosedYearTable:
        """The reports that were frozen."""
        return ClosedYearTable(self.connection)
