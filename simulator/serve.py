"""The process: opens the port, serves until it is told to stop, and lets calls in flight end."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from pathlib import Path

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage
from aiohttp.web_protocol import RequestHandler

from simulator.door import MAX_BODY_BYTES, Door
from simulator.ledger import Ledger
from simulator.options import MEMORY, Options

# Load tests open a thousand connections at once; the usual 100 would drop some of them.
_BACKLOG = 4_096
_COLLECT_AFTER = 50_000


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """uvloop's loop, or where it is missing (Windows) asyncio's own."""
    try:
        import uvloop  # noqa: PLC0415 - may be missing
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def run(options: Options, *, announce: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT; `announce` gets the address once. Raises OSError where the port cannot be had."""
    # reference counts free what a call leaves; the collector's usual rhythm would look at the caches thousands of times
    gc.set_threshold(_COLLECT_AFTER)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(options, announce))


def make_server(options: Options, ledger: Ledger) -> web.Server:
    """The aiohttp server of a stand-in; a client's disconnect never cancels the work on its call."""

    def make_request(
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=MAX_BODY_BYTES)

    door = Door(options, ledger)
    return web.Server(door.handle, request_factory=make_request, handler_cancellation=False, access_log=None)


def open_ledger(options: Options) -> Ledger:
    """The ledger that the options ask for; a journal is read first."""
    if options.ledger is None:
        return Ledger(keeps_hashes=False)
    return Ledger(journal=None if options.ledger == MEMORY else Path(options.ledger))


async def _serve(options: Options, announce: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    ledger = open_ledger(options)
    server = make_server(options, ledger)
    listener = await loop.create_server(server, options.host, options.port, backlog=_BACKLOG)
    port = listener.sockets[0].getsockname()[1]
    announce(f"http://{options.host}:{port}")
    try:
        await stop.wait()
    finally:
        listener.close()
        server.pre_shutdown()
        await server.shutdown(options.stop_grace_seconds)
        ledger.close()
