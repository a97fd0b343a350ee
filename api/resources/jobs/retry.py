"""Reads which leads of a job are to be tried again; the body may be left out."""

from __future__ import annotations

from typing import Any

from api.http.bodies import load, optional_json_object
from api.resources.jobs.retry_schemas import RetryJobSchema
from shared.jobs.states import ItemState


def read_choice() -> dict[str, Any]:
    """`states`, `custom_ids` and `name` as RetryJob takes them; raises as json_object and body_type do."""
    said = load(RetryJobSchema(), optional_json_object(), location="json")
    states = frozenset(map(ItemState, said.pop("statuses")))
    return {**said, "states": states}
