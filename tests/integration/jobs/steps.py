"""The steps of a job one by one, each in a transaction of its own, for tests that put something between them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.audit.actions import ActorKind
from shared.audit.models import AuditEvent
from shared.audit.record import Actor
from shared.database.unit_of_work import unit_of_work
from shared.jobs.cancel import cancel_job
from shared.jobs.claim import claim_items
from shared.jobs.claimed import ClaimedItem, FinishedCall, JobContext
from shared.jobs.events import list_job_events
from shared.jobs.models import Job
from shared.jobs.pause import pause_job
from shared.jobs.process import WorkerProcess
from shared.jobs.resume import resume_job
from shared.jobs.retry import RetryJob, retry_job
from shared.jobs.save import SaveReport, save_finished
from shared.jobs.sweep import SweepReport, sweep_jobs
from shared.jobs.work import load_context
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.scoring.judge import judge
from shared.settings import Settings
from tests.doubles.provider import MockCerebras, answer_text
from tests.doubles.wake import RecordedWakes

SOMEBODY = Actor(ActorKind.KEY, "Front desk", uuid.UUID(int=1))


@dataclass(frozen=True, slots=True)
class Steps:
    """What happens to a job, step by step."""

    settings: Settings
    wakes: RecordedWakes
    process: WorkerProcess
    accept: Callable[..., Job]

    def context(self, job: Job) -> JobContext:
        """What a slice loads of a job."""
        context = load_context(job.id, self.process)
        assert context is not None
        return context

    def claim(self, context: JobContext, limit: int) -> list[ClaimedItem]:
        """Claim."""
        with unit_of_work() as uow:
            return list(claim_items(uow, context, limit=limit, owner="me", settings=self.settings).items)

    def save(self, *calls: FinishedCall) -> SaveReport:
        """Save calls that ended."""
        with unit_of_work() as uow:
            return save_finished(uow, calls, settings=self.settings)

    def sweep(self) -> SweepReport:
        """Sweep once."""
        with unit_of_work() as uow:
            return sweep_jobs(uow, settings=self.settings, wake=self.wakes)

    def cancel(self, job: Job) -> bool:
        """Ask for the cancel."""
        with unit_of_work() as uow:
            return cancel_job(uow, job.id, actor=SOMEBODY, request_id="req-cancel")

    def pause(self, job: Job) -> bool:
        """Ask for the pause."""
        with unit_of_work() as uow:
            return pause_job(uow, job.id, actor=SOMEBODY, request_id="req-pause")

    def resume(self, job: Job) -> None:
        """Let it go on."""
        with unit_of_work() as uow:
            resume_job(uow, job.id, actor=SOMEBODY, request_id="req-resume", settings=self.settings, wake=self.wakes)

    def retry(self, job: Job, **choice: Any) -> uuid.UUID:
        """Try its leads again."""
        with unit_of_work() as uow:
            command = RetryJob(job.id, SOMEBODY, "req-retry", **choice)
            return retry_job(uow, command, settings=self.settings, wake=self.wakes)

    def events(self, job: Job) -> list[AuditEvent]:
        """What was done to the job, in that order."""
        with unit_of_work() as uow:
            return [*list_job_events(uow, job.id)][::-1]


def scored(item: ClaimedItem) -> FinishedCall:
    """The call's end when the provider answers well."""
    body = orjson.loads(item.context.template.body(item.user_message))
    judgement = judge(item.context.profile, visible=item.visible, answer=answer_text(body))
    return FinishedCall(item, AnswerClass.OK, MockCerebras().right_answer(body), judgement)


def ended_as(item: ClaimedItem, answer_class: AnswerClass) -> FinishedCall:
    """The call's end without a judgement."""
    answer = None if answer_class is AnswerClass.RELEASED else Answer(answer_class, status=500, latency_ms=5)
    return FinishedCall(item, answer_class, answer, None)


def expire_leases(session: Session) -> None:
    """Let every lease have run out a second ago."""
    session.execute(
        text(
            "UPDATE job_items SET lease_expires_at = clock_timestamp() - interval '1 second'"
            " WHERE state = 'in_progress'"
        )
    )
    session.commit()
