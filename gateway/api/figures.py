"""年度报告 (the report of a year) in the schema, and a provider's record; the gateway computes nothing."""

from typing import Any
from urllib.parse import quote

import graphene
from graphql import GraphQLResolveInfo

from gateway.api import lists
from gateway.api.paging import connection_field, connection_type, rows
from gateway.api.parties import SERVICE
from gateway.api.resolving import Row, at, context_of, listed
from gateway.connections import connection_of_rows, read_turn

RECORDS = "/files/conference/records"


class YearFigure(graphene.ObjectType):
    """A figure and what it counts."""

    name = graphene.String()
    value = graphene.Int()
    definition = graphene.String()
    definition_en = graphene.String()


class LabelledFigure(YearFigure):
    """A figure with the words that stand before it."""

    label = graphene.String()
    label_en = graphene.String()


class ReportSection(graphene.ObjectType):
    """The figures of one service."""

    name = graphene.String()
    title = graphene.String()
    title_en = graphene.String()
    missing = graphene.Boolean(description="The service could not be read just now.")
    figures = rows(YearFigure)


class Conversion(graphene.ObjectType):
    """What has come until now of the meetings of an earlier year."""

    year = graphene.Int()
    held = graphene.Int()
    intents = graphene.Int()
    contracts = graphene.Int()
    amount = graphene.Int(description="In 万元.")


class SupplierFigures(graphene.ObjectType):
    """The meetings of one organisation of the supply side in a year."""

    organisation_id = graphene.ID()
    name = graphene.String()
    planned = graphene.Int()
    held = graphene.Int()
    intents = graphene.Int()
    contracts = graphene.Int()
    amount = graphene.Int(description="In 万元.")


SupplierFiguresConnection = connection_type(SupplierFigures)


def _rows_of(key: str) -> Any:
    def resolve(told: Row, info: GraphQLResolveInfo, first: int | None = None, after: str | None = None) -> Any:
        return connection_of_rows(told[key], read_turn(first, after))

    return resolve


class YearReport(graphene.ObjectType):
    """年度报告: computed while the year is open, frozen once it is closed."""

    year = graphene.Int()
    state = graphene.Field(lists.ReportState, resolver=listed("state"))
    closed_at = graphene.String()
    closed_by = graphene.String()
    sections = rows(ReportSection)
    conversion = rows(Conversion, description="Of earlier years, the latest first.")
    suppliers = connection_field(SupplierFiguresConnection, _rows_of("suppliers"), "Most meetings held first.")


class ReportYears(graphene.ObjectType):
    """The years there is something to report of, the latest first."""

    years = graphene.List(graphene.NonNull(graphene.Int))
    closed = graphene.List(graphene.NonNull(graphene.Int))


class RecordEntry(graphene.ObjectType):
    """An entry of the catalogue that a provider had."""

    name = graphene.String()
    category = graphene.Field(lists.Category, resolver=listed("category"))
    edition = graphene.String()
    document_number = graphene.String()


class RecordMeeting(graphene.ObjectType):
    """A meeting of a provider's record."""

    conference = graphene.String()
    starts_at = graphene.String()
    table = graphene.String()
    demand_name = graphene.String()
    held_text = graphene.String()
    intent = graphene.Boolean()
    contract = graphene.Boolean()
    amount = graphene.Int(description="In 万元.")
    is_disputed = graphene.Boolean()


RecordMeetingConnection = connection_type(RecordMeeting)


class ProviderRecord(graphene.ObjectType):
    """成效材料: a provider's record of a year, with the definitions used."""

    organisation_id = graphene.ID()
    name = graphene.String()
    year = graphene.Int()
    made_on = graphene.String()
    entries = rows(RecordEntry)
    figures = rows(LabelledFigure)
    meetings = connection_field(RecordMeetingConnection, _rows_of("meetings"), "Meetings in the order of time.")
    xlsx_url = graphene.String(description="The record as Excel.")
    pdf_url = graphene.String(description="The record as a document to be handed in.")

    @staticmethod
    def resolve_xlsx_url(record: Row, info: GraphQLResolveInfo) -> str:
        """The link, which asks for the same rights as the record."""
        return _address(record, "record.xlsx")

    @staticmethod
    def resolve_pdf_url(record: Row, info: GraphQLResolveInfo) -> str:
        """The link, which asks for the same rights as the record."""
        return _address(record, "record.pdf")


def _address(record: Row, name: str) -> str:
    return f"{RECORDS}/{quote(record['organisation_id'], safe='')}/{name}?year={record['year']}"


class FiguresQuery(graphene.ObjectType):
    """Reports and records."""

    report_years = graphene.Field(ReportYears)
    year_report = graphene.Field(YearReport, year=graphene.Int(required=True))
    provider_record = graphene.Field(
        ProviderRecord, organisation_id=graphene.ID(required=True), year=graphene.Int(required=True)
    )

    @staticmethod
    def resolve_report_years(_: Any, info: GraphQLResolveInfo) -> Any:
        """The years."""
        return _read(info, "/reports")

    @staticmethod
    def resolve_year_report(_: Any, info: GraphQLResolveInfo, year: int) -> Any:
        """The report of a year."""
        return _read(info, at("reports", str(year)))

    @staticmethod
    def resolve_provider_record(_: Any, info: GraphQLResolveInfo, organisation_id: str, year: int) -> Any:
        """The record of a provider."""
        return _read(info, at("records", organisation_id), year=year)


def _read(info: GraphQLResolveInfo, path: str, **params: Any) -> Any:
    context = context_of(info)
    context.must_be_known()
    return context.read(SERVICE, path, **params)


class FiguresMutation(graphene.ObjectType):
    """Closing a year."""

    close_year = graphene.Field(
        YearReport, year=graphene.Int(required=True), description="结账: freeze the report of a year as it stands."
    )

    @staticmethod
    def resolve_close_year(_: Any, info: GraphQLResolveInfo, year: int) -> Any:
        """Freeze it."""
        return context_of(info).write(SERVICE, "POST", at("reports", str(year), "close"))
