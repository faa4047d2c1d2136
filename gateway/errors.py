"""One shape for every error that leaves the door: message, code, perhaps a field, and the id of the request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from graphql import FieldNode, GraphQLError, Node, OperationDefinitionNode


class Code(StrEnum):
    """The closed list of `extensions.code`; a client may switch on it."""

    BAD_REQUEST = "BAD_REQUEST"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    UPSTREAM_UNAVAILABLE = "UPSTREAM_UNAVAILABLE"
    RATE_LIMITED = "RATE_LIMITED"
    INTERNAL = "INTERNAL"


class Fault(GraphQLError):
    """An error meant for the person who asks: shown as it stands, in Chinese and English.

    `more` goes into the extensions beside code, field and messages (for instance the service's own finer code).
    """

    def __init__(
        self,
        code: Code,
        zh: str,
        en: str,
        *,
        field: str | None = None,
        node: Node | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        extensions: dict[str, Any] = {"code": code.value}
        if field:
            extensions["field"] = field
        extensions["messages"] = {"zh": zh, "en": en}
        super().__init__(en, node, extensions=extensions | dict(more or {}))


def internal_fault() -> Fault:
    """What is shown instead of an error that was not meant for people."""
    zh, en = "系统出现意外错误，已记录，请引用请求编号。", "Something went wrong; quote the request id."
    return Fault(Code.INTERNAL, zh, en)


_EARLY_ZH = {
    Code.GRAPHQL_PARSE_FAILED: "查询语句有语法错误：",
    Code.GRAPHQL_VALIDATION_FAILED: "查询与接口模式不符：",
    Code.BAD_USER_INPUT: "输入值有误：",
}
# graphql-core says where inside a variable the bad value stands only in its sentence.
_INNER_PATH = re.compile(r" at '([^']+)'")


def explained(error: GraphQLError, code: Code) -> Fault:
    """Give an error of the GraphQL library itself our code, a field where one can be told, and a Chinese sentence."""
    fault = Fault(code, _EARLY_ZH.get(code, "") + error.message, error.message, field=_field_of(error))
    return placed(fault, error)


def placed(fault: Fault, error: GraphQLError) -> Fault:
    """The fault, standing where the error stood in the document and in the answer."""
    fault.nodes, fault.source, fault.positions = error.nodes, error.source, error.positions
    fault.locations, fault.path = error.locations, error.path
    return fault


def _field_of(error: GraphQLError) -> str | None:
    """Name the part of the input the error is about: the path inside a variable, else the nearest named node."""
    inner = _INNER_PATH.search(error.message)
    if inner:
        return inner.group(1)
    for node in error.nodes or ():
        named = getattr(node, "name", None) or getattr(getattr(node, "variable", None), "name", None)
        if named is not None and not isinstance(node, OperationDefinitionNode):
            return str(named.value)
    return None


def is_about_input(error: GraphQLError) -> bool:
    """Tell an argument the library could not read (the asker's doing) from a value it could not write (ours)."""
    cause = error.original_error
    is_at_field = any(isinstance(node, FieldNode) for node in error.nodes or ())
    return isinstance(cause, GraphQLError | None) and not is_at_field


def error_shape(error: GraphQLError, *, language: str, request_id: str) -> dict[str, Any]:
    """Write one error as it stands in the answer."""
    extensions = dict(error.extensions or {})
    messages = extensions.get("messages", {})
    shape: dict[str, Any] = {"message": messages.get(language, error.message)}
    if error.locations:
        shape["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        shape["path"] = error.path
    shape["extensions"] = extensions | {"requestId": request_id}
    return shape
