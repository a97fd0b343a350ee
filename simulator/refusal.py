"""Refusals: the flat error bodies of the provider (facts A4), as an exception that the door turns into an answer."""

from __future__ import annotations

import orjson


class Refusal(Exception):
    """An answer other than 200: HTTP status, the four members of the flat body, and `Retry-After` in whole seconds."""

    def __init__(
        self, status: int, *, code: str, kind: str, param: str, message: str, retry_after: int | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.kind = kind
        self.param = param
        self.message = message
        self.retry_after = retry_after

    @property
    def body(self) -> bytes:
        """The flat JSON body: message, type, param, code."""
        return orjson.dumps({"message": self.message, "type": self.kind, "param": self.param, "code": self.code})


def wrong_format(message: str, *, param: str = "validation_error") -> Refusal:
    """400: the body or its schema is not what the provider accepts."""
    return Refusal(400, code="wrong_api_format", kind="invalid_request_error", param=param, message=message)


def not_found(message: str, *, code: str = "not_found", param: str = "path") -> Refusal:
    """404: no such model, or no such path."""
    return Refusal(404, code=code, kind="not_found_error", param=param, message=message)
