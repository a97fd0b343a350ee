"""`sales-agent up`: what it says and how it exits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from cli import up as up_module
from cli.supervisor.errors import StackFault
from cli.supervisor.options import Addresses, StackOptions
from cli.up import summary, up

ADDRESSES = Addresses(
    api_url="http://127.0.0.1:8001/api/v1",
    docs_url="http://127.0.0.1:8001/api/v1/docs",
    simulator_url="http://127.0.0.1:20001",
    log_directory=Path("/state/logs"),
    key_is_new=True,
    api_key="sa_example_key",
    database_url="postgresql://user:pw@127.0.0.1/name",
    redis_url="redis://:pw@127.0.0.1/0",
    sign_in_url="http://127.0.0.1:8001/sign-in#link=once",
)


class FakeStack:
    """Records what it was asked for; raises what the test wants."""

    def __init__(self, *, start: BaseException | None = None, wait: BaseException | None = None) -> None:
        self.options: StackOptions | None = None
        self.stops = 0
        self._start, self._wait = start, wait

    def __call__(self, options: StackOptions, echo: Callable[[str], None]) -> FakeStack:
        self.options = options
        return self

    def start(self) -> Addresses:
        if self._start is not None:
            raise self._start
        return ADDRESSES

    def wait(self) -> None:
        if self._wait is not None:
            raise self._wait

    def stop(self) -> None:
        self.stops += 1


@pytest.fixture
def run_up(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.delenv("SALES_AGENT_DIR", raising=False)

    def run(stack: FakeStack, *arguments: str) -> Result:
        monkeypatch.setattr(up_module, "Stack", stack)
        return CliRunner().invoke(up, arguments)

    return run


class TestUp:
    def test_hands_its_options_on(self, run_up: Callable[..., Result]) -> None:
        stack = FakeStack()
        run_up(
            stack, "--port", "8123", "--dir", "state", "--bulk-workers", "2", "--slots", "64",
            "--simulator-args", "--latency-ms-median 200 --seed 7", "--quiet", "--flower-port", "5556",
        )  # fmt: skip
        assert stack.options == StackOptions(
            directory=Path("state"), port=8123, call_slots=64, bulk_workers=2, quiet=True,
            flower=True, flower_port=5556,
            simulator_args=("--latency-ms-median", "200", "--seed", "7"),
        )  # fmt: skip

    def test_ends_well_after_ctrl_c_and_has_stopped(self, run_up: Callable[..., Result]) -> None:
        stack = FakeStack()
        result = run_up(stack)
        assert result.exit_code == 0
        assert result.output.endswith("stopped; nothing is left running\n")
        assert stack.stops == 1

    @pytest.mark.parametrize("when", ["start", "wait"])
    def test_a_fault_is_one_message_and_an_exit_code(self, run_up: Callable[..., Result], when: str) -> None:
        stack = FakeStack(**{when: StackFault("Port 8001 is in use; choose another with --port.")})
        result = run_up(stack)
        assert result.exit_code == 1
        assert "Error: Port 8001 is in use; choose another with --port.\n" in result.output
        assert "Traceback" not in result.output
        assert stack.stops >= 1

    def test_ctrl_c_during_the_start_exits_as_interrupted(self, run_up: Callable[..., Result]) -> None:
        assert run_up(FakeStack(start=KeyboardInterrupt())).exit_code == 130

    def test_a_quote_that_does_not_end_is_wrong_usage(self, run_up: Callable[..., Result]) -> None:
        result = run_up(FakeStack(), "--simulator-args", "'open")
        assert result.exit_code == click.UsageError.exit_code
        assert "--simulator-args" in result.output


class TestSummary:
    def test_names_addresses_and_what_to_do_next(self) -> None:
        text = summary(ADDRESSES, StackOptions(directory=Path("/state")))
        for said in (ADDRESSES.api_url, ADDRESSES.docs_url, "sales-agent submit", "Ctrl-C", "/state/logs"):
            assert said in text

    def test_begins_with_a_link_that_opens_the_dashboard(self) -> None:
        text = summary(ADDRESSES, StackOptions(directory=Path("/state")))
        [line] = [line for line in text.splitlines() if "Dashboard" in line]
        # the address ends at a space, so that a terminal opens just that
        assert " http://127.0.0.1:8001/sign-in#link=once  (" in line
        assert "sales-agent sign-in" in line

    def test_says_in_one_line_how_to_get_a_dashboard_that_is_not_there(self) -> None:
        text = summary(replace(ADDRESSES, sign_in_url=None), StackOptions(directory=Path("/state")))
        [line] = [line for line in text.splitlines() if "Dashboard" in line]
        assert "make web-build" in line
        assert "Node.js 20" in line

    def test_says_where_flower_is_and_how_to_get_in_without_the_password_itself(self) -> None:
        options = StackOptions(directory=Path("/state"), flower=True)
        text = summary(replace(ADDRESSES, flower_url="http://127.0.0.1:5555"), options)
        [line] = [line for line in text.splitlines() if "Flower" in line]
        assert "http://127.0.0.1:5555  (sign in as operator" in line
        assert "FLOWER_PASSWORD in /state/secrets.json" in line
        assert "Flower" not in summary(ADDRESSES, options)

    def test_prints_no_link_by_accident(self) -> None:
        assert "once" not in repr(ADDRESSES)

    def test_shows_a_key_only_when_it_is_new(self) -> None:
        options = StackOptions(directory=Path("/state"))
        assert "sa_example_key" in summary(ADDRESSES, options)
        kept = summary(replace(ADDRESSES, key_is_new=False), options)
        assert "sa_example_key" not in kept
        assert "/state/local.json" in kept

    def test_says_whether_scores_are_made_up_or_cost_money(self) -> None:
        options = StackOptions(directory=Path("/state"))
        assert "simulator" in summary(ADDRESSES, options)
        assert "costs money" in summary(replace(ADDRESSES, simulator_url=None), options)

    def test_shows_no_password(self) -> None:
        assert "pw" not in summary(ADDRESSES, StackOptions(directory=Path("/state")))
