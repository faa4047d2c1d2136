"""Templates and the site's own files obey the policy that browsers are given, and the house's words."""

import re
from pathlib import Path

import pytest

import gateway.web

FOLDER = Path(gateway.web.__path__[0])
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
NAMES = [path.relative_to(FOLDER).as_posix() for path in TEMPLATES]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_carries_no_style_and_no_script(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_changes_something_carries_its_key(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL)

    assert [form for form in forms if "key(" not in form] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_marked_safe_but_what_was_made_here(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert re.findall(r"\|\s*safe\b", text) == [] or name.endswith("macros/form.html")


@pytest.mark.parametrize("name", NAMES)
def test_the_words_are_those_of_a_public_counter(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert re.findall(r"亲|您|！|操作失败|参数错误|系统异常|推荐指数|政府推荐|会面|排会", text) == []


def test_the_own_style_names_no_colour_no_size_and_no_face() -> None:
    text = (FOLDER / "static" / "site.css").read_text(encoding="utf-8")

    assert re.findall(r"#[0-9a-f]{3,6}\b|font-family|font-size:\s*[\d.]", text) == []


def test_the_script_is_small_and_evaluates_nothing() -> None:
    text = (FOLDER / "static" / "site.js").read_text(encoding="utf-8")

    assert len(text) < 10_000
    assert re.findall(r"\beval\b|new Function|innerHTML|document\.write", text) == []
