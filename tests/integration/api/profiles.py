"""A profile of another trade, and how tests create it and read faults."""

from __future__ import annotations

import copy
from typing import Any

from flask.testing import FlaskClient

from shared.profiles.load_preset import load_preset

PROFILES = "/api/v1/profiles"


def dental(**changes: Any) -> dict[str, Any]:
    """A valid profile of another trade."""
    content = copy.deepcopy(load_preset("bant").to_json())
    return {**content, "name": "Dental equipment", "seller": "We sell chairs and scanners to dentists.", **changes}


def faults(answer: Any) -> dict[str, str]:
    """Pointer → code of everything that is wrong."""
    return {fault["pointer"]: fault["code"] for fault in answer.json["errors"]}


def create_with(client: FlaskClient, content: dict[str, Any] | None = None, **switches: bool) -> dict[str, Any]:
    """The profile that the API creates."""
    answer = client.post(PROFILES, json={"content": content or dental(), **switches})
    assert answer.status_code == 201, answer.json
    created: dict[str, Any] = answer.json
    return created
