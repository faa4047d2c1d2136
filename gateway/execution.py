"""Execution on graphql-core with batched loads: a resolver may answer a `Later`, and everything around it waits.

graphql-core runs depth first and knows coroutines only; here a field that waits leaves its place empty, the walk goes
on, and when nothing else is left one round of loads fills the places and the walk resumes below them.
"""

from __future__ import annotations

from typing import Any

from graphql import ExecutionContext, GraphQLOutputType, OperationDefinitionNode, located_error
from graphql.execution.execute import get_field_def
from graphql.pyutils import Path, Undefined

from gateway.loads import Later, Loads


class BatchedExecution(ExecutionContext):
    """An execution context whose `context_value.loads` is a `Loads`; errors and nulls behave as in graphql-core."""

    def execute_operation(self, operation: OperationDefinitionNode, root_value: Any) -> Any:
        """Walk the operation, then run rounds of loads until the whole answer is there."""
        return self._finished(super().execute_operation(operation, root_value))

    def execute_fields_serially(self, parent_type: Any, source_value: Any, path: Path | None, fields: Any) -> Any:
        """A mutation's fields: each is finished, with its loads, before the next begins."""
        results: dict[str, Any] = {}
        for name, nodes in fields.items():
            result = self._finished(
                self.execute_field(parent_type, source_value, nodes, Path(path, name, parent_type.name))
            )
            if result is not Undefined:
                results[name] = result
            self._loads.forget()
        return results

    def execute_fields(self, parent_type: Any, source_value: Any, path: Path | None, fields: Any) -> Any:
        """One object's fields; the object waits for those of its fields that wait."""
        return _together(super().execute_fields(parent_type, source_value, path, fields))

    def execute_field(self, parent_type: Any, source: Any, field_nodes: Any, path: Path) -> Any:
        """One field; an error that comes with a load is handled like one that was raised at once."""
        completed = super().execute_field(parent_type, source, field_nodes, path)
        if not isinstance(completed, Later):
            return completed
        field = get_field_def(self.schema, parent_type, field_nodes[0])
        return self._guarded(completed, field.type, field_nodes, path)

    def complete_value(self, return_type: Any, field_nodes: Any, info: Any, path: Path, result: Any) -> Any:
        """Complete a value now, or when it is there."""
        if not isinstance(result, Later):
            return super().complete_value(return_type, field_nodes, info, path, result)
        return result.then(lambda value: self.complete_value(return_type, field_nodes, info, path, value))

    def complete_list_value(self, return_type: Any, field_nodes: Any, info: Any, path: Path, result: Any) -> Any:
        """Complete a list; an item that fails later costs the item, or the list when items may not be null."""
        items: list[Any] = super().complete_list_value(return_type, field_nodes, info, path, result)  # type: ignore[assignment]
        for index, item in enumerate(items):
            if isinstance(item, Later):
                items[index] = self._guarded(item, return_type.of_type, field_nodes, path.add_key(index, None))
        return _together(items)

    @property
    def _loads(self) -> Loads:
        loads: Loads = self.context_value.loads
        return loads

    def _guarded(self, later: Later, return_type: GraphQLOutputType, field_nodes: Any, path: Path) -> Later:
        def receive(value: Any) -> Any:
            if isinstance(value, Exception):
                self.handle_field_error(located_error(value, field_nodes, path.as_list()), return_type, path)
                return None
            return value

        return later.then(receive)

    def _finished(self, result: Any) -> Any:
        if not isinstance(result, Later):
            return result
        while not result.is_settled:
            if not self._loads.run_round(self.context_value):
                raise RuntimeError("A field waits for a load that nobody was asked for.")
        if isinstance(result.value, Exception):
            raise result.value
        return result.value


def _together(container: Any) -> Any:
    """The dict or list itself when nothing in it waits, else a Later of it; the first failure fails the whole."""
    places = container.items() if isinstance(container, dict) else enumerate(container)
    waiting = [(place, value) for place, value in places if isinstance(value, Later)]
    if not waiting:
        return container
    whole, missing = Later(), len(waiting)

    def fill(place: Any, value: Any) -> None:
        nonlocal missing
        container[place] = value
        missing -= 1
        if isinstance(value, Exception) and not whole.is_settled:
            whole.settle(value)
        elif missing == 0 and not whole.is_settled:
            whole.settle(container)

    for place, later in waiting:
        later.when_settled(lambda value, place=place: fill(place, value))  # type: ignore[misc]
    return whole
