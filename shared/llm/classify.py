"""From an HTTP answer to its class: by status and code, never by a message, with one recorded exception."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson

from shared.llm.answer import Answer
from shared.llm.classes import AnswerClass
from shared.llm.waits import exhausted_reset_seconds, retry_after_seconds

RAW_LIMIT = 32_768  # characters of a body that are kept; a full answer of 2,000 tokens has about 8,000
_LABEL_LIMIT = 200

# the provider's codes that we know; any other is reported as http_<status>, since a code could carry foreign text
_BY_CODE: Mapping[str, AnswerClass] = {
    "wrong_api_format": AnswerClass.CONFIG,
    "model_not_found": AnswerClass.CONFIG,
    "context_length_exceeded": AnswerClass.TOO_LONG,
    "wrong_api_key": AnswerClass.ACCOUNT,
    "payment_required": AnswerClass.PAYMENT,
    "request_quota_exceeded": AnswerClass.QUOTA,
    "token_quota_exceeded": AnswerClass.QUOTA,
    "queue_exceeded": AnswerClass.CONGESTED,
}
_BY_STATUS: Mapping[int, AnswerClass] = {
    401: AnswerClass.ACCOUNT,
    402: AnswerClass.PAYMENT,
    403: AnswerClass.ACCOUNT,
    408: AnswerClass.TRANSIENT,
    409: AnswerClass.TRANSIENT,
    413: AnswerClass.TOO_LONG,
    425: AnswerClass.TRANSIENT,
    429: AnswerClass.QUOTA,
}
# recorded: under load a 400 says that the server is at fault, and the same request works the next time
_SERVER_AT_FAULT = re.compile(r"server[ _]error|internal error|overloaded|temporarily|try again", re.IGNORECASE)


def classify(status: int, headers: Mapping[str, str], body: bytes, *, latency_ms: int, now: float) -> Answer:
    """The classified answer to one call; `now` is Unix time in seconds, used only for a Retry-After that is a date."""
    if not 200 <= status < 300:
        return _refusal(status, headers, body, _parsed_object(body), latency_ms=latency_ms, now=now)
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        return _unusable(status, "malformed", body, latency_ms)
    if not isinstance(parsed, dict):
        return _unusable(status, "malformed", body, latency_ms)
    choices = parsed.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return _judgement(status, parsed, choices[0], body, latency_ms)
    stated = parsed.get("status_code")
    if isinstance(stated, int) and 400 <= stated < 600:
        # an error may come under status 200 and name its own, as errors in the middle of a stream do
        return _refusal(stated, headers, body, parsed, latency_ms=latency_ms, now=now)
    return _unusable(status, "no_choices", body, latency_ms)


def _judgement(status: int, parsed: dict[str, Any], choice: dict[str, Any], body: bytes, latency_ms: int) -> Answer:
    answer_class, error_code, content = _outcome(choice)
    usage = _object(parsed.get("usage"))
    return Answer(
        answer_class=answer_class,
        content=content,
        status=status,
        error_code=error_code,
        response_id=_label(parsed.get("id")),
        model=_label(parsed.get("model")),
        prompt_tokens=_count(usage.get("prompt_tokens")),
        completion_tokens=_count(usage.get("completion_tokens")),
        cached_tokens=_count(_object(usage.get("prompt_tokens_details")).get("cached_tokens")),
        latency_ms=latency_ms,
        raw=_raw(body),
    )


def _outcome(choice: dict[str, Any]) -> tuple[AnswerClass, str | None, str | None]:
    """Class, code and content of one choice; a cut or filtered text is not content."""
    finish = choice.get("finish_reason")
    message = _object(choice.get("message"))
    if finish == "length":
        return AnswerClass.BUDGET, "finish_length", None
    if finish == "content_filter" or message.get("refusal"):
        return AnswerClass.REFUSED, "content_filter", None
    if finish != "stop":
        return AnswerClass.INVALID, "finish_unexpected", None
    content = message.get("content")
    if not isinstance(content, str) or not content.strip():
        return AnswerClass.INVALID, "empty_content", None
    return AnswerClass.OK, None, content


def _refusal(
    status: int, headers: Mapping[str, str], body: bytes, parsed: dict[str, Any], *, latency_ms: int, now: float
) -> Answer:
    nested = parsed.get("error")
    fields = nested if isinstance(nested, dict) else parsed
    code = fields.get("code")
    known = code if isinstance(code, str) and code in _BY_CODE else None
    answer_class = _class_of_refusal(status, known, fields)
    lowered = {name.lower(): value for name, value in headers.items()}
    wait = retry_after_seconds(lowered, now=now)
    if wait is None and answer_class is AnswerClass.QUOTA:
        wait = exhausted_reset_seconds(lowered)
    return Answer(
        answer_class=answer_class,
        status=status,
        error_code=known or f"http_{status}",
        retry_after_seconds=wait,
        response_id=_label(fields.get("id")),
        latency_ms=latency_ms,
        raw=_raw(body),
    )


def _class_of_refusal(status: int, code: str | None, fields: dict[str, Any]) -> AnswerClass:
    if status >= 500 or status < 300:
        return AnswerClass.CONGESTED if code == "queue_exceeded" else AnswerClass.TRANSIENT
    if code is not None:
        return _BY_CODE[code]
    if status == 429 and fields.get("param") == "queue":
        return AnswerClass.CONGESTED
    if status == 400 and any(_SERVER_AT_FAULT.search(str(fields.get(name))) for name in ("type", "code", "message")):
        return AnswerClass.TRANSIENT
    # everything else from 300 to 499 is a request that will never be answered: a wrong address, form or model
    return _BY_STATUS.get(status, AnswerClass.CONFIG)


def _unusable(status: int, error_code: str, body: bytes, latency_ms: int) -> Answer:
    return Answer(AnswerClass.TRANSIENT, status=status, error_code=error_code, latency_ms=latency_ms, raw=_raw(body))


def _parsed_object(body: bytes) -> dict[str, Any]:
    try:
        return _object(orjson.loads(body))
    except orjson.JSONDecodeError:
        return {}


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


def _label(value: object) -> str | None:
    return value[:_LABEL_LIMIT].replace("\x00", "\ufffd") if isinstance(value, str) else None


def _raw(body: bytes) -> str:
    # the database's text type has no NUL; a character has at most 4 bytes, so a longer slice is never needed
    return body[: RAW_LIMIT * 4].decode("utf-8", "replace")[:RAW_LIMIT].replace("\x00", "\ufffd")
