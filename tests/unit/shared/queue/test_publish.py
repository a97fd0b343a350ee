"""What the publisher tells of the broker; fakeredis stands in for it."""

from __future__ import annotations

from types import SimpleNamespace
from unittest.mock import patch

import fakeredis
import pytest

from shared.queue.names import Queue
from shared.queue.publish import Publisher


@pytest.fixture
def server() -> fakeredis.FakeServer:
    """A broker in this process."""
    return fakeredis.FakeServer()


@pytest.fixture
def broker(server: fakeredis.FakeServer) -> fakeredis.FakeRedis:
    """A connection to it."""
    return fakeredis.FakeRedis(server=server, decode_responses=True)


@pytest.fixture
def publisher(broker: fakeredis.FakeRedis) -> Publisher:
    """A publisher that looks at that broker."""
    with patch("shared.queue.publish.Redis.from_url", return_value=broker):
        return Publisher(SimpleNamespace(REDIS_URL="redis://127.0.0.1:9/0"))  # type: ignore[arg-type]


class TestDepth:
    def test_counts_the_wake_ups_of_one_queue(self, publisher: Publisher, broker: fakeredis.FakeRedis) -> None:
        broker.lpush("bulk", "one", "two")
        assert (publisher.depth(Queue.BULK), publisher.depth(Queue.INTERACTIVE)) == (2, 0)

    def test_is_unknown_while_the_broker_is_away(self, publisher: Publisher, server: fakeredis.FakeServer) -> None:
        server.connected = False
        assert publisher.depth(Queue.BULK) is None


class TestPing:
    def test_tells_whether_the_broker_answers(self, publisher: Publisher, server: fakeredis.FakeServer) -> None:
        assert publisher.ping()
        server.connected = False
        assert not publisher.ping()
