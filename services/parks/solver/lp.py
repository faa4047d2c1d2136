"""The linear program of the master, solved by GLOP from the basis of the last round."""

from dataclasses import dataclass

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver as math_opt
from scipy import sparse

from services.parks.solver.arrays import Floats, Ints, ints

_AT_LOWER_BOUND = 2


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise profit · x with low ≤ matrix · x ≤ high and 0 ≤ x; all programs of a run have the same rows."""

    matrix: sparse.csc_matrix
    profit: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal solution, the price of each row, and the basis it stands on (columns, rows)."""

    x: Floats
    price: Floats
    value: float
    basis: tuple[Ints, Ints]


def maximise(program: Program, start: Optimum | None = None) -> Optimum:
    """Solve a program, from an optimum that had the first of its columns when one is given.

    Raises ArithmeticError when there is no optimum.
    """
    parameters = parameters_pb2.SolveParametersProto(threads=1)
    hints = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        # The old basis stays feasible when columns are added; presolve would throw it away.
        parameters.presolve = parameters_pb2.EMPHASIS_OFF
        parameters.lp_algorithm = parameters_pb2.LP_ALGORITHM_PRIMAL_SIMPLEX
        _fill_basis(hints, start, len(program.profit))
    result = _run(_message(program), parameters, hints)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        if start is not None:
            return maximise(program)
        raise ArithmeticError(f"no optimum: {result.termination.reason} {result.termination.detail}")
    return _read(result.solutions[0], program)


def _run(
    model: model_pb2.ModelProto,
    parameters: parameters_pb2.SolveParametersProto,
    hints: model_parameters_pb2.ModelSolveParametersProto,
) -> result_pb2.SolveResultProto:
    return math_opt.solve(
        model,
        parameters_pb2.SOLVER_TYPE_GLOP,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        hints,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )


def _message(program: Program) -> model_pb2.ModelProto:
    """The program in the solver's own packed message, without an object for each variable."""
    matrix = program.matrix.tocsr()
    matrix.sort_indices()
    rows, columns = matrix.shape
    model = model_pb2.ModelProto()
    model.variables.ids.extend(range(columns))
    model.variables.lower_bounds.extend([0.0] * columns)
    model.variables.upper_bounds.extend([np.inf] * columns)
    model.variables.integers.extend([False] * columns)
    model.linear_constraints.ids.extend(range(rows))
    model.linear_constraints.lower_bounds.extend(program.low.tolist())
    model.linear_constraints.upper_bounds.extend(program.high.tolist())
    cells = model.linear_constraint_matrix
    cells.row_ids.extend(np.repeat(np.arange(rows), np.diff(matrix.indptr)).tolist())
    cells.column_ids.extend(matrix.indices.tolist())
    cells.coefficients.extend(matrix.data.tolist())
    gainful = np.flatnonzero(program.profit)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(gainful.tolist())
    model.objective.linear_coefficients.values.extend(program.profit[gainful].tolist())
    return model


def _fill_basis(hints: model_parameters_pb2.ModelSolveParametersProto, start: Optimum, columns: int) -> None:
    known, rows = start.basis
    statuses = np.full(columns, _AT_LOWER_BOUND, dtype=np.int64)
    statuses[: len(known)] = known
    hints.initial_basis.variable_status.ids.extend(range(columns))
    hints.initial_basis.variable_status.values.extend(statuses.tolist())
    hints.initial_basis.constraint_status.ids.extend(range(len(rows)))
    hints.initial_basis.constraint_status.values.extend(rows.tolist())


def _read(solution: solution_pb2.SolutionProto, program: Program) -> Optimum:
    rows, columns = program.matrix.shape
    x, price = np.zeros(columns), np.zeros(rows)
    primal, dual = solution.primal_solution.variable_values, solution.dual_solution.dual_values
    x[list(primal.ids)] = primal.values
    price[list(dual.ids)] = dual.values
    basis = (ints(solution.basis.variable_status.values), ints(solution.basis.constraint_status.values))
    return Optimum(x, price, solution.primal_solution.objective_value, basis)
