"""Audit events on a real database: kept with the deed or not at all, read newest first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.access.caller import Caller, SignedInBy
from shared.access.scopes import Scope
from shared.audit.actions import AuditAction, SubjectKind
from shared.audit.read import EVENTS_SHOWN, list_events
from shared.audit.record import Actor, AuditEntry, record_event
from shared.database.errors import DatabaseStatementError
from shared.database.unit_of_work import unit_of_work
from shared.ids import new_id

pytestmark = pytest.mark.usefixtures("empty_database")
CALLER = Caller(new_id(), "Front desk", (Scope.SUBMIT,), SignedInBy.BEARER, None)
JOB = new_id()


def entry(action: AuditAction = AuditAction.JOB_CANCEL, *, actor: Actor | None = None) -> AuditEntry:
    """A deed to JOB."""
    return AuditEntry(action, JOB, actor or Actor.of(CALLER), "request-1", {"leads": 3})


class TestRecordEvent:
    def test_keeps_who_did_what_and_when(self) -> None:
        with unit_of_work() as uow:
            record_event(uow, entry())
        with unit_of_work() as uow:
            (event,) = list_events(uow, SubjectKind.JOB, JOB)
        assert (event.actor_kind, event.actor, event.api_key_id) == ("key", "Front desk", CALLER.api_key_id)
        assert (event.action, event.request_id, event.detail) == ("job.cancel", "request-1", {"leads": 3})
        assert datetime.now(UTC) - event.at < timedelta(minutes=1)

    def test_knows_a_process_of_the_house(self) -> None:
        with unit_of_work() as uow:
            record_event(uow, entry(AuditAction.JOB_AUTO_PAUSE, actor=Actor.system("worker")))
            (event,) = list_events(uow, SubjectKind.JOB, JOB)
        assert (event.actor_kind, event.actor, event.api_key_id) == ("system", "worker", None)

    def test_goes_with_the_deed_when_that_is_rolled_back(self) -> None:
        with unit_of_work() as uow:
            record_event(uow, entry())
            uow.session.rollback()
        with unit_of_work() as uow:
            assert list_events(uow, SubjectKind.JOB, JOB) == []

    def test_refuses_a_key_without_its_id(self) -> None:
        nobody = Actor(Actor.of(CALLER).kind, "Front desk")
        with pytest.raises(DatabaseStatementError) as caught, unit_of_work() as uow:
            record_event(uow, entry(actor=nobody))
        assert caught.value.constraint == "ck_audit_events_key_named_when_one_acted"


class TestListEvents:
    def test_shows_the_latest_of_one_thing_first(self) -> None:
        with unit_of_work() as uow:
            record_event(uow, entry(AuditAction.JOB_PAUSE))
            record_event(uow, entry(AuditAction.JOB_RESUME))
            record_event(uow, AuditEntry(AuditAction.JOB_CANCEL, new_id(), Actor.of(CALLER), "request-2"))
            record_event(uow, AuditEntry(AuditAction.LEAD_OVERRIDE, JOB, Actor.of(CALLER), "request-3"))
            assert [e.action for e in list_events(uow, SubjectKind.JOB, JOB)] == ["job.resume", "job.pause"]

    def test_ends_at_its_limit(self) -> None:
        with unit_of_work() as uow:
            for _ in range(EVENTS_SHOWN + 1):
                record_event(uow, entry())
            assert len(list_events(uow, SubjectKind.JOB, JOB)) == EVENTS_SHOWN
