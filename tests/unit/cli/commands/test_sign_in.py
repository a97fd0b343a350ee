"""`sales-agent sign-in`: a link on stdout and nothing else, or what to do about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from shared.access.errors import KeyRefused
from shared.access.make_link import NewLink
from tests.unit.cli.conftest import KEY, Played, RecordedApi

EXPIRES_AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
Run = Callable[..., Result]


@pytest.fixture
def asked_for() -> list[str]:
    """The keys that links were made for."""
    return []


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, api_server: RecordedApi, asked_for: list[str]) -> Run:
    """Runs `sales-agent sign-in` beside an `up` that wrote down where it is."""

    @contextmanager
    def work(_: object) -> Iterator[None]:
        yield

    def make(_: None, presented: str) -> NewLink:
        asked_for.append(presented)
        if presented != KEY:
            raise KeyRefused
        return NewLink(EXPIRES_AT, "t0ken")

    monkeypatch.setattr("cli.commands.keys.unit_of_work", work)
    monkeypatch.setattr("cli.commands.sign_in.make_link", make)
    state = {"api_url": f"{api_server.url}/api/v1", "api_key": KEY, "database_url": "postgresql://x:y@127.0.0.1:1/z"}
    (tmp_path / "local.json").write_text(json.dumps(state))
    api_server.answers["GET", "/"] = [Played(body=b"<!doctype html>")]
    nothing = dict.fromkeys(("SALES_AGENT_URL", "SALES_AGENT_API_KEY", "DATABASE_URL"))
    environ = {**nothing, "SALES_AGENT_DIR": str(tmp_path)}
    return lambda *arguments, **more: CliRunner().invoke(main, ["sign-in", *arguments], env={**environ, **more})


class TestSignIn:
    def test_prints_the_link_alone_on_stdout(self, run: Run, api_server: RecordedApi, asked_for: list[str]) -> None:
        result = run()
        assert (result.exit_code, result.stdout) == (0, f"{api_server.url}/sign-in#link=t0ken\n")
        assert "once" in result.stderr
        assert asked_for == [KEY]

    def test_gives_a_machine_the_link_and_its_end(self, run: Run, api_server: RecordedApi) -> None:
        document = json.loads(run("--json").stdout)
        assert document == {"url": f"{api_server.url}/sign-in#link=t0ken", "expires_at": "2026-11-24T20:00:00Z"}

    def test_never_sends_the_token_anywhere(self, run: Run, api_server: RecordedApi) -> None:
        run()
        assert [(asked.method, asked.path, asked.params) for asked in api_server.asked] == [("GET", "/", {})]

    def test_says_when_the_dashboard_is_not_built(self, run: Run, api_server: RecordedApi) -> None:
        api_server.answers["GET", "/"] = [Played(404, {"code": "dashboard_missing"})]
        result = run()
        assert result.exit_code == 0
        assert "make web-build" in result.stderr

    def test_says_when_nobody_answers_there(self, run: Run) -> None:
        result = run(SALES_AGENT_URL="http://127.0.0.1:9", SALES_AGENT_API_KEY=KEY)
        assert (result.exit_code, result.stdout) == (0, "http://127.0.0.1:9/sign-in#link=t0ken\n")
        assert "Nobody answers at http://127.0.0.1:9 now" in result.stderr

    def test_a_key_that_this_database_does_not_know_is_one_sentence(self, run: Run) -> None:
        result = run("--json", SALES_AGENT_API_KEY="sa_efgh5678_" + "o" * 43)
        assert result.exit_code == 1
        assert "does not know sa_efgh5678_… (from SALES_AGENT_API_KEY)" in result.stderr
        assert "keys create" in result.stderr
        assert json.loads(result.stdout)["error"]["code"] == "client_error"

    def test_without_a_stack_names_what_starts_one(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "local.json").unlink()
        result = run()
        assert result.exit_code == 1
        assert "sales-agent up" in result.stderr
