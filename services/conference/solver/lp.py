"""Linear programs by GLOP, spoken to in its own packed messages so that no object is made for each variable."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from ortools.glop import parameters_pb2 as glop_parameters
from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2
from ortools.math_opt.core.python import solver as math_opt
from scipy import sparse

from services.conference.solver.arrays import Floats, Ints

AT_LOWER_BOUND, BASIC = 2, 5
"""Basis statuses: a new column starts at its lower bound, a new row in the basis."""
CLOSE = 1e-6
Added = Literal["rows", "few columns", "columns"]
_DANTZIG = glop_parameters.GlopParameters.DANTZIG
"""A rule that needs no measuring before the first step. The usual one takes fewer steps, but first measures every
column, which takes longer than a few hundred steps do."""


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise profit · x with low ≤ matrix · x ≤ high and 0 ≤ x ≤ upper."""

    matrix: sparse.csr_matrix
    profit: Floats
    low: Floats
    high: Floats
    upper: Floats


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a solution stands: the status of each column and row."""

    columns: Ints
    rows: Ints


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal solution with the price of each row (≥ 0 on ≤-rows)."""

    x: Floats
    price: Floats
    value: float
    basis: Basis


def maximise(program: Program, start: Basis | None = None, *, added: Added = "columns") -> Optimum:
    """Solve a program, from a basis when one is given. Raises ArithmeticError when there is no optimum.

    `added` says what came to the program since the basis was optimal.
    """
    model = _message(program)
    parameters = parameters_pb2.SolveParametersProto(threads=1)
    hints = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        # A start basis only helps on the program as it stands; new rows leave it feasible for the dual simplex only.
        parameters.presolve = parameters_pb2.EMPHASIS_OFF
        primal, dual = parameters_pb2.LP_ALGORITHM_PRIMAL_SIMPLEX, parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX
        parameters.lp_algorithm = dual if added == "rows" else primal
        if added == "few columns":
            parameters.glop.feasibility_rule = parameters.glop.optimization_rule = _DANTZIG
        _fill_basis(hints.initial_basis, start)
    result = _run(model, parameters, hints)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL and start is not None:
        return maximise(program)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        raise ArithmeticError(f"no optimum: {result.termination.reason} {result.termination.detail}")
    return _read(result.solutions[0], len(program.profit), program.matrix.shape[0])


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
    matrix = program.matrix
    matrix.sort_indices()
    rows, columns = matrix.shape
    model = model_pb2.ModelProto()
    model.variables.ids.extend(range(columns))
    model.variables.lower_bounds.extend(np.zeros(columns).tolist())
    model.variables.upper_bounds.extend(program.upper.tolist())
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


def _fill_basis(message: model_parameters_pb2.ModelSolveParametersProto, start: Basis) -> None:
    message.variable_status.ids.extend(range(len(start.columns)))
    message.variable_status.values.extend(start.columns.tolist())
    message.constraint_status.ids.extend(range(len(start.rows)))
    message.constraint_status.values.extend(start.rows.tolist())


def _read(solution: result_pb2.SolveResultProto, columns: int, rows: int) -> Optimum:
    x, price = np.zeros(columns), np.zeros(rows)
    primal, dual = solution.primal_solution.variable_values, solution.dual_solution.dual_values
    x[list(primal.ids)] = primal.values
    price[list(dual.ids)] = dual.values
    basis = Basis(
        np.array(solution.basis.variable_status.values, dtype=np.int64),
        np.array(solution.basis.constraint_status.values, dtype=np.int64),
    )
    return Optimum(x, price, solution.primal_solution.objective_value, basis)
