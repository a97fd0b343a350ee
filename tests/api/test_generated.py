"""schemathesis against the running stack, with every check that applies (schemathesis.toml)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.api.conftest import TREE
from tests.api.seen import GENERATED, Operation, answers
from tests.api.things import Things
from tests.doubles.stack import RunningStack

LEAST_REQUESTS = 1000
LONGEST_SECONDS = 600


def test_requests_that_schemathesis_generates_meet_no_failure(
    stack: RunningStack, things: Things, documented: list[Operation], tmp_path: Path
) -> None:
    local = stack.local
    pools, report = tmp_path / "things.json", tmp_path / "report.json"
    pools.write_text(json.dumps(things.pools(local["api_key"])))
    environment = {
        **os.environ,
        "PYTHONPATH": str(TREE),
        "API_ADDRESS": local["api_url"].removesuffix("/api/v1"),
        "API_KEY": local["api_key"],
        "API_THINGS": str(pools),
        "REQUEST_ID": GENERATED,
        # neither the caller's settings nor the width of a terminal
        "COLUMNS": "120",
    }
    command = [str(Path(sys.executable).with_name("schemathesis")), "--no-color"]
    command += ["--config-file", str(Path(__file__).with_name("schemathesis.toml"))]
    command += ["run", f"{local['api_url']}/openapi.json", "--report-json-path", str(report)]
    done = subprocess.run(
        command, cwd=TREE, env=environment, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]

    told = json.loads(report.read_text())
    assert (told["operations"]["tested"], told["operations"]["total"]) == (len(documented), len(documented))
    assert (told["failures"], told["errors"], told["complete"]) == ([], [], True)
    # counted where they arrived, not where they were meant to be sent
    statuses = [answer.status for answer in answers(stack.directory / "logs/api.log") if answer.by == GENERATED]
    print(f"\n{len(statuses):,} generated requests in {told['running_time']:.0f} s, 0 failures")
    assert len(statuses) >= LEAST_REQUESTS
    assert [status for status in statuses if status >= 500] == []
