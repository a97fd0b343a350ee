"""Callers of the API beside the signed-in one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.app import create_app
from api.http.wiring import Broker
from shared.access.create import create_key
from shared.access.scopes import Scope
from shared.database.unit_of_work import UnitOfWork, unit_of_work
from shared.settings import Settings
from tests.integration.api.browsers import OWN_PAGE, SESSION, make_key
from tests.integration.api.profiles import create_with


@pytest.fixture
def app_of(empty_database: Settings) -> Callable[..., Flask]:
    """The application with some settings changed, or with another broker."""

    def make(*, broker: Broker | None = None, **changes: object) -> Flask:
        return create_app(empty_database.model_copy(update=changes), broker=broker)

    return make


@pytest.fixture
def caller(app_of: Callable[..., Flask]) -> Callable[..., FlaskClient]:
    """A caller whose key holds just these scopes."""

    def make(*scopes: Scope, broker: Broker | None = None, **changes: object) -> FlaskClient:
        with unit_of_work() as uow:
            key = create_key(uow, name="caller", scopes=scopes).key
        client = app_of(broker=broker, **changes).test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        return client

    return make


@pytest.fixture
def uow(empty_database: Settings) -> Iterator[UnitOfWork]:
    """A unit of work that the test commits by `uow.session.commit()`."""
    with unit_of_work() as work:
        yield work


@pytest.fixture
def browser(app_of: Callable[..., Flask]) -> FlaskClient:
    """A browser that is not signed in."""
    return app_of().test_client()


@pytest.fixture
def signed_in(browser: FlaskClient) -> FlaskClient:
    """A browser that is."""
    answer = browser.post(SESSION, json={"key": make_key()[0]}, headers=OWN_PAGE)
    assert answer.status_code == 201
    return browser


@pytest.fixture
def create(client: FlaskClient) -> Callable[..., dict[str, Any]]:
    """Create a profile."""
    return functools.partial(create_with, client)
