"""A slice of work: every lead ends once, whatever the provider says."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.work import work_job
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from tests.doubles.provider import MockCerebras
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import call_rows, item_rows, job_row, lead_rows, wait_until


def work_to_end(job: Job, process: WorkerProcess, session: Session) -> None:
    """Run slices as wake-ups would, until the job has ended."""

    def ended() -> bool:
        work_job(job.id, process=process)
        return job_row(session, job.id).completed_at is not None

    wait_until(ended)


def slices_to_end(job: Job, process: WorkerProcess) -> None:
    """As work_to_end, from any thread."""

    def ended() -> bool:
        work_job(job.id, process=process)
        with unit_of_work() as uow:
            return uow.session.scalar(text("SELECT completed_at FROM jobs WHERE id = :id"), {"id": job.id}) is not None

    wait_until(ended, seconds=30)


class TestWorkJob:
    def test_scores_every_lead_and_ends_the_job(
        self, accept: Callable[..., Job], process: WorkerProcess, db_session: Session
    ) -> None:
        job = accept(25)
        counts = work_job(job.id, process=process)
        wait_until(lambda: job_row(db_session, job.id).completed_at is not None)
        row = job_row(db_session, job.id)
        assert (row.status, row.outcome, row.succeeded, row.queued, row.in_progress) == (
            "completed",
            "succeeded",
            25,
            0,
            0,
        )
        assert (row.calls, row.prompt_tokens, row.completion_tokens) == (25, 25 * 700, 25 * 100)
        assert row.cost_usd == 25 * (Decimal(700) * Decimal("0.35") + Decimal(100) * Decimal("0.75")) / 1_000_000
        assert counts.claimed == 25
        assert {item.state for item in item_rows(db_session, job.id)} == {"succeeded"}

    def test_writes_one_ledger_row_a_call_and_one_assessment_a_lead(
        self, accept: Callable[..., Job], process: WorkerProcess, db_session: Session
    ) -> None:
        job = accept(5)
        work_to_end(job, process, db_session)
        calls = call_rows(db_session)
        assert [(call.answer_class, call.attempt) for call in calls] == [("ok", 1)] * 5
        assert all(call.reserved_tokens > 2000 and call.reserved_cost_usd > 0 for call in calls)
        assert db_session.scalar(text("SELECT count(*) FROM assessments")) == 5
        assert db_session.scalar(text("SELECT count(*) FROM leads WHERE qualification_score = 100")) == 5

    def test_does_not_pay_twice_for_an_equal_lead(
        self, accept: Callable[..., Job], process: WorkerProcess, db_session: Session, mock_cerebras: MockCerebras
    ) -> None:
        first = accept(4)
        work_to_end(first, process, db_session)
        second = accept(4)
        work_to_end(second, process, db_session)
        row = job_row(db_session, second.id)
        assert (row.succeeded, row.cached, row.calls, row.cost_usd) == (4, 4, 0, 0)
        assert len(mock_cerebras.bodies) == 4

    def test_equal_leads_of_one_job_share_one_call(
        self, accept: Callable[..., Job], process: WorkerProcess, db_session: Session, mock_cerebras: MockCerebras
    ) -> None:
        rows = [*lead_rows(1), *lead_rows(1), *lead_rows(1)]
        rows = [type(row)(fields=row.fields, row=None, index=index) for index, row in enumerate(rows)]
        job = accept(rows=rows)
        work_to_end(job, process, db_session)
        assert len(mock_cerebras.bodies) == 1
        assert job_row(db_session, job.id).cached == 2

    def test_a_transient_fault_is_tried_again(
        self, accept: Callable[..., Job], process: WorkerProcess, db_session: Session, mock_cerebras: MockCerebras
    ) -> None:
        mock_cerebras.script.append(Answer(AnswerClass.TRANSIENT, status=503, error_code="http_503", latency_ms=3))
        job = accept(1)
        work_to_end(job, process, db_session)
        assert [call.answer_class for call in call_rows(db_session)] == ["transient", "ok"]
        assert item_rows(db_session, job.id)[0].attempts == 2

    def test_a_lead_fails_by_name_when_its_attempts_are_used_up(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        db_session: Session,
        mock_cerebras: MockCerebras,
    ) -> None:
        fault = Answer(AnswerClass.TRANSIENT, status=500, error_code="http_500", latency_ms=3)
        mock_cerebras.script.extend([fault, fault])
        job = accept(1)
        work_to_end(job, process_with(LEAD_MAX_ATTEMPTS=2), db_session)
        item = item_rows(db_session, job.id)[0]
        assert (item.state, item.error_code, item.assessment_id) == ("failed", "provider_unavailable", None)
        assert job_row(db_session, job.id).outcome == "failed"
        assert db_session.execute(text("SELECT qualification_score, tier FROM leads")).one() == (None, None)

    @pytest.mark.parametrize(
        ("answer_class", "error_code"),
        [
            (AnswerClass.REFUSED, "provider_refused"),
            (AnswerClass.TOO_LONG, "lead_too_long"),
        ],
    )
    def test_a_permanent_fault_is_not_tried_again(
        self,
        accept: Callable[..., Job],
        process: WorkerProcess,
        db_session: Session,
        mock_cerebras: MockCerebras,
        answer_class: AnswerClass,
        error_code: str,
    ) -> None:
        mock_cerebras.script.append(Answer(answer_class, status=400, error_code="x", latency_ms=3))
        job = accept(1)
        work_to_end(job, process, db_session)
        assert item_rows(db_session, job.id)[0].error_code == error_code
        assert len(mock_cerebras.bodies) == 1

    def test_waiting_for_quota_uses_no_attempt(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        db_session: Session,
        mock_cerebras: MockCerebras,
    ) -> None:
        quota = Answer(AnswerClass.QUOTA, status=429, error_code="quota", retry_after_seconds=0.05, latency_ms=3)
        mock_cerebras.script.extend([quota, quota, quota])
        job = accept(1)
        work_to_end(job, process_with(LEAD_MAX_ATTEMPTS=1), db_session)
        item = item_rows(db_session, job.id)[0]
        assert (item.state, item.attempts) == ("succeeded", 1)

    def test_an_answer_that_breaks_the_rules_is_no_score(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        db_session: Session,
        mock_cerebras: MockCerebras,
    ) -> None:
        nonsense = Answer(
            AnswerClass.OK, content='{"score": 50}', status=200, latency_ms=3, prompt_tokens=1, completion_tokens=1
        )
        mock_cerebras.script.append(nonsense)
        job = accept(1)
        work_to_end(job, process_with(LEAD_MAX_ATTEMPTS=1), db_session)
        item = item_rows(db_session, job.id)[0]
        assert (item.state, item.error_code) == ("failed", "answer_invalid")
        assert db_session.scalar(text("SELECT count(*) FROM assessments")) == 0

    def test_logs_one_line_a_call_with_the_request_id_and_no_lead_data(
        self,
        accept: Callable[..., Job],
        process: WorkerProcess,
        db_session: Session,
        mock_cerebras: MockCerebras,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        fault = Answer(AnswerClass.TRANSIENT, status=500, error_code="http_500", latency_ms=3, raw="marker-of-provider")
        mock_cerebras.script.append(fault)
        with caplog.at_level("INFO"):
            work_to_end(accept(1), process, db_session)
        lines = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
        calls = [line for line in lines if line["event"] == "llm_call"]
        assert [(line["answer_class"], line["status"], line["request_id"]) for line in calls] == [
            ("transient", 500, "req-test"),
            ("ok", 200, "req-test"),
        ]
        assert calls[1]["cost_usd"] == "0.000320000"
        assert {line["logger"] for line in calls} == {"shared.llm.log_call"}
        for private in ("marker-of-provider", "Company Number", "person0@"):
            assert private not in str(lines)

    def test_a_surplus_call_returns_at_once(self, accept: Callable[..., Job], process: WorkerProcess) -> None:
        job = accept(1)
        assert process.lanes.enter(job.id)
        assert work_job(job.id, process=process).reason == "surplus"

    def test_an_unknown_job_is_nothing_to_do(self, process: WorkerProcess) -> None:
        assert work_job(new_id(), process=process).reason == "not workable"

    def test_time_over_wakes_a_successor(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        mock_cerebras: MockCerebras,
        wakes: RecordedWakes,
    ) -> None:
        mock_cerebras.gate.clear()
        job = accept(40)
        wakes.sent.clear()
        counts = work_job(job.id, process=process_with(SLICE_SECONDS=0.3))
        assert counts.reason == "time over"
        assert [sent[0] for sent in wakes.sent] == [job.id]
        assert 4 <= counts.claimed < 40


class TestPaidOnce:
    def test_equal_jobs_side_by_side_in_two_processes_are_paid_for_once(
        self,
        accept: Callable[..., Job],
        process_with: Callable[..., WorkerProcess],
        db_session: Session,
        mock_cerebras: MockCerebras,
    ) -> None:
        processes = [process_with(WORKER_CALL_SLOTS=20), process_with(WORKER_CALL_SLOTS=20)]
        jobs = [accept(100) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: slices_to_end(jobs[n], processes[n % 2]), range(4)))
        assert [job_row(db_session, job.id).succeeded for job in jobs] == [100] * 4
        assert len(mock_cerebras.bodies) == 100
