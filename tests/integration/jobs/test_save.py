"""Saving: fenced by the lease, harmless when repeated, and paid answers are kept."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database.unit_of_work import unit_of_work
from shared.jobs.claim import claim_items
from shared.jobs.claimed import ClaimedItem, FinishedCall
from shared.jobs.models import Job
from shared.jobs.process import WorkerProcess
from shared.jobs.save import SaveReport, save_finished
from shared.jobs.sweep import sweep_jobs
from shared.jobs.work import load_context
from shared.leads.validate import RawRow
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.scoring.judge import judge
from shared.settings import Settings
from tests.doubles.provider import MockCerebras, answer_text
from tests.doubles.wake import RecordedWakes
from tests.integration.jobs.conftest import assert_calls_are_the_results, call_rows, item_rows, job_row
from tests.integration.jobs.steps import Steps, ended_as, expire_leases


@pytest.fixture
def claim_all(empty_database: Settings, process: WorkerProcess) -> Callable[[Job], list[ClaimedItem]]:
    """Claim every due item of a job for this test."""

    def run(job: Job) -> list[ClaimedItem]:
        context = load_context(job.id, process)
        assert context is not None
        with unit_of_work() as uow:
            return list(claim_items(uow, context, limit=1000, owner="me", settings=empty_database).items)

    return run


def right_answer(item: ClaimedItem, provider: MockCerebras, *, level: str = "4") -> FinishedCall:
    """The call's end when the provider answers well."""
    body = orjson.loads(item.context.template.body(item.user_message))
    judgement = judge(item.context.profile, visible=item.visible, answer=answer_text(body, level=level))
    return FinishedCall(item, AnswerClass.OK, provider.right_answer(body, level=level), judgement)


def save(calls: list[FinishedCall], settings: Settings) -> SaveReport:
    with unit_of_work() as uow:
        return save_finished(uow, calls, settings=settings)


class TestCalls:
    @pytest.mark.parametrize("answer_class", [each for each in AnswerClass if each is not AnswerClass.OK])
    @pytest.mark.parametrize("late", [False, True])
    def test_are_counted_once_and_alike_for_job_and_result(
        self, steps: Steps, db_session: Session, answer_class: AnswerClass, late: bool
    ) -> None:
        job = steps.accept(2)
        items = steps.claim(steps.context(job), 2)
        assert job_row(db_session, job.id).calls == 0
        assert_calls_are_the_results(db_session, job)
        if late:
            expire_leases(db_session)
            steps.sweep()
            assert job_row(db_session, job.id).calls == 2
        without_answer = FinishedCall(items[0], answer_class, None, None)
        steps.save(without_answer, ended_as(items[1], answer_class))
        steps.save(without_answer)
        assert job_row(db_session, job.id).calls == (0 if answer_class is AnswerClass.RELEASED else 2)
        assert_calls_are_the_results(db_session, job)


