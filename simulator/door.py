"""The HTTP door: paths, bodies, headers; no framework between, because load tests go through here."""

from __future__ import annotations

import socket
import struct
from collections.abc import Awaitable, Callable

import orjson
from aiohttp import web

from simulator.catalog import MODELS, Model, model_object, public_model_object
from simulator.checks import KEY_CHECKS, Call
from simulator.completion import Completion
from simulator.ledger import Ledger
from simulator.options import Options
from simulator.refusal import Refusal, not_found, wrong_format
from simulator.work import Stand, work_on

MAX_BODY_BYTES = 10 * 1024 * 1024
_JSON = {"Content-Type": "application/json"}
# Linger on, for no time: closing then sends a reset instead of an end.
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Door:
    """Answers every request of the simulator; a Refusal becomes its flat body."""

    def __init__(self, options: Options, ledger: Ledger) -> None:
        self._options = options
        self._stand = Stand(options, ledger)
        self._paths: dict[str, dict[str, Handler]] = {
            "/v1/chat/completions": {"POST": self._complete},
            "/v1/models": {"GET": self._list_models},
            "/public/v1/models": {"GET": self._list_public_models},
            "/v1/tcp_warming": {"GET": self._warm},
        }
        if options.ledger is not None:
            self._paths["/control/ledger"] = {"GET": self._read_ledger}

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to one request; never raises for what a client did."""
        try:
            return await self._route(request)(request)
        except Refusal as refusal:
            response = web.Response(status=refusal.status, body=refusal.body, headers=_JSON)
            if refusal.retry_after is not None:
                response.headers["Retry-After"] = str(refusal.retry_after)
            return response

    def _route(self, request: web.BaseRequest) -> Handler:
        methods = self._paths.get(request.path)
        if methods is None:
            parent, _, name = request.path.rpartition("/")
            by_parent: dict[str, dict[str, Handler]] = {
                "/v1/models": {"GET": self._show_model},
                "/public/v1/models": {"GET": self._show_public_model},
            }
            methods = by_parent.get(parent) if name else None
        if methods is None:
            raise not_found("There is nothing at this path.")
        if request.method not in methods:
            raise Refusal(
                405, code="method_not_allowed", kind="invalid_request_error", param="method",
                message=f"Use {' or '.join(methods)} here.",
            )  # fmt: skip
        return methods[request.method]

    async def _complete(self, request: web.BaseRequest) -> web.StreamResponse:
        call = Call(request.headers.get("Authorization"), await _read(request))
        done = await work_on(call, self._stand)
        if done.resets:
            _reset(request)
        if call.request.stream:
            return await _stream(request, done.completion)
        return web.Response(body=done.completion.body(), headers=_JSON)

    async def _list_models(self, request: web.BaseRequest) -> web.StreamResponse:
        self._check_key(request)
        return _list(model_object)

    async def _list_public_models(self, request: web.BaseRequest) -> web.StreamResponse:
        return _list(public_model_object)

    async def _show_model(self, request: web.BaseRequest) -> web.StreamResponse:
        self._check_key(request)
        return _json(model_object(_model_of(request)))

    async def _show_public_model(self, request: web.BaseRequest) -> web.StreamResponse:
        return _json(public_model_object(_model_of(request)))

    async def _warm(self, request: web.BaseRequest) -> web.StreamResponse:
        return web.Response()

    async def _read_ledger(self, request: web.BaseRequest) -> web.StreamResponse:
        return _json(self._stand.ledger.content(with_hashes=request.query.get("summary") != "1"))

    def _check_key(self, request: web.BaseRequest) -> None:
        call = Call(request.headers.get("Authorization"), b"")
        for check in KEY_CHECKS:
            check(call, self._options)


async def _read(request: web.BaseRequest) -> bytes:
    """The body, already decompressed by aiohttp; raises Refusal for one that is too large or no gzip."""
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise Refusal(
            413, code="payload_too_large", kind="invalid_request_error", param="body",
            message=f"The request body may have {MAX_BODY_BYTES} bytes.",
        ) from error  # fmt: skip
    except web.RequestPayloadError as error:
        raise wrong_format("The request body cannot be decompressed.") from error


def _reset(request: web.BaseRequest) -> None:
    """Breaks the connection off; what is written to it afterwards goes nowhere."""
    if request.transport is not None:
        request.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        request.transport.abort()


async def _stream(request: web.BaseRequest, completion: Completion) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    for event in completion.events():
        await response.write(event)
    await response.write_eof()
    return response


def _list(entry: Callable[[Model], dict[str, object]]) -> web.Response:
    return _json({"object": "list", "data": [entry(model) for model in MODELS.values()]})


def _model_of(request: web.BaseRequest) -> Model:
    name = request.path.rpartition("/")[2]
    if name not in MODELS:
        raise not_found(f"Model {name} does not exist.", code="model_not_found", param="model")
    return MODELS[name]


def _json(content: object) -> web.Response:
    return web.Response(body=orjson.dumps(content), headers=_JSON)
