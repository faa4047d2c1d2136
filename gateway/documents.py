"""Documents made ready: parsed, counted, validated and priced once, then remembered by their text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from gateway.cost import Bill, Pricer
from gateway.errors import Code, Fault, explained
from gateway.limits import Limits, check_size, excess


class Rejected(Exception):
    """A document that will not be executed, with the errors that say why."""

    def __init__(self, *errors: GraphQLError) -> None:
        super().__init__(errors[0].message)
        self.errors = list(errors)


@dataclass(frozen=True)
class Operation:
    """One operation of a ready document: what it does and what it will cost."""

    kind: OperationType
    bill: Bill


@dataclass(frozen=True)
class Document:
    """A valid document of the schema, with its operations by name ("" for one without a name)."""

    ast: DocumentNode
    operations: Mapping[str, Operation]

    def operation(self, name: str | None) -> Operation:
        """Pick the operation to run; raises Rejected when the name does not say which."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            text = "Must provide operation name if query contains multiple operations."
            raise Rejected(Fault(Code.BAD_REQUEST, "有多个操作，请给出 operationName。", text, field="operationName"))
        if name not in self.operations:
            text = f"Unknown operation named '{name}'."
            raise Rejected(Fault(Code.BAD_REQUEST, f"没有名为 {name} 的操作。", text, field="operationName"))
        return self.operations[name]


class Documents:
    """Prepares documents of one schema. Only valid ones are kept, up to `kept` characters of text, newest first."""

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, *, sizes: Mapping[str, int] | None = None, kept: int = 250_000
    ) -> None:
        self._schema, self._limits = schema, limits
        self._pricer = Pricer(schema, page=limits.page, longest=limits.longest, sizes=sizes)
        self._ready: OrderedDict[str, Document] = OrderedDict()
        self._kept, self._held, self._lock = kept, 0, Lock()

    def prepare(self, text: str) -> Document:
        """Parse, count, validate and price in this order, each step cheap enough for what the one before let through.

        Raises Rejected with the errors of the first step that objects.
        """
        with self._lock:
            known = self._ready.get(text)
            if known:
                self._ready.move_to_end(text)
                return known
        document = self._made(text)
        with self._lock:
            if self._ready.setdefault(text, document) is document:
                self._held += len(text)
            while self._held > self._kept:
                oldest, _ = self._ready.popitem(last=False)
                self._held -= len(oldest)
        return document

    def _made(self, text: str) -> Document:
        ast = self._parsed(text)
        try:
            check_size(ast, self._limits)
        except Fault as fault:
            raise Rejected(fault) from None
        wrong = validate(self._schema, ast, max_errors=20)
        if wrong:
            raise Rejected(*(explained(error, Code.GRAPHQL_VALIDATION_FAILED) for error in wrong))
        fragments = {one.name.value: one for one in ast.definitions if isinstance(one, FragmentDefinitionNode)}
        return Document(
            ast,
            {
                one.name.value if one.name else "": Operation(one.operation, self._pricer.bill(one, fragments))
                for one in ast.definitions
                if isinstance(one, OperationDefinitionNode)
            },
        )

    def _parsed(self, text: str) -> DocumentNode:
        try:
            return parse(text, max_tokens=self._limits.tokens)
        except GraphQLSyntaxError as error:
            if "more than" in error.message and "tokens" in error.message:
                most = self._limits.tokens
                raise Rejected(excess(f"查询超过 {most} 个词元。", f"The query has more than {most} tokens.")) from None
            raise Rejected(explained(error, Code.GRAPHQL_PARSE_FAILED)) from None
        except GraphQLError as error:  # nested beyond what the parser itself allows
            raise Rejected(excess("嵌套过深。", error.message)) from None
