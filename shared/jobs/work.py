"""A slice of work on one job: claim for the free slots, top up as calls end, hand over to a successor.

The one use case that is many short transactions around calls, so it takes a unit-of-work factory.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

import structlog

from shared.database.errors import DatabaseConnectionError
from shared.jobs.claim import Claim, claim_items
from shared.jobs.claimed import JobContext
from shared.jobs.errors import JobNotWorkable
from shared.jobs.process import WorkerProcess
from shared.jobs.repository import JobRepository
from shared.jobs.states import STOPPED_JOBS, WORKABLE_JOBS
from shared.llm.request import RequestTemplate
from shared.profiles.repository import ProfileRepository
from shared.scoring.prompt import system_prompt
from shared.scoring.schema import answer_schema
from shared.settings import Settings

log = structlog.get_logger(__name__)

# a shorter wait stays in the slice, a longer one is left to the sweep
WAIT_IN_SLICE_SECONDS = 2.0
# items claimed ahead keep the slots busy meanwhile, so claims can be few and large
TOP_UP_SECONDS = 0.2
EMPTY_CLAIM_SECONDS = 0.02
NOT_WORKABLE = "not workable"


@dataclass(slots=True)
class SliceCounts:
    """What a slice did; Flower shows it as the task's result."""

    job_id: str
    claimed: int = 0
    reused: int = 0
    waited_for_equal: int = 0
    claims: int = 0
    reason: str = "surplus"


def work_job(job_id: uuid.UUID, *, process: WorkerProcess) -> SliceCounts:
    """Work on the job for at most a slice; a surplus or late call finds nothing to do and returns at once."""
    counts = SliceCounts(job_id=str(job_id))
    if process.stopping.is_set() or not process.lanes.enter(job_id):
        return counts
    try:
        context = load_context(job_id, process)
        if context is None:
            process.withdraw(job_id)
            counts.reason = NOT_WORKABLE
            return counts
        with structlog.contextvars.bound_contextvars(request_id=context.request_id, job_id=str(job_id)):
            counts.reason = _top_up(context, process, counts)
            log.info(
                "slice_ended", claimed=counts.claimed, reused=counts.reused, claims=counts.claims, reason=counts.reason
            )
    except DatabaseConnectionError:
        log.warning("slice_without_database", job_id=str(job_id))
        counts.reason = "database away"
        return counts
    finally:
        process.lanes.leave(job_id)
    if counts.reason in {"time over", "stopping"}:
        process.wake(job_id, queue=context.queue)
    return counts


def load_context(job_id: uuid.UUID, process: WorkerProcess) -> JobContext | None:
    """What the job's calls need, or None when the job is unknown or not to be worked on."""
    with process.uow_factory() as uow:
        head = JobRepository(uow.session).find_head(job_id)
        if head is None or head.status not in WORKABLE_JOBS:
            return None
        profile = ProfileRepository(uow.session).get_content(head.profile_version_id)
    return JobContext(
        job_id=job_id,
        kind=head.kind,
        queue=head.queue,
        request_id=head.request_id,
        submitted_at=head.created_at,
        profile_version_id=head.profile_version_id,
        profile=profile,
        template=RequestTemplate(
            model=process.settings.CEREBRAS_MODEL,
            system_prompt=system_prompt(profile),
            schema=answer_schema(profile),
            max_completion_tokens=process.settings.LLM_MAX_COMPLETION_TOKENS,
        ),
    )


def _top_up(context: JobContext, process: WorkerProcess, counts: SliceCounts) -> str:
    """Claim whenever enough slots are free, until the time is over or nothing is due soon; returns why it ended."""
    settings = process.settings
    deadline = time.monotonic() + settings.SLICE_SECONDS
    while not process.stopping.is_set():
        left = deadline - time.monotonic()
        if left <= 0:
            return "time over"
        room = process.lanes.reserve(context.job_id, at_most_seconds=min(TOP_UP_SECONDS, left))
        if room == 0:
            continue
        try:
            claim = _claim(context, process, limit=room, settings=settings)
        except JobNotWorkable:
            process.withdraw(context.job_id)
            return NOT_WORKABLE
        if claim is None:
            process.stopping.wait(min(0.5, left))
            continue
        counts.claims += 1
        if not claim.found_nothing:
            counts.claimed += len(claim.items)
            counts.reused += claim.reused
            counts.waited_for_equal += claim.waiting
            continue
        if claim.next_due_seconds is None and _is_stopped(context, process):
            # its items may wait behind the calls of other jobs, whose saves say nothing of this one
            process.withdraw(context.job_id)
            return NOT_WORKABLE
        if claim.next_due_seconds is None or claim.next_due_seconds > WAIT_IN_SLICE_SECONDS:
            return "nothing due"
        process.stopping.wait(min(max(claim.next_due_seconds, EMPTY_CLAIM_SECONDS), left))
    return "stopping"


def _is_stopped(context: JobContext, process: WorkerProcess) -> bool:
    """Whether a person or a fault has stopped the job since the slice began."""
    with process.uow_factory() as uow:
        head = JobRepository(uow.session).find_head(context.job_id)
    return head is None or head.status in STOPPED_JOBS


def _claim(context: JobContext, process: WorkerProcess, *, limit: int, settings: Settings) -> Claim | None:
    """One claim of reserved room, committed and its calls started; None while the database is away."""
    taken = 0
    try:
        with process.uow_factory() as uow:
            claim = claim_items(uow, context, limit=limit, owner=process.owner, settings=settings)
        taken = len(claim.items)
    except DatabaseConnectionError:
        log.warning("claim_delayed")
        return None
    finally:
        process.lanes.give_back(context.job_id, limit - taken)
    if claim.items:
        process.start_calls(claim)
    return claim
