"""What Flower is told under `sales-agent up`."""

from __future__ import annotations

import json
import socket
import stat
from pathlib import Path

import pytest

from cli.supervisor.errors import StackFault
from cli.supervisor.flower import flower_environment, flower_url
from tests.architecture.compose_file import resolved

GIVEN = {
    "PATH": "/bin",
    "DATABASE_URL": "postgresql://user:pw@127.0.0.1/name",
    "REDIS_URL": "redis://:pw@127.0.0.1/0",
    "CEREBRAS_API_KEY": "the-providers-key",
    "APP_SECRET": "s" * 32,
    "FLOWER_UNAUTHENTICATED_API": "true",
    "FLOWER_PORT": "80",
}


class TestEnvironment:
    def test_tells_nothing_that_flower_need_not_know(self, tmp_path: Path) -> None:
        told = flower_environment(GIVEN, url="http://127.0.0.1:5555", directory=tmp_path)
        assert told["PATH"] == "/bin"
        assert told["CELERY_BROKER_URL"] == GIVEN["REDIS_URL"]
        assert not {"DATABASE_URL", "CEREBRAS_API_KEY", "APP_SECRET", "FLOWER_UNAUTHENTICATED_API"} & told.keys()

    def test_closes_it_to_all_but_who_reads_a_private_file(self, tmp_path: Path) -> None:
        told = flower_environment(GIVEN, url="http://127.0.0.1:5555", directory=tmp_path)
        kept = json.loads((tmp_path / "secrets.json").read_text())["FLOWER_PASSWORD"]
        assert told["FLOWER_BASIC_AUTH"] == f"operator:{kept}"
        assert len(kept) == 48
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
        assert (told["FLOWER_ADDRESS"], told["FLOWER_PORT"], told["FLOWER_READ_ONLY"]) == ("127.0.0.1", "5555", "true")
        assert Path(told["FLOWER_CONF"]).is_file()

    def test_is_that_of_compose_apart_from_places(self, tmp_path: Path) -> None:
        told = flower_environment(GIVEN, url="http://127.0.0.1:5555", directory=tmp_path)
        compose = resolved()["flower"]["environment"]
        own = {"FLOWER_BASIC_AUTH", "FLOWER_COOKIE_SECRET", "FLOWER_DB", "CELERY_BROKER_URL"}
        assert {name: told[name] for name in compose if name not in own} == {
            name: value for name, value in compose.items() if name not in own
        }


class TestUrl:
    def test_is_the_usual_one_or_one_that_is_free(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(StackFault, match="--flower-port"):
                flower_url(port)
        assert flower_url(port) == f"http://127.0.0.1:{port}"
        assert flower_url(None).startswith("http://127.0.0.1:")
