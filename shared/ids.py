"""Identifiers that sort by time, made in Python so that COPY needs no RETURNING."""

from __future__ import annotations

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562, section 5.7)."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
