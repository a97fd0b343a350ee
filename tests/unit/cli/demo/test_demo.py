"""The demo as a whole, on a recorded API: exit codes, second runs, an `up` that already runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner, Result

from cli.client.target import Target
from cli.demo.ledger import billed_calls
from cli.demo.stage import Stage, StageOptions, find_running, open_stage
from cli.main import main
from cli.supervisor.errors import StackFault
from cli.supervisor.options import Addresses, StackOptions
from tests.unit.cli.answers import JOB, ended, failed_result, job_body, page, scored_result
from tests.unit.cli.conftest import KEY, Played, RecordedApi

CSV = "Company,E-mail\nAcme,ada@example.com\nBad,not an address\nBolt,bob@example.com\n"
REFUSED = {
    "count": 1,
    "errors": [{"row": 3, "column": "E-mail", "code": "invalid_email", "detail": "The address has no @."}],
}
Demo = Callable[..., Result]


@pytest.fixture
def demo(api_server: RecordedApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Demo:
    """Runs `sales-agent demo --exit` on a stage whose API and simulator are recorded."""
    (tmp_path / "leads.csv").write_text(CSV)
    monkeypatch.chdir(tmp_path)
    target = Target(api_server.url + "/api/v1", KEY, "local.json", "local.json")

    @contextmanager
    def stage(options: StageOptions, *, say: Callable[[str], None]) -> Iterator[Stage]:
        say("PostgreSQL ready in 0.8 s")
        yield Stage(
            target=target,
            simulator_url=api_server.url,
            is_ours=True,
            key_is_new=True,
            local_file=tmp_path / "local.json",
            serve=lambda: None,
            sign_in_url=lambda: "http://127.0.0.1:8001/sign-in#link=once",
        )

    monkeypatch.setattr("cli.commands.demo.open_stage", stage)
    body = {"total": 2, "skipped": REFUSED}
    api_server.on("POST", "/jobs", Played(202, job_body("queued", succeeded=0, **body)))
    api_server.on("GET", f"/jobs/{JOB}", ended(succeeded=2, **body))
    api_server.on("GET", f"/jobs/{JOB}/results", page(scored_result(0), scored_result(1, company="Bolt")))
    api_server.answers["GET", "/control/ledger"] = [Played(body={"billed": 5}), Played(body={"billed": 7})]
    return lambda *more: CliRunner().invoke(main, ["demo", "--file", "leads.csv", *more], env={"COLUMNS": "100"})


class TestDemo:
    def test_ends_0_when_every_row_has_its_outcome(self, demo: Demo, api_server: RecordedApi) -> None:
        result = demo("--exit")
        assert result.exit_code == 0, result.output
        said = " ".join(result.stdout.split())
        assert "PostgreSQL ready in 0.8 s" in said
        assert "rows 3 each has exactly one outcome" in said
        assert "the simulator billed 2 new calls" in said
        assert "3 E-mail invalid_email The address has no @." in " ".join(result.stderr.split())
        submitted = next(asked for asked in api_server.asked if asked.method == "POST")
        assert (submitted.body.decode(), submitted.params["on_invalid"]) == (CSV, ["skip"])

    @pytest.mark.parametrize(
        ("results", "gap"),
        [
            ([scored_result(0)], "line 4 (Bolt): no outcome"),
            ([scored_result(0), scored_result(0), scored_result(1)], "line 2 (Acme): 2 outcomes"),
        ],
        ids=["a lost lead", "a doubled lead"],
    )
    def test_ends_1_and_names_the_row(self, demo: Demo, api_server: RecordedApi, results: list[Any], gap: str) -> None:
        api_server.on("GET", f"/jobs/{JOB}/results", page(*results))
        result = demo("--exit")
        assert result.exit_code == 1
        assert gap in result.stdout

    def test_a_failure_with_a_name_is_an_outcome(self, demo: Demo, api_server: RecordedApi) -> None:
        api_server.on("GET", f"/jobs/{JOB}/results", page(scored_result(0), failed_result(1)))
        result = demo("--exit")
        assert result.exit_code == 0
        assert "1 provider_refused" in result.stdout

    def test_gives_a_machine_one_document(self, demo: Demo) -> None:
        document = json.loads(demo("--exit", "--json").stdout)
        assert (document["complete"], document["rows"], document["refused"]) == (True, 3, 1)
        assert (document["newly_billed"], document["by_tier"]) == (2, {"A": 2})

    def test_serves_and_says_where_to_look_on(self, demo: Demo, api_server: RecordedApi) -> None:
        result = demo()
        assert result.exit_code == 0
        assert f"{api_server.url}/api/v1/docs" in result.stdout
        assert "dashboard      http://127.0.0.1:8001/sign-in#link=once  (signs in once" in result.stdout
        assert "curl -H" in result.stdout
        assert "Serving until Ctrl-C." in result.stdout

    def test_that_ends_by_itself_shows_no_link(self, demo: Demo) -> None:
        assert "#link=" not in demo("--exit").output

    def test_a_port_in_use_is_one_sentence(self, demo: Demo, monkeypatch: pytest.MonkeyPatch) -> None:
        def taken(*_: object, **__: object) -> None:
            raise StackFault("Port 8001 is in use by another program; stop that, or choose another with --port.")

        monkeypatch.setattr("cli.commands.demo.open_stage", taken)
        result = demo("--exit")
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: Port 8001 is in use")


class TestFindRunning:
    @pytest.fixture
    def directory(self, api_server: RecordedApi, tmp_path: Path) -> Path:
        state = {"api_url": f"{api_server.url}/api/v1", "api_key": KEY, "simulator_url": api_server.url}
        (tmp_path / "local.json").write_text(json.dumps(state))
        return tmp_path

    def test_finds_an_api_that_answers_to_the_key(self, api_server: RecordedApi, directory: Path) -> None:
        api_server.on("GET", "/jobs", page())
        running = find_running(directory)
        assert running is not None
        assert (running.target.key, running.is_ours, running.simulator_url) == (KEY, False, api_server.url)

    def test_takes_another_directorys_api_for_none(self, api_server: RecordedApi, directory: Path) -> None:
        api_server.on("GET", "/jobs", Played(401, {"code": "key_refused", "detail": "A valid API key is needed."}))
        assert find_running(directory) is None

    def test_finds_nothing_where_nothing_was_started(self, tmp_path: Path) -> None:
        assert find_running(tmp_path) is None

    def test_makes_a_link_for_it_only_when_asked_and_only_to_a_page(
        self, api_server: RecordedApi, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[tuple[str, str]] = []
        monkeypatch.setattr("cli.demo.stage.make_local_link", lambda url, key: made.append((url, key)) or "once")
        state = json.loads((directory / "local.json").read_text())
        (directory / "local.json").write_text(json.dumps({**state, "database_url": "postgresql://x"}))
        api_server.on("GET", "/jobs", page())
        running = find_running(directory)
        assert running is not None
        assert (running.sign_in_url(), made) == (None, [])
        api_server.answers["GET", "/"] = [Played(body=b"<!doctype html>")]
        assert running.sign_in_url() == f"{api_server.url}/sign-in#link=once"
        assert made == [("postgresql://x", KEY)]

    def test_the_demo_uses_it_and_leaves_it_alone(
        self, api_server: RecordedApi, directory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        api_server.on("GET", "/jobs", page())
        monkeypatch.setenv("SALES_AGENT_DIR", str(directory))
        said: list[str] = []
        with open_stage(StageOptions(port=1, call_slots=1), say=said.append) as stage:
            assert not stage.is_ours
        assert "already runs here" in said[0]


class TestBilledCalls:
    def test_reads_the_simulators_books(self, api_server: RecordedApi) -> None:
        api_server.answers["GET", "/control/ledger"] = [Played(body={"billed": 12})]
        assert billed_calls(api_server.url) == 12
        assert api_server.asked[0].params == {"summary": ["1"]}

    @pytest.mark.parametrize("played", [Played(404, b"no ledger"), Played(body={}), Played(body=[])])
    def test_knows_nothing_without_a_ledger(self, api_server: RecordedApi, played: Played) -> None:
        api_server.answers["GET", "/control/ledger"] = [played]
        assert billed_calls(api_server.url) is None

    def test_knows_nothing_of_a_real_provider(self) -> None:
        assert billed_calls(None) is None


class FakeStack:
    """A stack that starts nothing."""

    made: ClassVar[list[FakeStack]] = []

    def __init__(self, options: StackOptions, echo: Callable[[str], None]) -> None:
        self.options = options
        self.echo = echo
        self.stopped = False
        self.made.append(self)

    def start(self) -> Addresses:
        self.echo("sales-agent        | postgres answers on 127.0.0.1:5555")
        return Addresses(
            api_url="http://127.0.0.1:8001/api/v1",
            docs_url="http://127.0.0.1:8001/api/v1/docs",
            simulator_url="http://127.0.0.1:8090",
            log_directory=self.options.directory / "logs",
            key_is_new=True,
            api_key=KEY,
            database_url="postgresql://127.0.0.1/x",
            redis_url="redis://127.0.0.1/0",
        )

    def wait(self) -> None:
        """Return at once."""

    def stop(self) -> None:
        self.stopped = True


class TestOpenStage:
    @pytest.fixture
    def stacks(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[FakeStack]:
        monkeypatch.setattr("cli.demo.stage.Stack", FakeStack)
        monkeypatch.setattr(FakeStack, "made", [])
        monkeypatch.setenv("SALES_AGENT_DIR", str(tmp_path))
        return FakeStack.made

    def test_starts_a_quiet_stack_with_an_unhurried_simulator(self, stacks: list[FakeStack], tmp_path: Path) -> None:
        said: list[str] = []
        with open_stage(StageOptions(port=8123, call_slots=4), say=said.append) as stage:
            options = stacks[0].options
            assert (stage.is_ours, stage.target.key, options.directory) == (True, KEY, tmp_path)
            assert (options.port, options.call_slots, options.quiet) == (8123, 4, True)
            assert "--latency-ms-median" in options.simulator_args
            assert not stacks[0].stopped
        assert said == ["  0.0 s  postgres answers on 127.0.0.1:5555"]

    def test_stops_it_whatever_happens(self, stacks: list[FakeStack]) -> None:
        with pytest.raises(ZeroDivisionError), open_stage(StageOptions(8123, 4), say=lambda _: None):
            raise ZeroDivisionError
        assert stacks[0].stopped
