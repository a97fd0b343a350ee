"""Upgrading: whole, harmless when repeated, and one at a time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import uuid
from contextlib import ExitStack
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

import migrations.tables
from migrations.upgrade import alembic_config, upgrade
from shared.database.base import Base
from shared.database.engine import driver_url
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


class TestUpgrade:
    def test_makes_every_table_and_nothing_more_when_repeated(self, bare_database_url: str) -> None:
        upgrade(bare_database_url)
        upgrade(bare_database_url)
        assert tables_in(bare_database_url) == {*Base.metadata.tables, "alembic_version"}
        assert versions_in(bare_database_url) == [HEAD]

    def test_by_several_processes_at_once_is_one_after_the_other(self, bare_database_url: str) -> None:
        """All wait for the lock that this test holds, and none has begun; released, each finds what is left to do."""
        engine = create_engine(driver_url(bare_database_url))
        # left last, so that a failure releases the lock before it waits for the processes
        with ExitStack() as processes, engine.connect() as holder:
            holder.execute(text(f"SELECT pg_advisory_lock({migration_lock()})"))
            started = [processes.enter_context(start_migrating(bare_database_url)) for _ in range(3)]
            waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            wait_for(lambda: holder.scalar(waiting) == 3, seconds=20, what="all three to wait for their turn")
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


class TestSearchAndSummary:
    def test_keep_what_was_judged_before_and_note_every_lead_for_search(self, bare_database_url: str) -> None:
        command.upgrade(alembic_config(bare_database_url), "0001")
        engine = create_engine(driver_url(bare_database_url))
        with engine.begin() as connection:
            for statement in BEFORE_SEARCH.split(";"):
                connection.execute(text(statement), {"id": uuid.uuid5(uuid.NAMESPACE_DNS, "x")})
        upgrade(bare_database_url)
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT company_name, assessment_ids FROM leads"))
            known = {row.company_name: row.assessment_ids for row in rows}
            due = connection.scalar(text("SELECT count(*) FROM lead_texts_due JOIN leads ON lead_id = id"))
        engine.dispose()
        assert known == {"A": [12, 11, 10, 9, 8, 7, 6, 5, 4, 3], "B": []}
        assert due == 2


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
