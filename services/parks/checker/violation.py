"""What the checker finds wrong with a consortium plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault: a stable code, where it stands in the plan, and a sentence."""

    code: str
    where: str
    message: str
