"""Keys on a real database: hashed, scoped, expiring, revocable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.access.authenticate import authenticate, require_scope
from shared.access.create import CreatedKey, create_key
from shared.access.errors import KeyNotFound, KeyRefused, ScopeMissing
from shared.access.models import ApiKey
from shared.access.read import list_keys
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.database.unit_of_work import unit_of_work
from shared.errors import Invalid
from shared.ids import new_id


def make(*scopes: Scope, expires_at: datetime | None = None) -> CreatedKey:
    """A key that is committed."""
    with unit_of_work() as uow:
        return create_key(uow, name="Forms", scopes=scopes or [Scope.READ], expires_at=expires_at)


def opens(key: str) -> ApiKey:
    """Whose key it is."""
    with unit_of_work() as uow:
        return authenticate(uow, key)


pytestmark = pytest.mark.usefixtures("empty_database")


class TestCreateKey:
    def test_makes_a_key_that_opens(self) -> None:
        made = make(Scope.READ, Scope.SUBMIT)
        assert opens(made.key).id == made.id
        assert made.scopes == (Scope.SUBMIT, Scope.READ)

    def test_leaves_nothing_of_the_secret_in_the_database(self, db_session: Session) -> None:
        made = make()
        secret = made.key.split("_", 2)[2]
        row = db_session.execute(text("SELECT api_keys::text AS whole FROM api_keys")).one()
        assert secret not in row.whole
        assert made.key.split("_")[1] in row.whole

    def test_does_not_print_the_key(self) -> None:
        made = make()
        assert made.key not in repr(made)

    def test_names_everything_that_is_wrong(self) -> None:
        with pytest.raises(Invalid) as caught, unit_of_work() as uow:
            create_key(uow, name=" ", scopes=[], expires_at=datetime(2027, 1, 1))  # noqa: DTZ001
        assert [fault.pointer for fault in caught.value.faults] == ["/name", "/scopes", "/expires_at"]


class TestAuthenticate:
    def test_gives_one_answer_for_every_key_that_does_not_open(self) -> None:
        past = datetime.now(UTC) - timedelta(seconds=1)
        revoked, expired, live = make(), make(expires_at=past), make()
        with unit_of_work() as uow:
            revoke_key(uow, revoked.id)
        other = live.key[:12] + ("A" if live.key[12] != "A" else "B") + live.key[13:]
        said = set()
        for key in (revoked.key, expired.key, other, "sa_unknown0_" + "x" * 43, "", "nonsense"):
            with pytest.raises(KeyRefused) as caught:
                opens(key)
            said.add((caught.value.code, caught.value.detail))
        assert len(said) == 1

    def test_lets_a_key_in_until_it_expires(self) -> None:
        made = make(expires_at=datetime.now(UTC) + timedelta(hours=1))
        assert opens(made.key).id == made.id

    def test_tells_keys_of_one_prefix_apart(self, db_session: Session) -> None:
        first, second = make(), make()
        db_session.execute(text("UPDATE api_keys SET prefix = :prefix"), {"prefix": first.key.split("_")[1]})
        db_session.commit()
        assert opens(first.key).id == first.id
        with pytest.raises(KeyRefused):
            opens(second.key)

    def test_notes_the_use_at_most_once_a_minute(self, db_session: Session) -> None:
        made = make()
        opens(made.key)
        first = db_session.scalar(text("SELECT last_used_at FROM api_keys"))
        opens(made.key)
        db_session.rollback()
        assert db_session.scalar(text("SELECT last_used_at FROM api_keys")) == first
        db_session.execute(text("UPDATE api_keys SET last_used_at = last_used_at - interval '61 seconds'"))
        db_session.commit()
        opens(made.key)
        db_session.rollback()
        assert db_session.scalar(text("SELECT last_used_at FROM api_keys")) > first


class TestRequireScope:
    def test_names_the_scope_that_is_missing(self) -> None:
        key = opens(make(Scope.READ).key)
        require_scope(key, Scope.READ)
        with pytest.raises(ScopeMissing, match="`submit`"):
            require_scope(key, Scope.SUBMIT)


class TestRevokeKey:
    def test_is_for_good_and_keeps_its_first_time(self) -> None:
        made = make()
        with unit_of_work() as uow:
            first = revoke_key(uow, made.id)
        with unit_of_work() as uow:
            assert revoke_key(uow, made.id) == first

    def test_says_that_there_is_no_such_key(self) -> None:
        with pytest.raises(KeyNotFound), unit_of_work() as uow:
            revoke_key(uow, new_id())


class TestListKeys:
    def test_shows_all_newest_first_and_none_of_them_opens(self) -> None:
        made = [make(), make(), make()]
        with unit_of_work() as uow:
            listed = list_keys(uow)
        assert [key.id for key in listed] == [key.id for key in reversed(made)]
        assert all(made_key.key not in repr(vars(key)) for made_key in made for key in listed)
