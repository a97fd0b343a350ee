"""What can be done to a thing, and to which kind of thing it is done; pure code."""

from __future__ import annotations

from enum import StrEnum


class ActorKind(StrEnum):
    """A person or program with a key, or a process of the house."""

    KEY = "key"
    SYSTEM = "system"


class SubjectKind(StrEnum):
    """What an event is about."""

    JOB = "job"
    PROFILE = "profile"
    LEAD = "lead"
    KEY = "key"


class AuditAction(StrEnum):
    """What was done; the word before the dot names the kind of its subject."""

    JOB_CANCEL = "job.cancel"
    JOB_PAUSE = "job.pause"
    JOB_RESUME = "job.resume"
    JOB_RETRY = "job.retry"
    JOB_AUTO_PAUSE = "job.auto_pause"
    PROFILE_CREATE = "profile.create"
    PROFILE_VERSION = "profile.version"
    PROFILE_ACTIVATE = "profile.activate"
    PROFILE_DELETE = "profile.delete"
    LEAD_OVERRIDE = "lead.override"
    LEAD_OVERRIDE_WITHDRAWN = "lead.override_withdrawn"
    LEAD_OUTCOME = "lead.outcome"
    LEAD_OUTCOME_WITHDRAWN = "lead.outcome_withdrawn"
    KEY_CREATE = "key.create"
    KEY_REVOKE = "key.revoke"

    @property
    def subject_kind(self) -> SubjectKind:
        """The kind of thing that this is done to."""
        return SubjectKind(self.split(".")[0])
