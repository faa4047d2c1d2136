"""The page on facts shows code that runs."""

import re
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from tests.unit.events.making import TryingLog

PAGE = Path(__file__).parents[3] / "docs" / "events.md"


def test_the_examples_of_the_page_run_one_after_the_other(engine: Engine, log: TryingLog, tmp_path: Path) -> None:
    examples = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {"engine": engine, "log": log, "folder": tmp_path}

    for example in examples:
        exec(compile(example, PAGE.name, "exec"), names)

    assert len(examples) == 2
    assert names["heard"] == [("workshop.stool.moved", "s1", 7)]
