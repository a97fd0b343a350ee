"""The client of one provider: one POST, one classified answer, within one deadline."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import replace
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version
from time import monotonic, time
from typing import Any

from requests import PreparedRequest, Request, Response, Session
from requests.exceptions import ConnectTimeout, RequestException, SSLError
from urllib3.exceptions import HTTPError, IncompleteRead, MaxRetryError, NewConnectionError
from urllib3.util import Timeout as Timeouts

from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.llm.classify import classify
from shared.llm.connections import WatchedAdapter, serving
from shared.llm.watchdog import ABORTED, DEADLINE_EXCEEDED, Call, Watchdog

ANSWER_LIMIT = 1_048_576  # bytes; an answer of 40,960 tokens, the most that a model gives, has about 200,000
_NO_PROXIES: dict[str, str] = {}
_KEY = re.compile(r"[\x21-\x7e]+")


class AnswerTooLargeError(HTTPError):
    """The answer is larger than ANSWER_LIMIT; what came of it is thrown away."""


class _PlainSession(Session):
    """A session that follows no redirect: it would carry the key to another address."""

    def get_redirect_target(self, resp: Response) -> str | None:
        """Nowhere; `requests` would otherwise read the redirect's body whole, however large it is."""
        return None


class LlmClient:
    """Calls a provider over kept connections, `slots` at a time; made after any fork, shared by all threads.

    A call is over within `total_deadline_seconds`, whatever the server drips, except that a name look-up cannot be
    interrupted; opening a connection has `connect_timeout_seconds` for each address of the host. `base_url` is with
    or without `/v1`. Raises ValueError for a key or an address that cannot be used at all.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        slots: int,
        connect_timeout_seconds: float,
        total_deadline_seconds: float,
    ) -> None:
        if not _KEY.fullmatch(api_key):
            # said without the key; `requests` would quote it
            raise ValueError("the API key holds characters that a header cannot carry")
        url = base_url.rstrip("/").removesuffix("/v1") + "/v1/chat/completions"
        self._template = Request("POST", url).prepare()
        # a plain dict: it is copied at each call, and ours needs no other spelling of its names
        self._template.headers = {  # type: ignore[assignment]
            "Authorization": f"Bearer {api_key}",
            "Content-Type": "application/json",
            "Accept": "application/json",
            # answers are small: unpacking them would cost more than it saves
            "Accept-Encoding": "identity",
            "User-Agent": f"sales-agent/{version('sales-agent')}",
        }
        # made once: `requests` would build one a call from a pair of numbers
        self._timeouts: Any = Timeouts(
            connect=min(connect_timeout_seconds, total_deadline_seconds), read=total_deadline_seconds
        )
        self._session = _PlainSession()
        self._session.trust_env = False
        # a cookie of the provider's edge would be parsed and kept for nothing: the prepared request sends none
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = WatchedAdapter(pool_connections=1, pool_maxsize=slots, max_retries=0)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        self._prepared = threading.local()
        self._watchdog = Watchdog(seconds=total_deadline_seconds)

    def call(self, body: bytes) -> Answer:
        """Send one request, once, and classify what comes; never raises for a failure of provider or network."""
        with self._watchdog.begin() as call:
            return self._exchange(call, body)

    def abort_all(self) -> None:
        """End every call in flight now, each as TRANSIENT with code `aborted`; it may have been billed."""
        self._watchdog.stop_all(ABORTED)

    def close(self) -> None:
        """End every call and give all connections back; a later call is answered as aborted and sends nothing."""
        self._watchdog.close()
        self._session.close()

    def _exchange(self, call: Call, body: bytes) -> Answer:
        serving.call = call
        try:
            status, headers, received = self._post(body)
        except (RequestException, HTTPError, OSError) as error:
            late = monotonic() >= call.deadline
            code = call.stopped or (DEADLINE_EXCEEDED if late else _failure_code(error))
            return Answer(AnswerClass.TRANSIENT, error_code=code, latency_ms=_since(call.started))
        finally:
            serving.call = None
        answer = classify(status, headers, received, latency_ms=_since(call.started), now=time())
        return self._in_time(call, answer)

    def _post(self, body: bytes) -> tuple[int, Mapping[str, str], bytes]:
        request = self._request(body)
        response = self._session.send(
            request, stream=True, timeout=self._timeouts, allow_redirects=False, proxies=_NO_PROXIES
        )
        try:
            return response.status_code, response.raw.headers, _read(response.raw)
        except HTTPError:
            response.close()
            raise

    def _request(self, body: bytes) -> PreparedRequest:
        """This thread's request with another body; preparing one for each call costs as much as the call."""
        prepared: PreparedRequest | None = getattr(self._prepared, "request", None)
        if prepared is None:
            prepared = self._prepared.request = self._template.copy()
        prepared.body = body
        prepared.headers["Content-Length"] = str(len(body))
        return prepared

    @staticmethod
    def _in_time(call: Call, answer: Answer) -> Answer:
        """The answer if it counts: not after the deadline, and an aborted one only if all of it had come."""
        if call.stopped == ABORTED and answer.answer_class is not AnswerClass.OK:
            return replace(answer, answer_class=AnswerClass.TRANSIENT, error_code=ABORTED)
        if call.stopped == DEADLINE_EXCEEDED or monotonic() >= call.deadline:
            # its tokens stay: they are billed although the answer does not count
            return replace(answer, answer_class=AnswerClass.TRANSIENT, content=None, error_code=DEADLINE_EXCEEDED)
        return answer


def _read(raw: Any) -> bytes:
    """The whole body, at most ANSWER_LIMIT bytes; raises AnswerTooLargeError, or IncompleteRead if it was cut short."""
    received: bytes = raw.read(ANSWER_LIMIT + 1, decode_content="content-encoding" in raw.headers)
    if len(received) > ANSWER_LIMIT:
        raise AnswerTooLargeError
    if raw.length_remaining:
        raise IncompleteRead(len(received), raw.length_remaining)
    return received


def _failure_code(error: Exception) -> str:
    """What kind of failure it was; up to `connect_…` nothing was sent, after that the call may have been billed."""
    if isinstance(error, ConnectTimeout):
        return "connect_timeout"
    if isinstance(error, SSLError):
        return "tls_failed"
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError) and isinstance(reason.reason, NewConnectionError):
        return "connect_failed"
    if isinstance(error, AnswerTooLargeError):
        return "answer_too_large"
    return "connection_lost"


def _since(started: float) -> int:
    return round((monotonic() - started) * 1000)
