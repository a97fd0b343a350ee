"""A preview is judged and paid like any job, and no lead keeps anything of it."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.audit.record import Actor
from shared.database.unit_of_work import unit_of_work
from shared.insights.repository import InsightRepository
from shared.jobs.models import Job
from shared.jobs.preview import PreviewProfile, preview_profile
from shared.jobs.process import WorkerProcess
from shared.jobs.read import list_jobs
from shared.jobs.result_repository import CurrentScore, ResultsWanted
from shared.jobs.results import list_results
from shared.jobs.states import JobKind
from shared.leads.validate import check_rows
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.profiles.content import ProfileContent
from shared.profiles.create import CreateProfile, create_profile
from shared.profiles.load_preset import load_preset
from shared.settings import Settings
from tests.doubles.provider import MockCerebras
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import call_rows, item_rows, job_row, lead_rows
from tests.integration.jobs.steps import Steps, expire_leases
from tests.integration.jobs.test_work import work_to_end


@pytest.fixture
def draft(empty_database: Settings) -> uuid.UUID:
    """A profile without an active version."""
    content = copy.deepcopy(load_preset("bant").to_json()) | {"name": "Draft"}
    with unit_of_work() as uow:
        command = CreateProfile(ProfileContent.from_json(content), Actor.system("tests"), "req-test")
        return create_profile(uow, command)


@pytest.fixture
def preview(empty_database: Settings, wakes: RecordedWakes, draft: uuid.UUID) -> Callable[..., Job]:
    """Preview the draft."""

    def run(count: int = 2, **source: Any) -> Job:
        leads = source or {"leads": check_rows(lead_rows(count)).good}
        command = PreviewProfile(draft, 1, "req-test", **leads)
        with unit_of_work() as uow:
            return preview_profile(uow, command, settings=empty_database, wake=wakes)

    return run


def leads_now(session: Session) -> list[tuple[Any, ...]]:
    """Every lead with all that a judgement writes."""
    session.rollback()
    columns = "identity, qualification_score, tier, assessment_id, assessment_ids, submitted_at, updated_at"
    return [tuple(row) for row in session.execute(text(f"SELECT {columns} FROM leads ORDER BY identity"))]  # noqa: S608


class TestPreviewProfile:
    def test_judges_under_the_draft_and_writes_no_lead(
        self, preview: Callable[..., Job], process: WorkerProcess, db_session: Session
    ) -> None:
        job = preview(3)
        work_to_end(job, process, db_session)
        row = job_row(db_session, job.id)
        assert (row.kind, row.outcome, row.succeeded, row.calls) == ("preview", "succeeded", 3, 3)
        with unit_of_work() as uow:
            results = list_results(uow, job.id, ResultsWanted(), limit=10)
        assert [len(one.assessment.criteria) for one in results if one.assessment] == [4, 4, 4]
        assert [(one.lead_id, one.current) for one in results] == [(None, None)] * 3
        assert leads_now(db_session) == []
        assert db_session.scalar(text("SELECT count(*) FROM lead_texts_due")) == 0

    def test_leaves_a_lead_the_score_that_it_has_and_tells_it_beside(
        self,
        accept: Callable[..., Job],
        preview: Callable[..., Job],
        process: WorkerProcess,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        work_to_end(accept(2), process, db_session)
        before = leads_now(db_session)
        mock_cerebras.script.extend([lambda body: mock_cerebras.right_answer(body, level="0")] * 2)
        job = preview(2)
        work_to_end(job, process, db_session)
        with unit_of_work() as uow:
            results = list_results(uow, job.id, ResultsWanted(), limit=10)
        assert [one.assessment.score for one in results if one.assessment] == [0, 0]
        assert [one.current for one in results] == [CurrentScore(100, "A", "B2B, mid-market", 1)] * 2
        assert leads_now(db_session) == before

    def test_writes_no_lead_where_judging_fails(
        self,
        preview: Callable[..., Job],
        process: WorkerProcess,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        mock_cerebras.script.append(Answer(AnswerClass.REFUSED, status=400, error_code="content_filter", latency_ms=5))
        job = preview(1)
        work_to_end(job, process, db_session)
        assert [item.state for item in item_rows(db_session, job.id)] == ["failed"]
        assert leads_now(db_session) == []

    def test_writes_no_lead_where_its_worker_went_silent(
        self, preview: Callable[..., Job], steps: Steps, db_session: Session
    ) -> None:
        job = preview(1)
        context = steps.context(job)
        for _ in range(steps.settings.LEAD_MAX_ATTEMPTS):
            assert len(steps.claim(context, 1)) == 1
            expire_leases(db_session)
            steps.sweep()
        assert [item.state for item in item_rows(db_session, job.id)] == ["failed"]
        assert leads_now(db_session) == []

    def test_is_paid_once_with_the_job_that_follows(
        self,
        preview: Callable[..., Job],
        process: WorkerProcess,
        db_session: Session,
        empty_database: Settings,
        wakes: RecordedWakes,
    ) -> None:
        first, again = preview(2), preview(2)
        for job in (first, again):
            work_to_end(job, process, db_session)
        assert len(call_rows(db_session)) == 2
        assert job_row(db_session, again.id).cached == 2
        assert leads_now(db_session) == []

    def test_takes_leads_as_they_were_submitted(
        self, accept: Callable[..., Job], preview: Callable[..., Job], process: WorkerProcess, db_session: Session
    ) -> None:
        job = accept(3)
        work_to_end(job, process, db_session)
        submitted = {item.identity: (item.input, item.input_hash) for item in item_rows(db_session, job.id)}
        ids = list(db_session.scalars(text("SELECT id FROM leads ORDER BY identity DESC LIMIT 2")))
        by_id, latest = preview(lead_ids=ids), preview(sample=2)
        for one in (by_id, latest):
            items = item_rows(db_session, one.id)
            assert len(items) == 2
            assert all((item.input, item.input_hash) == submitted[item.identity] for item in items)
        assert [item.custom_id for item in item_rows(db_session, by_id.id)] == [str(lead_id) for lead_id in ids]

    def test_is_in_no_list_of_jobs_and_in_no_count_of_leads_but_in_what_was_spent(
        self, accept: Callable[..., Job], preview: Callable[..., Job], process: WorkerProcess, db_session: Session
    ) -> None:
        job, shown = accept(2), preview(3)
        for one in (job, shown):
            work_to_end(one, process, db_session)
        waiting = preview(sample=1)
        with unit_of_work() as uow:
            assert [view.job.id for view in list_jobs(uow, limit=10)] == [job.id]
            previews = list_jobs(uow, limit=10, kind=JobKind.PREVIEW)
            assert [view.job.id for view in previews] == [waiting.id, shown.id]
            insights = InsightRepository(uow.session)
            now = insights.get_now()
            hour_ago = now.replace(hour=0, minute=0) if now.hour else now.replace(minute=0)
            sums = insights.sum_jobs(since=hour_ago, month=hour_ago)
            assert (sums.open, insights.count_ended_jobs(), sums.queued, sums.succeeded) == (0, 1, 0, 2)
            assert sum(insights.list_minutes()) == 2
            spent = sum(view.job.cost_usd for view in [*previews, *list_jobs(uow, limit=10)])
            assert sums.since_usd == spent > 0

    def test_of_failed_leads_is_in_no_count_of_failures(
        self,
        accept: Callable[..., Job],
        preview: Callable[..., Job],
        process: WorkerProcess,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        refused = Answer(AnswerClass.REFUSED, status=400, error_code="content_filter", latency_ms=5)
        mock_cerebras.script.extend([refused] * 3)
        for job in (accept(1), preview(2)):
            work_to_end(job, process, db_session)
        with unit_of_work() as uow:
            insights = InsightRepository(uow.session)
            assert insights.count_failed(since=insights.get_now().replace(hour=0, minute=0), retryable=[]).failed == 1
