"""The error of a request that waits for the provider."""

from __future__ import annotations

import uuid

from shared.errors import Unavailable
from shared.llm.classes import DECISIONS, AnswerClass
from shared.llm.failures import FAILURES


class CerebrasAPIError(Unavailable):
    """The provider gave no judgement; `answer_class` says why, `code` and `detail` are those of its class.

    Raises KeyError for the class OK, which is no failure.
    """

    code = "provider_unavailable"

    def __init__(
        self, answer_class: AnswerClass, *, retry_after_seconds: float | None = None, job_id: uuid.UUID | None = None
    ) -> None:
        decision = DECISIONS[answer_class]
        failure = FAILURES[decision.error_code]
        super().__init__(f"{failure.cause} {failure.remedy}")
        self.answer_class = answer_class
        self.code = decision.error_code
        self.retryable = decision.retry
        if job_id is not None:
            self.members = {"job_id": str(job_id)}
        if retry_after_seconds is not None:
            self.retry_after_seconds = retry_after_seconds
