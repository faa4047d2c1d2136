"""Latent topics worked out block by block are those of the whole matrix."""

import random
from collections import Counter

import numpy as np
import pytest

from services.matching.scoring import topics
from services.matching.scoring.topics import Topics

TERMS = [f"term-{number}" for number in range(60)]


def texts(count: int) -> list[Counter[str]]:
    draw = random.Random(3)
    return [Counter(draw.choices(TERMS[:40] if place % 2 else TERMS[20:], k=25)) for place in range(count)]


def test_the_size_of_a_block_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = texts(30)
    whole = Topics(entries).place(entries)

    monkeypatch.setattr(topics, "BLOCK", 7)
    blocks = Topics(entries).place(entries)

    assert np.allclose(whole @ whole.T, blocks @ blocks.T)
    assert np.allclose(np.linalg.norm(whole, axis=1), 1.0)


def test_with_as_many_directions_as_entries_a_text_is_most_like_itself() -> None:
    entries = texts(20)
    placed = Topics(entries).place(entries)

    assert (placed @ placed.T).argmax(axis=1).tolist() == list(range(20))


def test_a_catalogue_without_entries_has_no_topics() -> None:
    assert Topics([]).place([Counter(["term-1"])]).shape == (1, 0)
