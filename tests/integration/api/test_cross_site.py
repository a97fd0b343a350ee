"""What another site cannot do with a signed-in browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.http.credentials import COOKIE
from tests.integration.api.browsers import LEADS, SESSION, make_key
from tests.integration.api.world import problem


class TestOtherSites:
    """Sec-Fetch-Site decides; Origin does where it is missing; without either nothing is changed."""

    OWN = "http://localhost"
    MATRIX = [  # noqa: RUF012 - read by the parametrisation below
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Sec-Fetch-Site": "", "Origin": OWN}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OWN}, False),
        ({"Origin": OWN}, True),
        ({"Origin": "https://localhost"}, False),
        ({"Origin": "http://localhost:8080"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}, False),
        ({"Referer": OWN + "/"}, False),
        ({}, False),
    ]

    @pytest.mark.parametrize(("headers", "own"), MATRIX, ids=str)
    def test_cannot_submit_with_the_cookie(self, signed_in: FlaskClient, headers: dict[str, str], own: bool) -> None:
        answer = signed_in.post("/api/v1/jobs", json=LEADS, headers=headers)
        assert answer.status_code == (202 if own else 403)
        assert own or problem(answer)["code"] == "cross_site_refused"

    @pytest.mark.parametrize(("headers", "own"), MATRIX, ids=str)
    def test_cannot_sign_a_browser_in(self, browser: FlaskClient, headers: dict[str, str], own: bool) -> None:
        answer = browser.post(SESSION, json={"key": make_key()[0]}, headers=headers)
        assert answer.status_code == (201 if own else 403)
        assert own == ("Set-Cookie" in answer.headers)

    @pytest.mark.parametrize(("headers", "own"), MATRIX, ids=str)
    def test_cannot_sign_a_browser_out(self, signed_in: FlaskClient, headers: dict[str, str], own: bool) -> None:
        assert signed_in.delete(SESSION, headers=headers).status_code == (204 if own else 403)
        assert signed_in.get(SESSION).status_code == (401 if own else 200)

    @pytest.mark.parametrize("headers", [headers for headers, _ in MATRIX], ids=str)
    def test_are_no_matter_to_reads(self, signed_in: FlaskClient, headers: dict[str, str]) -> None:
        assert signed_in.get("/api/v1/leads", headers=headers).status_code == 200

    @pytest.mark.parametrize("headers", [headers for headers, _ in MATRIX], ids=str)
    def test_are_no_matter_to_keys_with_a_cookie_or_without(
        self, signed_in: FlaskClient, headers: dict[str, str]
    ) -> None:
        key = {"Authorization": f"Bearer {make_key()[0]}"}
        assert signed_in.post("/api/v1/jobs", json=LEADS, headers=headers | key).status_code == 202
        signed_in.delete_cookie(COOKIE)
        assert signed_in.post("/api/v1/jobs", json=LEADS, headers=headers | key).status_code == 202

    def test_count_by_port_and_scheme_of_the_request_itself(
        self, signed_in: FlaskClient, app_of: Callable[..., Flask]
    ) -> None:
        browser = app_of().test_client(use_cookies=False)
        token = signed_in.get_cookie(COOKIE)
        assert token is not None
        for name, base, origin, status in (
            (f"{COOKIE}_8001", "http://10.0.0.5:8001", "http://10.0.0.5:8001", 202),
            (f"{COOKIE}_8001", "http://10.0.0.5:8001", "http://10.0.0.5", 403),
            (f"__Host-{COOKIE}", "https://sales.example", "https://sales.example", 202),
            (f"__Host-{COOKIE}", "https://sales.example", "http://sales.example", 403),
        ):
            sent = {"Origin": origin, "Cookie": f"{name}={token.value}"}
            answer = browser.post("/api/v1/jobs", json=LEADS, base_url=base, headers=sent)
            assert answer.status_code == status, (base, origin)
