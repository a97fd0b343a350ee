"""Keys over HTTP: one answer for every key that does not open, and no trace of any."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from shared.access.create import create_key
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.database.unit_of_work import unit_of_work

READS = ["/api/v1/jobs", "/api/v1/leads"]


def make_key(*, expires_at: datetime | None = None, revoked: bool = False) -> str:
    """A key that may read."""
    with unit_of_work() as uow:
        made = create_key(uow, name="caller", scopes=[Scope.READ], expires_at=expires_at)
        if revoked:
            revoke_key(uow, made.id)
    return made.key


class TestBearer:
    @pytest.mark.parametrize("path", READS)
    def test_opens_what_its_scope_allows(self, app_of: Callable[..., Flask], path: str) -> None:
        answer = app_of().test_client().get(path, headers={"Authorization": f"Bearer {make_key()}"})
        assert answer.status_code == 200

    @pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
    def test_may_be_spelled_in_any_case(self, app_of: Callable[..., Flask], scheme: str) -> None:
        answer = app_of().test_client().get(READS[0], headers={"Authorization": f"{scheme} {make_key()}"})
        assert answer.status_code == 200

    def test_that_does_not_open_is_never_told_why(self, app_of: Callable[..., Flask]) -> None:
        client = app_of().test_client()
        bodies: list[dict[str, Any]] = []
        past = datetime.now(UTC) - timedelta(days=1)
        for key in (make_key(revoked=True), make_key(expires_at=past), make_key()[:-4] + "0000", "nonsense"):
            answer = client.get(READS[0], headers={"Authorization": f"Bearer {key}", "X-Request-Id": "same-request"})
            assert answer.status_code == 401
            assert answer.json is not None
            bodies.append(answer.json)
        assert all(body == bodies[0] for body in bodies)

    def test_leaves_no_trace_of_itself(
        self, app_of: Callable[..., Flask], caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
    ) -> None:
        key = make_key()
        secret = key.split("_", 2)[2]
        client = app_of().test_client()
        answers = [
            client.get(path, headers={"Authorization": f"Bearer {presented}"})
            for path in (*READS, "/api/v1/nothing")
            for presented in (key, f"{key}x", f"{secret} ")
        ]
        assert all(secret not in answer.text and secret not in str(answer.headers) for answer in answers)
        assert secret not in repr([(record.msg, record.args) for record in caplog.records])
        assert secret not in "".join(capsys.readouterr())
