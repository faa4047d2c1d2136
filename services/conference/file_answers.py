"""What the conference service answers of the files of plans and of imports."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import listed


class UnprintableOut(Shape):
    """A character that the font lacks: the cell of the sheet 参会方×时段 or 总览 where it stands, and its text."""

    cell = fields.String()
    text = fields.String()
    character = fields.String()
    code_point = fields.String()


class FileOut(Shape):
    """A file of a plan and how far its making is; `name` is the last part of its address."""

    id = fields.String()
    run_id = fields.String()
    form = fields.String()
    name = fields.String()
    party_id = fields.String(allow_none=True)
    plan_state = fields.String()
    state = fields.String()
    progress = fields.Integer()
    error = fields.String()
    error_text = fields.String()
    error_text_en = fields.String()
    size = fields.Integer()
    unprintable = listed(UnprintableOut)
    created_at = fields.String()
    finished_at = fields.String(allow_none=True)


class FilesOut(Shape):
    """The files of a plan as it stands; `unprintable` is known before anything is printed."""

    items = listed(FileOut)
    unprintable = listed(UnprintableOut)


class CellFaultOut(Shape):
    """What is wrong with a cell of a workbook, or worth a second look."""

    cell = fields.String()
    row = fields.Integer()
    value = fields.String()
    code = fields.String()
    title = fields.String()
    title_en = fields.String()


class ImportOut(Shape):
    """What an import of parties did, or would do; with errors nothing was changed."""

    dry_run = fields.Boolean()
    row_count = fields.Integer()
    added_count = fields.Integer()
    changed_count = fields.Integer()
    unchanged_count = fields.Integer()
    wish_count = fields.Integer()
    error_count = fields.Integer()
    warning_count = fields.Integer()
    errors = listed(CellFaultOut)
    warnings = listed(CellFaultOut)
