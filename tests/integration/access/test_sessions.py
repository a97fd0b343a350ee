"""Sessions and links on a real database: hashed, ending in every way they must, one query a request."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from shared.access.caller import Caller, SignedInBy
from shared.access.create import CreatedKey, create_key
from shared.access.errors import KeyRefused, SessionEnded
from shared.access.resume import resume_session
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.access.sign_in import SignedIn, sign_in_with_key
from shared.access.sign_out import sign_out
from shared.database.engine import get_engine
from shared.database.unit_of_work import unit_of_work

pytestmark = pytest.mark.usefixtures("empty_database")


def make(*scopes: Scope, expires_at: datetime | None = None) -> CreatedKey:
    with unit_of_work() as uow:
        return create_key(uow, name="Desk", scopes=scopes or [*Scope], expires_at=expires_at)


def signed_in(key: str, **more: Any) -> SignedIn:
    with unit_of_work() as uow:
        return sign_in_with_key(uow, key, **more)


def resumed(token: str) -> Caller:
    with unit_of_work() as uow:
        return resume_session(uow, [token])


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that this process sends to PostgreSQL."""
    sent: list[str] = []
    engine: Engine = get_engine()

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


class TestSignInWithKey:
    def test_gives_the_rights_of_the_key_for_twelve_hours(self) -> None:
        key = make(Scope.READ)
        made = signed_in(key.key)
        caller = resumed(made.token)
        assert (caller.api_key_id, caller.name, caller.scopes) == (key.id, "Desk", (Scope.READ,))
        assert caller.signed_in_by is SignedInBy.KEY
        assert caller.ends_at is not None
        assert abs(caller.ends_at - datetime.now(UTC) - timedelta(hours=12)) < timedelta(minutes=1)
        assert made.caller == caller

    def test_refuses_a_key_that_does_not_open(self) -> None:
        key = make()
        with unit_of_work() as uow:
            revoke_key(uow, key.id)
        for presented in (key.key, "nonsense", ""):
            with pytest.raises(KeyRefused):
                signed_in(presented)

    def test_leaves_nothing_of_the_token_in_the_database_and_prints_none(self, db_session: Session) -> None:
        made = signed_in(make().key)
        row = db_session.execute(text("SELECT sessions::text AS whole FROM sessions")).one()
        assert made.token not in row.whole
        assert made.token not in repr(made)
        assert len(made.token) >= 43

    def test_ends_the_session_that_it_replaces_and_no_other(self) -> None:
        key = make().key
        first, other = signed_in(key), signed_in(key)
        second = signed_in(key, replacing=[first.token])
        with pytest.raises(SessionEnded):
            resumed(first.token)
        assert resumed(second.token).session_id != resumed(other.token).session_id

    def test_clears_away_what_expired(self, age: Callable[..., None], db_session: Session) -> None:
        key = make().key
        signed_in(key)
        age("sessions", expires_at=timedelta(days=8))
        signed_in(key)
        assert db_session.scalar(text("SELECT count(*) FROM sessions")) == 1


class TestResumeSession:
    def test_is_one_query(self, statements: list[str]) -> None:
        token = signed_in(make().key).token
        statements.clear()
        resumed(token)
        assert len(statements) == 1
        assert statements[0].startswith("SELECT")

    def test_notes_the_use_of_session_and_key_once_a_minute(
        self, statements: list[str], age: Callable[..., None], db_session: Session
    ) -> None:
        token = signed_in(make().key).token
        age("sessions", last_seen_at=timedelta(seconds=61))
        age("api_keys", last_used_at=timedelta(seconds=61))
        statements.clear()
        resumed(token)
        assert [statement.split()[0] for statement in statements] == ["SELECT", "UPDATE", "UPDATE"]
        seen = text("SELECT last_seen_at, last_used_at FROM sessions, api_keys")
        noted = db_session.execute(seen).one()
        assert all(datetime.now(UTC) - moment < timedelta(seconds=30) for moment in noted)
        statements.clear()
        resumed(token)
        assert len(statements) == 1

    @pytest.mark.parametrize(
        "columns",
        [
            {"last_seen_at": timedelta(hours=12, seconds=1)},
            {"expires_at": timedelta(days=7, seconds=1)},
        ],
        ids=["idle", "too old"],
    )
    def test_refuses_a_session_past_its_time(self, age: Callable[..., None], columns: dict[str, timedelta]) -> None:
        token = signed_in(make().key).token
        age("sessions", **columns)
        with pytest.raises(SessionEnded):
            resumed(token)

    def test_use_renews_it_but_not_past_seven_days(self, age: Callable[..., None]) -> None:
        token = signed_in(make().key).token
        age("sessions", last_seen_at=timedelta(hours=11, minutes=59), expires_at=timedelta(days=6, hours=20))
        caller = resumed(token)
        assert caller.ends_at is not None
        assert timedelta(hours=3) < caller.ends_at - datetime.now(UTC) < timedelta(hours=4, minutes=1)
        age("sessions", last_seen_at=timedelta(minutes=2))
        assert resumed(token).ends_at == caller.ends_at

    def test_refuses_the_session_of_a_key_that_was_revoked(self) -> None:
        key = make()
        token = signed_in(key.key).token
        with unit_of_work() as uow:
            revoke_key(uow, key.id)
        with pytest.raises(SessionEnded):
            resumed(token)

    def test_ends_with_the_key(self, db_session: Session) -> None:
        expires_at = datetime.now(UTC) + timedelta(hours=1)
        token = signed_in(make(expires_at=expires_at).key).token
        assert resumed(token).ends_at == expires_at
        db_session.execute(text("UPDATE api_keys SET expires_at = now() - interval '1 second'"))
        db_session.commit()
        with pytest.raises(SessionEnded):
            resumed(token)

    @pytest.mark.parametrize("token", ["", "x" * 43, "é", str(uuid.uuid4())])
    def test_refuses_what_is_no_session(self, token: str) -> None:
        signed_in(make().key)
        with pytest.raises(SessionEnded):
            resumed(token)


class TestSignOut:
    def test_ends_this_session_and_no_other(self) -> None:
        key = make().key
        mine, other = signed_in(key), signed_in(key)
        for _ in range(2):
            with unit_of_work() as uow:
                sign_out(uow, mine.caller, tokens=[mine.token])
        with pytest.raises(SessionEnded):
            resumed(mine.token)
        assert resumed(other.token).session_id == other.caller.session_id
