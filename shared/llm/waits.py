"""How long a provider asks us to wait, as its headers say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

MAX_WAIT_SECONDS = 86_400.0  # the longest window of any provider is a day; anything above is a mistake of theirs

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,24})?", re.ASCII)
_SPAN = re.compile(
    r"(?:(?P<d>\d{1,6})d)?(?:(?P<h>\d{1,6})h)?(?:(?P<m>\d{1,6})m(?!s))?(?:(?P<s>\d{1,6}(?:\.\d{1,24})?)s)?"
    r"(?:(?P<ms>\d{1,9}(?:\.\d{1,24})?)ms)?",
    re.ASCII,
)
_UNITS = {"d": 86_400.0, "h": 3_600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_REMAINING = "x-ratelimit-remaining-"
_RESET = "x-ratelimit-reset-"


def retry_after_seconds(headers: Mapping[str, str], *, now: float) -> float | None:
    """Seconds from Retry-After-Ms, else Retry-After (a number or an HTTP date); None when absent or unreadable.

    `now` is Unix time in seconds, `headers` has lower-case names; the result is in [0, 86,400].
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return _bounded(milliseconds / 1000)
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None:
        return _bounded(seconds)
    return _until(text, now=now) if text else None


def exhausted_reset_seconds(headers: Mapping[str, str]) -> float | None:
    """Seconds until the last of the windows with nothing remaining resets; None if no header names such a window.

    `headers` has lower-case names; the result is in [0, 86,400].
    """
    resets = []
    for name, value in headers.items():
        if name.startswith(_REMAINING) and _number(value) == 0:
            reset = span_seconds(headers.get(_RESET + name.removeprefix(_REMAINING)))
            if reset is not None:
                resets.append(reset)
    return _bounded(max(resets)) if resets else None


def span_seconds(text: str | None) -> float | None:
    """Seconds of "11.38", "7.66s", "1m26s" or "120ms"; None for anything else."""
    number = _number(text)
    if number is not None or not text:
        return number
    match = _SPAN.fullmatch(text.strip().lower())
    if match is None:
        return None
    parts = [float(value) * _UNITS[unit] for unit, value in match.groupdict().items() if value]
    return sum(parts) if parts else None


def _number(text: str | None) -> float | None:
    stripped = text.strip() if text else ""
    return float(stripped) if _NUMBER.fullmatch(stripped) else None


def _until(text: str, *, now: float) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _bounded(aware.timestamp() - now)


def _bounded(seconds: float) -> float:
    return min(max(0.0, seconds), MAX_WAIT_SECONDS)
