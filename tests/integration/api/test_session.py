"""Browsers over HTTP: signing in and out, what their cookie opens, and what another site cannot do with it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.http.credentials import COOKIE
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.database.unit_of_work import unit_of_work
from tests.integration.api.browsers import LEADS, OWN_PAGE, SESSION, cookie_of, link_for, make_key
from tests.integration.api.world import problem


class TestSignIn:
    @pytest.mark.parametrize("by", ["key", "link"])
    def test_answers_with_the_session_and_its_cookie(self, browser: FlaskClient, by: str) -> None:
        key, _ = make_key()
        sent = {"key": key, "link": link_for(key)}[by]
        answer = browser.post(SESSION, json={by: sent}, headers=OWN_PAGE)
        body = answer.json
        assert answer.status_code == 201
        assert body is not None
        assert datetime.fromisoformat(body.pop("expires_at")).tzinfo is not None
        assert body == {
            "object": "session",
            "name": "Desk",
            "scopes": ["submit", "read", "configure"],
            "signed_in_by": by,
            "simulated": True,
            "provider": "simulator",
            "model": "gpt-oss-120b",
            "limits": {"max_leads_per_job": 100_000, "max_body_mb": 64},
        }
        assert answer.headers["Cache-Control"] == "no-store"
        assert browser.get("/api/v1/jobs").status_code == 200

    def test_gives_a_cookie_that_no_script_and_no_other_site_gets(self, browser: FlaskClient) -> None:
        answer = browser.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE)
        cookie = cookie_of(answer)
        assert len(cookie.pop(COOKIE)) == 43
        # no Domain and no Expires: for this host, until the browser is closed
        assert cookie == {"HttpOnly": "", "SameSite": "Strict", "Path": "/"}

    def test_over_https_the_cookie_stays_there(self, browser: FlaskClient) -> None:
        answer = browser.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE, base_url="https://sales.example")
        assert "Secure" in cookie_of(answer)

    def test_refuses_a_key_and_a_link_that_do_not_open_and_sets_no_cookie(self, browser: FlaskClient) -> None:
        for body, status, code in (
            ({"key": "sa_nonsense"}, 401, "key_refused"),
            ({"link": "nonsense"}, 401, "link_refused"),
            ({"key": "\ud800"}, 400, "malformed_body"),
            ({"link": "\ud800"}, 400, "malformed_body"),
        ):
            # written here, since the app's own writer of JSON refuses halves of a character
            data = json.dumps(body)
            answer = browser.post(SESSION, data=data, content_type="application/json", headers=OWN_PAGE)
            assert (answer.status_code, problem(answer)["code"]) == (status, code)
            assert "Set-Cookie" not in answer.headers

    def test_two_uses_of_one_link_at_once_let_one_in(self, app_of: Callable[..., Flask]) -> None:
        app = app_of()
        token = link_for(make_key()[0])
        together = threading.Barrier(6)
        statuses: list[int] = []

        def use() -> None:
            client = app.test_client()
            together.wait(timeout=10)
            statuses.append(client.post(SESSION, json={"link": token}, headers=OWN_PAGE).status_code)

        users = [threading.Thread(target=use) for _ in range(6)]
        for user in users:
            user.start()
        for user in users:
            user.join(timeout=20)
        assert sorted(statuses) == [201, 401, 401, 401, 401, 401]

    @pytest.mark.parametrize(
        "body",
        [{}, {"key": "a", "link": "b"}, {"key": None}, {"key": ""}, {"key": 7}, {"key": "x" * 201}, {"who": "me"}, []],
        ids=str,
    )
    def test_takes_one_credential_and_nothing_else(self, browser: FlaskClient, body: Any) -> None:
        answer = browser.post(SESSION, json=body, headers=OWN_PAGE)
        assert (answer.status_code, problem(answer)["code"]) == (422, "invalid_request")

    @pytest.mark.parametrize(
        ("data", "kind", "status"),
        [("{", "application/json", 400), ("key=x", "text/plain", 415), (" " * 5000, "application/json", 413)],
    )
    def test_reads_no_other_body(self, browser: FlaskClient, data: str, kind: str, status: int) -> None:
        answer = browser.post(SESSION, data=data, content_type=kind, headers=OWN_PAGE)
        assert answer.status_code == status
        problem(answer)

    def test_ends_the_session_that_the_browser_had(self, signed_in: FlaskClient) -> None:
        before = signed_in.get_cookie(COOKIE)
        assert before is not None
        signed_in.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE)
        after = signed_in.get_cookie(COOKIE)
        assert after is not None
        assert after.value != before.value
        signed_in.set_cookie(COOKIE, before.value)
        assert problem(signed_in.get(SESSION))["code"] == "session_ended"


class TestGetSession:
    def test_tells_a_browser_who_it_is(self, signed_in: FlaskClient) -> None:
        answer = signed_in.get(SESSION)
        assert answer.json is not None
        assert (answer.status_code, answer.json["signed_in_by"]) == (200, "key")
        assert signed_in.get(SESSION, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304

    @pytest.mark.parametrize("order", ["{theirs}; {ours}", "{ours}; {theirs}"])
    def test_a_neighbours_cookie_of_the_same_name_signs_nobody_out(self, signed_in: FlaskClient, order: str) -> None:
        ours = signed_in.get_cookie(COOKIE)
        assert ours is not None
        signed_in.delete_cookie(COOKIE)
        sent = order.format(ours=f"{COOKIE}={ours.value}", theirs=f"{COOKIE}={'x' * 43}")
        # a client of its own: the other one sends the cookies of its jar and no others
        client = signed_in.application.test_client(use_cookies=False)
        assert client.get(SESSION, headers={"Cookie": sent}).status_code == 200

    def test_tells_a_program_what_its_key_may(self, caller: Callable[..., FlaskClient]) -> None:
        body = caller(Scope.READ).get(SESSION).json
        assert body is not None
        assert (body["signed_in_by"], body["scopes"], body["expires_at"]) == ("bearer", ["read"], None)

    def test_tells_who_is_not_signed_in_and_whose_session_is_over_apart(self, signed_in: FlaskClient) -> None:
        signed_in.set_cookie(COOKIE, "x" * 43)
        over = signed_in.get(SESSION)
        assert (over.status_code, problem(over)["code"]) == (401, "session_ended")
        signed_in.delete_cookie(COOKIE)
        none = signed_in.get(SESSION)
        assert (none.status_code, problem(none)["code"]) == (401, "key_refused")


class TestSignOut:
    def test_ends_the_session_and_clears_the_cookie(self, signed_in: FlaskClient) -> None:
        token = signed_in.get_cookie(COOKIE)
        assert token is not None
        answer = signed_in.delete(SESSION, headers=OWN_PAGE)
        assert (answer.status_code, answer.data) == (204, b"")
        cleared = cookie_of(answer)
        assert (cleared[COOKIE], cleared["Max-Age"], cleared["Path"]) == ("", "0", "/")
        assert answer.headers["Clear-Site-Data"] == '"cache"', "no lead stays behind in the browser"
        assert signed_in.get_cookie(COOKIE) is None
        signed_in.set_cookie(COOKIE, token.value)
        assert problem(signed_in.get("/api/v1/jobs"))["code"] == "session_ended"

    def test_needs_someone_who_is_signed_in(self, browser: FlaskClient) -> None:
        answer = browser.delete(SESSION, headers=OWN_PAGE)
        assert (answer.status_code, problem(answer)["code"]) == (401, "key_refused")

    def test_leaves_a_key_as_it_is(self, caller: Callable[..., FlaskClient]) -> None:
        client = caller(Scope.READ)
        answer = client.delete(SESSION)
        assert (answer.status_code, "Clear-Site-Data" in answer.headers) == (204, False)
        assert client.get(SESSION).status_code == 200


class TestCookie:
    def test_has_the_scopes_of_its_key(self, browser: FlaskClient) -> None:
        browser.post(SESSION, json={"key": make_key(Scope.READ)[0]}, headers=OWN_PAGE)
        assert browser.get("/api/v1/leads").status_code == 200
        answer = browser.post("/api/v1/jobs", json=LEADS, headers=OWN_PAGE)
        assert (answer.status_code, problem(answer)["code"]) == (403, "scope_missing")

    def test_submits_in_the_name_of_its_key(self, browser: FlaskClient, db_session: Session) -> None:
        key, key_id = make_key()
        browser.post(SESSION, json={"link": link_for(key)}, headers=OWN_PAGE)
        assert browser.post("/api/v1/jobs", json=LEADS, headers=OWN_PAGE).status_code == 202
        assert db_session.scalar(text("SELECT api_key_id FROM jobs")) == key_id

    def test_opens_nothing_once_the_key_is_revoked(self, browser: FlaskClient) -> None:
        key, key_id = make_key()
        browser.post(SESSION, json={"key": key}, headers=OWN_PAGE)
        with unit_of_work() as uow:
            revoke_key(uow, key_id)
        answer = browser.get("/api/v1/jobs")
        assert (answer.status_code, problem(answer)["code"]) == (401, "session_ended")

    @pytest.mark.parametrize("header", ["Bearer sa_wrong", "Bearer", "Basic YTpi", ""])
    def test_does_not_stand_in_for_an_authorization_that_fails(self, signed_in: FlaskClient, header: str) -> None:
        answer = signed_in.get("/api/v1/jobs", headers={"Authorization": header})
        assert (answer.status_code, problem(answer)["code"]) == (401, "key_refused")

    def test_and_key_together_are_the_key(self, signed_in: FlaskClient) -> None:
        reader, _ = make_key(Scope.READ)
        both = {"Authorization": f"Bearer {reader}"}
        body = signed_in.get(SESSION, headers=both).json
        assert body is not None
        assert (body["signed_in_by"], body["scopes"]) == ("bearer", ["read"])
        # also for signing out: the session goes on, and its cookie with it
        answer = signed_in.delete(SESSION, headers=both)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (204, False)
        assert signed_in.get(SESSION).status_code == 200


class TestTraces:
    def test_no_token_key_or_cookie_is_in_any_line_or_answer(
        self, browser: FlaskClient, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
    ) -> None:
        key, _ = make_key()
        link = link_for(key)
        answers = [
            browser.post(SESSION, json={"link": link}, headers=OWN_PAGE),
            browser.post(SESSION, json={"link": link}, headers=OWN_PAGE),
            browser.post(SESSION, json={"link": link}),
            browser.post(SESSION, json={"link": link, "key": key}, headers=OWN_PAGE),
            browser.post(SESSION, data=f'{{"link": "{link}"', content_type="application/json", headers=OWN_PAGE),
        ]
        cookie = browser.get_cookie(COOKIE)
        assert cookie is not None
        answers += [
            browser.get(SESSION),
            browser.post("/api/v1/jobs", json=LEADS, headers=OWN_PAGE),
            browser.delete(SESSION, headers=OWN_PAGE),
        ]
        browser.set_cookie(COOKIE, cookie.value)
        answers.append(browser.get("/api/v1/jobs"))
        assert [answer.status_code for answer in answers] == [201, 401, 403, 422, 400, 200, 202, 204, 401]
        written = "".join(capsys.readouterr()) + repr([(record.msg, record.args) for record in caplog.records])
        assert "signed_in" in written
        assert "signed_out" in written
        for secret in (key, key.split("_", 2)[2], link, cookie.value):
            assert secret not in written
            assert not [answer for answer in answers if secret in answer.text]
            # only where it is given out
            assert not [answer for answer in answers[1:] if secret in str(answer.headers)]
