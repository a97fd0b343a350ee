"""Saves finished calls: ledger, assessments, items, leads and counters in one transaction."""

from __future__ import annotations

import random
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.cancel import cancel_waiting
from shared.jobs.claimed import FinishedCall, JobContext
from shared.jobs.cost import answer_cost
from shared.jobs.count import count_jobs, deltas_of
from shared.jobs.delta import JobDelta
from shared.jobs.items import ItemMove, ItemRepository
from shared.jobs.pause import pause_at_faults
from shared.jobs.pause_reasons import PauseReason
from shared.jobs.repository import JobAfter
from shared.jobs.states import STOPPED_JOBS, ItemState
from shared.leads.repository import LeadRepository, LeadScore, LeadToRecord
from shared.llm.answer import Answer
from shared.llm.backoff import backoff_seconds
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.repository import CallRepository, CallToClose
from shared.scoring.judge import Judgement
from shared.scoring.prompt import PROMPT_VERSION
from shared.scoring.repository import AssessmentRepository, NewAssessment
from shared.settings import Settings

# a job whose leads are due within this time is woken at once; later ones are left to the sweep
SOON_SECONDS = 2.0
# the try whose backoff is taken where tries are not counted: full jitter over 4 s
PATIENT_TRIES = 4

Place = tuple[uuid.UUID, int]


@dataclass(frozen=True, slots=True)
class SaveReport:
    """What a save did: items ended and sent back, the jobs that have queued items due soon because of it.

    And those of its jobs that are paused or being cancelled, so that no further call is begun for them.
    """

    succeeded: int
    failed: int
    cancelled: int
    requeued: int
    lost_leases: int
    soon_due: Mapping[uuid.UUID, JobContext]
    stopped: frozenset[uuid.UUID]


def save_finished(uow: UnitOfWork, finished: Sequence[FinishedCall], *, settings: Settings) -> SaveReport:
    """Write what ended, in the caller's transaction. Saving the same call twice changes nothing the second time.

    An answer whose lease was lost is still recorded and its assessment kept, so that the item's next attempt finds it.
    """
    held = ItemRepository(uow.session).hold([_lease(call) for call in finished])
    recorded = CallRepository(uow.session).close([_to_close(call, settings) for call in finished])
    judged = _add_assessments(uow, [call for call in finished if call.item.call_id in recorded], settings)
    ours = sorted(
        (call for call in finished if _place(call) in held),
        key=lambda call: (call.item.context.job_id, call.item.position),
    )
    moves = cancel_waiting(uow, [_move(call, judged.get(call.item.call_id), settings) for call in ours])
    if moves:
        ItemRepository(uow.session).move(moves)
    leads = [
        _lead(call, judged[call.item.call_id] if move.state is ItemState.SUCCEEDED else None)
        for call, move in zip(ours, moves, strict=True)
        if move.state in {ItemState.SUCCEEDED, ItemState.FAILED} and call.item.context.keeps_leads
    ]
    if leads:
        LeadRepository(uow.session).record(leads)
    after = count_jobs(
        uow, _deltas([call for call in finished if call.item.call_id in recorded], moves, held, settings)
    )
    paused = pause_at_faults(uow, _faults(ours, moves, after))
    stopped = paused | {job_id for job_id, job in after.items() if job.status in STOPPED_JOBS}
    return SaveReport(
        succeeded=sum(move.state is ItemState.SUCCEEDED for move in moves),
        failed=sum(move.state is ItemState.FAILED for move in moves),
        cancelled=sum(move.state is ItemState.CANCELLED for move in moves),
        requeued=sum(move.state is ItemState.QUEUED for move in moves),
        lost_leases=len(finished) - len(ours),
        soon_due={
            call.item.context.job_id: call.item.context
            for call, move in zip(ours, moves, strict=True)
            if move.state is ItemState.QUEUED and move.wait_seconds <= SOON_SECONDS and move.job_id not in stopped
        },
        stopped=stopped,
    )


def _place(call: FinishedCall) -> Place:
    return (call.item.context.job_id, call.item.position)


def _lease(call: FinishedCall) -> tuple[uuid.UUID, int, uuid.UUID]:
    return (call.item.context.job_id, call.item.position, call.item.lease_token)


def _to_close(call: FinishedCall, settings: Settings) -> CallToClose:
    answer = call.answer or Answer(call.answer_class)
    return CallToClose(
        id=call.item.call_id,
        answer_class=call.answer_class,
        http_status=answer.status,
        error_code=answer.error_code,
        response_id=answer.response_id,
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        cached_tokens=answer.cached_tokens,
        cost_usd=answer_cost(call.answer, settings),
        latency_ms=answer.latency_ms,
        raw=answer.raw,
    )


