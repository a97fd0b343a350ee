"""`sales-agent doctor` names each fault, made for real, and what to do about it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from cli.doctor import disk
from cli.doctor.database import examine_clock
from cli.doctor.disk import examine_disk
from cli.doctor.finding import State
from cli.doctor.surroundings import Surroundings, read_surroundings
from cli.embedded.ports import free_port
from cli.embedded.postgres import EmbeddedPostgres
from cli.embedded.valkey import EmbeddedValkey
from migrations.upgrade import alembic_config
from shared.database.engine import driver_url
from shared.database.unit_of_work import unit_of_work
from shared.queue.pulse import PULSE_KEY, connect_broker
from tests.integration.doctor.conftest import Diagnose, run_doctor

EVERYTHING = [
    "database", "migrations", "broker", "workers, interactive", "workers, bulk", "workers, housekeeping", "beat",
    "provider", "model", "disk", "clock",
]  # fmt: skip


@pytest.fixture
def around(well_around: dict[str, str], tmp_path: Path) -> Surroundings:
    """The surroundings as the program reads them."""
    return read_surroundings(well_around, dotenv=tmp_path / ".env", directory=tmp_path / "none")


@pytest.fixture
def older_database_url(bare_database_url: str) -> str:
    """A database that lacks the newest migration."""
    configuration = alembic_config(bare_database_url)
    newest = ScriptDirectory.from_config(configuration).get_revision("head")
    assert newest
    assert isinstance(newest.down_revision, str)
    command.upgrade(configuration, newest.down_revision)
    return bare_database_url


class TestWell:
    def test_finds_all_well_where_it_is(self, diagnose: Diagnose) -> None:
        diagnosis = diagnose()
        assert [*diagnosis.checks] == EVERYTHING
        assert (diagnosis.faults, diagnosis.exit_code, diagnosis.healthy) == ({}, 0, True)
        assert {check["state"] for check in diagnosis.checks.values()} == {"ok"}
        assert "32 call slots, 2 calls in flight" in diagnosis.checks["workers, bulk"]["found"]

    def test_shows_no_password_and_no_key(self, diagnose: Diagnose, environment: dict[str, str]) -> None:
        for diagnosis in (diagnose(), diagnose(CEREBRAS_API_KEY="wrong-key-zyq")):
            for variable in ("DATABASE_URL", "REDIS_URL"):
                assert environment[variable].split("@")[0].rpartition(":")[2] not in diagnosis.output
            assert "key-of-the-tests" not in diagnosis.output
            assert "wrong-key-zyq" not in diagnosis.output


class TestServersAway:
    def test_names_redis_when_it_is_down(self, diagnose: Diagnose, tmp_path: Path) -> None:
        server = EmbeddedValkey(tmp_path / "valkey")
        server.start()
        url = server.url
        server.stop()
        diagnosis = diagnose(REDIS_URL=url)
        assert diagnosis.faults.keys() == {"broker"}
        assert f"nobody listens at 127.0.0.1:{url.rpartition(':')[2].removesuffix('/0')}" in diagnosis.faults["broker"]
        assert "Start Redis there, or mend REDIS_URL" in diagnosis.faults["broker"]
        assert diagnosis.checks["beat"]["state"] == "unknown"
        assert diagnosis.exit_code == 1

    def test_names_postgresql_when_it_is_down(self, diagnose: Diagnose, tmp_path: Path) -> None:
        server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
        server.start()
        url = server.url
        server.stop()
        diagnosis = diagnose(DATABASE_URL=url)
        assert diagnosis.faults.keys() == {"database"}
        assert "nobody listens at 127.0.0.1:" in diagnosis.faults["database"]
        assert "Start PostgreSQL there, or mend DATABASE_URL" in diagnosis.faults["database"]
        unknown = {name for name, check in diagnosis.checks.items() if check["state"] == "unknown"}
        assert unknown == {"migrations", "clock", *(name for name in EVERYTHING if name.startswith("workers"))}
        assert diagnosis.exit_code == 1

    def test_tells_a_server_that_refuses_us_from_one_that_is_away(
        self, diagnose: Diagnose, database_url: str, redis_url: str
    ) -> None:
        another = driver_url(database_url).set(drivername="postgresql", password="another")
        wrong_redis = f"redis://:another@{redis_url.partition('@')[2]}"
        diagnosis = diagnose(DATABASE_URL=another.render_as_string(hide_password=False), REDIS_URL=wrong_redis)
        assert "does not let us in" in diagnosis.faults["database"]
        assert "refuses the password" in diagnosis.faults["broker"]

    def test_names_a_broker_that_may_forget(self, diagnose: Diagnose, redis_url: str) -> None:
        with connect_broker(redis_url) as client:
            client.config_set("maxmemory-policy", "allkeys-lru")
            try:
                diagnosis = diagnose()
            finally:
                client.config_set("maxmemory-policy", "noeviction")
        assert diagnosis.faults.keys() == {"broker"}
        assert "maxmemory-policy allkeys-lru" in diagnosis.faults["broker"]

    @pytest.mark.parametrize(("variable", "check"), [("DATABASE_URL", "database"), ("REDIS_URL", "broker")])
    def test_names_an_address_that_is_none(self, diagnose: Diagnose, variable: str, check: str) -> None:
        diagnosis = diagnose(**{variable: "http://[zyq"})
        assert "It looks like" in diagnosis.faults[check]
        assert "zyq" not in diagnosis.output


class TestMigrations:
    def test_names_a_migration_that_is_missing(self, diagnose: Diagnose, older_database_url: str) -> None:
        newest = ScriptDirectory.from_config(alembic_config(older_database_url)).get_current_head()
        diagnosis = diagnose(DATABASE_URL=older_database_url)
        assert f"lacks {newest}" in diagnosis.faults["migrations"]
        assert "Run `python -m migrations`" in diagnosis.faults["migrations"]
        assert diagnosis.exit_code == 1

    def test_names_a_database_without_any_table(self, diagnose: Diagnose, bare_database_url: str) -> None:
        diagnosis = diagnose(DATABASE_URL=bare_database_url)
        assert "is at none and lacks 0001" in diagnosis.faults["migrations"]
        assert diagnosis.checks["workers, bulk"]["state"] == "unknown"

    def test_names_a_database_of_a_newer_version(self, diagnose: Diagnose, older_database_url: str) -> None:
        engine = create_engine(driver_url(older_database_url))
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        engine.dispose()
        assert (
            "is at 9999, which this version does not know"
            in (diagnose(DATABASE_URL=older_database_url).faults["migrations"])
        )


class TestWorkers:
    def test_names_each_queue_that_no_worker_serves(self, diagnose: Diagnose) -> None:
        with unit_of_work() as uow:
            uow.session.execute(
                text("""UPDATE worker_heartbeats SET seen_at = clock_timestamp() - interval '40 s'
                        WHERE 'bulk' = ANY(queues)""")
            )
        diagnosis = diagnose()
        assert diagnosis.faults.keys() == {"workers, bulk"}
        assert re.search(r"the last one reported in \d\d s ago", diagnosis.faults["workers, bulk"])
        assert "docker compose up -d worker-bulk" in diagnosis.faults["workers, bulk"]
        assert diagnosis.exit_code == 1

    def test_names_all_when_there_is_none(self, diagnose: Diagnose) -> None:
        with unit_of_work() as uow:
            uow.session.execute(text("DELETE FROM worker_heartbeats"))
        assert diagnose().faults.keys() == {"workers, interactive", "workers, bulk", "workers, housekeeping"}

    def test_names_a_beat_that_is_silent(self, diagnose: Diagnose, redis_url: str) -> None:
        with connect_broker(redis_url) as client:
            client.expire(PULSE_KEY, 3500)
            late = diagnose()
            client.delete(PULSE_KEY)
            never = diagnose()
        assert late.faults.keys() == never.faults.keys() == {"beat"}
        assert re.search(r"sent its last sweep 1\d\d s ago", late.faults["beat"])
        assert "not sent the sweep in the last hour" in never.faults["beat"]


class TestProvider:
    def test_names_a_wrong_key(self, diagnose: Diagnose) -> None:
        diagnosis = diagnose(CEREBRAS_API_KEY="another-key")
        assert diagnosis.faults.keys() == {"provider"}
        assert "refuses the key" in diagnosis.faults["provider"]
        assert "Set CEREBRAS_API_KEY" in diagnosis.faults["provider"]
        assert diagnosis.checks["model"]["state"] == "unknown"
        assert diagnosis.exit_code == 1

    def test_names_a_model_that_was_retired(self, diagnose: Diagnose) -> None:
        diagnosis = diagnose(CEREBRAS_MODEL="llama-3.3-70b")
        assert diagnosis.faults.keys() == {"model"}
        assert "llama-3.3-70b is not offered" in diagnosis.faults["model"]
        assert "Set CEREBRAS_MODEL to one of: gpt-oss-120b" in diagnosis.faults["model"]
        assert diagnosis.exit_code == 1

    def test_names_a_provider_that_does_not_answer(self, diagnose: Diagnose) -> None:
        assert "does not answer" in diagnose(CEREBRAS_BASE_URL=f"http://127.0.0.1:{free_port()}").faults["provider"]

    def test_names_an_address_at_which_somebody_else_answers(self, diagnose: Diagnose, provider_url: str) -> None:
        assert "CEREBRAS_BASE_URL" in diagnose(CEREBRAS_BASE_URL=f"{provider_url}/elsewhere").faults["provider"]

    def test_names_a_key_that_no_header_can_carry(self, diagnose: Diagnose) -> None:
        assert "Copy them again" in diagnose(CEREBRAS_API_KEY="with a space").faults["provider"]

    def test_names_a_key_that_is_not_set(self, well_around: dict[str, str], tmp_path: Path) -> None:
        del well_around["CEREBRAS_API_KEY"]
        diagnosis = run_doctor(well_around, tmp_path)
        assert diagnosis.faults.keys() == {"provider"}
        assert "CEREBRAS_API_KEY is not set" in diagnosis.faults["provider"]


class TestMachine:
    def test_names_a_clock_that_is_wrong(self, around: Surroundings) -> None:
        assert examine_clock(around).state is State.OK
        for wrong, word in ((timedelta(seconds=90), "90.0 s ahead"), (timedelta(seconds=-90), "90.0 s behind")):
            found = examine_clock(around, now=lambda wrong=wrong: datetime.now(UTC) + wrong)
            assert found.state is State.FAULT
            assert word in found.found
            assert "NTP" in found.remedy

    def test_names_a_disk_that_is_full(self, around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
        assert examine_disk(around).state is State.OK
        monkeypatch.setattr(disk, "LEAST_FREE_BYTES", 1 << 60)
        found = examine_disk(around)
        assert found.state is State.FAULT
        assert "Make room" in found.remedy


class TestSurroundings:
    def test_takes_what_up_wrote_down(self, well_around: dict[str, str], tmp_path: Path) -> None:
        """Without a variable: the directory of `up`, its simulator among it."""
        directory = tmp_path / ".sales-agent"
        directory.mkdir()
        local = {
            "database_url": well_around["DATABASE_URL"],
            "redis_url": well_around["REDIS_URL"],
            "simulator_url": well_around["CEREBRAS_BASE_URL"],
        }
        (directory / "local.json").write_text(json.dumps(local))
        (directory / "secrets.json").write_text(json.dumps({"SIMULATOR_KEY": well_around["CEREBRAS_API_KEY"]}))
        diagnosis = run_doctor({}, tmp_path)
        assert diagnosis.faults == {}
        assert "the simulator at" in diagnosis.checks["provider"]["found"]
        assert "no model is asked" in diagnosis.checks["provider"]["found"]

    def test_points_to_the_logs_of_up(self, well_around: dict[str, str], tmp_path: Path) -> None:
        directory = tmp_path / ".sales-agent"
        directory.mkdir()
        (directory / "local.json").write_text(json.dumps({"database_url": well_around["DATABASE_URL"]}))
        with unit_of_work() as uow:
            uow.session.execute(text("DELETE FROM worker_heartbeats"))
        diagnosis = run_doctor({"REDIS_URL": well_around["REDIS_URL"], "CEREBRAS_API_KEY": "k"}, tmp_path)
        assert ".sales-agent/logs/worker-bulk.log" in diagnosis.faults["workers, bulk"]
        assert "sales-agent up" in diagnosis.faults["workers, bulk"]
