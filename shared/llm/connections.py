"""The stock transport of `requests`, whose connections tell the watchdog which call they serve."""

from __future__ import annotations

import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from shared.llm.watchdog import Call, Wire


class _Serving(threading.local):
    call: Call | None = None


# the call that this thread is making; urllib3 offers no way to hand it down to a connection
serving = _Serving()


class _Watched(HTTPConnection):
    """A connection that is owned by one call at a time, from the first packet on."""

    _wire: Wire | None = None
    _unsent: list[bytes] | None = None

    def _new_conn(self) -> socket.socket:
        """Connect to the host's addresses in turn, each within `self.timeout`; the watchdog can end it at any time."""
        call = serving.call
        if call is None:
            return super()._new_conn()
        failure: OSError | None = None
        for family, kind, protocol, _, address in self._resolve():
            try:
                return self._connect(call, socket.socket(family, kind, protocol), address)
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, f"Connecting to {self.host} timed out.") from failure
        raise NewConnectionError(self, f"Connecting to {self.host} failed.") from failure

    def _resolve(self) -> list[tuple[Any, ...]]:
        try:
            return list(socket.getaddrinfo(self._dns_host.strip("[]"), self.port, type=socket.SOCK_STREAM))
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error

    def _connect(self, call: Call, sock: socket.socket, address: Any) -> socket.socket:
        try:
            self._wire = call.open_wire(sock)
            for option in self.socket_options or ():
                sock.setsockopt(*option)
            sock.settimeout(self.timeout)
            sock.connect(address)
        except OSError:
            sock.close()
            self._discard_wire()
            raise
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send the request, once; a kept connection passes to the call that uses it now."""
        call = serving.call
        if call is not None and self._wire is not None and not call.take_wire(self._wire):
            # shut down after it went back to the pool: nothing was sent over it, a new one takes its place
            self.close()
        self._unsent = []
        try:
            super().request(*args, **kwargs)
            whole = b"".join(self._unsent)
        finally:
            self._unsent = None
        super().send(whole)

    def send(self, data: Any) -> None:
        """Keep the head of a request until its body is there: one packet and one system call instead of two."""
        if self._unsent is None:
            super().send(data)
        else:
            self._unsent.append(data)

    def close(self) -> None:
        """Close the connection; an answer that still comes over it stays under the watchdog."""
        self._discard_wire()
        super().close()

    def _discard_wire(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.discard()


class _WatchedHTTPS(_Watched, HTTPSConnection):
    """The same under TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _PoolHTTPS(HTTPSConnectionPool):
    ConnectionCls = _WatchedHTTPS


class WatchedAdapter(HTTPAdapter):
    """The stock adapter with watched connections; nothing else is changed, since it never sends a POST twice."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any) -> None:
        """Make the stock pools, of our connections."""
        super().init_poolmanager(connections, maxsize, block=block, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolHTTPS}
