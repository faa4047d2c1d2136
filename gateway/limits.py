"""Counts taken before validation, because validation itself takes quadratic time and would be the first to suffer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    Node,
    OperationDefinitionNode,
    SelectionNode,
)

from gateway.errors import Code, Fault


@dataclass(frozen=True)
class Limits:
    """How large one request may be.

    `page` is the length assumed for a list that says nothing of its own, `longest` that of the longest page.
    """

    body: int = 100_000
    tokens: int = 2_000
    operations: int = 10
    fragments: int = 20
    fields_per_set: int = 50
    repeats: int = 10
    aliases: int = 15
    depth: int = 12
    introspection_depth: int = 20
    cost: int = 5_000
    page: int = 20
    longest: int = 100


def excess(zh: str, en: str, node: Node | None = None) -> Fault:
    """Make the fault that says which limit was passed."""
    return Fault(Code.LIMIT_EXCEEDED, zh, en, node=node)


def check_size(document: DocumentNode, limits: Limits) -> None:
    """Refuse a document that is too large in any way, in time linear in its tokens.

    Raises Fault(LIMIT_EXCEEDED), or Fault(GRAPHQL_VALIDATION_FAILED) for a fragment that spreads itself.
    """
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if len(fragments) > limits.fragments:
        raise excess(f"片段超过 {limits.fragments} 个。", f"There are more than {limits.fragments} fragments.")
    if len(operations) > limits.operations:
        raise excess(f"操作超过 {limits.operations} 个。", f"There are more than {limits.operations} operations.")
    aliases = sum(_check_sets(definition, limits) for definition in (*operations, *fragments.values()))
    if aliases > limits.aliases:
        raise excess(f"别名超过 {limits.aliases} 个。", f"There are more than {limits.aliases} aliases.")
    depths = _Depths(fragments, limits)
    for definition in operations:
        depths.check(definition)


def flattened(selections: Sequence[SelectionNode]) -> Iterator[FieldNode | FragmentSpreadNode]:
    """Walk one selection set as the executor sees it: inline fragments belong to the set around them."""
    waiting = list(reversed(selections))
    while waiting:
        node = waiting.pop()
        if isinstance(node, InlineFragmentNode):
            waiting.extend(reversed(node.selection_set.selections))
        elif isinstance(node, FieldNode | FragmentSpreadNode):
            yield node


def _check_sets(definition: Any, limits: Limits) -> int:
    """Count the aliases of one definition; refuse wide sets and fields that return at one path again and again."""
    aliases = 0
    repeats: Counter[tuple[str, ...]] = Counter()
    waiting: list[tuple[tuple[str, ...], Any]] = [((), definition)]
    while waiting:
        path, parent = waiting.pop()
        for count, node in enumerate(flattened(parent.selection_set.selections), start=1):
            if count > limits.fields_per_set:
                most = limits.fields_per_set
                raise excess(f"同一层字段超过 {most} 个。", f"One selection set has more than {most} fields.", parent)
            if isinstance(node, FragmentSpreadNode):
                continue
            aliases += node.alias is not None
            inner = (*path, (node.alias or node.name).value)
            if len(inner) > limits.introspection_depth:  # refused by the next check; long keys would cost time here
                continue
            repeats[inner] += 1
            if repeats[inner] > limits.repeats:
                most = limits.repeats
                raise excess(f"同一字段重复超过 {most} 次。", f"One field is repeated more than {most} times.", node)
            if node.selection_set:
                waiting.append((inner, node))
    return aliases


class _Depths:
    """Measures nesting with every fragment walked once; a cycle of fragments is found on the way."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode], limits: Limits) -> None:
        self._fragments, self._limits = fragments, limits
        self._known: dict[tuple[str, bool], int] = {}
        self._open: list[str] = []
        self._frames = 0

    def check(self, definition: Any) -> None:
        """Raise Fault(LIMIT_EXCEEDED) when the definition, with its fragments in place, nests too deep."""
        self._below(definition, hidden=False)

    def _below(self, parent: Any, *, hidden: bool) -> int:
        """Levels below a node; `hidden` once we are inside `__schema` or `__type`, which nest deeper by nature."""
        self._frames += 1
        if self._frames > self._limits.introspection_depth + self._limits.fragments:  # our own stack is finite too
            raise excess("嵌套过深。", "The selection is nested too deeply.", parent)
        deepest = self._deepest(parent, hidden=hidden)
        self._frames -= 1
        return deepest

    def _deepest(self, parent: Any, *, hidden: bool) -> int:
        deepest = 0
        most = self._limits.introspection_depth if hidden else self._limits.depth
        for node in flattened(parent.selection_set.selections):
            if isinstance(node, FragmentSpreadNode):
                deepest = max(deepest, self._spread(node, hidden=hidden))
            elif node.selection_set:
                inside = hidden or node.name.value.startswith("__")
                below = self._below(node, hidden=inside)
                deepest = max(deepest, 0 if inside and not hidden else below + 1)
            else:
                deepest = max(deepest, 1)
            if deepest > most:
                raise excess(f"嵌套超过 {most} 层。", f"The selection is nested deeper than {most} levels.", node)
        return deepest

    def _spread(self, node: FragmentSpreadNode, *, hidden: bool) -> int:
        name = node.name.value
        fragment = self._fragments.get(name)
        if fragment is None:  # validation will say so
            return 0
        if name in self._open:
            text = f"Cannot spread fragment '{name}' within itself."
            raise Fault(Code.GRAPHQL_VALIDATION_FAILED, f"片段 {name} 不能包含自身。", text, field=name, node=node)
        if (name, hidden) not in self._known:
            self._open.append(name)
            self._known[name, hidden] = self._below(fragment, hidden=hidden)
            self._open.pop()
        return self._known[name, hidden]
