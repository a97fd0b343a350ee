"""`sales-agent doctor` beside the running product."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

from tests.doubles.stack import RunningStack, wait_for


class TestDoctor:
    def test_finds_a_stack_well_that_up_has_started(
        self, stack: RunningStack, sales_agent: Callable[..., subprocess.CompletedProcess[str]]
    ) -> None:
        """Its own workers, beat and simulator, found through local.json alone."""
        said: list[str] = []

        def well() -> bool:
            # a test before may have ended a worker; `up` starts it again
            said[:] = [sales_agent("doctor", "--json").stdout]
            return bool(json.loads(said[0])["healthy"])

        wait_for(well, seconds=60, what="the doctor to find all well")
        checks = {check["check"]: check for check in json.loads(said[0])["checks"]}
        assert {check["state"] for check in checks.values()} == {"ok"}
        assert "no model is asked" in checks["provider"]["found"]
        assert sales_agent("doctor").stdout.rstrip().endswith("All is well.")
