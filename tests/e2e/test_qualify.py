"""One lead over HTTP while real workers judge: who waits is answered with the result."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.doubles.stack import RunningStack

AT_ONCE = 24


def qualify(stack: RunningStack, number: int) -> Any:
    lead = {
        "company_name": f"Quill Works {number}",
        "contact_email": f"office@quill{number}.example",
        "contact_title": "Head of Operations",
        "notes": f"We need {number + 2} scanners by March, the budget is approved.",
    }
    return stack.api("POST", "/leads/qualify", json={"lead": lead}, headers={"Prefer": "wait=30"})


class TestQualifyLead:
    def test_answers_the_result_and_pays_for_it_once(self, stack: RunningStack) -> None:
        before = stack.ledger()["started"]
        first, again = qualify(stack, 0), qualify(stack, 0)
        assert (first.status_code, first.headers["Preference-Applied"]) == (200, "wait=30"), first.text
        result = first.json()
        assert (result["object"], result["status"], result["cached"]) == ("result", "succeeded", False)
        assert 0 <= result["result"]["score"] <= 100
        assert stack.api("GET", f"/leads/{result['lead_id']}").json()["score"] == result["result"]["score"]
        assert (again.status_code, again.json()["cached"]) == (200, True)
        assert stack.ledger()["started"] == before + 1

    def test_serves_all_that_come_at_once_and_lets_the_others_go_on(self, stack: RunningStack) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asked = [pool.submit(qualify, stack, number) for number in range(1, AT_ONCE + 1)]
            assert stack.api("GET", "/jobs", params={"limit": "1"}).status_code == 200
            answers = [one.result(60) for one in asked]
        assert {answer.status_code for answer in answers} <= {200, 202}
        in_time = [answer.json() for answer in answers if answer.status_code == 200]
        assert in_time
        assert {result["status"] for result in in_time} == {"succeeded"}
        # who found no place to wait has a job, which ends like any other
        for answer in answers:
            if answer.status_code == 202:
                assert "Preference-Applied" not in answer.headers
                assert stack.wait_for_job(answer.json()["id"])["outcome"] == "succeeded"
