"""Upgrading: whole, harmless when repeated, and one at a time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, text

import migrations.tables
from migrations.upgrade import alembic_config, upgrade
from shared.database.base import Base
from shared.database.engine import driver_url
from shared.database.unit_of_work import unit_of_work
from shared.leads.index import index_all_due
from tests.doubles.stack import wait_for

HEAD = ScriptDirectory.from_config(alembic_config("postgresql://nobody@127.0.0.1:9/none")).get_current_head()
MIGRATE = [sys.executable, "-m", "migrations"]


def tables_in(url: str) -> set[str]:
    engine = create_engine(driver_url(url))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def versions_in(url: str) -> list[str]:
    engine = create_engine(driver_url(url))
    try:
        with engine.connect() as connection:
            return list(connection.scalars(text("SELECT version_num FROM alembic_version")))
    finally:
        engine.dispose()


def start_migrating(url: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.Popen(MIGRATE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def migration_lock() -> int:
    """The number that migrations/env.py locks; it cannot be imported, since Alembic runs it."""
    found = re.search(r"^MIGRATION_LOCK = ([\d_]+)$", (Path(migrations.__file__).parent / "env.py").read_text(), re.M)
    assert found
    return int(found.group(1))


def askers(connection: Connection) -> int:
    """How many other sessions have asked for a second or longer, and hold no snapshot between two questions."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND state = 'idle' AND backend_xmin IS NULL AND state_change > backend_start + interval '1 second'"
    )
    return int(connection.execute(query).scalar_one())


