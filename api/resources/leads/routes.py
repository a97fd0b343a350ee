"""Routes of leads: the current score of each, filtered and sorted."""

from __future__ import annotations

import uuid
from typing import Any

from api.http.blueprint import Blueprint
from api.http.pages import Cursor, Page, identifier, moment, optional, whole_number
from api.http.wiring import request_work
from api.resources.leads.schemas import LeadListQuerySchema, LeadPageSchema, LeadSchema
from shared.access.scopes import Scope
from shared.leads import read

blp = Blueprint("leads", __name__, description="Persons and companies with their current score.")


def _cursor(query: dict[str, Any]) -> Cursor:
    return Cursor(f"leads:{query['sort']}:{query['order']}", optional(whole_number), moment, identifier)


@blp.route("/leads")
@blp.guarded(Scope.READ)
@blp.problems(422, 503)
@blp.arguments(LeadListQuerySchema, location="query")
@blp.response(200, LeadPageSchema)
def list_leads(query: dict[str, Any]) -> Page[read.LeadView]:
    """List leads by tier and score."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    pages = _cursor(query)
    after = read.LeadMark(*pages.read(cursor)) if cursor else None
    with request_work() as uow:
        rows = read.list_leads(uow, read.LeadQuery(**query), limit=limit + 1, after=after)
    return pages.page(rows, limit, lambda view: view.mark)


@blp.route("/leads/<uuid:lead_id>")
@blp.guarded(Scope.READ)
@blp.problems(404, 503)
@blp.response(200, LeadSchema)
def get_lead(lead_id: uuid.UUID) -> read.LeadView:
    """Read a lead with its latest assessment: criteria, quotes, arithmetic, cost."""
    with request_work() as uow:
        return read.get_lead(uow, lead_id)
