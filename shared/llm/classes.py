"""The classes of a provider's answer, and what each class does to the lead that asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class AnswerClass(StrEnum):
    """What came of one call; the class alone decides what happens next."""

    OK = "ok"
    BUDGET = "budget"
    INVALID = "invalid"
    REFUSED = "refused"
    QUOTA = "quota"
    CONGESTED = "congested"
    TRANSIENT = "transient"
    ACCOUNT = "account"
    PAYMENT = "payment"
    CONFIG = "config"
    TOO_LONG = "too_long"
    # set by the worker, never by the client
    UNANSWERED = "unanswered"
    RELEASED = "released"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows: is the lead asked again, did the call use one of its attempts, and its code if it fails now.

    `pauses`: the fault would meet every lead, so this one goes back and its job waits for a person, with that code.
    """

    retry: bool
    uses_attempt: bool
    error_code: str
    pauses: bool = False


DECISIONS: Mapping[AnswerClass, Decision] = MappingProxyType(
    {
        AnswerClass.OK: Decision(retry=False, uses_attempt=True, error_code=""),
        AnswerClass.BUDGET: Decision(retry=True, uses_attempt=True, error_code="answer_truncated"),
        AnswerClass.INVALID: Decision(retry=True, uses_attempt=True, error_code="answer_invalid"),
        AnswerClass.REFUSED: Decision(retry=False, uses_attempt=True, error_code="provider_refused"),
        AnswerClass.QUOTA: Decision(retry=True, uses_attempt=False, error_code="provider_quota"),
        AnswerClass.CONGESTED: Decision(retry=True, uses_attempt=False, error_code="provider_congested"),
        AnswerClass.TRANSIENT: Decision(retry=True, uses_attempt=True, error_code="provider_unavailable"),
        AnswerClass.ACCOUNT: Decision(retry=False, uses_attempt=False, error_code="provider_auth", pauses=True),
        AnswerClass.PAYMENT: Decision(retry=False, uses_attempt=False, error_code="payment_required", pauses=True),
        AnswerClass.CONFIG: Decision(retry=False, uses_attempt=False, error_code="provider_config", pauses=True),
        AnswerClass.TOO_LONG: Decision(retry=False, uses_attempt=True, error_code="lead_too_long"),
        # a lead whose calls kill their workers must end: a lost call uses an attempt
        AnswerClass.UNANSWERED: Decision(retry=True, uses_attempt=True, error_code="call_unanswered"),
        AnswerClass.RELEASED: Decision(retry=True, uses_attempt=False, error_code="call_released"),
        AnswerClass.CRASHED: Decision(retry=True, uses_attempt=True, error_code="worker_fault"),
    }
)
