"""What a claim hands to the process, and what the process hands to the save."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.jobs.states import JobKind
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.llm.request import RequestTemplate
from shared.profiles.content import ProfileContent
from shared.queue.names import Queue
from shared.scoring.judge import Judgement


@dataclass(frozen=True, slots=True)
class JobContext:
    """What every call of one job needs; read once a slice."""

    job_id: uuid.UUID
    kind: JobKind
    queue: Queue
    request_id: str
    submitted_at: datetime
    profile_version_id: uuid.UUID
    profile: ProfileContent
    template: RequestTemplate

    @property
    def keeps_leads(self) -> bool:
        """Whether what comes out is written to leads; a preview only shows it."""
        return self.kind is not JobKind.PREVIEW


@dataclass(frozen=True, slots=True)
class ClaimedItem:
    """One leased item with its ledger row; `attempt` counts from 1."""

    context: JobContext
    position: int
    attempt: int
    lease_token: uuid.UUID
    call_id: int
    input: Mapping[str, Any]
    identity: str
    input_hash: bytes
    request_hash: bytes
    visible: Mapping[str, str]
    user_message: str

    def names(self) -> dict[str, str | int]:
        """What a log line needs to find the lead: ids, never its words."""
        return {
            "request_id": self.context.request_id,
            "job_id": str(self.context.job_id),
            "position": self.position,
        }


@dataclass(frozen=True, slots=True)
class FinishedCall:
    """A call that ended: the answer, and the judgement where there is one.

    `answer_class` is the answer's own, INVALID where the text broke the rules, RELEASED where no call was made,
    UNANSWERED where our own stop ended the call, CRASHED where our own code failed.
    """

    item: ClaimedItem
    answer_class: AnswerClass
    answer: Answer | None
    judgement: Judgement | None
