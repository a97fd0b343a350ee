"""A client with short time-outs, closed at the end of its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from shared.llm.client import LlmClient

MakeClient = Callable[..., LlmClient]


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    made: list[LlmClient] = []

    def make(url: str, *, slots: int = 8, connect: float = 1.0, total: float = 5.0) -> LlmClient:
        client = LlmClient(url, "sk-example", slots, connect_timeout_seconds=connect, total_deadline_seconds=total)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
