"""What `up` and `sales-agent sign-in` print opens the dashboard: the real link, over the real server."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tests.doubles.stack import RunningStack, running_stack

LINK = re.compile(r"(http://127\.0\.0\.1:\d+/sign-in)#link=([\w-]{43})")
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
LEADS = {"leads": [{"company_name": "Alder Freight", "contact_email": "ada@alder.example"}]}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """`sales-agent up` with a made-up build of the dashboard."""
    build = tmp_path_factory.mktemp("dist")
    (build / "assets").mkdir()
    (build / "index.html").write_text('<!doctype html><script type="module" src="/assets/app-A1.js"></script>')
    (build / "assets" / "app-A1.js").write_text("document.title = 'Sales Agent';")
    directory = tmp_path_factory.mktemp("served")
    with running_stack(directory, environment={"DASHBOARD_DIR": str(build)}) as running:
        yield running


def open_link(said: str) -> tuple[requests.Session, requests.Response]:
    """What a browser does with a link in a text: read the page, then exchange the token."""
    found = LINK.search(said)
    assert found, said
    browser = requests.Session()
    page = browser.get(found[1], timeout=10)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(found[1]))
    answer = browser.post(f"{origin}/api/v1/session", json={"link": found[2]}, headers=OWN_PAGE, timeout=10)
    return browser, answer


class TestLink:
    def test_of_up_signs_in_once_with_both_scopes(self, served: RunningStack) -> None:
        browser, answer = open_link(served.output.read_text())
        assert answer.status_code == 201
        assert (answer.json()["scopes"], answer.json()["simulated"]) == (["submit", "read", "configure"], True)
        assert "HttpOnly; Path=/; SameSite=Strict" in answer.headers["Set-Cookie"]
        url = served.local["api_url"]
        assert browser.post(f"{url}/jobs", json=LEADS, headers=OWN_PAGE, timeout=10).status_code == 202
        assert browser.post(f"{url}/jobs", json=LEADS, timeout=10).status_code == 403
        assert open_link(served.output.read_text())[1].status_code == 401

    def test_of_sign_in_is_a_fresh_one(self, served: RunningStack, beside: Callable[..., str]) -> None:
        for said in (beside("sign-in"), json.loads(beside("sign-in", "--json"))["url"]):
            browser, answer = open_link(said)
            assert answer.json()["signed_in_by"] == "link"
            assert browser.get(f"{served.local['api_url']}/leads", timeout=10).status_code == 200

    def test_of_demo_signs_in_with_both_scopes(
        self, served: RunningStack, beside: Callable[..., str], tmp_path: Path
    ) -> None:
        (tmp_path / "leads.csv").write_text("Company,Email\nAlder Freight,ada@alder.example\n")
        _, answer = open_link(beside("demo", "--file", str(tmp_path / "leads.csv")))
        assert (answer.status_code, answer.json()["scopes"]) == (201, ["submit", "read", "configure"])

    def test_and_cookie_are_in_no_log(self, served: RunningStack, beside: Callable[..., str]) -> None:
        said = beside("sign-in")
        browser, _ = open_link(said)
        browser.get(f"{served.local['api_url']}/session", timeout=10)
        found = LINK.search(said)
        assert found
        [token] = browser.cookies.values()
        logs = {path: path.read_text(errors="replace") for path in (served.directory / "logs").iterdir()}
        assert any("signed_in" in text for text in logs.values())
        for secret in (found[2], token):
            assert [path.name for path, text in logs.items() if secret in text] == []

    def test_is_not_shown_where_there_is_no_dashboard(self, stack: RunningStack) -> None:
        said = stack.output.read_text()
        assert "make web-build" in said
        assert not LINK.search(said)


@pytest.fixture
def beside(served: RunningStack, sales_agent_in: Callable[..., subprocess.CompletedProcess[str]]) -> Callable[..., str]:
    """Run `sales-agent …` beside the stack that has a dashboard; returns what it printed."""

    def run(*arguments: str) -> str:
        done = sales_agent_in(Path(served.directory), *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
