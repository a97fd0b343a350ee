"""A small HTTP server on loopback that misbehaves as told, and counts connections and requests."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable
from types import TracebackType

import orjson

GOOD_BODY = orjson.dumps(
    {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "gpt-oss-120b",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": '{"criteria":{}}'}}
        ],
        "usage": {
            "prompt_tokens": 700,
            "completion_tokens": 120,
            "total_tokens": 820,
            "prompt_tokens_details": {"cached_tokens": 640},
        },
    }
)
LINGER_NONE = struct.pack("ii", 1, 0)  # closing then sends RST


class Visit:
    """One request as the server sees it, and the means to answer it."""

    def __init__(self, server: FaultServer, sock: socket.socket, head: bytes, body: bytes) -> None:
        self.server = server
        self.sock = sock
        self.head = head
        self.body = body

    def answer(self, body: bytes = GOOD_BODY, *, status: int = 200, headers: tuple[str, ...] = ()) -> None:
        """A whole answer with Content-Length; the connection stays open."""
        lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
        self.sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def drip(self, start: bytes, piece: bytes, *, every: float = 0.03) -> None:
        """Send `start`, then `piece` again and again until the client goes away or the server stops."""
        with contextlib.suppress(OSError):
            self.sock.sendall(start)
            while not self.server.stopping.wait(every):
                self.sock.sendall(piece)
        self.close()

    def wait(self) -> None:
        """Neither read nor answer until the server stops."""
        self.server.stopping.wait()

    def hang(self) -> None:
        """Say nothing until the client goes away."""
        with contextlib.suppress(OSError):
            self.sock.recv(1)
        self.close()

    def close(self) -> None:
        """Close without a word."""
        self.sock.close()

    def reset(self) -> None:
        """Close with RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NONE)
        self.sock.close()


Behaviour = Callable[[Visit], None]


class FaultServer:
    """Serves each connection in a thread; `behaviour` gets every request, `on_connect` every connection before it."""

    def __init__(self, behaviour: Behaviour = Visit.answer, *, on_connect: Behaviour | None = None) -> None:
        self.behaviour = behaviour
        self.on_connect = on_connect
        self.connections = 0
        self.posts: list[bytes] = []
        self.heads: list[bytes] = []
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> FaultServer:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        # closing alone does not wake a thread that waits in accept or recv
        for sock in (self._listener, *self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(sock,))
            with self._lock:
                self.connections += 1
                self._open.append(sock)
                self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with sock, contextlib.suppress(OSError):
            if self.on_connect is not None:
                self.on_connect(Visit(self, sock, b"", b""))
            while (visit := self._read(sock)) is not None:
                self.behaviour(visit)

    def _read(self, sock: socket.socket) -> Visit | None:
        received = b""
        while b"\r\n\r\n" not in received:
            chunk = sock.recv(65_536)
            if not chunk:
                return None
            received += chunk
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += sock.recv(65_536)
        with self._lock:
            self.posts.append(body)
            self.heads.append(head)
        return Visit(self, sock, head, body)
