"""Claims due items for the free call slots: reuse what was judged, lease the rest, write the ledger first."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shared.database.unit_of_work import UnitOfWork
from shared.jobs.claimed import ClaimedItem, JobContext
from shared.jobs.count import count_jobs
from shared.jobs.delta import JobDelta
from shared.jobs.items import DueItem, ItemMove, ItemRepository
from shared.jobs.states import ItemState
from shared.leads.repository import LeadRepository, LeadScore, LeadToRecord
from shared.llm.pricing import cost_usd
from shared.llm.repository import CallRepository, CallToOpen
from shared.scoring.prompt import PROMPT_VERSION, user_message
from shared.scoring.repository import AssessmentRepository, EarlierAssessment
from shared.scoring.visible import visible_lead
from shared.settings import Settings

# an item whose equal is at the provider right now looks again after this
EQUAL_CALL_WAIT_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """What a claim brought: leased items, how many were reused, and when more is due (None: nothing is queued)."""

    items: Sequence[ClaimedItem] = ()
    reused: int = 0
    waiting: int = 0
    next_due_seconds: float | None = None
    token: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def found_nothing(self) -> bool:
        """Whether no due item could be had."""
        return not self.items and not self.reused and not self.waiting


def request_hash(*, provider: str, model: str, profile_version_id: uuid.UUID, input_hash: bytes) -> bytes:
    """SHA-256 of all that decides an answer: equal hashes are the same question to the same model."""
    head = f"{provider}\x00{model}\x00{PROMPT_VERSION}\x00{profile_version_id}\x00".encode()
    return hashlib.sha256(head + input_hash).digest()


def claim_items(uow: UnitOfWork, context: JobContext, *, limit: int, owner: str, settings: Settings) -> Claim:
    """Take at most `limit` due items of the job, in the caller's transaction; calls may start once that commits."""
    items = ItemRepository(uow.session)
    due = items.claim_due(context.job_id, limit=limit)
    if not due:
        return Claim(next_due_seconds=items.find_next_due_seconds(context.job_id))
    hashes = {
        item.position: request_hash(
            provider=settings.LLM_PROVIDER,
            model=settings.CEREBRAS_MODEL,
            profile_version_id=context.profile_version_id,
            input_hash=item.input_hash,
        )
        for item in due
    }
    assessments = AssessmentRepository(uow.session)
    earlier = assessments.find_earlier(list(hashes.values()), days=settings.REUSE_DAYS)
    fresh = [item for item in due if hashes[item.position] not in earlier]
    token = uuid.uuid4()
    claimed = _open_calls(uow, context, fresh, hashes, token=token, settings=settings)
    # an equal call may have ended between the look and the opening: what it brought is seen by now, so look once more
    earlier |= assessments.find_earlier([item.request_hash for item in claimed], days=settings.REUSE_DAYS)
    answered = [item.call_id for item in claimed if item.request_hash in earlier]
    if answered:
        CallRepository(uow.session).discard(answered)
        claimed = [item for item in claimed if item.request_hash not in earlier]
    positions = [item.position for item in claimed]
    if positions:
        items.lease(context.job_id, positions, token=token, owner=owner, lease_seconds=settings.LEASE_SECONDS)
    held_up = sorted({item.position for item in fresh if hashes[item.position] not in earlier} - set(positions))
    if held_up:
        items.postpone(context.job_id, held_up, seconds=EQUAL_CALL_WAIT_SECONDS)
    reused = [(item, earlier[hashes[item.position]]) for item in due if hashes[item.position] in earlier]
    if reused:
        _reuse(uow, context, reused)
    delta = JobDelta(
        queued=-len(claimed) - len(reused),
        in_progress=len(claimed),
        succeeded=len(reused),
        cached=len(reused),
        took_items=True,
        provider=settings.LLM_PROVIDER,
        model=settings.CEREBRAS_MODEL,
    )
    count_jobs(uow, {context.job_id: delta})
    return Claim(items=claimed, reused=len(reused), waiting=len(held_up), next_due_seconds=0.0, token=token)


def _open_calls(
    uow: UnitOfWork,
    context: JobContext,
    fresh: Sequence[DueItem],
    hashes: dict[int, bytes],
    *,
    token: uuid.UUID,
    settings: Settings,
) -> list[ClaimedItem]:
    """Write a ledger row for each item that no equal call holds up."""
    if not fresh:
        return []
    secret = settings.APP_SECRET.get_secret_value().encode()
    prepared = {}
    calls = []
    for item in fresh:
        visible = visible_lead(item.input)
        message = user_message(visible, input_hash=item.input_hash, secret=secret)
        tokens = context.template.estimate_tokens(message)
        prepared[item.position] = (item, visible, message)
        calls.append(
            CallToOpen(
                hashes[item.position], item.position, item.attempts + 1, tokens, _reserved_cost(tokens, settings)
            )
        )
    opened = CallRepository(uow.session).open(
        context.job_id, calls, token=token, provider=settings.LLM_PROVIDER, model=settings.CEREBRAS_MODEL
    )
    claimed = []
    for position, (item, visible, message) in prepared.items():
        if position in opened:
            claimed.append(
                ClaimedItem(
                    context=context,
                    position=position,
                    attempt=item.attempts + 1,
                    lease_token=token,
                    call_id=opened[position],
                    input=item.input,
                    identity=item.identity,
                    input_hash=item.input_hash,
                    request_hash=hashes[position],
                    visible=visible,
                    user_message=message,
                )
            )
    return claimed


def _reserved_cost(tokens: int, settings: Settings) -> Decimal:
    """The most that a call can cost: the whole completion budget used, the rest prompt."""
    completion = settings.LLM_MAX_COMPLETION_TOKENS
    return cost_usd(
        max(tokens - completion, 0),
        completion,
        input_usd=settings.CEREBRAS_PRICE_INPUT_USD,
        output_usd=settings.CEREBRAS_PRICE_OUTPUT_USD,
    )


def _reuse(uow: UnitOfWork, context: JobContext, reused: Sequence[tuple[DueItem, EarlierAssessment]]) -> None:
    """End items with the assessment that an equal lead got before; nothing is paid."""
    ItemRepository(uow.session).move(
        [
            ItemMove(context.job_id, item.position, ItemState.SUCCEEDED, assessment_id=found.id, cached=True)
            for item, found in reused
        ]
    )
    if not context.keeps_leads:
        return
    LeadRepository(uow.session).record(
        [
            LeadToRecord(
                identity=item.identity,
                input=item.input,
                submitted_at=context.submitted_at,
                job_id=context.job_id,
                position=item.position,
                score=LeadScore(
                    assessment_id=found.id,
                    score=found.score,
                    reasoning=found.reasoning,
                    model=found.model,
                    latency_ms=found.latency_ms,
                    tier=found.tier,
                    coverage=found.coverage,
                    next_question=found.next_question["question"] if found.next_question else None,
                    flags=found.flags,
                ),
            )
            for item, found in reused
        ]
    )
