"""The sweep: what makes losing any process or message harmless. Safe to run anywhere, any number of times."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy import text

from shared.database.unit_of_work import UnitOfWork
from shared.fleet.repository import FleetRepository
from shared.jobs.cancel import cancel_rest
from shared.jobs.count import count_jobs, deltas_of
from shared.jobs.items import ExpiredItem, ItemMove, ItemRepository
from shared.jobs.repository import JobRepository, JobToWake
from shared.jobs.states import ItemState
from shared.leads.repository import LeadRepository, LeadToRecord
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.repository import CallRepository
from shared.queue.names import Queue
from shared.queue.publish import Wake
from shared.settings import Settings

log = structlog.get_logger(__name__)

# two sweeps at once would only wait for each other's rows
SWEEP_LOCK = 7_305_002
EXPIRED_AT_ONCE = 1000
QUIET_SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did."""

    ran: bool
    requeued: int = 0
    failed: int = 0
    cancelled: int = 0
    woken: int = 0


def sweep_jobs(uow: UnitOfWork, *, settings: Settings, wake: Wake) -> SweepReport:
    """Send items with an expired lease back or end them, go on with cancels, wake jobs that lack a runner."""
    if not uow.session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": SWEEP_LOCK}):
        return SweepReport(ran=False)
    fleet = FleetRepository(uow.session)
    fleet.forget_silent()
    moves, cancelled = _move_on(uow, settings)
    to_wake = JobRepository(uow.session).list_to_wake(quiet_seconds=QUIET_SECONDS)
    woken = _wake(uow, to_wake, live=fleet.count_live_by_queue(), settings=settings, wake=wake)
    report = SweepReport(
        ran=True,
        requeued=sum(move.state is ItemState.QUEUED for move in moves),
        failed=sum(move.state is ItemState.FAILED for move in moves),
        cancelled=sum(move.state is ItemState.CANCELLED for move in moves) + cancelled,
        woken=woken,
    )
    if moves or cancelled or woken:
        _log(uow, report)
    return report


def _log(uow: UnitOfWork, report: SweepReport) -> None:
    uow.after_commit(
        lambda: log.info(
            "swept",
            requeued=report.requeued,
            failed=report.failed,
            cancelled=report.cancelled,
            woken=report.woken,
        )
    )


def runners_wanted(job: JobToWake, *, live: int, settings: Settings) -> int:
    """How many processes should work on a job: one for a small one, else what its backlog can keep busy."""
    if job.queue is Queue.INTERACTIVE:
        return 1
    busy = math.ceil(job.queued / settings.WORKER_CALL_SLOTS)
    return max(1, min(settings.RUNNERS_PER_JOB, live, busy))


def _wake(uow: UnitOfWork, jobs: Sequence[JobToWake], *, live: dict[Queue, int], settings: Settings, wake: Wake) -> int:
    """Publish, after the commit, as many wake-ups as runners are missing."""
    missing = []
    for job in jobs:
        wanted = runners_wanted(job, live=live.get(job.queue, 0), settings=settings)
        lacks = max(wanted - job.runners, 1 if job.unattended else 0)
        if lacks > 0:
            missing.append((job, lacks))
    if missing:
        JobRepository(uow.session).mark_woken([job.id for job, _ in missing])

    def publish() -> None:
        for job, lacks in missing:
            wake(job.id, queue=job.queue, runners=lacks)

    uow.after_commit(publish)
    return sum(lacks for _, lacks in missing)


def _move_on(uow: UnitOfWork, settings: Settings) -> tuple[list[ItemMove], int]:
    """Move what nobody answers for and what waits in cancelled jobs; returns those moves, and how many of these.

    In one go, so that the locks are taken in one order: all items, all leads, all jobs.
    """
    expired = ItemRepository(uow.session).claim_expired(limit=EXPIRED_AT_ONCE)
    given_up = _give_up_calls(uow, expired) if expired else {}
    moves = _return_expired(uow, expired, settings) if expired else []
    cancelled = cancel_rest(uow)
    gone = [
        _lead(item)
        for item, move in zip(expired, moves, strict=True)
        if move.state is ItemState.FAILED and item.keeps_leads
    ]
    if gone:
        LeadRepository(uow.session).record(gone)
    deltas = deltas_of(moves, cancelled=cancelled)
    for job_id, calls in given_up.items():
        deltas[job_id].calls += calls
    count_jobs(uow, deltas)
    return moves, sum(cancelled.values())


def _give_up_calls(uow: UnitOfWork, expired: Sequence[ExpiredItem]) -> Mapping[uuid.UUID, int]:
    """End the calls of these items as unanswered: they may have been paid for; returns job id → calls."""
    return CallRepository(uow.session).give_up(
        [(item.job_id, item.position, item.lease_token) for item in expired], answer_class=AnswerClass.UNANSWERED
    )


def _return_expired(uow: UnitOfWork, expired: Sequence[ExpiredItem], settings: Settings) -> list[ItemMove]:
    """Move items whose worker went silent."""
    moves = [_move_expired(item, settings) for item in expired]
    ItemRepository(uow.session).move(moves)
    return moves


def _move_expired(item: ExpiredItem, settings: Settings) -> ItemMove:
    if item.cancelling:
        return ItemMove(item.job_id, item.position, ItemState.CANCELLED)
    if item.attempts < settings.LEAD_MAX_ATTEMPTS:
        return ItemMove(item.job_id, item.position, ItemState.QUEUED)
    code = DECISIONS[AnswerClass.UNANSWERED].error_code
    return ItemMove(item.job_id, item.position, ItemState.FAILED, error_code=code)


def _lead(item: ExpiredItem) -> LeadToRecord:
    return LeadToRecord(
        identity=item.identity,
        input=item.input,
        submitted_at=item.submitted_at,
        job_id=item.job_id,
        position=item.position,
        score=None,
    )
