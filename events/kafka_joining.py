"""Joining a group on Kafka by short polls, each of which may end before the brokers have answered."""

from functools import partial
from typing import Any

from kafka import KafkaConsumer


def keep_joining(consumer: KafkaConsumer) -> None:
    """Let a poll go on with the joining that an earlier one began, also when it has ended in between.

    The library (3.0.12) waits for a joining that is still under way. One that ended after the poll which began it had
    run out of time it takes for none: it throws the assignment away and joins again, which makes the whole group join
    again, its other members in the same way; short polls then share out partitions for ever. Nothing of that can be
    set or seen from outside, so the coordinator's own method is replaced, the only place where it joins.
    """
    coordinator: Any = consumer._coordinator
    coordinator.ensure_active_group = partial(_ensure_active_group, coordinator)


def _ensure_active_group(coordinator: Any, timeout_ms: float | None = None) -> bool:
    joined: bool = coordinator._net.run(_go_on, coordinator, timeout_ms)
    return joined


async def _go_on(coordinator: Any, timeout_ms: float | None) -> bool:
    """Runs on the library's own thread, where the task that ends again cannot do so before it is waited for."""
    ended = coordinator._join_task
    if ended is not None and ended.is_done:
        coordinator._join_task = coordinator._manager.call_soon(_end_again, ended)
    joined: bool = await coordinator.ensure_active_group_async(timeout_ms)
    return joined


async def _end_again(ended: Any) -> Any:
    if ended.exception is not None:
        raise ended.exception
    return ended.value
