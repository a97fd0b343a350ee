"""Who owns a socket, and who may shut it down."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from shared.llm.watchdog import ABORTED, DEADLINE_EXCEEDED, Call, CallStoppedError, Watchdog, Wire

Pair = tuple[socket.socket, socket.socket]
OpenWire = Callable[[Call, socket.socket], Wire]


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    watchdog = Watchdog(seconds=30.0)
    yield watchdog
    watchdog.close()


@pytest.fixture
def pair() -> Iterator[Pair]:
    near, far = socket.socketpair()
    far.settimeout(5.0)
    with near, far:
        yield near, far


@pytest.fixture
def open_wire() -> Iterator[OpenWire]:
    """Opens a wire as a connection does, and discards it at the end of the test."""
    opened: list[Wire] = []

    def open_wire(call: Call, sock: socket.socket) -> Wire:
        opened.append(call.open_wire(sock))
        return opened[-1]

    yield open_wire
    for wire in opened:
        wire.discard()


def is_shut(far: socket.socket) -> bool:
    """Whether the other end has been shut down."""
    far.setblocking(False)
    try:
        return far.recv(1) == b""
    except BlockingIOError:
        return False


def handle_of(wire: Wire) -> int:
    return wire._handle.fileno()


class TestStopping:
    def test_shuts_down_the_wire_that_the_call_owns(self, watchdog: Watchdog, pair: Pair, open_wire: OpenWire) -> None:
        with watchdog.begin() as call:
            open_wire(call, pair[0])
            watchdog.stop_all(ABORTED)
            assert call.stopped == ABORTED
            assert is_shut(pair[1])

    def test_never_shuts_down_a_wire_that_serves_another_call_by_now(
        self, watchdog: Watchdog, pair: Pair, open_wire: OpenWire
    ) -> None:
        with watchdog.begin() as first:
            wire = open_wire(first, pair[0])
            with watchdog.begin() as second:
                assert second.take_wire(wire)
                first.deadline = 0.0
                watchdog._stop_overdue()
                assert (first.stopped, second.stopped) == (DEADLINE_EXCEEDED, None)
                assert not is_shut(pair[1])
            assert not is_shut(pair[1])

    def test_does_not_hand_on_a_wire_that_was_shut_down(
        self, watchdog: Watchdog, pair: Pair, open_wire: OpenWire
    ) -> None:
        with watchdog.begin() as first, watchdog.begin() as second:
            wire = open_wire(first, pair[0])
            first.deadline = 0.0
            watchdog._stop_overdue()
            assert not second.take_wire(wire)
            assert wire.owner is first

    def test_keeps_a_stopped_call_from_getting_a_wire(
        self, watchdog: Watchdog, pair: Pair, open_wire: OpenWire
    ) -> None:
        with watchdog.begin() as call, watchdog.begin() as other:
            wire = open_wire(other, pair[0])
            watchdog.stop_all(ABORTED)
            with pytest.raises(CallStoppedError):
                call.open_wire(pair[1])
            with pytest.raises(CallStoppedError):
                call.take_wire(wire)

    def test_keeps_the_first_reason(self, watchdog: Watchdog) -> None:
        with watchdog.begin() as call:
            call.deadline = 0.0
            watchdog._stop_overdue()
            watchdog.stop_all(ABORTED)
        assert call.stopped == DEADLINE_EXCEEDED


class TestPause:
    def test_lasts_until_the_oldest_call_is_due_or_a_whole_deadline(self, watchdog: Watchdog) -> None:
        assert watchdog._stop_overdue() == 30.0
        with watchdog.begin() as overdue, watchdog.begin():
            overdue.deadline = 0.0
            assert 29.0 < watchdog._stop_overdue() <= 30.0
        assert watchdog._stop_overdue() == 30.0


class TestHandle:
    def test_outlives_a_connection_that_closes_before_its_answer_is_read(self, watchdog: Watchdog, pair: Pair) -> None:
        with watchdog.begin() as call:
            wire = call.open_wire(pair[0])
            wire.discard()
            assert handle_of(wire) != -1
        assert handle_of(wire) == -1

    def test_outlives_a_call_as_long_as_its_connection_is_kept(self, watchdog: Watchdog, pair: Pair) -> None:
        with watchdog.begin() as call:
            wire = call.open_wire(pair[0])
        assert handle_of(wire) != -1
        wire.discard()
        assert handle_of(wire) == -1

    def test_is_given_back_when_the_next_address_is_tried(self, watchdog: Watchdog, pair: Pair) -> None:
        with watchdog.begin() as call:
            refused = call.open_wire(pair[0])
            refused.discard()
            call.open_wire(pair[1])
            assert handle_of(refused) == -1
            assert call.wire is not None
            call.wire.discard()


class TestClose:
    def test_stops_calls_now_and_from_now_on(self) -> None:
        watchdog = Watchdog(seconds=30.0)
        with watchdog.begin() as before:
            watchdog.close()
            with watchdog.begin() as after:
                assert (before.stopped, after.stopped) == (ABORTED, ABORTED)
