"""What can go wrong between this program and the API; each error is one sentence and a remedy."""

from __future__ import annotations

from cli.client.problem import Problem

EXIT_ERROR = 1
EXIT_TIMED_OUT = 4


class ClientError(Exception):
    """Something failed; `message` says what, `remedy` (may be empty) what a person can do about it."""

    exit_code = EXIT_ERROR

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotConfigured(ClientError):
    """No address or no key is known, or one of them is malformed."""


class Unreachable(ClientError):
    """Nobody answers at the API's address; no request was taken."""


class Interrupted(ClientError):
    """The connection broke after a job was sent, so that it is not known whether the job was accepted."""


class NotOurApi(ClientError):
    """Something answers, but not as the Sales Agent API does."""


class TimedOut(ClientError):
    """The job had not ended when the caller's patience had; it goes on without us."""

    exit_code = EXIT_TIMED_OUT


class ApiProblem(ClientError):
    """The API refused; `problem` is its answer."""

    def __init__(self, problem: Problem, *, remedy: str = "") -> None:
        super().__init__(problem.sentence, remedy=remedy)
        self.problem = problem
