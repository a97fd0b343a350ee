"""The stand-in over HTTP."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import orjson
import pytest

from simulator.faults import Fault, FaultShares
from simulator.latency import Latency

ChatBody = Callable[..., dict[str, Any]]
Start = Callable[..., Awaitable[Any]]


def _always(fault: Fault) -> FaultShares:
    return FaultShares(((fault, 1.0),))


async def _until(condition: Callable[[], bool], *, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


@pytest.mark.asyncio
class TestChat:
    async def test_answers_bills_and_knows_the_prefix_the_second_time(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(ledger="memory")
        first = await running.chat(chat_body())
        second = await running.chat(chat_body())
        assert (first[0], second[0]) == (200, 200)
        assert first[1]["choices"] == second[1]["choices"]
        assert first[1]["id"] != second[1]["id"]
        cached = [body["usage"]["prompt_tokens_details"]["cached_tokens"] for _, body in (first, second)]
        assert cached[0] == 0
        assert cached[1] > 128
        assert list(running.ledger.by_hash.values()) == [2]

    async def test_takes_a_gzipped_body(self, start: Start, chat_body: ChatBody) -> None:
        running = await start()
        packed = gzip.compress(orjson.dumps(chat_body()))
        headers = {**running.headers, "Content-Encoding": "gzip"}
        assert (await running.chat(packed, headers=headers))[0] == 200
        status, body = await running.chat(b"\x1f\x8bnot really", headers=headers)
        assert (status, body["code"]) == (400, "wrong_api_format")

    async def test_a_body_over_10_mib_is_413_also_when_it_travels_small(self, start: Start) -> None:
        running = await start()
        packed = gzip.compress(b" " * (10 * 1024 * 1024 + 1))
        headers = {**running.headers, "Content-Encoding": "gzip"}
        status, body = await running.chat(packed, headers=headers)
        assert (status, body["code"]) == (413, "payload_too_large")

    async def test_streams_on_request(self, start: Start, chat_body: ChatBody) -> None:
        running = await start()
        url = f"{running.url}/v1/chat/completions"
        async with running.client.post(
            url, data=orjson.dumps(chat_body(stream=True)), headers=running.headers
        ) as answer:
            text = await answer.text()
        assert answer.content_type == "text/event-stream"
        assert text.startswith("data: {")
        assert text.endswith("data: [DONE]\n\n")

    async def test_refuses_flatly_and_bills_nothing(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(ledger="memory")
        status, body = await running.chat(chat_body(), headers={})
        assert (status, set(body)) == (403, {"message", "type", "param", "code"})
        assert (running.ledger.billed, running.ledger.started, running.ledger.requests) == (0, 0, 1)
        assert running.ledger.refusals == {"403": 1}

    async def test_takes_its_time(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(latency=Latency(60))
        _, body = await running.chat(chat_body())
        assert 0.06 <= body["time_info"]["total_time"] < 1


@pytest.mark.asyncio
class TestOtherPaths:
    async def test_lists_models_for_a_key_and_prices_for_all(self, start: Start) -> None:
        running = await start()
        assert (await running.get("/v1/models", headers={}))[0] == 403
        _, models = await running.get("/v1/models")
        assert models["data"][0] == {"id": "gpt-oss-120b", "object": "model", "created": 0, "owned_by": "Cerebras"}
        _, public = await running.get("/public/v1/models", headers={})
        assert public["data"][0]["pricing"] == {"prompt": "0.00000035", "completion": "0.00000075"}
        assert public["data"][0]["limits"]["requests_per_minute"] is None

    async def test_shows_one_model(self, start: Start) -> None:
        running = await start()
        assert (await running.get("/v1/models/qwen-3.8-27b"))[1]["id"] == "qwen-3.8-27b"
        assert (await running.get("/public/v1/models/gpt-oss-120b"))[1]["deprecated"] is False
        status, body = await running.get("/v1/models/llama3.1-8b")
        assert (status, body["code"]) == (404, "model_not_found")

    async def test_warms_connections(self, start: Start) -> None:
        assert await (await start()).get("/v1/tcp_warming", headers={}) == (200, None)

    @pytest.mark.parametrize("path", ["/", "/v1/models/", "/v2/models", "/control/ledger", "/v1/files"])
    async def test_anything_else_is_a_flat_404(self, start: Start, path: str) -> None:
        status, body = await (await start()).get(path)
        assert (status, body["type"]) == (404, "not_found_error")

    async def test_another_method_is_405(self, start: Start) -> None:
        status, body = await (await start()).get("/v1/chat/completions")
        assert (status, body["message"]) == (405, "Use POST here.")

    async def test_the_ledger_is_read_where_one_was_asked_for(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(ledger="memory", faults=_always(Fault.SERVER))
        await running.chat(chat_body())
        _, whole = await running.get("/control/ledger", headers={})
        _, summary = await running.get("/control/ledger?summary=1", headers={})
        assert (whole["faults"], whole["refusals"], whole["by_hash"]) == ({"500": 1}, {"500": 1}, {})
        assert summary == {name: value for name, value in whole.items() if name != "by_hash"}


@pytest.mark.asyncio
class TestFaults:
    async def test_a_quota_says_when_to_come_back(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(faults=_always(Fault.QUOTA))
        url = f"{running.url}/v1/chat/completions"
        async with running.client.post(url, data=orjson.dumps(chat_body()), headers=running.headers) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
        assert running.ledger.started == 0

    async def test_a_reset_breaks_off_after_the_work_was_billed(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(faults=_always(Fault.RESET))
        with pytest.raises(aiohttp.ClientConnectionError):
            await running.chat(chat_body())
        assert running.ledger.billed == 1

    async def test_slow_takes_longer(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(faults=_always(Fault.SLOW), slow_seconds=0.05)
        assert (await running.chat(chat_body()))[1]["time_info"]["total_time"] >= 0.05

    async def test_a_retry_is_a_new_draw_and_a_rerun_the_same(self, start: Start, chat_body: ChatBody) -> None:
        shares = FaultShares(((Fault.SERVER, 0.5),))
        runs = []
        for _ in range(2):
            running = await start(faults=shares)
            runs.append([(await running.chat(chat_body()))[0] for _ in range(12)])
        assert runs[0] == runs[1]
        assert set(runs[0]) == {200, 500}


@pytest.mark.asyncio
class TestDisconnect:
    async def test_a_client_that_goes_away_is_billed_all_the_same(self, start: Start, chat_body: ChatBody) -> None:
        running = await start(latency=Latency(150), ledger="memory")
        with pytest.raises(asyncio.TimeoutError):
            await running.chat(chat_body(), timeout=aiohttp.ClientTimeout(total=0.04))
        await running.client.close()
        assert (running.ledger.in_flight, running.ledger.billed) == (1, 0)
        await _until(lambda: running.ledger.billed == 1)
        assert (running.ledger.in_flight, running.ledger.abandoned) == (0, 0)
