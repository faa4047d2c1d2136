"""Every figure that the operators' page sets an alarm on is one that a process of the house tells."""

import re
from pathlib import Path

from prometheus_client import generate_latest
from prometheus_client.registry import CollectorRegistry
from werkzeug.test import Client

from deploy.watching import WorkFigures
from tests.house import TestHouse

PAGE = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()


def test_a_figure_with_an_alarm_is_told_by_a_process(house: TestHouse) -> None:
    figures = CollectorRegistry()
    figures.register(WorkFigures([house.working(name) for name in house.ports]))
    told = generate_latest(figures).decode()
    told += house.app("catalogue").test_client().get("/metrics").get_data(as_text=True)
    door = Client(house.gateway())
    door.post("/graphql", json={"query": "{ nothing }"})
    told += door.get("/metrics").get_data(as_text=True)

    alarms = re.findall(r"gongxu_[a-z_]+", PAGE[PAGE.index("## What to watch") : PAGE.index("## Looking after it")])
    assert alarms
    assert sorted({name for name in alarms if name not in told}) == []
