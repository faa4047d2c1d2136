"""Every fault and doubt that a list can have is told in Chinese and English."""

import ast
from pathlib import Path

from services.catalogue.phrases import PHRASES
from services.catalogue.unified_code import find_doubts
from services.chassis.refusal import CHASSIS_PHRASES

ROOM = Path(__file__).parents[3] / "services" / "catalogue"
CALLS = {"Unusable": 0, "Fault": 2, "_choose": 3, "_fault": 2, "Cell": 3}
"""Who takes a fault's code, and at which place among its arguments."""


def codes_told() -> set[str]:
    """The codes that are written down as arguments of those calls."""
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                code = node.args[CALLS[node.func.id] :][:1]
                found |= {one.value for one in code if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return found


def test_every_fault_of_a_list_has_its_phrase() -> None:
    codes = codes_told()

    assert {"digits-lost", "hidden-row", "unknown-category", "repeated-row", "entry-withdrawn"} <= codes
    assert codes - {*PHRASES, *CHASSIS_PHRASES} == set()


def test_every_doubt_about_a_unified_code_has_its_phrase() -> None:
    doubts = {doubt for code in ("123", "91350100M000100Y44") for doubt in find_doubts(code)}

    assert doubts == {"unified-code-form", "unified-code-check"}
    assert doubts <= set(PHRASES)


def test_what_excel_makes_of_a_cell_has_its_phrase() -> None:
    assert {"formula-cell", "error-cell", "date-cell", "not-text"} <= set(PHRASES)