def _add_assessments(uow: UnitOfWork, recorded: Sequence[FinishedCall], settings: Settings) -> dict[int, LeadScore]:
    """Write the judgements of calls recorded now; returns call id → the score as a lead's row shows it."""
    judged = [(call, call.judgement) for call in recorded if call.judgement is not None and call.answer is not None]
    if not judged:
        return {}
    new = []
    for call, judgement in judged:
        answer = call.answer
        if answer is None:
            continue
        new.append(
            NewAssessment(
                request_hash=call.item.request_hash,
                input_hash=call.item.input_hash,
                profile_version_id=call.item.context.profile_version_id,
                model=answer.model or settings.CEREBRAS_MODEL,
                judgement=judgement,
                prompt_tokens=answer.prompt_tokens or 0,
                completion_tokens=answer.completion_tokens or 0,
                cost_usd=answer_cost(call.answer, settings),
                latency_ms=answer.latency_ms,
            )
        )
    ids = AssessmentRepository(uow.session).add(new, prompt_version=PROMPT_VERSION, provider=settings.LLM_PROVIDER)
    return {
        call.item.call_id: _score(assessment_id, row, judgement)
        for (call, judgement), row, assessment_id in zip(judged, new, ids, strict=True)
    }


def _score(assessment_id: int, row: NewAssessment, judgement: Judgement) -> LeadScore:
    return LeadScore(
        assessment_id=assessment_id,
        score=judgement.score,
        reasoning=judgement.reasoning,
        model=row.model,
        latency_ms=row.latency_ms,
        tier=judgement.tier,
        coverage=judgement.coverage,
        next_question=judgement.next_question.question if judgement.next_question else None,
        flags=[flag.to_json() for flag in judgement.flags],
    )


def _move(call: FinishedCall, score: LeadScore | None, settings: Settings) -> ItemMove:
    """Where an item goes: its answer's class decides, and the attempts it has used."""
    item = call.item
    job_id, position = _place(call)
    if score is not None:
        return ItemMove(job_id, position, ItemState.SUCCEEDED, assessment_id=score.assessment_id)
    decision = DECISIONS[call.answer_class]
    give_back = 0 if decision.uses_attempt else 1
    if decision.pauses:
        return ItemMove(job_id, position, ItemState.QUEUED, give_back=give_back)
    if decision.retry and item.attempt - give_back < settings.LEAD_MAX_ATTEMPTS:
        return ItemMove(job_id, position, ItemState.QUEUED, wait_seconds=_wait_seconds(call), give_back=give_back)
    return ItemMove(job_id, position, ItemState.FAILED, error_code=decision.error_code)


def _faults(
    ours: Sequence[FinishedCall], moves: Sequence[ItemMove], after: Mapping[uuid.UUID, JobAfter]
) -> dict[uuid.UUID, tuple[PauseReason, str]]:
    """The jobs whose leads went back because of a fault that every lead would meet, each with its first one."""
    faults: dict[uuid.UUID, tuple[PauseReason, str]] = {}
    for call, move in zip(ours, moves, strict=True):
        decision = DECISIONS[call.answer_class]
        if decision.pauses and move.state is ItemState.QUEUED:
            faults.setdefault(move.job_id, (PauseReason(decision.error_code), after[move.job_id].request_id))
    return faults


def _wait_seconds(call: FinishedCall) -> float:
    """How long a lead waits for its next try."""
    if call.answer_class is AnswerClass.RELEASED:
        return 0.0
    tries = call.item.attempt
    retry_after = call.answer.retry_after_seconds if call.answer else None
    if retry_after is None and not DECISIONS[call.answer_class].uses_attempt:
        # such a try gives its attempt back, so the count would stay low and a busy provider be asked twice a second
        tries = max(tries, PATIENT_TRIES)
    return backoff_seconds(tries, retry_after=retry_after, random=random.random)


def _lead(call: FinishedCall, score: LeadScore | None) -> LeadToRecord:
    item = call.item
    return LeadToRecord(
        identity=item.identity,
        input=item.input,
        submitted_at=item.context.submitted_at,
        job_id=item.context.job_id,
        position=item.position,
        score=score,
    )


def _deltas(
    recorded: Sequence[FinishedCall], moves: Sequence[ItemMove], held: Collection[Place], settings: Settings
) -> dict[uuid.UUID, JobDelta]:
    """What the batch changes in the counters of its jobs: where items went, and what the calls recorded now used."""
    deltas = deltas_of(moves)
    for call in recorded:
        delta = deltas[call.item.context.job_id]
        # who takes a lease away has given its call up and counted it, as if it had been made
        counted = _place(call) not in held
        delta.calls += (call.answer_class is not AnswerClass.RELEASED) - counted
        if call.answer is not None:
            delta.prompt_tokens += call.answer.prompt_tokens or 0
            delta.completion_tokens += call.answer.completion_tokens or 0
            delta.cached_tokens += call.answer.cached_tokens or 0
            delta.cost_usd += answer_cost(call.answer, settings)
    return deltas
