"""One thread that saves what ends: at 50 results or 3 ms, and again until PostgreSQL has taken it."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from shared.database.errors import DatabaseConnectionError
from shared.database.unit_of_work import UowFactory
from shared.jobs.claimed import FinishedCall
from shared.jobs.cost import answer_cost
from shared.jobs.save import SaveReport, save_finished
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.llm.log_call import log_call
from shared.settings import Settings

log = structlog.get_logger(__name__)

BATCH = 50
BATCH_MOST = 200
BATCH_SECONDS = 0.003
RETRY_SECONDS_MOST = 2.0


class Saver:
    """Takes finished calls from any thread and saves them in batches; paid answers are never dropped.

    `done` is told of every call once: with the report of its save, or None when PostgreSQL refuses even its outcome.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        uow_factory: UowFactory,
        done: Callable[[Sequence[FinishedCall], SaveReport | None], None],
    ) -> None:
        self._settings = settings
        self._uow_factory = uow_factory
        self._done = done
        self._ended: queue.SimpleQueue[FinishedCall | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    def put(self, call: FinishedCall) -> None:
        """Hand over a call that ended; returns at once."""
        self._ended.put(call)

    def close(self, *, timeout_seconds: float) -> bool:
        """Save all that was handed over, then stop; False when the time was not enough."""
        self._ended.put(None)
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        stopping = False
        while not stopping:
            batch, stopping = self._next_batch()
            if batch:
                self._save_until_taken(batch)

    def _next_batch(self) -> tuple[list[FinishedCall], bool]:
        """Wait for the first result, then for more until the batch is full or its time is over."""
        first = self._ended.get()
        if first is None:
            return [], True
        batch = [first]
        deadline = time.monotonic() + BATCH_SECONDS
        while len(batch) < BATCH_MOST:
            # past BATCH results only what already lies there is taken along
            wait = deadline - time.monotonic() if len(batch) < BATCH else 0.0
            try:
                call = self._ended.get(timeout=wait) if wait > 0 else self._ended.get_nowait()
            except queue.Empty:
                break
            if call is None:
                return batch, True
            batch.append(call)
        return batch, False

    def _save_until_taken(self, batch: Sequence[FinishedCall]) -> None:
        """Save the batch; while PostgreSQL is away, try again: the leases are renewed or lost, the save is fenced."""
        pause = 0.1
        started = time.monotonic()
        while True:
            try:
                with self._uow_factory() as uow:
                    report = save_finished(uow, batch, settings=self._settings)
                break
            except DatabaseConnectionError:
                log.warning("save_delayed", results=len(batch), retry_in_seconds=pause)
                time.sleep(pause)
                pause = min(pause * 2, RETRY_SECONDS_MOST)
            except Exception as error:  # noqa: BLE001 - the edge of a thread: if it died, nothing would be saved again
                self._isolate(batch, error)
                return
        log.info(
            "results_saved",
            succeeded=report.succeeded,
            failed=report.failed,
            cancelled=report.cancelled,
            requeued=report.requeued,
            lost_leases=report.lost_leases,
            ms=round((time.monotonic() - started) * 1000),
        )
        self._tell(batch, report)
        # after the slots are free, and by this one thread: a line costs a call thread almost three times as much
        for call in batch:
            self._log(call)

    def _log(self, call: FinishedCall) -> None:
        """One line a provider call; a released item made none."""
        answer = call.answer
        if answer is None:
            return
        log_call(
            answer,
            answer_class=call.answer_class,
            attempt=call.item.attempt,
            cost_usd=answer_cost(answer, self._settings),
            of=call.item.names(),
        )

    def _tell(self, batch: Sequence[FinishedCall], report: SaveReport | None) -> None:
        try:
            self._done(batch, report)
        except Exception:
            # the edge of a thread, too: what is saved is saved, and the next batch must be
            log.exception("after_save_failed", results=len(batch))

    def _isolate(self, batch: Sequence[FinishedCall], error: Exception) -> None:
        """Save what a row that PostgreSQL refuses kept from being saved; that row ends as a call that crashed."""
        if len(batch) > 1:
            middle = len(batch) // 2
            self._save_until_taken(batch[:middle])
            self._save_until_taken(batch[middle:])
            return
        call = batch[0]
        log.error("result_refused", **call.item.names(), exc_info=error)
        bare = FinishedCall(call.item, AnswerClass.CRASHED, call.answer and _usage_of(call.answer), None)
        if call == bare:
            # not even that can be written: once its claim's others are saved the lease runs out, the sweep goes on
            self._tell([call], None)
            return
        self._save_until_taken([bare])


def _usage_of(answer: Answer) -> Answer:
    """What an answer cost, without any text of the provider's."""
    return replace(answer, content=None, response_id=None, model=None, raw=None)
