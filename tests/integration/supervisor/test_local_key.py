"""The key for use on this machine, over a real database."""

from __future__ import annotations

import pytest

from cli.supervisor.local_key import KEY_NAME, ensure_local_key, make_local_link
from shared.access.authenticate import authenticate
from shared.access.create import create_key
from shared.access.errors import KeyRefused
from shared.access.read import list_keys
from shared.access.revoke import revoke_key
from shared.access.scopes import Scope
from shared.access.sign_in import sign_in_with_link
from shared.database.unit_of_work import unit_of_work
from shared.settings import Settings


@pytest.fixture
def database(empty_database: Settings) -> str:
    return str(empty_database.DATABASE_URL)


class TestEnsureLocalKey:
    def test_makes_one_that_opens_everything_and_keeps_it_from_then_on(self, database: str) -> None:
        made = ensure_local_key(database, None)
        assert made.is_new
        assert made.key not in repr(made)
        again = ensure_local_key(database, made.key)
        assert (again.key, again.is_new) == (made.key, False)
        with unit_of_work() as uow:
            assert set(authenticate(uow, made.key).scopes) == set(Scope)
            assert [key.name for key in list_keys(uow)] == [KEY_NAME]

    def test_replaces_one_that_was_revoked(self, database: str) -> None:
        made = ensure_local_key(database, None)
        with unit_of_work() as uow:
            revoke_key(uow, list_keys(uow)[0].id)
        replaced = ensure_local_key(database, made.key)
        assert replaced.is_new
        assert replaced.key != made.key

    @pytest.mark.parametrize("known", ["sa_abcdefgh_" + "x" * 43, "nonsense"])
    def test_replaces_one_that_this_database_does_not_know(self, database: str, known: str) -> None:
        assert ensure_local_key(database, known).is_new

    def test_replaces_one_that_may_not_do_everything(self, database: str) -> None:
        with unit_of_work() as uow:
            reader = create_key(uow, name="reader", scopes=[Scope.READ]).key
        assert ensure_local_key(database, reader).is_new


class TestLinks:
    def test_of_a_new_and_of_a_known_key_sign_in_with_all_scopes(self, database: str) -> None:
        made = ensure_local_key(database, None)
        again = ensure_local_key(database, made.key)
        links = [made.link_token, again.link_token, make_local_link(database, made.key)]
        assert len(set(links)) == 3
        assert made.link_token not in repr(made)
        for token in links:
            with unit_of_work() as uow:
                assert sign_in_with_link(uow, token).caller.scopes == tuple(Scope)

    def test_are_not_made_for_a_key_that_opens_nothing(self, database: str) -> None:
        with pytest.raises(KeyRefused):
            make_local_link(database, "sa_abcdefgh_" + "x" * 43)
