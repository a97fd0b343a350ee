"""One worker process: call slots, saver, lease renewal and heartbeat; slices come and go on top of it."""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
import uuid
from collections.abc import Sequence
from importlib.metadata import version

import structlog

from shared.database.errors import DatabaseConnectionError
from shared.database.unit_of_work import UowFactory
from shared.fleet.repository import HEARTBEAT_SECONDS, Beat, FleetRepository
from shared.jobs.call_slots import CallSlots
from shared.jobs.claim import Claim
from shared.jobs.claimed import FinishedCall
from shared.jobs.items import ItemRepository
from shared.jobs.lanes import Lanes
from shared.jobs.leases import LiveLeases
from shared.jobs.save import SaveReport
from shared.jobs.saver import Saver
from shared.llm.classes import AnswerClass
from shared.llm.client import LlmClient
from shared.queue.publish import Wake
from shared.settings import Settings

log = structlog.get_logger(__name__)


class WorkerProcess:
    """What a process holds for all its slices. Calls in flight belong to it, so a slice may end before them."""

    def __init__(
        self, settings: Settings, *, uow_factory: UowFactory, client: LlmClient, wake: Wake, queues: Sequence[str]
    ) -> None:
        self.settings = settings
        self.uow_factory = uow_factory
        self.wake = wake
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.lanes = Lanes(settings.WORKER_CALL_SLOTS)
        self.stopping = threading.Event()
        self._queues = tuple(queues)
        self._client = client
        self._leases = LiveLeases()
        self._saver = Saver(settings=settings, uow_factory=uow_factory, done=self._saved)
        self._slots = CallSlots(client, settings=settings, finished=self._finished)
        self._stopped = threading.Event()
        self._renewer = threading.Thread(target=self._renew_and_beat, name="renewer", daemon=True)
        self._renewer.start()

    def start_calls(self, claim: Claim) -> None:
        """Answer for a claim from now on, and make its calls; its room in the lanes is taken already."""
        self._leases.add(claim.token, len(claim.items))
        self._slots.submit(claim.items)

    def withdraw(self, job_id: uuid.UUID) -> None:
        """Give back the items of a job whose call has not begun: somebody stopped the job."""
        for item in self._slots.withdraw(job_id):
            self._finished(FinishedCall(item, AnswerClass.RELEASED, None, None))

    def stop(self, *, grace_seconds: float) -> None:
        """Claim nothing more, wait for calls in flight, abort the rest, give leases back, save everything.

        Celery ends its tasks before it asks for this, so no slice claims meanwhile.
        """
        self.stopping.set()
        for item in self._slots.take_back():
            self._finished(FinishedCall(item, AnswerClass.RELEASED, None, None))
        waited = self._wait_for_calls(grace_seconds)
        aborted = self.lanes.outstanding()
        if aborted:
            self._client.abort_all()
            self._wait_for_calls(5.0)
        unfinished = self.lanes.outstanding()  # a call stuck below us; its lease runs out
        self._slots.close()
        saved = self._saver.close(timeout_seconds=10.0)
        self._stopped.set()
        self._renewer.join(timeout=5.0)
        self._client.close()
        log.info("worker_stopped", waited_seconds=round(waited, 2), aborted=aborted, unfinished=unfinished, saved=saved)

    def _finished(self, call: FinishedCall) -> None:
        self.lanes.end(call.item.context.job_id)
        self._saver.put(call)

    def _saved(self, calls: Sequence[FinishedCall], report: SaveReport | None) -> None:
        """Free what saved calls held, and wake jobs whose leads went back to the queue after their slice had ended.

        A stopped job's items are withdrawn first: a slot freed before would begin the next call.
        """
        stopping = self.stopping.is_set()  # then everything is taken back anyway
        for job_id in report.stopped if report and not stopping else ():
            self.withdraw(job_id)
        self._leases.end([call.item.lease_token for call in calls])
        self._slots.saved(sum(call.answer_class is not AnswerClass.RELEASED for call in calls))
        if report is None or stopping:
            return
        for job_id, context in report.soon_due.items():
            if not self.lanes.is_open(job_id):
                self.wake(job_id, queue=context.queue)

    def _wait_for_calls(self, seconds: float) -> float:
        started = time.monotonic()
        while self.lanes.outstanding() and time.monotonic() - started < seconds:
            time.sleep(0.02)
        return time.monotonic() - started

    def _renew_and_beat(self) -> None:
        """Renew leases at a third of their length and report in; an outage of PostgreSQL is waited out."""
        lease_seconds = self.settings.LEASE_SECONDS
        pause = min(HEARTBEAT_SECONDS, lease_seconds / 3)
        while True:
            try:
                self._renew_once(lease_seconds)
            except DatabaseConnectionError:
                log.warning("renewal_delayed", leases=len(self._leases.tokens()))
            except Exception:
                # the edge of a thread: without renewals every lead in flight would be paid for twice
                log.exception("renewal_failed", leases=len(self._leases.tokens()))
            if self._stopped.wait(pause):
                break
        self._leave()

    def _renew_once(self, lease_seconds: float) -> None:
        tokens = self._leases.tokens()
        with self.uow_factory() as uow:
            if tokens:
                ItemRepository(uow.session).renew(tokens, owner=self.owner, lease_seconds=lease_seconds)
            FleetRepository(uow.session).beat(
                Beat(
                    process=self.owner,
                    hostname=socket.gethostname(),
                    pid=os.getpid(),
                    queues=self._queues,
                    slots=self.settings.WORKER_CALL_SLOTS,
                    in_flight=self._slots.in_flight,
                    version=version("sales-agent"),
                )
            )

    def _leave(self) -> None:
        try:
            with self.uow_factory() as uow:
                FleetRepository(uow.session).leave(self.owner)
        except DatabaseConnectionError:
            log.warning("leave_not_recorded", process=self.owner)
