"""The catalogue's answers on the wire."""

from marshmallow import fields

from services.catalogue.schemas import ContactShape
from services.chassis.fields import Shape


class CategoryCount(Shape):
    """Entries of a category."""

    category = fields.String()
    count = fields.Integer()


class EditionBrief(Shape):
    """What an entry says of its edition."""

    id = fields.String()
    year = fields.Integer()
    scope = fields.String()
    title = fields.String()
    document_number = fields.String()
    status = fields.String()
    demo = fields.Boolean()
    in_use = fields.Boolean()


class EditionOut(EditionBrief):
    """An edition."""

    opened_at = fields.String()
    published_at = fields.String(allow_none=True)
    version = fields.Integer()
    entry_count = fields.Integer()
    categories = fields.List(fields.Nested(CategoryCount))


class ProfileOut(Shape):
    """A profile; `contact` is absent for those who may not see it."""

    description = fields.String()
    capabilities = fields.List(fields.String())
    industries = fields.List(fields.String())
    application_modes = fields.List(fields.String())
    service_regions = fields.List(fields.String())
    cases = fields.List(fields.String())
    languages = fields.List(fields.String())
    contact = fields.Nested(ContactShape, metadata={"role": "private"})


class CompletenessOut(Shape):
    """How complete a profile is."""

    percent = fields.Integer()
    missing = fields.List(fields.String())


class PrerequisiteBrief(Shape):
    """The prerequisite statement of a year."""

    year = fields.Integer()
    category = fields.String()
    met = fields.Boolean()
    basis = fields.String()
    basis_en = fields.String()


class PrerequisiteOut(PrerequisiteBrief):
    """The prerequisite statement with its document and, when it is not met, the code of the reason."""

    document_number = fields.String()
    reason = fields.String()


class WarningOut(Shape):
    """Something that looks wrong and is not refused."""

    field = fields.String()
    value = fields.String()
    code = fields.String()
    title = fields.String()
    title_en = fields.String()


class EntryOut(Shape):
    """An entry; `warnings` only in the answer to whoever wrote it."""

    id = fields.String()
    edition = fields.Nested(EditionBrief)
    name = fields.String()
    short_name = fields.String()
    company = fields.String()
    organisation_id = fields.String()
    unified_code = fields.String()
    kind = fields.String()
    category = fields.String()
    reach = fields.String()
    official = fields.Boolean()
    status = fields.String()
    withdrawn_reason = fields.String()
    withdrawn_at = fields.String(allow_none=True)
    renewed_from = fields.String()
    gbt23001_certified = fields.Boolean()
    profile = fields.Nested(ProfileOut)
    completeness = fields.Nested(CompletenessOut)
    prerequisites = fields.List(fields.Nested(PrerequisiteBrief))
    version = fields.Integer()
    warnings = fields.List(fields.Nested(WarningOut))


class PageOut(Shape):
    """A page of a list."""

    has_next = fields.Boolean()
    end_cursor = fields.String()
    total = fields.Integer()


class EditionsOut(PageOut):
    """A page of editions, newest year first."""

    items = fields.List(fields.Nested(EditionOut))


class EntriesOut(PageOut):
    """A page of entries, in the order of their lists."""

    items = fields.List(fields.Nested(EntryOut))


class EntryBrief(Shape):
    """What a difference says of an entry."""

    id = fields.String()
    name = fields.String()
    company = fields.String()
    category = fields.String()


class DroppedOut(Shape):
    """An entry that was not carried over, and why."""

    entry = fields.Nested(EntryBrief)
    reason = fields.String()


class DifferenceOut(Shape):
    """What an edition keeps, adds and drops against the previous one ("" when there is none)."""

    previous_id = fields.String()
    kept = fields.List(fields.Nested(EntryBrief))
    added = fields.List(fields.Nested(EntryBrief))
    dropped = fields.List(fields.Nested(DroppedOut))


class DecisionOut(Shape):
    """An entry of the previous edition and what is decided about it."""

    entry = fields.Nested(EntryBrief)
    decision = fields.String()
    reason = fields.String()


class RenewalOut(Shape):
    """All entries of the previous edition with their decisions."""

    previous_id = fields.String()
    items = fields.List(fields.Nested(DecisionOut))
    open_count = fields.Integer()


class FaultOut(WarningOut):
    """What is wrong in which cell; `cell` is the spreadsheet's own coordinate, or `row.field` in JSON."""

    cell = fields.String()
    row = fields.Integer()
    column = fields.String()


class ReportOut(Shape):
    """What an import did, or would do."""

    dry_run = fields.Boolean()
    row_count = fields.Integer()
    admitted_count = fields.Integer()
    changed_count = fields.Integer()
    unchanged_count = fields.Integer()
    error_count = fields.Integer()
    warning_count = fields.Integer()
    errors = fields.List(fields.Nested(FaultOut))
    warnings = fields.List(fields.Nested(FaultOut))


class FigureOut(Shape):
    """A named number with its definition."""

    name = fields.String()
    value = fields.Integer()
    definition = fields.String()
    definition_en = fields.String()


class FiguresOut(Shape):
    """The figures of a year."""

    year = fields.Integer()
    figures = fields.List(fields.Nested(FigureOut))
