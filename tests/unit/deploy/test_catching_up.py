"""A house that starts says that it is catching up until everything it found waiting has had its effect."""

from deploy.catching_up import CatchingUp
from tests.house import TestHouse
from tests.unit.deploy.test_doctor import EDITION, ENTRY


def test_a_house_with_nothing_to_do_is_ready_at_once(house: TestHouse) -> None:
    house.come_to_rest()

    assert CatchingUp(list(house.ports.values())).trouble() == ""


def test_what_waits_is_told_until_it_has_had_its_effect_and_never_again(house: TestHouse) -> None:
    catching_up = CatchingUp(list(house.ports.values()))
    edition = house.organizer.post("catalogue", "/editions", EDITION).json

    before = catching_up.trouble()
    relay = house.working("catalogue").relay
    assert relay is not None
    while relay.step():
        pass
    sent = catching_up.trouble()
    house.come_to_rest()
    after = catching_up.trouble()
    house.organizer.post("catalogue", f"/editions/{edition['id']}/entries", ENTRY)

    assert before == "catching up: catalogue has facts to send"
    assert sent.startswith("catching up: ")
    assert sent.endswith(" has 1 facts to hear")
    assert (after, catching_up.trouble()) == ("", "")
