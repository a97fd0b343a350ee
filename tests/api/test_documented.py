"""Documented answers that generated requests do not surely meet, provoked one by one on the same running stack.

What every operation answers alike is derived from the document, so that a new operation is asked, too. What needs a
certain state stands in STATES; test_matrix.py tells what nobody provoked.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.api.seen import Operation
from tests.api.things import PRESET, Call, Things, leads, paused_job, profile_text, submit
from tests.doubles.stack import RunningStack, wait_for

SCOPES = ("submit", "read", "configure")
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
LEAD = {"company_name": "Northwind Robotics"}
# over MAX_BODY_MB of the stack, and over what signing in reads
TOO_LARGE = b" " * (2 * 1024 * 1024)
# a good body of each operation that takes one
BODIES: dict[str, Any] = {
    "createJob": {"leads": [LEAD]},
    "retryJob": {},
    "qualifyLead": {"lead": LEAD},
    "overrideLead": {"score": 50, "reason": "Met them."},
    "recordOutcome": {"outcome": "won"},
    "validateProfile": PRESET,
    "createProfile": {"content": profile_text("Provoked")},
    "createProfileVersion": {"content": profile_text("Provoked")},
    "replaceProfileVersion": {"content": profile_text("Provoked")},
    "activateProfileVersion": {"version": 1},
    "previewProfile": {"version": 1, "leads": [LEAD]},
    "signIn": {"key": "sa_" + "0" * 40},
}


def address(one: Operation, **ids: str) -> str:
    """A path below the version prefix; what is not named is an id of nothing, and version 1."""
    path = one.path.removeprefix("/api/v1")
    for name in (part[1:-1] for part in one.path.split("/") if part.startswith("{")):
        path = path.replace(f"{{{name}}}", ids.get(name, "1" if name == "number" else str(uuid.uuid4())))
    return path


def ask(call: Call, one: Operation, **said: Any) -> requests.Response:
    """A request to this operation, from a page of ours and with a good body, unless it is said otherwise."""
    if not {"json", "data"} & said.keys() and one.name in BODIES:
        said["json"] = BODIES[one.name]
    headers = {**OWN_PAGE, **said.pop("headers", {})}
    return call(one.method, said.pop("path", address(one)), headers=headers, **said)


def promised(documented: list[Operation], status: int) -> list[Operation]:
    """The operations that document this answer."""
    return [one for one in documented if status in one.statuses]


def differing(found: dict[str, int], wanted: int) -> dict[str, int]:
    """What answered otherwise."""
    return {name: status for name, status in found.items() if status != wanted}


class TestEveryOperation:
    """What the document promises of all alike."""

    def test_asks_for_a_key(self, call: Call, documented: list[Operation]) -> None:
        found = {one.name: ask(call, one, key=None).status_code for one in promised(documented, 401)}
        assert differing(found, 401) == {}
        assert found.keys() >= {one.name for one in documented if one.scopes is not None}

    def test_asks_for_its_scope(self, call: Call, documented: list[Operation], make_key: Callable[..., str]) -> None:
        without = {scope: make_key(*(other for other in SCOPES if other != scope)) for scope in SCOPES}
        scoped = [one for one in documented if one.scopes]
        found = {one.name: ask(call, one, key=without[(one.scopes or [""])[0]]).status_code for one in scoped}
        assert len(found) > 30
        assert differing(found, 403) == {}

    def test_reads_only_the_forms_of_body_that_it_names(self, call: Call, documented: list[Operation]) -> None:
        said = {"data": b"<leads/>", "headers": {"Content-Type": "application/xml"}}
        found = {one.name: ask(call, one, **said).status_code for one in promised(documented, 415)}
        assert differing(found, 415) == {}
        assert found.keys() == {one.name for one in documented if one.media_types}

    def test_refuses_json_that_is_none(self, call: Call, documented: list[Operation]) -> None:
        said = {"data": b'{"half": ', "headers": {"Content-Type": "application/json"}}
        found = {one.name: ask(call, one, **said).status_code for one in promised(documented, 400)}
        assert differing(found, 400) == {}

    def test_refuses_what_is_too_large(self, call: Call, documented: list[Operation]) -> None:
        said = {"data": TOO_LARGE, "headers": {"Content-Type": "application/json"}}
        found = {one.name: ask(call, one, **said).status_code for one in promised(documented, 413)}
        assert differing(found, 413) == {}

    def test_refuses_what_it_does_not_know(self, call: Call, documented: list[Operation]) -> None:
        found = {}
        for one in promised(documented, 422):
            said = {"json": {**BODIES[one.name], "surprise": 1}} if one.name in BODIES else {"params": {"surprise": 1}}
            found[one.name] = ask(call, one, **said).status_code
        # a profile that breaks the rules is what this one is there to tell; it has no parameters
        found["validateProfile"] = ask(call, self._named(documented, "validateProfile"), params={"x": 1}).status_code
        assert differing(found, 422) == {}

    def test_tells_what_is_not_there(self, call: Call, documented: list[Operation]) -> None:
        found = {one.name: ask(call, one).status_code for one in promised(documented, 404)}
        assert differing(found, 404) == {}
        assert found.keys() == {one.name for one in documented if "{" in one.path}

    def test_tells_that_the_database_is_away(
        self, stack: RunningStack, stranded: Call, documented: list[Operation]
    ) -> None:
        bodies = {**BODIES, "signIn": {"key": stack.local["api_key"]}}
        found = {
            one.name: ask(stranded, one, json=bodies.get(one.name)).status_code for one in promised(documented, 503)
        }
        assert differing(found, 503) == {}
        assert {one.name for one in documented} - found.keys() == {"getHealth"}

    @staticmethod
    def _named(documented: list[Operation], name: str) -> Operation:
        return next(one for one in documented if one.name == name)


class TestState:
    """What depends on the state that a thing is in."""

    def test_of_a_job_that_ended(self, call: Call, things: Things) -> None:
        for deed in ("cancel", "pause", "resume"):
            assert call("POST", f"/jobs/{things.ended}/{deed}").status_code == 409, deed
        # every lead of it has a score or none has failed as named
        assert call("POST", f"/jobs/{things.ended}/retry", json={"statuses": ["cancelled"]}).status_code == 409

    def test_of_a_job_that_can_be_told_something(self, call: Call, things: Things) -> None:
        job = f"/jobs/{paused_job(call, 'told')}"
        assert call("POST", f"{job}/pause").status_code == 200
        assert call("POST", f"{job}/retry").status_code == 409
        assert call("POST", f"{job}/resume").status_code == 202
        assert call("POST", f"{job}/cancel").status_code == 202

    def test_of_a_job_that_is_being_cancelled(self, call: Call, stack: RunningStack) -> None:
        def asked_twice() -> bool:
            job = submit(call, leads(60, of=uuid.uuid4().hex[:8]))
            wait_for(
                lambda: call("GET", f"/jobs/{job}").json()["request_counts"]["in_progress"] > 0,
                seconds=30,
                what="a lead at the model",
            )
            first = call("POST", f"/jobs/{job}/cancel").status_code
            return (first, call("POST", f"/jobs/{job}/cancel").status_code) == (202, 200)

        wait_for(asked_twice, seconds=60, what="a job whose cancel takes a moment")

    def test_of_a_job_that_is_tried_again(self, call: Call, things: Things) -> None:
        assert call("POST", f"/jobs/{things.ended}/retry").status_code == 202

    def test_of_what_did_not_change(self, call: Call, things: Things) -> None:
        tag = call("GET", f"/jobs/{things.untouched}").headers["ETag"]
        assert call("GET", f"/jobs/{things.untouched}", headers={"If-None-Match": tag}).status_code == 304

        def same_summary() -> bool:
            tag = call("GET", "/insights/summary").headers["ETag"]
            return call("GET", "/insights/summary", headers={"If-None-Match": tag}).status_code == 304

        wait_for(same_summary, seconds=30, what="two equal summaries")

    def test_of_a_lead_whose_sender_waits(self, call: Call) -> None:
        lead = {"lead": {"company_name": f"Waited for {uuid.uuid4().hex[:8]}"}}
        answer = call("POST", "/leads/qualify", json=lead, headers={"Prefer": "wait=30"})
        assert (answer.status_code, answer.json()["object"]) == (200, "result")

    def test_of_a_batch_that_is_only_checked(self, call: Call) -> None:
        assert call("POST", "/jobs", json={"leads": [LEAD], "dry_run": True}).status_code == 200

    def test_of_a_lead_without_a_score(self, call: Call, things: Things) -> None:
        answer = call("POST", f"/leads/{things.unjudged[0]}/override", json=BODIES["overrideLead"])
        assert (answer.status_code, answer.json()["code"]) == (409, "lead_not_judged")

    def test_of_a_profile_whose_name_is_taken(self, call: Call, things: Things) -> None:
        one, two = things.drafts[:2]
        taken = call("GET", f"/profiles/{two}").json()["name"]
        said = {"content": profile_text(taken)}
        assert call("POST", "/profiles", json=said).status_code == 409
        added = call("POST", f"/profiles/{one}/versions", json=said)
        assert (added.status_code, added.json()["code"]) == (409, "profile_exists")

    def test_of_a_draft_whose_name_was_taken_since(self, call: Call, things: Things) -> None:
        said = {"content": profile_text("Wanted by two")}
        assert call("POST", f"/profiles/{things.drafts[0]}/activate", json={"version": 1}).status_code == 200
        assert call("POST", f"/profiles/{things.drafts[0]}/versions", json=said).status_code == 201
        assert call("POST", "/profiles", json={**said, "activate": True}).status_code == 201
        late = call("POST", f"/profiles/{things.drafts[0]}/activate", json={"version": 2})
        assert (late.status_code, late.json()["code"]) == (409, "profile_exists")

    def test_of_a_profile_that_is_in_use(self, call: Call, things: Things) -> None:
        assert call("DELETE", f"/profiles/{things.default}").status_code == 409
        replaced = call("PUT", f"/profiles/{things.default}/versions/1", json={"content": profile_text("Other")})
        assert (replaced.status_code, replaced.json()["code"]) == (409, "profile_version_fixed")

    def test_of_a_version_that_says_the_same(self, call: Call, things: Things) -> None:
        draft = things.drafts[2]
        text = call("GET", f"/profiles/{draft}/versions/1").json()["content"]
        assert call("POST", f"/profiles/{draft}/versions", json={"content": text}).status_code == 200
        assert call("PUT", f"/profiles/{draft}/versions/1", json={"content": text}).status_code == 200

    def test_of_a_browser(self, stack: RunningStack, call: Call) -> None:
        assert call("POST", "/session", key=None, json={"key": stack.local["api_key"]}).status_code == 403
        signed_in = call("POST", "/session", key=None, headers=OWN_PAGE, json={"key": stack.local["api_key"]})
        assert signed_in.status_code == 201
        elsewhere = {"Cookie": signed_in.headers["Set-Cookie"].split(";")[0], "Sec-Fetch-Site": "cross-site"}
        assert call("DELETE", "/session", key=None, headers=elsewhere).status_code == 403
        assert call("DELETE", "/session", key=None, headers={**elsewhere, **OWN_PAGE}).status_code == 204


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_what_anyone_may_ask_is_answered(call: Call, path: str) -> None:
    assert call("GET", path, key=None).status_code == 200