class TestSaveFinished:
    def test_saving_twice_changes_nothing_the_second_time(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        job = accept(3)
        calls = [right_answer(item, mock_cerebras) for item in claim_all(job)]
        assert save(calls, empty_database).succeeded == 3
        before = job_row(db_session, job.id)
        again = save(calls, empty_database)
        assert (again.succeeded, again.lost_leases) == (0, 3)
        after = job_row(db_session, job.id)
        assert (after.succeeded, after.calls, after.cost_usd) == (before.succeeded, before.calls, before.cost_usd)
        assert db_session.scalar(text("SELECT count(*) FROM assessments")) == 3

    def test_a_late_answer_does_not_touch_an_item_that_another_took(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
        wakes: RecordedWakes,
    ) -> None:
        job = accept(1)
        late = right_answer(claim_all(job)[0], mock_cerebras)
        expire_leases(db_session)
        with unit_of_work() as uow:
            sweep_jobs(uow, settings=empty_database, wake=wakes)
        second = claim_all(job)[0]
        assert second.attempt == 2
        assert save([late], empty_database).lost_leases == 1
        assert item_rows(db_session, job.id)[0].lease_token == second.lease_token
        assert save([right_answer(second, mock_cerebras)], empty_database).succeeded == 1
        assert job_row(db_session, job.id).calls == 2
        assert_calls_are_the_results(db_session, job)

    def test_a_late_answer_is_kept_for_the_next_attempt(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
        wakes: RecordedWakes,
    ) -> None:
        job = accept(1)
        late = right_answer(claim_all(job)[0], mock_cerebras)
        expire_leases(db_session)
        with unit_of_work() as uow:
            sweep_jobs(uow, settings=empty_database, wake=wakes)
        save([late], empty_database)
        assert claim_all(job) == []
        row = job_row(db_session, job.id)
        assert (row.status, row.succeeded, row.cached, row.calls) == ("completed", 1, 1, 1)
        assert_calls_are_the_results(db_session, job)

    def test_a_late_answer_leaves_an_ended_job_as_it_ended(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
        wakes: RecordedWakes,
    ) -> None:
        job = accept(1)
        late = right_answer(claim_all(job)[0], mock_cerebras)
        expire_leases(db_session)
        with unit_of_work() as uow:
            sweep_jobs(uow, settings=empty_database.model_copy(update={"LEAD_MAX_ATTEMPTS": 1}), wake=wakes)
        before = job_row(db_session, job.id)
        assert (before.status, before.outcome) == ("completed", "failed")
        save([late], empty_database)
        after = job_row(db_session, job.id)
        assert (after.status, after.outcome, after.completed_at) == ("completed", "failed", before.completed_at)
        assert (before.calls, after.calls) == (1, 1)
        assert_calls_are_the_results(db_session, job)

    def test_counters_add_up_through_success_failure_and_retry(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        job = accept(3)
        first, second, third = claim_all(job)
        save(
            [
                right_answer(first, mock_cerebras),
                FinishedCall(second, AnswerClass.REFUSED, None, None),
                FinishedCall(third, AnswerClass.TRANSIENT, None, None),
            ],
            empty_database,
        )
        row = job_row(db_session, job.id)
        assert (row.succeeded, row.failed, row.queued, row.in_progress) == (1, 1, 1, 0)
        assert [item.state for item in item_rows(db_session, job.id)] == ["succeeded", "failed", "queued"]
        assert row.status == "in_progress"

    def test_a_busy_provider_without_retry_after_is_not_asked_again_at_once(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        db_session: Session,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("shared.jobs.save.random.random", lambda: 0.999)
        job = accept(1)
        busy = Answer(AnswerClass.CONGESTED, status=429, latency_ms=1)
        report = save([FinishedCall(claim_all(job)[0], AnswerClass.CONGESTED, busy, None)], empty_database)
        wait = db_session.scalar(text("SELECT extract(epoch FROM next_attempt_at - clock_timestamp()) FROM job_items"))
        assert 3 < wait <= 4
        assert report.soon_due == {}

    def test_released_items_give_their_attempt_back(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        db_session: Session,
    ) -> None:
        job = accept(1)
        save([FinishedCall(claim_all(job)[0], AnswerClass.RELEASED, None, None)], empty_database)
        item = item_rows(db_session, job.id)[0]
        assert (item.state, item.attempts) == ("queued", 0)
        assert [call.answer_class for call in call_rows(db_session)] == ["released"]

    def test_an_older_submission_never_overwrites_a_newer_score(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        def row(notes: str) -> RawRow:
            fields = {"company_name": "Alder Freight", "contact_email": "ana@alder.example", "notes": notes}
            return RawRow(fields=fields, row=None, index=0)

        older, newer = accept(rows=[row("first words")]), accept(rows=[row("second words")])
        late, early = claim_all(older), claim_all(newer)
        save([right_answer(early[0], mock_cerebras, level="3")], empty_database)
        save([right_answer(late[0], mock_cerebras, level="1")], empty_database)
        lead = db_session.execute(text("SELECT qualification_score, notes FROM leads")).one()
        assert (lead.qualification_score, lead.notes) == (75, "second words")

    def test_the_same_person_twice_in_one_job_is_one_lead(
        self,
        accept: Callable[..., Job],
        claim_all: Callable[[Job], list[ClaimedItem]],
        empty_database: Settings,
        mock_cerebras: MockCerebras,
        db_session: Session,
    ) -> None:
        rows = [
            RawRow(
                fields={"company_name": "Alder Freight", "contact_email": "ana@alder.example", "notes": notes},
                row=None,
                index=index,
            )
            for index, notes in enumerate(["one note", "another note"])
        ]
        job = accept(rows=rows)
        save([right_answer(item, mock_cerebras) for item in claim_all(job)], empty_database)
        assert db_session.scalars(text("SELECT notes FROM leads")).all() == ["another note"]
        assert job_row(db_session, job.id).succeeded == 2
