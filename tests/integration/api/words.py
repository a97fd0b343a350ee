"""A judged lead, and how tests say something of it."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from shared.database.unit_of_work import unit_of_work
from shared.leads.models import Lead
from tests.integration.api.test_lead_receipt import add_profile
from tests.integration.api.world import add_assessment, add_lead, at

PATH = "/api/v1/leads"
REASON = "Their director called: the lease is signed."


def add_judged_lead() -> Lead:
    """A lead that scored 75 under a profile with the tiers A from 80 and B."""
    with unit_of_work() as work:
        assessment = add_assessment(work, profile_version_id=add_profile(work).id, tier="B")
        scored = {"qualification_score": 75, "tier": "B", "qualified_at": at(5)}
        return add_lead(work, **scored, assessment_id=assessment.id, assessment_ids=[assessment.id])


def override(client: FlaskClient, lead: Lead, **said: Any) -> dict[str, Any]:
    """The lead after somebody said so."""
    answer = client.post(f"{PATH}/{lead.id}/override", json={"reason": REASON, **said})
    assert answer.status_code == 200, answer.json
    body: dict[str, Any] = answer.json
    return body


def ended(client: FlaskClient, lead: Lead, outcome: str = "won", **said: Any) -> dict[str, Any]:
    """The lead after somebody said how it ended."""
    answer = client.post(f"{PATH}/{lead.id}/outcome", json={"outcome": outcome, **said})
    assert answer.status_code == 200, answer.json
    body: dict[str, Any] = answer.json
    return body
