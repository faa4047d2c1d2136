"""The embedded house while the clock of its machine jumps hours ahead and back, under a steady load."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.clocks import clock_in
from tests.faults.ledger import Row, settle
from tests.faults.loaded import EMBEDDED, await_more, house_in, load_of

pytestmark = pytest.mark.faults

JUMPS = ("+6h", "-6h", "+0", "-6h", "+6h", "+0")


def test_a_clock_that_jumps_loses_nothing(tmp_path: Path, enter: Callable[[Row], None]) -> None:
    file = tmp_path / "offset"
    file.write_text("+0\n")
    with clock_in(file), house_in(tmp_path, tmp_path / "var") as house:
        load = load_of(house, [EMBEDDED])
        with load:
            for jump in JUMPS:
                await_more(load, "acknowledged", 10)
                file.write_text(f"{jump}\n")
            await_more(load, "acknowledged", 10)
            house.wait_until_ready(EMBEDDED)
        enter(settle(house.shared, load, "embedded: clock jumps of 6 and 12 h", rounds=len(JUMPS)))
