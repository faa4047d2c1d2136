"""The embedded house while the clock of its machine jumps hours ahead and back, under a steady load."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.clocks import clock_of, set_clock
from tests.faults.ledger import Row, settle
from tests.faults.loaded import EMBEDDED, await_more, house_in, load_of

pytestmark = pytest.mark.faults

JUMPS = (6, -6, 0, -6, 6, 0)
"""Hours, one after the other."""


def test_a_clock_that_jumps_loses_nothing(tmp_path: Path, enter: Callable[[Row], None]) -> None:
    file = tmp_path / "offset"
    set_clock(file, 0)
    with clock_of(file), house_in(tmp_path, tmp_path / "var") as house:
        load = load_of(house, [EMBEDDED])
        with load:
            for jump in JUMPS:
                await_more(load, "acknowledged", 10)
                set_clock(file, jump)
            await_more(load, "acknowledged", 10)
            house.wait_until_ready(EMBEDDED)
        enter(settle(house.shared, load, "embedded: clock jumps of 6 and 12 h", rounds=len(JUMPS)))
