"""Rate and remaining time."""

from __future__ import annotations

from cli.client.types import Job, read
from cli.commands.pace import Pace
from tests.unit.cli.answers import job_body


def job(succeeded: int, *, rate: float | None = None, eta: float | None = None, status: str = "in_progress") -> Job:
    body = job_body(status, total=250, succeeded=succeeded)
    body["progress"] = {"rate_per_minute": rate, "eta_seconds": eta}
    return read(body, Job)


class TestPace:
    def test_believes_the_api(self) -> None:
        pace = Pace(lambda: 0.0)
        pace.see(job(10, rate=120.0, eta=90))
        assert (pace.leads_per_minute, pace.eta_seconds) == (120.0, 90)

    def test_estimates_from_what_it_saw_while_the_api_says_nothing(self) -> None:
        times = iter([0.0, 2.0])
        pace = Pace(lambda: next(times))
        pace.see(job(50))
        assert (pace.leads_per_minute, pace.eta_seconds) == (None, None)
        pace.see(job(150))
        assert (pace.leads_per_minute, pace.eta_seconds) == (3000.0, 2.0)

    def test_does_not_estimate_from_too_little(self) -> None:
        times = iter([0.0, 0.5, 9.0])
        pace = Pace(lambda: next(times))
        for ended in (0, 100, 9):
            pace.see(job(ended))
            assert pace.eta_seconds is None

    def test_has_no_remaining_time_once_the_job_has_ended(self) -> None:
        times = iter([0.0, 2.0])
        pace = Pace(lambda: next(times))
        pace.see(job(0))
        pace.see(job(250, status="completed"))
        assert pace.eta_seconds is None

    def test_has_no_rate_for_a_job_that_took_no_time(self) -> None:
        pace = Pace(lambda: 0.0)
        pace.see(job(250, rate=236_413.0, status="completed"))
        assert pace.leads_per_minute is None
