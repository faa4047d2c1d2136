"""One suite for both ways to reach a peer: in process and over HTTP."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.serving import make_server

from services.chassis import peers
from services.chassis.app import create_app
from services.chassis.clock import SetClock
from services.chassis.identity import VISITOR, Actor, Role
from services.chassis.peers import Peer, open_peer
from services.chassis.ports import Ports
from services.chassis.refusal import Conflict, Forbidden, Invalid, NotFound, Unavailable

ORGANIZER = Actor("zhang", "org-1", frozenset({Role.ORGANIZER}), request_id="r-1")


@pytest.fixture(params=["inproc", "http"])
def peer(request: pytest.FixtureRequest, ports: Ports, clock: SetClock) -> Iterator[Peer]:
    app = create_app(ports)
    if request.param == "inproc":
        yield open_peer("inproc:", "toy", keyring=ports.keyring, clock=clock, find_app=lambda _: app)
        return
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield open_peer(f"http://127.0.0.1:{server.port}", "toy", keyring=ports.keyring, clock=clock)
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_acting_person_and_the_request_travel_along(peer: Peer) -> None:
    assert peer.get("/who", actor=ORGANIZER) == {"person": "zhang", "request_id": "r-1"}


def test_what_one_writes_the_other_reads(peer: Peer) -> None:
    note = peer.send("POST", "/notes", {"text": "数字化"}, actor=ORGANIZER)

    changed = peer.send("PATCH", f"/notes/{note['id']}", {"text": "二"}, actor=ORGANIZER, version=1)

    assert peer.get(f"/notes/{note['id']}", actor=VISITOR) == changed
    assert changed == {"id": note["id"], "text": "二", "version": 2}


def test_refusals_come_back_as_the_refusals_they_were(peer: Peer) -> None:
    note = peer.send("POST", "/notes", {"text": "one"}, actor=ORGANIZER)
    with pytest.raises(Forbidden) as unsigned:
        peer.send("POST", "/notes", {"text": "two"}, actor=VISITOR)
    with pytest.raises(Invalid) as invalid:
        peer.send("POST", "/notes", {}, actor=ORGANIZER)
    with pytest.raises(NotFound) as missing:
        peer.get("/notes/none", actor=VISITOR)
    with pytest.raises(Conflict) as stale:
        peer.send("PATCH", f"/notes/{note['id']}", {"text": "x"}, actor=ORGANIZER, version=9)

    told = [(one.value.code, one.value.field) for one in (unsigned, invalid, missing, stale)]
    assert told == [("unauthenticated", ""), ("required", "text"), ("not-found", "id"), ("stale-version", "")]
    assert missing.value.facts["id"] == "none"


def test_an_id_of_other_letters_arrives_as_it_was_sent(peer: Peer) -> None:
    with pytest.raises(NotFound) as missing:
        peer.get("/notes/%E5%8D%95%E4%BD%8D%3A2", actor=VISITOR)

    assert missing.value.facts["id"] == "单位:2"


def test_a_clock_that_is_behind_is_the_trouble_of_the_house_and_not_of_the_person(ports: Ports) -> None:
    app = create_app(ports)
    behind = SetClock(ports.clock.now() - timedelta(hours=6))
    peer = open_peer("inproc:", "toy", keyring=ports.keyring, clock=behind, find_app=lambda _: app)

    with pytest.raises(Unavailable) as refusal:
        peer.get("/who", actor=ORGANIZER)

    assert (refusal.value.code, refusal.value.facts) == ("peer-unavailable", {"service": "toy", "status": 401})


def test_a_fault_of_the_peer_is_unavailability_for_the_asker(peer: Peer) -> None:
    with pytest.raises(Unavailable) as fault:
        peer.get("/fault", actor=VISITOR)

    assert fault.value.code == "peer-unavailable"


def test_nothing_is_asked_after_the_deadline(peer: Peer) -> None:
    mark = peers.deadline.set(time.monotonic() - 1)
    try:
        with pytest.raises(Unavailable) as late:
            peer.get("/who", actor=VISITOR)
    finally:
        peers.deadline.reset(mark)

    assert late.value.code == "deadline-exceeded"


class _Flaky:
    """A transport that does not answer the first times."""

    def __init__(self, failures: int) -> None:
        self.failures, self.asked = failures, 0

    def send(self, *_: Any) -> peers.Answer:
        self.asked += 1
        if self.asked <= self.failures:
            raise Unavailable("peer-unavailable")
        return 200, {}, b"{}"


def test_reads_are_tried_again_and_writes_never(ports: Ports, clock: SetClock) -> None:
    reading, writing = _Flaky(2), _Flaky(1)

    assert Peer("toy", reading, ports.keyring, clock).get("/who", actor=VISITOR) == {}
    with pytest.raises(Unavailable):
        Peer("toy", writing, ports.keyring, clock).send("POST", "/notes", {}, actor=VISITOR)

    assert (reading.asked, writing.asked) == (3, 1)


def test_a_peer_nobody_listens_for_is_unavailable(ports: Ports, clock: SetClock) -> None:
    with pytest.raises(Unavailable):
        open_peer("http://127.0.0.1:9", "toy", keyring=ports.keyring, clock=clock).get("/who", actor=VISITOR)


def test_an_unknown_scheme_lists_the_known_ones(ports: Ports, clock: SetClock) -> None:
    with pytest.raises(ValueError, match="known: http, https, inproc"):
        open_peer("carrier-pigeon:", "toy", keyring=ports.keyring, clock=clock)
