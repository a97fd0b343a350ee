"""The sentences for every error code that a failed lead or a refused request can carry because of the provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Failure:
    """Why it failed, and what a person can do about it; one sentence each, without lead data."""

    cause: str
    remedy: str


FAILURES: Mapping[str, Failure] = MappingProxyType(
    {
        "answer_truncated": Failure(
            "The model used up its completion tokens before its answer was complete.",
            "Raise LLM_MAX_COMPLETION_TOKENS, or shorten the profile, and submit the lead again.",
        ),
        "answer_invalid": Failure(
            "The model's answer broke the rules of the answer schema at every attempt.",
            "Submit the lead again; if it keeps failing, shorten its notes or choose another model.",
        ),
        "provider_refused": Failure(
            "The provider's content filter refused to judge this lead.",
            "Read the lead's notes for text that a filter would stop, correct them and submit the lead again.",
        ),
        "provider_quota": Failure(
            "The provider's rate limit for this account left no room for the lead.",
            "Wait until the limit resets, or raise the account's limits, and submit the lead again.",
        ),
        "provider_congested": Failure(
            "The provider was too busy to take the lead; this is not our quota.",
            "Submit the lead again later.",
        ),
        "provider_unavailable": Failure(
            "The provider did not give a usable answer in any of the lead's attempts.",
            "Look at the provider's status page and at LLM_TOTAL_DEADLINE_SECONDS, then submit the lead again.",
        ),
        "provider_auth": Failure(
            "The provider refused the account: its key is wrong, or lacks permission.",
            "Correct CEREBRAS_API_KEY, restart the workers and resume the job.",
        ),
        "payment_required": Failure(
            "The provider wants to be paid first: the account has no credit left.",
            "Add credit to the account, then resume the job.",
        ),
        "provider_config": Failure(
            "The provider does not know the model or does not accept the form of the request.",
            "Compare CEREBRAS_MODEL with the provider's list of models and CEREBRAS_BASE_URL with its address, "
            "restart the workers and resume the job.",
        ),
        "lead_too_long": Failure(
            "The lead and the profile together are longer than the model can read.",
            "Shorten the lead's notes or the profile, and submit the lead again.",
        ),
        "call_unanswered": Failure(
            "The worker that made the call ended before the answer came, at every attempt.",
            "Look at the workers' logs and memory, then submit the lead again.",
        ),
        "worker_fault": Failure(
            "The worker could not process or store the model's answer; this is a fault of ours.",
            "Report the job and the position of the lead with the worker's log line, then submit the lead again.",
        ),
        "call_released": Failure(
            "The worker was stopped and gave the lead back before it was judged.",
            "Start a worker; the lead is taken up again by itself.",
        ),
    }
)
