"""Accepts a job: one transaction writes the job and COPYs its items; wake-ups leave after the commit."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import orjson
import structlog

from shared.database.copy import copy_rows
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Fault
from shared.ids import new_id
from shared.jobs.models import Job
from shared.jobs.refused import keep_refused_rows
from shared.jobs.states import JobKind, JobStatus
from shared.leads.keep_refused import NOTHING_REFUSED, RefusedRows
from shared.leads.validate import LeadRow
from shared.profiles.choose import ProfileChoice, use_choice
from shared.queue.names import Queue
from shared.queue.publish import Wake
from shared.scoring.visible import hash_input, visible_lead
from shared.settings import Settings

log = structlog.get_logger(__name__)

ITEM_COLUMNS = ("job_id", "position", "custom_id", "input", "identity", "input_hash")


@dataclass(frozen=True, slots=True)
class AcceptJob:
    """Checked leads, and what their sender says of the job.

    `skipped` are the faults of the rows left out, `refused` those rows.
    """

    leads: Sequence[LeadRow]
    request_id: str
    skipped: Sequence[Fault] = ()
    name: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    api_key_id: uuid.UUID | None = None
    choice: ProfileChoice = field(default_factory=ProfileChoice)
    kind: JobKind = JobKind.QUALIFY
    refused: RefusedRows = NOTHING_REFUSED


def _item_rows(job_id: uuid.UUID, leads: Sequence[LeadRow]) -> Iterator[tuple[str, ...]]:
    """The items as text cells for COPY, in input order."""
    key = str(job_id)
    for position, lead in enumerate(leads):
        yield (
            key,
            str(position),
            lead.custom_id,
            orjson.dumps(lead.input).decode(),
            lead.identity,
            "\\x" + hash_input(visible_lead(lead.input)).hex(),
        )


def queue_for(leads: int, settings: Settings) -> Queue:
    """The queue of a job of so many leads."""
    return Queue.INTERACTIVE if leads <= settings.INTERACTIVE_MAX_LEADS else Queue.BULK


def runners_at_once(queue: Queue, settings: Settings) -> int:
    """How many wake-ups leave when a job of this queue begins or goes on."""
    return 1 if queue is Queue.INTERACTIVE else settings.RUNNERS_PER_JOB


def accept_job(uow: UnitOfWork, command: AcceptJob, *, settings: Settings, wake: Wake) -> Job:
    """Write the job and its items in the caller's transaction; the leads are kept once that commits.

    Raises ProfileUnknown or ProfileNotActive.
    """
    leads = command.leads
    queue = queue_for(len(leads), settings)
    version = use_choice(uow, command.choice)
    job = Job(
        id=new_id(),
        kind=command.kind,
        name=command.name,
        status=JobStatus.QUEUED,
        queue=queue,
        profile_version_id=version.id,
        provider=settings.LLM_PROVIDER,
        model=settings.CEREBRAS_MODEL,
        metadata_=dict(command.metadata),
        api_key_id=command.api_key_id,
        request_id=command.request_id,
        total=len(leads),
        queued=len(leads),
        skipped_rows=[{k: v for k, v in asdict(fault).items() if v is not None} for fault in command.skipped],
    )
    uow.session.add(job)
    uow.session.flush()
    copy_rows(uow.session, "job_items", ITEM_COLUMNS, _item_rows(job.id, leads))
    keep_refused_rows(uow, job.id, command.refused)
    runners = runners_at_once(queue, settings)
    uow.after_commit(lambda: wake(job.id, queue=queue, runners=runners))
    uow.after_commit(
        lambda: log.info("job_accepted", job_id=str(job.id), leads=len(leads), skipped=len(command.skipped))
    )
    uow.session.refresh(job)
    return job
