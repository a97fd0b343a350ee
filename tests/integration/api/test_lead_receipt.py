"""One lead over HTTP: the receipt that its page draws from this answer alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient

from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.profiles.models import Profile, ProfileVersion
from tests.integration.api.world import (
    CRITERIA,
    DISQUALIFIERS,
    FLAGS,
    HASH,
    QUESTION,
    add_assessment,
    add_job,
    add_lead,
    at,
)

PATH = "/api/v1/leads"
CONTENT: dict[str, Any] = {
    "name": "Warehouses",
    "seller": "We sell warehouse software.",
    "customer": "Whoever has a warehouse.",
    "criteria": [
        {
            "key": "fit",
            "label": "Company fit",
            "weight": 60,
            "question": "Does it fit?",
            "anchors": ["None", "One", "Small", "Two or more sites", "Perfect"],
            "keywords": [],
        },
        {
            "key": "need",
            "label": "Need",
            "weight": 40,
            "question": "Is there a need?",
            "anchors": ["No", "Little", "Some", "Much", "Urgent"],
            "keywords": [],
        },
    ],
    "disqualifiers": [{"key": "rival", "label": "Competitor", "question": "Is it a rival?"}],
    "tiers": [{"name": "A", "at_least": 80}, {"name": "B", "at_least": 0}],
    "least_coverage": "0.5",
}


def add_profile(uow: UnitOfWork) -> ProfileVersion:
    """Version 3 of a profile with the criteria of the world's assessments."""
    profile = Profile(id=new_id(), name="Warehouses", active_number=3)
    version = ProfileVersion(id=new_id(), profile_id=profile.id, number=3, content=CONTENT, content_hash=HASH)
    uow.session.add(profile)
    uow.session.flush()
    uow.session.add(version)
    uow.session.flush()
    return version


