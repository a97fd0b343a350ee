"""Routes of insights: the whole service in one answer, for the overview."""

from __future__ import annotations

from typing import Any

from api.http.blueprint import Blueprint
from api.http.wiring import request_work, wiring
from api.resources.insights.schemas import IF_NONE_MATCH, SUMMARY_HEADERS, SummaryQuerySchema, SummarySchema
from shared.access.scopes import Scope
from shared.insights import read

blp = Blueprint("insights", __name__, description="How the service goes, and what came of it lately.")


@blp.route("/insights/summary")
@blp.guarded(Scope.READ)
@blp.doc(parameters=[{"in": "query", "schema": SummaryQuerySchema}, IF_NONE_MATCH])
@blp.problems(422, 503)
@blp.alt_response(304, description="No figure changed since the ETag that was sent.")
@blp.arguments(SummaryQuerySchema, location="query")
@blp.response(200, SummarySchema, headers=SUMMARY_HEADERS)
def get_summary(query: dict[str, Any]) -> Any:
    """Read how the service goes: rate, open work, cost, tiers and scores since a moment, the provider's state."""
    with request_work() as uow:
        summary = read.get_summary(uow, settings=wiring().settings, since=query["since"])
    return summary, {"ETag": f'W/"{summary.revision}"'}
