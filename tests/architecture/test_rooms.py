"""The house's laws that a reader of the files can check."""

import ast
import re
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("events", "services", "search", "gateway", "deploy")
BACKENDS = {
    "sqlite": {"events/sqlite.py", "services/chassis/sqlite.py", "events/log.py", "services/chassis/store.py"},
    "postgres": {"services/chassis/store.py"},
    "kafka": {"events/log.py"},
    "tantivy": {"search/engines/index.py"},
}
"""Backend word -> the files beside `deploy/` and the backend's own that may say it: the tables scheme -> module."""


EDGES = {
    "services/chassis/working.py",
    "events/worker.py",
    "events/parking.py",
    "gateway/door.py",
    "gateway/loads.py",
    "gateway/wsgi.py",
}
"""Where the web or a worker begins, so that any fault must become an answer or a parked fact."""


DRIVERS = {
    "sqlite3": ("events/sqlite", "deploy/backup.py"),
    "tantivy": ("search/engines/tantivy",),
    "kafka": ("events/kafka",),
    "elasticsearch": ("search/engines/elasticsearch",),
    "psycopg": (),
    "ortools": ("services/conference/solver/", "services/parks/solver/"),
    "scipy": ("services/conference/solver/", "services/parks/solver/"),
    "highspy": (),
    "granian": ("deploy/serving.py",),
    "urllib3": ("services/chassis/peers.py", "deploy/"),
    "openpyxl": ("services/catalogue/sheets/", "services/conference/imports/"),
    "xlsxwriter": ("services/catalogue/sheets/", "services/conference/exports/", "services/conference/imports/"),
    "typst": ("services/conference/exports/printing.py",),
    "icalendar": ("services/conference/exports/calendars.py",),
    "rjieba": ("search/language/",),
    "opencc": ("search/language/",),
    "graphene": ("gateway/",),
    "graphql": ("gateway/",),
    "joserfc": ("services/chassis/identity.py",),
}
"""Library -> where it may be imported: one file, or one room's corner, so that it can be replaced there."""


@cache
def modules() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def code_of(path: Path) -> str:
    """The code without docstrings and comments: prose may name an engine, code may not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [one for one in body if not _is_prose(one)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _is_prose(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_no_room_has_the_name_of_an_installed_distribution() -> None:
    assert not set(ROOMS) & set(packages_distributions())


def test_every_module_opens_with_one_sentence() -> None:
    silent = [named(path) for path in modules() if not ast.get_docstring(parsed(path))]

    assert silent == []


def test_package_files_hold_a_docstring_only() -> None:
    full = [named(path) for path in modules() if path.name == "__init__.py" and code_of(path).strip() != "pass"]

    assert full == []


def test_no_file_is_a_junk_drawer() -> None:
    drawers = {"utils", "helpers", "common", "base", "manager", "misc"}

    assert [named(path) for path in modules() if path.stem in drawers] == []


def test_the_environment_is_read_in_one_place() -> None:
    readers = [named(path) for path in modules() if re.search(r"\bos\.(environ|getenv)\b", code_of(path))]

    assert readers == ["deploy/settings.py"]


@pytest.mark.parametrize("word", sorted(BACKENDS))
def test_a_backend_is_named_in_its_own_file_only(word: str) -> None:
    sayers = {
        named(path)
        for path in modules()
        if not named(path).startswith("deploy/") and not path.stem.startswith(word) and word in code_of(path).lower()
    }

    assert sayers <= BACKENDS[word]


@pytest.mark.parametrize("library", sorted(DRIVERS))
def test_a_library_that_can_be_replaced_stands_in_one_corner(library: str) -> None:
    users = {named(path) for path in modules() if library in imported_by(path)}

    assert {user for user in users if not user.startswith(DRIVERS[library])} == set()


@cache
def imported_by(path: Path) -> set[str]:
    """The top-level names a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_no_test_and_no_module_but_a_bench_needs_what_lies_beside_the_project() -> None:
    beside = "../" + "shared"
    tests = [path for path in (ROOT / "tests").rglob("*.py") if "bench" not in path.parts]
    readers = [named(path) for path in [*modules(), *tests] if beside in path.read_text(encoding="utf-8")]

    assert readers == []


def test_every_service_keeps_the_same_file_names() -> None:
    services = [path.parent for path in (ROOT / "services").glob("*/service.py")]
    expected = {
        "README.md",
        "service.py",
        "domain.py",
        "schemas.py",
        "handlers.py",
        "store.py",
        "routes.py",
        "facts.py",
    }
    missing = {named(folder): sorted(name for name in expected if not (folder / name).exists()) for folder in services}
    missing.pop("services/chassis", None)

    assert {name: lacks for name, lacks in missing.items() if lacks} == {}


def test_a_broad_except_stands_only_at_an_edge_and_says_so() -> None:
    broad = {
        named(path) for path in modules() if re.search(r"except (Base)?Exception\b", path.read_text(encoding="utf-8"))
    }

    assert broad <= EDGES
