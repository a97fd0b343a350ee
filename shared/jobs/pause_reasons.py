"""Why a job is paused, and the sentences that tell a person what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from shared.llm.failures import FAILURES, Failure


class PauseReason(StrEnum):
    """A person's wish, or a fault of the provider's that concerns every lead; these have the codes of their classes."""

    BY_USER = "by_user"
    PROVIDER_AUTH = "provider_auth"
    PAYMENT_REQUIRED = "payment_required"
    PROVIDER_CONFIG = "provider_config"


EXPLANATIONS: Mapping[PauseReason, Failure] = MappingProxyType(
    {
        PauseReason.BY_USER: Failure("Somebody paused the job.", "Resume it when it is to go on."),
        **{reason: FAILURES[reason] for reason in PauseReason if reason is not PauseReason.BY_USER},
    }
)


def explain(status_reason: str | None) -> Failure | None:
    """Cause and remedy of a job's `status_reason`; None where it has none."""
    return None if status_reason is None else EXPLANATIONS[PauseReason(status_reason)]
