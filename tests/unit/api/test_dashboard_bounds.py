"""Where the dashboard ends: nothing outside its build, nothing below the API."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from tests.unit.api.build import PAGE, SECRET, code, fill


class TestOutside:
    """Nothing but the build, whatever a path looks like."""

    @pytest.mark.parametrize(
        "path",
        [
            "/../secret.txt",
            "/..%2fsecret.txt",
            "/%2e%2e/secret.txt",
            "/%2e%2e%2fsecret.txt",
            "/assets/../../secret.js",
            "/assets/..%2f..%2fsecret.js",
            "/assets/%2e%2e/%2e%2e/secret.js",
            "/assets/..%5c..%5csecret.js",
            "/assets/etc/passwd",
            "/%2fetc%2fpasswd.txt",
            "/..",
            "/.",
            "/leads/../secret.txt",
            "/leads/..%2f..%2fsecret.txt",
            "/a/%2e%2e/leads",
            "/.env",
            "/.vite/manifest.json",
            "/assets/app-B1c2.js.map",
            "/assets/app-B1c2.js.br",
            "/assets/app-B1c2.js.gz",
            "/index.html.gz",
            "/theme.js%00.svg",
            "/assets/app-B1c2.js%00",
            "/" + "a" * 5000 + ".js",
            "/assets/" + "a/" * 3000 + "a.js",
        ],
    )
    def test_is_never_served(self, built: FlaskClient, path: str) -> None:
        answer = built.get(path)
        assert answer.status_code == 404
        assert code(answer) == "not_found"
        assert SECRET not in answer.data

    def test_is_never_served_to_whoever_speaks_http_by_hand(
        self, app_with: Callable[..., Flask], tmp_path: Path
    ) -> None:
        """As sent: a test client and browsers tidy paths before they ask."""
        fill(tmp_path / "dist")
        server = make_server("127.0.0.1", 0, app_with(DASHBOARD_DIR=str(tmp_path / "dist")), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            for path in (b"/../secret.txt", b"/assets/../../secret.js", b"//../secret.txt", b"/x/../../secret.txt"):
                said = _ask(server.server_port, path)
                assert b" 200 " not in said.splitlines()[0], path
                assert SECRET not in said
            assert b" 200 " in _ask(server.server_port, b"/leads").splitlines()[0]
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=10)

    def test_reads_a_file_that_goes_meanwhile_as_gone(
        self, built: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "dist" / "theme.js").unlink()
        real = os.path.isfile
        monkeypatch.setattr(os.path, "isfile", lambda path: str(path).endswith("theme.js") or real(path))
        assert built.get("/theme.js").status_code == 404


def _ask(port: int, path: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65536), b""))


class TestApi:
    """The dashboard never answers below it."""

    @pytest.mark.parametrize(
        "path", ["/api", "/api/", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/jobs", "/api/x/y"]
    )
    @pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
    def test_says_what_it_said_before(self, built: FlaskClient, method: str, path: str) -> None:
        answer = built.open(path, method=method)
        assert (answer.status_code, code(answer)) == (404, "not_found")

    @pytest.mark.parametrize(
        "path", ["/%61pi/v1/nothing", "/api%2fv1%2fnothing", "/api/v1/../nothing", "/x/../api/nothing"]
    )
    def test_is_known_in_every_spelling(self, built: FlaskClient, path: str) -> None:
        assert code(built.get(path)) == "not_found"

    def test_still_names_the_methods_that_a_path_takes(self, built: FlaskClient) -> None:
        answer = built.post("/api/v1/leads")
        assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})

    def test_still_leads_from_doubled_slashes_to_the_path(self, built: FlaskClient) -> None:
        answer = built.get("/api//v1//health")
        assert answer.status_code == 308
        assert answer.headers["Location"].endswith("/api/v1/health")

    def test_lies_where_the_prefix_says(self, app_with: Callable[..., Flask], tmp_path: Path) -> None:
        fill(tmp_path / "dist")
        client = app_with(DASHBOARD_DIR=str(tmp_path / "dist"), API_V1_PREFIX="/sales/v1").test_client()
        assert client.get("/sales/v1/health").status_code == 200
        for path in ("/sales/v1", "/sales/v1/nothing", "/api/v1/health"):
            assert code(client.get(path)) == "not_found"
        assert client.get("/sales").data == PAGE
