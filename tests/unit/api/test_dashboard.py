"""The dashboard's files: each as what it is, compressed, kept for as long as it means the same, and nothing else."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from api.http.precompressed import choose_form
from tests.unit.api.build import BROTLI, GZIP, PAGE, SCRIPT, code, fill

MISSING = "dashboard_missing"


class TestPage:
    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/sign-in",
            "/jobs/new",
            "/jobs/01a20d7c-af60-754a-a313-e3cf7f200653",
            "/leads",
            "/leads/?q=a.b",
            "/apis",
        ],
    )
    def test_is_at_every_path_of_its_own(self, built: FlaskClient, path: str) -> None:
        answer = built.get(path)
        assert (answer.status_code, answer.content_type, answer.data) == (200, "text/html; charset=utf-8", PAGE)
        assert answer.headers["Cache-Control"] == "no-cache"

    def test_may_run_and_load_only_files_of_ours(self, built: FlaskClient) -> None:
        headers = built.get("/").headers
        assert headers["Content-Security-Policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"

    def test_is_sent_again_only_when_it_changed(self, built: FlaskClient, tmp_path: Path) -> None:
        etag = built.get("/").headers["ETag"]
        same = built.get("/leads", headers={"If-None-Match": etag})
        assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etag)
        (tmp_path / "dist" / "index.html").write_bytes(PAGE + b"<p>new</p>")
        changed = built.get("/", headers={"If-None-Match": etag})
        assert (changed.status_code, changed.data) == (200, PAGE + b"<p>new</p>")

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
    @pytest.mark.parametrize("path", ["/", "/leads", "/assets/app-B1c2.js", "/theme.js"])
    def test_takes_no_method_but_get_and_head(self, built: FlaskClient, method: str, path: str) -> None:
        answer = built.open(path, method=method)
        assert (answer.status_code, code(answer)) == (405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}


class TestAsset:
    def test_is_kept_for_good(self, built: FlaskClient) -> None:
        answer = built.get("/assets/app-B1c2.js")
        assert (answer.status_code, answer.data) == (200, SCRIPT)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        etag = answer.headers["ETag"]
        assert built.get("/assets/app-B1c2.js", headers={"If-None-Match": etag}).status_code == 304

    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("/assets/app-B1c2.js", "text/javascript; charset=utf-8"),
            ("/assets/app-D3e4.css", "text/css; charset=utf-8"),
            ("/assets/inter-F5.woff2", "font/woff2"),
            ("/favicon.svg", "image/svg+xml; charset=utf-8"),
            ("/robots.txt", "text/plain; charset=utf-8"),
            ("/index.html", "text/html; charset=utf-8"),
        ],
    )
    def test_comes_as_what_it_is(self, built: FlaskClient, path: str, kind: str) -> None:
        assert built.get(path).content_type == kind

    @pytest.mark.parametrize("path", ["/theme.js", "/favicon.svg", "/robots.txt"])
    def test_without_a_hash_in_its_name_is_asked_for_anew(self, built: FlaskClient, path: str) -> None:
        answer = built.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
        assert "ETag" in answer.headers

    @pytest.mark.parametrize(
        "path",
        ["/assets/", "/assets", "/assets/gone-A1.js", "/assets/leads", "/assets/deep/app-B1c2.js", "/gone.png"],
    )
    def test_that_is_unknown_is_never_the_page(self, built: FlaskClient, path: str) -> None:
        answer = built.get(path)
        assert (answer.status_code, code(answer)) == (404, "not_found")
        assert answer.headers["Cache-Control"] == "no-store"

    def test_is_measured_by_head_without_its_body(self, built: FlaskClient) -> None:
        answer = built.head("/assets/app-B1c2.js")
        assert (answer.status_code, answer.data) == (200, b"")
        assert answer.headers["Content-Length"] == str(len(SCRIPT))
        assert answer.headers["ETag"] == built.get("/assets/app-B1c2.js").headers["ETag"]


class TestForms:
    @pytest.mark.parametrize(
        ("accepted", "form"),
        [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0.5, gzip;q=0.8", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("br;q=0, *", "gzip"),
            ("*", "br"),
            ("br;q=0, gzip;q=0", None),
            ("*;q=0", None),
            ("identity", None),
            ("identity;q=1, br;q=0.5", None),
            ("identity;q=0.5, br", "br"),
            ("zstd", None),
            ("BR", "br"),
            ("", None),
            (None, None),
        ],
        ids=str,
    )
    def test_are_chosen_by_the_caller(self, built: FlaskClient, accepted: str | None, form: str | None) -> None:
        answer = built.get("/assets/app-B1c2.js", headers={} if accepted is None else {"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == form
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.content_type == "text/javascript; charset=utf-8"
        assert answer.data == {"br": BROTLI, "gzip": GZIP, None: SCRIPT}[form]

    def test_have_etags_of_their_own(self, built: FlaskClient) -> None:
        path = "/assets/app-B1c2.js"
        etags = {built.get(path, headers={"Accept-Encoding": form}).headers["ETag"] for form in ("br", "gzip", "")}
        assert len(etags) == 3
        plain = built.get(path).headers["ETag"]
        assert built.get(path, headers={"Accept-Encoding": "br", "If-None-Match": plain}).status_code == 200

    def test_that_are_not_there_are_not_promised(self, built: FlaskClient) -> None:
        answer = built.get("/", headers={"Accept-Encoding": "br, gzip"})
        assert (answer.headers["Content-Encoding"], gzip.decompress(answer.data)) == ("gzip", PAGE)
        plain = built.get("/assets/app-D3e4.css", headers={"Accept-Encoding": "br, gzip"})
        assert "Content-Encoding" not in plain.headers

    def test_answer_a_revalidation_without_naming_an_encoding(self, built: FlaskClient) -> None:
        wants = {"Accept-Encoding": "br"}
        etag = built.get("/assets/app-B1c2.js", headers=wants).headers["ETag"]
        same = built.get("/assets/app-B1c2.js", headers={**wants, "If-None-Match": etag})
        assert (same.status_code, same.headers["Vary"]) == (304, "Accept-Encoding")
        assert "Content-Encoding" not in same.headers

    def test_are_as_they_are_where_nothing_is_there(self) -> None:
        assert choose_form(parse_accept_header("br, gzip", Accept), []) == "identity"


class TestMissing:
    @pytest.mark.parametrize("path", ["/", "/leads", "/jobs/new"])
    def test_names_what_builds_it(self, offline: FlaskClient, path: str) -> None:
        answer = offline.get(path)
        assert (answer.status_code, code(answer)) == (404, MISSING)
        assert "make web-build" in answer.text
        assert "/no/dashboard/here" not in answer.text

    def test_leaves_the_api_as_it_is(self, offline: FlaskClient) -> None:
        assert offline.get("/api/v1/health").status_code == 200
        assert code(offline.get("/assets/app-B1c2.js")) == "not_found"

    def test_ends_with_the_build_without_a_restart(self, app_with: Callable[..., Flask], tmp_path: Path) -> None:
        client = app_with(DASHBOARD_DIR=str(tmp_path / "dist")).test_client()
        assert code(client.get("/")) == MISSING
        fill(tmp_path / "dist")
        assert client.get("/").data == PAGE


class TestLog:
    def test_has_the_rule_and_the_length_and_not_the_path(
        self, built: FlaskClient, caplog: pytest.LogCaptureFixture
    ) -> None:
        built.get("/leads/zyqmarker?q=zyqmarker")
        [line] = [record.msg for record in caplog.records if record.name == "api.http.requests"]
        assert isinstance(line, dict)
        assert (line["route"], line["bytes_out"]) == ("/<dashboard:path>", len(PAGE))
        assert "zyqmarker" not in str(line)
