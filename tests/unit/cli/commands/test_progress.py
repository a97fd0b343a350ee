"""A job under way, on a terminal and elsewhere."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from cli.client.follow import Sight
from cli.client.types import Job, read
from cli.commands.progress import JobProgress
from tests.unit.cli.answers import job_body

CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def job(ended: int, *, status: str = "in_progress", rate: float = 1800.0) -> Job:
    body = job_body(status, total=250, succeeded=ended)
    body["progress"] = {"rate_per_minute": rate, "eta_seconds": 75}
    return read(body, Job)


def shown(sights: list[Sight], *, terminal: bool, width: int = 80, seconds_between: float = 1.0) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=terminal, width=width, markup=False, highlight=False)
    times = iter(number * seconds_between for number in range(1000))
    now = 0.0

    def clock() -> float:
        return now

    with JobProgress(console, clock=clock) as progress:
        for sight in sights:
            progress.show(sight)
            now = next(times)
    return CONTROL.sub("", file.getvalue())


class TestJobProgress:
    def test_shows_done_failed_rate_remaining_time_and_cost(self) -> None:
        text = shown([Sight(job(120))], terminal=True)
        assert "120/250 done · 0 failed · 1,800/min · ETA 1 min 15 s · $0.0015" in text

    def test_tells_cancelled_leads_from_failed_ones(self) -> None:
        body = job_body("cancelling", total=250, succeeded=120)
        body["request_counts"] |= {"queued": 0, "in_progress": 10, "cancelled": 120}
        text = shown([Sight(read(body, Job))], terminal=False)
        assert "240/250 done, 0 failed, 120 cancelled" in text
        assert "waits on the leads at the model: it is being cancelled" in text

    def test_shows_what_it_waits_on_below_the_bar(self) -> None:
        text = shown([Sight(job(120), api_away=True)], terminal=True)
        assert "waits on the API, which does not answer right now" in text

    @pytest.mark.parametrize("width", [80, 120])
    def test_stays_within_the_terminal(self, width: int) -> None:
        lines = re.split(r"[\r\n]+", shown([Sight(job(120)), Sight(job(240))], terminal=True, width=width))
        assert max(map(len, lines)) <= width

    def test_writes_a_plain_line_every_five_seconds_elsewhere(self) -> None:
        sights = [Sight(job(number)) for number in range(1, 12)] + [Sight(job(250, status="completed"))]
        lines = shown(sights, terminal=False).splitlines()
        assert [line.split()[0] for line in lines] == ["1/250", "7/250", "250/250"]
        assert lines[0] == "1/250 done, 0 failed, 1,800/min, ETA 1 min 15 s, $0.0015"
