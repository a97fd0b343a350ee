"""The embedded Valkey: kept address, kept messages, and data that may vanish."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from cli.embedded.valkey import EmbeddedValkey


@pytest.fixture
def kill(wait_until: Callable[..., None]) -> Callable[[EmbeddedValkey], None]:
    def kill_9(service: EmbeddedValkey) -> None:
        assert service.pid is not None
        os.kill(service.pid, signal.SIGKILL)
        wait_until(lambda: not service.is_running())

    return kill_9


def written(service: EmbeddedValkey) -> Path:
    """The file of writes since the start."""
    return next(service.data_directory.glob("appendonlydir/*.incr.aof"))


class TestSettings:
    def test_is_durable_refuses_when_full_and_wants_the_password(self, valkey: EmbeddedValkey) -> None:
        with redis.Redis.from_url(valkey.url, decode_responses=True) as client:
            wanted = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction", "save": ""}
            assert {name: client.config_get(name)[name] for name in wanted} == wanted
        stranger = redis.Redis(host="127.0.0.1", port=valkey.port, retry=Retry(NoBackoff(), 0))
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()

    def test_listens_on_loopback_only_and_shows_no_password(self, valkey: EmbeddedValkey) -> None:
        assert valkey.pid is not None
        process = psutil.Process(valkey.pid)
        listening = [each for each in process.net_connections(kind="all") if each.status == psutil.CONN_LISTEN]
        assert {tuple(each.laddr)[:2] for each in listening} == {("127.0.0.1", valkey.port)}
        password = valkey.url.split(":")[2].split("@")[0]
        assert not any(password in argument for argument in process.cmdline())
        assert password not in valkey.log_file.read_text()


class TestRestart:
    def test_keeps_messages_port_and_password_after_stop(self, valkey: EmbeddedValkey) -> None:
        url = valkey.url
        with redis.Redis.from_url(url) as client:
            client.rpush("queue", "wake-up")
        valkey.stop()
        again = EmbeddedValkey(valkey.directory)
        try:
            again.start()
            assert again.url == url
            with redis.Redis.from_url(url) as client:
                assert client.lrange("queue", 0, -1) == [b"wake-up"]
        finally:
            again.stop()

    def test_keeps_written_messages_after_kill_9(
        self, valkey: EmbeddedValkey, kill: Callable[[EmbeddedValkey], None], wait_until: Callable[..., None]
    ) -> None:
        with redis.Redis.from_url(valkey.url) as client:
            client.rpush("queue", "wake-up")
        # on a busy disk `everysec` answers up to two seconds before it writes
        wait_until(lambda: b"wake-up" in written(valkey).read_bytes())
        kill(valkey)
        valkey.start()
        with redis.Redis.from_url(valkey.url) as client:
            assert client.llen("queue") == 1

    @pytest.mark.parametrize("what", ["data", "everything"])
    def test_starts_empty_on_the_same_url_when_its_files_are_gone(
        self, valkey: EmbeddedValkey, kill: Callable[[EmbeddedValkey], None], what: str
    ) -> None:
        url = valkey.url
        with redis.Redis.from_url(url) as client:
            client.rpush("queue", "wake-up")
        shutil.rmtree(valkey.data_directory if what == "data" else valkey.directory)
        kill(valkey)
        valkey.start()
        assert valkey.url == url
        with redis.Redis.from_url(url) as client:
            assert client.dbsize() == 0

    def test_survives_a_torn_last_write(
        self, valkey: EmbeddedValkey, kill: Callable[[EmbeddedValkey], None], wait_until: Callable[..., None]
    ) -> None:
        with redis.Redis.from_url(valkey.url) as client:
            client.rpush("queue", "first")
            client.rpush("queue", "second")
        wait_until(lambda: b"second" in written(valkey).read_bytes())
        kill(valkey)
        os.truncate(written(valkey), written(valkey).stat().st_size - 3)
        valkey.start()
        with redis.Redis.from_url(valkey.url) as client:
            assert client.lrange("queue", 0, -1) == [b"first"]
