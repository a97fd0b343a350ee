"""Faults on purpose: the classes that can be injected, their shares, and what each does to a call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from simulator.refusal import Refusal

# Whole seconds, as on the provider's quota answers; short, so that a test need not wait.
RETRY_AFTER_SECONDS = 1


class Fault(StrEnum):
    """One kind of fault: the numbers and `queue` refuse before any work, the other words spoil work that is billed."""

    BAD_REQUEST = "400"
    WRONG_KEY = "401"
    PAYMENT = "402"
    TIMEOUT = "408"
    QUOTA = "429"
    SERVER = "500"
    UNAVAILABLE = "503"
    QUEUE = "queue"
    RESET = "reset"
    MALFORMED = "malformed"
    LENGTH = "length"
    EMPTY = "empty"
    FILTERED = "filtered"
    SLOW = "slow"


_SERVER_ERROR = "Encountered a server error, please try again."

# status, code, type, param, message (the provider promises codes, not texts)
_REFUSALS: dict[Fault, tuple[int, str, str, str, str]] = {
    Fault.BAD_REQUEST: (400, "", "server_error", "", _SERVER_ERROR),
    Fault.WRONG_KEY: (401, "wrong_api_key", "invalid_request_error", "api_key", "Wrong API Key"),
    Fault.PAYMENT: (402, "payment_required", "payment_required_error", "quota", "The credit is used up."),
    Fault.TIMEOUT: (408, "request_timeout", "timeout_error", "", "The request took too long."),
    Fault.QUOTA: (429, "request_quota_exceeded", "too_many_requests_error", "quota", "Requests per minute exceeded"),
    Fault.SERVER: (500, "", "server_error", "", _SERVER_ERROR),
    Fault.UNAVAILABLE: (503, "service_unavailable", "server_error", "", "The service is not available right now."),
    Fault.QUEUE: (429, "queue_exceeded", "too_many_requests_error", "queue", "We have high traffic right now."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FaultShares:
    """The share of calls (0 to 1 each, together at most 1) that meets each fault."""

    shares: tuple[tuple[Fault, float], ...] = ()

    def pick(self, at: float) -> Fault | None:
        """The fault that the number in [0, 1) falls on; None: the call goes well."""
        for fault, share in self.shares:
            if at < share:
                return fault
            at -= share
        return None


def parse_shares(texts: Iterable[str]) -> FaultShares:
    """The shares of texts like "503=0.01"; a bare number is a share of 503. Raises ValueError with a sentence."""
    shares: dict[Fault, float] = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        try:
            fault, share = Fault(name.strip() or Fault.UNAVAILABLE), float(number)
        except ValueError:
            raise ValueError(f"{text!r} is not CLASS=SHARE with CLASS one of {', '.join(Fault)}") from None
        if not 0 <= share <= 1:
            raise ValueError(f"the share of {fault} must lie between 0 and 1")
        shares[fault] = share
    if sum(shares.values()) > 1:
        raise ValueError("the shares add up to more than 1")
    return FaultShares(tuple((fault, share) for fault, share in shares.items() if share > 0))


def refusal_of(fault: Fault) -> Refusal | None:
    """The answer of a fault that refuses before any work; None for those that let the work be done."""
    if fault not in _REFUSALS:
        return None
    status, code, kind, param, message = _REFUSALS[fault]
    retry_after = RETRY_AFTER_SECONDS if fault is Fault.QUOTA else None
    return Refusal(status, code=code, kind=kind, param=param, message=message, retry_after=retry_after)
