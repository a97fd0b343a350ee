"""A person's word over HTTP: overriding a score, recording an outcome, and taking both back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id
from shared.leads.models import Lead
from shared.scoring.models import Assessment
from shared.settings import Settings
from tests.integration.api.words import PATH, REASON, add_judged_lead, ended, override
from tests.integration.api.world import add_assessment, add_lead, problem


@pytest.fixture
def lead(empty_database: Settings) -> Lead:
    """A lead that scored 75 under a profile with the tiers A from 80 and B."""
    return add_judged_lead()


def deeds(client: FlaskClient, lead: Lead) -> list[str]:
    """What was done to the lead, newest first."""
    body: Any = client.get(f"{PATH}/{lead.id}").json
    return [event["action"] for event in body["events"]]


def faults(answer: Any) -> list[tuple[str, str]]:
    """(pointer, code) of everything that is wrong."""
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


class TestOverrideLead:
    def test_stands_beside_the_models_score_which_stays(self, client: FlaskClient, lead: Lead) -> None:
        before: Any = client.get(f"{PATH}/{lead.id}").json
        said = override(client, lead, score=90, tier="A")
        assert said["override"].pop("at") > "2026"
        assert said["override"] == {
            "score": 90,
            "tier": "A",
            "reason": REASON,
            "by": "tests",
            "of_current_assessment": True,
        }
        kept = ("score", "tier", "coverage", "levels", "assessment", "history", "qualified_at", "updated_at", "outcome")
        assert {name: said[name] for name in kept} == {name: before[name] for name in kept}
        assert said["score"] == 75

    @pytest.mark.parametrize(
        ("said", "score", "tier"),
        [({"score": 80}, 80, "A"), ({"score": 79}, 79, "B"), ({"score": 0}, 0, "B"), ({"tier": "A"}, None, "A")],
    )
    def test_takes_the_tier_of_its_score_and_a_tier_alone(
        self, client: FlaskClient, lead: Lead, said: dict[str, Any], score: int | None, tier: str
    ) -> None:
        shown = override(client, lead, **said)["override"]
        assert (shown["score"], shown["tier"]) == (score, tier)

    def test_a_later_word_takes_the_place_of_the_one_before(self, client: FlaskClient, lead: Lead) -> None:
        override(client, lead, score=90)
        assert override(client, lead, score=20)["override"]["score"] == 20
        body: Any = client.get(f"{PATH}/{lead.id}").json
        later, first = body["events"]
        assert (later["detail"]["score"], first["detail"]["score"]) == (20, 90)
        assert later["detail"]["replaced"] == first["detail"]["override_id"]
        assert first["detail"]["replaced"] is None

    def test_the_same_again_changes_nothing(self, client: FlaskClient, lead: Lead) -> None:
        assert override(client, lead, score=90) == override(client, lead, score=90, tier="A")
        assert deeds(client, lead) == ["lead.override"]

    def test_the_same_of_another_person_is_another_word(
        self, client: FlaskClient, caller: Callable[..., FlaskClient], lead: Lead
    ) -> None:
        override(client, lead, score=90)
        override(caller(Scope.SUBMIT), lead, score=90)
        body: Any = client.get(f"{PATH}/{lead.id}").json
        assert body["override"]["by"] == "caller"
        assert [event["actor"] for event in body["events"]] == ["caller", "tests"]

    def test_tells_that_the_lead_was_judged_anew_since(self, client: FlaskClient, uow: UnitOfWork, lead: Lead) -> None:
        override(client, lead, score=90)
        assert lead.assessment_id is not None
        version = uow.session.get_one(Assessment, lead.assessment_id).profile_version_id
        anew = uow.session.get_one(Lead, lead.id)
        anew.assessment_id = add_assessment(uow, profile_version_id=version).id
        uow.session.commit()
        body: Any = client.get(f"{PATH}/{lead.id}").json
        assert body["override"]["of_current_assessment"] is False

    def test_keeps_the_reason_as_it_was_typed_but_for_the_spaces_around_it(
        self, client: FlaskClient, lead: Lead
    ) -> None:
        said = override(client, lead, score=1, reason="  =Müller\r\n\tsays “no” 🙂 \n")
        assert said["override"]["reason"] == "=Müller\n\tsays “no” 🙂"

    def test_is_a_conflict_before_any_judgement(self, client: FlaskClient, uow: UnitOfWork) -> None:
        fresh = add_lead(uow, "Fresh")
        uow.session.commit()
        answer = client.post(f"{PATH}/{fresh.id}/override", json={"score": 1, "reason": REASON})
        assert (answer.status_code, problem(answer)["code"]) == (409, "lead_not_judged")
        assert deeds(client, fresh) == []

    def test_names_the_tiers_that_there_are(self, client: FlaskClient, lead: Lead) -> None:
        answer = client.post(f"{PATH}/{lead.id}/override", json={"tier": "Gold", "reason": REASON})
        assert (answer.status_code, answer.json and answer.json["code"]) == (422, "verdict_invalid")
        assert faults(answer) == [("/tier", "unknown_tier")]
        assert answer.json is not None
        assert answer.json["errors"][0]["detail"].endswith(": A, B.")

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({"reason": REASON}, ""),
            ({"reason": REASON, "score": None, "tier": None}, ""),
            ({"score": 50}, "/reason"),
            ({"score": 50, "reason": " \n"}, "/reason"),
            ({"score": 50, "reason": "x" * 1001}, "/reason"),
            ({"score": 50, "reason": "a\u0000b"}, "/reason"),
            ({"score": 50, "reason": 7}, "/reason"),
            ({"score": -1, "reason": REASON}, "/score"),
            ({"score": 101, "reason": REASON}, "/score"),
            ({"score": 50.5, "reason": REASON}, "/score"),
            ({"score": "50", "reason": REASON}, "/score"),
            ({"tier": "", "reason": REASON}, "/tier"),
            ({"score": 50, "reason": REASON, "by": "me"}, "/by"),
        ],
    )
    def test_names_the_place_of_what_is_wrong(
        self, client: FlaskClient, lead: Lead, body: dict[str, Any], pointer: str
    ) -> None:
        answer = client.post(f"{PATH}/{lead.id}/override", json=body)
        assert answer.status_code == 422, answer.json
        assert [place for place, _ in faults(answer)] == [pointer]
        assert deeds(client, lead) == []

    @pytest.mark.parametrize(
        ("body", "content_type", "status"),
        [
            (b"[]", "application/json", 400),
            (b'{"score": 5', "application/json", 400),
            (b'{"score": 5, "reason": "\\ud800"}', "application/json", 400),
            (b"score=5", "application/x-www-form-urlencoded", 415),
        ],
    )
    def test_takes_a_json_object_only(
        self, client: FlaskClient, lead: Lead, body: bytes, content_type: str, status: int
    ) -> None:
        answer = client.post(f"{PATH}/{lead.id}/override", data=body, content_type=content_type)
        assert answer.status_code == status


class TestWithdrawOverride:
    def test_leaves_the_models_word_alone_and_both_deeds_on_record(self, client: FlaskClient, lead: Lead) -> None:
        override(client, lead, score=90)
        answer = client.delete(f"{PATH}/{lead.id}/override")
        assert answer.status_code == 200
        assert answer.json is not None
        assert (answer.json["override"], answer.json["score"]) == (None, 75)
        assert answer.json == client.get(f"{PATH}/{lead.id}").json
        assert deeds(client, lead) == ["lead.override_withdrawn", "lead.override"]

    def test_of_none_changes_nothing(self, client: FlaskClient, lead: Lead) -> None:
        assert client.delete(f"{PATH}/{lead.id}/override").status_code == 200
        assert deeds(client, lead) == []

    def test_can_be_taken_back_by_saying_it_again(self, client: FlaskClient, lead: Lead) -> None:
        override(client, lead, score=90)
        client.delete(f"{PATH}/{lead.id}/override")
        assert override(client, lead, score=90)["override"]["score"] == 90


class TestRecordOutcome:
    def test_says_how_and_when_and_why(self, client: FlaskClient, lead: Lead) -> None:
        said = ended(client, lead, "lost", reason="Took the rival's offer.", at="2026-01-20T10:00:00+01:00")
        assert said["outcome"] == {
            "outcome": "lost",
            "reason": "Took the rival's offer.",
            "by": "tests",
            "at": "2026-01-20T09:00:00.000000Z",
        }
        assert said["score"] == 75

    def test_is_of_now_where_no_time_is_named(self, client: FlaskClient, lead: Lead) -> None:
        said = ended(client, lead)
        assert said["outcome"]["at"] == said["events"][0]["at"][:10] + said["outcome"]["at"][10:]
        assert said["outcome"]["reason"] is None

    def test_needs_no_judgement(self, client: FlaskClient, uow: UnitOfWork) -> None:
        fresh = add_lead(uow, "Fresh")
        uow.session.commit()
        assert ended(client, fresh)["outcome"]["outcome"] == "won"

    def test_the_same_again_changes_nothing_and_another_takes_its_place(self, client: FlaskClient, lead: Lead) -> None:
        assert ended(client, lead) == ended(client, lead)
        assert ended(client, lead, "lost")["outcome"]["outcome"] == "lost"
        assert deeds(client, lead) == ["lead.outcome", "lead.outcome"]

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ({}, "/outcome"),
            ({"outcome": "drawn"}, "/outcome"),
            ({"outcome": "none"}, "/outcome"),
            ({"outcome": "won", "reason": ""}, "/reason"),
            ({"outcome": "won", "reason": "x" * 1001}, "/reason"),
            ({"outcome": "won", "at": "yesterday"}, "/at"),
            ({"outcome": "won", "at": "2026-01-20T10:00:00"}, "/at"),
            ({"outcome": "won", "at": "0001-01-01T00:00:00+14:00"}, "/at"),
            ({"outcome": "won", "at": "9999-12-31T23:59:59-14:00"}, "/at"),
            ({"outcome": "won", "when": "2026-01-20"}, "/when"),
        ],
    )
    def test_names_the_place_of_what_is_wrong(
        self, client: FlaskClient, lead: Lead, body: dict[str, Any], pointer: str
    ) -> None:
        answer = client.post(f"{PATH}/{lead.id}/outcome", json=body)
        assert answer.status_code == 422, answer.json
        assert [place for place, _ in faults(answer)] == [pointer]
        assert deeds(client, lead) == []


class TestWithdrawOutcome:
    def test_leaves_the_lead_open_and_both_deeds_on_record(self, client: FlaskClient, lead: Lead) -> None:
        ended(client, lead, "lost", reason="No budget.")
        answer = client.delete(f"{PATH}/{lead.id}/outcome")
        assert answer.status_code == 200
        assert answer.json is not None
        assert answer.json["outcome"] is None
        assert deeds(client, lead) == ["lead.outcome_withdrawn", "lead.outcome"]

    def test_of_none_changes_nothing(self, client: FlaskClient, lead: Lead) -> None:
        assert client.delete(f"{PATH}/{lead.id}/outcome").status_code == 200
        assert deeds(client, lead) == []


OPERATIONS = [
    ("post", "override", {"score": 1, "reason": REASON}),
    ("delete", "override", None),
    ("post", "outcome", {"outcome": "won"}),
    ("delete", "outcome", None),
]


@pytest.mark.parametrize(("method", "what", "body"), OPERATIONS)
class TestEachOperation:
    def test_is_404_for_a_lead_that_is_not_there(
        self, client: FlaskClient, method: str, what: str, body: dict[str, Any] | None
    ) -> None:
        answer = client.open(f"{PATH}/{new_id()}/{what}", method=method.upper(), json=body)
        assert (answer.status_code, problem(answer)["code"]) == (404, "lead_not_found")

    def test_needs_the_scope_submit(
        self, caller: Callable[..., FlaskClient], lead: Lead, method: str, what: str, body: dict[str, Any] | None
    ) -> None:
        answer = caller(Scope.READ).open(f"{PATH}/{lead.id}/{what}", method=method.upper(), json=body)
        assert (answer.status_code, problem(answer)["code"]) == (403, "scope_missing")
