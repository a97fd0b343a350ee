"""Estimates a job before it is submitted: what must be judged, what that costs and how long it takes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import orjson
from sqlalchemy import text

from shared.database.unit_of_work import UnitOfWork
from shared.fleet.repository import FleetRepository
from shared.jobs.accept import queue_for
from shared.jobs.claim import request_hash
from shared.jobs.forecast import LeadCost, Pace, TimeRange, plain_tokens, time_range
from shared.jobs.recent import RecentRepository
from shared.leads.validate import LeadRow
from shared.llm.pricing import cost_usd
from shared.llm.request import RequestTemplate
from shared.profiles.choose import ActiveProfile, ProfileChoice, find_choice
from shared.profiles.repository import VersionLabel
from shared.queue.names import Queue
from shared.scoring.measure import typical_completion
from shared.scoring.prompt import system_prompt, user_message
from shared.scoring.repository import AssessmentRepository
from shared.scoring.schema import answer_schema
from shared.scoring.visible import hash_input, visible_lead
from shared.settings import Settings

# a mean over so many messages says as much as one over all
MESSAGES_READ = 1000


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a submission of these leads would meet; `good` = `repeated` + `already_scored` + `to_judge`."""

    good: int
    repeated: int
    already_scored: int
    to_judge: int
    cost: LeadCost
    time: TimeRange | None
    profile: VersionLabel
    provider: str
    model: str

    @property
    def estimated_usd(self) -> Decimal:
        """What is to be paid, by the mean."""
        return self.to_judge * self.cost.mean

    @property
    def low_usd(self) -> Decimal:
        """What is to be paid if every lead were a cheap one."""
        return self.to_judge * self.cost.low

    @property
    def high_usd(self) -> Decimal:
        """What is to be paid if every lead were a dear one."""
        return self.to_judge * self.cost.high


def estimate_job(uow: UnitOfWork, leads: Sequence[LeadRow], *, settings: Settings, choice: ProfileChoice) -> Estimate:
    """What submitting these checked leads now would cost and take; writes nothing, PostgreSQL itself sees to that.

    A lead costs the mean of the last 1,000 judgements under this profile version and model, low and high their 10th
    and 90th percentile; else see `_list_price`. Retries after failures come on top. Time: see `time_range`; None
    while no call was answered yet or no worker serves the queue. Raises ProfileUnknown or ProfileNotActive.
    """
    uow.session.execute(text("SET TRANSACTION READ ONLY"))
    active = find_choice(uow, choice)
    requests = _requests(leads, active, settings)
    # with no reuse a repeated lead is judged, and paid, again
    repeated = len(leads) - len(requests) if settings.REUSE_DAYS else 0
    answered = AssessmentRepository(uow.session).find_answered(list(requests), days=settings.REUSE_DAYS)
    fresh = [lead for key, lead in requests.items() if key not in answered]
    to_judge = len(leads) - repeated - len(answered)
    return Estimate(
        good=len(leads),
        repeated=repeated,
        already_scored=len(answered),
        to_judge=to_judge,
        cost=_lead_cost(uow, active, fresh or leads, settings),
        time=_time(uow, to_judge, queue=queue_for(len(leads), settings), settings=settings) if leads else None,
        profile=active.label,
        provider=settings.LLM_PROVIDER,
        model=settings.CEREBRAS_MODEL,
    )


def _requests(leads: Sequence[LeadRow], active: ActiveProfile, settings: Settings) -> dict[bytes, LeadRow]:
    """Request hash → the first lead that asks it, in input order."""
    # no version yet: nothing was judged under it, so any id finds as little
    version_id = active.version_id or uuid.UUID(int=0)
    requests: dict[bytes, LeadRow] = {}
    for lead in leads:
        key = request_hash(
            provider=settings.LLM_PROVIDER,
            model=settings.CEREBRAS_MODEL,
            profile_version_id=version_id,
            input_hash=hash_input(visible_lead(lead.input)),
        )
        requests.setdefault(key, lead)
    return requests


def _lead_cost(uow: UnitOfWork, active: ActiveProfile, leads: Sequence[LeadRow], settings: Settings) -> LeadCost:
    if active.version_id is not None:
        seen = RecentRepository(uow.session).find_costs(
            active.version_id, provider=settings.LLM_PROVIDER, model=settings.CEREBRAS_MODEL
        )
        if seen is not None:
            plural = "s" if seen.leads > 1 else ""
            # a few dear leads can lift the mean over the 90th percentile
            low, high = min(seen.low, seen.mean), max(seen.high, seen.mean)
            return LeadCost(seen.mean, low, high, f"mean of the last {seen.leads:,} lead{plural}")
    return _list_price(active, leads[:MESSAGES_READ], settings)


def _list_price(active: ActiveProfile, leads: Sequence[LeadRow], settings: Settings) -> LeadCost:
    """The cost at list prices, from the actual prompts of the first leads and a typical answer.

    Mean: a quarter of the prompt's bytes in tokens, a typical completion. Low: a fifth less prompt, half the
    completion. High: what the claim will reserve, so the most that one call can cost.
    """
    profile = active.content
    system, schema = system_prompt(profile), answer_schema(profile)
    template = RequestTemplate(settings.CEREBRAS_MODEL, system, schema, settings.LLM_MAX_COMPLETION_TOKENS)
    secret = settings.APP_SECRET.get_secret_value().encode()
    visible = [visible_lead(lead.input) for lead in leads]
    messages = [user_message(one, input_hash=hash_input(one), secret=secret) for one in visible] or [""]
    prompt = plain_tokens([system, orjson.dumps(schema).decode()]) + plain_tokens(messages) // len(messages)
    most = sum(map(template.estimate_prompt_tokens, messages)) // len(messages)
    answer = min(
        typical_completion(len(profile.criteria), len(profile.disqualifiers)), settings.LLM_MAX_COMPLETION_TOKENS
    )

    def cost(prompt_tokens: int, completion_tokens: int) -> Decimal:
        return cost_usd(
            prompt_tokens,
            completion_tokens,
            input_usd=settings.CEREBRAS_PRICE_INPUT_USD,
            output_usd=settings.CEREBRAS_PRICE_OUTPUT_USD,
        )

    return LeadCost(
        mean=cost(prompt, answer),
        low=cost(prompt * 4 // 5, answer // 2),
        high=cost(max(most, prompt), settings.LLM_MAX_COMPLETION_TOKENS),
        basis="list price, no lead judged " + ("lately" if active.used else "yet"),
    )


def _time(uow: UnitOfWork, to_judge: int, *, queue: Queue, settings: Settings) -> TimeRange | None:
    recent = RecentRepository(uow.session)
    latency = recent.find_latency(provider=settings.LLM_PROVIDER, model=settings.CEREBRAS_MODEL)
    capacity = FleetRepository(uow.session).get_capacity(queue)
    if latency is None or not capacity.slots:
        return None
    # a job is shared by so many processes and no more
    wanted = 1 if queue is Queue.INTERACTIVE else settings.RUNNERS_PER_JOB
    processes = min(capacity.processes, wanted)
    backlog = recent.get_backlog(queue)
    pace = Pace(
        median_seconds=latency.median_seconds,
        high_seconds=latency.high_seconds,
        slots=max(capacity.slots * processes // capacity.processes, 1),
        processes=processes,
        rate=backlog.rate,
    )
    return time_range(to_judge, ahead=backlog.leads, pace=pace)
