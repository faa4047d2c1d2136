"""How a page asks the schema: named documents, answers that may have holes, refusals that a form can show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.chassis.identity import Actor

Execute = Callable[[str, dict[str, Any], Actor], Mapping[str, Any]]
"""Runs one document of the schema for an actor and answers `{"data": …, "errors": […]}`."""

_FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Fault:
    """One error of an answer, as far as a page needs it. `field` is the input field it is about, "" for none."""

    code: str
    message: str
    field: str = ""
    path: tuple[str | int, ...] = ()
    request_id: str = ""
    problem: str = ""


class Refused(Exception):
    """The schema gave no answer that the page could be made of."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{fault.code}: {fault.message}" for fault in self.faults))

    @property
    def first(self) -> Fault:
        """The fault that decides which page is shown."""
        return self.faults[0]


@dataclass(frozen=True)
class Reply:
    """What came back; a part that could not be had is None and has its fault."""

    data: Mapping[str, Any]
    faults: tuple[Fault, ...] = field(default=())

    def lacks(self, name: str) -> bool:
        """Whether some part under a field of this name could not be had."""
        return any(name in fault.path for fault in self.faults)


class Questions:
    """The documents of the site, read once: `questions/<name>.graphql`."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._documents = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.graphql"))}

    def __getitem__(self, name: str) -> str:
        if name not in self._documents:
            raise LookupError(f"unknown question {name!r}; known: {', '.join(self._documents)}")
        return self._documents[name]

    def items(self) -> Iterable[tuple[str, str]]:
        """Every name with its document."""
        return self._documents.items()


class Asker:
    """Asks for one person during one request."""

    def __init__(self, execute: Execute, questions: Questions, actor: Actor) -> None:
        self._execute, self._questions, self._actor = execute, questions, actor

    def ask(self, question: str, **variables: Any) -> Reply:
        """Read. Raises Refused when there is nothing but faults."""
        answer = self._execute(self._questions[question], variables, self._actor)
        faults = tuple(read_fault(error) for error in answer.get("errors") or ())
        data = answer.get("data")
        if faults and not any(value is not None for value in (data or {}).values()):
            raise Refused(faults)
        return Reply(data or {}, faults)

    def one(self, question: str, noun: str, **variables: Any) -> tuple[dict[str, Any], Reply]:
        """Read one noun. Raises Refused, with NOT_FOUND when it is not there."""
        reply = self.ask(question, **variables)
        found = reply.data.get(noun)
        if found is None:
            raise Refused(reply.faults or (Fault("NOT_FOUND", "没有找到这一项。"),))
        return found, reply

    def change(self, question: str, **variables: Any) -> dict[str, Any]:
        """Write, and answer the changed noun. Raises Refused on any fault."""
        reply = self.ask(question, **variables)
        found = next(iter(reply.data.values()), None)
        if reply.faults or found is None:
            raise Refused(reply.faults or (Fault("INTERNAL", "没有得到答复。"),))
        changed: dict[str, Any] = found
        return changed


def read_fault(error: Mapping[str, Any]) -> Fault:
    """Read one error of the schema's shape."""
    extensions = error.get("extensions") or {}
    messages = extensions.get("messages") or {}
    return Fault(
        code=str(extensions.get("code", "INTERNAL")),
        message=messages.get("zh") or str(error.get("message", "")),
        field=str(extensions.get("field") or ""),
        path=tuple(error.get("path") or ()),
        request_id=str(extensions.get("requestId") or ""),
        problem=str(extensions.get("problem") or ""),
    )


def nodes(connection: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The nouns of a connection, in order."""
    return [edge["node"] for edge in (connection or {}).get("edges", ())]
