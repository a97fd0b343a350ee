"""Swagger UI from our own files, under a policy that forbids inline script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.http.docs import FILES


class TestPage:
    def test_loads_only_files_of_ours_and_runs_nothing_inline(self, offline: FlaskClient) -> None:
        page = offline.get("/api/v1/docs")
        assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
        named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        assert len(named) == 5
        for name in named:
            assert offline.get(f"/api/v1/{name}").status_code == 200
        assert re.findall(r"<script(?![^>]*src=)", page.text) == []
        assert re.findall(r"\son\w+=|\sstyle=|<style", page.text) == []

    def test_has_a_policy_for_its_own_scripts(self, offline: FlaskClient) -> None:
        policy = offline.get("/api/v1/docs").headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy

    def test_asks_for_the_document_that_is_there(self, offline: FlaskClient) -> None:
        assert 'url: "openapi.json"' in offline.get("/api/v1/docs/start.js").text
        assert offline.get("/api/v1/openapi.json").json is not None

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
            ("swagger-ui.css", "text/css; charset=utf-8"),
            ("favicon-32x32.png", "image/png"),
        ],
    )
    def test_serves_each_file_as_what_it_is(self, offline: FlaskClient, name: str, kind: str) -> None:
        answer = offline.get(f"/api/v1/docs/{name}")
        assert (answer.content_type, answer.data) == (kind, (FILES / name).read_bytes())

    @pytest.mark.parametrize("name", ["README.md", "../docs.py", "..%2fdocs.py", "LICENSE"])
    def test_serves_no_other_file(self, offline: FlaskClient, name: str) -> None:
        assert offline.get(f"/api/v1/docs/{name}").status_code == 404

    def test_shows_openapi_3_1(self) -> None:
        assert "swagger-ui-dist 5." in (FILES / "README.md").read_text()
        assert (FILES / "LICENSE").read_text().lstrip().startswith("Apache License")


class TestPrefix:
    def test_moves_every_path(self, app_with: Callable[..., Flask]) -> None:
        client = app_with(API_V1_PREFIX="/sales/v1").test_client()
        assert client.get("/sales/v1/health").status_code == 200
        assert client.get("/sales/v1/docs").status_code == 200
        assert client.get("/sales/v1/jobs").status_code == 401

    @pytest.mark.parametrize("path", ["/api/health", "/api/jobs", "/api/leads/qualify", "/health", "/"])
    def test_leaves_nothing_at_unversioned_paths(self, offline: FlaskClient, path: str) -> None:
        answer = offline.get(path)
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
