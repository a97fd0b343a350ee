"""Keys on the command line: what is shown, to whom, and what is said when it cannot work."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from shared.access.create import CreatedKey
from shared.access.models import ApiKey
from shared.access.scopes import Scope
from shared.database.errors import DatabaseConnectionError, DatabaseStatementError

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
Run = Callable[..., Result]


def key(name: str, prefix: str, **more: datetime) -> ApiKey:
    return ApiKey(
        id=uuid.uuid5(uuid.NAMESPACE_URL, name), name=name, prefix=prefix, scopes=["submit"], created_at=NOW, **more
    )


KEYS = [
    key("crm", "abcd1234"),
    key("old", "ffff0000", revoked_at=NOW),
    key("fair", "eeee1111", expires_at=NOW - timedelta(1)),
]


@pytest.fixture
def raised() -> list[Exception]:
    """What the database raises at the next transaction."""
    return []


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, raised: list[Exception]) -> Run:
    """Runs `sales-agent keys` on a house that answers from KEYS."""

    @contextmanager
    def work(_: object) -> Iterator[None]:
        if raised:
            raise raised[0]
        yield

    def create(_: None, *, name: str, scopes: list[Scope], expires_at: datetime | None) -> CreatedKey:
        return CreatedKey(uuid.UUID(int=1), name, tuple(scopes), expires_at, "sa_abcd1234_secret")

    monkeypatch.setattr("cli.commands.keys.unit_of_work", work)
    monkeypatch.setattr("cli.commands.keys.create_key", create)
    monkeypatch.setattr("cli.commands.keys.list_keys", lambda _: KEYS)
    monkeypatch.setattr("cli.commands.keys.revoke_key", lambda _, key_id: NOW)
    environ = {"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z", "SALES_AGENT_DIR": str(tmp_path), "COLUMNS": "100"}
    return lambda *arguments, **more: CliRunner().invoke(main, ["keys", *arguments], env={**environ, **more})


class TestCreate:
    def test_prints_the_key_alone_on_stdout(self, run: Run) -> None:
        result = run("create", "crm")
        assert (result.exit_code, result.stdout) == (0, "sa_abcd1234_secret\n")
        assert "may submit, read, configure. It is shown this once" in result.stderr

    def test_gives_a_machine_the_key_and_its_rights(self, run: Run) -> None:
        document = json.loads(run("create", "crm", "--scope", "read", "--expires-days", "2", "--json").stdout)
        assert (document["key"], document["scopes"]) == ("sa_abcd1234_secret", ["read"])
        expires_at = datetime.fromisoformat(document["expires_at"])
        assert timedelta(days=1) < expires_at - datetime.now(UTC) <= timedelta(days=2)


class TestList:
    def test_shows_which_keys_still_work(self, run: Run) -> None:
        lines = [" ".join(line.split()) for line in run("list").stdout.splitlines()]
        assert lines[1:] == [
            "abcd1234 crm submit active 2026-11-24 never",
            "ffff0000 old submit revoked 2026-11-24 never",
            "eeee1111 fair submit expired 2026-11-24 never",
        ]

    def test_gives_a_machine_one_document_without_secrets(self, run: Run) -> None:
        document = json.loads(run("list", "--json").stdout)
        assert [entry["state"] for entry in document["data"]] == ["active", "revoked", "expired"]
        assert not {"key", "key_hash"} & set(document["data"][0])


class TestRevoke:
    @pytest.mark.parametrize("given", ["abcd1234", "sa_abcd1234_whatever", str(KEYS[0].id)])
    def test_takes_a_prefix_an_id_or_a_whole_key(self, run: Run, given: str) -> None:
        result = run("revoke", given)
        assert result.exit_code == 0, result.output
        assert "Revoked sa_abcd1234_… (crm)" in result.stdout

    def test_revokes_nothing_that_it_does_not_know(self, run: Run) -> None:
        result = run("revoke", "abcd")
        assert result.exit_code == 1
        assert "No key has this id or prefix." in result.stderr


class TestDatabase:
    def test_names_the_remedy_when_none_is_known(self, run: Run) -> None:
        result = run("list", DATABASE_URL=None)
        assert result.exit_code == 1
        assert "sales-agent up" in result.stderr
        assert "DATABASE_URL" in result.stderr

    def test_says_where_the_address_of_one_that_is_away_comes_from(self, run: Run, raised: list[Exception]) -> None:
        raised.append(DatabaseConnectionError("The database is not reachable right now."))
        result = run("list", "--json")
        assert result.exit_code == 1
        assert "The address comes from DATABASE_URL" in result.stderr
        assert json.loads(result.stdout)["error"]["code"] == "client_error"

    def test_says_what_makes_the_tables(self, run: Run, raised: list[Exception]) -> None:
        raised.append(DatabaseStatementError(sqlstate="42P01", constraint=None, kind="UndefinedTable"))
        assert "The database has no tables yet." in run("list").stderr

    @pytest.mark.parametrize("url", ["not a url", "mysql://a:secret@x/y", "postgresql://a:secret@x:port/y"])
    def test_refuses_what_is_no_address(self, run: Run, url: str) -> None:
        result = run("list", DATABASE_URL=url)
        assert result.exit_code == 1
        assert url not in result.stderr
