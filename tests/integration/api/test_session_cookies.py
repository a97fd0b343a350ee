"""The session's cookie: whose it is on a host of several stacks, and what other cookies of its name do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.http.credentials import COOKIE, MOST_COOKIES
from tests.integration.api.browsers import OWN_PAGE, SESSION, cookie_of, make_key
from tests.integration.api.world import problem


class TestSeveralCookies:
    """Another path, a neighbour on this host or a sibling domain can have the browser send more than one of a name."""

    @pytest.mark.parametrize("mine_at", range(MOST_COOKIES))
    def test_are_tried_one_after_the_other(
        self, signed_in: FlaskClient, app_of: Callable[..., Flask], mine_at: int
    ) -> None:
        browser = app_of().test_client(use_cookies=False)
        cookies = [f"{COOKIE}={'x' * 42}{number}" for number in range(MOST_COOKIES)]
        mine = signed_in.get_cookie(COOKIE)
        assert mine is not None
        cookies[mine_at] = f"{COOKIE}={mine.value}"
        assert browser.get(SESSION, headers={"Cookie": "; ".join(cookies)}).status_code == 200
        beyond = [f"{COOKIE}={'y' * 42}{number}" for number in range(MOST_COOKIES)]
        answer = browser.get(SESSION, headers={"Cookie": "; ".join([*beyond, *cookies])})
        assert (answer.status_code, problem(answer)["code"]) == (401, "session_ended")

    def test_all_end_with_a_new_sign_in_or_at_signing_out(self, app_of: Callable[..., Flask]) -> None:
        for leave in ("in", "out"):
            browsers = [app_of().test_client() for _ in range(2)]
            tokens = []
            for browser in browsers:
                made = browser.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE)
                tokens.append(cookie_of(made)[COOKIE])
            both = OWN_PAGE | {"Cookie": "; ".join(f"{COOKIE}={token}" for token in ["", *tokens])}
            client = app_of().test_client(use_cookies=False)
            if leave == "in":
                assert client.post(SESSION, json={"key": make_key()[0]}, headers=both).status_code == 201
            else:
                assert client.delete(SESSION, headers=both).status_code == 204
            assert [browser.get(SESSION).status_code for browser in browsers] == [401, 401]


class TestNameOfTheCookie:
    @pytest.mark.parametrize(
        ("base_url", "name"),
        [
            ("http://127.0.0.1:8001", f"{COOKIE}_8001"),
            ("http://[::1]:8001", f"{COOKIE}_8001"),
            ("http://[::1]", COOKIE),
            ("http://sales.example:80", COOKIE),
            ("https://sales.example", f"__Host-{COOKIE}"),
            ("https://sales.example:8443", f"__Host-{COOKIE}_8443"),
        ],
    )
    def test_has_the_port_and_over_https_the_prefix_that_no_sibling_may_set(
        self, app_of: Callable[..., Flask], base_url: str, name: str
    ) -> None:
        browser = app_of().test_client(use_cookies=False)
        answer = browser.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE, base_url=base_url)
        cookie = cookie_of(answer)
        token = cookie.pop(name)
        secure = {"Secure": ""} if base_url.startswith("https") else {}
        # a browser keeps __Host- only so: Secure, for the whole host, and without Domain
        assert cookie == {"HttpOnly": "", "SameSite": "Strict", "Path": "/", **secure}
        sent = {"Cookie": f"{name}={token}"}
        assert browser.get(SESSION, headers=sent, base_url=base_url).status_code == 200
        cleared = cookie_of(browser.delete(SESSION, headers=OWN_PAGE | sent, base_url=base_url))
        assert (cleared[name], cleared["Max-Age"], "Secure" in cleared) == ("", "0", bool(secure))

    def test_lets_two_stacks_on_one_host_keep_their_own_sessions(self, browser: FlaskClient) -> None:
        here, there = "http://127.0.0.1:8001", "http://127.0.0.1:8002"
        for base_url in (here, there):
            answer = browser.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE, base_url=base_url)
            assert answer.status_code == 201
        assert browser.delete(SESSION, headers=OWN_PAGE, base_url=there).status_code == 204
        assert [browser.get(SESSION, base_url=base_url).status_code for base_url in (here, there)] == [200, 401]
