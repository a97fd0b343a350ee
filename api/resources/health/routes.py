"""Routes of health: alive, and ready."""

from __future__ import annotations

from typing import Any

from api.http.blueprint import Blueprint
from api.resources.health.readiness import check_readiness
from api.resources.health.schemas import HealthSchema, ReadySchema

blp = Blueprint("health", __name__, description="Whether the service is alive, and whether it is ready.")

NOT_KEPT = {"Cache-Control": "no-store"}


@blp.route("/health")
@blp.public
@blp.response(200, HealthSchema)
def get_health() -> Any:
    """Tell that this process answers; asks nothing else."""
    return {}, NOT_KEPT


@blp.route("/ready")
@blp.public
@blp.problems(503)
@blp.response(200, ReadySchema)
def get_ready() -> Any:
    """Tell that database, broker and workers are there; 503 names what is not."""
    return check_readiness(), NOT_KEPT
