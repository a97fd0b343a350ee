"""The call slots of a process: threads that make calls and judge their answers."""

from __future__ import annotations

import queue
import threading
import uuid
from collections.abc import Callable, Sequence

import structlog

from shared.jobs.claimed import ClaimedItem, FinishedCall
from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.llm.client import LlmClient
from shared.llm.watchdog import ABORTED
from shared.scoring.errors import InvalidAnswer
from shared.scoring.judge import judge
from shared.settings import Settings

log = structlog.get_logger(__name__)


class CallSlots:
    """At most `slots` calls at once; each ends in one FinishedCall that is handed to `finished`.

    A call keeps its slot until its result is saved. So a killed process has at most `slots` calls to repeat, and while
    PostgreSQL is away no further call is paid for.
    """

    def __init__(self, client: LlmClient, *, settings: Settings, finished: Callable[[FinishedCall], None]) -> None:
        slots = settings.WORKER_CALL_SLOTS
        self._client = client
        self._slots = slots
        self._finished = finished
        self._waiting: queue.SimpleQueue[ClaimedItem | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._unsaved = threading.BoundedSemaphore(slots)
        self._unserved = 0
        self._in_flight = 0
        self._stopping = False

    @property
    def in_flight(self) -> int:
        """Calls at the provider now."""
        return self._in_flight

    def submit(self, items: Sequence[ClaimedItem]) -> None:
        """Queue items for the next free slots; a thread is only started when no idle one is left.

        Items that nobody can serve, since all stops or no thread can be started, are handed back as released.
        """
        with self._lock:
            serving = not self._stopping and self._start_threads(self._unserved + len(items))
            if serving:
                self._unserved += len(items)
                for item in items:
                    self._waiting.put(item)
        if not serving:
            for item in items:
                self._finished(FinishedCall(item, AnswerClass.RELEASED, None, None))

    def _start_threads(self, wanted: int) -> bool:
        """Start what is missing for `wanted` items, at most one a slot; False if not a single one lives."""
        while len(self._threads) < min(wanted, self._slots):
            thread = threading.Thread(target=self._serve, name=f"call-{len(self._threads)}", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                log.warning("no_further_thread", threads=len(self._threads), slots=self._slots)
                break
            self._threads.append(thread)
        return bool(self._threads)

    def take_back(self) -> list[ClaimedItem]:
        """Begin no further call, and withdraw the items whose call has not begun."""
        with self._lock:
            self._stopping = True
            items = self._drain()
            self._unserved -= len(items)
        return items

    def withdraw(self, job_id: uuid.UUID) -> list[ClaimedItem]:
        """Withdraw the items of one job whose call has not begun; the others keep their order."""
        with self._lock:
            waiting = self._drain()
            items = [item for item in waiting if item.context.job_id == job_id]
            for item in waiting:
                if item.context.job_id != job_id:
                    self._waiting.put(item)
            self._unserved -= len(items)
        return items

    def _drain(self) -> list[ClaimedItem]:
        """What waits for a slot; threads may take items meanwhile."""
        items: list[ClaimedItem] = []
        while True:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return items
            if item is not None:
                items.append(item)

    def saved(self, count: int) -> None:
        """Free the slots of calls whose results are saved."""
        if count:
            self._unsaved.release(count)

    def close(self) -> None:
        """Let every thread end once its call has ended."""
        for _ in self._threads:
            self._waiting.put(None)

    def _serve(self) -> None:
        while True:
            # first a slot, then an item: one taken before would be out of the reach of `withdraw` while it waits
            self._unsaved.acquire()
            item = self._waiting.get()
            if item is None:
                self._unsaved.release()
                return
            with self._lock:
                stopping = self._stopping
                self._in_flight += not stopping
            if stopping:
                self._unsaved.release()
            ended = FinishedCall(item, AnswerClass.RELEASED, None, None) if stopping else self._call(item)
            with self._lock:
                self._in_flight -= not stopping
                self._unserved -= 1
            self._finished(ended)

    def _call(self, item: ClaimedItem) -> FinishedCall:
        """One call and its judgement; a fault of our own costs an attempt, not the slot, and keeps the usage."""
        answer: Answer | None = None
        try:
            answer = self._client.call(item.context.template.body(item.user_message))
            return _judged(item, answer)
        except Exception:
            log.exception("call_crashed", **item.names())
            return FinishedCall(item, AnswerClass.CRASHED, answer, None)


def _judged(item: ClaimedItem, answer: Answer) -> FinishedCall:
    """The call's end: its judgement, or the class that says why there is none."""
    if answer.error_code == ABORTED:
        # ended by our own stop: the provider may have been paid, the answer is lost
        return FinishedCall(item, AnswerClass.UNANSWERED, answer, None)
    if answer.answer_class is not AnswerClass.OK:
        return FinishedCall(item, answer.answer_class, answer, None)
    try:
        judgement = judge(item.context.profile, visible=item.visible, answer=answer.content or "")
    except InvalidAnswer as error:
        log.info("answer_invalid", **item.names(), code=error.code)
        return FinishedCall(item, AnswerClass.INVALID, answer, None)
    return FinishedCall(item, AnswerClass.OK, answer, judgement)