class TestGetLead:
    def test_shows_the_lead_and_the_assessment_behind_its_score(self, client: FlaskClient, uow: UnitOfWork) -> None:
        job = add_job(uow, name="Fair, day 2")
        version = add_profile(uow)
        assessment = add_assessment(uow, profile_version_id=version.id)
        lead = add_lead(
            uow,
            company_website="https://northwind.example",
            contact_email="ada@northwind.example",
            additional_data={"Region": "North"},
            qualification_score=75,
            qualification_model="gpt-oss-120b",
            qualification_reasoning="Company fit: Runs three sites.",
            qualification_latency_ms=830,
            qualified_at=at(5),
            tier="B",
            coverage=Decimal("0.6"),
            next_question="What is it needed for?",
            flags=FLAGS,
            assessment_id=assessment.id,
            assessment_ids=[assessment.id],
            source_job_id=job.id,
            source_position=4,
        )
        uow.session.commit()
        answer = client.get(f"{PATH}/{lead.id}")
        assert answer.status_code == 200
        assert answer.json == {
            "id": str(lead.id),
            "object": "lead",
            "company_name": "Northwind",
            "company_website": "https://northwind.example",
            "company_size": None,
            "industry": None,
            "contact_name": None,
            "contact_email": "ada@northwind.example",
            "contact_phone": None,
            "contact_title": None,
            "notes": None,
            "additional_data": {"Region": "North"},
            "score": 75,
            "tier": "B",
            "coverage": 0.6,
            "levels": [
                {"key": "fit", "label": "Company fit", "weight": 60, "level": 3},
                {"key": "need", "label": "Need", "weight": 40, "level": None},
            ],
            "reasoning": "Company fit: Runs three sites.",
            "next_question": "What is it needed for?",
            "flags": FLAGS,
            "provider": "cerebras",
            "model": "gpt-oss-120b",
            "simulated": False,
            "latency_ms": 830,
            "profile": {"name": "Warehouses", "version": 3},
            "qualified_at": "2026-01-15T09:00:05.000000Z",
            "submitted_at": "2026-01-15T09:00:00.000000Z",
            "created_at": "2026-01-15T09:00:00.000000Z",
            "updated_at": "2026-01-15T09:00:00.000000Z",
            "override": None,
            "outcome": None,
            "links": {"self": f"{PATH}/{lead.id}", "job": f"/api/v1/jobs/{job.id}"},
            "assessment": {
                "id": assessment.id,
                "score": 75,
                "score_exact": 75.0,
                "tier": "B",
                "coverage": 0.6,
                "criteria": [
                    {**CRITERIA[0], "anchor": "Two or more sites", "question": "Does it fit?"},
                    {**CRITERIA[1], "anchor": None, "question": "Is there a need?"},
                ],
                "sums": {"points": "45.00", "known_weight": 60, "total_weight": 100},
                "disqualifiers": DISQUALIFIERS,
                "next_question": QUESTION,
                "flags": FLAGS,
                "reasoning": "Company fit: Runs three sites.",
                "provider": "cerebras",
                "model": "gpt-oss-120b",
                "simulated": False,
                "prompt_version": "2026-11-24.1",
                "prompt_tokens": 1500,
                "completion_tokens": 200,
                "cost_usd": "0.000675000",
                "latency_ms": 830,
                "created_at": "2026-01-15T09:00:05.000000Z",
            },
            "position": 4,
            "job": {"id": str(job.id), "name": "Fair, day 2"},
            "profile_content": {
                "tiers": [{"name": "A", "min_score": 80}, {"name": "B", "min_score": 0}],
                "min_coverage": 0.5,
                "criteria": [
                    {
                        "key": "fit",
                        "label": "Company fit",
                        "weight": 60,
                        "question": "Does it fit?",
                        "anchors": ["None", "One", "Small", "Two or more sites", "Perfect"],
                    },
                    {
                        "key": "need",
                        "label": "Need",
                        "weight": 40,
                        "question": "Is there a need?",
                        "anchors": ["No", "Little", "Some", "Much", "Urgent"],
                    },
                ],
                "disqualifiers": [{"key": "rival", "label": "Competitor", "question": "Is it a rival?"}],
            },
            "cost": {
                "prompt_tokens": 1500,
                "completion_tokens": 200,
                "input_usd": "0.000525000",
                "output_usd": "0.000150000",
                "price_input_usd": "0.350000000",
                "price_output_usd": "0.750000000",
            },
            "history": [
                {
                    "assessment_id": assessment.id,
                    "created_at": "2026-01-15T09:00:05.000000Z",
                    "score": 75,
                    "score_exact": 75.0,
                    "tier": "B",
                    "coverage": 0.6,
                    "profile": {"name": "Warehouses", "version": 3},
                    "provider": "cerebras",
                    "model": "gpt-oss-120b",
                    "simulated": False,
                    "criteria": [
                        {"key": "fit", "label": "Company fit", "weight": 60, "level": 3, "points": "45.00"},
                        {"key": "need", "label": "Need", "weight": 40, "level": None, "points": None},
                    ],
                }
            ],
            "events": [],
        }

    def test_shows_a_lead_that_was_never_scored(self, client: FlaskClient, uow: UnitOfWork) -> None:
        lead = add_lead(uow)
        uow.session.commit()
        body = client.get(f"{PATH}/{lead.id}").json
        assert body is not None
        unknown = (
            "score",
            "tier",
            "coverage",
            "provider",
            "simulated",
            "profile",
            "assessment",
            "qualified_at",
            "levels",
            "job",
            "profile_content",
            "cost",
        )
        assert {name: body[name] for name in unknown} == dict.fromkeys(unknown)
        assert (body["position"], body["history"]) == (0, [])

    def test_needs_no_second_answer_while_nothing_changed(self, client: FlaskClient, uow: UnitOfWork) -> None:
        lead = add_lead(uow)
        uow.session.commit()
        etag = client.get(f"{PATH}/{lead.id}").headers["ETag"]
        assert client.get(f"{PATH}/{lead.id}", headers={"If-None-Match": etag}).status_code == 304

    def test_says_that_there_is_no_such_lead(self, client: FlaskClient) -> None:
        answer = client.get(f"{PATH}/{new_id()}")
        assert answer.status_code == 404
        assert answer.json is not None
        assert (answer.json["code"], answer.json["detail"]) == ("lead_not_found", "There is no lead with this id.")


class TestCost:
    def test_is_not_split_by_prices_that_did_not_make_it(self, client: FlaskClient, uow: UnitOfWork) -> None:
        assessment = add_assessment(uow, cost_usd=Decimal("0.000676"))
        lead = add_lead(uow, assessment_id=assessment.id)
        uow.session.commit()
        body: Any = client.get(f"{PATH}/{lead.id}").json
        assert body["cost"] is None
        assert body["assessment"]["cost_usd"] == "0.000676000"


class TestHistory:
    def test_is_newest_first_whatever_was_taken_last(self, client: FlaskClient, uow: UnitOfWork) -> None:
        ids = [add_assessment(uow, score=score, created_at=at(score)).id for score in range(4)]
        lead = add_lead(uow, assessment_id=ids[1], assessment_ids=[ids[1], ids[3], ids[0]])
        uow.session.commit()
        body: Any = client.get(f"{PATH}/{lead.id}").json
        assert [past["score"] for past in body["history"]] == [3, 1, 0]
        assert body["assessment"]["id"] == ids[1]
