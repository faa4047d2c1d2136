"""The generated references of the house: what each text is made from, and whether the committed one is fresh."""

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.house import open_house
from deploy.services import MODULES, find_service
from deploy.settings import Settings

REFERENCE = Path("docs/reference")


def generate() -> Iterator[tuple[Path, str]]:
    """Every reference: where it lies and what it says."""
    from gateway.api.schema import print_sdl  # The schema is built when it is asked for.

    yield REFERENCE / "schema.graphql", print_sdl()
    yield REFERENCE / "settings.md", tell_settings()
    yield REFERENCE / "facts.md", tell_facts()
    with TemporaryDirectory() as folder, open_house(Settings(var=Path(folder), secret="x" * 32)) as house:
        for name in MODULES:
            spec = house.app(name).extensions["gongxu_api"].spec.to_dict()
            text = json.dumps(spec, ensure_ascii=False, indent=1, sort_keys=True)
            yield REFERENCE / f"{name}.openapi.json", text + "\n"


def tell_settings() -> str:
    """The settings page."""
    lines = ["# Settings", "", "All come from the environment; every default runs the embedded house.", ""]
    lines += ["| variable | default | what it is for |", "|---|---|---|"]
    for one in fields(Settings):
        default = "(made at the first start)" if one.metadata["secret"] else f"`{one.default}`"
        lines.append(f"| `GONGXU_{one.name.upper()}` | {default} | {one.metadata['sentence']} |")
    return "\n".join(lines) + "\n"


def tell_facts() -> str:
    """The page of fact types: who tells what, in which shape."""
    lines = [
        "# Facts",
        "",
        "CloudEvents 1.0, structured JSON; `data` is the noun's whole public state. See `docs/events.md`.",
    ]
    for name in MODULES:
        for fact in find_service(name).facts:
            schema = json.dumps(fact.schema, ensure_ascii=False, sort_keys=True)
            lines += ["", f"## `{fact.name}` (version {fact.version})", "", fact.sentence]
            lines += ["", f"Topic `{fact.topic}`, told by `{name}`.", "", "```json", schema, "```"]
    return "\n".join(lines) + "\n"


def write() -> list[Path]:
    """Write every reference that is not fresh; answers which."""
    stale = list(find_stale())
    for path, text in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [path for path, _ in stale]


def find_stale() -> Iterator[tuple[Path, str]]:
    """The references whose committed text differs from what the code says, with the right text."""
    for path, text in generate():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield path, text
