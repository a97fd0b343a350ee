"""One-time links on a real database: once means once, also at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.access.caller import Caller, SignedInBy
from shared.access.create import CreatedKey, create_key
from shared.access.errors import KeyRefused, LinkRefused
from shared.access.make_link import make_link
from shared.access.resume import resume_session
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.access.sign_in import SignedIn, sign_in_with_link
from shared.database.unit_of_work import unit_of_work

pytestmark = pytest.mark.usefixtures("empty_database")


def make(*scopes: Scope) -> CreatedKey:
    with unit_of_work() as uow:
        return create_key(uow, name="Desk", scopes=scopes or [*Scope])


def resumed(token: str) -> Caller:
    with unit_of_work() as uow:
        return resume_session(uow, [token])


def link_for(key: str) -> str:
    with unit_of_work() as uow:
        return make_link(uow, key).token


def by_link(token: str) -> SignedIn:
    with unit_of_work() as uow:
        return sign_in_with_link(uow, token)


class TestSignInWithLink:
    def test_works_once(self) -> None:
        key = make(Scope.SUBMIT, Scope.READ)
        token = link_for(key.key)
        caller = resumed(by_link(token).token)
        assert (caller.api_key_id, caller.signed_in_by) == (key.id, SignedInBy.LINK)
        assert caller.scopes == (Scope.SUBMIT, Scope.READ)
        with pytest.raises(LinkRefused):
            by_link(token)

    def test_by_many_at_once_lets_one_in(self, db_session: Session) -> None:
        token = link_for(make().key)
        together = threading.Barrier(8)
        opened: list[SignedIn] = []
        refused: list[LinkRefused] = []

        def use() -> None:
            together.wait(timeout=10)
            try:
                opened.append(by_link(token))
            except LinkRefused as error:
                refused.append(error)

        users = [threading.Thread(target=use) for _ in range(8)]
        for user in users:
            user.start()
        for user in users:
            user.join(timeout=20)
        assert (len(opened), len(refused)) == (1, 7)
        assert db_session.scalar(text("SELECT count(*) FROM sessions")) == 1

    def test_the_second_of_two_transactions_waits_and_finds_it_used(self) -> None:
        token = link_for(make().key)
        ended = threading.Event()
        refused: list[LinkRefused] = []

        def second() -> None:
            try:
                by_link(token)
            except LinkRefused as error:
                refused.append(error)
            ended.set()

        with unit_of_work() as uow:
            sign_in_with_link(uow, token)
            thread = threading.Thread(target=second)
            thread.start()
            # it hangs on the row that the open transaction holds
            assert not ended.wait(0.3)
        assert ended.wait(10)
        thread.join()
        assert len(refused) == 1

    def test_that_was_rolled_back_leaves_the_link_as_it_was(self) -> None:
        token = link_for(make().key)

        def fail() -> None:
            with unit_of_work() as uow:
                sign_in_with_link(uow, token)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert by_link(token).token

    def test_says_the_same_of_used_expired_unknown_and_dead(self, age: Callable[..., None]) -> None:
        live, dead = make(), make()
        said = set()
        used, expired, of_dead = link_for(live.key), link_for(live.key), link_for(dead.key)
        by_link(used)
        with unit_of_work() as uow:
            revoke_key(uow, dead.id)
        for token in (used, of_dead, "unknown", ""):
            with pytest.raises(LinkRefused) as caught:
                by_link(token)
            said.add(caught.value.detail)
        age("sign_in_links", expires_at=timedelta(hours=12, seconds=1))
        with pytest.raises(LinkRefused) as caught:
            by_link(expired)
        assert said == {caught.value.detail}
        assert "sales-agent sign-in" in caught.value.detail

    def test_may_wait_twelve_hours(self, age: Callable[..., None]) -> None:
        token = link_for(make().key)
        age("sign_in_links", created_at=timedelta(hours=11, minutes=59), expires_at=timedelta(hours=11, minutes=59))
        assert by_link(token).token


class TestMakeLink:
    def test_needs_a_key_that_opens(self) -> None:
        with pytest.raises(KeyRefused):
            link_for("sa_abcdefgh_" + "x" * 43)

    def test_leaves_nothing_of_the_token_in_the_database_and_prints_none(self, db_session: Session) -> None:
        with unit_of_work() as uow:
            made = make_link(uow, make().key)
        row = db_session.execute(text("SELECT sign_in_links::text AS whole FROM sign_in_links")).one()
        assert made.token not in row.whole
        assert made.token not in repr(made)

    def test_clears_away_what_expired(self, age: Callable[..., None], db_session: Session) -> None:
        key = make().key
        link_for(key)
        age("sign_in_links", expires_at=timedelta(days=1))
        link_for(key)
        assert db_session.scalar(text("SELECT count(*) FROM sign_in_links")) == 1
