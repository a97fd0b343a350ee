"""The tasks; each takes ids and makes one call."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import Any

from shared.database.unit_of_work import unit_of_work
from shared.jobs.sweep import sweep_jobs
from shared.jobs.work import work_job
from shared.leads.index import index_all_due
from shared.queue.publish import get_publisher
from shared.queue.transport import INDEX_TASK, SWEEP_TASK, WORK_TASK
from shared.settings import get_settings
from workers.app import app
from workers.lifecycle import current_process


@app.task(name=WORK_TASK, ignore_result=True)
def work(job_id: str) -> dict[str, Any]:
    """Work on a job for one slice."""
    return asdict(work_job(uuid.UUID(job_id), process=current_process()))


@app.task(name=SWEEP_TASK, ignore_result=True)
def sweep() -> dict[str, Any]:
    """Return expired leases and wake jobs that lack a runner."""
    with unit_of_work() as uow:
        return asdict(sweep_jobs(uow, settings=get_settings(), wake=get_publisher().wake))


@app.task(name=INDEX_TASK, ignore_result=True)
def index() -> dict[str, Any]:
    """Write the texts by which leads that changed are found."""
    return {"leads": index_all_due(unit_of_work)}
