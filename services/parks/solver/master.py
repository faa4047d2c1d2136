"""The master: all consortia known so far, one to be taken for each park, within what every provider can take on."""

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from services.parks.solver.arrays import SCALE, Ints, Members, ints
from services.parks.solver.lp import Program
from services.parks.solver.problem import Problem


class Columns:
    """Consortia by park, each once, in the order in which they came."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known: set[tuple[int, Members]] = set()
        self.park: list[int] = []
        self.members: list[Members] = []
        self.worth: list[int] = []
        """Scaled points"""
        for park, view in enumerate(problem.parks):
            self.add(park, [view.include])

    def add(self, park: int, sets: Iterable[Members]) -> int:
        """Take in consortia of a park; how many were new."""
        before = len(self.park)
        for members in sets:
            if (park, members) not in self._known:
                self._known.add((park, members))
                self.park.append(park)
                self.members.append(members)
                self.worth.append(self._problem.parks[park].worth(members))
        return len(self.park) - before

    def program(self, chosen: Ints | None = None) -> Program:
        """The linear program over these columns, or over some: a row for each park, then one for each provider."""
        problem = self._problem
        parks, columns = len(problem.parks), range(len(self.park)) if chosen is None else chosen.tolist()
        rows: list[int] = []
        starts = [0]
        for column in columns:
            park = self.park[column]
            rows.append(park)
            rows.extend((parks + problem.parks[park].providers[list(self.members[column])]).tolist())
            starts.append(len(rows))
        height = parks + len(problem.providers)
        matrix = sparse.csc_matrix((np.ones(len(rows)), rows, starts), shape=(height, len(starts) - 1))
        return Program(
            matrix=matrix,
            profit=ints([self.worth[column] for column in columns]) / SCALE,
            low=np.r_[np.ones(parks), np.full(len(problem.providers), -np.inf)],
            high=np.r_[np.ones(parks), problem.load.astype(np.float64)],
        )
