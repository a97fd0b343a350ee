"""What can go wrong between this program and the API; each error is one sentence and a remedy."""

from __future__ import annotations

from cli.client.problem import Problem

EXIT_ERROR = 1
EXIT_TIMED_OUT = 4


class ClientError(Exception):
    """Something failed; `message` says what, `remedy` (may be empty) what a person can do about it."""

    code = "client_error"
    exit_code = EXIT_ERROR

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class NotConfigured(ClientError):
    """No address or no key is known, or one of them is malformed."""

    code = "not_configured"


class Unreachable(ClientError):
    """Nobody answers at the API's address; no request was taken."""

    code = "api_unreachable"


class Interrupted(ClientError):
    """The connection broke after a job was sent, so that it is not known whether the job was accepted."""

    code = "submission_interrupted"


class NotOurApi(ClientError):
    """Something answers, but not as the Sales Agent API does."""

    code = "not_our_api"


class TimedOut(ClientError):
    """The job had not ended when the caller's patience had; it goes on without us."""

    code = "timed_out"
    exit_code = EXIT_TIMED_OUT


class ApiProblem(ClientError):
    """The API refused; `problem` is its answer."""

    def __init__(self, problem: Problem, *, remedy: str = "") -> None:
        super().__init__(problem.sentence, remedy=remedy)
        self.problem = problem
        self.code = problem.code
