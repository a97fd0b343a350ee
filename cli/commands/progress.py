"""Shows a job under way: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from cli.client.follow import Sight
from cli.client.types import Job
from cli.commands.pace import Pace
from cli.commands.text import duration, money, plain
from shared.jobs.states import JobStatus, WaitingOn

PLAIN_LINE_EVERY_SECONDS = 5.0


def waits_on(sight: Sight) -> str:
    """What a job that does not get on waits for, in words; empty when it gets on."""
    job = sight.job
    if sight.api_away:
        return "the API, which does not answer right now"
    if job.status == JobStatus.PAUSED:
        return f"a person: paused ({plain(job.status_reason or 'no reason given')})"
    if job.status == JobStatus.QUEUED:
        return "a worker: none takes its queue" if job.progress.waiting_on == WaitingOn.WORKERS else "its turn"
    if job.status == JobStatus.CANCELLING:
        return "the leads at the model: it is being cancelled"
    return "the provider: no lead has ended for a minute" if job.progress.stalled else ""


class _Bar(Progress):
    """Rich's progress with one more line below it."""

    below = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bar, and what the job waits on."""
        yield self.make_tasks_table(self.tasks)
        if self.below:
            yield Text(f"waits on {self.below}", style="yellow", overflow="ellipsis", no_wrap=True)


class JobProgress:
    """Shows looks at one job on a console, in a `with` block; `clock` counts seconds."""

    def __init__(self, console: Console, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._pace = Pace(clock)
        self._said_at: float | None = None
        self._task: TaskID | None = None
        self._bar: _Bar | None = None
        if console.is_terminal and not console.is_dumb_terminal:
            self._bar = _Bar(
                BarColumn(bar_width=None, table_column=Column(ratio=1, min_width=8)),
                TextColumn(
                    "{task.completed:,.0f}/{task.total:,.0f} done ·",
                    markup=False,
                    table_column=Column(no_wrap=True, justify="right"),
                ),
                TextColumn("{task.fields[facts]}", markup=False, table_column=Column(no_wrap=True)),
                console=console,
                expand=True,
            )

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, sight: Sight) -> None:
        """Take in one look: redraw the bar, or write a line when the last is 5 s old or the job has ended."""
        self._pace.see(sight.job)
        counts = sight.job.request_counts
        waiting = waits_on(sight)
        if self._bar is not None:
            self._bar.below = waiting
            if self._task is None:
                self._task = self._bar.add_task("", total=counts.total, facts=self._facts(sight.job))
            self._bar.update(self._task, completed=counts.ended, facts=self._facts(sight.job))
            return
        now = self._clock()
        if self._said_at is None or sight.job.ended or now - self._said_at >= PLAIN_LINE_EVERY_SECONDS:
            self._said_at = now
            tail = f", waits on {waiting}" if waiting else ""
            self._console.print(f"{counts.ended}/{counts.total} done, {self._facts(sight.job)}{tail}", soft_wrap=True)

    def _facts(self, job: Job) -> str:
        counts = job.request_counts
        facts = [f"{counts.failed} failed"]
        others = {"cancelled": counts.cancelled, "expired": counts.expired}
        facts += [f"{number} {word}" for word, number in others.items() if number]
        if self._pace.leads_per_minute is not None:
            facts.append(f"{self._pace.leads_per_minute:,.0f}/min")
        if self._pace.eta_seconds is not None and not job.ended:
            facts.append(f"ETA {duration(self._pace.eta_seconds)}")
        facts.append(money(job.cost.actual_usd))
        return " · ".join(facts) if self._bar is not None else ", ".join(facts)
