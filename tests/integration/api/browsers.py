"""Browsers of the tests: what they send, and keys and links to sign in with."""

from __future__ import annotations

import uuid

from werkzeug.test import TestResponse

from shared.access.create import create_key
from shared.access.make_link import make_link
from shared.access.scopes import Scope
from shared.database.unit_of_work import unit_of_work

SESSION = "/api/v1/session"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
LEADS = {"leads": [{"company_name": "Alder Freight"}]}


def make_key(*scopes: Scope) -> tuple[str, uuid.UUID]:
    """A key and its id."""
    with unit_of_work() as uow:
        made = create_key(uow, name="Desk", scopes=scopes or [*Scope])
    return made.key, made.id


def link_for(key: str) -> str:
    """The token of a fresh link."""
    with unit_of_work() as uow:
        return make_link(uow, key).token


def cookie_of(answer: TestResponse) -> dict[str, str]:
    """The attributes of the session's cookie, its value under its name."""
    [header] = answer.headers.getlist("Set-Cookie")
    parts = [part.strip().partition("=") for part in header.split(";")]
    return {name: value for name, _, value in parts}
