"""The call slots of a process: threads that make calls and judge their answers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence

import structlog

from shared.jobs.claimed import ClaimedItem, FinishedCall
from shared.jobs.cost import answer_cost
from shared.llm.classes import AnswerClass
from shared.llm.client import LlmClient
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
        self._settings = settings
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
        """Queue items for the next free slots; a thread is only started when no idle one is left."""
        with self._lock:
            self._unserved += len(items)
            missing = min(self._unserved, self._slots) - len(self._threads)
            for _ in range(max(0, missing)):
                thread = threading.Thread(target=self._serve, name=f"call-{len(self._threads)}", daemon=True)
                self._threads.append(thread)
                thread.start()
        for item in items:
            self._waiting.put(item)

    def take_back(self) -> list[ClaimedItem]:
        """Begin no further call, and withdraw the items whose call has not begun."""
        self._stopping = True
        items = []
        while True:
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                break
            if item is not None:
                items.append(item)
        with self._lock:
            self._unserved -= len(items)
        return items

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
            item = self._waiting.get()
            if item is None:
                return
            self._unsaved.acquire()
            if self._stopping:
                self._unsaved.release()
                self._finished(FinishedCall(item, AnswerClass.RELEASED, None, None))
                continue
            with self._lock:
                self._in_flight += 1
            try:
                ended = self._call(item)
            except Exception:
                log.exception("call_crashed", job_id=str(item.context.job_id), position=item.position)
                ended = FinishedCall(item, AnswerClass.CRASHED, None, None)
            finally:
                with self._lock:
                    self._in_flight -= 1
                    self._unserved -= 1
            self._finished(ended)

    def _call(self, item: ClaimedItem) -> FinishedCall:
        answer = self._client.call(item.context.template.body(item.user_message))
        log.info(
            "llm_call",
            request_id=item.context.request_id,
            job_id=str(item.context.job_id),
            position=item.position,
            attempt=item.attempt,
            answer_class=answer.answer_class.value,
            error_code=answer.error_code,
            status=answer.status,
            latency_ms=answer.latency_ms,
            prompt_tokens=answer.prompt_tokens,
            completion_tokens=answer.completion_tokens,
            cost_usd=f"{answer_cost(answer, self._settings):f}",
        )
        if answer.error_code == "aborted":
            # ended by our own stop: the provider may have been paid, the answer is lost
            return FinishedCall(item, AnswerClass.UNANSWERED, answer, None)
        if answer.answer_class is not AnswerClass.OK or answer.content is None:
            return FinishedCall(item, answer.answer_class, answer, None)
        try:
            judgement = judge(item.context.profile, visible=item.visible, answer=answer.content)
        except InvalidAnswer as error:
            log.info(
                "answer_invalid",
                request_id=item.context.request_id,
                job_id=str(item.context.job_id),
                position=item.position,
                code=error.code,
            )
            return FinishedCall(item, AnswerClass.INVALID, answer, None)
        return FinishedCall(item, AnswerClass.OK, answer, judgement)
