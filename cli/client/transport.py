"""HTTP to the API: what may be repeated is repeated with patience, what may not is never sent twice."""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, TypeAlias

import requests
from requests.auth import AuthBase
from urllib3.exceptions import NewConnectionError

from cli.client.errors import ApiProblem, ClientError, Interrupted, NotOurApi, Unreachable
from cli.client.problem import Problem
from cli.client.target import START_IT, Target

CONNECT_TIMEOUT_SECONDS = 3.05
READ_TIMEOUT_SECONDS = 30.0
SUBMIT_TIMEOUT_SECONDS = 120.0
AGAIN = frozenset({429, 502, 503, 504})
LONGEST_PAUSE_SECONDS = 30.0
CHUNK_BYTES = 64 * 1024
DEFAULT_PATIENCE_SECONDS = 3.0


Params: TypeAlias = Mapping[str, str | int | list[str]]


class _Bearer(AuthBase):
    """Sets the key as an auth object: a plain header would be replaced by an entry of ~/.netrc."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key to one request."""
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


class Transport:
    """One kept-alive session with the API at `target`; `sleep` and `clock` are seams for tests."""

    def __init__(
        self,
        target: Target,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.target = target
        self._sleep = sleep
        self._clock = clock
        self._session = requests.Session()
        self._session.auth = _Bearer(target.key)
        self._session.headers["User-Agent"] = "sales-agent-cli"
        if target.is_local:
            # a proxy from the environment cannot reach this machine's loopback
            self._session.trust_env = False

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def get(
        self,
        path: str,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        patience_seconds: float | None = None,
    ) -> requests.Response:
        """GET below the base address; 429, 502, 503, 504 and connection faults are tried again while patience lasts."""
        deadline = self._clock() + (DEFAULT_PATIENCE_SECONDS if patience_seconds is None else patience_seconds)
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._send("GET", path, params=params, headers=headers, timeout=READ_TIMEOUT_SECONDS)
            except requests.RequestException as error:
                if not self._pause(attempt, None, deadline=deadline):
                    self._raise_unreachable(error)
                continue
            if response.status_code not in AGAIN or not self._pause(attempt, _retry_after(response), deadline=deadline):
                return self._checked(response)

    def post(self, path: str, *, body: bytes, content_type: str, params: Params | None = None) -> requests.Response:
        """POST once, as `send` does."""
        return self.send("POST", path, body=body, content_type=content_type, params=params)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        content_type: str | None = None,
        params: Params | None = None,
    ) -> requests.Response:
        """Ask for a change once; only a connection that was never made is tried again, since then nothing was sent.

        Raises Interrupted when the connection broke after that: the caller must look before sending again.
        """
        headers = {"Content-Type": content_type} if content_type else None
        deadline = self._clock() + DEFAULT_PATIENCE_SECONDS
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._send(
                    method, path, params=params, headers=headers, body=body, timeout=SUBMIT_TIMEOUT_SECONDS
                )
            except requests.RequestException as error:
                if not _never_sent(error):
                    raise self._unsure(path) from error
                if not self._pause(attempt, None, deadline=deadline):
                    self._raise_unreachable(error)
                continue
            if response.status_code in {502, 504}:
                # a proxy's word: what stands behind it may have taken the job
                raise self._unsure(path)
            return self._checked(response)

    def stream(self, path: str, *, params: Params | None = None) -> Iterator[bytes]:
        """The body of a GET, piece by piece; raises Interrupted when it breaks off before its end."""
        try:
            with self._session.get(
                self.target.base_url + path,
                params=params,
                timeout=(CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                yield from self._checked(response).iter_content(CHUNK_BYTES)
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            if _never_sent(error):
                self._raise_unreachable(error)
            raise Interrupted(
                f"The connection to {self.target.origin} broke before the end; what came is not whole.",
                remedy="Run the same command again.",
            ) from error

    def _unsure(self, path: str) -> Interrupted:
        if path == "/jobs":
            return Interrupted(
                f"The connection to {self.target.origin} broke after the leads were sent; was the job accepted? "
                "Not known.",
                remedy="Look at `sales-agent jobs` before you submit the same file again.",
            )
        return Interrupted(
            f"The connection to {self.target.origin} broke after the request was sent; was it done? Not known.",
            remedy="Look before you ask again.",
        )

    def _send(
        self,
        method: str,
        path: str,
        *,
        timeout: float,
        params: Params | None,
        headers: Mapping[str, str] | None,
        body: bytes | None = None,
    ) -> requests.Response:
        return self._session.request(
            method,
            self.target.base_url + path,
            params=params,
            headers=headers,
            data=body,
            timeout=(CONNECT_TIMEOUT_SECONDS, timeout),
            # a redirect would turn a POST into a GET; it is reported instead
            allow_redirects=False,
        )

    def _pause(self, attempt: int, retry_after: float | None, *, deadline: float) -> bool:
        """Wait before the next attempt; False, without waiting, when that would outlast the patience."""
        backoff = min(0.2 * 2 ** (attempt - 1), 5.0) * random.uniform(0.7, 1.0)  # noqa: S311 - jitter, not a secret
        pause = backoff if retry_after is None else min(max(retry_after, backoff), LONGEST_PAUSE_SECONDS)
        if self._clock() + pause > deadline:
            return False
        self._sleep(pause)
        return True

    def _checked(self, response: requests.Response) -> requests.Response:
        if response.status_code < 300 or response.status_code == 304:
            return response
        if response.status_code < 400:
            raise NotOurApi(
                f"{self.target.origin} redirects to {response.headers.get('Location', 'nowhere')}.",
                remedy="Set SALES_AGENT_URL to that address.",
            )
        raise self._problem(response)

    def _problem(self, response: requests.Response) -> ClientError:
        raw = _json_object(response)
        if raw is None and response.status_code in AGAIN:
            return Unreachable(
                f"{self.target.origin} answered {response.status_code}: the API behind it is away.", remedy=START_IT
            )
        if raw is None:
            return NotOurApi(
                f"{self.target.base_url} answered {response.status_code}, but not as the Sales Agent API does.",
                remedy=f"Is the address right? It comes from {self.target.url_source}. {START_IT}",
            )
        problem = Problem.from_json(raw, status=response.status_code, retry_after_seconds=_retry_after(response))
        return ApiProblem(problem, remedy=_remedy(problem, self.target))

    def _raise_unreachable(self, error: requests.RequestException) -> NoReturn:
        said, remedy = "cannot be reached", START_IT
        if isinstance(error, requests.Timeout):
            said = "does not answer in time"
        elif _is_untrusted(error):
            said = "has a certificate that this machine does not trust"
            remedy = "Set REQUESTS_CA_BUNDLE to the certificates of its issuer."
        raise Unreachable(f"The API at {self.target.base_url} {said}.", remedy=remedy) from error


def read_object(response: requests.Response) -> dict[str, Any]:
    """The JSON object of a good answer; raises NotOurApi for anything else."""
    raw = _json_object(response)
    if raw is None:
        raise NotOurApi(
            f"{response.url} answered {response.status_code}, but not as the Sales Agent API does.",
            remedy="Is the address right? See SALES_AGENT_URL.",
        )
    return raw


def _json_object(response: requests.Response) -> dict[str, Any] | None:
    try:
        raw = response.json()
    except requests.exceptions.JSONDecodeError:
        return None
    return raw if isinstance(raw, dict) else None


def _never_sent(error: requests.RequestException) -> bool:
    return (
        isinstance(error, requests.ConnectTimeout)
        or isinstance(_reason(error), NewConnectionError)
        or _is_untrusted(error)
    )


def _is_untrusted(error: requests.RequestException) -> bool:
    reason = _reason(error)
    return isinstance(reason, Exception) and any(isinstance(arg, ssl.SSLCertVerificationError) for arg in reason.args)


def _reason(error: requests.RequestException) -> object:
    """What urllib3 gave as the cause of the last attempt."""
    return getattr(error.args[0], "reason", None) if error.args else None


def _retry_after(response: requests.Response) -> float | None:
    try:
        return max(0.0, float(response.headers["Retry-After"]))
    except (KeyError, ValueError):
        return None


def _remedy(problem: Problem, target: Target) -> str:
    if problem.status == 401:
        return (
            f"The request used {target.key_label}. `sales-agent keys create NAME` makes a key; "
            "set it as SALES_AGENT_API_KEY."
        )
    if problem.status == 403:
        return f"The request used {target.key_label}. Make a key that has the scope: `sales-agent keys create NAME`."
    if problem.status in AGAIN:
        wait = f" in {problem.retry_after_seconds:.0f} s" if problem.retry_after_seconds else " in a moment"
        return f"Try again{wait}."
    if problem.status >= 500 and problem.request_id:
        return f"The API's log has the cause under request id {problem.request_id}."
    return ""
