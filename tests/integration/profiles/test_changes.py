"""Changes of profiles that meet one another, or a job that takes a version at that moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.audit.record import Actor
from shared.database.unit_of_work import unit_of_work
from shared.profiles.activate import ActivateVersion, activate_version
from shared.profiles.add_version import AddVersion, ReplaceVersion, add_version, replace_version
from shared.profiles.choose import ProfileChoice, use_choice
from shared.profiles.content import ProfileContent
from shared.profiles.create import CreateProfile, create_profile
from shared.profiles.delete import delete_profile
from shared.profiles.errors import ProfileUnknown, ProfileUsed, ProfileVersionFixed
from shared.profiles.load_preset import load_preset
from shared.profiles.read import get_version
from shared.settings import Settings
from tests.integration.jobs.conftest import wait_until

ME = Actor.system("tests")


def content(name: str = "Draft", seller: str = "We sell chairs.") -> ProfileContent:
    """BANT under another name."""
    return ProfileContent.from_json(load_preset("bant").to_json() | {"name": name, "seller": seller})


@pytest.fixture
def create(empty_database: Settings) -> Callable[..., uuid.UUID]:
    """Create a profile."""

    def run(name: str = "Draft", **switches: bool) -> uuid.UUID:
        with unit_of_work() as uow:
            return create_profile(uow, CreateProfile(content(name), ME, "req-test", **switches))

    return run


def in_a_transaction(act: Callable[..., object]) -> None:
    with unit_of_work() as uow:
        act(uow)


def begin(pool: ThreadPoolExecutor, session: Session, act: Callable[..., object]) -> Future[None]:
    """Begin in another thread what must wait for a lock that the test holds."""
    begun = pool.submit(in_a_transaction, act)

    def waits() -> bool:
        session.rollback()
        return bool(session.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")))

    wait_until(lambda: waits() or begun.done())
    assert not begun.done()
    return begun


class TestVersionThatAJobTakes:
    def test_is_not_replaced_at_that_moment(self, create: Callable[..., uuid.UUID], db_session: Session) -> None:
        profile_id = create()
        with ThreadPoolExecutor() as pool:
            with unit_of_work() as uow:
                use_choice(uow, ProfileChoice("draft", 1))
                command = ReplaceVersion(profile_id, 1, content(seller="Other."), ME, "req-test")
                replaced = begin(pool, db_session, lambda other: replace_version(other, command))
            with pytest.raises(ProfileVersionFixed):
                replaced.result(timeout=10)
        with unit_of_work() as uow:
            assert get_version(uow, profile_id, 1).content.seller == "We sell chairs."

    def test_is_not_deleted_at_that_moment(self, create: Callable[..., uuid.UUID], db_session: Session) -> None:
        profile_id = create()
        with ThreadPoolExecutor() as pool:
            with unit_of_work() as uow:
                use_choice(uow, ProfileChoice(str(profile_id), 1))
                deleted = begin(
                    pool, db_session, lambda other: delete_profile(other, profile_id, actor=ME, request_id="req-test")
                )
            with pytest.raises(ProfileUsed):
                deleted.result(timeout=10)

    def test_is_refused_when_it_was_deleted_at_that_moment(
        self, create: Callable[..., uuid.UUID], db_session: Session
    ) -> None:
        profile_id = create()
        with ThreadPoolExecutor() as pool:
            with unit_of_work() as uow:
                delete_profile(uow, profile_id, actor=ME, request_id="req-test")
                taken = begin(pool, db_session, lambda other: use_choice(other, ProfileChoice(str(profile_id), 1)))
            with pytest.raises(ProfileUnknown):
                taken.result(timeout=10)


class TestDefault:
    def test_is_one_when_two_are_chosen_at_once(self, create: Callable[..., uuid.UUID], db_session: Session) -> None:
        one, two = create("One"), create("Two")
        with ThreadPoolExecutor() as pool:
            chosen = [
                pool.submit(
                    in_a_transaction,
                    lambda uow, its=its: activate_version(uow, ActivateVersion(its, 1, ME, "req-test", default=True)),
                )
                for its in [one, two] * 4
            ]
            for each in chosen:
                each.result(timeout=20)
        assert db_session.scalar(text("SELECT count(*) FROM profiles WHERE is_default")) == 1

    def test_is_written_once_by_first_jobs_at_once(self, empty_database: Settings, db_session: Session) -> None:
        with ThreadPoolExecutor() as pool:
            taken = [pool.submit(in_a_transaction, lambda uow: use_choice(uow, ProfileChoice())) for _ in range(8)]
            for each in taken:
                each.result(timeout=20)
        assert db_session.execute(text("SELECT name, active_number, is_default FROM profiles")).all() == [
            ("B2B, mid-market", 1, True)
        ]


class TestNumbers:
    def test_have_no_gap_and_no_double_when_versions_are_added_at_once(
        self, create: Callable[..., uuid.UUID], db_session: Session
    ) -> None:
        profile_id = create()
        with ThreadPoolExecutor() as pool:
            added = [
                pool.submit(
                    in_a_transaction,
                    lambda uow, n=n: add_version(
                        uow, AddVersion(profile_id, content(seller=f"We sell {n}."), ME, "req-test")
                    ),
                )
                for n in range(6)
            ]
            for each in added:
                each.result(timeout=20)
        numbers = db_session.scalars(
            text("SELECT number FROM profile_versions WHERE profile_id = :id ORDER BY number"), {"id": profile_id}
        )
        assert list(numbers) == [1, 2, 3, 4, 5, 6, 7]


class TestNames:
    def test_are_kept_apart_by_the_database_too(self, create: Callable[..., uuid.UUID], db_session: Session) -> None:
        create("Chairs")
        with pytest.raises(Exception, match="uq_profiles_name"):
            db_session.execute(text("INSERT INTO profiles (id, name) VALUES (gen_random_uuid(), 'CHAIRS')"))
