"""`python -m tests.contract.golden`: write an event of every fact type and version that has none yet.

What was once told stays in the log for ever, so these files are never changed: they are what old records look like.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.services import MODULES, find_service
from events.envelope import Fact, FactType, encode
from events.log import Event

FOLDER = Path(__file__).parents[1] / "data" / "golden"
TOLD_AT = datetime(2018, 11, 9, 1, 0, tzinfo=UTC)


def declared() -> Iterator[tuple[str, FactType]]:
    """Every fact type, with the service that tells it."""
    for name in MODULES:
        for fact_type in find_service(name).facts:
            yield name, fact_type


def example(schema: Mapping[str, Any], *, full: bool) -> Any:
    """Data that the schema allows: with all that it names, or with no more than it promises."""
    if "enum" in schema:
        return schema["enum"][-1 if full else 0]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "null" in kinds and not full:
        return None
    if kinds[0] == "object":
        named = schema["properties"] if full else schema.get("required", ())
        return {name: example(schema["properties"][name], full=full) for name in named}
    if kinds[0] == "array":
        return [example(schema["items"], full=True)] if full else []
    return {"string": "工业互联网" if full else "", "integer": 7 if full else 1, "boolean": full}[kinds[0]]


def event_of(service: str, fact_type: FactType, *, full: bool) -> Event:
    """An event of the type, about a noun of its own."""
    subject = f"{fact_type.name}-{'full' if full else 'bare'}"
    data = example(fact_type.schema, full=full)
    fact_type.check(data)
    fact = Fact(
        id=f"{subject}-v{fact_type.version}",
        type=fact_type.name,
        type_version=fact_type.version,
        source=f"/gongxu/{service}",
        subject=subject,
        version=7,
        time=TOLD_AT,
        data=data,
        request_id="golden",
    )
    return encode(fact)


def path_of(fact_type: FactType) -> Path:
    """Where the event of a type and version lies."""
    return FOLDER / f"{fact_type.name}.v{fact_type.version}.json"


def read(path: Path) -> Event:
    """The event in a file."""
    written = json.loads(path.read_text(encoding="utf-8"))
    value = json.dumps(written["value"], ensure_ascii=False).encode()
    return Event(written["topic"], written["key"], value, written["headers"])


def main() -> None:
    """Write what is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for service, fact_type in declared():
        path = path_of(fact_type)
        if path.exists():
            continue
        event = event_of(service, fact_type, full=True)
        written = {
            "topic": event.topic,
            "key": event.key,
            "headers": dict(event.headers),
            "value": json.loads(event.value or b""),
        }
        path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(path.name)


if __name__ == "__main__":
    main()
