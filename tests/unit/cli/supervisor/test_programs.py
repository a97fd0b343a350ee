"""The command lines of the children."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cli.supervisor.environment import check_settings
from cli.supervisor.programs import api_program, beat_program, simulator_program, worker_programs
from shared.queue.names import Queue
from shared.queue.transport import SWEEP_QUEUE
from shared.settings import Settings


@pytest.fixture
def settings() -> Settings:
    return check_settings(
        {"APP_SECRET": "s" * 32, "CEREBRAS_API_KEY": "key", "WORKER_SLICES": "3", "STOP_GRACE_SECONDS": "11"}
    )


class TestWorkerPrograms:
    def test_every_queue_has_a_process_and_housekeeping_has_all(self, settings: Settings) -> None:
        programs = worker_programs(settings, bulk_workers=3)
        assert [program.name for program in programs] == [
            "worker-interactive", "worker-bulk", "worker-bulk-2", "worker-bulk-3",
        ]  # fmt: skip
        served = [program.argv[program.argv.index("-Q") + 1].split(",") for program in programs]
        assert {queue for queues in served for queue in queues} == {*Queue, SWEEP_QUEUE}
        assert all(SWEEP_QUEUE in queues for queues in served)

    def test_slices_and_patience_follow_the_settings(self, settings: Settings) -> None:
        program = worker_programs(settings, bulk_workers=1)[0]
        assert program.argv[program.argv.index("-c") + 1] == "3"
        assert program.stop_seconds == 16

    def test_run_under_this_interpreter(self, settings: Settings) -> None:
        for program in [*worker_programs(settings, bulk_workers=1), beat_program(), api_program(port=8001)]:
            assert program.argv[:2] == (sys.executable, "-m")


class TestApiProgram:
    def test_listens_on_loopback_with_the_apis_own_configuration(self) -> None:
        argv = api_program(port=8123).argv
        assert "127.0.0.1:8123" in argv
        assert Path(argv[argv.index("-c") + 1]).is_file()


class TestSimulatorProgram:
    def test_keeps_a_ledger_unless_told_where(self, tmp_path: Path) -> None:
        ledger = tmp_path / "ledger"
        assert str(ledger) in simulator_program(port=1, arguments=[], ledger=ledger).argv
        for told in (["--ledger", "memory"], ["--ledger=memory"]):
            assert str(ledger) not in simulator_program(port=1, arguments=told, ledger=ledger).argv