class TestUpgrade:
    def test_makes_every_table_and_nothing_more_when_repeated(self, bare_database_url: str) -> None:
        upgrade(bare_database_url)
        upgrade(bare_database_url)
        assert tables_in(bare_database_url) == {*Base.metadata.tables, "alembic_version"}
        assert versions_in(bare_database_url) == [HEAD]

    def test_by_several_processes_at_once_is_one_after_the_other(self, bare_database_url: str) -> None:
        """All wait for the lock that this test holds, and none has begun; released, each finds what is left to do."""
        # no pool: closing the connection must release the lock; no transaction: it would see one state of all sessions
        engine = create_engine(driver_url(bare_database_url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        # left last, so that a failure releases the lock before it waits for the processes
        with ExitStack() as processes, engine.connect() as holder:
            holder.execute(text(f"SELECT pg_advisory_lock({migration_lock()})"))
            started = [processes.enter_context(start_migrating(bare_database_url)) for _ in range(3)]
            wait_for(lambda: askers(holder) == 3, seconds=20, what="all three to ask for their turn")
            assert tables_in(bare_database_url) == set()
            holder.execute(text("SELECT pg_advisory_unlock_all()"))
            said = [process.communicate(timeout=60)[0] for process in started]
        engine.dispose()
        assert [process.returncode for process in started] == [0, 0, 0], said
        assert versions_in(bare_database_url) == [HEAD]

    def test_can_be_taken_back(self, bare_database_url: str) -> None:
        upgrade(bare_database_url)
        command.downgrade(alembic_config(bare_database_url), "base")
        assert tables_in(bare_database_url) == {"alembic_version"}
        upgrade(bare_database_url)
        assert versions_in(bare_database_url) == [HEAD]


BEFORE_SEARCH = """
INSERT INTO profiles (id, name, active_number) VALUES (:id, 'p', 1);
INSERT INTO profile_versions (id, profile_id, number, content, content_hash) VALUES (:id, :id, 1, '{}', sha256('p'));
INSERT INTO jobs (id, queue, profile_version_id, provider, model, request_id, total, queued)
VALUES (:id, 'bulk', :id, 'cerebras', 'm', 'r', 14, 14);
INSERT INTO assessments (request_hash, input_hash, profile_version_id, prompt_version, provider, model, criteria,
    disqualifiers, coverage, tier, reasoning, prompt_tokens, completion_tokens, cost_usd, latency_ms)
SELECT sha256('a'), sha256('a'), :id, 'p', 'cerebras', 'm', '[]', '[]', 1, 'A', 'r', 1, 1, 0, 1
FROM generate_series(1, 12);
INSERT INTO job_items (job_id, position, custom_id, input, identity, input_hash, state, assessment_id)
SELECT :id, n, n::text, '{}', 'email:a@b.example', sha256('i'), 'succeeded', 1 + n % 12
FROM generate_series(1, 13) AS n;
INSERT INTO leads (id, identity, company_name, assessment_id, submitted_at, source_job_id, source_position)
VALUES (:id, 'email:a@b.example', 'A', 12, now(), :id, 0), (gen_random_uuid(), 'other', 'B', NULL, now(), :id, 1)
"""


FROM_EARLIER_RELEASE = """
INSERT INTO leads (id, identity, company_name, submitted_at, source_job_id, source_position)
SELECT gen_random_uuid(), 'many ' || n, 'Alder ' || n, now(), gen_random_uuid(), n FROM generate_series(1, 5000) AS n
"""


class TestFromTheReleaseBeforeSearch:
    """Thousands of leads, migrated from 0003 and back."""

    @pytest.fixture
    def migrated(self, bare_database_url: str) -> Iterator[Engine]:
        """The database of that release, brought to the newest migration."""
        command.upgrade(alembic_config(bare_database_url), "0003")
        engine = create_engine(driver_url(bare_database_url), poolclass=NullPool)
        with engine.begin() as connection:
            for statement in [*BEFORE_SEARCH.split(";"), FROM_EARLIER_RELEASE]:
                connection.execute(text(statement), {"id": uuid.uuid5(uuid.NAMESPACE_DNS, "x")})
        upgrade(bare_database_url)
        yield engine
        engine.dispose()

    def test_leads_keep_what_was_judged_before(self, migrated: Engine) -> None:
        with migrated.connect() as connection:
            rows = connection.execute(text("SELECT company_name, assessment_ids FROM leads WHERE identity !~ 'many'"))
            known = {row.company_name: row.assessment_ids for row in rows}
        assert known == {"A": [12, 11, 10, 9, 8, 7, 6, 5, 4, 3], "B": []}

    def test_no_migration_writes_texts_and_the_workers_write_all(self, migrated: Engine) -> None:
        units = partial(unit_of_work, migrated)
        with migrated.connect() as connection:
            written = text("SELECT (SELECT count(*) FROM lead_texts) + (SELECT count(*) FROM lead_texts_due)")
            assert connection.scalar(written) == 0
        runs = [index_all_due(units, within_seconds=60) for _ in range(4)]
        assert runs == [2000, 2000, 1002, 0]

    def test_every_index_is_whole(self, migrated: Engine) -> None:
        with migrated.connect() as connection:
            broken = text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid OR NOT indisready")
            assert connection.scalars(broken).all() == []

    def test_a_build_that_was_broken_off_is_made_anew(self, migrated: Engine, bare_database_url: str) -> None:
        command.downgrade(alembic_config(bare_database_url), "0005")
        with migrated.begin() as connection:
            # whatever has the name counts as the remains of a build
            connection.execute(text("CREATE INDEX ix_jobs_ended ON jobs (completed_at)"))
        upgrade(bare_database_url)
        with migrated.connect() as connection:
            made = connection.scalar(text("SELECT pg_get_indexdef('ix_jobs_ended'::regclass)"))
        assert "(completed_at, created_at)" in made

    def test_goes_back_with_all_leads(self, migrated: Engine, bare_database_url: str) -> None:
        command.downgrade(alembic_config(bare_database_url), "0003")
        with migrated.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM leads")) == 5002
        assert "lead_texts" not in tables_in(bare_database_url)
        upgrade(bare_database_url)
        assert versions_in(bare_database_url) == [HEAD]

    def test_builds_indexes_while_a_worker_of_that_release_writes(self, bare_database_url: str) -> None:
        """A save that is open holds the build up, and goes on: it is not locked out, and nothing gives up."""
        config = alembic_config(bare_database_url)
        command.upgrade(config, "0005")
        engine = create_engine(driver_url(bare_database_url), poolclass=NullPool)
        save = text(
            "INSERT INTO leads (id, identity, company_name, submitted_at, source_job_id, source_position)"
            " VALUES (gen_random_uuid(), :name, 'A', now(), gen_random_uuid(), 0)"
        )
        building = text("SELECT count(*) FROM pg_stat_progress_create_index WHERE datname = current_database()")
        seeing = engine.execution_options(isolation_level="AUTOCOMMIT")
        with ExitStack() as processes, engine.connect() as worker, seeing.connect() as watcher:
            worker.execute(save, {"name": "first"})
            migrating = processes.enter_context(start_migrating(bare_database_url))
            wait_for(lambda: watcher.scalar(building) == 1, seconds=20, what="the first index to be under way")
            worker.execute(save, {"name": "second"})
            worker.commit()
            said = migrating.communicate(timeout=60)[0]
            assert migrating.returncode == 0, said
            assert watcher.scalar(text("SELECT count(*) FROM leads")) == 2
        engine.dispose()


BEFORE_PROFILES = """
INSERT INTO profiles (id, name, active_number) VALUES (:id, 'p', 1);
INSERT INTO profile_versions (id, profile_id, number, content, content_hash) VALUES (:id, :id, 1, '{}', sha256('p'));
INSERT INTO jobs (id, queue, profile_version_id, provider, model, request_id, total, queued)
VALUES (:id, 'bulk', :id, 'cerebras', 'm', 'r', 1, 1);
INSERT INTO api_keys (id, name, prefix, key_hash, scopes) VALUES (:id, 'k', 'p', sha256('k'), '{submit,read}')
"""


class TestProfilesOfOnesOwn:
    def test_make_the_profile_that_was_there_the_default_and_leave_keys_their_scopes(
        self, bare_database_url: str
    ) -> None:
        command.upgrade(alembic_config(bare_database_url), "0004")
        engine = create_engine(driver_url(bare_database_url))
        with engine.begin() as connection:
            for statement in BEFORE_PROFILES.split(";"):
                connection.execute(text(statement), {"id": uuid.uuid5(uuid.NAMESPACE_DNS, "x")})
        upgrade(bare_database_url)
        with engine.connect() as connection:
            profiles = connection.execute(text("SELECT name, active_number, is_default FROM profiles")).all()
            kinds = connection.scalars(text("SELECT kind FROM jobs")).all()
            scopes = connection.scalars(text("SELECT scopes FROM api_keys")).all()
        engine.dispose()
        assert (profiles, kinds, scopes) == ([("p", 1, True)], ["qualify"], [["submit", "read"]])
        command.downgrade(alembic_config(bare_database_url), "0004")
        upgrade(bare_database_url)


class TestCommand:
    def test_without_a_database_names_the_variable(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        done = subprocess.run(MIGRATE, env=environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 2
        assert "DATABASE_URL" in done.stderr
