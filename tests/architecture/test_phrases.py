"""Every refusal that can be raised has its words, in Chinese and in English."""

import ast
import re
from pathlib import Path

import pytest

from deploy.services import MODULES, find_service
from services.chassis.refusal import CHASSIS_PHRASES, Phrases

ROOT = Path(__file__).parents[2]
KINDS = {"NotFound", "Conflict", "Invalid", "Forbidden", "Unavailable", "Refusal"}


def codes_raised(folder: Path) -> set[str]:
    """The codes that stand as the first word of a refusal anywhere in a folder."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS):
                continue
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_code_a_service_raises_has_its_phrase(name: str) -> None:
    service = find_service(name)

    told = {*service.phrases, *CHASSIS_PHRASES}

    assert codes_raised(service.folder) - told == set()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_service_keeps_a_phrase_twice(name: str) -> None:
    assert set(find_service(name).phrases) & set(CHASSIS_PHRASES) == set()


def all_phrases() -> Phrases:
    return {
        **CHASSIS_PHRASES,
        **{code: pair for name in sorted(MODULES) for code, pair in find_service(name).phrases.items()},
    }


def test_every_phrase_is_said_in_both_languages() -> None:
    han = re.compile(r"[一-鿿]")
    wrong = [code for code, (zh, en) in all_phrases().items() if not han.search(zh) or han.search(en) or not en]

    assert wrong == []


def test_both_languages_fill_the_same_places() -> None:
    def places(sentence: str) -> set[str]:
        # A place may hold a word of its own language: `{kind}` there, `{kind_en}` here.
        return {name.removesuffix("_en").removesuffix("_zh") for name in re.findall(r"\{(\w+)\}", sentence)}

    wrong = [code for code, (zh, en) in all_phrases().items() if places(zh) != places(en)]

    assert wrong == []
