"""Telling what an import found: every fault and doubt with its cell and its sentence."""

from collections.abc import Iterable
from typing import Any

from services.catalogue.importing import MAX_TOLD, Report
from services.catalogue.phrases import PHRASES
from services.catalogue.sheets.columns import BY_FIELD
from services.catalogue.sheets.grid import Fault
from services.chassis.refusal import Invalid, tell

MAX_CAUSES = 20


def tell_report(report: Report) -> dict[str, Any]:
    """The report as it goes over the wire; long lists of faults are cut, the counts are whole."""
    return {
        "dry_run": report.dry_run,
        "row_count": report.row_count,
        "admitted_count": report.admitted_count,
        "changed_count": report.changed_count,
        "unchanged_count": report.unchanged_count,
        "error_count": len(report.faults),
        "warning_count": len(report.doubts),
        "errors": _tell(report.faults),
        "warnings": _tell(report.doubts),
    }


def refuse(report: Report) -> Invalid:
    """The refusal of an import in earnest: the first fault in words, the first few as causes, the whole report."""
    told = tell_report(report)
    first = told["errors"][0]
    facts = {
        "count": len(report.faults),
        "cell": first["cell"],
        "first": first["title"],
        "first_en": first["title_en"],
        "report": told,
    }
    causes = tuple(_refusal(fault, fault.cell.coordinate) for fault in report.faults[:MAX_CAUSES])
    return Invalid("import-refused", first["field"], facts, causes)


def _tell(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    ordered = sorted(faults, key=lambda fault: (fault.cell.row, len(fault.cell.column), fault.cell.column))
    return [_tell_fault(fault) for fault in ordered[:MAX_TOLD]]


def _tell_fault(fault: Fault) -> dict[str, Any]:
    zh, en = tell(_refusal(fault, fault.field), PHRASES)
    return {
        "cell": fault.cell.coordinate,
        "row": fault.cell.row,
        "column": fault.cell.column,
        "field": fault.field,
        "value": fault.cell.shown,
        "code": fault.code,
        "title": zh,
        "title_en": en,
    }


def _refusal(fault: Fault, field: str) -> Invalid:
    heading = BY_FIELD[fault.field].heading if fault.field in BY_FIELD else fault.field
    facts = {"field": heading, "value": fault.cell.shown, "row": fault.cell.row, **fault.facts}
    return Invalid(fault.code, field, facts)
