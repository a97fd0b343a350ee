"""A draft for another trade is previewed on real leads by real workers, and then used."""

from __future__ import annotations

import copy
from typing import Any

from shared.profiles.load_preset import load_preset
from tests.doubles.stack import RunningStack

LEADS = [
    {
        "company_name": f"Molar Practice {number}",
        "contact_email": f"office@molar{number}.example",
        "contact_title": "Owner",
        "notes": f"We need {number + 2} chairs by March, the budget is approved. Our old ones fail each week.",
    }
    for number in range(5)
]


def dental() -> dict[str, Any]:
    """A profile for selling dental equipment."""
    content = copy.deepcopy(load_preset("bant").to_json())
    content["criteria"][2]["keywords"] += ["chairs", "scanner", "fail each week"]
    return {
        **content,
        "name": "Dental chairs",
        "seller": "We sell treatment chairs and scanners to dental practices, from about 15,000 dollars.",
        "customer": "Dental practices with two or more rooms.",
        "tiers": [{"name": "Call today", "at_least": 70}, {"name": "Later", "at_least": 0}],
    }


def lead_rows(stack: RunningStack) -> list[tuple[Any, ...]]:
    return stack.query(
        "SELECT id, qualification_score, tier, assessment_id, updated_at FROM leads"
        " WHERE contact_email LIKE '%@molar%' ORDER BY id"
    )


class TestDraft:
    def test_is_previewed_without_a_trace_then_used_and_paid_once(self, stack: RunningStack) -> None:
        first = stack.api("POST", "/jobs", json={"leads": LEADS}).json()
        stack.wait_for_job(first["id"])
        before = lead_rows(stack)
        assert len(before) == len(LEADS)

        made = stack.api("POST", "/profiles", json={"content": dental()})
        assert made.status_code == 201, made.text
        path = f"/profiles/{made.json()['id']}"
        preview = stack.api("POST", f"{path}/preview", json={"version": 1, "lead_ids": [str(row[0]) for row in before]})
        assert preview.status_code == 202, preview.text
        ended = stack.wait_for_job(preview.json()["id"])
        assert (ended["kind"], ended["outcome"], ended["usage"]["calls"]) == ("preview", "succeeded", len(LEADS))
        results = stack.api("GET", f"/jobs/{ended['id']}/results").json()["data"]
        for result in results:
            assert result["result"]["tier"] in {"Call today", "Later", "open"}
            assert (result["current"]["profile"], result["current"]["version"]) == ("B2B, mid-market", 1)
        assert lead_rows(stack) == before

        activated = stack.api("POST", f"{path}/activate", json={"version": 1})
        assert activated.json()["active_version"] == 1
        job = stack.api("POST", "/jobs", json={"leads": LEADS, "profile": "dental chairs"}).json()
        assert job["profile"]["name"] == "Dental chairs"
        used = stack.wait_for_job(job["id"])
        assert (used["kind"], used["outcome"], used["usage"]["calls"], used["cached"]) == (
            "qualify",
            "succeeded",
            0,
            len(LEADS),
        )
        previewed = {result["input"]["contact_email"]: result["result"]["score"] for result in results}
        listed = stack.api("GET", "/leads", params={"job_id": used["id"]}).json()["data"]
        assert {lead["contact_email"]: lead["score"] for lead in listed} == previewed
        assert {lead["profile"]["name"] for lead in listed} == {"Dental chairs"}
        assert [one["action"] for one in stack.api("GET", f"{path}/events").json()["data"]] == [
            "profile.activate",
            "profile.create",
        ]
