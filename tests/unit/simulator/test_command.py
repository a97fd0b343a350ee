"""The command line: what reaches the server, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from simulator import command
from simulator.faults import Fault
from simulator.options import Options


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """The options of each server that would have been started; each announces an address."""
    seen: list[Options] = []

    def run(options: Options, *, announce: Callable[[str], None]) -> None:
        seen.append(options)
        announce("http://127.0.0.1:1")

    monkeypatch.setattr(command, "run", run)
    return seen


class TestMain:
    def test_says_where_it_listens(self, served: list[Options]) -> None:
        result = CliRunner().invoke(command.main, [])
        assert (result.exit_code, result.output) == (0, "simulator listening on http://127.0.0.1:1\n")
        assert served == [Options()]

    def test_hands_every_option_on(self, served: list[Options]) -> None:
        text = (
            "--port 0 --api-key a --api-key b --missing-key-status 401 --latency-ms-median 400 --latency-ms-p99 2000 "
            "--error-share 500=0.01 --error-share reset=0.02 --slow-seconds 2 --invent-quotes 0.05 --obey-instructions "
            "--ledger memory --seed 9 --stop-grace-seconds 1"
        )
        assert CliRunner().invoke(command.main, text.split()).exit_code == 0
        (options,) = served
        assert (options.port, options.api_keys, options.missing_key_status) == (0, frozenset({"a", "b"}), 401)
        assert (options.latency.median_ms, options.latency.p99_ms, options.slow_seconds) == (400, 2000, 2)
        assert options.faults.shares == ((Fault.SERVER, 0.01), (Fault.RESET, 0.02))
        assert (options.invent_quotes, options.obey_instructions, options.seed) == (0.05, True, 9)
        assert (options.ledger, options.stop_grace_seconds) == ("memory", 1)

    @pytest.mark.parametrize(
        ("text", "ledger"), [("--ledger --seed 1", "memory"), ("--ledger memory", "memory"), ("--ledger a/b", "a/b")]
    )
    def test_a_ledger_is_in_memory_unless_a_file_is_named(self, served: list[Options], text: str, ledger: str) -> None:
        assert CliRunner().invoke(command.main, text.split()).exit_code == 0
        assert served[0].ledger == ledger

    @pytest.mark.parametrize(
        "text", ["--port 70000", "--error-share nope=1", "--invent-quotes 2", "--missing-key-status 500", "--what"]
    )
    def test_a_bad_option_names_itself_and_starts_nothing(self, served: list[Options], text: str) -> None:
        result = CliRunner().invoke(command.main, text.split())
        assert result.exit_code == 2
        assert text.partition(" ")[0] in result.output
        assert served == []
