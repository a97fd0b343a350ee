"""The API's error answer (RFC 9457 problem+json), read leniently: a proxy may have written it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Fault


@dataclass(frozen=True, slots=True)
class Problem:
    """One refused request: HTTP status, stable code, sentence, and every fault of the input that was named."""

    status: int
    code: str
    title: str
    detail: str
    request_id: str | None = None
    retry_after_seconds: float | None = None
    fault_count: int = 0
    faults: tuple[Fault, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The best single sentence that the answer offers."""
        return self.detail or self.title or f"The API answered {self.status}."

    @classmethod
    def from_json(cls, raw: Mapping[str, Any], *, status: int, retry_after_seconds: float | None = None) -> Problem:
        """Read a problem document; members that are missing or of another type are taken as absent."""
        faults = read_faults(raw.get("errors"))
        # the API lists the first 1,000 and counts them all
        count = raw.get("error_count")
        return cls(
            status=status,
            code=_text(raw.get("code")) or f"http_{status}",
            title=_text(raw.get("title")),
            detail=_text(raw.get("detail")),
            request_id=_text(raw.get("request_id")) or None,
            retry_after_seconds=retry_after_seconds,
            fault_count=max(len(faults), count if isinstance(count, int) else 0),
            faults=faults,
            raw=raw,
        )


def read_faults(raw: object) -> tuple[Fault, ...]:
    """The faults in a list of errors; entries that are not objects are left out, a parameter stands as pointer."""
    if not isinstance(raw, list):
        return ()
    return tuple(
        Fault(
            code=_text(entry.get("code")) or "invalid",
            detail=_text(entry.get("detail")),
            pointer=_text(entry.get("pointer")) or _text(entry.get("parameter")) or None,
            row=entry["row"] if isinstance(entry.get("row"), int) else None,
            column=_text(entry.get("column")) or None,
        )
        for entry in raw
        if isinstance(entry, dict)
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
