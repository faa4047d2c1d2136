"""How evenly meetings and value fall on the parties of a side."""

import numpy as np

from services.conference.formats.plan import Fairness
from services.conference.solver.arrays import Ints


def judge_fairness(counts: Ints, least: Ints, values: Ints) -> Fairness:
    """The figures of one side from each party's number of meetings, its minimum and the weight of its meetings."""
    parties, total = len(counts), int(counts.sum())
    ranks = 2 * np.arange(parties) - parties + 1
    spread = int((ranks * np.sort(counts)).sum())
    return Fairness(
        parties=parties,
        count_min=int(counts.min()) if parties else 0,
        count_max=int(counts.max(initial=0)),
        count_mean_milli=1000 * total // max(1, parties),
        count_histogram=tuple(np.bincount(counts).tolist()) if parties else (),
        gini_milli=1000 * spread // (parties * total) if total else 0,
        below_min=int((counts < least).sum()),
        zero=int((counts == 0).sum()),
        value_min=int(values.min()) if parties else 0,
        value_mean=int(values.sum()) // max(1, parties),
    )
