"""The real process: started, called, stopped, started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

PROFILE = """\
Judge the lead. Answer in JSON.

# Criteria
## fit: Company fit (weight 60)
Question: Does the company's size match?
Level 0: Fewer than 10 people
Level 3: 50 to 2,000 people
Level 4: 50 to 2,000 people and two or more warehouses
Signs: staff, warehouse
## pain: Pain (weight 40)
Question: Is there trouble with stock?
Level 3: Names trouble: wrong stock, late orders
Level 4: Names trouble and lost customers
Signs: recount, late orders
"""
LEAD = '{"company_size":"120","notes":"Runs two warehouses. Late orders every week, and a recount."}'
BODY = {
    "model": "gpt-oss-120b",
    "messages": [
        {"role": "system", "content": PROFILE},
        {"role": "user", "content": f"<lead-0123456789abcdef>\n{LEAD}\n</lead-0123456789abcdef>"},
    ],
    "response_format": {"type": "json_object"},
    "max_completion_tokens": 1000,
}
KEY = {"Authorization": "Bearer csk-test"}


class Simulator:
    """A running process and its address."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "simulator", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
            cwd=Path(__file__).parents[3],
        )
        assert self.process.stdout is not None
        self.line = self.process.stdout.readline().strip()
        self.url = self.line.rpartition(" ")[2]

    def chat(self) -> requests.Response:
        return requests.post(f"{self.url}/v1/chat/completions", json=BODY, headers=KEY, timeout=10)

    def ledger(self) -> Any:
        return requests.get(f"{self.url}/control/ledger", timeout=5).json()

    def stop(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Exit code and what it wrote to stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=15)
        return self.process.returncode, errors


Launch = Callable[..., Simulator]


@pytest.fixture
def launch() -> Iterator[Launch]:
    """Starts simulators; whatever still runs at the end is stopped."""
    started: list[Simulator] = []

    def start(*arguments: str, **environment: str) -> Simulator:
        started.append(Simulator(*arguments, **environment))
        return started[-1]

    yield start
    for simulator in started:
        if simulator.process.poll() is None:
            simulator.stop(signal.SIGKILL)


class TestProcess:
    def test_says_where_it_listens_answers_and_stops_cleanly(self, launch: Launch) -> None:
        simulator = launch("--ledger")
        assert simulator.line.startswith("simulator listening on http://127.0.0.1:")
        answer = simulator.chat()
        assert answer.status_code == 200
        assert '"level":"4"' in answer.json()["choices"][0]["message"]["content"]
        assert simulator.ledger()["billed"] == 1
        assert simulator.stop() == (0, "")

    def test_two_processes_give_the_same_answer(self, launch: Launch) -> None:
        contents = {
            launch("--invent-quotes", "0.5", PYTHONHASHSEED=seed).chat().json()["choices"][0]["message"]["content"]
            for seed in ("1", "2")
        }
        assert len(contents) == 1

    def test_a_call_in_flight_ends_before_the_process_does(self, launch: Launch) -> None:
        simulator = launch("--latency-ms-median", "500", "--ledger")
        answers: list[int] = []
        caller = threading.Thread(target=lambda: answers.append(simulator.chat().status_code))
        caller.start()
        deadline = time.monotonic() + 5
        while simulator.ledger()["in_flight"] == 0:
            assert time.monotonic() < deadline, "the call did not arrive"
        assert simulator.stop()[0] == 0
        caller.join(10)
        assert answers == [200]

    def test_a_journal_survives_a_kill(self, launch: Launch, tmp_path: Path) -> None:
        journal = str(tmp_path / "ledger")
        first = launch("--ledger", journal)
        first.chat()
        first.stop(signal.SIGKILL)
        second = launch("--ledger", journal)
        second.chat()
        assert list(second.ledger()["by_hash"].values()) == [2]

    def test_a_port_in_use_is_named_with_the_remedy(self, launch: Launch) -> None:
        port = launch().url.rpartition(":")[2]
        second = launch("--port", port)
        code, errors = second.process.wait(15), second.stop()[1]
        assert code == 1
        assert f"cannot serve on 127.0.0.1:{port}" in errors
        assert "choose another --host or --port" in errors
