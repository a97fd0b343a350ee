"""One thread that ends calls which are over their total deadline, by shutting down the socket they hold."""

from __future__ import annotations

import contextlib
import socket
import threading
from time import monotonic
from types import TracebackType

DEADLINE_EXCEEDED = "deadline_exceeded"
ABORTED = "aborted"


class CallStoppedError(OSError):
    """The call was stopped before it had a connection; nothing was sent."""


class Wire:
    """A second handle on a connection's socket, to shut it down from another thread.

    A handle of our own stays valid while TLS wraps the socket and while an answer outlives its connection, and its
    number cannot come to mean another socket. The handle is closed once the connection has discarded it and no call
    owns it; everything happens under the watchdog's lock.
    """

    __slots__ = ("_discarded", "_handle", "_lock", "owner", "shut")

    def __init__(self, sock: socket.socket, lock: threading.RLock) -> None:
        self._handle = sock.dup()
        self._lock = lock
        self._discarded = False
        self.owner: Call | None = None
        self.shut = False

    def shut_down(self) -> None:
        """End whatever is being read or written; a socket that is gone or not yet connected is left as it is."""
        with self._lock:
            self.shut = True
            with contextlib.suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def discard(self) -> None:
        """Say that the connection is closed; an answer that a call still reads from it stays under the watchdog."""
        with self._lock:
            self._discarded = True
            if self.owner is None:
                self._handle.close()

    def leave(self) -> None:
        """Say that the call that owned it is over."""
        with self._lock:
            self.owner = None
            if self._discarded:
                self._handle.close()


class Call:
    """One call in flight: its deadline (monotonic seconds), the wire it holds, and why it was stopped, if it was."""

    __slots__ = ("_watchdog", "deadline", "started", "stopped", "wire")

    def __init__(self, watchdog: Watchdog, started: float, deadline: float) -> None:
        self._watchdog = watchdog
        self.started = started
        self.deadline = deadline
        self.stopped: str | None = None
        self.wire: Wire | None = None

    def __enter__(self) -> Call:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchdog.end(self)

    def open_wire(self, sock: socket.socket) -> Wire:
        """Own a new socket; raises CallStoppedError if the call is over."""
        return self._watchdog.open_wire(self, sock)

    def take_wire(self, wire: Wire) -> bool:
        """Own a kept connection's socket; False if it was shut down meanwhile; raises CallStoppedError."""
        return self._watchdog.take_wire(self, wire)


class Watchdog:
    """The calls of one client, each under the same total deadline of `seconds`."""

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        # reentrant: the garbage collector may close a connection while this thread holds it
        self._lock = threading.RLock()
        # all deadlines are equally far away, so the order of arrival is the order of deadlines
        self._calls: dict[Call, None] = {}
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="llm-watchdog", daemon=True)
        self._thread.start()

    def begin(self) -> Call:
        """Put a call under the watchdog until its `with` block ends; after `close` it is stopped already."""
        with self._lock:
            started = monotonic()
            call = Call(self, started, started + self._seconds)
            if self._closed.is_set():
                call.stopped = ABORTED
            self._calls[call] = None
        return call

    def end(self, call: Call) -> None:
        """Forget a call and the wire that it owned."""
        with self._lock:
            del self._calls[call]
            wire = call.wire
            if wire is not None and wire.owner is call:
                wire.leave()

    def open_wire(self, call: Call, sock: socket.socket) -> Wire:
        """See Call.open_wire."""
        with self._lock:
            _refuse_stopped(call)
            wire = Wire(sock, self._lock)
            self._own(call, wire)
            return wire

    def take_wire(self, call: Call, wire: Wire) -> bool:
        """See Call.take_wire."""
        with self._lock:
            _refuse_stopped(call)
            if wire.shut:
                return False
            self._own(call, wire)
            return True

    def stop_all(self, reason: str) -> None:
        """Stop every call that is in flight now."""
        with self._lock:
            for call in self._calls:
                _stop(call, reason)

    def close(self) -> None:
        """Stop every call, now and from now on, and end the thread."""
        with self._lock:
            self._closed.set()
            self.stop_all(ABORTED)
        self._thread.join()

    def _own(self, call: Call, wire: Wire) -> None:
        before = call.wire
        if before is not None and before is not wire and before.owner is call:
            before.leave()
        wire.owner = call
        call.wire = wire

    def _watch(self) -> None:
        pause = self._seconds
        while not self._closed.wait(pause):
            pause = self._stop_overdue()

    def _stop_overdue(self) -> float:
        """Stop what is overdue; returns seconds until the next could be, a whole deadline if nothing is in flight."""
        with self._lock:
            now = monotonic()
            for call in self._calls:
                if call.deadline > now:
                    return call.deadline - now
                _stop(call, DEADLINE_EXCEEDED)
            return self._seconds


def _refuse_stopped(call: Call) -> None:
    if call.stopped is not None:
        raise CallStoppedError


def _stop(call: Call, reason: str) -> None:
    if call.stopped is not None:
        return
    call.stopped = reason
    # a connection that went back to the pool may serve another call by now
    if call.wire is not None and call.wire.owner is call:
        call.wire.shut_down()
