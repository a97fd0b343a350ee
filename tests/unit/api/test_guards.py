"""Every route says who may call it."""

from __future__ import annotations

import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import build_api
from api.http.blueprint import Blueprint
from api.http.guards import PUBLIC, SIGN_IN, SIGNED_IN, UnguardedRoute, find_mark, mark, refuse_unguarded
from shared.access.scopes import Scope


class TestEveryRoute:
    def test_is_guarded_by_a_scope_or_public(self, offline_app: Flask) -> None:
        marks = {rule.rule: find_mark(offline_app, rule.endpoint) for rule in offline_app.url_map.iter_rules()}
        assert marks
        assert set(marks.values()) <= {PUBLIC, SIGN_IN, SIGNED_IN, *Scope}

    def test_that_is_public_is_one_of_these(self, offline_app: Flask) -> None:
        public = {
            rule.rule
            for rule in offline_app.url_map.iter_rules()
            if find_mark(offline_app, rule.endpoint) == PUBLIC and not rule.rule.startswith("/api/v1/docs/")
        }
        dashboard = {"/", "/assets/<path:name>", "/<dashboard:path>"}
        assert public == {"/api/v1/docs", "/api/v1/openapi.json", "/api/v1/health", "/api/v1/ready"} | dashboard

    def test_that_is_guarded_refuses_a_caller_without_a_key(self, offline_app: Flask, offline: FlaskClient) -> None:
        for rule in offline_app.url_map.iter_rules():
            if find_mark(offline_app, rule.endpoint) in {PUBLIC, SIGN_IN}:
                continue
            path = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=0)), rule.rule)
            path = path.replace("<int:number>", "1").replace("<preset>", "b2b")
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
                answer = offline.open(path, method=method)
                assert (answer.status_code, answer.json and answer.json["code"]) == (401, "key_refused"), rule.rule


class TestRefuseUnguarded:
    def test_names_a_route_that_says_nothing(self) -> None:
        app = Flask("test", static_folder=None)
        app.add_url_rule("/open", "open", mark(lambda: "", PUBLIC))
        app.add_url_rule("/bare", "bare", lambda: "")
        with pytest.raises(UnguardedRoute, match=r"/bare$"):
            refuse_unguarded(app)

    def test_is_called_at_the_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        bare = Blueprint("bare", __name__)
        bare.route("/bare")(lambda: "")
        monkeypatch.setattr("api.app.register_resources", lambda api: api.register_blueprint(bare))
        with pytest.raises(UnguardedRoute, match="/api/v1/bare"):
            build_api(Flask("test", static_folder=None), prefix="/api/v1")


class TestAdmit:
    @pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer sa_short", "Token x"])
    def test_answers_every_form_of_no_key_alike(self, offline: FlaskClient, header: str) -> None:
        answer = offline.get("/api/v1/jobs", headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="sales-agent"'
        assert answer.json is not None
        assert answer.json["detail"] == "A valid API key is needed: send it as `Authorization: Bearer sa_…`."

    def test_lets_anyone_ask_which_methods_there_are(self, offline: FlaskClient) -> None:
        answer = offline.options("/api/v1/jobs")
        assert answer.status_code == 200
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
        assert answer.data == b""

    def test_is_asked_before_the_body_is_looked_at(self, offline: FlaskClient) -> None:
        assert offline.post("/api/v1/jobs", data="{", content_type="application/json").status_code == 401
