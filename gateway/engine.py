"""The schema at work: one asked operation in, one answer out, no HTTP. The door and the site both stand on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationType, execute_sync

from gateway.documents import Document, Documents, Rejected
from gateway.errors import Code, Fault, error_shape, explained, internal_fault, is_about_input, placed
from gateway.execution import BatchedExecution
from gateway.limits import Limits, excess
from gateway.loads import Loads


class Context(Protocol):
    """What the engine itself needs of the context that resolvers are given."""

    loads: Loads
    language: str
    request_id: str


@dataclass(frozen=True)
class Ask:
    """One request: the document, its variables and the name of the operation when there are several."""

    query: str
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None


@dataclass(frozen=True)
class Answer:
    """What is sent back; `is_refused` when nothing was executed, so that there is no `data` at all."""

    payload: dict[str, Any]
    is_refused: bool


class WrongKind(Exception):
    """The operation is of a kind that may not be run this way (a mutation by GET, a subscription at all)."""


# Makes a fault of an exception that resolvers may raise, None for one that nobody should see.
Translate = Callable[[BaseException | None], Fault | None]
# Called with every error that was hidden from the asker, and with the id that the asker was given instead.
OnHidden = Callable[[GraphQLError, str], None]
# Called with the codes of all errors of an answer, for the figures of the door.
OnErrors = Callable[[Sequence[str]], None]


class Engine:
    """Runs operations of one schema within limits. Every error it answers has a code and the id of the request."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        limits: Limits | None = None,
        sizes: Mapping[str, int] | None = None,
        translate: Translate = lambda error: None,
        on_hidden: OnHidden = lambda error, request_id: None,
        on_errors: OnErrors = lambda codes: None,
    ) -> None:
        self.limits = limits or Limits()
        self._schema, self._translate, self._on_hidden, self._on_errors = schema, translate, on_hidden, on_errors
        self._documents = Documents(schema, self.limits, sizes=sizes)

    def run(self, ask: Ask, context: Context, *, only_queries: bool = False) -> Answer:
        """Prepare, price and execute. Raises WrongKind and nothing else that a request could cause."""
        try:
            document = self._prepared(ask, only_queries=only_queries)
        except Rejected as rejected:
            return Answer({"errors": self._shapes(rejected.errors, context)}, is_refused=True)
        result = execute_sync(
            self._schema,
            document.ast,
            context_value=context,
            variable_values=dict(ask.variables or {}),
            operation_name=ask.operation_name,
            execution_context_class=BatchedExecution,
        )
        return self._answer(result, context)

    def _prepared(self, ask: Ask, *, only_queries: bool) -> Document:
        document = self._documents.prepare(ask.query)
        operation = document.operation(ask.operation_name)
        is_query = operation.kind is OperationType.QUERY
        if operation.kind is OperationType.SUBSCRIPTION or (only_queries and not is_query):
            raise WrongKind(operation.kind.value)
        cost, most = operation.bill.total(ask.variables or {}), self.limits.cost
        if cost > most:
            raise Rejected(excess(f"查询代价 {cost} 超过 {most}。", f"The operation may cost {cost}, over {most}."))
        return document

    def _answer(self, result: ExecutionResult, context: Context) -> Answer:
        if not result.errors:
            return Answer({"data": result.data}, is_refused=False)
        # Without data and without a path the variables did not fit and nothing was executed.
        is_refused = result.data is None and all(error.path is None for error in result.errors)
        errors = self._shapes([self._meant_for_people(error, context) for error in result.errors], context)
        return Answer({"errors": errors} if is_refused else {"errors": errors, "data": result.data}, is_refused)

    def _meant_for_people(self, error: GraphQLError, context: Context) -> GraphQLError:
        """Show errors that carry a code, explain refusals and wrong input, hide and report all others."""
        told = self._translate(error.original_error)
        if told:
            return placed(told, error)
        if error.extensions and "code" in error.extensions:
            return error
        if is_about_input(error):
            return explained(error, Code.BAD_USER_INPUT)
        self._on_hidden(error, context.request_id)
        return placed(internal_fault(), error)

    def _shapes(self, errors: Sequence[GraphQLError], context: Context) -> list[dict[str, Any]]:
        language, request_id = context.language, context.request_id
        shapes = [error_shape(error, language=language, request_id=request_id) for error in errors]
        self._on_errors([shape["extensions"]["code"] for shape in shapes])
        return shapes


def refusal_payload(fault: Fault, *, language: str, request_id: str) -> dict[str, Any]:
    """The answer to a request that never became an operation."""
    return {"errors": [error_shape(fault, language=language, request_id=request_id)]}
