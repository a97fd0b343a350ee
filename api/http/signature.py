"""Who changes something with this request, as the commands of the house take it."""

from __future__ import annotations

from typing import Any

from api.http.guards import caller
from api.http.requests import request_id
from shared.audit.record import Actor


def signature() -> dict[str, Any]:
    """The key behind the request, also when a session stands for it, and the request's id; only on guarded routes."""
    return {"actor": Actor.of(caller()), "request_id": request_id()}
