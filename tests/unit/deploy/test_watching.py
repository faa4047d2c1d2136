"""A work process answers for itself: that it lives, whether it is ready, and its figures."""

from collections.abc import Iterator

import pytest
import urllib3

from deploy.watching import Watch
from tests.house import TestHouse

EDITION = {"year": 2019, "scope": "shanghai", "title": "推荐目录（2019年度）"}


class Asked:
    """A watch on a free port, and what it is told to say."""

    def __init__(self, house: TestHouse) -> None:
        self.trouble = ""
        roles = [house.working(name) for name in house.ports]
        self.watch = Watch("127.0.0.1", 0, roles, lambda: self.trouble)
        self.pool = urllib3.PoolManager(retries=False)

    def get(self, path: str) -> tuple[int, str]:
        answer = self.pool.request("GET", f"http://127.0.0.1:{self.watch.port}{path}")
        return answer.status, answer.data.decode()


@pytest.fixture
def asked(house: TestHouse) -> Iterator[Asked]:
    opened = Asked(house)
    yield opened
    opened.pool.clear()
    opened.watch.close()


def test_it_lives_while_it_says_why_it_is_not_ready(asked: Asked) -> None:
    assert (asked.get("/livez"), asked.get("/readyz")) == ((200, "ok\n"), (200, "ok\n"))

    asked.trouble = "search: worker: ended"
    assert (asked.get("/livez"), asked.get("/readyz")) == ((200, "ok\n"), (503, "search: worker: ended\n"))
    assert asked.get("/elsewhere") == (404, "not found\n")


def test_figures_tell_what_left_and_what_arrived(house: TestHouse, asked: Asked) -> None:
    house.organizer.post("catalogue", "/editions", EDITION)
    house.come_to_rest()

    lines = asked.get("/metrics")[1].splitlines()
    assert 'gongxu_relay_sent_total{service="catalogue"} 1.0' in lines
    assert 'gongxu_relay_unsent{service="catalogue"} 0.0' in lines
    assert 'gongxu_worker_applied_total{service="matching"} 1.0' in lines
    assert 'gongxu_worker_parked{service="search"} 0.0' in lines
